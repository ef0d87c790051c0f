"""B17: does any text of any set, in any file, run in a spreadsheet?  Are numbers as they were?"""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from fractions import Fraction

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.exports import cells
from db.exports.cells import PLAIN_START, cell_texts, text_array
from db.exports.columns import DICTIONARY, Column, columns_of
from db.exports.sinks import write_texts
from db.queries.export_pieces import CUT, Looked, Packed
from db.rules.csvcells import plain_text, text_cell
from db.rules.exports import SETS
from tests.exported import excel_rows, machine_rows, write_both
from tests.rules.test_csvcells import HARMLESS, HOSTILE

# What a cell must not begin with, once a spreadsheet has passed over what it does not show.
LIVE = tuple("=+-@|%＝＋－＠｜％﹢﹣﹦﹫﹪\u2212")
UNSEEN = " \t\r\n\ufeff\u00a0\u3000\u200b\x00\x0b\u202e\u2028\u3164\ufe0f"
QUOTED = ['=1+1";"x', '"=1+1"', '";=1', "=1\r\n=2", '=cmd|"/c calc"!A0', ",=1", "\n=1,2", ";=1;", '@SUM("a")']
TEXTS = [*HOSTILE, *QUOTED, *HARMLESS]
NUMBERS = [0, 1, -5, 10**18, 1_500_000_000]
VALUES = {
    "integer": NUMBERS,
    "number": [*NUMBERS, Fraction(-7, 2), Fraction(1, 8)],
    "date": [date(2023, 6, 1), date(2035, 12, 31)],
}
AS_WRITTEN = {"integer": str, "date": date.isoformat}
TEXT_COLUMNS = [
    (name, column.name) for name in SETS for column in columns_of(name) if column.type == "string"
]
WRITTEN = {Fraction(-7, 2): "-3.5", Fraction(1, 8): "0.125"}


def row_of(columns: tuple[Column, ...], number: int) -> list[object]:
    """A row of hostile texts and of numbers, another one for every number."""
    return [
        TEXTS[number % len(TEXTS)]
        if column.type == "string"
        else VALUES[column.type][number % len(VALUES[column.type])]
        for column in columns
    ]


def is_live(cell: str) -> bool:
    """Whether a spreadsheet would take this cell for a formula; a control that knows nothing of ours."""
    return cell.lstrip(UNSEEN).startswith(LIVE)


def test_there_are_enough_texts_and_columns():
    assert len(set(TEXTS)) >= 1000 > 120
    assert len(TEXT_COLUMNS) > 60
    assert sum(is_live(text) for text in TEXTS) >= 1000


@pytest.mark.parametrize("separator", ["comma", "semicolon"])
@pytest.mark.parametrize("name", SETS)
def test_no_text_of_any_column_runs_and_none_is_lost(name, separator, tmp_path):
    columns = columns_of(name)
    rows = [row_of(columns, number) for number in range(len(TEXTS))]
    machine, excel = write_both([rows[:500], [], rows[500:]], columns, tmp_path, separator)
    sign = {"comma": ",", "semicolon": ";"}[separator]
    header, *safe = excel_rows(excel, sign)
    _, *plain = csv.reader(io.StringIO(machine.decode(), newline=""))
    assert not [cell for cell in header if is_live(cell)]
    assert len(safe) == len(plain) == len(rows)
    for place, column in enumerate(columns):
        given_values = [row[place] for row in rows]
        if column.type == "string":
            assert not [row[place] for row in safe if is_live(row[place])], column.name
            assert [plain_text(row[place]) for row in safe] == given_values
            assert [row[place] for row in plain] == given_values
        else:
            said = [WRITTEN.get(value) or AS_WRITTEN.get(column.type, str)(value) for value in given_values]
            assert [row[place] for row in safe] == [row[place] for row in plain] == said


def test_without_the_rule_they_would_run(monkeypatch, tmp_path):
    """The control: the same files, the same test, only the rule taken away."""
    monkeypatch.setattr(cells, "text_cell", lambda text: text)
    columns = columns_of("records")
    _, excel = write_both([[row_of(columns, n) for n in range(1000)]], columns, tmp_path)
    assert sum(is_live(cell) for row in excel_rows(excel) for cell in row) > 1000


def test_small_tables_of_texts_do_not_run_either(tmp_path):
    rows = [[text] * len(DICTIONARY) for text in TEXTS]
    write_texts(tmp_path / "d", DICTIONARY, rows, "semicolon")
    written = excel_rows((tmp_path / "d").read_bytes(), ";")
    assert not [cell for row in written for cell in row if is_live(cell)]
    assert [[plain_text(cell) for cell in row] for row in written[1:]] == rows


