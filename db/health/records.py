"""Is what stands in the database whole, kept, and read in time?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session

from db.commands.backups import MADE, RESTORED
from db.health.finding import Finding, bad, good, look
from db.health.recounts import PAIRS
from db.models import Account, AuditEvent, Concern, Fact, SafeguardingKey
from db.queries.audit import audit_head, first_broken_row
from db.queries.moments import day_of
from db.rules.safeguarding import LEAST_OFFICERS, is_overdue
from db.settings import Settings

# A database that was put back from a backup has one.
BACKED_UP = (MADE, RESTORED)
BACKUP_SOON, BACKUP_LATE = timedelta(days=2), timedelta(days=8)
KEY_OLD = timedelta(days=365)
CLOCK_SLACK = timedelta(minutes=5)


def integrity(session: Session, settings: Settings, now: datetime) -> Finding:
    """Every page of the SQLite file; PostgreSQL checks its own pages when it keeps checksums."""
    if settings.sqlite:
        said = str(session.execute(text("PRAGMA integrity_check(1)")).scalar_one())
        return good("integrity") if said == "ok" else bad("integrity", "broken", said=said)
    kept = session.execute(text("SHOW data_checksums")).scalar_one() == "on"
    return good("integrity") if kept else look("integrity", "no_checksums")


def references(session: Session, settings: Settings, now: datetime) -> Finding:
    """Rows that point to nothing (PostgreSQL never lets one in)."""
    broken = session.execute(text("PRAGMA foreign_key_check")).all() if settings.sqlite else []
    return bad("references", "broken", n=len(broken), table=broken[0][0]) if broken else good("references")


def audit_chain(session: Session, settings: Settings, now: datetime) -> Finding:
    """Every link of the audit log."""
    broken, head = first_broken_row(session), audit_head(session)
    if broken is not None:
        return bad("audit", "broken", row=broken)
    return good("audit", rows=head.seq, head=head.hash)


def sums(session: Session, settings: Settings, now: datetime) -> Finding:
    """Everything the database keeps counted, against the records themselves."""
    if not all(kept(session) == counted(session) for kept, counted in PAIRS):
        return bad("sums", "differ")
    return good("sums", n=session.scalar(select(func.count()).where(Fact.voided_at.is_(None))))


def clock(session: Session, settings: Settings, now: datetime) -> Finding:
    """Nothing was written in the future: else the machine's clock was wrong then or is now."""
    last = session.scalar(select(AuditEvent.at).order_by(AuditEvent.seq.desc()).limit(1))
    if last is not None and last > now + CLOCK_SLACK:
        return bad("clock", "ahead", at=last, now=now)
    return good("clock")


def last_backup(session: Session, settings: Settings, now: datetime) -> Finding:
    """When the last backup was made, by the log."""
    last = session.scalar(select(func.max(AuditEvent.at)).where(AuditEvent.act.in_(BACKED_UP)))
    if last is None:
        return bad("backup", "never")
    days = (day_of(now) - day_of(last)).days
    if now - last > BACKUP_LATE:
        return bad("backup", "late", at=last, days=days)
    return (look if now - last > BACKUP_SOON else good)("backup", "last", at=last, days=days)


def officers(session: Session, settings: Settings, now: datetime) -> Finding:
    """Whether children's own words can be opened: two officers and a recovery key."""
    rows = session.execute(
        select(SafeguardingKey.kind, func.count())
        .where(SafeguardingKey.admitted_at.is_not(None), SafeguardingKey.ended_at.is_(None))
        .group_by(SafeguardingKey.kind)
    )
    found = {kind: count for kind, count in rows}
    count, recovery = found.get("officer", 0), found.get("recovery", 0)
    if count >= LEAST_OFFICERS and recovery:
        return good("officers", n=count)
    waiting = session.scalar(select(exists().where(Concern.item_id.is_not(None))))
    return (bad if waiting else look)("officers", "few", n=count, least=LEAST_OFFICERS, recovery=recovery)


def unread(session: Session, settings: Settings, now: datetime) -> Finding:
    """Children's words that no officer has read within a day.  A number, never content."""
    rows = session.execute(select(Concern.state, Concern.received_on).where(Concern.state == "new"))
    late = sum(is_overdue(state, day, day_of(now)) for state, day in rows)
    return bad("unread", "late", n=late) if late else good("unread")


def key_age(session: Session, settings: Settings, now: datetime) -> Finding:
    """Keys in use for more than a year are due for rotation."""
    admitted = session.scalar(
        select(func.min(SafeguardingKey.admitted_at)).where(
            SafeguardingKey.ended_at.is_(None), SafeguardingKey.admitted_at.is_not(None)
        )
    )
    if admitted is not None and now - admitted > KEY_OLD:
        return look("key_age", "old", at=admitted)
    return good("key_age")


def sample(session: Session, settings: Settings, now: datetime) -> Finding:
    """Sample accounts have no place on a public server."""
    open_ones = session.scalar(
        select(func.count()).where(Account.sample, Account.disabled_at.is_(None)).select_from(Account)
    )
    if not open_ones:
        return good("sample")
    return (bad if settings.production else look)("sample", "accounts", n=open_ones)
