"""Is the survey able to take an answer right now?  Asked by the operator's watch."""

from __future__ import annotations

import asyncio

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from db.rules.errors import RuleError
from survey.visit import Visit

PATIENCE = 5.0  # seconds; a watch asks every half minute


async def get_health(visit: Visit) -> Response:
    """200 when the database can be read and the writer commits, else 503."""
    try:
        async with asyncio.timeout(PATIENCE):
            await visit.service.read(_ask)
            await visit.service.write(_ask)
    except (RuleError, SQLAlchemyError, TimeoutError):
        return JSONResponse({"status": "unavailable"}, 503)
    return JSONResponse({"status": "ok"})


def _ask(session: Session) -> int:
    """A statement, so that the reader reads and the writer takes its lock and commits."""
    answer: int = session.execute(text("SELECT 1")).scalar_one()
    return answer
