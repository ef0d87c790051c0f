"""How is a form of the consultation desk shown, and shown again when it was refused?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import uuid4

from starlette.responses import Response

from db.queries.consulting_desk import ConsultationDesk
from db.rules.errors import RuleError
from survey.desk_form_pages import DeskForm, lines_of, refused, typed
from survey.pages import render
from survey.report_views import Section, form_sections
from survey.text import TEXT, say, sentence
from survey.visit import Visit

BASE: Final = "/ban-lam-viec/lay-y-kien"
# Refusals that stand above the form beside those every desk form shows.
ALSO_HERE: Final = frozenset(
    {
        "consultation_exists",
        "step_incomplete",
        "closes_before_now",
        "unknown_group",
        "no_sheet",
        "free_text_needs_sealing",
    }
)
SECTION_KEYS: Final = ("lyk.section.what", "lyk.section.figures", "lyk.section.more")


def address(slug: str, *parts: object) -> str:
    """A page of one consultation."""
    return "/".join([BASE, slug, *(str(part) for part in parts)])


def refusal_words(refusal: RuleError) -> str:
    """The sentence of a refusal as this desk says it."""
    own = f"lyk.refused.{refusal.code}"
    if own not in TEXT:
        return sentence(refusal)
    state = refusal.facts.get("state")
    return say(own, state=TEXT.get(f"lyk.state.{state}", state))


def refused_here(page: DeskForm, visit: Visit, refusal: RuleError) -> DeskForm:
    """The form as it was posted, with what is wrong.

    Raises: the refusal itself when it has a page of its own.
    """
    words = refusal_words(refusal)
    if refusal.code in ALSO_HERE:
        return typed(page, visit, words, refusal.status)
    again = refused(page, visit, refusal)
    return again if refusal.problems else replace(again, message=words)


def warned(page: DeskForm, visit: Visit) -> DeskForm:
    """The form with a word about names and classes; sent again unchanged, it is taken."""
    return typed(page, visit, say("lyk.private"), 422)


async def show(visit: Visit, page: DeskForm, anyway: str = "") -> Response:
    """The form on its page; `anyway`: the mark of texts that were looked at."""
    sections = form_sections(page.spec, page.form, (), page.problems)
    titled = tuple(Section(say(key), part.fields) for key, part in zip(SECTION_KEYS, sections, strict=False))
    return render(
        visit,
        "desk_form.html",
        page.status,
        page=page,
        token=page.token or str(uuid4()),
        sections=titled,
        problems=lines_of(page.spec, page.problems),
        anyway=anyway,
        here=BASE,
    )


def about(desk: ConsultationDesk) -> str:
    """Which consultation a form is about."""
    return say("lyk.changing", title=desk.row.title_vi)
