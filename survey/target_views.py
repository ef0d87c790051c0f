"""How is a target's rule shown: in words, since when, what a change would do to which year?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from db.documents.text import say as document_words
from db.queries.owners import OwnerRow, owners
from db.queries.progress import MeasureProgress
from db.queries.strategy import MeasureCard, strategy
from db.queries.target_rules import Effect, RuleRow, effects, proposals, rule_line, rule_words, rules
from db.rules.target_rules import ASKED, changed
from survey.endpoints.comment_desk import WHOLE, wanted_words
from survey.history_views import ChangedLine
from survey.text import say


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One measure of the list: its rule this year in words, and since when."""

    card: MeasureCard
    rule: str
    since: str
    own_owner: bool


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """One objective, who answers for it, and its measures."""

    number: int
    title: str
    owner_vi: str
    owners: tuple[OwnerRow, ...]
    lines: tuple[TargetLine, ...]


def target_groups(session: Session, today: date) -> tuple[TargetGroup, ...]:
    """The eight objectives with their 28 measures."""
    known: dict[str, list[RuleRow]] = {}
    for row in rules(session, today):
        known.setdefault(row.measure_code, []).append(row)
    return tuple(
        TargetGroup(
            one.number,
            one.title_vi,
            one.owner_vi,
            owners(session, str(one.number), today),
            tuple(_line(card, known.get(card.code, []), one.owner_vi, today.year) for card in one.measures),
        )
        for one in strategy(session)
    )


def _line(card: MeasureCard, known: Sequence[RuleRow], owner_vi: str, year: int) -> TargetLine:
    params, held = card.params_in(year), in_force(known, year)
    names = [name for name in ASKED[card.kind] if params.get(name) is not None]
    return TargetLine(
        card, rule_line(card.kind, params, names), since_words(held), card.owner_vi not in ("", owner_vi)
    )


def in_force(known: Iterable[RuleRow], year: int) -> RuleRow | None:
    """The version that holds for a year: of those that reach it, the one decided last."""
    found = None
    for row in known:
        if row.from_year is None or row.from_year <= year:
            found = row
    return found


def since_words(row: RuleRow | None) -> str:
    """Since when a version is used."""
    if row is None or row.from_year is None:
        return say("target.began")
    return say("target.since", year=str(row.from_year))


def differences(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ChangedLine]:
    """Each parameter that changes, from what to what, in words."""
    names, default = changed(kind, before, after), say("target.default")
    old, new = (dict(rule_words(kind, params, names)) for params in (before, after))
    labels = dict.fromkeys((*old, *new))
    return [ChangedLine(label, old.get(label, default), new.get(label, default)) for label in labels]


def effect_words(
    session: Session, code: str, from_year: int, params: Mapping[str, Any], today: date
) -> list[str]:
    """One sentence for each year that has begun, or one that nothing changes before the year comes."""
    found = effects(session, code, from_year, params, today)
    return [_sentence(one) for one in found] or [say("target.effect_later", year=str(from_year))]


def _sentence(effect: Effect) -> str:
    before, after = (_target_words(row) for row in (effect.before, effect.after))
    old, new = (document_words(f"status.{row.evaluation.status}") for row in (effect.before, effect.after))
    key = "frozen" if effect.frozen else "stays" if before == after else "moves"
    years = {"year": str(effect.year), "earlier": str(effect.year - 1)}
    target = say(f"target.effect_{key}", before=before, after=after, **years)
    return target + say("target.word_stays" if old == new else "target.word_moves", old=old, new=new)


def _target_words(row: MeasureProgress) -> str:
    has = row.measure.kind in WHOLE or row.evaluation.target is not None
    return wanted_words(row) if has else say("target.no_target")


def waiting_proposals(session: Session) -> int:
    """How many asked changes wait for a second person."""
    return sum(1 for row in proposals(session) if not row.act)
