"""How do many people write at once?  One writer, in groups, and the answer only after COMMIT.

Each act runs in its own savepoint, so one bad act never takes its neighbours along.  Many threads that
fight for SQLite's write lock wait in back-off; one writer with group commit is three times as fast and
has no tail (trust.md section 1).  On PostgreSQL the same writer takes the advisory lock once per group.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from db.constraints import translated
from db.engine import Database
from db.rules.errors import RuleError

Act = Callable[[Session], Any]
MOST_IN_GROUP = 64
MOST_WAITING = 5_000  # beyond this the honest answer is "not now", long before memory runs out


@dataclass(frozen=True, slots=True)
class _Job:
    act: Act
    future: Future[Any] = field(default_factory=Future)


class GroupWriter:
    """The one writer of a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: queue.Queue[_Job | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def run(self, act: Act) -> Any:
        """Do `act` in a transaction and return its result once it is durable.

        Raises: what the act raises; RuleError `unavailable` when the database cannot take it.
        """
        return await asyncio.wrap_future(self._submit(act))

    def call(self, act: Act) -> Any:
        """The same for a caller without an event loop."""
        return self._submit(act).result()

    def close(self) -> None:
        """Finish what is waiting, then stop."""
        self._jobs.put(None)
        self._thread.join()

    def _submit(self, act: Act) -> Future[Any]:
        job = _Job(act)
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            raise RuleError("unavailable") from None
        return job.future

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            group = [first]
            stopping = self._fill(group)
            try:
                self._commit_group(group)
            except Exception as fault:  # noqa: BLE001 - the writer must live; every caller is told
                for job in group:
                    _settle(job.future, None, fault)
            if stopping:
                return

    def _fill(self, group: list[_Job]) -> bool:
        """Add what is waiting already; True when the end was among it."""
        while len(group) < MOST_IN_GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return False
            if job is None:
                return True
            group.append(job)
        return False

    def _commit_group(self, group: list[_Job]) -> None:
        """Commit all acts together; when the transaction itself fails, one by one."""
        try:
            outcomes = self._transaction(group)
        except SQLAlchemyError:
            outcomes = [self._alone(job) for job in group]
        for job, (result, fault) in zip(group, outcomes, strict=True):
            _settle(job.future, result, fault)

    def _alone(self, job: _Job) -> tuple[Any, Exception | None]:
        try:
            return self._transaction([job])[0]
        except SQLAlchemyError as fault:
            unavailable = RuleError("unavailable")
            unavailable.__cause__ = fault
            return None, unavailable

    def _transaction(self, group: list[_Job]) -> list[tuple[Any, Exception | None]]:
        with self._database.write_session() as session:
            return [_in_savepoint(session, job.act) for job in group]


def _in_savepoint(session: Session, act: Act) -> tuple[Any, Exception | None]:
    try:
        with session.begin_nested():
            return act(session), None
    except IntegrityError as fault:
        return None, translated(fault)
    except SQLAlchemyError:
        raise  # the connection or the disk: the whole transaction is in doubt
    except Exception as fault:  # noqa: BLE001 - handed to the caller who asked for the act
        return None, fault


def _settle(future: Future[Any], result: Any, fault: Exception | None) -> None:
    if future.done() or not future.set_running_or_notify_cancel():
        return  # told already, or the caller went away; a committed act is durable all the same
    if fault is None:
        future.set_result(result)
    else:
        future.set_exception(fault)
