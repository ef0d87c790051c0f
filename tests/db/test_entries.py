"""Does a head-office entry count only after a second person, and does the overview move then?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from db.commands.entries import check_quality, record_entry, revise_entry, withdraw_entry
from db.commands.reports import verify_report
from db.models import ActivityReport, Milestone, Plan
from db.queries.accounts import SignedIn
from db.queries.audit import first_broken_row
from db.queries.entries import checks, entries, plans
from db.queries.progress import MeasureProgress, measure_progress
from db.queries.strategy import strategy
from db.rules.head_office import ENTRY_FORMS, HALF_YEARLY
from db.rules.parameters import read_parameters
from tests.db.refusals import refusal
from tests.db.report_desk import LATER, Desk
from tests.factories import NOW, TODAY, make_person

POINTS = ["purpose", "method", "voices", "conclusion", "sent"]
LINK = "https://example.org/van-ban"
FILLED: dict[str, dict[str, str]] = {
    "F1": {
        "title": "Chi hội thử", "province_code": "01", "org_kind": "chapter", "decision_no": "1/QĐ",
        "decision_date": "05/11/2026", "issuer": "Hội", "how": "new", "evidence": LINK,
    },
    "F4": {"partner": "Hội Luật gia", "partner_kind": "social", "doc_no": "2/CTPH", "signed_on": "05/11/2026",
           "scope": "media"},
    "F7": {"measure": "3.2", "period": "2026", "done": "05/11/2026", "report_doc": LINK, "partners": "Hội A"},
    "F12": {"partner": "Quỹ thử", "stage": "sent", "sent_on": "05/11/2026", "doc": LINK},
    "F13": {"doc_name": "profile_vi", "updated": "05/11/2026", "version": LINK, "change": "Thêm kết quả"},
    "F15": {"task": "Tổng đài", "agency": "Bộ Tài chính", "decision_no": "3/QĐ", "allocated_on": "05/11/2026",
            "allocated_vnd": "1.500.000"},
    "F17": {"year": "2026", "plan_value": "1.200", "approved_on": "05/03/2026", "approved_by": "4/NQ"},
}  # fmt: skip
MOVES = {"F1": "1.1", "F4": "2.1", "F12": "7.1", "F13": "7.2", "F15": "8.3", "F17": "5.2"}


def form(code: str, **changed: str) -> dict[str, list[str]]:
    return {name: [value] for name, value in {**FILLED[code], "token": str(uuid4()), **changed}.items()}


def enter(desk: Desk, code: str, by: SignedIn | None = None, **changed: str) -> UUID:
    entered: UUID = desk.do(record_entry, by or desk.staff, code, form(code, **changed), NOW).report_id
    return entered


def second(desk: Desk) -> SignedIn:
    person: SignedIn = desk.do(make_person, "staff")
    return person


def row(desk: Desk, code: str, as_of: date = TODAY) -> MeasureProgress:
    with desk.database.read_session() as session:
        return measure_progress(session, code, 2026, as_of)


def seen(progress: MeasureProgress) -> tuple[Any, Any, str]:
    return progress.evaluation.actual, progress.evaluation.target, progress.evaluation.status


def judge(desk: Desk, by: SignedIn, report_id: UUID, points: list[str], version: int = 1) -> Any:
    given = {"token": [str(uuid4())], "version": [str(version)], "quality_ok": points}
    return desk.do(check_quality, by, report_id, given, LATER)


@pytest.mark.parametrize("code", MOVES)
def test_an_entry_counts_once_a_second_person_confirms_it(desk: Desk, code: str) -> None:
    before = seen(row(desk, MOVES[code]))
    report_id = enter(desk, code)
    assert seen(row(desk, MOVES[code])) == before
    own = refusal(lambda: desk.do(verify_report, desk.staff, report_id, 1, LATER))
    assert own.code == "own_report"
    desk.do(verify_report, second(desk), report_id, 1, LATER)
    moved = seen(row(desk, MOVES[code]))
    assert moved != before
    desk.do(withdraw_entry, desk.staff, report_id, "ghi nhầm", LATER)
    assert seen(row(desk, MOVES[code])) == before
    with desk.database.read_session() as session:
        assert first_broken_row(session) is None


def test_a_monitoring_report_counts_when_five_points_hold_for_another_reader(desk: Desk) -> None:
    report_id, other = enter(desk, "F7"), second(desk)
    desk.do(verify_report, other, report_id, 1, LATER)
    assert row(desk, "3.2").evaluation.actual == 0
    assert judge(desk, other, report_id, POINTS[:4]) is False
    assert row(desk, "3.2").evaluation.actual == 0
    assert judge(desk, other, report_id, POINTS) is True
    assert row(desk, "3.2").evaluation.actual == 1
    with desk.database.read_session() as session:
        assert [check.passed for check in checks(session, report_id)] == [False, True]
        assert session.scalar(select(func.count()).select_from(Milestone)) == 3
    assert judge(desk, other, report_id, POINTS[1:]) is False
    assert row(desk, "3.2").evaluation.actual == 0


def test_a_checklist_passed_before_is_taken_over(small_desk: Desk) -> None:
    report_id, other = enter(small_desk, "F7"), second(small_desk)
    assert judge(small_desk, other, report_id, POINTS) is True
    small_desk.do(verify_report, other, report_id, 1, LATER)
    assert row(small_desk, "3.2").evaluation.actual == 1


def test_the_author_does_not_judge_and_no_other_point_counts(small_desk: Desk) -> None:
    report_id, other = enter(small_desk, "F7"), second(small_desk)
    assert (
        refusal(lambda: judge(small_desk, small_desk.staff, report_id, POINTS)).code == "second_person_needed"
    )
    assert refusal(lambda: judge(small_desk, other, report_id, [*POINTS, "x"])).code == "not_a_choice"
    assert refusal(lambda: judge(small_desk, other, report_id, POINTS, version=2)).code == "stale_version"
    assert refusal(lambda: judge(small_desk, small_desk.leader, report_id, POINTS)).code == "forbidden"
    signed = enter(small_desk, "F4")
    assert refusal(lambda: judge(small_desk, other, signed, POINTS)).code == "wrong_state"


def test_a_resent_checklist_is_one_judgement(small_desk: Desk) -> None:
    report_id, other = enter(small_desk, "F7"), second(small_desk)
    given = {"token": [str(uuid4())], "version": ["1"], "quality_ok": POINTS}
    for _ in range(2):
        assert small_desk.do(check_quality, other, report_id, given, LATER) is True
    with small_desk.database.read_session() as session:
        assert len(checks(session, report_id)) == 1


@pytest.mark.parametrize(
    ("measure", "period", "code"),
    [
        ("3.2", "2026-H1", "whole_year_needed"),
        ("3.3", "2026", "half_year_needed"),
        ("3.4", "2026-H2", "whole_year_needed"),
    ],
)
def test_a_window_fits_its_measure(small_desk: Desk, measure: str, period: str, code: str) -> None:
    refused = refusal(lambda: enter(small_desk, "F7", measure=measure, period=period, recs_n="3"))
    assert [(one.field, one.code) for one in refused.problems] == [("period", code)]


def test_half_yearly_is_what_the_strategy_counts_twice_a_year(small_desk: Desk) -> None:
    with small_desk.database.read_session() as session:
        found = {
            card.code: read_parameters(card.params).periods_per_year
            for objective in strategy(session)
            for card in objective.measures
            if card.kind == "periodic"
        }
    assert {code for code, times in found.items() if times == 2} == HALF_YEARLY


def test_each_half_of_the_year_fills_its_own_window(desk: Desk) -> None:
    other, done = second(desk), {"H1": "10/07/2026", "H2": "20/11/2026"}
    given = {"measure": "3.3", "recs_n": "3", "partners": ""}
    early = refusal(lambda: enter(desk, "F7", **given, period="2026-H2", done="30/06/2026"))
    assert [(one.field, one.code) for one in early.problems] == [("done", "too_early")]
    for windows, half in enumerate(("H1", "H1", "H2")):  # a second report for one half is no second window
        report_id = enter(desk, "F7", **given, period=f"2026-{half}", done=done[half])
        judged = {"token": [str(uuid4())], "version": ["1"], "quality_ok": POINTS}
        desk.do(check_quality, other, report_id, judged, LATER)
        desk.do(verify_report, other, report_id, 1, LATER)
        assert row(desk, "3.3").evaluation.actual == (1, 1, 2)[windows]


def test_a_plan_has_a_history_and_a_freeze(desk: Desk) -> None:
    other = second(desk)
    desk.do(verify_report, other, enter(desk, "F17"), 1, LATER)
    silent = refusal(lambda: enter(desk, "F17", plan_value="900", approved_on="01/09/2026"))
    assert [(one.field, one.code) for one in silent.problems] == [("reason", "reason_needed")]
    for value, day in (("900", "01/09/2026"), ("100", "01/10/2026")):
        changed = enter(desk, "F17", plan_value=value, approved_on=day, reason="điều chỉnh")
        desk.do(verify_report, other, changed, 1, LATER)
    assert row(desk, "5.2").evaluation.target == 900
    with desk.database.read_session() as session:
        found = [(one.value, one.counts, one.in_force) for one in plans(session)]
    assert found == [(1200, True, False), (900, True, True), (100, False, False)]


def test_what_was_in_force_on_a_day_stays_so(desk: Desk) -> None:
    """As-of: taking a plan back today does not change what yesterday's page said."""
    report_id = enter(desk, "F17")
    desk.do(verify_report, second(desk), report_id, 1, NOW)
    tomorrow = NOW + timedelta(days=1)
    desk.do(withdraw_entry, desk.staff, report_id, "nhầm", tomorrow)
    assert row(desk, "5.2", TODAY).evaluation.target == 1200
    assert row(desk, "5.2", TODAY + timedelta(days=1)).evaluation.target is None
    with desk.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 1


