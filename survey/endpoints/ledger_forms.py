"""How does staff enter a request, record what happened to it, and confirm a ledger?"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.ledger import RequestReceipt, confirm_ledger, record_act, record_request
from db.queries.ledger import confirmations
from db.queries.ledger_detail import RequestDetail, request_detail
from db.queries.ledger_forms import entry_form, form_of_act, ledger_acts
from db.rules.errors import RuleError
from db.rules.ledger_forms import CORRECT, confirm_form, ledger_measures
from db.rules.numbers import write_date
from db.rules.report_forms import FormSpec
from survey.endpoints.ledger import LEDGER_PATH, request_page, today_of
from survey.forms import first
from survey.ledger_form_pages import LedgerForm, looked_at, refused, show_form, typed, warned
from survey.ledger_views import SLUGS, confirmed_words
from survey.report_views import as_typed
from survey.text import say
from survey.visit import Visit

CONFIRM_PATH = f"{LEDGER_PATH}/xac-nhan"


# -- a new request -------------------------------------------------------------------------------------


async def get_new(visit: Visit) -> Response:
    """The form of this ledger: received today, in one's own charge, until somebody says otherwise."""
    page = await _new_page(visit)
    given = {"received": [write_date(today_of(visit))], "owner": [str(visit.signed_in.account_id)]}
    return await show_form(visit, replace(page, form=given, token=str(uuid4())))


async def post_new(visit: Visit) -> Response:
    """Enter the request, once however often it is sent."""
    page, code, by, now = await _new_page(visit), visit.part("measure"), visit.signed_in, visit.service.now()
    if not looked_at(page.spec, visit.form):
        return await show_form(visit, warned(page, visit))

    def act(session: Session) -> RequestReceipt:
        return record_request(session, by, code, visit.form, now)

    try:
        receipt = await visit.service.write(act)
    except RuleError as refusal:
        return await show_form(visit, refused(page, visit, refusal))
    return RedirectResponse(f"{LEDGER_PATH}/{receipt.request_id}", 303)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was recorded."""
    return await show_form(visit, typed(await _new_page(visit), visit, message, status))


async def _new_page(visit: Visit) -> LedgerForm:
    """Raises: RuleError `unknown_form` for a measure without a ledger."""
    code, sample = visit.part("measure"), visit.signed_in.sample
    spec: FormSpec = await visit.service.read(lambda session: entry_form(session, code, sample=sample))
    return LedgerForm(spec, f"{LEDGER_PATH}/moi/{code}", LEDGER_PATH, {}, lead=say("so.measure", code=code))


# -- an act upon a request -----------------------------------------------------------------------------


async def get_act(visit: Visit) -> Response:
    """The form of one act, as far as the request offers it now."""
    detail, act = await _detail(visit), SLUGS.get(visit.part("act"), "")
    if act not in detail.offered:
        return await _not_offered(visit, detail, act)
    page = await _act_page(visit, detail, act)
    given = as_typed(page.spec, detail.content) if act == CORRECT else {"on": [write_date(today_of(visit))]}
    return await show_form(visit, replace(page, form=given, token=str(uuid4())))


async def post_act(visit: Visit) -> Response:
    """Record it, once however often it is sent; what somebody else recorded meanwhile is shown first."""
    detail, act, by, now = await _detail(visit), _act(visit), visit.signed_in, visit.service.now()
    page = await _act_page(visit, detail, act)
    if not looked_at(page.spec, visit.form):
        return await show_form(visit, warned(replace(page, version=first(visit.form, "version")), visit))
    request_id = detail.row.id
    try:
        await visit.service.write(lambda session: record_act(session, by, request_id, act, visit.form, now))
    except RuleError as refusal:
        return await _refused(visit, page, act, refusal)
    return RedirectResponse(f"{LEDGER_PATH}/{request_id}", 303)


async def refill_act(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was recorded."""
    detail, act = await _detail(visit), _act(visit)
    return await show_form(visit, typed(await _act_page(visit, detail, act), visit, message, status))


async def _refused(visit: Visit, page: LedgerForm, act: str, refusal: RuleError) -> Response:
    """The form again; the request's own page when it does not offer the act any more."""
    detail = await _detail(visit)
    gone = refusal.code == "stale_version" and act not in detail.offered
    if gone or refusal.code == "wrong_state":
        return await request_page(visit, refusal)
    stale = refusal.code == "stale_version"
    version = str(detail.version) if stale else first(visit.form, "version")
    again = replace(page, version=version, latest=_latest(detail) if stale else "")
    return await show_form(visit, refused(again, visit, refusal))


async def _not_offered(visit: Visit, detail: RequestDetail, act: str) -> Response:
    if not act:
        raise RuleError("not_found")
    return await request_page(visit, RuleError("wrong_state", state=detail.row.request.state, act=act))


async def _detail(visit: Visit) -> RequestDetail:
    request_id = int(visit.part("request_id"))
    detail: RequestDetail = await visit.service.read(lambda session: request_detail(session, request_id))
    return detail


def _act(visit: Visit) -> str:
    """The act of the address.  Raises: RuleError `not_found`."""
    if visit.part("act") not in SLUGS:
        raise RuleError("not_found")
    return SLUGS[visit.part("act")]


async def _act_page(visit: Visit, detail: RequestDetail, act: str) -> LedgerForm:
    request, sample = detail.row.request, detail.row.sample
    spec = await visit.service.read(lambda session: form_of_act(session, request, act, sample=sample))
    me = str(visit.signed_in.account_id)
    fields = tuple(
        replace(field, choices=tuple(pair for pair in field.choices if pair[0] != me))
        if field.name == "approver"
        else field
        for field in spec.fields
    )
    back = f"{LEDGER_PATH}/{detail.row.id}"
    return LedgerForm(
        replace(spec, fields=fields),
        f"{back}/{visit.part('act')}",
        back,
        {},
        version=str(detail.version),
        lead=f"{detail.row.number} · {detail.row.subject_vi}",
        labels=detail.spec,
    )


def _latest(detail: RequestDetail) -> str:
    last = detail.events[-1]
    return say("so.latest", act=say(f"so.did.{last.act}"), name=last.by_vi, day=last.recorded_at)


# -- the monthly confirmation --------------------------------------------------------------------------


async def get_confirm(visit: Visit) -> Response:
    """Which ledgers were looked through, and up to which day?"""
    form = {"codes": list(ledger_measures()), "confirmed_to": [write_date(today_of(visit))]}
    return await _confirm_page(visit, replace(_confirm_form(), form=form))


async def post_confirm(visit: Visit) -> Response:
    """Record that somebody looked."""
    by, now = visit.signed_in, visit.service.now()
    try:
        await visit.service.write(lambda session: confirm_ledger(session, by, visit.form, now))
    except RuleError as refusal:
        return await _confirm_page(visit, refused(_confirm_form(), visit, refusal))
    return RedirectResponse(CONFIRM_PATH, 303)


async def refill_confirm(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was recorded."""
    return await _confirm_page(visit, typed(_confirm_form(), visit, message, status))


def _confirm_form() -> LedgerForm:
    return LedgerForm(confirm_form(ledger_acts()), CONFIRM_PATH, LEDGER_PATH, {}, save="so.confirm_save")


async def _confirm_page(visit: Visit, page: LedgerForm) -> Response:
    rows = await visit.service.read(confirmations)
    last = tuple((row.measure_code, confirmed_words(row)) for row in rows)
    return await show_form(visit, replace(page, lead=say("so.confirm_lead"), last=last))
