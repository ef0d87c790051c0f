"""Does a flood of invented answers wait outside, while no child is refused or told?"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.commands.invitations import add_invitation, decide_group, revoke_invitation
from db.commands.releases import release_tables
from db.models import Invitation, Release
from db.queries.answer_counts import EVERYBODY, answer_counts, submissions_n
from db.queries.consultations import consultation
from db.queries.invitations import consultation_of_code, held_groups, invitations
from db.rules.errors import RuleError
from tests.db.consulting import SLUG, act, answer, invite, opened, posted, standings
from tests.db.refusals import refusal
from tests.db.report_desk import Desk
from tests.factories import NOW

HOUR = timedelta(hours=1)


def counted(desk: Desk) -> int:
    with desk.database.read_session() as session:
        number = consultation(session, SLUG, NOW).id
        tables = answer_counts(session, number)[EVERYBODY]
        assert tables.get("nhom_tuoi") is None or tables["nhom_tuoi"].bases[""] == submissions_n(
            session, number
        )
        return submissions_n(session, number)


def decide(desk: Desk, why: str, decision: str, number: int = 0) -> None:
    desk.do(decide_group, desk.staff, SLUG, number, why, posted(decision=decision, reason="đã gọi hỏi"), NOW)


def test_what_does_not_count_at_once_is_kept_and_says_why(desk: Desk) -> None:
    opened(desk)
    morning = invite(
        desk, opens_on="22/11/2026", opens_time="07:00", closes_on="22/11/2026", closes_time="11:00"
    )
    slips = {answer(desk, morning) for _ in range(4)}
    slips |= {answer(desk, morning, NOW + 5 * HOUR), answer(desk), answer(desk, "ZZZZZZ")}
    assert len(slips) == 7
    assert standings(desk.database) == [
        *([("counted", "")] * 3),
        ("waiting", "no_invitation"),
        ("waiting", "outside_hours"),
        ("waiting", "over_cap"),
        ("waiting", "unknown_code"),
    ]
    assert counted(desk) == 3


def test_a_group_counts_once_a_person_said_so(desk: Desk) -> None:
    opened(desk)
    code = invite(desk)
    for _ in range(5):
        answer(desk, code)
    with desk.database.read_session() as session:
        number = session.scalars(select(Invitation.id)).one()
    decide(desk, "over_cap", "leave_out", number)
    assert counted(desk) == 3
    assert refusal(lambda: decide(desk, "over_cap", "leave_out", number)).code == "unknown_group"
    with desk.database.read_session() as session:
        group = held_groups(session, consultation(session, SLUG, NOW).id)[0]
    assert (group.left_out, group.why, group.count_shown) == (True, "over_cap", "dưới 10")
    decide(desk, "over_cap", "release", number)
    assert counted(desk) == 5


def test_waiting_answers_are_in_no_release(small_desk: Desk) -> None:
    opened(small_desk, entry="anyone")
    for _ in range(30):
        answer(small_desk)
    for _ in range(40):
        answer(small_desk, "ZZZZZZ")
    small_desk.do(release_tables, "test", SLUG, NOW)
    with small_desk.database.read_session() as session:
        assert session.scalars(select(Release.counted_n)).one() == 30
        assert consultation(session, SLUG, NOW).responses_shown == "30"


def test_a_leaked_code_is_taken_back_with_what_came_by_it(small_desk: Desk) -> None:
    opened(small_desk)
    code = invite(small_desk)
    answer(small_desk, code)
    with small_desk.database.read_session() as session:
        number = session.scalars(select(Invitation.id)).one()
    form = posted(reason="lộ trên mạng", hold="1")
    small_desk.do(revoke_invitation, small_desk.staff, SLUG, number, form, NOW)
    answer(small_desk, code)
    assert standings(small_desk.database) == [("waiting", "revoked")] * 2
    found = refusal(lambda: small_desk.do(revoke_invitation, small_desk.staff, SLUG, number, form, NOW))
    assert found.code == "wrong_state"
    with small_desk.database.read_session() as session:
        assert consultation_of_code(session, code.lower()) == SLUG  # a child is led to the form all the same
        assert [row.held for row in invitations(session, consultation(session, SLUG, NOW).id)] == [True]


def test_an_invitation_sent_twice_is_one(small_desk: Desk) -> None:
    opened(small_desk)
    form = posted(label_vi="Phường mẫu", token=str(uuid4()))
    numbers = {small_desk.do(add_invitation, small_desk.staff, SLUG, form, NOW) for _ in range(2)}
    assert len(numbers) == 1
    found = refusal(lambda: small_desk.do(add_invitation, small_desk.leader, SLUG, form, NOW))
    assert found.code == "forbidden"


def test_numbers_beside_an_invitation_are_rounded(small_desk: Desk) -> None:
    opened(small_desk)
    code = invite(small_desk, most="100")
    for _ in range(13):
        answer(small_desk, code)
    with small_desk.database.read_session() as session:
        row = invitations(session, consultation(session, SLUG, NOW).id)[0]
    assert row.counted_shown == "15"


def test_after_the_findings_were_sent_nothing_more_is_taken_in(small_desk: Desk) -> None:
    opened(small_desk)
    answer(small_desk)
    act(small_desk, "close", reason="x")
    act(small_desk, "conclude", findings_vi="x", sent_no="1", sent_on="22/11/2026")
    assert refusal(lambda: decide(small_desk, "no_invitation", "release")).code == "wrong_state"


def test_an_unknown_code_leads_nowhere(small_desk: Desk) -> None:
    with small_desk.database.read_session() as session, pytest.raises(RuleError, match="unknown_invitation"):
        consultation_of_code(session, "\0' OR 1=1")
