"""Which columns has each set, and what does each mean?  One table; header, schema and dictionary follow.

The table is ``db/seed/export_columns.csv``.  A column's type decides how its values are written, and its
constraints are words of the Frictionless table schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from db.rules.observation import FLAGS
from db.seed import rows

TYPES = ("string", "integer", "number", "date")
FLAGS_NAME = "obs_status"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a set."""

    name: str
    type: str
    title_vi: str
    title_en: str
    description_vi: str
    description_en: str
    constraints: Mapping[str, Any]
    constraints_text: str


@cache
def columns_of(name: str) -> tuple[Column, ...]:
    """The columns of a set, from left to right.  Raises: KeyError for a set nobody described."""
    found = tuple(_column(row) for row in rows("export_columns") if row["set"] == name)
    if not found:
        raise KeyError(name)
    return found


def schema_of(name: str) -> dict[str, Any]:
    """The Frictionless table schema of a set's machine-readable file."""
    return {"fields": [_field(column) for column in columns_of(name)], "missingValues": [""]}


# The dictionary is a table like the others, of texts only.
DICTIONARY: Sequence[str] = (
    "Bảng / Set",
    "Cột / Column",
    "Kiểu / Type",
    "Tên cột",
    "Title",
    "Ý nghĩa",
    "Meaning",
    "Ràng buộc / Constraints",
)


def dictionary_rows(sets: Sequence[str], sample: bool) -> list[tuple[str, ...]]:
    """What every column means, and below what every flag means and which of our states it stands for.

    Shape: eight texts a row, under :data:`DICTIONARY`.
    """
    first = [("", "", "", *_SAMPLE_WORDS, "", "", "")] if sample else []
    described = [
        (
            name,
            column.name,
            column.type,
            column.title_vi,
            column.title_en,
            column.description_vi,
            column.description_en,
            column.constraints_text,
        )
        for name in sets
        for column in columns_of(name)
    ]
    flags = [
        (FLAGS_NAME, flag, "SDMX CL_OBS_STATUS", f"Cờ {flag}", sdmx, meaning_vi, meaning_en, "")
        for flag, (sdmx, meaning_vi, meaning_en) in FLAGS.items()
    ]
    return first + described + flags


_SAMPLE_WORDS = ("CÓ SỐ LIỆU MINH HOẠ, không phải kết quả thật", "HOLDS SAMPLE DATA, not real results")


def _column(row: Mapping[str, str]) -> Column:
    return Column(
        name=row["name"],
        type=row["type"],
        title_vi=row["title_vi"],
        title_en=row["title_en"],
        description_vi=row["description_vi"],
        description_en=row["description_en"],
        constraints=_constraints(row["constraints"], row["type"]),
        constraints_text=row["constraints"],
    )


def _constraints(text: str, kind: str) -> dict[str, Any]:
    """ "required;min:0;enum:a|b" as the words of a table schema."""
    found: dict[str, Any] = {}
    for part in filter(None, text.split(";")):
        word, _, value = part.partition(":")
        found |= _CONSTRAINTS[word](value, int if kind == "integer" else str)
    return found


_CONSTRAINTS: Mapping[str, Callable[[str, Callable[[str], Any]], dict[str, Any]]] = {
    "required": lambda _, read: {"required": True},
    "unique": lambda _, read: {"unique": True},
    "min": lambda value, read: {"minimum": read(value)},
    "max": lambda value, read: {"maximum": read(value)},
    "pattern": lambda value, read: {"pattern": value},
    "enum": lambda value, read: {"enum": [read(one) for one in value.split("|")]},
}


def _field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": f"{column.title_vi} / {column.title_en}",
        "description": f"{column.description_vi} / {column.description_en}",
    }
    if column.constraints:
        found["constraints"] = dict(column.constraints)
    return found
