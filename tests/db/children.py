"""How does a child answer in these tests, and what is kept of it?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from db.commands.submissions import Receipt, record_submission, withdraw_submission
from db.engine import Database
from db.models import AuditEvent, Response, Submission
from tests.factories import (
    NOW,
    SECRET,
)

SLUG = "an-toan-tren-mang"


def send(database: Database, form: dict[str, list[str]], now: datetime = NOW, slug: str = SLUG) -> Receipt:
    with database.write_session() as session:
        return record_submission(session, SECRET, slug, form, now)


def kept(database: Database) -> tuple[int, int, int]:
    """How many submissions, answers and audit rows there are."""
    with database.read_session() as session:
        tables = (Submission, Response, AuditEvent)
        found = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
    return found[0], found[1], found[2]


def answers_of(database: Database, code: str) -> dict[str, list[str]]:
    with database.read_session() as session:
        rows = session.execute(
            select(Response.question, Response.value)
            .join(Submission, Submission.token == Response.token)
            .where(Submission.slip == code)
            .order_by(Response.question, Response.value)
        ).all()
    return {name: [value for question, value in rows if question == name] for name, _ in rows}


def take_back(database: Database, code: str) -> None:
    with database.write_session() as session:
        withdraw_submission(session, SECRET, code, NOW)
