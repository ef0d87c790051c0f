"""How does staff lead a consultation in these tests, and how does a child answer by an invitation?"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from db.commands.consultations import publish_form
from db.commands.consulting_desk import act_upon, add_consultation
from db.commands.invitations import add_invitation
from db.commands.submissions import record_submission
from db.engine import Database
from db.models import Consultation, Invitation, Submission
from db.queries.accounts import SignedIn
from db.queries.consulting_desk import ConsultationDesk, consultation_desk
from tests.db.report_desk import Desk
from tests.factories import NOW, SECRET, make_form
from tests.questionnaire import make_definition

PREPARED = {
    "title_vi": "Em nghĩ gì về sân chơi?",
    "agency_vi": "Ủy ban nhân dân (mẫu)",
    "document_vi": "Dự thảo kế hoạch sân chơi",
    "purpose_vi": "Để sân chơi hợp với các em.",
    "audience_vi": "Các em 11–15 tuổi",
    "wanted_n": "1.000",
    "plan_no": "12/KH-HBVQTE",
    "owner_vi": "Ban Công tác hội",
    "opens_on": "20/11/2026",
    "opens_time": "7:00",
    "closes_on": "30/11/2026",
    "entry": "invited",
}
SLUG = "em-nghi-gi-ve-san-choi"


def posted(**fields: str) -> dict[str, list[str]]:
    return {name: [value] for name, value in fields.items()}


def prepared(desk: Desk, **given: str) -> dict[str, list[str]]:
    """Step 1 filled in whole, on a version published just now."""
    with desk.database.write_session() as session:
        version = publish_form(session, "test", "phieu-thu", "", "", make_definition(), NOW)
        number = version.id
    form = posted(**{**PREPARED, "form_version": str(number), **given})
    return {name: values for name, values in form.items() if values != [""]} | {
        "methods": ["phieu", "truc_tuyen"],
        "languages": ["vi"],
        "age_bands": ["t11_13", "t14_15"],
    }


def seen(database: Database, now: datetime = NOW, slug: str = SLUG) -> ConsultationDesk:
    with database.read_session() as session:
        return consultation_desk(session, slug, now)


def act(desk: Desk, name: str, now: datetime = NOW, slug: str = SLUG, **fields: str) -> None:
    form = posted(version=str(seen(desk.database, now, slug).version), **fields)
    desk.do(act_upon, desk.staff, slug, name, form, now)


def opened(desk: Desk, **given: str) -> str:
    """A consultation that takes answers; its name."""
    slug: str = desk.do(add_consultation, desk.staff, prepared(desk, **given), NOW)
    act(desk, "open", slug=slug)
    return slug


def invite(desk: Desk, by: SignedIn | None = None, slug: str = SLUG, **given: str) -> str:
    """An invitation for a morning of three children; its code."""
    fields = {"label_vi": "Phường mẫu, buổi sáng", "most": "3", "token": str(uuid4()), **given}
    number = desk.do(add_invitation, by or desk.staff, slug, posted(**fields), NOW)
    with desk.database.read_session() as session:
        return session.get_one(Invitation, number).code


def answer(desk: Desk, code: str = "", now: datetime = NOW, slug: str = SLUG) -> str:
    """One child's answer; its slip."""
    with desk.database.write_session() as session:
        row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
        form = make_form(row) | ({"moi": [code]} if code else {})
        return record_submission(session, SECRET, slug, form, now).slip


def standings(database: Database) -> list[tuple[str, str]]:
    with database.read_session() as session:
        rows = session.execute(select(Submission.standing, Submission.held_for)).all()
    return sorted((standing, why) for standing, why in rows)
