"""B17: does any text of any set, in any file, run in a spreadsheet?  Are numbers as they were?"""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction

import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.exports import tables
from db.exports.columns import DICTIONARY, Column, columns_of
from db.exports.sinks import write_texts
from db.exports.tables import PLAIN_START, columns_turned, text_array, write_table
from db.rules.csvcells import plain_text, text_cell
from db.rules.exports import SETS
from tests.exported import excel_rows
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
    machine, excel = tmp_path / "m", tmp_path / "e"
    list(write_table([rows[:500], [], rows[500:]], columns, machine, excel, separator))
    sign = {"comma": ",", "semicolon": ";"}[separator]
    header, *safe = excel_rows(excel.read_bytes(), sign)
    _, *plain = csv.reader(io.StringIO(machine.read_bytes().decode(), newline=""))
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
    monkeypatch.setattr(tables, "text_cell", lambda text: text)
    columns = columns_of("records")
    excel = tmp_path / "e"
    list(write_table([[row_of(columns, n) for n in range(1000)]], columns, tmp_path / "m", excel, "comma"))
    assert sum(is_live(cell) for row in excel_rows(excel.read_bytes()) for cell in row) > 1000


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


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.none(), min_size=1))
def test_every_column_of_texts_is_written_as_the_rule_says(texts):
    column = columns_of("records")[0]
    plain, safe = columns_turned([[text] for text in texts], [column])[0]

    def quoted(text):
        return None if text is None else '"' + text.replace('"', '""') + '"'

    assert plain.to_pylist() == [quoted(text) for text in texts]
    assert safe.to_pylist() == [quoted(None if text is None else text_cell(text)) for text in texts]


def test_a_row_of_another_width_is_refused(tmp_path):
    with pytest.raises(ValueError, match="for 17 columns"):
        list(write_table([[[1, 2]]], columns_of("records"), tmp_path / "m", tmp_path / "e", "comma"))
