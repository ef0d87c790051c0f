"""How does head office enter its own figures, and who confirms them?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.entries import check_quality, record_entry, revise_entry, withdraw_entry
from db.queries.entries import CheckRow, checks, entries, entry_forms, has_entry, planned_years, plans
from db.queries.report_context import spec_of
from db.queries.report_forms import report_form
from db.queries.reports import ReportRow
from db.rules.errors import RuleError
from db.rules.head_office import ENTRY_FORMS, PLAN, checklist_of
from db.rules.report_forms import FieldSpec
from survey.desk_form_pages import DeskForm, refused, show_form, typed
from survey.forms import first
from survey.pages import render
from survey.report_pages import ReportPage, adds_words, measures_by_code, report_page
from survey.report_views import as_typed
from survey.text import say, sentence
from survey.visit import Visit

ENTRIES_PATH: Final = "/ban-lam-viec/so-lieu"
EDITABLE = frozenset({"submitted", "returned"})
WITHDRAWABLE = frozenset({"submitted", "returned", "verified"})
CHECKABLE = frozenset({"submitted", "verified"})
ON_THE_PAGE = frozenset({"second_person_needed", "stale_version", "wrong_state", "bad_text", "too_long"})


async def get_list(visit: Visit) -> Response:
    """What head office entered, and the forms it enters."""

    def query(session: Session) -> list[tuple[ReportRow, tuple[str, ...]]]:
        cards = measures_by_code(session)
        return [(row, adds_words(row, cards)) for row in entries(session)]

    rows = await visit.service.read(query)
    return render(visit, "entries.html", rows=rows, forms=entry_forms(), here=ENTRIES_PATH)


async def get_plans(visit: Visit) -> Response:
    """Every approved yearly plan, with who recorded it, when, and whether it counts."""
    rows = await visit.service.read(plans)
    return render(visit, "plans.html", rows=rows, here=ENTRIES_PATH)


# -- a new entry, a mended one -------------------------------------------------------------------------


async def get_new(visit: Visit) -> Response:
    """An empty form."""
    return await show_form(visit, replace(await _new_page(visit), token=str(uuid4())))


async def post_new(visit: Visit) -> Response:
    """Record the entry, once however often it is sent."""
    page, by, now = await _new_page(visit), visit.signed_in, visit.service.now()
    code = page.spec.code
    try:
        receipt = await visit.service.write(lambda session: record_entry(session, by, code, visit.form, now))
    except RuleError as refusal:
        return await show_form(visit, refused(page, visit, refusal))
    return RedirectResponse(f"{ENTRIES_PATH}/{receipt.report_id}", 303)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was recorded."""
    return await show_form(visit, typed(await _new_page(visit), visit, message, status))


async def _new_page(visit: Visit) -> DeskForm:
    """Raises: RuleError `unknown_form` for a form that is not head office's."""
    code = visit.part("form")
    if code not in ENTRY_FORMS:
        raise RuleError("unknown_form")
    lead = (say("entry.second_person"), *(await _plan_words(visit) if code == PLAN else ()))
    return DeskForm(
        spec_of(code), f"{ENTRIES_PATH}/moi/{code}", ENTRIES_PATH, {}, lead=lead, save="entry.send"
    )


async def _plan_words(visit: Visit) -> tuple[str, ...]:
    years = sorted(await visit.service.read(planned_years))
    known = say("plan.known", years=", ".join(map(str, years))) if years else say("plan.none")
    return say("plan.freeze"), known


async def get_edit(visit: Visit) -> Response:
    """The entry as it stands, ready to be mended."""
    page = await _entry(visit)
    if page.row.state not in EDITABLE:
        raise RuleError("wrong_state", state=page.row.state)
    form = as_typed(spec_of(page.row.form), page.detail.data)
    return await show_form(visit, replace(_edit_page(page), form=form, token=str(uuid4())))


async def post_edit(visit: Visit) -> Response:
    """Record the mended version; it waits for a second person again."""
    page, by, now = await _entry(visit), visit.signed_in, visit.service.now()
    report_id = page.row.id
    try:
        await visit.service.write(lambda session: revise_entry(session, by, report_id, visit.form, now))
    except RuleError as refusal:
        return await show_form(visit, refused(_edit_page(page), visit, refusal))
    return RedirectResponse(f"{ENTRIES_PATH}/{report_id}", 303)


async def refill_edit(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was recorded."""
    return await show_form(visit, typed(_edit_page(await _entry(visit)), visit, message, status))


def _edit_page(page: ReportPage) -> DeskForm:
    back = f"{ENTRIES_PATH}/{page.row.id}"
    lead = (say("entry.second_person"),)
    return DeskForm(
        spec_of(page.row.form),
        f"{back}/sua",
        back,
        {},
        version=str(page.row.version),
        lead=lead,
        save="entry.send_again",
    )


# -- one entry -----------------------------------------------------------------------------------------


async def get_entry(visit: Visit) -> Response:
    """One entry: content, state, checklist, history."""
    return await _entry_page(visit)


async def post_quality(visit: Visit) -> Response:
    """Judge it by the five points."""
    return await _act(
        visit, lambda session, by, report_id, now: check_quality(session, by, report_id, visit.form, now)
    )


async def post_withdraw(visit: Visit) -> Response:
    """Take it back; its history stays."""
    reason = first(visit.form, "ly_do")
    return await _act(
        visit, lambda session, by, report_id, now: withdraw_entry(session, by, report_id, reason, now)
    )


async def refill_entry(visit: Visit, message: str, status: int) -> Response:
    """The entry's page with what was typed."""
    return await _entry_page(visit, message, status)


async def _act(visit: Visit, act: Callable[..., Any]) -> Response:
    report_id, by, now = _report_id(visit), visit.signed_in, visit.service.now()
    try:
        await visit.service.write(lambda session: act(session, by, report_id, now))
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE | {"reason_needed", "not_a_choice"}:
            raise
        return await _entry_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(f"{ENTRIES_PATH}/{report_id}", 303)


async def _entry(visit: Visit) -> ReportPage:
    """The entry named in the address.

    Raises: RuleError `unknown_report` also for reports of the units, which have their own pages.
    """
    page = await report_page(visit)
    if not await visit.service.read(lambda session: has_entry(session, page.row.id)):
        raise RuleError("unknown_report")
    return page


async def _entry_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    page = await _entry(visit)
    read: tuple[CheckRow, ...] = await visit.service.read(lambda session: checks(session, page.row.id))
    checklist = checklist_of(report_form(page.row.form))
    own = visit.signed_in.account_id == page.detail.filed_by
    return render(
        visit,
        "entry.html",
        status,
        page=page,
        message=message,
        checklist=checklist,
        checks=[(row, _points(checklist, row)) for row in read],
        may_check=checklist is not None and not own and page.row.state in CHECKABLE,
        may_edit=page.row.state in EDITABLE,
        may_withdraw=page.row.state in WITHDRAWABLE,
        may_verify=not own and page.row.state == "submitted",
        own=own,
        given=visit.form.get("quality_ok", []),
        token=first(visit.form, "token") or str(uuid4()),
        reason=first(visit.form, "ly_do"),
        here=ENTRIES_PATH,
    )


def _points(checklist: FieldSpec | None, row: CheckRow) -> tuple[tuple[str, bool], ...]:
    """The five points in words, each with whether it was found to hold."""
    choices = checklist.choices if checklist else ()
    return tuple((label, code in row.points) for code, label in choices)


def _report_id(visit: Visit) -> UUID:
    report_id: UUID = visit.request.path_params["report_id"]
    return report_id
