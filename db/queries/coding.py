"""How far is the coding of a consultation's released passages, and what do the coders agree on?

Neither coder sees the other's codes before both have read everything: they do not leave this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Consultation, Passage
from db.queries.codes import Codes, age_words, coded_counts, themes_of
from db.queries.consultations import definition_of
from db.queries.opened_words import ReleasedPassage, released_passages
from db.queries.record_changes import ChangeRow, changes_of
from db.queries.step_records import ConsultationBrief, consultation_brief
from db.rules.coding import CODERS, Agreement, Theme, agreement, may_compare
from db.rules.definition import Definition

BOOK: Final = "code_book"  # the noun of its history


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme of the code book; `merged_vi` names the one it has become."""

    id: int
    name_vi: str
    description_vi: str
    version: int
    merged_vi: str


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """One passage for the coder who looks: own theme, and both once they may be compared.

    None:   `mine` not coded yet, else a tuple of the theme or None; `final` not decided yet.
    """

    id: UUID
    text_vi: str
    age_vi: str
    region_vi: str
    mine: tuple[Theme] | None
    codes: tuple[Theme, ...]
    final: tuple[Theme] | None
    reason: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class CodingDesk:
    """One consultation's coding; `others_n` passages read by the other coder, None without one."""

    brief: ConsultationBrief
    themes: tuple[ThemeRow, ...]
    passages: tuple[CodedPassage, ...]
    mine_n: int
    others_n: int | None
    may_code: bool
    compared: bool
    agreement: Agreement | None
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class CodingRow:
    """One consultation with released passages, in the list."""

    slug: str
    title_vi: str
    sample: bool
    passages_n: int
    coders_n: int


def coding_rows(session: Session) -> tuple[CodingRow, ...]:
    """Consultations of which passages were released, the newest first."""
    rows = session.execute(
        select(Consultation, func.count(Passage.id))
        .join(Passage, (Passage.consultation_id == Consultation.id) & (Passage.state == "released"))
        .group_by(Consultation.id)
        .order_by(Consultation.opens_at.desc(), Consultation.id.desc())
    ).all()
    return tuple(
        CodingRow(row.slug, row.title_vi, row.sample, count, len(coded_counts(session, row.id)))
        for row, count in rows
    )


def coding_desk(session: Session, slug: str, coder: str) -> CodingDesk:
    """The coding of one consultation as this coder may see it.  Raises: RuleError `unknown_consultation`."""
    brief = consultation_brief(session, slug)
    counts = coded_counts(session, brief.id)
    found = released_passages(session, brief.id)
    compared = may_compare(counts, len(found))
    form = definition_of(session, brief.version_id)
    codes = Codes(session, brief.id)
    passages = tuple(_read(one, form, codes, coder, compared) for one in found)
    pairs = [(one.codes[0], one.codes[1]) for one in passages if compared]
    others = [count for name, count in counts.items() if name != coder]
    return CodingDesk(
        brief=brief,
        themes=theme_rows(session, brief.id),
        passages=passages,
        mine_n=counts.get(coder, 0),
        others_n=others[0] if others else None,
        may_code=not compared and (coder in counts or len(counts) < CODERS),
        compared=compared,
        agreement=agreement(pairs),
        changes=changes_of(session, BOOK, str(brief.id)),
    )


def theme_rows(session: Session, consultation_id: int) -> tuple[ThemeRow, ...]:
    """The code book in the order it was made; merged themes too."""
    rows = themes_of(session, consultation_id)
    names = {row.id: row.name_vi for row in rows}
    return tuple(
        ThemeRow(row.id, row.name_vi, row.description_vi, row.version, names.get(row.merged_into or 0, ""))
        for row in rows
    )


def _read(one: ReleasedPassage, form: Definition, codes: Codes, coder: str, compared: bool) -> CodedPassage:
    row = codes.settled.get(one.id)
    return CodedPassage(
        id=one.id,
        text_vi=one.text_vi,
        age_vi=age_words(form, one.age_band),
        region_vi=one.region_vi,
        mine=codes.by(coder, one.id),
        codes=codes.given(one.id) if compared else (),
        final=codes.final(one.id) if compared else None,
        reason=row.reason if row and compared else "",
        quoted=one.id in codes.quoted,
    )
