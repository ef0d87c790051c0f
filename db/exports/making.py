"""How do the files of a numbered snapshot come to be, the first time and again?

Made in a folder of their own, checked, and only then given their name.  Files made again must be those
that were recorded, to the byte; otherwise nobody gets them.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from db.engine import Database
from db.exports.package import Built, build
from db.exports.sinks import Written
from db.exports.store import at_work, keep, keep_once, place_of, say_progress, workshop
from db.queries.snapshots import SnapshotRow
from db.rules.errors import RuleError
from db.rules.exports import FORMAT

NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Made:
    """Finished files: where the archive lies.

    `once`: it is for one reader only: the open archive, to be dropped.
    """

    path: Path
    rows: Mapping[str, int]
    files: Mapping[str, Written]
    size: int
    sha256: str
    sample: bool
    once: BinaryIO | None = None

    def drop(self) -> None:
        """Delete and close an archive that is for one reader only."""
        if self.once is not None:
            self.path.unlink(missing_ok=True)
            self.once.close()


def make_files(database: Database, data_dir: Path, row: SnapshotRow) -> Made:
    """Make the archive of this snapshot.

    Raises: RuleError `no_room` (nothing is left behind), `snapshot_differs`; whatever a set refuses.
    """
    try:
        with at_work(data_dir, row.number):
            return _make(database, data_dir, row)
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise RuleError("no_room") from fault
        raise


def _make(database: Database, data_dir: Path, row: SnapshotRow) -> Made:
    def say(rows: Mapping[str, int]) -> None:
        say_progress(data_dir, row.number, rows)

    with workshop(data_dir) as folder:
        with database.read_session() as session:
            built = build(session, row.number, row.wanted, folder, say)
        _check_same(row, built)
        return _placed(data_dir, row, built)


def _check_same(row: SnapshotRow, built: Built) -> None:
    """Raises: snapshot_differs, also for files of an older format, which this version cannot make."""
    if row.content is not None and (row.format != FORMAT or row.content.sha256 != built.whole.sha256):
        raise RuleError("snapshot_differs")


def _placed(data_dir: Path, row: SnapshotRow, built: Built) -> Made:
    place, once = place_of(data_dir, row.number), None
    if row.wanted.kept:
        keep(built.archive, place)
    else:
        place, once = keep_once(built.archive, data_dir)
    return Made(
        path=place,
        rows=built.rows,
        files=built.files,
        size=built.whole.size,
        sha256=built.whole.sha256,
        sample=built.sample,
        once=once,
    )
