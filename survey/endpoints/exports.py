"""How does staff take figures out, and how?  Choose, look at the summary, make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import Response

from db.commands.snapshots import Wish, ask_for_snapshot
from db.exports.sets import row_counts
from db.queries.export_units import units_then
from db.queries.export_voices import closed_consultations
from db.queries.moments import end_of
from db.queries.snapshots import last_day_over, snapshots
from db.rules.errors import Problem, RuleError
from db.rules.exports import SETS, Wanted, check_may_export, read_reason, read_wanted
from db.rules.numbers import write_date
from db.rules.periods import PHASES
from db.rules.tokens import read_token
from survey.endpoints.snapshots import PATH, begun
from survey.forms import first
from survey.pages import render
from survey.text import say, sentence
from survey.visit import Visit


@dataclass(frozen=True, slots=True)
class Choice:
    """One showing of the form: what stands in it, what is wrong, and, once it is right, what will come."""

    given: Mapping[str, Any]
    message: str = ""
    status: int = 200
    problems: tuple[Problem, ...] = ()
    wanted: Wanted | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


async def get_form(visit: Visit) -> Response:
    """The choice, perhaps begun on the dashboard, and what was made before."""
    return await _form(visit, Choice(_usual(visit)))


async def post_form(visit: Visit) -> Response:
    """First the summary; from there the snapshot is asked for, and its files are begun."""
    try:
        wanted, reason, counts = await visit.service.read(lambda session: _read(session, visit))
    except RuleError as refused:
        message = say("rform.problems") if refused.problems else sentence(refused)
        return await _form(visit, Choice(_typed(visit), message, refused.status, refused.problems))
    if first(visit.form, "chac-chan") != "1":
        return await _form(visit, Choice(_typed(visit), wanted=wanted, counts=counts))
    wish = Wish(wanted, reason, read_token(visit.form))
    by, now = visit.signed_in, visit.service.now()
    number: int = await visit.service.write(lambda session: ask_for_snapshot(session, by, wish, now))
    return await begun(visit, number)


async def refill_form(visit: Visit, message: str, status: int) -> Response:
    """The form with what was chosen; nothing was made."""
    return await _form(visit, Choice(_typed(visit), message, status))


# -- the form ------------------------------------------------------------------------------------------


def _read(session: Session, visit: Visit) -> tuple[Wanted, str, dict[str, int]]:
    """What was chosen, why, and how many rows it will have.

    Raises: RuleError, whatever is wrong with it.
    """
    last = last_day_over(visit.service.now())
    over = [slug for slug, _ in closed_consultations(session, end_of(last))]
    wanted = read_wanted(visit.form, last, units_then(session, end_of(last)).keys(), over)
    check_may_export(visit.signed_in.role, wanted.sets)
    return wanted, read_reason(visit.form), row_counts(session, wanted)


def _usual(visit: Visit) -> dict[str, Any]:
    """What stands in the form before anybody chose: this year, as of the newest day that is over."""
    last, asked = last_day_over(visit.service.now()), visit.request.query_params
    year = asked.get("nam", "")
    first_year = year if year.isascii() and year.isdigit() and len(year) == 4 else str(last.year)
    usual = [name for name, spec in SETS.items() if spec.usual]
    return {
        "bo": [name for name in asked.getlist("bo") if name in SETS] or usual,
        "tu_nam": first_year,
        "den_nam": first_year,
        "tinh_den": write_date(last),
        "don_vi": "",
        "dot": "",
        "dau_cach": "comma",
        "ly_do": "",
        "token": str(uuid4()),
    }


def _typed(visit: Visit) -> dict[str, Any]:
    names = ("tu_nam", "den_nam", "tinh_den", "don_vi", "dot", "dau_cach", "ly_do")
    found: dict[str, Any] = {name: first(visit.form, name) for name in names}
    return {**found, "bo": visit.form.get("bo", []), "token": first(visit.form, "token") or str(uuid4())}


async def _form(visit: Visit, choice: Choice) -> Response:
    last = last_day_over(visit.service.now())

    def query(session: Session) -> dict[str, Any]:
        units = units_then(session, end_of(last)).values()
        return {
            "rows": snapshots(session),
            "units": sorted((unit.name_vi, str(unit.id)) for unit in units),
            "over": [(title, slug) for slug, title in closed_consultations(session, end_of(last))],
        }

    facts = await visit.service.read(query)
    return render(
        visit,
        "exports.html",
        choice.status,
        choice=choice,
        problems={problem.field: sentence(problem) for problem in choice.problems},
        sets=list(SETS),
        year_pairs=[(str(year), str(year)) for year in range(PHASES[0].first, last.year + 1)],
        last=last,
        here=PATH,
        **facts,
    )
