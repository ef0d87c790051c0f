"""How does the operator rule the installation?  ``python -m db <what> …``

Words on the screen are for one volunteer at a terminal; every refusal says what to do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError

from db import cli_backup, cli_exports, cli_records, cli_safeguarding, cli_users
from db.backup.refusals import BackupRefused
from db.backup.restoring import sqlite_path
from db.engine import Database, open_database
from db.migrate import check_migrated, migrate
from db.rules.errors import REFUSALS, RuleError
from db.settings import Settings, SettingsError, read_settings

Command = Callable[..., None]
KEEPING = frozenset(command for _, command, _ in cli_backup.COMMANDS)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked."""
    arguments = _parser().parse_args(argv)
    try:
        _run(read_settings(), arguments)
    except RuleError as refusal:
        said = f"Refused ({refusal.code}): {_sentence(refusal)}"
    except (BackupRefused, SettingsError) as refusal:
        said = str(refusal)
    except (OSError, DBAPIError) as fault:
        said = cli_backup.trouble(fault)
    else:
        return 0
    print(said, file=sys.stderr)
    return 1


def _run(settings: Settings, arguments: argparse.Namespace) -> None:
    """Backup and what belongs to it open the database themselves, or make it."""
    if settings.sqlite and arguments.command not in FIRST and not sqlite_path(settings).exists():
        raise SettingsError(f"{NOTHING_THERE} {sqlite_path(settings)}. {SAY_INIT}")  # an open would make it
    if arguments.command in KEEPING:
        arguments.command(settings, arguments)
        return
    with closing(open_database(settings)) as database:
        if arguments.command is not init:
            check_migrated(database)
        arguments.command(database, settings, arguments)


def _sentence(refusal: RuleError) -> str:
    facts = ", ".join(f"{name}: {value}" for name, value in refusal.facts.items())
    problems = "; ".join(f"{p.field}: {p.code}" for p in refusal.problems)
    return " — ".join(part for part in (REFUSALS[refusal.code][1], facts, problems) if part)


def init(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Migrate, then load the strategy, the provinces, the organisations and the published figures."""
    migrate(database)
    with database.write_session() as session:
        cli_records.found_all(session, datetime.now(UTC))
    if settings.sqlite:
        sqlite_path(settings).chmod(0o600)  # the files SQLite lays beside it take the same


# What may be the first command on a machine.
FIRST = frozenset({init, cli_backup.backup_key, cli_backup.restore, cli_backup.drill})
NOTHING_THERE, SAY_INIT = "Chưa có cơ sở dữ liệu ở", "Hãy chạy trước: python -m db init"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m db", description=__doc__)
    what = parser.add_subparsers(required=True, metavar="what")
    _add(what, "init", init, "make or update the database and load what every installation knows")
    for part in (cli_records, cli_exports, cli_backup, cli_safeguarding):
        for name, command, words in part.COMMANDS:
            arguments = _add(what, name, command, words)
            for flag, options in part.ARGUMENTS.get(name, ()):
                arguments.add_argument(flag, **options)
    user = what.add_parser("user", help="accounts").add_subparsers(required=True, metavar="act")
    for name, command, words in cli_users.COMMANDS:
        arguments = _add(user, name, command, words)
        for flag, options in cli_users.ARGUMENTS.get(name, ()):
            arguments.add_argument(flag, **options)
    return parser


def _add(
    parsers: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, words: str
) -> argparse.ArgumentParser:
    parser = parsers.add_parser(name, help=words, description=words)
    parser.set_defaults(command=command)
    return parser
