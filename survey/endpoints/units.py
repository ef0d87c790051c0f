"""Which units has the Association, and how do they change: founded, renamed, merged, ended?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.organisations import (
    add_organisation,
    end_organisation,
    merge_organisation,
    rename_organisation,
)
from db.queries.desk_forms import desk_form
from db.queries.organisations import UnitDetail, unit_detail, units
from db.queries.record_changes import changes_of, names_of
from db.queries.reporting_owed import people_of
from db.rules.errors import RuleError
from db.rules.text_in import clean_line
from survey.desk_form_pages import DeskForm, refused, show_form, typed
from survey.history_views import change_view
from survey.pages import render
from survey.text import TEXT, say
from survey.visit import Visit

UNITS_PATH: Final = "/ban-lam-viec/don-vi"
MOST_SEARCH = 80
# Words of an act in the address -> its form and its command.
ACTS: Final[Mapping[str, tuple[str, Callable[..., None]]]] = {
    "doi-ten": ("unit_rename", rename_organisation),
    "hop-nhat": ("unit_merge", merge_organisation),
    "ket-thuc": ("unit_end", end_organisation),
}
FOR_LIVING: Final = frozenset({"hop-nhat", "ket-thuc"})


async def get_list(visit: Visit) -> Response:
    """Units by name; those that ended when asked for."""
    asked = visit.request.query_params
    search, ended = _search(asked.get("tim", "")), "da-ket-thuc" in asked
    rows = await visit.service.read(lambda session: units(session, search, ended=ended))
    return render(
        visit, "units.html", rows=rows, search=search, ended=ended, kind_words=kind_words, here=UNITS_PATH
    )


def kind_words(kind: str) -> str:
    """A kind of unit in Vietnamese; as it is written when nobody gave it words."""
    return TEXT.get(f"kind.{kind}", kind)


def _search(text: str) -> str:
    try:
        return clean_line(text, MOST_SEARCH)
    except RuleError:  # nothing we store can contain it
        return ""


async def get_unit(visit: Visit) -> Response:
    """One unit: names over time, what it came from and went into, every change."""
    unit_id = _unit_id(visit)

    def query(session: Session) -> dict[str, object]:
        return {
            "unit": unit_detail(session, unit_id),
            "names": names_of(session, unit_id),
            "people": people_of(session, unit_id),
            "changes": [change_view(row) for row in changes_of(session, "organisation", str(unit_id))],
        }

    facts = await visit.service.read(query)
    return render(visit, "unit.html", kind_words=kind_words, here=UNITS_PATH, **facts)


# -- a new unit ----------------------------------------------------------------------------------------


async def get_new(visit: Visit) -> Response:
    """An empty form."""
    return await show_form(visit, _new_page())


async def post_new(visit: Visit) -> Response:
    """Add the unit; a resend is refused by its name."""
    by, now = visit.signed_in, visit.service.now()
    try:
        unit_id = await visit.service.write(lambda session: add_organisation(session, by, visit.form, now))
    except RuleError as refusal:
        return await show_form(visit, refused(_new_page(), visit, refusal))
    return RedirectResponse(f"{UNITS_PATH}/{unit_id}", 303)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was added."""
    return await show_form(visit, typed(_new_page(), visit, message, status))


def _new_page() -> DeskForm:
    return DeskForm(desk_form("unit_add"), f"{UNITS_PATH}/moi", UNITS_PATH, {})


# -- an act upon a unit --------------------------------------------------------------------------------


async def get_act(visit: Visit) -> Response:
    """The form of one act."""
    detail = await _detail(visit)
    if visit.part("act") in FOR_LIVING and detail.row.valid_to is not None:
        raise RuleError("organisation_ended")
    return await show_form(visit, _act_page(visit, detail))


async def post_act(visit: Visit) -> Response:
    """Do it; what was asked for twice is refused the second time."""
    detail, by, now = await _detail(visit), visit.signed_in, visit.service.now()
    page, command = _act_page(visit, detail), ACTS[visit.part("act")][1]
    unit_id = detail.row.id
    try:
        await visit.service.write(lambda session: command(session, by, unit_id, visit.form, now))
    except RuleError as refusal:
        return await show_form(visit, refused(page, visit, refusal))
    return RedirectResponse(f"{UNITS_PATH}/{unit_id}", 303)


async def refill_act(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was done."""
    return await show_form(visit, typed(_act_page(visit, await _detail(visit)), visit, message, status))


def _act_page(visit: Visit, detail: UnitDetail) -> DeskForm:
    """Raises: RuleError `not_found` for an act nobody knows."""
    act = visit.part("act")
    if act not in ACTS:
        raise RuleError("not_found")
    back = f"{UNITS_PATH}/{detail.row.id}"
    lead = (say("unit.lead", name=detail.row.name_vi),)
    return DeskForm(desk_form(ACTS[act][0]), f"{back}/{act}", back, {}, lead=lead)


async def _detail(visit: Visit) -> UnitDetail:
    unit_id = _unit_id(visit)
    detail: UnitDetail = await visit.service.read(lambda session: unit_detail(session, unit_id))
    return detail


def _unit_id(visit: Visit) -> int:
    unit_id: int = visit.request.path_params["unit_id"]
    if unit_id >= 2**31:  # no number of ours; one engine would not even compare it
        raise RuleError("unknown_organisation")
    return unit_id
