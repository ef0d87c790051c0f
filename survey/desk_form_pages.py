"""How is one of the desk's small forms shown, and shown again when it was refused?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from starlette.responses import Response

from db.queries.history import STRATEGY_BEGAN
from db.queries.moments import day_of
from db.queries.organisations import organisations
from db.rules.errors import Problem, RuleError
from db.rules.periods import periods_begun
from db.rules.report_forms import FormSpec
from survey.fields import LIST, ChoiceView, FieldView
from survey.forms import first
from survey.pages import render
from survey.report_views import Pairs, Section, form_sections, period_words, unit_choices
from survey.text import say, sentence
from survey.visit import Form, Visit

NEW_TOKEN = frozenset({"token_missing", "token_malformed"})
# Refusals shown on the form itself with all that was typed; every other one has a page of its own.
ON_THE_FORM = NEW_TOKEN | {
    "fields_refused",
    "token_reused",
    "stale_version",
    "wrong_state",
    "reason_needed",
    "note_needed",
    "bad_text",
    "too_long",
    "organisation_exists",
    "organisation_loop",
    "organisation_needed",
    "account_exists",
    "account_name_bad",
    "own_account",
    "unknown_review",
    "rule_unchanged",
    "rule_waits",
}


@dataclass(frozen=True, slots=True)
class DeskForm:
    """One showing of a form: where it posts, where it leads back to, what stands in it, what is wrong."""

    spec: FormSpec
    action: str
    back: str
    form: Form
    token: str = ""
    version: str = ""
    lead: tuple[str, ...] = ()
    save: str = "desk.save"
    message: str = ""
    status: int = 200
    problems: tuple[Problem, ...] = ()


def refused(page: DeskForm, visit: Visit, refusal: RuleError) -> DeskForm:
    """The form as it was posted, with what is wrong; only a token that could never be taken is replaced.

    Raises: the refusal itself when it has a page of its own.
    """
    if refusal.code not in ON_THE_FORM:
        raise refusal
    message = say("rform.problems") if refusal.problems else sentence(refusal)
    token = str(uuid4()) if refusal.code in NEW_TOKEN else first(visit.form, "token")
    again = typed(page, visit, message, refusal.status)
    return replace(again, token=token, problems=refusal.problems)


def typed(page: DeskForm, visit: Visit, message: str, status: int) -> DeskForm:
    """The form with what was typed before."""
    token = first(visit.form, "token") or str(uuid4())
    version = first(visit.form, "version") or page.version
    return replace(page, form=visit.form, token=token, version=version, message=message, status=status)


async def show_form(visit: Visit, page: DeskForm) -> Response:
    """The form on its page."""
    today = day_of(visit.service.now())
    units: Pairs = unit_choices(await visit.service.read(lambda session: organisations(session, today)))
    return render(
        visit,
        "desk_form.html",
        page.status,
        page=page,
        token=page.token or str(uuid4()),
        sections=_with_periods(page, form_sections(page.spec, page.form, units, page.problems), today),
        problems=lines_of(page.spec, page.problems),
    )


def _with_periods(page: DeskForm, sections: Iterable[Section], today: date) -> tuple[Section, ...]:
    """Periods are chosen from a list, the newest first: nobody has to know how we write one."""
    names = {field.name for field in page.spec.fields if field.kind == "period"}

    def view_of(view: FieldView) -> FieldView:
        if view.name not in names:
            return view
        known = reversed([one for year in _years(today) for one in periods_begun(year, today)])
        choices = tuple(ChoiceView(label, period_words(label), None, label == view.value) for label in known)
        return replace(view, template=LIST, choices=choices)

    return tuple(replace(one, fields=tuple(view_of(view) for view in one.fields)) for one in sections)


def _years(today: date) -> range:
    return range(STRATEGY_BEGAN.year, today.year + 1)


def lines_of(spec: FormSpec, problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Lines of the summary: the field, its label and what to do."""
    found = []
    for problem in problems:
        field = spec.field(problem.field.partition(".")[0])
        words = sentence(problem)
        found.append((problem.field, f"{field.label_vi}: {words}" if field else words))
    return found
