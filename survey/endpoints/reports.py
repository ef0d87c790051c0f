"""What has the unit reported, what became of it, and how does it take a report back?"""

from __future__ import annotations

from uuid import UUID

from starlette.responses import RedirectResponse, Response

from db.commands.reports import withdraw_report
from db.queries.report_forms import member_forms
from db.rules.errors import RuleError
from db.rules.report_forms import FormSpec
from survey.forms import first
from survey.pages import render
from survey.report_pages import ReportPage, report_page
from survey.text import sentence
from survey.unit_page import quarter_facts, unit_page
from survey.visit import Visit

LIST_PATH = "/bao-cao"
# What a unit may still do with a report in this state (db.rules.reporting.TRANSITIONS).
EDITABLE = frozenset({"submitted", "returned"})
WITHDRAWABLE = frozenset({"submitted", "returned", "verified"})
# The nil report has pages of its own: a second person confirms it.
NOT_OFFERED = frozenset({"F16"})


def offered_forms() -> tuple[FormSpec, ...]:
    """The forms a member may fill here."""
    return tuple(spec for spec in member_forms() if spec.code not in NOT_OFFERED)


def unit_of(visit: Visit) -> int:
    """The member's own unit.

    Raises: RuleError `organisation_needed` for an account that has none.
    """
    unit = visit.signed_in.organisation_id
    if unit is None:
        raise RuleError("organisation_needed")
    return unit


async def get_list(visit: Visit) -> Response:
    """The unit's page: what waits for somebody, its quarter, and its reports with what each adds."""
    page = await unit_page(visit, unit_of(visit))
    return render(visit, "reports.html", page=page, facts=quarter_facts, here=LIST_PATH)


async def own_report(visit: Visit) -> ReportPage:
    """The report named in the address, when it is the unit's own.

    Raises: RuleError `other_organisation`, the same for a report of others and for none.
    """
    unit = unit_of(visit)
    try:
        page = await report_page(visit)
    except RuleError as refusal:
        if refusal.code != "unknown_report":
            raise
        raise RuleError("other_organisation") from refusal
    if page.detail.organisation_id != unit:
        raise RuleError("other_organisation")
    return page


async def get_report(visit: Visit) -> Response:
    """One report: state, content, history."""
    page = await own_report(visit)
    return render(
        visit,
        "report.html",
        page=page,
        may_edit=page.row.state in EDITABLE,
        may_withdraw=page.row.state in WITHDRAWABLE,
    )


async def get_withdraw(visit: Visit) -> Response:
    """Ask for the reason before the report is taken back."""
    return await _withdraw_page(visit)


async def post_withdraw(visit: Visit) -> Response:
    """Take the report back; its history stays."""
    report_id, reason, now = _report_id(visit), first(visit.form, "ly_do"), visit.service.now()
    by = visit.signed_in
    try:
        await visit.service.write(lambda session: withdraw_report(session, by, report_id, reason, now))
    except RuleError as refusal:
        if refusal.code not in ("reason_needed", "wrong_state", "bad_text"):
            raise
        return await _withdraw_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(f"{LIST_PATH}/{report_id}", 303)


async def refill_withdraw(visit: Visit, message: str, status: int) -> Response:
    """The same page with the reason that was typed."""
    return await _withdraw_page(visit, message, status)


async def _withdraw_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    page = await own_report(visit)
    reason = first(visit.form, "ly_do")
    return render(visit, "report_withdraw.html", status, page=page, message=message, reason=reason)


def _report_id(visit: Visit) -> UUID:
    report_id: UUID = visit.request.path_params["report_id"]
    return report_id
