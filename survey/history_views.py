"""How is a change shown: who, when, which field from what to what, and why?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from db.queries.entries import versions
from db.queries.record_changes import ChangeRow
from db.rules.numbers import write_date
from db.rules.report_forms import FormSpec
from survey.report_views import Pairs, read_pairs
from survey.text import TEXT, say

NOTHING: Final = "–"
# Fields whose values are codes -> the family of keys with their words.
FAMILY_OF: Final = {"role": "role.", "state": "lyk.state.", "held_for": "held.why.", "verdict": "verdict."}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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
        actor_words(row.by_vi),
        row.reason,
        tuple(
            ChangedLine(TEXT.get(f"changed.{name}", name), _word(name, before), _word(name, after))
            for name, before, after in row.fields
        ),
    )


def act_words(act: str) -> str:
    """An act of the audit log in Vietnamese; its code when nobody gave it words."""
    return TEXT.get(f"audit.{act}", act)


def actor_words(actor: str) -> str:
    """Who acted: an account's own name, or the words for those that have none (the public, the sample)."""
    return TEXT.get(f"actor.{actor}", actor)


def fact_words(name: str, value: object) -> str:
    """One fact of a row of the log; what nobody gave words is shown as it is kept."""
    state = TEXT.get(f"state.{value}") if name == "state" else TEXT.get(f"role.{value}")
    return f"{TEXT.get(f'fact.{name}', name)}: {state or value}"


def _word(name: str, value: object) -> str:
    if value is None or value == "":
        return NOTHING
    family = FAMILY_OF.get(name, "kind.")
    return TEXT.get(f"{family}{value}", say("words.as_is", text=_readable(str(value))))


def _readable(text: str) -> str:
    """A day as people write it; everything else as it is."""
    return write_date(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
