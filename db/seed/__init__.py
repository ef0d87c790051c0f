"""The tables the Association starts with, as files; `rows` reads one of them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a seed table, e.g. ``rows("strategy")`` or ``rows("sample/sample_facts")``."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def instrument(slug: str) -> str:
    """The source of a seed instrument: XLSForm in Markdown tables."""
    return (HERE / "instruments" / f"{slug}.md").read_text(encoding="utf-8")


def sample_instrument(slug: str) -> str:
    """The source of an instrument that only the sample uses."""
    return (HERE / "sample" / f"{slug}.md").read_text(encoding="utf-8")
