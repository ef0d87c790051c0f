"""How does the database reach the shape this version needs?  Forward only, in one transaction.

Two processes that start together must not race: migrations are a step of their own (`python -m db init`),
and the apps refuse to start on a database that is behind or ahead.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db.engine import Database
from db.settings import SettingsError

HERE = Path(__file__).resolve().parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@cache
def wanted_revision() -> str:
    """The one head of the migrations; to find it, all of them are read."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise SettingsError("No migration was found: the installation is incomplete.")
    return head


def found_revision(database: Database) -> str | None:
    """The revision the database stands at; None when it is empty."""
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database) -> None:
    """Bring the database to this version's shape."""
    with database.write_session() as session:
        migrate_within(session)


def migrate_within(session: Session, revision: str = "head") -> None:
    """The same in a transaction that does more: a restore makes tables and rows together or not at all."""
    command.upgrade(_config(session.connection()), revision)


def known_revisions() -> frozenset[str]:
    """Every revision this version has ever had."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def check_migrated(database: Database) -> None:
    """Refuse to start on another version's database.

    Raises: SettingsError that says what to do.
    """
    found, wanted = found_revision(database), wanted_revision()
    if found != wanted:
        raise SettingsError(
            f"Cơ sở dữ liệu ở phiên bản {found or 'chưa có'}, chương trình này cần {wanted}. / "
            f"The database stands at version {found or 'none'}, this program needs {wanted}. "
            "Run: python -m db init"
        )
