"""How do many people write at once?  One writer, in groups, and the answer only after COMMIT.

Acts of a kind that knows how to be done together are done together, and one by one when that fails.  Beside
others each act, or each such group, runs in its own savepoint, so one bad act never takes its neighbours
along.  Many threads that fight for SQLite's write lock wait in back-off; one writer with group commit is
three times as fast and has no tail (trust.md section 1).  On PostgreSQL the same writer takes the advisory
lock once per group.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from db.checkpoints import Checkpointer
from db.constraints import translated
from db.engine import Database
from db.rules.errors import RuleError

Act = Callable[[Session], Any]
Outcome = tuple[Any, Exception | None]
MOST_IN_GROUP = 64
MOST_WAITING = 5_000  # beyond this the honest answer is "not now", long before memory runs out


@dataclass(frozen=True, slots=True)
class JointAct:
    """An act that is done together with those waiting beside it that have the same `do_all`.

    `do_all` gets the parts of all and gives an outcome for each: what the act answers, or its refusal.  One
    that is refused has written nothing.
    """

    do_all: Callable[[Session, Sequence[Any]], Sequence[Any]]
    part: Any

    def __call__(self, session: Session) -> Any:
        """Do it alone."""
        (outcome,) = self.do_all(session, [self.part])
        if isinstance(outcome, RuleError):
            raise outcome
        return outcome


@dataclass(frozen=True, slots=True)
class _Job:
    act: Act
    # Who waits: somebody in this event loop, or a thread without one.
    future: Future[Any] | asyncio.Future[Any] = field(default_factory=Future)
    loop: asyncio.AbstractEventLoop | None = None


class GroupWriter:
    """The one writer of a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: queue.Queue[_Job | None] = queue.Queue(MOST_WAITING)
        self._checkpoints = Checkpointer(database)
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def run(self, act: Act) -> Any:
        """Do `act` in a transaction and return its result once it is durable.

        Raises: what the act raises; RuleError `unavailable` when the database cannot take it.
        """
        loop = asyncio.get_running_loop()
        job = _Job(act, loop.create_future(), loop)
        self._submit(job)
        return await job.future

    def call(self, act: Act) -> Any:
        """The same for a caller without an event loop."""
        return self.handed_in(act).result()

    def handed_in(self, act: Act) -> Future[Any]:
        """The same for a caller who comes back for the result."""
        future: Future[Any] = Future()
        self._submit(_Job(act, future))
        return future

    def close(self) -> None:
        """Finish what is waiting, then stop."""
        self._jobs.put(None)
        self._thread.join()
        self._checkpoints.close()

    def _submit(self, job: _Job) -> None:
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            raise RuleError("unavailable") from None

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            group = [first]
            stopping = self._fill(group)
            try:
                self._commit_group(group)
            except Exception as fault:  # noqa: BLE001 - the writer must live; every caller is told
                tell(group, [(None, fault)] * len(group))
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
            outcomes = self._transaction(group) if len(group) > 1 else [self._alone(group[0])]
        except Exception:  # noqa: BLE001 - whose fault it is shows when each is done alone
            outcomes = [self._alone(job) for job in group]
        tell(group, outcomes)
        self._checkpoints.committed(len(group))

    def _alone(self, job: _Job) -> Outcome:
        try:
            with self._database.write_session() as session:
                return job.act(session), None
        except IntegrityError as fault:
            return None, translated(fault)
        except SQLAlchemyError as fault:
            unavailable = RuleError("unavailable")
            unavailable.__cause__ = fault
            return None, unavailable
        except Exception as fault:  # noqa: BLE001 - handed to the caller who asked for the act
            return None, fault

    def _transaction(self, group: list[_Job]) -> list[Outcome]:
        acts = [job.act for job in group]
        with self._database.write_session() as session:
            if (do_all := _all_joint(acts)) is not None:  # nobody beside them to save from what they do
                return _together(session, do_all, acts)
            return [
                outcome
                for do_all, together in groupby(acts, lambda act: getattr(act, "do_all", None))
                for outcome in _run(session, do_all, list(together))
            ]


def _run(session: Session, do_all: Any, acts: list[Any]) -> list[Outcome]:
    """Do neighbouring acts of one kind: together where that is known and works, else one by one."""
    if do_all is not None and len(acts) > 1:
        outcomes, fault = _in_savepoint(session, lambda inner: _together(inner, do_all, acts))
        if fault is None:
            return outcomes  # type: ignore[no-any-return]
    return [_in_savepoint(session, act) for act in acts]


def _all_joint(acts: Sequence[Any]) -> Any:
    """The one `do_all` of all of them; None when they are not all of one kind that has it."""
    kinds = {getattr(act, "do_all", None) for act in acts}
    return kinds.pop() if len(kinds) == 1 else None


def _together(session: Session, do_all: Any, acts: Sequence[Any]) -> list[Outcome]:
    found = do_all(session, [act.part for act in acts])
    return [(None, one) if isinstance(one, RuleError) else (one, None) for one in found]


def _in_savepoint(session: Session, act: Act) -> Outcome:
    try:
        with session.begin_nested():
            return act(session), None
    except IntegrityError as fault:
        return None, translated(fault)
    except SQLAlchemyError:
        raise  # the connection or the disk: the whole transaction is in doubt
    except Exception as fault:  # noqa: BLE001 - handed to the caller who asked for the act
        return None, fault


def tell(group: Sequence[_Job], outcomes: Sequence[Outcome]) -> None:
    """Tell everybody what came of their act; an event loop is woken once for all who wait in it."""
    told = list(zip(group, outcomes, strict=True))
    for loop in dict.fromkeys(job.loop for job in group):
        here = [(job.future, outcome) for job, outcome in told if job.loop is loop]
        if loop is None:
            _settle(here)
        elif not loop.is_closed():
            loop.call_soon_threadsafe(_settle, here)


def _settle(told: Sequence[tuple[Any, Outcome]]) -> None:
    for future, (result, fault) in told:
        if future.done() or (isinstance(future, Future) and not future.set_running_or_notify_cancel()):
            continue  # told already, or the caller went away; a committed act is durable all the same
        if fault is None:
            future.set_result(result)
        else:
            future.set_exception(fault)
