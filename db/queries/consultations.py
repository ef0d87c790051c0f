"""What are children asked, and what was published of what they said?

Raw counts stay in this package: what leaves is rounded (`responses_shown`) or a release that passed
`rules.suppression`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from db.models import Consultation, FormVersion, Release, Submission
from db.rules.consultation import UNANNOUNCED, state_of
from db.rules.definition import Definition, read_definition
from db.rules.errors import RuleError
from db.rules.suppression import Cell, rounded_live_count, share_pct

LANGUAGE_FIELD = "ngon_ngu"
# Versions are frozen, so a definition read once is right for ever; keyed by hash, not by id.
_DEFINITIONS: dict[str, Definition] = {}
MOST_DEFINITIONS = 64  # more than any month asks; then it begins anew


@dataclass(frozen=True, slots=True)
class ConsultationCard:
    """One consultation as a page shows it; `state` is not_open, open, grace or closed.

    `responses_shown` is empty where a page shows no number.
    """

    id: int
    slug: str
    title_vi: str
    purpose_vi: str
    audience_vi: str
    agency_vi: str
    opens_at: datetime
    closes_at: datetime | None
    version_id: int
    sample: bool
    state: str
    responses_shown: str
    languages: tuple[str, ...]
    replied: bool
    told: bool


@dataclass(frozen=True, slots=True)
class SlipCard:
    """What a tracking slip opens."""

    code: str
    consultation: ConsultationCard
    received_on: date


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """One published cell: a rounded number, or words instead."""

    label_vi: str
    count: int | None
    share_pct: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class ReleasedRow:
    """One group with its base, as published."""

    group_vi: str
    base_shown: str
    cells: tuple[ReleasedCell, ...]


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """One question by one grouping; `by` is None for everybody."""

    question: str
    label_vi: str
    by: str | None
    by_label_vi: str
    exclusive: bool
    rows: tuple[ReleasedRow, ...]


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """One publication of suppressed tables."""

    number: int
    released_on: date
    final: bool
    sha256: str
    tables: tuple[ReleasedTable, ...]


def consultations(session: Session, now: datetime) -> tuple[ConsultationCard, ...]:
    """Every announced consultation, newest first."""
    query = select(Consultation, counted()).where(Consultation.state.not_in(UNANNOUNCED))
    rows = session.execute(query.order_by(Consultation.opens_at.desc(), Consultation.id.desc()))
    return tuple(card_of(row, count, now) for row, count in rows)


def consultation(session: Session, slug: str, now: datetime) -> ConsultationCard:
    """One consultation by its address.  Raises: RuleError `unknown_consultation`."""
    row = session.execute(select(Consultation, counted()).where(Consultation.slug == slug)).first()
    if row is None or row.Consultation.state in UNANNOUNCED:
        raise RuleError("unknown_consultation")
    return card_of(row.Consultation, row[1], now)


def childs_form(session: Session, slug: str, now: datetime) -> tuple[ConsultationCard, Definition]:
    """What a child's form is made of; nothing is counted, because a whole school opens it at once.

    Raises: RuleError `unknown_consultation`.
    """
    row = session.execute(
        select(Consultation, FormVersion.sha256)
        .join(FormVersion, FormVersion.id == Consultation.form_version_id)
        .where(Consultation.slug == slug)
    ).first()
    if row is None or row.Consultation.state in UNANNOUNCED:
        raise RuleError("unknown_consultation")
    card = card_of(row.Consultation, None, now)
    return card, definition_under(session, card.version_id, row.sha256)


def form_definition(session: Session, version_id: int) -> Definition:
    """The questionnaire of a form version.  Raises: RuleError `unknown_version`."""
    return definition_of(session, version_id)


def definition_of(session: Session, version_id: int) -> Definition:
    """The same for commands: read once for each frozen version."""
    key = session.scalar(select(FormVersion.sha256).where(FormVersion.id == version_id))
    if key is None:
        raise RuleError("unknown_version")
    return definition_under(session, version_id, key)


def definition_under(session: Session, version_id: int, sha256: str) -> Definition:
    """The same for who has read the version's hash already."""
    found = _DEFINITIONS.get(sha256)
    if found is None:
        stored = session.scalars(select(FormVersion.definition).where(FormVersion.id == version_id)).one()
        if len(_DEFINITIONS) >= MOST_DEFINITIONS:
            _DEFINITIONS.clear()
        found = _DEFINITIONS[sha256] = read_definition(stored)
    return found


