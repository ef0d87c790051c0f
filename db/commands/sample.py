"""What does a newcomer see first?  Labelled sample accounts, units, facts, requests and answers.

Every row carries `sample`; every screen that shows one says so.  Dates move by whole years so that the
sample's last year is the current one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.accounts import add_account, reset_second_factor
from db.commands.audit import Audit, record
from db.commands.founding import organisation_of
from db.models import (
    Account,
    Fact,
    LedgerConfirmation,
    Milestone,
    Organisation,
    Owner,
    Plan,
    ProfileUpdate,
)
from db.seed import rows

ACTOR = "sample"
WRITTEN_FOR = 2026  # the year the sample tables call the current one


def has_sample(session: Session) -> bool:
    """Whether the sample was loaded before."""
    return bool(session.scalar(select(func.count()).select_from(Account).where(Account.sample.is_(True))))


def sample_account_names() -> tuple[str, ...]:
    """The sign-in names of the sample accounts."""
    return tuple(row["name"] for row in rows("sample/sample_accounts"))


def load_sample_records(session: Session, now: datetime) -> None:
    """Add the sample units and everything they did."""
    shift = Shift(now.year - WRITTEN_FOR, now)
    session.add_all([organisation_of(row, sample=True) for row in rows("sample/sample_organisations")])
    session.flush()
    units = {name: number for number, name in session.execute(select(Organisation.id, Organisation.name_vi))}
    for make in (_facts, _plans, _owners, _confirmations, _milestones, _profile_updates):
        session.add_all(make(shift, units))
    record(session, Audit(ACTOR, "loaded", "table", "sample_records", now))


def load_sample_accounts(session: Session, passwords: Mapping[str, str], key: bytes, now: datetime) -> None:
    """Add the sample accounts under these passwords; second-factor roles get a secret."""
    for row in rows("sample/sample_accounts"):
        add_account(
            session,
            ACTOR,
            row["name"],
            row["display_name_vi"],
            row["role"],
            passwords[row["name"]],
            now,
            organisation=row["organisation"] or None,
            sample=True,
        )
        session.flush()
        reset_second_factor(session, ACTOR, row["name"], key, now)


class Shift:
    """Dates of the sample tables, moved to the current year; nothing lies in the future."""

    def __init__(self, years: int, now: datetime) -> None:
        self._years = years
        self._now = now

    def day(self, text: str) -> date | None:
        """The day, None when the cell is empty or the day has not come."""
        if not text:
            return None
        written = date.fromisoformat(text)
        moved = written.replace(year=written.year + self._years)
        return moved if moved <= self._now.date() else None

    def due(self, text: str) -> date | None:
        """A due day, which may well lie in the future."""
        written = date.fromisoformat(text) if text else None
        return written and written.replace(year=written.year + self._years)

    def moment(self, text: str) -> datetime:
        """Noon of the day, or now when that has not come."""
        day = self.day(text)
        return self.noon(day) if day else self._now

    def noon(self, day: date) -> datetime:
        """Noon of a day in Viet Nam, or now when that is still to come."""
        return min(datetime.combine(day, time(5), UTC), self._now)

    def year(self, text: str) -> int:
        """The year, moved."""
        return int(text) + self._years

    def period(self, text: str) -> str:
        """A window such as 2026-H1, moved."""
        return f"{self.year(text[:4])}{text[4:]}"


Units = Mapping[str, int]


def _facts(shift: Shift, units: Units) -> list[Fact]:
    made = []
    for row in rows("sample/sample_facts"):
        event_on = shift.day(row["event_on"])
        if event_on is None or shift.day(row["verified_on"]) is None:
            continue
        known = shift.moment(row["verified_on"])
        made.append(
            Fact(
                measure_code=row["measure"],
                value=int(row["value"]),
                event_on=event_on,
                organisation_id=units[row["organisation"]],
                province_code=row["province_code"] or None,
                origin="staff",
                title=row["title_vi"],
                recorded_at=known,
                verified_at=known,
                verified_by=ACTOR,
                sample=True,
            )
        )
    return made


def _plans(shift: Shift, units: Units) -> list[Plan]:
    return [
        Plan(
            measure_code=row["measure"],
            year=shift.year(row["year"]),
            value=int(row["value"]),
            approved_on=shift.due(row["approved_on"]),
            approved_by=row["document_no"],
            reason=row["reason_vi"],
            recorded_at=shift.moment(row["approved_on"]),
            recorded_by=ACTOR,
            sample=True,
        )
        for row in rows("sample/sample_plans")
    ]


def _owners(shift: Shift, units: Units) -> list[Owner]:
    return [
        Owner(
            objective_number=int(row["objective"]),
            name_vi=row["name_vi"],
            from_on=from_on,
            reason=row["reason_vi"],
            recorded_at=shift.moment(row["from_on"]),
            recorded_by=ACTOR,
            recorded_by_vi="",
            sample=True,
        )
        for row in rows("sample/sample_owners")
        if (from_on := shift.day(row["from_on"])) is not None
    ]


def _confirmations(shift: Shift, units: Units) -> list[LedgerConfirmation]:
    return [
        LedgerConfirmation(
            measure_code=row["measure"],
            confirmed_to=confirmed_to,
            recorded_at=shift.moment(row["confirmed_on"]),
            recorded_by=ACTOR,
            sample=True,
        )
        for row in rows("sample/sample_ledger_confirmations")
        if (confirmed_to := shift.day(row["confirmed_to"])) is not None
    ]


def _milestones(shift: Shift, units: Units) -> list[Milestone]:
    return [
        Milestone(
            measure_code=row["measure"],
            period=shift.period(row["period"]),
            done_on=done_on,
            verified=shift.day(row["verified_on"]) is not None,
            quality_ok=row["quality_ok"] == "yes",
            title_vi=row["title_vi"],
            recorded_at=shift.moment(row["verified_on"] or row["done"]),
            sample=True,
        )
        for row in rows("sample/sample_milestones")
        if (done_on := shift.day(row["done"])) is not None
    ]


def _profile_updates(shift: Shift, units: Units) -> list[ProfileUpdate]:
    return [
        ProfileUpdate(
            updated_on=updated_on,
            document_vi=row["document_vi"],
            change_vi=row["change_vi"],
            recorded_at=shift.moment(row["updated"]),
            sample=True,
        )
        for row in rows("sample/sample_profile_updates")
        if (updated_on := shift.day(row["updated"])) is not None
    ]
