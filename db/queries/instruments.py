"""Which questionnaires has the Association, in which versions and states, and what is in each of them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Account, Consultation, FormDraft, FormEvent, FormVersion, Instrument
from db.rules.definition import SILENT_KINDS, Definition, Language, free_text_questions, read_definition
from db.rules.errors import RuleError
from db.rules.form_changes import Change, form_changes
from db.rules.form_states import DRAFT, PUBLISHED, version_state

DRAFT_NUMBER = 0  # under this number the desk looks at what is not published yet


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One published version.  `uses` counts the consultations that ask it."""

    id: int
    slug: str
    title_vi: str
    number: int
    state: str
    languages: tuple[Language, ...]
    questions_n: int
    free_text: bool
    source_name: str
    sha256: str
    published_at: datetime
    published_by: str
    uses: int


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What was uploaded and waits; `number` it will have, `changes` against the newest version (if any)."""

    slug: str
    title_vi: str
    number: int
    languages: tuple[Language, ...]
    questions_n: int
    free_text: bool
    source_name: str
    sha256: str
    saved_at: datetime
    saved_by: str
    notes: tuple[Mapping[str, Any], ...]
    changes: tuple[Change, ...]
    state: str = DRAFT


@dataclass(frozen=True, slots=True)
class InstrumentCard:
    """A questionnaire: its versions, newest first, and its draft."""

    slug: str
    title_vi: str
    versions: tuple[VersionCard, ...]
    draft: DraftCard | None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file a version or draft was made from, as it was uploaded."""

    name: str
    data: bytes


def instruments(session: Session) -> tuple[InstrumentCard, ...]:
    """Every questionnaire by title, those that only wait to be published among them."""
    versions: dict[str, list[VersionCard]] = defaultdict(list)
    for card in _versions(session):
        versions[card.slug].append(card)
    titles = dict(session.execute(select(Instrument.slug, Instrument.title_vi)).all())
    drafts = {row.slug: row for row in session.scalars(select(FormDraft))}
    cards = [
        InstrumentCard(
            slug=slug,
            title_vi=titles.get(slug) or drafts[slug].definition["title"],
            versions=tuple(versions[slug]),
            draft=_draft(session, drafts[slug], versions[slug]) if slug in drafts else None,
        )
        for slug in {**titles, **drafts}
    ]
    return tuple(sorted(cards, key=lambda card: (card.title_vi, card.slug)))


def instrument_card(session: Session, slug: str) -> InstrumentCard:
    """One questionnaire.  Raises: RuleError `unknown_instrument`."""
    versions = list(_versions(session, slug))
    row = session.scalar(select(FormDraft).where(FormDraft.slug == slug))
    title = session.scalar(select(Instrument.title_vi).where(Instrument.slug == slug))
    if title is None and row is None:
        raise RuleError("unknown_instrument")
    draft = _draft(session, row, versions) if row else None
    return InstrumentCard(slug, title or (draft.title_vi if draft else ""), tuple(versions), draft)


def published_versions(session: Session) -> tuple[VersionCard, ...]:
    """What a consultation may ask: published and not retired; by title, newest version first."""
    cards = [card for card in _versions(session) if card.state == PUBLISHED]
    return tuple(sorted(cards, key=lambda card: (card.title_vi, card.slug, -card.number)))


def version_definition(session: Session, slug: str, number: int) -> Definition:
    """The questions of one version, of the draft under :data:`DRAFT_NUMBER`.

    Raises: RuleError `unknown_draft`, `unknown_instrument`.
    """
    return read_definition(_row(session, slug, number).definition)


def version_source(session: Session, slug: str, number: int) -> SourceFile:
    """The file of one version, of the draft under :data:`DRAFT_NUMBER`.

    Raises: RuleError `unknown_draft`, `unknown_instrument`.
    """
    row = _row(session, slug, number)
    return SourceFile(row.source_name, row.source)


def version_xform(session: Session, slug: str, number: int) -> str:
    """The XForm of one version.  Raises: RuleError `unknown_draft`, `unknown_instrument`."""
    return _row(session, slug, number).xform


def version_changes(session: Session, slug: str, number: int) -> tuple[Change, ...]:
    """What a published version changed against the one before it; nothing for the first."""
    after = version_definition(session, slug, number)
    before = session.scalar(
        _of(slug).where(FormVersion.number < number).order_by(FormVersion.number.desc()).limit(1)
    )
    return form_changes(read_definition(before.definition), after) if before else ()


def _of(slug: str) -> Any:
    return select(FormVersion).join(Instrument).where(Instrument.slug == slug)


def _row(session: Session, slug: str, number: int) -> FormDraft | FormVersion:
    if number == DRAFT_NUMBER:
        draft = session.scalar(select(FormDraft).where(FormDraft.slug == slug))
        if draft is None:
            raise RuleError("unknown_draft")
        return draft
    version: FormVersion | None = session.scalar(_of(slug).where(FormVersion.number == number))
    if version is None:
        raise RuleError("unknown_instrument")
    return version


def _versions(session: Session, slug: str = "") -> tuple[VersionCard, ...]:
    """Newest first, in a number of questions that does not grow with the versions."""
    acts: dict[int, list[str]] = defaultdict(list)
    for version_id, act in session.execute(
        select(FormEvent.form_version_id, FormEvent.act).order_by(FormEvent.id)
    ):
        acts[version_id].append(act)
    counted = select(Consultation.form_version_id, func.count()).group_by(Consultation.form_version_id)
    uses = dict(session.execute(counted).all())
    rows = session.execute(
        select(FormVersion, Instrument.slug, Account.display_name)
        .join(Instrument)
        .outerjoin(Account, Account.name == FormVersion.published_by)
        .where(Instrument.slug == slug if slug else Instrument.slug != "")
        .order_by(FormVersion.number.desc())
    )
    return tuple(
        _version(row, name, who, version_state(acts[row.id]), uses.get(row.id, 0)) for row, name, who in rows
    )


def _version(row: FormVersion, slug: str, who: str | None, state: str, uses: int) -> VersionCard:
    form = read_definition(row.definition)
    return VersionCard(
        id=row.id,
        slug=slug,
        title_vi=form.title,
        number=row.number,
        state=state,
        languages=form.languages,
        questions_n=_asked(form),
        free_text=bool(free_text_questions(form)),
        source_name=row.source_name,
        sha256=row.sha256,
        published_at=row.published_at,
        published_by=who or row.published_by,
        uses=uses,
    )


def _asked(form: Definition) -> int:
    return sum(question.kind not in SILENT_KINDS for question in form.questions)


def _draft(session: Session, row: FormDraft, versions: Sequence[VersionCard]) -> DraftCard:
    form = read_definition(row.definition)
    last = versions[0].number if versions else 0
    before = version_definition(session, row.slug, last) if last else None
    who = session.scalar(select(Account.display_name).where(Account.name == row.saved_by))
    return DraftCard(
        slug=row.slug,
        title_vi=form.title,
        number=last + 1,
        languages=form.languages,
        questions_n=_asked(form),
        free_text=bool(free_text_questions(form)),
        source_name=row.source_name,
        sha256=row.sha256,
        saved_at=row.saved_at,
        saved_by=who or row.saved_by,
        notes=tuple(row.notes),
        changes=form_changes(before, form) if before else (),
    )
