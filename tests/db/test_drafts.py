"""Is a half-typed form kept for its own person only, and never an older one over a newer?"""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select

from db.commands.drafts import discard_draft, save_draft
from db.models import ReportDraft
from db.queries.drafts import drafts
from db.rules.report_drafts import MOST_DRAFT
from tests.db.refusals import refusal
from tests.db.report_desk import Desk
from tests.factories import NOW


def test_drafts_on_both_engines(desk: Desk) -> None:
    form = {"title": ["Bản nháp"], "topic": ["abuse", "violence"], "token": [str(uuid4())]}
    assert desk.do(save_draft, desk.member, "F3", form, 0, NOW) == 1
    assert desk.do(save_draft, desk.colleague, "F3", form, 0, NOW) == 1  # each person has their own
    assert refusal(lambda: desk.do(save_draft, desk.member, "F3", form, 0, NOW)).code == "stale_draft"
    assert refusal(lambda: desk.do(save_draft, desk.staff, "F3", form, 0, NOW)).code == "forbidden"
    for bad, code in (("a\0b", "bad_text"), ("ă" * (MOST_DRAFT + 1), "too_long"), ("\ud800", "bad_text")):
        hostile = {**form, "note": [bad]}
        assert refusal(lambda: desk.do(save_draft, desk.member, "F3", hostile, 1, NOW)).code == code  # noqa: B023
    with desk.database.read_session() as session:
        row = drafts(session, desk.member.account_id, desk.member.organisation_id or 0)[0]
    assert (row.title, row.number, row.fields["topic"]) == ("Bản nháp", 1, ["abuse", "violence"])
    desk.do(discard_draft, desk.colleague, row.id)
    desk.do(discard_draft, desk.member, row.id)
    with desk.database.read_session() as session:
        left = session.scalars(select(ReportDraft.account_id)).all()
    assert left == [desk.colleague.account_id]


def test_nobody_drafts_on_another_units_report(desk: Desk) -> None:
    report = desk.file()
    form = {"title": ["x"]}
    refused = refusal(lambda: desk.do(save_draft, desk.stranger, "F3", form, 0, NOW, report))
    assert refused.code == "other_organisation"
