"""Does the house stand as its plan says: rooms, walls, names, sizes, and words for everything that needs them?"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import db.models
from dashboard.text import TEXT as DASHBOARD_TEXT
from db.base import Base
from db.engine import Database
from db.migrate import HERE as MIGRATIONS
from db.rules.diagrams import diagrams_page
from db.rules.errors import REFUSALS
from db.rules.roles import ROLES
from db.settings import VARIABLES
from survey.routes import ROUTES
from survey.text import TEXT as SURVEY_TEXT

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("db", "survey", "dashboard")
# A new top-level entry needs an issue that names it.
TOP_LEVEL = {
    ".ci", ".gitignore", "Makefile", "README.md", "dashboard", "db", "deploy", "pyproject.toml",
    "requirements-dev.txt", "requirements.txt", "survey", "tests",
}  # fmt: skip
# What tools and a running installation leave behind; .gitignore names all of it.
LEFT_BEHIND = {
    ".git", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv",
    "__pycache__", "data",
}  # fmt: skip
NAMELESS = re.compile(r"(utils?|helpers?|common|misc|managers?|handlers?)\.py")
MOST_LINES, MOST_FUNCTION_LINES = 250, 40
DATA = (".csv", ".json", ".lock", ".svg", ".md", ".txt")
IMPURE_CALLS = {"open", "print", "input", "eval", "exec"}
CLOCKS = {"now", "today", "utcnow"}
IMPURE_MODULES = {"os", "pathlib", "time", "random", "secrets", "socket", "subprocess", "threading", "asyncio", "io"}


def project_files(*rooms: str) -> Iterator[Path]:
    """Every file of these rooms (of the whole project without one), without what tools left behind."""
    for top in [ROOT / room for room in rooms] or [ROOT]:
        for path in sorted(top.rglob("*")):
            if path.is_file() and not LEFT_BEHIND & set(path.relative_to(ROOT).parts):
                yield path


def modules(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    """Python files of these rooms, read."""
    for path in project_files(*rooms):
        if path.suffix == ".py":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, line: int = 0) -> str:
    """Where, as an editor takes it."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names of imported modules with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno


def called(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call under the last part of its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            yield name, node


# -- rooms ---------------------------------------------------------------------------------------------


def test_nothing_stands_beside_the_rooms() -> None:
    found = {path.name for path in ROOT.iterdir()} - LEFT_BEHIND
    assert found - TOP_LEVEL == set()


def test_no_room_is_called_nothing() -> None:
    assert [place(path) for path in project_files() if NAMELESS.fullmatch(path.name)] == []


def test_streamlits_old_magic_folder_is_not_there() -> None:
    assert not (ROOT / "dashboard" / "pages").exists()


def test_nothing_reaches_outside_the_project() -> None:
    outside = re.compile("|".join(map(re.escape, ("../" + "shared", "/wo" + "rk/", "/tm" + "p/w/"))))
    found = [
        place(path, number)
        for path in project_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if outside.search(line)
    ]
    assert found == []


def test_files_and_functions_stay_small() -> None:
    """Migrations are generated and never read again; tables of data and pages of words are no code."""
    long = []
    for path in project_files(*ROOMS, "deploy"):
        if MIGRATIONS in path.parents or path.suffix in DATA:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            long.append(f"{place(path)}: {lines} lines")
    assert long == []


def test_functions_stay_small() -> None:
    long = []
    for path, tree in modules(*ROOMS, "deploy", "tests"):
        if MIGRATIONS in path.parents:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MOST_FUNCTION_LINES:
                    long.append(f"{place(path, node.lineno)} {node.name}: {lines} lines")
    assert long == []


def test_every_module_says_which_question_it_answers() -> None:
    assert [place(path) for path, tree in modules(*ROOMS, "deploy") if not ast.get_docstring(tree)] == []


def test_every_public_function_of_the_inner_rooms_says_what_it_is() -> None:
    silent = [
        f"{place(path, node.lineno)} {node.name}"
        for path, tree in modules("db/rules", "db/queries", "db/commands", "dashboard/charts")
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]
    assert silent == []


# -- walls ---------------------------------------------------------------------------------------------


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
    assert wrong == []


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
    assert found == []


def test_migrations_stand_alone() -> None:
    """A migration must still run when the models have moved on."""
    found = [
        place(path, line)
        for path, tree in modules("db/migrations")
        for name, line in imported(tree)
        if name.startswith(("db.models", "db.rules", "db.queries", "db.commands"))
    ]
    assert found == []


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_migrations_make_what_the_models_say(database: Database) -> None:
    assert db.models.__all__
    with database.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


# -- words ---------------------------------------------------------------------------------------------


def test_every_route_names_an_action_that_somebody_may_do() -> None:
    assert [page.path for page in ROUTES if not ROLES.get(page.action)] == []


@pytest.mark.parametrize("words", [SURVEY_TEXT, DASHBOARD_TEXT], ids=["survey", "dashboard"])
def test_every_refusal_has_its_sentence(words: dict[str, str]) -> None:
    assert [code for code in REFUSALS if not words.get(f"error.{code}", "").strip()] == []


def test_every_refusal_that_is_raised_exists() -> None:
    """A code that is only raised would be a fault on the day it is needed."""
    unknown = []
    for path, tree in modules(*ROOMS):
        for name, call in called(tree):
            position = {"RuleError": 0, "Problem": 1}.get(name)
            if position is None or len(call.args) <= position:
                continue
            code = call.args[position]
            if isinstance(code, ast.Constant) and code.value not in REFUSALS:
                unknown.append(f"{place(path, call.lineno)} {code.value}")
    assert unknown == []


def test_every_setting_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in VARIABLES if f"`{name}`" not in readme] == []


def test_no_setting_is_read_or_promised_that_does_not_exist() -> None:
    read = {
        name
        for path in project_files(*ROOMS, "deploy")
        for name in re.findall(r"NHIPCAU_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }
    promised = set(re.findall(r"NHIPCAU_[A-Z_]+[A-Z]", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert (read | promised) - set(VARIABLES) <= {"NHIPCAU_CHROMIUM"}  # a test's setting, not the program's


def test_the_diagrams_are_the_tables() -> None:
    page = (ROOT / "db" / "rules" / "DIAGRAMS.md").read_text(encoding="utf-8")
    assert page == diagrams_page()
