"""Does a release stay affordable when children become a thousand times as many?  Time, memory, both engines.

Each in a process of its own, because memory is measured; what it publishes is rolled back.  Beside it the
reading of the same answers, counted by nobody.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.backup.loading import Loader
from db.commands.releases import release_tables
from db.commands.sample_consultation import SLUG as SAMPLE
from db.engine import Database, open_database
from db.models import Consultation, Response, Submission
from db.settings import read_settings
from tests.bench import load
from tests.bench.installation import Surroundings, peak_megabytes

SIZES = (1_000, 10_000, 100_000)
MOST = 1_000_000  # a part of its own
SLUG, AT_ONCE = "thu-tai", 2_000
OWN = [column.name for column in Submission.__table__.columns]
GIVEN = ["token", "question", "value"]


def run(engines: Mapping[str, Surroundings], sizes: tuple[int, ...] = SIZES) -> None:
    """Print what a final release costs at each size on each engine."""
    for name, surroundings in engines.items():
        with closing(open_database(read_settings(surroundings))) as database:
            consultation = _open(database)
            there = 0
            for size in sizes:
                for piece in _children(database, consultation, size - there):
                    _add(database, piece)
                there = size
                load.analyze(database)
                _print(name, size, surroundings)


def _print(name: str, size: int, surroundings: Surroundings) -> None:
    for way in WAYS:
        command = [sys.executable, "-m", "tests.bench.release", way]
        said = subprocess.run(command, env=surroundings, capture_output=True, check=True).stdout
        found: dict[str, float] = json.loads(said)
        print(
            f"{name:11} {size:9,} answers  {way:9} {found['seconds']:7.2f} s "
            f"({found['cpu']:6.2f} s of this process)  peak {found['peak_mb']:4.0f} MB"
        )


def _open(database: Database) -> int:
    """A consultation of the sample's form, which nothing was released of."""
    with database.write_session() as session:
        sample = session.scalars(select(Consultation).where(Consultation.slug == SAMPLE)).one()
        mine = Consultation(
            slug=SLUG,
            title_vi="Thử tải",
            purpose_vi="Thử tải",
            form_version_id=sample.form_version_id,
            opens_at=datetime.now(UTC) - timedelta(days=30),
            closes_at=None,
        )
        session.add(mine)
        session.flush()
        return mine.id


def _children(database: Database, consultation: int, count: int) -> Iterator[list[tuple[Any, list[Any]]]]:
    """So many children more, each answering as one of the sample did."""
    chance = random.Random(87)
    with database.read_session() as session:
        models = _models(session)
        mine = session.get_one(Consultation, consultation)
        plain = (consultation, mine.form_version_id, datetime.now(UTC).date())
    for first in range(0, count, AT_ONCE):
        piece = []
        for _ in range(min(AT_ONCE, count - first)):
            token = uuid4()
            row = dict(
                zip(
                    OWN,
                    (token, *plain, "web", "vi", False, token.hex[:12], token.hex * 2, None, "counted", ""),
                    strict=False,
                )
            )
            answers = chance.choice(models)
            piece.append(([row[name] for name in OWN], [[token, *answer] for answer in answers]))
        yield piece


def _models(session: Session) -> list[list[tuple[str, str]]]:
    asked = select(Response.token, Response.question, Response.value).join(
        Submission, Submission.token == Response.token
    )
    children: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for token, question, value in session.execute(asked):
        children[token].append((question, value))
    return list(children.values())


def _add(database: Database, piece: list[tuple[Any, list[Any]]]) -> None:
    with database.write_session() as session:
        Loader(session, Submission.__table__, OWN).add(own for own, _ in piece)
        Loader(session, Response.__table__, GIVEN).add(row for _, answers in piece for row in answers)


def releasing(session: Session) -> None:
    """The final release: every question for everybody and by each group."""
    release_tables(session, "bench", SLUG, datetime.now(UTC), closing=True)


def counting(session: Session) -> None:
    """The plain question beside it: how many answers there are."""
    session.scalar(select(func.count()).select_from(Response))


WAYS = {one.__name__: one for one in (counting, releasing)}


def main(way: str) -> None:
    """One way in this process, as JSON."""
    with closing(open_database(read_settings())) as database, Session(database.writer) as session:
        session.connection()
        began, cpu = time.perf_counter(), time.process_time()
        WAYS[way](session)
        session.flush()
        spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
        session.rollback()
    print(json.dumps({**spent, "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main(sys.argv[1])
