"""Is another way of reckoning a target asked for, confirmed by a second person, and never backwards?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from db.commands.target_rules import confirm_rule, decline_rule, propose_rule, read_rule, withdraw_rule
from db.commands.years import close_year
from db.engine import Database
from db.models import AuditEvent, Measure, MeasureParams
from db.queries.changes import changes
from db.queries.measure_history import measure_history
from db.queries.progress import MeasureProgress, progress
from db.queries.strategy import measure
from db.queries.target_rules import effects, proposals, rules
from db.rules.errors import RuleError
from db.rules.target_rules import ASKED, answers_of
from tests.factories import NOW, TODAY, make_fact, make_person

BEFORE, AFTER = NOW - timedelta(days=30), NOW + timedelta(hours=1)
YESTERDAY = date(2026, 11, 21)
CLOSED = datetime(2026, 2, 3, 3, tzinfo=UTC)


def form(database: Database, code: str, **changed: Sequence[str]) -> dict[str, list[str]]:
    """The form as it stands for a measure, and what is typed otherwise."""
    with database.read_session() as session:
        card = measure(session, code)
    said = {name: [str(value)] for name, value in answers_of(card.kind, card.params).items()}
    asked = {"from_year": ["2026"], "decision_no": ["15/QĐ-HBVQTE"], "reason": ["Thường vụ đã thông qua"]}
    return {**said, **asked, "token": [str(uuid4())], **{name: list(one) for name, one in changed.items()}}


def propose(database: Database, code: str, now: datetime = NOW, **changed: Sequence[str]) -> int:
    asked = form(database, code, **changed)
    with database.write_session() as session:
        return propose_rule(session, make_person(session, "staff"), code, asked, now)


def decide(database: Database, number: int, act: Any = confirm_rule, now: datetime = AFTER) -> None:
    with database.write_session() as session:
        act(session, make_person(session, "staff"), number, "Chưa đủ căn cứ", now)


def rows(database: Database, year: int = 2026, as_of: date = TODAY) -> dict[str, MeasureProgress]:
    with database.read_session() as session:
        return {row.measure.code: row for row in progress(session, year, as_of)}


@pytest.fixture
def counted(database: Database) -> Database:
    with database.write_session() as session:
        for code, value in (("5.3", 31), ("8.1a", 100)):
            make_fact(session, code, value, date(2025, 5, 5))
            make_fact(session, code, value, date(2026, 5, 5))
    return database


def test_it_counts_when_a_second_person_confirmed_and_not_before(counted: Database) -> None:
    number = propose(counted, "5.3", growth_pct=["50"])
    assert rows(counted)["5.3"].evaluation.target == 38
    decide(counted, number)
    assert rows(counted)["5.3"].evaluation.target == 47  # 31 and a half, rounded up
    with counted.read_session() as session:
        first, second = rules(session, TODAY, "5.3")
        assert (second.from_year, second.decision_no, second.by_vi) == (
            2026, "15/QĐ-HBVQTE", "Người staff, Người staff",
        )  # fmt: skip
        assert first.params["growth_pct"] == 20 and second.params["lag_days"] == 15
        acts = [row.act for row in session.query(AuditEvent).order_by(AuditEvent.seq)]
    assert [act for act in acts if act.startswith("rule_")] == ["rule_proposed", "rule_confirmed"]


def test_what_a_day_said_it_says_again_and_other_years_and_measures_stand(counted: Database) -> None:
    yesterday, others = rows(counted, as_of=YESTERDAY), (rows(counted, 2025), rows(counted))
    number = propose(counted, "5.3", BEFORE, growth_pct=["50"])  # asked in October, confirmed today
    decide(counted, number)
    assert rows(counted, as_of=YESTERDAY) == yesterday
    after = (rows(counted, 2025), rows(counted))
    for old, new in zip(others, after, strict=True):
        for code, row in old.items():
            if code != "5.3":
                assert new[code] == row
    assert after[0]["5.3"].evaluation == others[0]["5.3"].evaluation
    assert after[0]["5.3"].measure.params["growth_pct"] == 20


def test_a_rule_for_a_later_year_waits_for_it(counted: Database) -> None:
    decide(counted, propose(counted, "5.3", growth_pct=["50"], from_year=["2027"]))
    assert rows(counted)["5.3"].evaluation.target == 38
    following = rows(counted, 2027, date(2027, 1, 10))["5.3"].evaluation
    assert following.target == 47 and following.basis.base == 31
    decide(counted, propose(counted, "5.3", AFTER, growth_pct=["10"]), now=AFTER + timedelta(minutes=1))
    # The later decision reaches the later year too.
    targets = [rows(counted, year, date(2027, 1, 10))["5.3"].evaluation.target for year in (2026, 2027)]
    assert targets == [35, 35]


def test_the_waterfall_and_the_history_tell_of_it(counted: Database) -> None:
    decide(counted, propose(counted, "5.3", growth_pct=["50"]))
    with counted.read_session() as session:
        (moved,) = changes(session, "5.3", 2026, YESTERDAY, TODAY).targets
        assert (moved.kind, moved.before, moved.after) == ("params", 38, 47)
        assert moved.by_vi == "Người staff, Người staff"
        assert "15/QĐ-HBVQTE" in moved.reason and "Thường vụ" in moved.reason
        assert changes(session, "5.3", 2025, YESTERDAY, TODAY).targets == ()
        (told,) = (one for one in measure_history(session, "5.3", 2026, TODAY) if one.kind == "rule")
        (grown,) = told.fields
        assert (grown.name, grown.before, grown.after) == ("growth_pct", "20", "50")
        assert (told.about, told.by_vi) == ("15/QĐ-HBVQTE", "Người staff, Người staff")
        assert measure_history(session, "5.3", 2025, TODAY) == ()


def test_a_preview_says_what_would_change_and_changes_nothing(counted: Database) -> None:
    with counted.read_session() as session:
        params = {**measure(session, "5.3").params, "growth_pct": 50}
        old, new = effects(session, "5.3", 2025, params, TODAY)
        assert (old.year, old.after.evaluation.target, old.frozen) == (2025, None, False)
        assert (new.before.evaluation.target, new.after.evaluation.target) == (38, 47)
        assert effects(session, "5.3", 2027, params, TODAY) == ()
    assert rows(counted)["5.3"].evaluation.target == 38


def test_a_closed_year_and_the_target_frozen_with_it_stay(counted: Database) -> None:
    with counted.write_session() as session:
        close_year(session, make_person(session, "staff"), 2025, "Thường vụ đã thông qua", CLOSED)
    final = rows(counted, 2025)["5.3"]
    with pytest.raises(RuleError) as refused:
        propose(counted, "5.3", growth_pct=["50"], from_year=["2025"])
    (problem,) = refused.value.problems
    assert (problem.field, problem.code, problem.facts["least"]) == ("from_year", "year_final", "2026")
    decide(counted, propose(counted, "5.3", growth_pct=["50"]))
    now = rows(counted, 2025)["5.3"]
    assert (now.evaluation, now.measure.params) == (final.evaluation, final.measure.params)
    assert final.evaluation.year_state == "final"
    assert rows(counted)["5.3"].evaluation.basis.rule == "frozen"
    assert rows(counted)["5.3"].evaluation.target == 38
    with counted.read_session() as session:
        (effect,) = effects(session, "5.3", 2026, {**final.measure.params, "growth_pct": 50}, TODAY)
        assert effect.frozen


def test_a_year_closed_meanwhile_stops_the_confirmation(counted: Database) -> None:
    number = propose(counted, "5.3", CLOSED - timedelta(days=1), growth_pct=["50"], from_year=["2025"])
    with counted.write_session() as session:
        close_year(session, make_person(session, "staff"), 2025, "Thường vụ đã thông qua", CLOSED)
    with pytest.raises(RuleError, match="fields_refused"):
        decide(counted, number)
    assert rows(counted, 2025)["5.3"].measure.params["growth_pct"] == 20


def test_nobody_confirms_their_own_and_nobody_takes_back_anothers(database: Database) -> None:
    asked = form(database, "5.3", growth_pct=["50"])
    with database.write_session() as session:
        one, other = make_person(session, "staff"), make_person(session, "staff")
        number = propose_rule(session, one, "5.3", asked, NOW)
        assert propose_rule(session, one, "5.3", asked, NOW) == number  # sent twice, asked once
        for act in (confirm_rule, decline_rule):
            with pytest.raises(RuleError, match="second_person_needed"):
                act(session, one, number, "tự duyệt", NOW)
        with pytest.raises(RuleError, match="forbidden"):
            withdraw_rule(session, other, number, "hộ", NOW)
        with pytest.raises(RuleError, match="reason_needed"):
            withdraw_rule(session, one, number, " ", NOW)
        again = {**asked, "token": [str(uuid4())]}
        with pytest.raises(RuleError, match="rule_waits"):
            propose_rule(session, other, "5.3", again, NOW)
        withdraw_rule(session, one, number, "Ghi nhầm", NOW)
        with pytest.raises(RuleError, match="proposal_decided"):
            confirm_rule(session, other, number, "", NOW)
        with pytest.raises(RuleError, match="unknown_proposal"):
            confirm_rule(session, other, number + 1, "", NOW)
        (row,) = proposals(session, "5.3")
        assert (row.act, row.decided_why) == ("withdrawn", "Ghi nhầm")
        assert len(rules(session, TODAY, "5.3")) == 1
    decide(database, propose(database, "5.3", growth_pct=["30"]), decline_rule)
    assert rows(database)["5.3"].measure.params["growth_pct"] == 20


@pytest.mark.parametrize(
    ("code", "changed", "refusal", "field"),
    [
        ("3.3", {"growth_pct": ["20"]}, "bad_parameter", ""),
        ("5.3", {"due_days": ["15"]}, "bad_parameter", ""),
        ("5.3", {"stages": ["answered"]}, "bad_parameter", ""),
        ("5.3", {}, "rule_unchanged", ""),
        ("5.3", {"growth_pct": ["mười"]}, "fields_refused", "growth_pct"),
        ("5.3", {"growth_pct": ["-5"]}, "fields_refused", "growth_pct"),
        ("5.3", {"lag_days": ["1,5"]}, "fields_refused", "lag_days"),
        ("5.3", {"lag_days": ["400"]}, "fields_refused", "lag_days"),
        ("5.3", {"base": ["ý kiến"]}, "fields_refused", "base"),
        ("5.3", {"baseline": ["100"]}, "fields_refused", "baseline_year"),
        ("5.3", {"on_track_share": ["50"]}, "fields_refused", "at_risk_share"),
        ("8.1a", {"base": ["path"]}, "fields_refused", "base"),
        ("5.2", {"plan_freeze": ["31/02"]}, "fields_refused", "plan_freeze"),
        ("5.2", {"plan_freeze": ["hè"]}, "fields_refused", "plan_freeze"),
        ("7.2", {"max_age_days": ["0"]}, "fields_refused", "max_age_days"),
        ("5.3", {"growth_pct": ["50"], "from_year": ["2036"]}, "fields_refused", "from_year"),
        ("5.3", {"growth_pct": ["50"], "reason": [""]}, "fields_refused", "reason"),
        ("5.3", {"growth_pct": ["50"], "decision_no": [""]}, "fields_refused", "decision_no"),
        ("9.9", {}, "unknown_measure", ""),
    ],
)
def test_what_is_refused(
    sqlite_database: Database, code: str, changed: dict[str, list[str]], refusal: str, field: str
) -> None:
    known = code if code != "9.9" else "5.3"
    asked = form(sqlite_database, known, **changed)
    with sqlite_database.write_session() as session:
        with pytest.raises(RuleError) as refused:
            read_rule(session, make_person(session, "staff"), code, asked, NOW)
        assert refused.value.code == refusal
        assert [problem.field for problem in refused.value.problems] == ([field] if field else [])
        with pytest.raises(RuleError, match="forbidden"):
            read_rule(session, make_person(session, "leader"), code, asked, NOW)


def test_vietnamese_numbers_mean_what_they_say(sqlite_database: Database) -> None:
    changed = {"growth_pct": ["12,5"], "baseline": ["1.500"], "baseline_year": ["2024"], "base": ["path"]}
    changed |= {"on_track_share": ["95"], "at_risk_share": [""]}
    asked = form(sqlite_database, "5.3", **changed)
    with sqlite_database.write_session() as session:
        params = read_rule(session, make_person(session, "staff"), "5.3", asked, NOW).params
    assert params == {
        "growth_pct": "25/2", "baseline": 1500, "baseline_year": 2024, "base": "path", "series": "flow",
        "lag_days": 15, "on_track_share": "19/20",
    }  # fmt: skip
    decide(sqlite_database, propose(sqlite_database, "5.3", **changed))
    # 1.500 grown twice by an eighth, rounded up.
    assert rows(sqlite_database)["5.3"].evaluation.target == 1899


def test_every_measure_has_a_form_of_its_own_kind_that_says_what_stands(sqlite_database: Database) -> None:
    with sqlite_database.read_session() as session:
        codes = [(row.code, row.kind) for row in session.query(Measure)]
    assert {kind for _, kind in codes} == set(ASKED)
    for code, _ in codes:
        asked = form(sqlite_database, code)
        with sqlite_database.write_session() as session, pytest.raises(RuleError, match="rule_unchanged"):
            read_rule(session, make_person(session, "staff"), code, asked, NOW)


def test_nobody_changes_a_rule_by_hand(database: Database) -> None:
    with pytest.raises(Exception, match="append-only"), database.write_session() as session:
        session.query(MeasureParams).filter_by(measure_code="5.3").one().reason = "x"
