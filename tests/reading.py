"""Which files has the project, and what do they import and call?"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("db", "survey", "dashboard")
# What tools and a running installation leave behind; .gitignore names all of it.
LEFT_BEHIND = {
    ".git", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv",
    "__pycache__", "data",
}  # fmt: skip


def project_files(*rooms: str) -> Iterator[Path]:
    """Every file of these rooms (of the whole project without one), without what tools left behind."""
    for top in [ROOT / room for room in rooms] or [ROOT]:
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(set(inner) - LEFT_BEHIND)  # .venv alone holds more files than the project
            yield from (Path(folder, name) for name in sorted(names))


def modules(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    """Python files of these rooms, read."""
    for path in project_files(*rooms):
        if path.suffix == ".py":
            yield path, _parsed(path)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


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
