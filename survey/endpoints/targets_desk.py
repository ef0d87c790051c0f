"""How does staff change the way a target is reckoned, and how does a second person confirm it?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.target_rules import ACTS, propose_rule, read_rule
from db.queries.history import STRATEGY_BEGAN
from db.queries.moments import day_of
from db.queries.owners import owners
from db.queries.strategy import MeasureCard, measure
from db.queries.target_rules import closed_years, proposals, rule_form, rule_words, rules
from db.rules.errors import RuleError
from db.rules.target_rules import answers_of, first_open_year
from survey.desk_form_pages import DeskForm, refused, show_form, typed
from survey.forms import first
from survey.pages import render
from survey.report_views import as_typed
from survey.target_views import differences, effect_words, since_words, target_groups
from survey.text import say, sentence
from survey.visit import Visit

TARGETS_PATH: Final = "/ban-lam-viec/chi-tieu"
SURE, MEND = "chac-chan", "sua-lai"
# Refusals of a decision shown on the page itself, with the reason that was typed.
ON_THE_PAGE: Final = frozenset(
    {"reason_needed", "second_person_needed", "proposal_decided", "fields_refused", "too_long", "bad_text"}
)
WORDS_OF_ACTS: Final = {"xac-nhan": "confirm", "tu-choi": "decline", "rut": "withdraw"}


async def get_list(visit: Visit) -> Response:
    """The 28 measures with the rule of each, by objective with who answers for it."""
    today = day_of(visit.service.now())

    def query(session: Session) -> dict[str, Any]:
        groups = target_groups(session, today)
        waiting = [row for row in proposals(session) if not row.act]
        names = {line.card.code: line.card.short_vi for group in groups for line in group.lines}
        return {"groups": groups, "waiting": waiting, "names": names}

    facts: dict[str, Any] = await visit.service.read(query)
    codes = frozenset(row.measure_code for row in facts["waiting"])
    return render(visit, "targets.html", year=str(today.year), codes=codes, here=TARGETS_PATH, **facts)


# -- one measure ---------------------------------------------------------------------------------------


async def get_target(visit: Visit) -> Response:
    """The rule in force, what waits, every version, who answers."""
    return await _target_page(visit)


async def post_decision(visit: Visit) -> Response:
    """Confirm, decline or take back what was asked."""
    act = WORDS_OF_ACTS.get(first(visit.form, "viec"), "")
    if not act:
        raise RuleError("not_found")
    code, number = visit.part("measure"), _number(visit)
    by, reason, now = visit.signed_in, first(visit.form, "ly_do"), visit.service.now()

    def write(session: Session) -> None:
        if number not in {row.id for row in proposals(session, code)}:
            raise RuleError("unknown_proposal")
        ACTS[act](session, by, number, reason, now)

    try:
        await visit.service.write(write)
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        said = sentence(refusal.problems[0] if refusal.problems else refusal)
        return await _target_page(visit, said, refusal.status)
    return RedirectResponse(f"{TARGETS_PATH}/{code}", 303)


async def refill_decision(visit: Visit, message: str, status: int) -> Response:
    """The page with the reason that was typed; nothing was decided."""
    return await _target_page(visit, message, status)


def _number(visit: Visit) -> int:
    """Raises: RuleError `unknown_proposal` for what is no number of ours."""
    text = first(visit.form, "so")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise RuleError("unknown_proposal")
    return int(text)


async def _target_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    code, today = visit.part("measure"), day_of(visit.service.now())

    def query(session: Session) -> dict[str, Any]:
        card, asked = measure(session, code), proposals(session, code)
        waiting = next((row for row in asked if not row.act), None)
        facts: dict[str, Any] = {"card": card, "waiting": waiting, "lines": [], "effects": []}
        if waiting is not None:
            before = card.params_in(waiting.from_year)
            facts["lines"] = differences(card.kind, before, waiting.params)
            facts["effects"] = effect_words(session, code, waiting.from_year, waiting.params, today)
        facts["versions"] = rules(session, today, code)[::-1]
        facts["asked"] = [row for row in asked if row.act in ("declined", "withdrawn")]
        facts["owners"] = owners(session, code, today)
        facts["now"] = rule_words(card.kind, card.params_in(today.year))
        return facts

    facts = await visit.service.read(query)
    waiting = facts["waiting"]
    return render(
        visit,
        "target.html",
        status,
        message=message,
        year=str(today.year),
        own=waiting is not None and waiting.by == visit.signed_in.name,
        reason=first(visit.form, "ly_do"),
        since_words=since_words,
        rule_words=rule_words,
        here=TARGETS_PATH,
        **facts,
    )


# -- another rule --------------------------------------------------------------------------------------


async def get_change(visit: Visit) -> Response:
    """The form with the rule as it stands."""
    return await show_form(visit, replace(await _change_form(visit), token=str(uuid4())))


async def post_change(visit: Visit) -> Response:
    """First what it would change; it is asked for only from there."""
    page, by, now = await _change_form(visit), visit.signed_in, visit.service.now()
    code = visit.part("measure")
    if first(visit.form, MEND):
        return await show_form(visit, typed(page, visit, "", 200))
    try:
        if first(visit.form, SURE) != "1":
            return await _preview(visit, page)
        await visit.service.write(lambda session: propose_rule(session, by, code, visit.form, now))
    except RuleError as refusal:
        return await show_form(visit, refused(page, visit, refusal))
    return RedirectResponse(f"{TARGETS_PATH}/{code}", 303)


async def refill_change(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed; nothing was asked for."""
    return await show_form(visit, typed(await _change_form(visit), visit, message, status))


async def _preview(visit: Visit, page: DeskForm) -> Response:
    """What would change, with everything that was typed in hidden fields.

    Raises: what `read_rule` refuses.
    """
    by, code, now, form = visit.signed_in, visit.part("measure"), visit.service.now(), visit.form
    today = day_of(now)

    def query(session: Session) -> dict[str, Any]:
        asked = read_rule(session, by, code, form, now)
        before = asked.card.params_in(asked.from_year)
        return {
            "asked": asked,
            "lines": differences(asked.card.kind, before, asked.params),
            "effects": effect_words(session, code, asked.from_year, asked.params, today),
        }

    facts: dict[str, Any] = await visit.service.read(query)
    names = ("token", *(field.name for field in page.spec.fields))
    kept = [(name, value) for name in names for value in form.get(name, [])]
    return render(visit, "target_preview.html", kept=kept, action=page.action, here=TARGETS_PATH, **facts)


async def _change_form(visit: Visit) -> DeskForm:
    """Raises: RuleError `unknown_measure`."""
    code, today = visit.part("measure"), day_of(visit.service.now())

    def query(session: Session) -> tuple[MeasureCard, int]:
        return measure(session, code), first_open_year(closed_years(session), STRATEGY_BEGAN.year)

    card, year = await visit.service.read(query)
    spec, place = rule_form(card, year, today.year), f"{TARGETS_PATH}/{code}"
    stands = answers_of(card.kind, card.params_in(max(year, today.year)))
    return DeskForm(
        spec,
        f"{place}/doi",
        place,
        as_typed(spec, {**stands, "from_year": str(max(year, today.year))}),
        lead=(say("target.form_lead", code=code, name=card.short_vi), say("target.second_person")),
        save="target.see",
    )
