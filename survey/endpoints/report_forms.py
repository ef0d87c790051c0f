"""How does a member file a report, or mend one?  One form, generated from its specification.

Sent, it is looked at again where something is unusual; until then only a draft is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.reports import ReportReceipt, revise_report, submit_report
from db.queries.moments import day_of
from db.queries.organisations import organisations
from db.queries.report_forms import report_form
from db.rules.errors import RuleError
from db.rules.report_drafts import VERSION
from db.rules.report_forms import FormSpec
from db.rules.report_warnings import ReportWarning
from survey.endpoints.reports import EDITABLE, LIST_PATH, offered_forms, own_report, unit_of
from survey.forms import first
from survey.pages import render
from survey.report_drafting import (
    AS_LAST,
    Beginning,
    beginning,
    keep_draft,
    mark_of,
    revision,
    seen_draft,
    unseen_warnings,
    warning_lines,
)
from survey.report_views import Pairs, as_typed, form_sections, unit_choices
from survey.text import say, sentence
from survey.visit import Form, Visit

NEW_TOKEN = frozenset({"token_missing", "token_malformed"})
# Refusals shown on the form itself with all that was typed; every other one has a page of its own.
ON_THE_FORM = NEW_TOKEN | {
    "fields_refused",
    "token_reused",
    "stale_version",
    "stale_draft",
    "wrong_state",
    "too_long",
    "bad_text",
}


@dataclass(frozen=True, slots=True)
class FormPage:
    """One showing of the form: where it posts, what stands in it, what is wrong or unusual."""

    spec: FormSpec
    action: str
    form: Form
    token: str
    version: str = ""
    draft_number: int = 0
    draft_id: int | None = None
    notice: str = ""
    may_repeat: bool = False
    message: str = ""
    status: int = 200
    refusal: RuleError | None = None
    warnings: tuple[ReportWarning, ...] = ()


async def get_new(visit: Visit) -> Response:
    """The form: the draft that was begun, the last report again, or empty with a fresh token."""
    spec = new_spec(visit)
    opened = await beginning(visit, unit_of(visit), spec)
    return await _show(visit, _opened(FormPage(spec, new_path(spec), {}, ""), opened))


async def post_new(visit: Visit) -> Response:
    """File the report, once however often it is sent."""
    spec, by, now = new_spec(visit), visit.signed_in, visit.service.now()
    unseen = await unseen_warnings(visit, unit_of(visit), spec)
    if unseen:
        return await _review(visit, spec, new_path(spec), unseen)

    def act(session: Session) -> ReportReceipt:
        return submit_report(session, by, spec.code, visit.form, now)

    try:
        receipt = await visit.service.write(act)
    except RuleError as refusal:
        return await refused(visit, spec, new_path(spec), refusal)
    return RedirectResponse(f"{LIST_PATH}/{receipt.report_id}", 303)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was sent."""
    spec = new_spec(visit)
    return await _show(visit, _typed_page(visit, spec, new_path(spec), message, status))


async def get_edit(visit: Visit) -> Response:
    """The report's current version, or the draft of its next one, ready to be mended."""
    page = await own_report(visit)
    if page.row.state not in EDITABLE:
        raise RuleError("wrong_state", state=page.row.state)
    spec = report_form(page.row.form)
    opened = await revision(visit, unit_of(visit), page.row.id, as_typed(spec, page.detail.data))
    empty = FormPage(spec, edit_path(page.row.id), {}, "", str(page.row.version))
    return await _show(visit, _opened(empty, opened))


async def post_edit(visit: Visit) -> Response:
    """File the mended version; it waits for verification again."""
    page = await own_report(visit)
    report_id, by, now = page.row.id, visit.signed_in, visit.service.now()
    spec, path = report_form(page.row.form), edit_path(report_id)
    unseen = await unseen_warnings(visit, unit_of(visit), spec, report_id)
    if unseen:
        return await _review(visit, spec, path, unseen, report_id)

    def act(session: Session) -> ReportReceipt:
        return revise_report(session, by, report_id, visit.form, now)

    try:
        await visit.service.write(act)
    except RuleError as refusal:
        return await refused(visit, spec, path, refusal)
    return RedirectResponse(f"{LIST_PATH}/{report_id}", 303)


async def refill_edit(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was sent."""
    page = await own_report(visit)
    spec, path = report_form(page.row.form), edit_path(page.row.id)
    return await _show(visit, _typed_page(visit, spec, path, message, status))


def new_spec(visit: Visit) -> FormSpec:
    """The form named in the address, when members may file it.

    Raises: RuleError `unknown_form`.
    """
    code = visit.part("form")
    if code not in {spec.code for spec in offered_forms()}:
        raise RuleError("unknown_form")
    return report_form(code)


def new_path(spec: FormSpec) -> str:
    """Where a new report of this form is posted."""
    return f"{LIST_PATH}/moi/{spec.code}"


def edit_path(report_id: UUID) -> str:
    """Where a report's next version is posted."""
    return f"{LIST_PATH}/{report_id}/sua"


async def refused(visit: Visit, spec: FormSpec, path: str, refusal: RuleError) -> Response:
    """The form with everything that was typed and what is wrong with it.

    Raises: a refusal that has a page of its own.
    """
    if refusal.code not in ON_THE_FORM:
        raise refusal
    message = say("rform.problems") if refusal.problems else sentence(refusal)
    return await _show(visit, _typed_page(visit, spec, path, message, refusal.status, refusal))


async def _review(
    visit: Visit,
    spec: FormSpec,
    path: str,
    warnings: tuple[ReportWarning, ...],
    report_id: UUID | None = None,
) -> Response:
    """The form again with what is unusual; kept as a draft, sent to nobody."""
    page = replace(_typed_page(visit, spec, path, "", 200), warnings=warnings)
    try:
        number = await keep_draft(visit, spec, report_id)
    except RuleError as refusal:
        if refusal.code != "stale_draft":
            raise
        return await _show(visit, page)  # a newer draft from elsewhere stays; this page still has it all
    return await _show(visit, replace(page, draft_number=number))


def _opened(page: FormPage, opened: Beginning) -> FormPage:
    """The page with what it begins with; a draft of a revision names the version it was begun on."""
    kept = opened.draft
    return replace(
        page,
        form=opened.form,
        token=opened.token,
        version=first(opened.form, VERSION) or page.version,
        draft_number=kept.number if kept else 0,
        draft_id=kept.id if kept else None,
        notice=opened.notice,
        may_repeat=opened.may_repeat,
    )


def _typed_page(
    visit: Visit, spec: FormSpec, path: str, message: str, status: int, refusal: RuleError | None = None
) -> FormPage:
    """The form as it was posted; only a token that could never be accepted is replaced."""
    fresh = refusal is not None and refusal.code in NEW_TOKEN
    return FormPage(
        spec,
        path,
        visit.form,
        str(uuid4()) if fresh else first(visit.form, "token"),
        first(visit.form, "version"),
        seen_draft(visit.form),
        message=message,
        status=status,
        refusal=refusal,
    )


async def _show(visit: Visit, page: FormPage) -> Response:
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
        warnings=warning_lines(page.spec, page.warnings),
        mark=mark_of(page.warnings),
        as_last=AS_LAST,
    )


def _line(spec: FormSpec, name: str, words: str) -> str:
    """A line of the summary: the field's label, then what to do."""
    field = spec.field(name.partition(".")[0])
    return f"{field.label_vi}: {words}" if field else words
