"""How fast does one process keep whole forms, without a web server around it?

    python -m tests.bench.command_path <how many> <at once>

So many children wait in one event loop, as behind the survey's door: each hands in the next form as soon as
the one before it is durable.  Prints what `tests.bench.children.Pressed` holds, as JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import uuid4

from db.commands.submissions import Filled, record_submissions
from db.engine import open_database
from db.settings import read_settings
from db.writer import GroupWriter, JointAct
from tests.bench.children import Pressed
from tests.bench.submissions import ANSWERS, SLUG, WARM_UP


def main() -> None:
    """Warm up, keep so many, print."""
    count, at_once = map(int, sys.argv[1:])
    settings = read_settings()
    with closing(open_database(settings)) as database, closing(GroupWriter(database)) as writer:
        asyncio.run(_kept(writer, _acts(settings.secret, WARM_UP), at_once))
        acts = _acts(settings.secret, count)
        gc.collect()
        gc.freeze()  # as the survey does at its start; the forms still to come are not the server's to sort
        print(json.dumps(asdict(asyncio.run(_kept(writer, acts, at_once)))))


def _acts(secret: bytes, count: int) -> list[JointAct]:
    plain = {name: [value] for name, value in ANSWERS.items()}
    forms = ({**plain, "token": [str(uuid4())]} for _ in range(count))
    return [JointAct(record_submissions, Filled(secret, SLUG, form, datetime.now(UTC))) for form in forms]


async def _kept(writer: GroupWriter, acts: list[JointAct], at_once: int) -> Pressed:
    done, waiting = Pressed(), iter(acts)
    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(_child(writer, waiting, done) for _ in range(at_once)))
    done.seconds = time.perf_counter() - began
    done.client_cpu = time.process_time() - cpu
    return done


async def _child(writer: GroupWriter, waiting: Iterator[JointAct], done: Pressed) -> None:
    for act in waiting:
        began = time.perf_counter()
        try:
            await writer.run(act)
        except Exception:  # noqa: BLE001 - counted and printed
            done.errors += 1
        done.times.append(time.perf_counter() - began)


if __name__ == "__main__":
    main()
