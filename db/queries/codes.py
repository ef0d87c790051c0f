"""What themes do the released passages of a consultation speak of, and which are quoted?

The codes themselves are for this layer and for commands: neither coder sees the other's before both have
read everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, String, Text, Uuid, func, select, union_all
from sqlalchemy.orm import Session

from db.base import UtcDateTime
from db.models import CodeSettlement, Passage, PassageCode, Quote
from db.models import Theme as ThemeRecord
from db.queries.unions import Columns, part_of
from db.rules.answers import AGE_BAND
from db.rules.coding import Theme, final_theme, standing_theme
from db.rules.definition import Definition, choice_label
from db.rules.suppression import Cell, rounded_live_count

LANGUAGE: Final = "vi"


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """One theme as published: of how many passages, or words while they are few."""

    name_vi: str
    description_vi: str
    passages: Cell


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A child's words as published; age band and region only where enough children share them."""

    text_vi: str
    age_vi: str
    region_vi: str


def theme_counts(codes: Codes) -> tuple[tuple[ThemeCount, ...], Cell]:
    """The themes of what is decided, most passages first, and how many passages are decided.

    None:   a few passages are words, not a number.
    """
    decided = [codes.final(passage) for passage in codes.passages]
    found = Counter(one[0] for one in decided if one is not None and one[0] is not None)
    rows = sorted((row for row in codes.themes if found.get(row.number)), key=lambda row: row.number)
    rows.sort(key=lambda row: -found[row.number])
    counts = tuple(ThemeCount(row.name, row.text, rounded_live_count(found[row.number])) for row in rows)
    return counts, rounded_live_count(sum(one is not None for one in decided))


def passage_ids(session: Session, consultation_id: int) -> Sequence[UUID]:
    """Every released passage of a consultation."""
    asked = select(Passage.id).where(Passage.consultation_id == consultation_id, Passage.state == "released")
    return session.scalars(asked).all()


def coded_counts(session: Session, consultation_id: int) -> dict[str, int]:
    """Coder -> how many passages they have read."""
    rows = session.execute(
        select(PassageCode.coder, func.count())
        .join(Passage, Passage.id == PassageCode.passage_id)
        .where(Passage.consultation_id == consultation_id)
        .group_by(PassageCode.coder)
        .order_by(PassageCode.coder)
    )
    return {coder: count for coder, count in rows}


def codes_of(session: Session, passage_id: UUID) -> list[Theme]:
    """What was given to a passage, in the order of the coders' names."""
    asked = select(PassageCode.theme_id).where(PassageCode.passage_id == passage_id)
    return list(session.scalars(asked.order_by(PassageCode.coder)))


def merged_themes(session: Session, consultation_id: int) -> dict[int, int]:
    """Theme -> the one it was merged into."""
    rows = themes_of(session, consultation_id)
    return {row.id: row.merged_into for row in rows if row.merged_into is not None}


_COLUMNS: Columns = {
    "kind": String(10),
    "passage": Uuid(),
    "coder": String(80),
    "number": Integer(),
    "merged": Integer(),
    "name": String(120),
    "text": Text(),
    "reason": Text(),
    "age_band": String(20),
    "region_vi": String(120),
    "at": UtcDateTime(),
}


class Codes:
    """The themes, passages, codes, settlements and quotes of one consultation; one query."""

    def __init__(self, session: Session, consultation_id: int) -> None:
        found: dict[str, list[Any]] = defaultdict(list)
        for row in session.execute(union_all(*_parts(consultation_id))):
            found[row.kind].append(row)
        self.themes = found["theme"]
        self.passages = [row.passage for row in found["passage"]]
        self.merged = {row.number: row.merged for row in self.themes if row.merged is not None}
        codes = sorted(found["code"], key=lambda row: row.coder)
        self._codes: dict[UUID, list[Theme]] = {}
        for row in codes:
            self._codes.setdefault(row.passage, []).append(standing_theme(row.number, self.merged))
        self._by = {(row.coder, row.passage): row.number for row in codes}
        self.settled = {row.passage: row for row in found["settled"]}
        self._quotes = sorted(found["quote"], key=lambda row: (row.at, row.passage))
        self.quoted = {row.passage for row in self._quotes}

    @property
    def quotes(self) -> list[Any]:
        """The quotes of released passages, in the order they were chosen: text, age band, region."""
        released = set(self.passages)
        return [row for row in self._quotes if row.passage in released]

    def by(self, coder: str, passage: UUID) -> tuple[Theme] | None:
        """What one coder gave to a passage; None before."""
        if (coder, passage) not in self._by:
            return None
        return (standing_theme(self._by[coder, passage], self.merged),)

    def given(self, passage: UUID) -> tuple[Theme, ...]:
        """What the coders gave to a passage, in the order of their names."""
        return tuple(self._codes.get(passage, ()))

    def final(self, passage: UUID) -> tuple[Theme] | None:
        """What a passage speaks of in the end; None while that is not decided."""
        row = self.settled.get(passage)
        settled = (standing_theme(row.number, self.merged),) if row else None
        return final_theme(self._codes.get(passage, ()), settled)


def themes_of(session: Session, consultation_id: int) -> Sequence[ThemeRecord]:
    """The code book in the order it was made."""
    return session.scalars(
        select(ThemeRecord).where(ThemeRecord.consultation_id == consultation_id).order_by(ThemeRecord.id)
    ).all()


def quote_rows(codes: Codes, form: Definition) -> tuple[QuoteRow, ...]:
    """The quotes chosen for publication, in the order they were chosen."""
    return tuple(QuoteRow(row.text, age_words(form, row.age_band), row.region_vi) for row in codes.quotes)


def age_words(form: Definition, band: str) -> str:
    """An age band as the form calls it."""
    return choice_label(form, LANGUAGE, AGE_BAND, band) if band else ""


def _parts(consultation_id: int) -> Iterator[Select[Any]]:
    """What coders, officers and editors recorded of one consultation."""
    ours = Passage.consultation_id == consultation_id
    theme = {"number": ThemeRecord.id, "name": ThemeRecord.name_vi, "text": ThemeRecord.description_vi}
    part = part_of(_COLUMNS, "theme", **theme, merged=ThemeRecord.merged_into)
    yield part.where(ThemeRecord.consultation_id == consultation_id)
    yield part_of(_COLUMNS, "passage", passage=Passage.id).where(ours, Passage.state == "released")
    coded = {"passage": PassageCode.passage_id, "coder": PassageCode.coder, "number": PassageCode.theme_id}
    settled = {"passage": CodeSettlement.passage_id, "number": CodeSettlement.theme_id}
    quote = {"passage": Quote.passage_id, "age_band": Quote.age_band, "region_vi": Quote.region_vi}
    yield _ours(part_of(_COLUMNS, "code", **coded), PassageCode.passage_id, ours)
    yield _ours(
        part_of(_COLUMNS, "settled", **settled, reason=CodeSettlement.reason),
        CodeSettlement.passage_id,
        ours,
    )
    yield _ours(
        part_of(_COLUMNS, "quote", **quote, text=Passage.text_vi, at=Quote.chosen_at), Quote.passage_id, ours
    )


def _ours(part: Select[Any], passage: Any, ours: ColumnElement[bool]) -> Select[Any]:
    return part.join(Passage, Passage.id == passage).where(ours)
