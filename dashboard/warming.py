"""What is made ready before the first reader comes?  What every page loads, and the first page's answers.

Otherwise whoever comes first after a start waits a second longer than all others.
"""

from __future__ import annotations

import asyncio
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from dashboard.charts.canvas import skeleton

log = logging.getLogger("nhipcau.dashboard")
RUN_ITSELF = frozenset({"app", "asgi"})  # what is a program, not a part of one


@asynccontextmanager
async def warmed(app: st.App) -> AsyncIterator[None]:
    """Load before the doors open; ask right after, while they are open already."""
    await run_in_threadpool(_load)
    asking = asyncio.create_task(run_in_threadpool(_ask))
    yield
    await asking


def _load() -> None:
    """Every part of the dashboard, and the layers of a chart."""
    for part in pkgutil.iter_modules([str(Path(__file__).parent)], "dashboard."):
        if not part.ispkg and part.name.rpartition(".")[2] not in RUN_ITSELF:
            import_module(part.name)
    skeleton()


def _ask() -> None:
    """The first page as of today, kept for whoever comes; without the database the first reader is told."""
    from dashboard import data, records  # loaded by now

    today = records.today()
    try:
        data.first_page(data.newest_version(), today.year, today)
    except SQLAlchemyError as fault:
        log.warning("not ready: %s", type(fault).__name__)
