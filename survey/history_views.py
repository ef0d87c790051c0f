"""How is a change shown: who, when, which field from what to what, and why?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from db.queries.entries import versions
from db.queries.record_changes import ChangeRow
from db.rules.report_forms import FormSpec
from survey.report_views import Pairs, read_pairs
from survey.text import TEXT, say

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One field that changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What a version of a report says that the one before did not."""

    number: int
    lines: tuple[ChangedLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change of a unit or an account."""

    act: str
    at: datetime
    by_vi: str
    reason: str
    lines: tuple[ChangedLine, ...]


def version_changes(
    session: Session, report_id: UUID, spec: FormSpec, units: Pairs
) -> tuple[VersionChange, ...]:
    """What each version changed, the first one left out."""
    return tuple(
        VersionChange(after[0], _lines(dict(read_pairs(spec, before[3], units)), after[3], spec, units))
        for before, after in pairwise(versions(session, report_id))
    )


def _lines(before: dict[str, str], data: Any, spec: FormSpec, units: Pairs) -> tuple[ChangedLine, ...]:
    after = dict(read_pairs(spec, data, units))
    labels = dict.fromkeys([*before, *after])
    return tuple(
        ChangedLine(label, before.get(label, NOTHING), after.get(label, NOTHING))
        for label in labels
        if before.get(label) != after.get(label)
    )


def change_view(row: ChangeRow) -> ChangeView:
    """A stored change in words; acts and fields that have none show their code."""
    return ChangeView(
        act_words(row.act),
        row.at,
        row.by_vi,
        row.reason,
        tuple(
            ChangedLine(TEXT.get(f"changed.{name}", name), _word(name, before), _word(name, after))
            for name, before, after in row.fields
        ),
    )


def act_words(act: str) -> str:
    """An act of the audit log in Vietnamese; its code when nobody gave it words."""
    return TEXT.get(f"audit.{act}", act)


def _word(name: str, value: object) -> str:
    if value is None:
        return NOTHING
    return TEXT.get(
        f"role.{value}" if name == "role" else f"kind.{value}", say("words.as_is", text=str(value))
    )
