"""How does the survey start and stop?

    uvicorn survey.app:create --factory --no-access-log --no-server-header --port 8000

Without the access log: an address and a time beside a child's answer would tell who it was.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import compile_path

from db.engine import open_database
from db.exports.store import sweep as sweep_exports
from db.migrate import check_migrated
from db.settings import Settings, read_settings
from db.writer import GroupWriter
from db.xlsform.convert import sweep_left_folders
from survey.assets import assets
from survey.errors import HANDLERS, on_fault
from survey.middleware import BodyLimit, FaultBoundary, SecurityHeaders
from survey.routes import ROUTES, starlette_routes
from survey.service import Service, utc_now

GZIP_LEVEL = 6  # 9 costs twice the time for one per cent


def create() -> Starlette:
    """The survey of this installation; what uvicorn calls."""
    app = create_app(read_settings())
    gc.collect()
    gc.freeze()  # what was loaded stays; to look through it for garbage would stop everybody for 70 ms
    return app


def create_app(settings: Settings, now: Callable[[], datetime] = utc_now) -> Starlette:
    """The survey under these settings and this clock.

    Raises at start: SettingsError when the database is unsafe, behind or ahead.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        database = open_database(settings, checkpoints=True)
        try:
            check_migrated(database)
            writer = GroupWriter(database)
            app.state.service = Service(settings, database, writer, now)
            try:
                yield
            finally:
                writer.close()
        finally:
            database.close()

    sweep_left_folders()
    sweep_exports(settings.data_dir)
    assets()  # a missing stylesheet is found at start, not by the first child
    app = Starlette(
        routes=starlette_routes(ROUTES),
        middleware=[
            Middleware(SecurityHeaders, production=settings.production),
            Middleware(GZipMiddleware, compresslevel=GZIP_LEVEL),
            Middleware(FaultBoundary, page=on_fault),
            Middleware(BodyLimit, uploads=[compile_path(page.path)[0] for page in ROUTES if page.upload]),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.pages = ROUTES
    return app
