"""Do units change over time without losing what they were?"""

from __future__ import annotations

from datetime import date

import pytest

from db.commands.nil_reports import file_nil
from db.commands.organisations import (
    add_organisation,
    end_organisation,
    merge_organisation,
    rename_organisation,
)
from db.queries.audit import first_broken_row
from db.queries.organisations import organisations, unit_detail, units
from db.queries.record_changes import changes_of, names_of
from tests.db.refusals import refusal
from tests.db.report_desk import LATER, Desk
from tests.db.test_nil_reports import ticks
from tests.factories import NOW, TODAY


def posted(**fields: str) -> dict[str, list[str]]:
    return {name: [value] for name, value in fields.items()}


def add(desk: Desk, name: str = "Chi hội Sông Hồng", **given: str) -> int:
    form = posted(name_vi=name, kind="chi_hoi", **given)
    unit_id: int = desk.do(add_organisation, desk.staff, form, NOW)
    return unit_id


def merge(desk: Desk, unit_id: int, into: int) -> None:
    form = posted(into=str(into), on="30/06/2026", reason="Theo nghị quyết")
    desk.do(merge_organisation, desk.staff, unit_id, form, LATER)


def test_a_renamed_unit_keeps_its_names(desk: Desk) -> None:
    unit_id = add(desk, valid_from="01/02/2024")
    form = posted(name_vi="Chi hội Đồng bằng", valid_from="01/03/2026", reason="Quyết định 5")
    desk.do(rename_organisation, desk.staff, unit_id, form, LATER)
    with desk.database.read_session() as session:
        names = [(one.name_vi, one.valid_from) for one in names_of(session, unit_id)]
        assert names == [("Chi hội Sông Hồng", date(2024, 2, 1)), ("Chi hội Đồng bằng", date(2026, 3, 1))]
        assert [one.name_vi for one in units(session, "sông hồng")] == ["Chi hội Đồng bằng"]
        newest = changes_of(session, "organisation", str(unit_id))[0]
        assert newest.fields == (("name_vi", "Chi hội Sông Hồng", "Chi hội Đồng bằng"),)
        assert (newest.act, newest.reason, newest.by_vi) == (
            "organisation_renamed",
            "Quyết định 5",
            desk.staff.display_name,
        )
        assert first_broken_row(session) is None


def test_an_attested_unit_keeps_its_first_name(small_desk: Desk) -> None:
    with small_desk.database.read_session() as session:
        unit = next(one for one in organisations(session, TODAY) if "Cơ quan thường trực)" in one.name_vi)
    form = posted(name_vi="Trung ương Hội", valid_from="01/03/2026", reason="x")
    small_desk.do(rename_organisation, small_desk.staff, unit.id, form, LATER)
    with small_desk.database.read_session() as session:
        assert [one.name_vi for one in names_of(session, unit.id)] == [unit.name_vi, "Trung ương Hội"]


def test_a_merged_unit_ends_and_is_found_from_both_sides(desk: Desk) -> None:
    small, large = add(desk), add(desk, "Chi hội Lớn")
    merge(desk, small, large)
    with desk.database.read_session() as session:
        gone, stays = unit_detail(session, small), unit_detail(session, large)
        assert gone.successor is not None and gone.successor.id == large
        assert gone.row.valid_to == date(2026, 6, 30)
        assert [one.id for one in stays.predecessors] == [small]
        assert small not in {one.id for one in organisations(session, TODAY)}
        assert small not in {one.id for one in units(session)}
        assert small in {one.id for one in units(session, ended=True)}


def test_several_units_go_into_one(small_desk: Desk) -> None:
    large = add(small_desk, "Chi hội Lớn")
    parts = {add(small_desk, f"Chi hội {number}") for number in range(3)}
    for part in parts:
        merge(small_desk, part, large)
    with small_desk.database.read_session() as session:
        assert {one.id for one in unit_detail(session, large).predecessors} == parts


def test_no_unit_goes_into_itself_or_back(small_desk: Desk) -> None:
    first, second = add(small_desk), add(small_desk, "Chi hội Hai")
    assert refusal(lambda: merge(small_desk, first, first)).code == "organisation_loop"
    merge(small_desk, first, second)
    assert refusal(lambda: merge(small_desk, second, first)).code == "organisation_ended"
    assert refusal(lambda: merge(small_desk, first, second)).code == "organisation_ended"


def test_an_end_lies_after_the_beginning(small_desk: Desk) -> None:
    unit_id = add(small_desk, valid_from="01/02/2024")
    form = posted(on="01/01/2024", reason="x")
    refused = refusal(lambda: small_desk.do(end_organisation, small_desk.staff, unit_id, form, LATER))
    assert [(one.field, one.code) for one in refused.problems] == [("on", "end_before_start")]
    small_desk.do(end_organisation, small_desk.staff, unit_id, posted(on="01/03/2024", reason="x"), LATER)
    with small_desk.database.read_session() as session:
        assert unit_detail(session, unit_id).row.valid_to == date(2024, 3, 1)


@pytest.mark.parametrize("name", ["Chi hội Sông Hồng", "  Chi hội  Sông Hồng "])
def test_a_name_is_borne_once(small_desk: Desk, name: str) -> None:
    add(small_desk)
    assert refusal(lambda: add(small_desk, name)).code == "organisation_exists"


def test_only_staff_change_units(small_desk: Desk) -> None:
    unit_id = add(small_desk)
    form = posted(on="01/03/2024", reason="x")
    for by in (small_desk.member, small_desk.leader):
        refused = refusal(lambda b=by: small_desk.do(end_organisation, b, unit_id, form, LATER))
        assert refused.code == "forbidden"


def test_what_happened_after_its_end_is_not_reported_by_a_unit(desk: Desk) -> None:
    form = posted(on="05/11/2026", reason="Giải thể")
    desk.do(end_organisation, desk.staff, desk.member.organisation_id, form, NOW)
    late = refusal(lambda: desk.file(date_start="06/11/2026"))
    assert [(one.field, one.code, one.facts) for one in late.problems] == [
        ("date_start", "unit_ended", {"ended_on": date(2026, 11, 5)})
    ]
    report_id = desk.file(date_start="05/11/2026")  # its last day
    moved = refusal(lambda: desk.revise(report_id, 1, date_start="06/11/2026"))
    assert [(one.field, one.code) for one in moved.problems] == [("date_start", "unit_ended")]
    assert desk.revise(report_id, 1, date_start="04/11/2026").version == 2
    assert desk.do(file_nil, desk.member, ticks("5.5"), NOW)


def test_no_quarter_after_its_end_is_empty(small_desk: Desk) -> None:
    form = posted(on="30/06/2026", reason="Giải thể")
    small_desk.do(end_organisation, small_desk.staff, small_desk.member.organisation_id, form, NOW)
    refused = refusal(lambda: small_desk.do(file_nil, small_desk.member, ticks("5.5"), NOW))
    assert [(one.field, one.code) for one in refused.problems] == [("quarter", "unit_ended")]
    assert small_desk.do(file_nil, small_desk.member, ticks("5.5", quarter="2026-Q2"), NOW)