def test_the_quick_test_spares_only_texts_that_are_harmless():
    """Whatever follows such a beginning, the rule leaves the text as it is."""
    letters = [chr(code) for code in range(0x1F00) if not 0xD800 <= code < 0xE000]
    quick = pc.match_substring_regex(text_array(letters), PLAIN_START).to_pylist()
    spared = [letter for letter, found in zip(letters, quick, strict=True) if found]
    assert {"a", "Đ", "ữ", "7"} <= set(spared) and not set(spared) & set("=+-@|%' \t\u034f")
    assert [
        letter
        for letter in spared
        for rest in ("", "=1", "\u0300=1")
        if text_cell(letter + rest) != letter + rest
    ] == []


TEXT_COLUMN, DAY_COLUMN = columns_of("records")[0], columns_of("records")[4]


def quoted(text):
    return None if text is None else '"' + text.replace('"', '""') + '"'


def said_by(array, rows):
    """The cells of a column; one that is the same in all rows stands there once."""
    return array.to_pylist() if isinstance(array, pa.Array) else [array.as_py()] * rows


def check_texts(values, texts):
    """Every cell of a column of texts is as the rule says, and told apart where the rule changed it."""
    found = cell_texts(values, TEXT_COLUMN)
    plain = [quoted(text) for text in texts]
    safe = [quoted(None if text is None else text_cell(text)) for text in texts]
    assert said_by(found.machine, len(texts)) == plain
    assert said_by(found.excel, len(texts)) == safe
    changed = [False] * len(texts) if found.changed is None else found.changed.to_pylist()
    assert changed == [one != other for one, other in zip(plain, safe, strict=True)]


def packed(texts, blank=True):
    """A column as the database joins it."""
    return Packed(CUT.join((text or "").encode() for text in texts), len(texts), blank)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.none(), min_size=1))
def test_every_column_of_texts_is_written_as_the_rule_says(texts):
    check_texts(texts, texts)
    whole = [text for text in texts if text is not None and CUT.decode() not in text]
    if whole:
        check_texts(packed(whole), whole)


def test_ten_thousand_texts_are_written_as_the_rule_says():
    """All hostile ones, and as many random ones that begin with what spreadsheets look at."""
    chance = random.Random(87)
    signs = [*"=+-@|%'\"", *LIVE, *UNSEEN, *"\u0300\u034f\ufeff\u2800aĐ0,;\n\r“ữ"]
    made = ["".join(chance.choices(signs, k=chance.randrange(7))) for _ in range(12_000)]
    texts = [*TEXTS, *made, *(chance.choice((None, *made)) for _ in range(2_000))]
    check_texts(texts, texts)
    check_texts(
        [one for text in texts[:300] for one in [text] * 9],
        [one for text in texts[:300] for one in [text] * 9],
    )
    joined = [text for text in texts if text is not None and CUT.decode() not in text]
    assert len(joined) >= 10_000
    check_texts(packed(joined), joined)
    codes = [chance.choice(["", *joined[:40]]) for _ in range(3_000)]
    check_texts(packed(codes, blank=False), [code or None for code in codes])
    check_texts(
        Looked(packed(codes), {code: f"={code}" for code in codes}.get), [f"={code}" for code in codes]
    )


def test_days_are_the_same_as_objects_and_as_the_database_writes_them():
    days = [date(2024, 1, 1) + timedelta(days=number % 700) for number in range(2_000)]
    as_objects = cell_texts(days, DAY_COLUMN).excel.to_pylist()
    assert as_objects == [day.isoformat() for day in days]
    assert cell_texts(packed(as_objects), DAY_COLUMN).machine.to_pylist() == as_objects
    assert cell_texts(packed(["2026-11-21"] * 5), DAY_COLUMN).machine.as_py() == "2026-11-21"


def test_rows_that_all_say_the_same_are_all_there(tmp_path):
    columns = columns_of("records")
    row = [
        None,
        7,
        "5.3",
        1,
        "2026-01-01",
        "day",
        "",
        1,
        "=1",
        "01",
        "x",
        "staff",
        "=2",
        "2026-01-02",
        0,
        None,
        "A",
    ]
    machine, excel = write_both([[row] * 6], columns, tmp_path)
    assert len(machine_rows(machine)) == 6
    assert [line[8:13] for line in excel_rows(excel)[1:]] == [["'=1", "01", "x", "staff", "'=2"]] * 6


def test_a_row_of_another_width_is_refused(tmp_path):
    with pytest.raises(ValueError, match="for 17 columns"):
        write_both([[[1, 2]]], columns_of("records"), tmp_path)
