"""How is a form of the request ledger shown: its fields, what is wrong, what looks like a name?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import Response

from db.queries.consultations import consultations
from db.queries.strategy import measures
from db.rules.errors import Problem, RuleError
from db.rules.report_forms import SECTIONS, FieldSpec, FormSpec
from db.rules.report_warnings import private_words
from survey.fields import LIST, ChoiceView, FieldView, first_of
from survey.forms import first
from survey.pages import render
from survey.report_views import Pairs, Section, form_sections
from survey.text import TEXT, say, sentence
from survey.visit import Form, Visit

NEW_TOKEN = frozenset({"token_missing", "token_malformed"})
# Refusals shown on the form itself with all that was typed; every other one has a page of its own.
ON_THE_FORM = NEW_TOKEN | {
    "fields_refused",
    "token_reused",
    "stale_version",
    "reason_needed",
    "second_person_needed",
    "bad_text",
}
TYPED_TEXTS = frozenset({"text", "long_text", "lines"})
ANYWAY = "van_gui"  # the mark of texts somebody has looked at and sends all the same


@dataclass(frozen=True, slots=True)
class LedgerForm:
    """One showing of a form: where it posts, what stands in it, what is wrong.

    `labels` names fields of other forms that a refusal may speak of; `latest` what was recorded meanwhile.
    """

    spec: FormSpec
    action: str
    back: str
    form: Form
    token: str = ""
    version: str = ""
    lead: str = ""
    message: str = ""
    status: int = 200
    refusal: RuleError | None = None
    private: tuple[str, ...] = ()
    labels: FormSpec | None = None
    latest: str = ""
    last: tuple[tuple[str, str], ...] = ()
    save: str = "so.save"


def refusal_words(refusal: RuleError | Problem) -> str:
    """The sentence of a refusal as the ledger says it."""
    own = f"so.refused.{refusal.code}"
    return say(own) if own in TEXT else sentence(refusal)


def refused(page: LedgerForm, visit: Visit, refusal: RuleError) -> LedgerForm:
    """The form as it was posted, with what is wrong; only a token that could never be taken is replaced.

    Raises: the refusal itself when it has a page of its own.
    """
    if refusal.code not in ON_THE_FORM:
        raise refusal
    message = say("so.problems") if refusal.problems else refusal_words(refusal)
    token = str(uuid4()) if refusal.code in NEW_TOKEN else first(visit.form, "token")
    return replace(typed(page, visit, message, refusal.status), token=token, refusal=refusal)


def typed(page: LedgerForm, visit: Visit, message: str, status: int) -> LedgerForm:
    """The form with what was typed before."""
    token = first(visit.form, "token") or str(uuid4())
    return replace(page, form=visit.form, token=token, message=message, status=status)


# -- names, telephone numbers, addresses ---------------------------------------------------------------


def private_texts(spec: FormSpec, form: Form) -> tuple[tuple[FieldSpec, str], ...]:
    """Fields whose text seems to hold what must stay in the paper file, each with the kind of it."""
    return tuple(
        (field, code)
        for field in spec.fields
        if field.kind in TYPED_TEXTS
        for code in private_words(" ".join(form.get(field.name, ())))
    )


def mark_of(spec: FormSpec, form: Form) -> str:
    """The mark of exactly these texts; another text needs another look."""
    texts = [first_of(form.get(field.name, [])) for field, _ in private_texts(spec, form)]
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def looked_at(spec: FormSpec, form: Form) -> bool:
    """Whether nothing looks private, or somebody said of these very texts that they may be sent."""
    return not private_texts(spec, form) or first(form, ANYWAY) == mark_of(spec, form)


def warned(page: LedgerForm, visit: Visit) -> LedgerForm:
    """The form with what looks private; nothing was recorded."""
    lines = tuple(
        say("so.private_line", label=field.label_vi, words=say(f"warning.{code}"))
        for field, code in private_texts(page.spec, visit.form)
    )
    return replace(typed(page, visit, say("so.private"), 422), private=lines)


# -- the page ------------------------------------------------------------------------------------------


async def show_form(visit: Visit, page: LedgerForm) -> Response:
    """The form on its page."""
    now = visit.service.now()

    def choices(session: Session) -> Mapping[str, Pairs]:
        return {
            "consultation": [(card.slug, card.title_vi) for card in consultations(session, now)],
            "codes": [(card.code, f"{card.code} {card.short_vi}") for card in measures(session)],
        }

    offered = await visit.service.read(choices)
    problems = page.refusal.problems if page.refusal else ()
    return render(
        visit,
        "ledger_form.html",
        page.status,
        page=page,
        sections=_sections(page, problems, offered),
        problems=[(problem.field, _line(page, problem)) for problem in problems],
        mark=mark_of(page.spec, page.form) if page.private else first(page.form, ANYWAY),
    )


def _line(page: LedgerForm, problem: Problem) -> str:
    """A line of the summary: the field's label, then what to do."""
    name = problem.field.partition(".")[0]
    field = page.spec.field(name) or (page.labels.field(name) if page.labels else None)
    label = field.label_vi if field else TEXT.get(f"so.missing.{name}", "")
    return f"{label}: {refusal_words(problem)}" if label else refusal_words(problem)


def _sections(
    page: LedgerForm, problems: Iterable[Problem], offered: Mapping[str, Pairs]
) -> tuple[Section, ...]:
    sections, said = [], {problem.field: refusal_words(problem) for problem in problems}
    for name in SECTIONS:
        part = replace(page.spec, fields=tuple(one for one in page.spec.fields if one.section == name))
        kinds = {field.name: field.kind for field in part.fields}
        for section in form_sections(part, page.form, (), problems):
            fields = tuple(
                replace(_view(view, kinds[view.name], page.form, offered), problem=said.get(view.name, ""))
                for view in section.fields
            )
            sections.append(Section(say(f"so.section.{name}"), fields))
    return tuple(sections)


def _view(view: FieldView, kind: str, form: Form, offered: Mapping[str, Pairs]) -> FieldView:
    """The field as reports show it, with the words and choices of the ledger."""
    if view.mark == say("needed.verify"):
        view = replace(view, mark=say("so.needed_to_close"))
    if kind == "request":
        return replace(view, hint=say("so.number_example"))
    if kind == "consultation":
        given = first_of(form.get(view.name, []))
        choices = tuple(ChoiceView(code, label, None, code == given) for code, label in offered[kind])
        return replace(view, template=LIST, choices=choices)
    labels = dict(offered.get(view.name, ()))
    renamed = tuple(replace(one, label=labels.get(one.code, one.label)) for one in view.choices)
    return replace(view, choices=renamed)
