"""How do children answer on paper: the questionnaire printed, and its sheets typed in when they come back?"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.consultations import ASSENT_FIELD
from db.commands.paper import begin_batch, enter_sheet, undo_last_sheet
from db.queries.consultation_forms import consultation_form
from db.queries.consultations import form_definition
from db.queries.paper import BatchRow, batch, batches
from db.queries.step_records import ConsultationBrief, consultation_brief, version_code
from db.rules.consultation import check_may_enter_paper
from db.rules.definition import Definition
from db.rules.errors import RuleError
from survey.consulting_pages import BASE, address, refusal_words, refused_here, show, warned
from survey.desk_form_pages import DeskForm, typed
from survey.endpoints.public import slug_of
from survey.forms import first
from survey.ledger_form_pages import looked_at, mark_of
from survey.pages import render
from survey.questions import question_views
from survey.text import say, sentence
from survey.visit import Form, Visit

NEW_TOKEN = frozenset({"token_missing", "token_malformed", "token_erased"})
# Refusals shown above the sheet with all that was typed.
ON_THE_SHEET = NEW_TOKEN | {"fields_refused", "assent_missing", "token_reused", "stale_version", "no_sheet"}


async def get_print(visit: Visit) -> Response:
    """The questionnaire for A4 paper: boxes, numbers, lines to write on, the code of its version."""
    slug = slug_of(visit)

    def query(session: Session) -> tuple[ConsultationBrief, Definition, str]:
        brief = consultation_brief(session, slug)
        return brief, form_definition(session, brief.version_id), version_code(session, brief.version_id)

    brief, definition, code = await visit.service.read(query)
    conditional = {question.name for question in definition.questions if question.relevant is not None}
    return render(
        visit,
        "paper_print.html",
        brief=brief,
        questions=question_views(definition, {}),
        conditional=conditional,
        code=code,
        back=address(slug),
    )


# -- piles -----------------------------------------------------------------------------------------------


async def get_batches(visit: Visit) -> Response:
    """The piles that were begun."""
    slug = slug_of(visit)

    def query(session: Session) -> dict[str, object]:
        return {"brief": consultation_brief(session, slug), "rows": batches(session, slug)}

    facts = await visit.service.read(query)
    return render(visit, "paper_batches.html", **facts, base=address(slug), here=BASE)


async def get_new(visit: Visit) -> Response:
    """Where is the pile from?"""
    return await show(visit, replace(await _new_page(visit), token=str(uuid4())))


async def post_new(visit: Visit) -> Response:
    """Begin the pile, once however often it is sent."""
    page, slug = await _new_page(visit), slug_of(visit)
    by, now = visit.signed_in, visit.service.now()
    if not looked_at(page.spec, visit.form):
        return await show(visit, warned(page, visit), mark_of(page.spec, visit.form))
    try:
        number = await visit.service.write(lambda session: begin_batch(session, by, slug, visit.form, now))
    except RuleError as refusal:
        return await show(visit, refused_here(page, visit, refusal))
    return RedirectResponse(address(slug, "phieu-giay", number), 303)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was begun."""
    return await show(visit, typed(await _new_page(visit), visit, message, status))


async def _new_page(visit: Visit) -> DeskForm:
    slug = slug_of(visit)
    brief = await visit.service.read(lambda session: consultation_brief(session, slug))
    back = address(slug, "phieu-giay")
    lead = (say("lyk.changing", title=brief.title_vi), say("paper.lead"))
    return DeskForm(consultation_form("batch"), f"{back}/moi", back, {}, lead=lead)


# -- sheets ----------------------------------------------------------------------------------------------


async def get_entry(visit: Visit) -> Response:
    """An empty sheet of the pile."""
    return await _entry(visit, {}, str(uuid4()))


async def post_entry(visit: Visit) -> Response:
    """Keep the sheet, once however often it is sent, and go on with the next."""
    slug, number, secret = slug_of(visit), _number(visit), visit.service.settings.secret
    by, now = visit.signed_in, visit.service.now()
    try:
        await visit.service.write(
            lambda session: enter_sheet(session, by, secret, slug, number, visit.form, now)
        )
    except RuleError as refusal:
        return await _refused(visit, refusal)
    return RedirectResponse(address(slug, "phieu-giay", number), 303)


async def post_undo(visit: Visit) -> Response:
    """Take the last sheet back."""
    slug, number, secret = slug_of(visit), _number(visit), visit.service.settings.secret
    by, now, sheet = visit.signed_in, visit.service.now(), first(visit.form, "sheet")
    try:
        await visit.service.write(
            lambda session: undo_last_sheet(session, by, secret, slug, number, sheet, now)
        )
    except RuleError as refusal:
        return await _refused(visit, refusal)
    return RedirectResponse(address(slug, "phieu-giay", number), 303)


async def refill_entry(visit: Visit, message: str, status: int) -> Response:
    """The sheet with what was typed before; nothing was recorded."""
    token = first(visit.form, "token") or str(uuid4())
    return await _entry(visit, visit.form, token, message, status)


async def _refused(visit: Visit, refusal: RuleError) -> Response:
    if refusal.code not in ON_THE_SHEET:
        raise refusal
    words = {"assent_missing": say("paper.assent_missing")}.get(refusal.code, refusal_words(refusal))
    token = str(uuid4()) if refusal.code in NEW_TOKEN else first(visit.form, "token")
    return await _entry(visit, visit.form, token or str(uuid4()), words, refusal.status, refusal)


async def _entry(
    visit: Visit,
    form: Form,
    token: str,
    message: str = "",
    status: int = 200,
    refusal: RuleError | None = None,
) -> Response:
    slug, number = slug_of(visit), _number(visit)

    def query(session: Session) -> tuple[ConsultationBrief, BatchRow, Definition]:
        brief = consultation_brief(session, slug)
        check_may_enter_paper(brief.state)
        return brief, batch(session, slug, number), form_definition(session, brief.version_id)

    brief, row, definition = await visit.service.read(query)
    problems = refusal.problems if refusal else ()
    questions = question_views(definition, form, problems)
    numbers = {view.field.name: view.number for view in questions}
    return render(
        visit,
        "paper_entry.html",
        status,
        brief=brief,
        row=row,
        questions=questions,
        token=token,
        agreed=list(form.get(ASSENT_FIELD, ())) == ["1"],
        message=say("paper.refused") if problems else message,
        problems=[(one.field, numbers.get(one.field, "?"), sentence(one)) for one in problems],
        base=address(slug),
        here=BASE,
    )


def _number(visit: Visit) -> int:
    number: int = visit.request.path_params["number"]
    if number >= 2**31:  # no number of ours; one engine would not even compare it
        raise RuleError("unknown_batch")
    return number
