"""Is what lies on the disk whole, private, and is there room?"""

from __future__ import annotations

import hashlib
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.evidence.store import FOLDER, path_of
from db.exports.store import FOLDER as EXPORTS
from db.health.finding import Finding, bad, good, look
from db.models import EvidenceFile, Snapshot
from db.settings import Settings

RECIPIENTS = "backup-recipients.txt"
ROOM_LOW, ROOM_NONE = 2 << 30, 300 << 20
PRIVATE = 0o077
UNDER_WAY = timedelta(days=1)
DEEP = 512 << 20  # so many bytes of evidence are read whole at one check; beyond, presence is what is checked


def evidence(session: Session, settings: Settings, now: datetime) -> Finding:
    """Every file a report points to is there and is the same; none lies there that nobody points to."""
    wanted = set(session.scalars(select(EvidenceFile.sha256).where(EvidenceFile.removed_at.is_(None))))
    folder = settings.data_dir / FOLDER
    there = {path.name for path in folder.glob("*") if not path.name.startswith(".")}
    if missing := wanted - there:
        return bad("evidence", "missing", n=len(missing), first=min(missing)[:12])
    if changed := _changed(settings.data_dir, wanted, now):
        return bad("evidence", "changed", n=len(changed), first=changed[0][:12])
    if orphans := there - wanted:
        return look("evidence", "orphans", n=len(orphans))
    return good("evidence", n=len(wanted))


def _changed(data_dir: Path, names: set[str], now: datetime) -> list[str]:
    # Each day begins at another sixteenth of the names: what is too much for one day is read within sixteen.
    first = "0123456789abcdef"[now.toordinal() % 16]
    left, found = DEEP, []
    for name in sorted(names, key=lambda one: (one < first, one)):
        path = path_of(data_dir, name)
        left -= path.stat().st_size
        if left < 0:
            break
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != name:
                found.append(name)
    return found


def recipients(data_dir: Path) -> list[str]:
    """The public keys backups are sealed for; a line that starts with # is a note."""
    path = data_dir / RECIPIENTS
    if not path.exists():
        return []
    # A note may be in Vietnamese, and in whatever an old editor made of it.
    lines = (line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def backup_key(session: Session, settings: Settings, now: datetime) -> Finding:
    """Whether a backup could be sealed at all, and for more than one person."""
    keys = {line for line in recipients(settings.data_dir) if line.startswith("age1")}
    if not keys:
        return bad("backup_key", "none")
    return good("backup_key", n=len(keys)) if len(keys) > 1 else look("backup_key", "one")


def snapshots(session: Session, settings: Settings, now: datetime) -> Finding:
    """Nothing half or nameless lies among the exports; kept archives belong to a number."""
    numbers = set(session.scalars(select(Snapshot.number)))
    orphans = 0
    for path in (settings.data_dir / EXPORTS).glob("*"):
        under_way = now.timestamp() - path.stat().st_mtime < UNDER_WAY.total_seconds()
        named = path.stem.isdecimal() and int(path.stem) in numbers
        orphans += not named and not under_way
    return look("snapshots", "leftovers", n=orphans) if orphans else good("snapshots")


def disk(session: Session, settings: Settings, now: datetime) -> Finding:
    """Room for the next weeks."""
    free = shutil.disk_usage(settings.data_dir).free
    facts = {"mb": free >> 20}
    if free < ROOM_NONE:
        return bad("disk", "full", **facts)
    return look("disk", "low", **facts) if free < ROOM_LOW else good("disk", **facts)


def secret(session: Session, settings: Settings, now: datetime) -> Finding:
    """Nobody else on the machine may read the data folder's secret and database."""
    names = ("secret.key", "nhipcau.db", "sample-sign-ins.json")
    paths = [settings.data_dir / name for name in names]
    open_ones = [path.name for path in paths if path.exists() and path.stat().st_mode & PRIVATE]
    return look("secret", "open", names=", ".join(open_ones)) if open_ones else good("secret")
