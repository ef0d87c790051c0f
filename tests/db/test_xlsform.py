"""Does an uploaded XLSForm become the definition its author meant, and is every repair told?"""

from __future__ import annotations

import io

import openpyxl
import pytest

from db.xlsform.convert import convert
from db.xlsform.faults import NOTES
from tests.db.xlsforms import CHOICES, notes, questions, sheet, workbook, worked


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
        ("Select_One co_khong", "select_one"),
        ("select multiple co_khong", "select_multiple"),
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
        "calculation": None,
        "parameters": {},
    }


@pytest.mark.parametrize(
    "columns",
    [
        "type | name | label::Tiếng Việt (vi) | label::English (en) | relevant | constraint_message",
        "Type | Name | label:Tiếng Việt (vi) | label:English (en) | bind:relevant | bind:jr:constraintMsg",
        "command | value | caption | Label :: English (en) | bind::relevant | bind::jr:constraintMsg",
        "type | tag | label | label::English (en) | relevance | Constraint Message",
    ],
)
def test_the_spellings_of_a_column(columns):
    found = questions(sheet(["integer | q | Mấy? | How many? | 1 = 1 | Khác"], columns))["q"]
    assert found["labels"] == {"vi": "Mấy?", "en": "How many?"}
    assert found["relevant"] == ["=", ["num", 1], ["num", 1]]
    assert found["constraint_messages"] == {"vi": "Khác"}


@pytest.mark.parametrize("opened", ["begin_group", "begin group", "Begin Group"])
def test_the_spellings_of_a_group(opened):
    rows = [f"{opened} | g | Nhóm", "integer | q | Mấy?", f"{opened.lower().replace('begin', 'end')} | | "]
    assert questions(sheet(rows))["q"]["parents"] == ["g"]


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
    made = convert("\ufeff" + sheet(["integer | data | Mấy?"]).strip(), form_name="data")
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
