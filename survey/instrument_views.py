"""How are faults, notes and changes of a questionnaire read out?  Codes and facts -> lines in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from db.rules.errors import Problem
from db.rules.form_changes import Change
from survey.text import TEXT, say

PRIVATE: Final = "private_item"
_VIETNAMESE: Final = "vi"
# Changes whose words are kinds of question.
_OF_KINDS: Final = frozenset({"kind"})


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One sentence about a place of the author's file; `grave` for what needs a second thought."""

    place: str
    text: str
    grave: bool = False


def fault_lines(problems: Iterable[Problem]) -> tuple[PlacedLine, ...]:
    """What stops the form, in the order of the file."""
    return tuple(
        PlacedLine(_place(problem.facts), _fault(str(problem.facts["reason"]), problem.facts))
        for problem in problems
    )


def note_lines(notes: Iterable[Mapping[str, Any]]) -> tuple[PlacedLine, ...]:
    """What was mended or noticed; what Decree 56 protects comes first."""
    lines = [
        PlacedLine(_place(note), say(f"xls.note.{note['code']}", **note["facts"]), note["code"] == PRIVATE)
        for note in notes
    ]
    return tuple(sorted(lines, key=lambda line: not line.grave))


def change_lines(changes: Iterable[Change]) -> tuple[str, ...]:
    """What is different: “Câu 4 đổi lời: … → …”."""
    return tuple(_change(change) for change in changes)


def _place(facts: Mapping[str, Any]) -> str:
    sheet, row = facts.get("sheet"), facts.get("row")
    if not sheet:
        return say("instrument.place_file")
    return (
        say("instrument.place", sheet=sheet, row=row) if row else say("instrument.place_sheet", sheet=sheet)
    )


def _fault(reason: str, facts: Mapping[str, object]) -> str:
    if reason == "too_big":
        return say(f"xls.too_big.{facts.get('what')}", **facts)
    words = {name: _kind(facts[name]) for name in ("before", "after") if name in facts}
    return say(f"xls.reason.{reason}", **{**facts, **words})


def _change(change: Change) -> str:
    before, after = change.before, change.after
    if change.code in _OF_KINDS:
        before, after = _kind(before), _kind(after)
    other = change.what and change.what != _VIETNAMESE
    language = say("instrument.in_language", language=change.what) if other else ""
    facts = {"where": _where(change), "before": before, "after": after, "what": change.what}
    return say(f"xls.change.{change.code}", language=language, **facts)


def _where(change: Change) -> str:
    if change.number:
        return say("instrument.where", number=change.number)
    if change.section:
        return say("instrument.section_named", name=change.name)
    return say("instrument.where_other", row=change.row, name=change.name)


def _kind(kind: object) -> str:
    return TEXT.get(f"xls.kind.{kind}", str(kind))
