"""How do acts arrive at the writer at the same moment in these tests?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.writer import Act, GroupWriter


@contextmanager
def one_group(writer: GroupWriter) -> Iterator[Callable[[Act], Future[Any]]]:
    """Hold the writer inside an act; what is handed in meanwhile becomes one group when the block ends."""
    busy, go = threading.Event(), threading.Event()

    def hold(session: Session) -> None:
        session.execute(text("SELECT 1"))
        busy.set()
        go.wait(10)

    writer.handed_in(hold)
    assert busy.wait(10)
    try:
        yield writer.handed_in
    finally:
        go.set()
