"""Does an uploaded XLSForm become a form we can trust, or come back with what to repair and where?"""

from __future__ import annotations

import csv
import io
import itertools
import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from db.rules.answers import check_answers, shown_questions
from db.rules.definition import free_text_questions, in_language, read_definition
from db.rules.errors import RuleError
from db.xlsform.convert import LIMITS, Limits, convert
from db.xlsform.faults import NOTES, REASONS, FormFault
from db.xlsform.worker import process

SEED = Path(__file__).resolve().parents[2] / "db" / "seed"
INSTRUMENT = (SEED / "instruments" / "an_toan_tren_mang.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 22)
CHOICES = """
| choices | list_name | name | label |
|         | co_khong  | co   | Có    |
|         | co_khong  | khong | Không |
"""


def sheet(survey, columns="type | name | label", rest=CHOICES):
    """A form in Markdown: one line for each row of the survey sheet."""
    rows = "\n".join(f"| | {line} |" for line in survey)
    return f"| survey | {columns} |\n{rows}\n{rest}"


def worked(source, kind=".md", name="thu"):
    """What the worker answers, without the cost of its process."""
    return process(source.encode() if isinstance(source, str) else source, kind, name)


def faults(source, kind=".md"):
    with pytest.raises(FormFault) as caught:
        worked(source, kind)
    return [(fault.sheet, fault.row, fault.reason) for fault in caught.value.faults]


def notes(source, kind=".md"):
    answer = worked(source, kind)
    return {note["code"]: note for note in answer["repairs"] + answer["warnings"]}


def questions(source, kind=".md"):
    return {question["name"]: question for question in worked(source, kind)["definition"]["questions"]}


def workbook(**sheets):
    """The bytes of a .xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


# -- the instrument of the house -----------------------------------------------------------------------
@pytest.fixture(scope="module")
def instrument():
    return convert(INSTRUMENT, form_name="an_toan_tren_mang")


@pytest.fixture(scope="module")
def definition(instrument):
    return read_definition(instrument.definition)


def test_the_instrument_converts_without_a_word(instrument, definition):
    assert instrument.repairs == ()
    assert instrument.warnings == ()
    assert definition.title == "Em nghĩ gì về an toàn trên mạng?"
    assert [language.code for language in definition.languages] == ["vi", "en"]
    assert "<an_toan_tren_mang" in instrument.xml


def test_the_instrument_asks_ten_skippable_questions_without_own_words(definition):
    assert 8 <= len(definition.questions) <= 10
    assert [question.name for question in definition.questions][:3] == ["nhom_tuoi", "gioi_tinh", "tinh"]
    assert all(question.required is None for question in definition.questions)
    assert free_text_questions(definition) == ()
    assert {question.kind for question in definition.questions} == {"select_one", "select_multiple"}
    empty = check_answers(definition, {}, today=TODAY)
    assert empty.values == {}
    assert "duoc_lang_nghe" not in empty.asked


def test_the_instrument_offers_the_34_provinces(definition):
    with (SEED / "provinces.csv").open(encoding="utf-8") as lines:
        wanted = {f"p{row['code']}": row["name_vi"] for row in csv.DictReader(lines)}
    found = {choice.name: in_language(choice.labels, "vi") for choice in definition.choices["tinh_thanh"]}
    assert found == wanted
    assert len(found) == 34


def test_every_word_of_the_instrument_is_in_both_languages(definition):
    texts = [question.labels for question in definition.questions]
    texts += [
        words
        for question in definition.questions
        for words in (question.hints, question.constraint_messages)
        if words
    ]
    texts += [choice.labels for choices in definition.choices.values() for choice in choices]
    texts += [group.labels for group in definition.groups]
    assert all(set(words) == {"vi", "en"} for words in texts)


def test_the_follow_up_is_shown_only_after_a_yes(definition):
    def shown(*codes):
        return "duoc_lang_nghe" in shown_questions(definition, {"chuyen_da_gap": list(codes)}, today=TODAY)

    assert shown("bi_lua")
    assert shown("bi_lua", "bi_de_doa")
    assert not shown()
    assert not shown("chua_tung")


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("chuyen_da_gap", ["chua_tung", "bi_lua"]),
        ("biet_lam_gi", ["chua_biet", "chan"]),
        ("nguoi_lon_nen_lam", ["day_ky_nang", "lang_nghe", "go_nhanh", "hoi_tre_em"]),
    ],
)
def test_choices_that_exclude_each_other_are_refused_with_words(definition, name, codes):
    with pytest.raises(RuleError) as caught:
        check_answers(definition, {name: codes}, today=TODAY)
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == (name, "constraint_unmet")
    assert set(problem.facts["messages"]) == {"vi", "en"}
    assert check_answers(definition, {name: codes[:1]}, today=TODAY).values == {name: (codes[0],)}


def test_every_scale_is_a_likert_of_at_most_five(definition):
    scales = [question for question in definition.questions if "likert" in question.appearance]
    assert len(scales) == 2
    assert all(len(definition.choices[scale.choices]) <= 5 for scale in scales)


# -- what a form may look like -------------------------------------------------------------------------
def test_a_workbook_gives_the_same_as_its_markdown():
    survey = [
        ["type", "name", "label", "relevant"],
        ["begin_group", "g", "Nhóm", ""],
        ["select_one co_khong", "a", "Có không?", ""],
        ["end_group", "", "", ""],
        ["integer", "b", "Mấy?", "${a} = 'co'"],
    ]
    choices = [["list_name", "name", "label"], ["co_khong", "co", "Có"], ["co_khong", "khong", "Không"]]
    written = sheet([" | ".join(row) for row in survey[1:]], " | ".join(survey[0]))
    one, other = worked(workbook(survey=survey, choices=choices), ".xlsx"), worked(written)
    assert one["definition"] == other["definition"]
    assert one["xml"] == other["xml"]


def test_numbers_in_cells_are_codes():
    rows = [["type", "name", "label"], ["select_one l", "q", "Mấy?"]]
    lists = [["list_name", "name", "label"], ["l", 1, "Một"], ["l", 2.0, "Hai"]]
    made = worked(workbook(survey=rows, choices=lists), ".xlsx")
    assert [choice["name"] for choice in made["definition"]["choices"]["l"]] == ["1", "2"]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("text", "text"),
        ("string", "text"),
        ("int", "integer"),
        ("decimal", "decimal"),
        ("date", "date"),
        ("note", "note"),
        ("select_one co_khong", "select_one"),
        ("select one from co_khong", "select_one"),
        ("select1 co_khong", "select_one"),
        ("select_multiple co_khong", "select_multiple"),
        ("select all that apply from co_khong", "select_multiple"),
    ],
)
def test_the_spellings_of_a_type(cell, kind):
    assert questions(sheet([f"{cell} | q | Câu hỏi"]))["q"]["kind"] == kind


def test_everything_a_question_may_carry():
    columns = (
        "type | name | label | label::English (en) | hint | required | required_message | relevant"
        " | constraint | constraint_message | choice_filter | appearance"
    )
    rest = """
| choices | list_name | name | label | label::English (en) | vung |
|         | t | p01 | Hà Nội | Ha Noi | bac |
|         | t | p79 | Hồ Chí Minh | Ho Chi Minh City | nam |
"""
    rows = [
        "select_one t | a | Ở đâu? | Where? | | yes | Em chọn giúp | | | | |",
        "select_one t | b | Nơi khác? | Elsewhere? | gợi ý | ${a} = 'p01' | | ${a} != ''"
        " | . != ${a} | Khác nhé | vung = 'bac' | minimal",
    ]
    found = questions(sheet(rows, columns, rest))
    assert found["a"]["required"] == ["call", "true", []]
    assert found["a"]["required_messages"] == {"vi": "Em chọn giúp"}
    assert found["b"] == {
        "name": "b",
        "kind": "select_one",
        "parents": [],
        "labels": {"vi": "Nơi khác?", "en": "Elsewhere?"},
        "hints": {"vi": "gợi ý"},
        "choices": "t",
        "required": ["=", ["ref", "a"], ["str", "p01"]],
        "relevant": ["!=", ["ref", "a"], ["str", ""]],
        "constraint": ["!=", ["dot"], ["ref", "a"]],
        "choice_filter": ["=", ["col", "vung"], ["str", "bac"]],
        "required_messages": {},
        "constraint_messages": {"vi": "Khác nhé"},
        "appearance": "minimal",
        "row": 3,
    }


def test_paths_name_questions_too():
    rows = [
        "begin_group | g | Nhóm | ",
        "integer | a | A | ",
        "integer | b | B | ../a > 1",
        "end_group | | | ",
        "integer | c | C | /bat_ky/g/a > ../g/b",
    ]
    found = questions(sheet(rows, "type | name | label | relevant"))
    assert found["b"]["relevant"] == [">", ["ref", "a"], ["num", 1]]
    assert found["c"]["relevant"] == [">", ["ref", "a"], ["ref", "b"]]


def test_whatever_decides_comes_first():
    rows = ["integer | a | A | ${c} > 1", "integer | b | B | ", "integer | c | C | ${b} > 1"]
    order = worked(sheet(rows, "type | name | label | relevant"))["definition"]["order"]
    assert order == ["b", "c", "a"]


def test_a_question_may_have_the_form_s_name():
    made = convert(sheet(["integer | data | Mấy?"]), form_name="data")
    assert made.definition["questions"][0]["name"] == "data"
    assert "<data_0" in made.xml


# -- what is mended ------------------------------------------------------------------------------------
def test_columns_that_mean_the_same_become_one():
    source = sheet(
        ["integer | q | | Mấy? | ${a} > 0 |", "integer | a | A | | | "],
        "type | name | label | caption | relevance | relevant",
    )
    made = questions(source)
    assert made["q"]["labels"] == {"vi": "Mấy?"}
    assert made["q"]["relevant"] == [">", ["ref", "a"], ["num", 0]]
    assert notes(source)["merged_columns"]["facts"] == {"kept": "relevance", "dropped": "relevant"}


def test_a_plain_label_is_not_lost_to_the_default_language():
    rest = "\n| settings | form_title | default_language |\n| | Thử | English (en) |"
    source = sheet(["integer | q | Mấy tuổi? | How old?"], "type | name | label | label::English (en)", rest)
    assert questions(source)["q"]["labels"] == {"vi": "Mấy tuổi?", "en": "How old?"}
    assert notes(source)["named_language"]["facts"] == {"column": "label", "language": "Tiếng Việt (vi)"}
    assert "<value>Mấy tuổi?</value>" in worked(source)["xml"]


def test_a_choice_written_twice_is_kept_once():
    source = sheet(["select_one co_khong | q | Có không?"], rest=CHOICES + "| | co_khong | co | Có |\n")
    assert len(worked(source)["definition"]["choices"]["co_khong"]) == 2
    assert notes(source)["dropped_choice"]["row"] == 4


def test_what_identifies_is_left_empty_and_told():
    rows = ["deviceid | may | | ", "start | start | | ", "integer | q | Mấy? | ${may} = ''"]
    source = sheet(rows, "type | name | label | relevant")
    assert list(questions(source)) == ["q"]
    assert questions(source)["q"]["relevant"] == ["=", ["str", ""], ["str", ""]]
    blanked = [
        note["facts"]["name"] for note in worked(source)["repairs"] if note["code"] == "blanked_metadata"
    ]
    assert blanked == ["may", "start"]
    assert "deviceID" not in worked(source)["xml"]
    assert 'jr:preload="timestamp"' not in worked(source)["xml"]


def test_every_repair_and_remark_is_told():
    columns = "type | name | label | read_only | default | media::image | ghi_chu | parameters | constraint"
    rows = [
        "text | a | e\u0302m | yes | | | | | ",
        "select_one co_khong | b | Em? | | co | a.png | nhớ | randomize=true | ",
        "text | c | Em tên là gì? | | | | | | . != “x”",
    ]
    source = sheet(rows, columns)
    found = notes(source)
    told = {
        "read_only",
        "default_ignored",
        "dropped_media",
        "ignored_column",
        "normalised_text",
        "private_item",
        "free_text",
    }
    assert told <= set(found)
    assert questions(source)["a"]["kind"] == "note"
    assert questions(source)["c"]["constraint"] == ["!=", ["dot"], ["str", "x"]]
    assert "a.png" not in worked(source)["xml"]
    assert set(found) <= set(NOTES)


@pytest.mark.parametrize(
    ("name", "label", "private"),
    [
        ("ho_ten", "Em điền vào đây", True),
        ("q1", "Tên của em là gì?", True),
        ("q1", "Em học trường nào?", True),
        ("q1", "Em học lớp mấy?", True),
        ("dia_chi_nha", "Ở đâu?", True),
        ("q1", "Số điện thoại của em?", True),
        ("school_name", "?", True),
        ("moi_truong", "Môi trường quanh em có sạch không?", False),
        ("truong_hop", "Trong trường hợp nào em gọi 111?", False),
        ("truong_em", "Em nghĩ gì?", True),
        ("thuong_xuyen", "Em có thường xuyên lên mạng không?", False),
        ("q1", "Em biết tên tỉnh mới không?", False),
    ],
)
def test_private_items_are_pointed_out_not_refused(name, label, private):
    found = notes(sheet([f"select_one co_khong | {name} | {label}"]))
    assert ("private_item" in found) == private
    if private:
        assert "56/2017" in found["private_item"]["facts"]["law"]


def test_merged_cells_and_formulas_are_told():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "survey"
    for row in (["type", "name", "label"], ["integer", "a", "=1+1"], ["integer", "b", "Mấy?"]):
        page.append(row)
    page["C2"] = "Câu"
    page["D2"] = "=1+1"
    page.merge_cells("C3:D3")
    kept = io.BytesIO()
    book.save(kept)
    assert {"merged_cells", "formulas"} <= set(notes(kept.getvalue(), ".xlsx"))


# -- what is refused, with its row ---------------------------------------------------------------------
ROW_FAULTS = [
    ("geopoint | q | Ở đâu?", "needs_device"),
    ("image | q | Ảnh", "needs_device"),
    ("audio | q | Ghi âm", "needs_device"),
    ("barcode | q | Mã", "needs_device"),
    ("file | q | Tệp", "needs_device"),
    ("signature | q | Ký", "needs_device"),
    ("calculate | q | x", "needs_later_level"),
    ("dateTime | q | Khi nào?", "needs_later_level"),
    ("range | q | Mấy?", "needs_later_level"),
    ("select_one co_khong or_other | q | Chọn", "needs_later_level"),
    ("begin_repeat | q | Lặp", "needs_repeat"),
    ("select_one_from_file a.csv | q | Chọn", "needs_list_file"),
    ("txt | q | Gõ nhầm", "unknown_type"),
    (" | q | Quên loại", "unknown_type"),
    ("select_one | q | Quên danh sách", "unknown_type"),
    ("select_one khong_co | q | Chọn", "unknown_list"),
    ("integer | | Quên tên", "missing_name"),
    ("integer | q | ", "missing_label"),
    ("integer | tuổi | Mấy?", "bad_name"),
    ("integer | 1q | Mấy?", "bad_name"),
    ("integer | Ảnh | Mấy?", "bad_name"),
    ("integer | token | Mấy?", "reserved_name"),
    ("integer | Version | Mấy?", "reserved_name"),
    ("integer | ok | Mấy?", "duplicate_name"),
    ("end_group | | ", "group_open"),
    ("begin_group | g | Nhóm", "group_open"),
    ("note | q | Chào ${ok}", "piping"),
]


@pytest.mark.parametrize(
    ("line", "reason"), ROW_FAULTS, ids=[reason + "-" + line for line, reason in ROW_FAULTS]
)
def test_a_row_is_refused_by_its_number(line, reason):
    assert faults(sheet(["integer | ok | Được", line])) == [("survey", 3, reason)]


EXPRESSION_FAULTS = [
    ("${ok} >", "syntax"),
    ("${ok} = 'x", "syntax"),
    ("${khac} = 1", "unknown_question"),
    ("../khac = 1", "unknown_question"),
    ("ok = 1", "unsupported_path"),
    ("${last-saved#ok} = 1", "unsupported_path"),
    ("khong_co(${ok})", "unknown_function"),
    ("selected(${ok})", "wrong_arguments"),
    ("weighted-checklist(1, 2, 3, 4, 5)", "wrong_arguments"),
    ("pulldata('a', 'b', 'c', ${ok}) = 1", "needs_list_file"),
    ("position(..) = 1", "syntax"),
    ("indexed-repeat(${ok}, ${ok}, 1) = 1", "needs_repeat"),
    ("random() > 0.5", "needs_chance"),
    ("distance(${ok}) > 1", "needs_place"),
    ("digest(${ok}, 'MD5') = ''", "not_for_children"),
    ("regex(${ok}, ${ok})", "pattern_not_literal"),
    ("regex(${ok}, '(a')", "bad_pattern"),
    ("regex(${ok}, '(?=a)b')", "bad_pattern"),
    ("not(" * 60 + "1" + ")" * 60, "too_complex"),
    ("1 + " * 1_100 + "1", "too_complex"),
    (". > 1", "dot_not_here"),
    ("${q} = 1", "circular"),
]


@pytest.mark.parametrize(("expression", "reason"), EXPRESSION_FAULTS, ids=lambda value: value[:40])
def test_an_expression_is_refused_by_its_row(expression, reason):
    source = sheet(
        ["integer | ok | Được | ", f"integer | q | Câu | {expression}"], "type | name | label | relevant"
    )
    assert faults(source) == [("survey", 3, reason)]


def test_all_faults_are_told_at_once():
    rows = ["geopoint | a | Ở đâu?", "integer | b | Được", "txt | c | Gõ nhầm", "integer | b | Lại"]
    assert faults(sheet(rows)) == [
        ("survey", 2, "needs_device"),
        ("survey", 4, "unknown_type"),
        ("survey", 5, "duplicate_name"),
    ]


def test_questions_that_wait_for_each_other_are_refused():
    rows = ["integer | a | A | ${b} = 1", "integer | b | B | ${a} = 1", "integer | c | C | "]
    found = faults(sheet(rows, "type | name | label | relevant"))
    assert found == [("survey", 2, "circular"), ("survey", 3, "circular")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("co_khong | co | Vâng", "duplicate_choice"),
        ("co_khong | co le | Có lẽ", "bad_choice_name"),
        ("co_khong | | Trống", "missing_choice_name"),
        ("co_khong | chua | ", "missing_label"),
        ("co_khong | chua | Chưa ${q}", "piping"),
    ],
)
def test_a_choice_is_refused_by_its_row(line, reason):
    assert faults(sheet(["select_one co_khong | q | Có?"], rest=CHOICES + f"| | {line} |\n")) == [
        ("choices", 4, reason)
    ]


def test_a_choice_filter_names_columns_that_exist():
    source = sheet(["select_one co_khong | q | Có? | vung = 'bac'"], "type | name | label | choice_filter")
    assert faults(source) == [("survey", 2, "unknown_column")]


def test_cells_that_cannot_be_stored_are_refused():
    assert faults(sheet(["integer | q | Mấy\x00?"])) == [
        ("survey", 2, "bad_text"),
        ("survey", 2, "missing_label"),
    ]
    assert faults(sheet([f"integer | q | {'x' * 5_001}"]))[0] == ("survey", 2, "too_big")


# -- hostile files -------------------------------------------------------------------------------------
def refused(source, limits=LIMITS):
    with pytest.raises(RuleError) as caught:
        convert(source, form_name="thu", limits=limits)
    assert caught.value.code == "form_refused"
    assert caught.value.problems[0].facts["reason"] in REASONS
    return caught.value


def packed(**members):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"", "unreadable"),
        (b"\x00\x01\x02", "unreadable"),
        (b"PK\x03\x04 damaged", "unreadable"),
        ("no table here", "unreadable"),
        ("| survey |\n| | type | name |\n| | a | b | c | d | e |\n", "unreadable"),
        ("| choices | list_name | name | label |\n| | a | b | c |\n", "no_survey"),
        (packed(x=b"0" * 30_000_000), "too_big"),
        (packed(**{f"m{number}": b"" for number in range(400)}), "too_big"),
        (packed(**{"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}), "unreadable"),
    ],
)
def test_a_hostile_file_is_refused(source, reason):
    kind = ".xlsx" if source[:2] == b"PK" else ".md"
    assert [found[2] for found in faults(source, kind)] == [reason]


@pytest.mark.parametrize(
    ("source", "reason"), [(b"PK\x03\x04 damaged", "unreadable"), (b"|" * 6_000_000, "too_big")]
)
def test_a_hostile_file_is_refused_in_its_process(source, reason):
    assert refused(source).facts["reason"] == reason


def test_a_sheet_that_is_too_large_is_refused():
    rows = [["list_name", "name", "label"], *(["l", f"c{number}", "x"] for number in range(6_000))]
    survey = [["type", "name", "label"], ["select_one l", "q", "Chọn"]]
    assert faults(workbook(survey=survey, choices=rows), ".xlsx") == [("choices", 0, "too_big")]
    wide = [["type", "name", "label", *(f"c{number}" for number in range(500))], ["integer", "q", "Mấy?"]]
    assert faults(workbook(survey=wide), ".xlsx") == [("survey", 0, "too_big")]


def test_time_and_memory_are_limited():
    assert refused(INSTRUMENT, Limits(wall=0.01)).facts["reason"] == "too_slow"
    assert refused(INSTRUMENT, Limits(seconds=0)).facts["reason"] == "too_slow"
    rows = [["type", "name", "label"], *(["integer", f"q{number}", "Câu " * 1_000] for number in range(900))]
    large = workbook(survey=rows)
    assert refused(large, Limits(memory=40_000_000)).facts == {"sheet": "", "row": 0, "reason": "too_big"}


def test_a_refusal_tells_each_problem_with_sheet_and_row():
    found = refused(sheet(["geopoint | a | Ở đâu?", "integer | b | Được | "]))
    assert found.status == 422
    assert found.facts == {"sheet": "survey", "row": 2, "reason": "needs_device"}
    (problem,) = found.problems
    assert (problem.field, problem.code) == ("survey!2", "form_refused")
    assert problem.facts == {"sheet": "survey", "row": 2, "reason": "needs_device", "value": "geopoint"}


def test_markup_in_a_form_stays_text():
    label = '<b onclick="x()">&amp; ]]> {{ 7*7 }}</b>'
    made = convert(sheet([f"integer | q | {label}"]), form_name="thu")
    assert made.definition["questions"][0]["labels"] == {"vi": label}
    assert "<b " not in made.xml


def test_the_worker_sees_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    seen = {}

    def run(command, **how):
        seen.update(how["env"])
        raise FileNotFoundError

    monkeypatch.setattr("db.xlsform.convert.subprocess.run", run)
    with pytest.raises(FileNotFoundError):
        convert(INSTRUMENT, form_name="thu")
    assert "SECRET_KEY" not in seen
    assert set(seen) == {"PATH", "PYTHONUTF8", "PYTHONHASHSEED", "TMPDIR"}


@pytest.mark.parametrize("name", ["", "An", "a b", "1a", "../a", "a" * 80])
def test_the_form_s_own_name_is_plain(name):
    with pytest.raises(ValueError, match="form name"):
        convert(INSTRUMENT, form_name=name)


def test_the_definition_is_json_and_small(instrument):
    text = json.dumps(instrument.definition, ensure_ascii=False)
    assert json.loads(text) == instrument.definition
    assert len(text.encode()) < 40_000
    assert not any(char in text for char in itertools.chain("\x00\ufffe"))
