"""How do staff make a code book, code released passages, settle where two differ, and choose quotes?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.commands.changes import Changed, note_change
from db.models import CodeSettlement, Consultation, Passage, PassageCode, Quote, Theme
from db.queries.accounts import SignedIn
from db.queries.answer_counts import group_sizes
from db.queries.codes import coded_counts, codes_of, merged_themes, passage_ids
from db.queries.coding import BOOK
from db.queries.step_records import consultation_named
from db.rules.coding import (
    QUOTES_MOST,
    beside_quote,
    check_may_code,
    final_theme,
    may_compare,
    standing_theme,
)
from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.roles import check_may
from db.rules.text_in import clean_line, clean_text

ACTION: Final = "code_passages"
MOST_NAME, MOST_DESCRIPTION, MOST_REASON = 120, 600, 600
Form = Mapping[str, Sequence[str]]


def save_theme(session: Session, by: SignedIn, slug: str, number: int, form: Form, now: datetime) -> None:
    """Add a theme to the code book (number 0), or call an existing one otherwise; the history keeps both.

    Raises: RuleError `forbidden`, `unknown_consultation`, `unknown_theme`, `theme_exists`, `theme_merged`,
        `stale_version`, `fields_refused`.
    """
    asked = _asked(session, by, slug)
    name, description = _typed_theme(form)
    theme = _theme(session, asked, number) if number else _new_theme(by, asked, now)
    if number:
        _check_newest(theme, form)
    same = select(Theme.id).where(Theme.consultation_id == asked.id, Theme.name_vi == name)
    if session.scalar(same.where(Theme.id != (theme.id or 0))) is not None:
        raise RuleError("theme_exists")
    changed = {"name_vi": (theme.name_vi, name), "description_vi": (theme.description_vi, description)}
    theme.name_vi, theme.description_vi = name, description
    session.add(theme)
    session.flush()
    _note(session, by, asked, "theme_changed" if number else "theme_added", changed, now)


def merge_theme(
    session: Session, by: SignedIn, slug: str, number: int, into: int, form: Form, now: datetime
) -> None:
    """Let a theme go on as another one; what was coded with it counts there from now on.

    Raises: RuleError `forbidden`, `unknown_theme`, `theme_merged`, `stale_version`, `reason_needed`.
    """
    asked = _asked(session, by, slug)
    theme, target = _theme(session, asked, number), _theme(session, asked, into)
    if theme.id == target.id:
        raise RuleError("theme_merged")
    _check_newest(theme, form)
    reason = _reason(form)
    theme.merged_into = target.id
    session.flush()
    changed = {"name_vi": (theme.name_vi, target.name_vi)}
    _note(session, by, asked, "theme_merged", changed, now, reason)


def code_passage(
    session: Session, by: SignedIn, slug: str, passage_id: UUID, theme_id: int | None, now: datetime
) -> None:
    """One coder's theme for a passage; it may be changed until the two codings are compared.

    Raises: RuleError `forbidden`, `unknown_passage`, `unknown_theme`, `theme_merged`, `coders_full`,
        `coding_compared`.
    """
    asked = _asked(session, by, slug)
    passage = _released(session, asked, passage_id)
    check_may_code(by.name, coded_counts(session, asked.id), len(passage_ids(session, asked.id)))
    if theme_id is not None:
        _theme(session, asked, theme_id)
    code = session.get(PassageCode, (passage.id, by.name)) or PassageCode(
        passage_id=passage.id, coder=by.name
    )
    code.theme_id, code.coded_at = theme_id, now
    session.add(code)
    session.flush()
    record(session, Audit(by.name, "passage_coded", "passage", str(passage.id), now))


def settle_code(
    session: Session,
    by: SignedIn,
    slug: str,
    passage_id: UUID,
    theme_id: int | None,
    form: Form,
    now: datetime,
) -> None:
    """What the two coders agreed on after talking about a passage they had coded differently.

    Raises: RuleError `forbidden`, `unknown_passage`, `unknown_theme`, `theme_merged`, `coding_running`,
        `nothing_to_settle`, `reason_needed`.
    """
    asked = _asked(session, by, slug)
    passage = _released(session, asked, passage_id)
    if not may_compare(coded_counts(session, asked.id), len(passage_ids(session, asked.id))):
        raise RuleError("coding_running")
    merged = merged_themes(session, asked.id)
    codes = [standing_theme(one, merged) for one in codes_of(session, passage.id)]
    if final_theme(codes, None) is not None:
        raise RuleError("nothing_to_settle")
    if theme_id is not None:
        _theme(session, asked, theme_id)
    row = session.get(CodeSettlement, passage.id) or CodeSettlement(passage_id=passage.id)
    row.theme_id, row.reason = theme_id, _reason(form)
    row.settled_at, row.settled_by = now, by.name
    session.add(row)
    session.flush()
    record(session, Audit(by.name, "code_settled", "passage", str(passage.id), now))


def choose_quote(
    session: Session, by: SignedIn, slug: str, passage_id: UUID, chosen: bool, now: datetime
) -> None:
    """Put a released passage among the quotes, or take it out again; twice is once.

    Raises: RuleError `forbidden`, `unknown_passage`, `quotes_full` (facts: most).
    """
    asked = _asked(session, by, slug)
    passage = _released(session, asked, passage_id)
    standing = session.get(Quote, passage.id)
    if (standing is not None) == chosen:
        return
    if standing is not None:
        session.delete(standing)
    else:
        _check_room(session, asked)
        session.add(_quote(session, by, asked, passage, now))
    session.flush()
    act = "quote_chosen" if chosen else "quote_removed"
    record(session, Audit(by.name, act, "passage", str(passage.id), now))


# -- parts -----------------------------------------------------------------------------------------------


def _asked(session: Session, by: SignedIn, slug: str) -> Consultation:
    check_may(by.role, ACTION)
    return consultation_named(session, slug)


def _typed_theme(form: Form) -> tuple[str, str]:
    problems, kept = [], []
    for name, most in (("name_vi", MOST_NAME), ("description_vi", MOST_DESCRIPTION)):
        clean = clean_line if name == "name_vi" else clean_text
        try:
            kept.append(clean(_first(form, name), most))
        except RuleError as refusal:
            problems.append(Problem(name, refusal.code, dict(refusal.facts)))
    if not problems and not kept[0]:
        problems.append(Problem("name_vi", "required"))
    refuse_fields(problems)
    return kept[0], kept[1]


def _new_theme(by: SignedIn, asked: Consultation, now: datetime) -> Theme:
    return Theme(
        consultation_id=asked.id, name_vi="", description_vi="", version=1, made_at=now, made_by=by.name
    )


def _theme(session: Session, asked: Consultation, number: int) -> Theme:
    theme = session.get(Theme, number)
    if theme is None or theme.consultation_id != asked.id:
        raise RuleError("unknown_theme")
    if theme.merged_into is not None:
        raise RuleError("theme_merged")
    return theme


def _check_newest(theme: Theme, form: Form) -> None:
    if _first(form, "version") != str(theme.version):
        raise RuleError("stale_version")
    theme.version += 1


def _released(session: Session, asked: Consultation, passage_id: UUID) -> Passage:
    passage = session.get(Passage, passage_id)
    if passage is None or passage.consultation_id != asked.id or passage.state != "released":
        raise RuleError("unknown_passage")
    return passage


def _reason(form: Form) -> str:
    reason = clean_text(_first(form, "reason"), MOST_REASON)
    if not reason:
        raise RuleError("reason_needed")
    return reason


def _check_room(session: Session, asked: Consultation) -> None:
    chosen = select(func.count(Quote.passage_id)).join(Passage, Passage.id == Quote.passage_id)
    if (session.scalar(chosen.where(Passage.consultation_id == asked.id)) or 0) >= QUOTES_MOST:
        raise RuleError("quotes_full", most=QUOTES_MOST)


def _quote(session: Session, by: SignedIn, asked: Consultation, passage: Passage, now: datetime) -> Quote:
    sizes = group_sizes(session, asked.id, passage.age_band, passage.region_vi)
    band, region = beside_quote(passage.age_band, passage.region_vi, *sizes)
    return Quote(passage_id=passage.id, age_band=band, region_vi=region, chosen_at=now, chosen_by=by.name)


def _note(
    session: Session,
    by: SignedIn,
    asked: Consultation,
    act: str,
    changed: Changed,
    now: datetime,
    reason: str = "",
) -> None:
    note_change(session, by.name, act, (BOOK, str(asked.id)), changed, now, reason)
    record(session, Audit(by.name, act, BOOK, asked.slug, now))


def _first(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")
