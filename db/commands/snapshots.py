"""Who takes figures out, why, and what exactly was in the files?  The wish, and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.exports.making import Made
from db.models import Snapshot, SnapshotContent
from db.queries.accounts import SignedIn
from db.queries.snapshots import wanted_of
from db.rules.errors import RuleError
from db.rules.exports import FORMAT, Wanted, check_may_export
from db.rules.roles import check_may


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to take out, and why; `token` makes a resend harmless."""

    wanted: Wanted
    reason: str
    token: UUID
    occasion: str = "asked"


def ask_for_snapshot(session: Session, by: SignedIn, wish: Wish, now: datetime) -> int:
    """Give a snapshot its number and record who wants what and why; the files are made afterwards.

    Raises: RuleError `forbidden`, `token_reused`.
    """
    check_may(by.role, "make_snapshot")
    check_may_export(by.role, wish.wanted.sets)
    return add_snapshot(session, by.name, by.display_name, wish, now)


def add_snapshot(session: Session, by: str, by_vi: str, wish: Wish, now: datetime) -> int:
    """The same for the operator at the terminal, whose rights the machine itself guards.

    Raises: RuleError `token_reused`.
    """
    known = session.scalar(select(Snapshot).where(Snapshot.token == wish.token))
    if known is not None:
        if (wanted_of(known), known.reason, known.made_by) != (wish.wanted, wish.reason, by):
            raise RuleError("token_reused")
        return known.number
    # Writers are serialised, so nobody takes the same number; none is left out.
    number = (session.scalar(select(func.max(Snapshot.number))) or 0) + 1
    session.add(_new(number, by, by_vi, wish, now))
    record(session, Audit(by, "snapshot_asked", "snapshot", str(number), now, _facts(wish)))
    return number


def finish_snapshot(session: Session, by: str, number: int, made: Made, now: datetime) -> None:
    """Record what came out: rows, files, hashes.  Said once; the same again changes nothing.

    Raises: RuleError `unknown_snapshot`; `snapshot_differs` when something else came out than is recorded.
    """
    if session.get(Snapshot, number) is None:
        raise RuleError("unknown_snapshot")
    known = session.get(SnapshotContent, number)
    if known is not None:
        if known.sha256 != made.sha256:
            raise RuleError("snapshot_differs")
        return
    session.add(
        SnapshotContent(
            snapshot_number=number,
            rows=dict(made.rows),
            files={name: {"size": file.size, "sha256": file.sha256} for name, file in made.files.items()},
            size=made.size,
            sha256=made.sha256,
            sample=made.sample,
            finished_at=now,
        )
    )
    facts = {"rows": sum(made.rows.values()), "sha256": made.sha256}
    record(session, Audit(by, "snapshot_made", "snapshot", str(number), now, facts))


def drop_files(session: Session, by: str, number: int, now: datetime) -> None:
    """Record that the files of an old scheduled snapshot went; its record stays."""
    record(session, Audit(by, "snapshot_files_dropped", "snapshot", str(number), now))


def _new(number: int, by: str, by_vi: str, wish: Wish, now: datetime) -> Snapshot:
    wanted = wish.wanted
    return Snapshot(
        number=number,
        sets=list(wanted.sets),
        first_year=wanted.first_year,
        last_year=wanted.last_year,
        as_of=wanted.as_of,
        unit_id=wanted.unit_id,
        consultation_slug=wanted.consultation,
        separator=wanted.separator,
        occasion=wish.occasion,
        reason=wish.reason,
        format=FORMAT,
        token=wish.token,
        made_at=now,
        made_by=by,
        made_by_vi=by_vi,
    )


def _facts(wish: Wish) -> dict[str, str | int | bool | None]:
    """Filters, never content; the reason stands in the snapshot, because people write names into reasons."""
    wanted = wish.wanted
    return {
        "sets": ",".join(wanted.sets),
        "years": f"{wanted.first_year}-{wanted.last_year}",
        "as_of": wanted.as_of.isoformat(),
        "unit": wanted.unit_id,
        "consultation": wanted.consultation or None,
        "occasion": wish.occasion,
    }
