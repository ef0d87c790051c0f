"""How does a member file a report, or mend one?  One form, generated from its specification."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.reports import ReportReceipt, revise_report, submit_report
from db.queries.moments import day_of
from db.queries.organisations import organisations
from db.queries.report_forms import report_form
from db.rules.errors import RuleError
from db.rules.report_forms import FormSpec
from survey.endpoints.reports import EDITABLE, LIST_PATH, offered_forms, own_report
from survey.forms import first
from survey.pages import render
from survey.report_views import Pairs, as_typed, form_sections, unit_choices
from survey.text import say, sentence
from survey.visit import Form, Visit

NEW_TOKEN = frozenset({"token_missing", "token_malformed"})
# Refusals shown on the form itself with all that was typed; every other one has a page of its own.
ON_THE_FORM = NEW_TOKEN | {"fields_refused", "token_reused", "stale_version", "wrong_state"}


@dataclass(frozen=True, slots=True)
class _FormPage:
    """One showing of the form: where it posts, what stands in it, what is wrong."""

    spec: FormSpec
    action: str
    form: Form
    token: str
    version: str = ""
    message: str = ""
    status: int = 200
    refusal: RuleError | None = None


async def get_new(visit: Visit) -> Response:
    """An empty form with a fresh token."""
    return await _show(visit, _FormPage(_spec(visit), visit.request.url.path, {}, str(uuid4())))


async def post_new(visit: Visit) -> Response:
    """File the report, once however often it is sent."""
    spec, by, now = _spec(visit), visit.signed_in, visit.service.now()

    def act(session: Session) -> ReportReceipt:
        return submit_report(session, by, spec.code, visit.form, now)

    try:
        receipt = await visit.service.write(act)
    except RuleError as refusal:
        return await _refused(visit, spec, refusal)
    return RedirectResponse(f"{LIST_PATH}/{receipt.report_id}", 303)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was sent."""
    return await _show(visit, _typed_page(visit, _spec(visit), message, status))


async def get_edit(visit: Visit) -> Response:
    """The report's current version, ready to be mended."""
    page = await own_report(visit)
    if page.row.state not in EDITABLE:
        raise RuleError("wrong_state", state=page.row.state)
    spec = report_form(page.row.form)
    typed = as_typed(spec, page.detail.data)
    version = str(page.row.version)
    return await _show(visit, _FormPage(spec, visit.request.url.path, typed, str(uuid4()), version))


async def post_edit(visit: Visit) -> Response:
    """File the mended version; it waits for verification again."""
    page = await own_report(visit)
    report_id, by, now = _report_id(visit), visit.signed_in, visit.service.now()

    def act(session: Session) -> ReportReceipt:
        return revise_report(session, by, report_id, visit.form, now)

    try:
        await visit.service.write(act)
    except RuleError as refusal:
        return await _refused(visit, report_form(page.row.form), refusal)
    return RedirectResponse(f"{LIST_PATH}/{report_id}", 303)


async def refill_edit(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was sent."""
    page = await own_report(visit)
    return await _show(visit, _typed_page(visit, report_form(page.row.form), message, status))


def _spec(visit: Visit) -> FormSpec:
    """The form named in the address, when members may file it.

    Raises: RuleError `unknown_form`.
    """
    code = visit.part("form")
    if code not in {spec.code for spec in offered_forms()}:
        raise RuleError("unknown_form")
    return report_form(code)


async def _refused(visit: Visit, spec: FormSpec, refusal: RuleError) -> Response:
    if refusal.code not in ON_THE_FORM:
        raise refusal
    message = say("rform.problems") if refusal.problems else sentence(refusal)
    return await _show(visit, _typed_page(visit, spec, message, refusal.status, refusal))


def _typed_page(
    visit: Visit, spec: FormSpec, message: str, status: int, refusal: RuleError | None = None
) -> _FormPage:
    """The form as it was posted; only a token that could never be accepted is replaced."""
    fresh = refusal is not None and refusal.code in NEW_TOKEN
    token = str(uuid4()) if fresh else first(visit.form, "token")
    version = first(visit.form, "version")
    return _FormPage(spec, visit.request.url.path, visit.form, token, version, message, status, refusal)


async def _show(visit: Visit, page: _FormPage) -> Response:
    today = day_of(visit.service.now())
    rows = await visit.service.read(lambda session: organisations(session, today))
    units: Pairs = unit_choices(row for row in rows if row.id != visit.signed_in.organisation_id)
    problems = page.refusal.problems if page.refusal else ()
    return render(
        visit,
        "report_form.html",
        page.status,
        page=page,
        sections=form_sections(page.spec, page.form, units, problems),
        problems=[
            (problem.field, _line(page.spec, problem.field, sentence(problem))) for problem in problems
        ],
    )


def _line(spec: FormSpec, name: str, words: str) -> str:
    """A line of the summary: the field's label, then what to do."""
    field = spec.field(name.partition(".")[0])
    return f"{field.label_vi}: {words}" if field else words


def _report_id(visit: Visit) -> UUID:
    report_id: UUID = visit.request.path_params["report_id"]
    return report_id