def asked_language(definition: Definition, form: Mapping[str, Sequence[str]]) -> str:
    """The language the form was shown in: the one asked for where it has it, else its first."""
    codes = [one.code for one in definition.languages]
    typed = next(iter(form.get(LANGUAGE_FIELD, ())), "")
    return typed if typed in codes else next(iter(codes), "vi")


def clean_slip(typed: str) -> str:
    """A slip's code as it is stored, whatever case, spaces and dashes a child typed."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def slip(session: Session, code: str, now: datetime) -> SlipCard:
    """What a tracking slip stands for.  Raises: RuleError `unknown_slip`."""
    row = session.execute(
        select(Submission.slip, Submission.received_on, Consultation)
        .join(Consultation, Consultation.id == Submission.consultation_id)
        .where(Submission.slip == clean_slip(code))
    ).first()
    if row is None:
        raise RuleError("unknown_slip")
    return SlipCard(row.slip, card_of(row.Consultation, None, now), row.received_on)


def latest_release(session: Session, slug: str) -> ReleaseCard | None:
    """The newest publication of a consultation; None before the first."""
    row = session.scalar(
        select(Release)
        .join(Consultation, Consultation.id == Release.consultation_id)
        .where(Consultation.slug == slug)
        .order_by(Release.number.desc())
        .limit(1)
    )
    if row is None:
        return None
    tables = tuple(_released_table(table) for table in row.tables)
    return ReleaseCard(row.number, row.released_on, row.final, row.sha256, tables)


def counted() -> ScalarSelect[int]:
    """How many counted answers a consultation has, as a column beside it."""
    counted = (Submission.consultation_id == Consultation.id, Submission.standing == "counted")
    return select(func.count(Submission.token)).where(*counted).correlate(Consultation).scalar_subquery()


def card_of(row: Consultation, count: int | None, now: datetime) -> ConsultationCard:
    """The record as a page shows it."""
    return ConsultationCard(
        id=row.id,
        slug=row.slug,
        title_vi=row.title_vi,
        purpose_vi=row.purpose_vi,
        audience_vi=row.audience_vi,
        agency_vi=row.agency_vi,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        version_id=row.form_version_id,
        sample=row.sample,
        state=state_of(row.opens_at, row.closes_at, now),
        responses_shown="" if count is None else rounded_live_count(count).shown,
        languages=tuple(row.languages),
        replied=row.reply_on is not None,
        told=row.state == "told",
    )


def _released_table(table: Mapping[str, Any]) -> ReleasedTable:
    return ReleasedTable(
        question=table["question"],
        label_vi=table["label_vi"],
        by=table["by"],
        by_label_vi=table["by_label_vi"],
        exclusive=table["exclusive"],
        rows=tuple(_released_row(row, table["options_vi"]) for row in table["rows"]),
    )


def _released_row(row: Mapping[str, Any], options: list[str]) -> ReleasedRow:
    base = Cell(*row["base"])
    cells = [Cell(*cell) for cell in row["cells"]]
    return ReleasedRow(
        group_vi=row["group_vi"],
        base_shown=base.shown,
        cells=tuple(_released_cell(label, cell, base) for label, cell in zip(options, cells, strict=True)),
    )


def _released_cell(label: str, cell: Cell, base: Cell) -> ReleasedCell:
    share = share_pct(cell, base)
    return ReleasedCell(label, cell.count, None if share is None else int(share + Fraction(1, 2)), cell.shown)
