"""Do the walls hold: who imports whom, where a session opens, what a migration may know?"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import db.models
from db.base import Base
from db.engine import Database
from db.migrate import HERE as MIGRATIONS
from tests.reading import ROOMS, ROOT, called, imported, modules, place

IMPURE_CALLS = {"open", "print", "input", "eval", "exec"}
CLOCKS = {"now", "today", "utcnow"}
IMPURE_MODULES = {
    "asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "subprocess", "threading", "time",
}  # fmt: skip


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert checked.returncode == 0, checked.stdout
    assert re.search(r"Contracts: [6-9] kept, 0 broken", checked.stdout), checked.stdout


def test_rules_use_the_standard_library_only_and_touch_nothing() -> None:
    """No library, no clock, no file, no chance: the same question has the same answer for ever."""
    wrong = []
    for path, tree in modules("db/rules"):
        for name, line in imported(tree):
            top = name.partition(".")[0]
            ours = name == "db.rules" or name.startswith("db.rules.")
            if top in IMPURE_MODULES or not (ours or top in sys.stdlib_module_names):
                wrong.append(f"{place(path, line)} imports {name}")
        for name, call in called(tree):
            method = isinstance(call.func, ast.Attribute)
            if (name in IMPURE_CALLS and not method) or (name in CLOCKS and method):
                wrong.append(f"{place(path, call.lineno)} calls {name}")
    assert not wrong, "\n".join(wrong)


def test_a_session_opens_in_one_place_only() -> None:
    opened = {
        place(path)
        for path, tree in modules(*ROOMS)
        for name, _ in called(tree)
        if name in ("create_engine", "Session", "sessionmaker", "scoped_session")
    }
    assert opened == {"db/engine.py"}


def test_commands_never_commit_themselves() -> None:
    found = [
        place(path, call.lineno)
        for path, tree in modules("db/commands", "db/queries")
        for name, call in called(tree)
        if name in ("commit", "rollback", "begin")
    ]
    assert not found, "\n".join(found)


def test_migrations_stand_alone() -> None:
    """A migration must still run when the models have moved on."""
    found = [
        place(path, line)
        for path, tree in modules("db/migrations")
        for name, line in imported(tree)
        if name.startswith(("db.models", "db.rules", "db.queries", "db.commands"))
    ]
    assert not found, "\n".join(found)


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_migrations_make_what_the_models_say(database: Database) -> None:
    assert db.models.__all__
    with database.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
