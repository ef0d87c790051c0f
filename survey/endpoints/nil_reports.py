"""How does a unit report a quarter in which nothing happened, and how does its second person confirm it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.nil_reports import FORM, confirm_nil, file_nil, withdraw_nil
from db.queries.moments import day_of
from db.queries.nil_reports import NilRow, own_nil, reported_codes
from db.queries.report_forms import report_form
from db.queries.strategy import MeasureCard
from db.rules.errors import RuleError
from db.rules.periods import Period, parts_of_year, period_of
from survey.endpoints.reports import LIST_PATH, unit_of
from survey.forms import first
from survey.pages import render
from survey.report_pages import measures_by_code
from survey.text import say, sentence
from survey.unit_page import quarter_facts
from survey.visit import Form, Visit

NIL_PATH = f"{LIST_PATH}/khong-phat-sinh"
QUARTER = "quy"
SHOWN = 4
GREATEST_ID = 2**31 - 1
NEW_TOKEN = frozenset({"token_missing", "token_malformed"})
ON_THE_FORM = NEW_TOKEN | {"fields_refused", "token_reused", "nil_exists"}
ON_THE_PAGE = frozenset(
    {"second_person_needed", "wrong_state", "reason_needed", "fields_refused", "bad_text", "too_long"}
)


@dataclass(frozen=True, slots=True)
class NilChoice:
    """One measure that may be ticked; `reported`: the unit did report something."""

    card: MeasureCard
    ticked: bool
    reported: bool


def ended_quarters(visit: Visit) -> list[Period]:
    """The last quarters that are over, the newest first."""
    today = day_of(visit.service.now())
    quarters = [*parts_of_year(today.year - 1, 4), *parts_of_year(today.year, 4)]
    return [one for one in reversed(quarters) if one.ends_on < today][:SHOWN]


async def get_new(visit: Visit) -> Response:
    """The ticks of the quarter that was chosen; the newest one over otherwise."""
    return await _form_page(visit, _asked_quarter(visit), {}, str(uuid4()))


async def post_new(visit: Visit) -> Response:
    """File the ticks; a second person confirms them."""
    by, now = visit.signed_in, visit.service.now()
    try:
        number = await visit.service.write(lambda session: file_nil(session, by, visit.form, now))
    except RuleError as refusal:
        if refusal.code not in ON_THE_FORM:
            raise
        words = " ".join(sentence(problem) for problem in refusal.problems) or sentence(refusal)
        token = str(uuid4()) if refusal.code in NEW_TOKEN else first(visit.form, "token")
        return await _form_page(visit, _posted_quarter(visit), visit.form, token, words, refusal.status)
    return RedirectResponse(f"{NIL_PATH}/{number}", 303)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was ticked; nothing was sent."""
    token = first(visit.form, "token")
    return await _form_page(visit, _posted_quarter(visit), visit.form, token, message, status)


async def get_nil(visit: Visit) -> Response:
    """One nil report: who filed it, what it says, who may confirm it."""
    return await _nil_page(visit)


async def post_nil(visit: Visit) -> Response:
    """Confirm it as the second person, or take it back with a reason."""
    try:
        await visit.service.write(_act(visit))
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        words = " ".join(sentence(problem) for problem in refusal.problems) or sentence(refusal)
        return await _nil_page(visit, words, refusal.status)
    return RedirectResponse(f"{NIL_PATH}/{_nil_id(visit)}", 303)


async def refill_nil(visit: Visit, message: str, status: int) -> Response:
    """The same page with the reason that was typed."""
    return await _nil_page(visit, message, status)


def _act(visit: Visit) -> Callable[[Session], None]:
    """What was asked for.  Raises: RuleError `not_a_choice` for any other word."""
    by, nil_id, now = visit.signed_in, _nil_id(visit), visit.service.now()
    reason = first(visit.form, "ly_do")
    acts: dict[str, Callable[[Session], None]] = {
        "xac-nhan": lambda session: confirm_nil(session, by, nil_id, now),
        "rut": lambda session: withdraw_nil(session, by, nil_id, reason, now),
    }
    act = acts.get(first(visit.form, "viec"))
    if act is None:
        raise RuleError("not_a_choice")
    return act


def _asked_quarter(visit: Visit) -> Period:
    label = visit.request.query_params.get(QUARTER, "")
    quarters = ended_quarters(visit)
    return next((one for one in quarters if one.label == label), quarters[0])


def _posted_quarter(visit: Visit) -> Period:
    try:
        return period_of(first(visit.form, "quarter"))
    except RuleError:  # not one of ours: the command has said so, the page shows the newest
        return ended_quarters(visit)[0]


async def _form_page(
    visit: Visit, quarter: Period, form: Form, token: str, message: str = "", status: int = 200
) -> Response:
    unit = unit_of(visit)
    field = report_form(FORM).field("nil_codes")
    codes = field.codes if field else ()

    def query(session: Session) -> list[NilChoice]:
        cards, reported = measures_by_code(session), reported_codes(session, unit, quarter)
        ticked = form.get("nil_codes", [])
        return [NilChoice(cards[code], code in ticked, code in reported) for code in codes]

    return render(
        visit,
        "nil_form.html",
        status,
        choices=await visit.service.read(query),
        quarter=quarter,
        quarters=ended_quarters(visit),
        facts=quarter_facts,
        difficulties=first(form, "difficulties"),
        token=token,
        message=message,
        here=f"{LIST_PATH}/moi",
    )


async def _nil_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    unit, nil_id = unit_of(visit), _nil_id(visit)

    def query(session: Session) -> tuple[NilRow, list[str]]:
        row, cards = own_nil(session, unit, nil_id), measures_by_code(session)
        return row, [say("nil.code", code=code, measure=cards[code].short_vi) for code in row.codes]

    row, lines = await visit.service.read(query)
    return render(
        visit,
        "nil_report.html",
        status,
        row=row,
        lines=lines,
        facts=quarter_facts,
        own=row.filed_by == visit.signed_in.name,
        message=message,
        reason=first(visit.form, "ly_do"),
        here=LIST_PATH,
    )


def _nil_id(visit: Visit) -> int:
    """The number in the address; one that no database could hold is nobody's."""
    nil_id: int = visit.request.path_params["nil_id"]
    if nil_id > GREATEST_ID:
        raise RuleError("unknown_nil")
    return nil_id
