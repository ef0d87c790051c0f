"""Does the house stand as its plan says: rooms, names, sizes, and words for everything that needs them?"""

from __future__ import annotations

import ast
import re

import pytest

from dashboard.text import TEXT as DASHBOARD_TEXT
from db.migrate import HERE as MIGRATIONS
from db.rules.diagrams import diagrams_page
from db.rules.errors import REFUSALS
from db.rules.roles import ROLES
from db.settings import VARIABLES
from survey.routes import ROUTES
from survey.text import TEXT as SURVEY_TEXT
from tests.reading import LEFT_BEHIND, ROOMS, ROOT, called, modules, place, project_files

# A new top-level entry needs an issue that names it.
TOP_LEVEL = {
    ".ci", ".gitignore", "Makefile", "README.md", "dashboard", "db", "deploy", "pyproject.toml",
    "requirements-dev.txt", "requirements.txt", "survey", "tests",
}  # fmt: skip
NAMELESS = re.compile(r"(utils?|helpers?|common|misc|managers?|handlers?)\.py")
MOST_LINES, MOST_FUNCTION_LINES = 250, 40
CODE = (".py", ".js", ".css", ".html")


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
    assert not found, "\n".join(found)


def test_files_stay_small() -> None:
    """Of the rooms people work in; migrations are written once, and a test may list many cases."""
    long = []
    for path in project_files(*ROOMS, "deploy"):
        if MIGRATIONS in path.parents or path.suffix not in CODE:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            long.append(f"{place(path)}: {lines} lines")
    assert not long, "\n".join(long)


def test_functions_stay_small() -> None:
    long = []
    for path, tree in modules(*ROOMS, "deploy"):
        if MIGRATIONS in path.parents:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MOST_FUNCTION_LINES:
                    long.append(f"{place(path, node.lineno)} {node.name}: {lines} lines")
    assert not long, "\n".join(long)


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
    assert not silent, "\n".join(silent)


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
    assert not unknown, "\n".join(unknown)


def test_every_setting_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in VARIABLES if f"`{name}`" not in readme] == []


def test_no_setting_is_read_or_promised_that_does_not_exist() -> None:
    read = {
        name
        for path in project_files(*ROOMS, "deploy")
        for name in re.findall(r"NHIPCAU_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8", errors="replace"))
    }
    promised = set(re.findall(r"NHIPCAU_[A-Z_]+[A-Z]", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert (read | promised) - set(VARIABLES) <= {"NHIPCAU_CHROMIUM"}  # a test's setting, not the program's


def test_the_diagrams_are_the_tables() -> None:
    page = (ROOT / "db" / "rules" / "DIAGRAMS.md").read_text(encoding="utf-8")
    assert page == diagrams_page()
