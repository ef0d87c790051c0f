"""How do children answer on paper: the questionnaire printed, and its sheets typed in when they come back?"""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.paper import begin_batch, enter_sheet, undo_last_sheet
from db.commands.submissions import ASSENT_FIELD
from db.queries.consultations import form_definition
from db.queries.paper import BatchRow, batch, batches
from db.queries.step_records import ConsultationBrief, consultation_brief, version_code
from db.rules.consultation import check_may_enter_paper
from db.rules.definition import Definition
from db.rules.errors import RuleError
from survey.child_pages import speaker
from survey.consulting_new import Making
from survey.consulting_pages import BASE, address, refusal_words
from survey.endpoints.public import slug_of
from survey.forms import first
from survey.pages import render
from survey.questions import LANGUAGE, question_views
from survey.text import say, sentence
from survey.visit import Form, Visit

NEW = Making("batch", "phieu-giay", "paper.lead", begin_batch, opens=True)
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
    words = speaker(LANGUAGE, definition.audience)
    conditional = {question.name for question in definition.questions if question.relevant is not None}
    return render(
        visit,
        "paper_print.html",
        brief=brief,
        say=words,
        questions=question_views(definition, {}, words=words),
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
    words = speaker(LANGUAGE, definition.audience)
    questions = question_views(definition, form, problems, words=words)
    numbers = {view.field.name: view.number for view in questions}
    return render(
        visit,
        "paper_entry.html",
        status,
        brief=brief,
        say=words,
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