def test_a_mended_entry_waits_again_for_somebody_who_wrote_none_of_it(desk: Desk) -> None:
    report_id, other = enter(desk, "F15"), second(desk)
    with_version = form("F15", allocated_vnd="2.000.000") | {"version": ["1"]}
    desk.do(revise_entry, other, report_id, with_version, LATER)
    for writer in (desk.staff, other):
        assert refusal(lambda by=writer: desk.do(verify_report, by, report_id, 2, LATER)).code == "own_report"
    desk.do(verify_report, second(desk), report_id, 2, LATER)
    assert row(desk, "8.3").evaluation.actual == 2_000_000


def test_the_same_entry_sent_again_is_one(small_desk: Desk) -> None:
    sent = form("F4")
    first, again = (small_desk.do(record_entry, small_desk.staff, "F4", sent, NOW) for _ in range(2))
    assert (first.report_id, first.repeated, again.repeated) == (again.report_id, False, True)
    with small_desk.database.read_session() as session:
        assert [one.title for one in entries(session)] == ["Chương trình phối hợp: Hội Luật gia"]
        assert session.scalar(select(func.count()).select_from(ActivityReport)) == 1


@pytest.mark.parametrize("code", ["F3", "F5-2.2", "F16", "x"])
def test_other_forms_are_not_head_offices(small_desk: Desk, code: str) -> None:
    sent = {"token": [str(uuid4())]}
    refused = refusal(lambda: small_desk.do(record_entry, small_desk.staff, code, sent, NOW))
    assert refused.code == "unknown_form"


@pytest.mark.parametrize("code", ENTRY_FORMS)
def test_only_staff_enter(small_desk: Desk, code: str) -> None:
    for by in (small_desk.member, small_desk.leader):
        assert refusal(lambda b=by: small_desk.do(record_entry, b, code, form(code), NOW)).code == "forbidden"


def test_a_units_report_is_not_an_entry(small_desk: Desk) -> None:
    report_id = small_desk.file()
    refused = refusal(lambda: small_desk.do(withdraw_entry, small_desk.staff, report_id, "x", LATER))
    assert (refused.code, small_desk.state(report_id)) == ("unknown_report", "submitted")
