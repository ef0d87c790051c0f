"""Who files and who decides in these tests, and what counts afterwards?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from db.commands.reports import (
    revise_report,
    submit_report,
)
from db.engine import Database
from db.models import ActivityReport, AuditEvent, Contribution, Fact, ReportEvent, ReportVersion
from db.queries.accounts import SignedIn
from db.queries.reports import report
from tests.factories import NOW, make_person, make_training

UNIT, OTHER = "Hội thử nghiệm Hà Nội", "Hội thử nghiệm Huế"
LATER = NOW + timedelta(hours=1)
# Text that one engine would take and the other refuse.
HOSTILE = {
    "NUL": ("a\0b", "bad_text"),
    "a lone surrogate": ("\ud800", "bad_text"),
    "2 MB": ("ă" * 2_000_000, "too_long"),
}


class Desk:
    """A database with two members of one unit, a member of another, and two of staff."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write_session() as session:
            self.member = make_person(session, "member", UNIT)
            self.colleague = make_person(session, "member", UNIT)
            self.stranger = make_person(session, "member", OTHER)
            self.staff = make_person(session, "staff")
            self.leader = make_person(session, "leader")

    def do(self, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """One act in one transaction."""
        with self.database.write_session() as session:
            return act(session, *given, **named)

    def file(self, by: SignedIn | None = None, token: str = "", **answers: str) -> UUID:
        """A training of 40 officers, filed; its id."""
        form = make_training(token, **answers)
        report_id: UUID = self.do(submit_report, by or self.member, "F3", form, NOW).report_id
        return report_id

    def revise(self, report_id: UUID, version: int, by: SignedIn | None = None, **answers: str) -> Any:
        """A new version of a training."""
        form = make_training(**answers) | {"version": [str(version)]}
        return self.do(revise_report, by or self.member, report_id, form, LATER)

    def state(self, report_id: UUID) -> str:
        """Where the report stands."""
        with self.database.read_session() as session:
            return report(session, report_id).row.state

    def counts(self) -> list[int]:
        """Reports, versions, contributions, facts of reports, events, audit rows."""
        tables = (ActivityReport, ReportVersion, Contribution, Fact, ReportEvent, AuditEvent)
        with self.database.read_session() as session:
            return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]

    def numbers(self) -> list[int]:
        """What counts now because of reports."""
        living = select(Fact.value).where(Fact.origin == "report", Fact.voided_at.is_(None))
        with self.database.read_session() as session:
            return list(session.scalars(living))

    def waiting(self) -> list[int]:
        """What would be added."""
        with self.database.read_session() as session:
            return list(session.scalars(select(Contribution.value).where(Contribution.settled_at.is_(None))))
