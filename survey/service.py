"""What does a request have at hand?  The settings, the two doors to the records, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from db.engine import Database
from db.settings import Settings
from db.writer import Act, GroupWriter
from survey.blank_forms import BlankForms
from survey.open_desks import OpenDesks

T = TypeVar("T")


def utc_now() -> datetime:
    """The moment of a request."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Service:
    """The installation as an endpoint sees it."""

    settings: Settings
    database: Database
    writer: GroupWriter
    now: Callable[[], datetime] = utc_now
    desks: OpenDesks = field(default_factory=OpenDesks)
    blank_forms: BlankForms = field(default_factory=BlankForms)

    async def read(self, query: Callable[[Session], T]) -> T:
        """Ask the database in a thread; the event loop never waits for it."""
        return await run_in_threadpool(self._read, query)

    async def write(self, act: Act) -> Any:
        """Do one act in the writer; returns once it is durable."""
        return await self.writer.run(act)

    def _read(self, query: Callable[[Session], T]) -> T:
        with self.database.read_session() as session:
            return query(session)


def service_of(request: Request) -> Service:
    """The service this app was started with."""
    service: Service = request.app.state.service
    return service
