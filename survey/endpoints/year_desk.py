"""What does staff say about a year: close or revise it, add evidence?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.strategic_evidence import add_evidence
from db.commands.years import close_year, revise_year
from db.documents.text import say as document_words
from db.documents.wording import actual_words, quantity
from db.queries.comments import missing_comment
from db.queries.desk_forms import desk_form
from db.queries.history import STRATEGY_BEGAN
from db.queries.moments import day_of
from db.queries.progress import MeasureProgress, progress
from db.queries.strategic_evidence import evidence_cards
from db.queries.years import CloseRow, YearState, year_state_of
from db.queries.years import closes_of as recorded_closes
from db.rules.errors import RuleError
from db.rules.year_life import next_target
from survey.desk_form_pages import DeskForm, refused, show_form, typed
from survey.endpoints.comment_desk import wanted_words
from survey.forms import first
from survey.pages import render
from survey.text import say, sentence
from survey.visit import Visit

YEAR_PATH: Final = "/ban-lam-viec/nam"
EVIDENCE_PATH: Final = "/ban-lam-viec/minh-chung"
LAST_YEAR = 2035
DASH: Final = "–"
# Refusals shown on the page itself, with the note that was typed.
ON_THE_PAGE = frozenset(
    {
        "note_needed",
        "year_running",
        "year_closed",
        "year_not_closed",
        "year_not_ready",
        "year_unchanged",
        "too_long",
        "bad_text",
        "not_a_choice",
    }
)


@dataclass(frozen=True, slots=True)
class YearLine:
    """One of the 28 values before the act; `frozen` is what the newest version says, "" before any."""

    row: MeasureProgress
    actual: str
    target: str
    frozen: str
    changed: bool
    following: str
    status: str


def _year_of(visit: Visit) -> int:
    year: int = visit.request.path_params["year"]
    if not STRATEGY_BEGAN.year <= year <= LAST_YEAR:
        raise RuleError("not_found")
    return year


# -- a year --------------------------------------------------------------------------------------------


async def get_year(visit: Visit) -> Response:
    """The year's state, its recorded versions, and the 28 values the act would record."""
    return await _year_page(visit)


async def post_year(visit: Visit) -> Response:
    """First the page that asks whether this is meant; the act only from there."""
    if first(visit.form, "chac-chan") != "1":
        return await _year_page(visit, confirming=True)
    year, by, now, note = _year_of(visit), visit.signed_in, visit.service.now(), first(visit.form, "ghi_chu")
    act: Callable[..., Any] = revise_year if first(visit.form, "viec") == "dieu-chinh" else close_year
    try:
        await visit.service.write(lambda session: act(session, by, year, note, now))
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        return await _year_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(f"{YEAR_PATH}/{year}", 303)


async def refill_year(visit: Visit, message: str, status: int) -> Response:
    """The page with the note that was typed; nothing was done."""
    return await _year_page(visit, message, status)


async def _year_page(
    visit: Visit, message: str = "", status: int = 200, *, confirming: bool = False
) -> Response:
    year, today, note = _year_of(visit), day_of(visit.service.now()), first(visit.form, "ghi_chu")
    if confirming and not note.strip():
        message, status, confirming = sentence(RuleError("note_needed")), 422, False

    def query(session: Session) -> tuple[tuple[MeasureProgress, ...], YearState, dict[str, MeasureProgress]]:
        rows = progress(session, year, today)
        state = year_state_of(rows, recorded_closes(session, year, today), year, today)
        later = progress(session, year + 1, today) if year < LAST_YEAR else ()
        return rows, state, {row.measure.code: row for row in later}

    rows, state, later = await visit.service.read(query)
    return render(
        visit,
        "year.html",
        status,
        year=str(year),
        years=[str(one) for one in range(STRATEGY_BEGAN.year, today.year + 1)],
        state=state,
        lines=[_line(row, state, later.get(row.measure.code)) for row in rows],
        missing=[row.measure for row in rows if missing_comment(row)],
        message=message,
        note=note,
        confirming=confirming,
        here=YEAR_PATH,
    )


def _line(row: MeasureProgress, state: YearState, later: MeasureProgress | None) -> YearLine:
    kept: CloseRow | None = state.closes[-1] if state.closes else None
    frozen = kept.values.get(row.measure.code) if kept else None
    following = next_target(later.evaluation.basis) if later else None
    unit = row.measure.unit_vi
    return YearLine(
        row=row,
        actual=actual_words(row),
        target=wanted_words(row),
        frozen="" if frozen is None else DASH if frozen.actual is None else _figure(frozen.actual, unit),
        changed=row.measure.code in state.changed,
        following=quantity(following.target, unit) if following else DASH,
        status=document_words(f"status.{row.evaluation.status}"),
    )


def _figure(value: Any, unit: str) -> str:
    return value if isinstance(value, str) else quantity(value, unit)


# -- evidence for the two targets without an indicator -------------------------------------------------


async def get_evidence(visit: Visit) -> Response:
    """The two cards with what was found so far."""
    today = day_of(visit.service.now())
    cards = await visit.service.read(lambda session: evidence_cards(session, today))
    return render(visit, "strategic.html", cards=cards, here=EVIDENCE_PATH)


async def get_new_evidence(visit: Visit) -> Response:
    """An empty form."""
    return await show_form(visit, await _evidence_form(visit))


async def post_new_evidence(visit: Visit) -> Response:
    """Add it to the card."""
    number, by, now = visit.request.path_params["number"], visit.signed_in, visit.service.now()
    page = await _evidence_form(visit)
    try:
        await visit.service.write(lambda session: add_evidence(session, by, number, visit.form, now))
    except RuleError as refusal:
        return await show_form(visit, refused(page, visit, refusal))
    return RedirectResponse(EVIDENCE_PATH, 303)


async def refill_new_evidence(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was added."""
    return await show_form(visit, typed(await _evidence_form(visit), visit, message, status))


async def _evidence_form(visit: Visit) -> DeskForm:
    """Raises: RuleError `unknown_target`."""
    number, today = visit.request.path_params["number"], day_of(visit.service.now())
    cards = await visit.service.read(lambda session: evidence_cards(session, today))
    card = next((card for card in cards if card.number == number), None)
    if card is None:
        raise RuleError("unknown_target")
    lead = (say("strategic.lead", number=number, words=card.wording_vi),)
    return DeskForm(desk_form("evidence"), f"{EVIDENCE_PATH}/{number}", EVIDENCE_PATH, {}, lead=lead)
