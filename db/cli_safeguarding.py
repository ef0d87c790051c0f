"""The operator's commands beside the safeguarding officers: counts and erasure, never content."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Any

from db.cli_users import operator
from db.commands.safeguarding import erase_expired
from db.engine import Database
from db.erasure import settle_erased
from db.queries.moments import day_of
from db.queries.safeguarding import waiting
from db.settings import Settings


def officers_alert(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Print how much waits, when something does; made for cron, which mails what is printed."""
    with database.read_session() as session:
        found = waiting(session, day_of(datetime.now(UTC)))
    if found.overdue:
        print(f"{found.overdue} mục đã sang ngày hôm sau mà chưa ai đọc.")
    if arguments.overdue_only:
        return
    if found.new:
        print(f"{found.new} mục mới.")
    if found.passages:
        print(f"{found.passages} đoạn trích chờ người thứ hai.")


def erase(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Erase children's words that were closed 90 days ago, out of the files as well."""
    with database.write_session() as session:
        erased = erase_expired(session, operator(), datetime.now(UTC))
    settled = settle_erased(database, thorough=True)
    print(f"Erased: {erased}. {'No copy remains.' if settled else 'The files are in use; run again.'}")


COMMANDS = (
    ("officers-alert", officers_alert, "print what waits for the safeguarding officers (counts only)"),
    ("erase-expired", erase, "erase children's words 90 days after their item was closed"),
)
ARGUMENTS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "officers-alert": (
        ("--overdue-only", {"action": "store_true", "help": "only what nobody read for 24 hours"}),
    ),
}
