"""What themes do the released passages of a consultation speak of, and which are quoted?

The codes themselves are for this layer and for commands: neither coder sees the other's before both have
read everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import CodeSettlement, Passage, PassageCode, Quote
from db.models import Theme as ThemeRecord
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


def theme_counts(session: Session, consultation_id: int) -> tuple[tuple[ThemeCount, ...], Cell]:
    """The themes of what is decided, most passages first, and how many passages are decided.

    None:   a few passages are words, not a number.
    """
    decided = decided_themes(session, consultation_id).values()
    found = Counter(one[0] for one in decided if one is not None and one[0] is not None)
    rows = [row for row in themes_of(session, consultation_id) if found.get(row.id)] if found else []
    rows.sort(key=lambda row: (-found[row.id], row.id))
    counts = tuple(
        ThemeCount(row.name_vi, row.description_vi, rounded_live_count(found[row.id])) for row in rows
    )
    return counts, rounded_live_count(sum(one is not None for one in decided))


def quotes(session: Session, consultation_id: int, form: Definition) -> tuple[QuoteRow, ...]:
    """The quotes chosen for publication, in the order they were chosen."""
    rows = session.execute(
        select(Passage.text_vi, Quote.age_band, Quote.region_vi)
        .join(Quote, Quote.passage_id == Passage.id)
        .where(Passage.consultation_id == consultation_id, Passage.state == "released")
        .order_by(Quote.chosen_at, Quote.passage_id)
    )
    return tuple(QuoteRow(text, age_words(form, band), region) for text, band, region in rows)


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


def decided_themes(session: Session, consultation_id: int) -> dict[UUID, tuple[Theme] | None]:
    """Passage -> its theme in the end; None where it is not decided."""
    reader = Codes(session, consultation_id)
    return {passage: reader.final(passage) for passage in passage_ids(session, consultation_id)}


class Codes:
    """The codes, settlements and quotes of one consultation, fetched once."""

    def __init__(self, session: Session, consultation_id: int) -> None:
        self.merged = merged_themes(session, consultation_id)
        ours = Passage.consultation_id == consultation_id
        codes = session.scalars(
            select(PassageCode)
            .join(Passage, Passage.id == PassageCode.passage_id)
            .where(ours)
            .order_by(PassageCode.coder)
        ).all()
        self._codes: dict[UUID, list[Theme]] = {}
        for row in codes:
            self._codes.setdefault(row.passage_id, []).append(standing_theme(row.theme_id, self.merged))
        self._by = {(row.coder, row.passage_id): row.theme_id for row in codes}
        settled = select(CodeSettlement).join(Passage, Passage.id == CodeSettlement.passage_id).where(ours)
        self.settled = {row.passage_id: row for row in session.scalars(settled)}
        quoted = select(Quote.passage_id).join(Passage, Passage.id == Quote.passage_id).where(ours)
        self.quoted = set(session.scalars(quoted))

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
        settled = (standing_theme(row.theme_id, self.merged),) if row else None
        return final_theme(self._codes.get(passage, ()), settled)


def themes_of(session: Session, consultation_id: int) -> Sequence[ThemeRecord]:
    """The code book in the order it was made."""
    return session.scalars(
        select(ThemeRecord).where(ThemeRecord.consultation_id == consultation_id).order_by(ThemeRecord.id)
    ).all()


def age_words(form: Definition, band: str) -> str:
    """An age band as the form calls it."""
    return choice_label(form, LANGUAGE, AGE_BAND, band) if band else ""
