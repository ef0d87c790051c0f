"""How fast does one process keep whole forms, without a web server around it?

    python -m tests.bench.command_path <how many> <at once>

Each act is handed to the GroupWriter as soon as one before it is durable, as waiting children would.
Prints what `tests.bench.children.Pressed` holds, as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterable
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
        _kept(writer, _acts(settings.secret, WARM_UP), at_once)
        print(json.dumps(asdict(_kept(writer, _acts(settings.secret, count), at_once))))


def _acts(secret: bytes, count: int) -> list[JointAct]:
    plain = {name: [value] for name, value in ANSWERS.items()}
    forms = ({**plain, "token": [str(uuid4())]} for _ in range(count))
    return [JointAct(record_submissions, Filled(secret, SLUG, form, datetime.now(UTC))) for form in forms]


def _kept(writer: GroupWriter, acts: Iterable[JointAct], at_once: int) -> Pressed:
    done, room = Pressed(), threading.Semaphore(at_once)
    began, cpu = time.perf_counter(), time.process_time()
    for act in acts:
        room.acquire()
        _hand_in(writer, act, done, room)
    for _ in range(at_once):
        room.acquire()
    done.seconds = time.perf_counter() - began
    done.client_cpu = time.process_time() - cpu
    return done


def _hand_in(writer: GroupWriter, act: JointAct, done: Pressed, room: threading.Semaphore) -> None:
    began = time.perf_counter()

    def note(future: object) -> None:
        done.times.append(time.perf_counter() - began)
        done.errors += future.exception() is not None  # type: ignore[attr-defined]
        room.release()

    writer.handed_in(act).add_done_callback(note)


if __name__ == "__main__":
    main()
