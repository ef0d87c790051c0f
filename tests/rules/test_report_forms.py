"""Does each form ask what the specification says, and is a faulty table refused?"""

from __future__ import annotations

from pathlib import Path

import pytest

from db.rules.errors import RuleError
from db.rules.report_forms import LEDGER_FORMS, MEMBER_FORMS, STAFF_FORMS, form_named, forms_of
from db.rules.report_values import read_value
from tests.rules.filled_forms import FORMS, PROVINCES, SEED, rows_of

HERE = Path(__file__).parent

# Forms as the specification names them -> ours.
OURS = {
    "F0 Đầu biểu chung": ("F0",),
    "F16 Báo cáo quý": ("F16",),
    "F1 Tổ chức mới": ("F1",),
    "F2 Chuyên gia, tình nguyện viên (cả năm, cập nhật theo quý)": ("F2",),
    "F3 Tập huấn, hội thảo": ("F3",),
    "F4 Chương trình phối hợp": ("F4",),
    "F5 Sổ yêu cầu": ("F5-2.2",),
    "F5 + F6 Nghiên cứu": ("F6",),
    "F5 + đợt lấy ý kiến": ("F5-2.4",),
    "F5 Sổ yêu cầu (lời mời giám sát)": ("F5-3.1",),
    "F7 Kỳ giám sát": ("F7",),
    "F5 Sổ đơn thư": ("F5-4.1",),
    "F5 Sổ kiến nghị": ("F5-4.2",),
    "F8 Truyền thông": ("F8",),
    "F9 Hướng dẫn cha mẹ": ("F9",),
    "F17 Kế hoạch năm": ("F17",),
    "F8b Sản phẩm truyền thông": ("F8b",),
    "F8c Trả lời phỏng vấn": ("F8c",),
    "F10 Phiên tòa giả định": ("F10",),
    "F11 Mô hình, CLB, cơ sở dịch vụ": ("F11",),
    "F12 Đề xuất hợp tác": ("F12",),
    "F13 Hồ sơ Hội": ("F13",),
    "F5 + sự kiện": ("F5-7.3",),
    "F14 Hỗ trợ trẻ em": ("F14",),
    "F14 Vận động nguồn lực": ("F14b",),
    "F15 Kinh phí Nhà nước cấp": ("F15",),
}
# Fields of the specification that nobody types into a form, and where they come from.
LEDGER_ACTS = (
    "extended_due",
    "answered",
    "reply_no",
    "withdrawn",
    "out_of_scope",
    "closed_by",
    "handled",
    "tracked",
    "notified_on",
    "resolved",
)
ELSEWHERE = {
    "org_id": "the login",
    "confirmed_by": "the account that confirms",
    "req_no": "given by the ledger",
    "owner": "the account that takes the request",
    "children_n": "counted from the consultation (2.4)",
    **dict.fromkeys(LEDGER_ACTS, "an act recorded in the ledger"),
}
RENAMED = {"fx": "fx_amount", "req_link": "req_link"}
IS_THE_REQUEST = {("F5-2.4", "req_link")}


def test_every_field_of_the_specification_has_its_place() -> None:
    missing = []
    for row in rows_of(HERE / "fields_spec.csv"):
        name = RENAMED.get(row["field"], row["field"])
        for form in OURS[row["form"]]:
            if (form, name) in IS_THE_REQUEST or FORMS[form].field(name):
                continue
            if name not in ELSEWHERE or not form.startswith(("F0", "F5", "F16")):
                missing.append((form, name))
    assert missing == []


def test_every_form_that_is_offered_exists_and_no_other() -> None:
    assert set(FORMS) == {*MEMBER_FORMS, *STAFF_FORMS, *LEDGER_FORMS, "F0", "F5"}


def test_the_choices_of_the_specification_are_offered() -> None:
    """Every fixed choice that the specification writes as choice: a|b|c is there in these words."""
    missing = []
    for row in rows_of(HERE / "fields_spec.csv"):
        field = FORMS[OURS[row["form"]][0]].field(row["field"])
        kind, _, listed = row["type"].partition(":")
        if field is None or kind not in ("choice", "multi") or not listed or row["form"] == "F7 Kỳ giám sát":
            continue
        labels = " ".join(label.casefold() for _, label in field.choices)
        wanted = [
            item.split("→")[0].split("+")[0].split("(")[0].strip().casefold() for item in listed.split("|")
        ]
        missing += [(row["form"], row["field"], item) for item in wanted if item and not said(item, labels)]
    assert missing == []


def said(item: str, labels: str) -> bool:
    same = {
        "website": "trang web",
        "clb": "câu lạc bộ",
        "bhyt": "bảo hiểm y tế",
        "can thiệp xâm hại": "can thiệp khi trẻ em bị xâm hại",
        "hoạt động hội": "hoạt động của hội",
        "lãnh đạo hội": "lãnh đạo hội",
    }
    words = same.get(item, item)
    return (
        words in labels
        or (item == "khác" and "khác" in labels)
        or all(word in labels for word in words.split())
    )


def test_the_fourteen_circumstances_of_the_law_on_children() -> None:
    circumstance = FORMS["F14"].field("circumstance")
    assert circumstance is not None
    assert len(circumstance.choices) == 14 + 2
    assert circumstance.codes[-2:] == ("poor", "other")


@pytest.mark.parametrize("code", [*MEMBER_FORMS, *STAFF_FORMS])
def test_a_form_says_its_event_its_measures_and_its_labels(code: str) -> None:
    form = FORMS[code]
    assert form.title_vi and form.fields
    if code not in ("F6",):
        assert form.event_field is not None, code
    assert form.measures or code == "F16"
    names = [field.name for field in form.fields]
    assert len(set(names)) == len(names)
    assert names[0] == ("title" if "title" in names else names[0])


@pytest.mark.parametrize("code", sorted(FORMS))
def test_every_kind_of_field_can_be_read(code: str) -> None:
    for field in FORMS[code].fields:
        assert read_value(field, {}) is None
        if field.kind in ("text", "long_text", "lines", "links"):
            assert isinstance(field.most, int), field.name
        if field.kind in ("choice", "choices", "parts", "checklist", "province", "provinces"):
            assert field.choices, field.name


def test_a_table_that_names_what_is_not_there_is_refused() -> None:
    rows = rows_of(SEED / "report_fields.csv")
    for column, text in (
        ("part_of", "ghost"),
        ("required", "when:ghost=1"),
        ("least", "ghost"),
        ("kind", "glyph"),
        ("required", "maybe"),
        ("choices", "a=|b=c"),
        ("section", "cellar"),
    ):
        broken = [dict(row) for row in rows]
        target = next(
            row
            for row in broken
            if row["form"] == "F3" and row["field"] == ("topic" if column == "choices" else "female_n")
        )
        target[column] = text
        if column == "least":
            target["kind"] = "date"
        with pytest.raises(ValueError, match=r"F3\."):
            forms_of(broken, PROVINCES)


def test_an_unknown_form_is_refused() -> None:
    assert form_named(FORMS, "F3").title_vi == "Tập huấn, hội thảo"
    with pytest.raises(RuleError, match="unknown_form"):
        form_named(FORMS, "F99")
