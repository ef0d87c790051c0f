"""Does a form that cannot be used come back with what to repair, and where?"""

from __future__ import annotations

import pytest

from tests.db.xlsforms import CHOICES, faults, sheet

ROW_FAULTS = [
    ("geopoint | q | Ở đâu?", "needs_device"),
    ("image | q | Ảnh", "needs_device"),
    ("audio | q | Ghi âm", "needs_device"),
    ("barcode | q | Mã", "needs_device"),
    ("file | q | Tệp", "needs_device"),
    ("signature | q | Ký", "needs_device"),
    ("calculate | q | x", "missing_calculation"),
    ("rank co_khong | q | Xếp", "needs_later_level"),
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
    ("integer | submit | Mấy?", "reserved_name"),
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
    ("position(1) = 1", "wrong_arguments"),
    ("indexed-repeat(${ok}, ${ok}, 1) = 1", "needs_repeat"),
    ("random(1) > 0.5", "wrong_arguments"),
    ("uuid() = 1", "not_for_children"),
    ("digest(${ok}, 'MD5') = 1", "not_for_children"),
    ("randomize(${ok}) = 1", "needs_list_file"),
    ("position(../ok) = 1", "needs_repeat"),
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


def test_a_group_may_not_wait_for_what_it_holds():
    rows = [
        "begin_group | g | Nhóm | ${a} = 1",
        "integer | a | A | ",
        "end_group | | | ",
        "integer | b | B | ",
    ]
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


def test_what_only_the_converter_refuses_is_told_with_its_row():
    assert faults(sheet(["integer | ok | Được", "integer | meta | Câu"])) == [("survey", 3, "pyxform")]


def test_groups_may_be_nested_five_deep():
    rows = [f"begin_group | g{number} | Nhóm" for number in range(6)]
    rows = [*rows, "integer | q | Câu", *["end_group | | "] * 6]
    assert faults(sheet(rows)) == [("survey", 7, "group_deep")]


def test_sheets_that_mean_more_than_a_form_are_refused():
    rest = CHOICES + "\n| entities | list_name | label |\n| | x | y |\n"
    assert faults(sheet(["integer | q | Câu"], rest=rest)) == [("entities", 0, "sheet_unsupported")]


def test_one_language_has_one_name():
    source = sheet(
        ["integer | q | Câu | Hỏi"], "type | name | label::Vietnamese (vi) | label::Tiếng Việt (vi)", ""
    )
    assert faults(source) == [("survey", 1, "duplicate_language")]


def test_a_choice_filter_names_columns_that_exist():
    source = sheet(["select_one co_khong | q | Có? | vung = 'bac'"], "type | name | label | choice_filter")
    assert faults(source) == [("survey", 2, "unknown_column")]


def test_cells_that_cannot_be_stored_are_refused():
    assert faults(sheet(["integer | q | Mấy\x00?"])) == [
        ("survey", 2, "bad_text"),
        ("survey", 2, "missing_label"),
    ]
    assert faults(sheet([f"integer | q | {'x' * 5_001}"]))[0] == ("survey", 2, "too_big")
