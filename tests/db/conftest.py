"""What do several of these tests begin with?"""

from __future__ import annotations

import pytest

from db.engine import Database
from db.models import Consultation
from tests.db.report_desk import Desk
from tests.factories import make_consultation


@pytest.fixture
def asked(database: Database) -> Consultation:
    """An open consultation in `database`."""
    with database.write_session() as session:
        return make_consultation(session)


@pytest.fixture
def desk(database: Database) -> Desk:
    """Members and staff, on both engines."""
    return Desk(database)


@pytest.fixture
def small_desk(sqlite_database: Database) -> Desk:
    """On SQLite only, where the engine makes no difference."""
    return Desk(sqlite_database)
