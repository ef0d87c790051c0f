"""How does a child answer?  The form, its one post, and the last page, the same for every child."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.submissions import Filled, record_submissions
from db.queries.consultations import (
    LANGUAGE_FIELD,
    ConsultationCard,
    SlipCard,
    childs_form,
    form_definition,
    slip,
)
from db.queries.invitations import CODE_FIELD
from db.rules.definition import Definition
from db.rules.errors import Problem, RuleError
from db.writer import JointAct
from survey.child_pages import (
    Say,
    address_of,
    offered_languages,
    opened,
    parts_of,
    speaker,
    spoken,
    switch,
    typed_in,
    words_in,
)
from survey.endpoints.public import slug_of
from survey.endpoints.slips import shown_code
from survey.forms import first
from survey.pages import render
from survey.questions import QuestionView, contact_view, question_views, said_in
from survey.relevance import relevance_json, relevance_scripts
from survey.visit import Form, Visit

# The state of a consultation that takes no answers -> the status its friendly page has.
SHUT = {"not_open": 403, "grace": 410, "closed": 410}
SECONDS_A_QUESTION = 30
# Refusals after which the page needs a new token: with the old one it could never be sent.
NEW_TOKEN = frozenset({"token_missing", "token_malformed"})
# Refusals shown on the form itself; every other one has a page of its own.
ON_THE_FORM = NEW_TOKEN | {
    "fields_refused",
    "assent_missing",
    "token_reused",
    "token_erased",
    "unknown_version",
}
OTHER_PAGE = frozenset({"token_reused", "token_erased"})


@dataclass(frozen=True, slots=True)
class ProblemLink:
    """A line of the summary: where the problem is, and what to do."""

    anchor: str
    text: str


async def get_form(visit: Visit) -> Response:
    """The form with a fresh token; a friendly page when it takes no answers."""
    card, definition = await _asked(visit)
    if card.state in SHUT:
        return _shut(visit, card, definition, SHUT[card.state], unsent=False)
    drawn = (card, visit.request.url.query)  # all that a blank form follows from; a version never changes
    return visit.service.blank_forms.given(
        drawn, lambda token: _form_page(visit, card, definition, {}, token)
    )


async def post_form(visit: Visit) -> Response:
    """Keep the answers, exactly once; a refusal shows the same page with all that was filled in."""
    service = visit.service
    filled = Filled(service.settings.secret, slug_of(visit), visit.form, service.now())
    try:
        receipt = await service.write(JointAct(record_submissions, filled))
    except RuleError as refusal:
        return await _refused(visit, refusal)
    carried = {name: typed_in(visit, name) for name in (LANGUAGE_FIELD, CODE_FIELD)}
    return RedirectResponse(f"/cam-on/{shown_code(receipt.slip)}{address_of(carried)}", 303)


async def get_thanks(visit: Visit) -> Response:
    """The last page: thanks and the tracking slip."""
    code, now = visit.part("code"), visit.service.now()

    def query(session: Session) -> tuple[SlipCard, Definition]:
        found = slip(session, code, now)
        return found, form_definition(session, found.consultation.version_id)

    card, definition = await visit.service.read(query)
    here = opened(visit, card.consultation, definition)
    return render(
        visit,
        "thanks.html",
        code=shown_code(card.code),
        again=f"/y-kien/{card.consultation.slug}{here.carried}",
        switch=switch(visit, offered_languages(card.consultation, definition), here.language),
        **words_in(here.language, definition.audience),
    )


async def _asked(visit: Visit) -> tuple[ConsultationCard, Definition]:
    slug, now = slug_of(visit), visit.service.now()
    return await visit.service.read(lambda session: childs_form(session, slug, now))


def _shut(
    visit: Visit, card: ConsultationCard, definition: Definition, status: int, *, unsent: bool
) -> Response:
    """The friendly page of a consultation that takes no answers now."""
    return spoken(visit, "closed.html", status, audience=definition.audience, card=card, unsent=unsent)


async def _refused(visit: Visit, refusal: RuleError) -> Response:
    """The form again, or the friendly page of a consultation that is shut."""
    if refusal.code in ("consultation_not_open", "consultation_closed"):
        return _shut(visit, *await _asked(visit), refusal.status, unsent=True)
    if refusal.code not in ON_THE_FORM:
        raise refusal
    card, definition = await _asked(visit)
    token = str(uuid4()) if refusal.code in NEW_TOKEN else first(visit.form, "token")
    return _form_page(visit, card, definition, visit.form, token, refusal)


def _form_page(
    visit: Visit,
    card: ConsultationCard,
    definition: Definition,
    form: Form,
    token: str,
    refusal: RuleError | None = None,
) -> Response:
    problems = refusal.problems if refusal else ()
    here = opened(visit, card, definition)
    say = speaker(here.language, definition.audience)
    questions = question_views(definition, form, problems, here.language, say)
    assent = refusal is not None and refusal.code == "assent_missing"
    return render(
        visit,
        "form.html",
        refusal.status if refusal else 200,
        card=card,
        questions=questions,
        parts=parts_of(questions),
        here=here,
        again=f"/y-kien/{card.slug}{here.carried}",
        switch=switch(visit, offered_languages(card, definition), here.language),
        **words_in(here.language, definition.audience),
        token=token,
        agreed=form.get("dong_y") == ["1"],
        minutes=max(1, round(len(questions) * SECONDS_A_QUESTION / 60)),
        message=_headline(refusal, here.language, say),
        assent_problem=say("error.assent_missing") if assent else "",
        problems=_links(questions, problems, here.language, say) if not assent else _assent_link(say),
        plan=relevance_json(definition, here.language),
        scripts=relevance_scripts(definition),
        contact=contact_view(definition, form, problems, here.language, say),
        new_page=refusal is not None and refusal.code in OTHER_PAGE,
    )


def _headline(refusal: RuleError | None, language: str, say: Say) -> str:
    if refusal is None:
        return ""
    on_fields = refusal.code in ("fields_refused", "assent_missing")
    return say("form.problems") if on_fields else said_in(language, say, refusal)


def _links(
    questions: tuple[QuestionView, ...], problems: tuple[Problem, ...], language: str, say: Say
) -> tuple[ProblemLink, ...]:
    numbers = {view.field.name: view.number for view in questions}
    return tuple(
        ProblemLink(
            f"q-{one.field}",
            say("form.problem_at", number=numbers.get(one.field, "?"), text=said_in(language, say, one)),
        )
        for one in problems
    )


def _assent_link(say: Say) -> tuple[ProblemLink, ...]:
    return (ProblemLink("q-dong_y", say("error.assent_missing")),)
