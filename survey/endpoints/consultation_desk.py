"""How does staff lead a consultation through the four steps of Circular 36?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.consulting_desk import act_upon, add_consultation, change_preparation
from db.commands.feedback import save_point, save_telling
from db.queries.consultation_forms import consultation_form, prepare_form
from db.queries.consulting_desk import ConsultationDesk, consultation_desk, desk_rows
from db.queries.moments import day_of
from db.rules.consultation import FEEDBACK_DAYS
from db.rules.errors import RuleError
from db.rules.numbers import write_date
from db.rules.report_forms import FormSpec
from survey.consulting_pages import BASE, about, address, refused_here, show
from survey.consulting_views import ACT_OF, hour, offered, step_views
from survey.desk_form_pages import DeskForm, typed
from survey.endpoints.public import slug_of
from survey.history_views import change_view
from survey.pages import render
from survey.report_views import as_typed
from survey.text import say
from survey.visit import Form, Visit

PREPARE: Final = "chuan-bi"
Save = Callable[..., None]


async def get_list(visit: Visit) -> Response:
    """Every consultation, what it lacks next, and which owe the children an answer."""
    now = visit.service.now()
    rows = await visit.service.read(lambda session: desk_rows(session, now))
    return render(visit, "consultations.html", rows=rows, due=FEEDBACK_DAYS, here=BASE)


async def get_one(visit: Visit) -> Response:
    """One consultation: the four steps, what is missing next, its history."""
    desk = await _desk(visit)
    return render(
        visit,
        "consultation.html",
        desk=desk,
        steps=step_views(desk),
        offered=offered(desk),
        base=address(desk.row.slug),
        changes=[change_view(row) for row in desk.changes],
        verdicts=_labels("point", "verdict"),
        channels=_labels("tell_children", "channels"),
        entries=_labels("prepare", "entry"),
        hour=hour,
        due=FEEDBACK_DAYS,
        here=BASE,
    )


def _labels(form: str, name: str) -> Mapping[str, str]:
    field = consultation_form(form).field(name)
    return dict(field.choices) if field else {}


async def _desk(visit: Visit) -> ConsultationDesk:
    slug, now = slug_of(visit), visit.service.now()
    desk: ConsultationDesk = await visit.service.read(lambda session: consultation_desk(session, slug, now))
    return desk


# -- a new consultation, and step 1 ------------------------------------------------------------------------


async def get_new(visit: Visit) -> Response:
    """An empty form: Vietnamese, by invitation, until somebody says otherwise."""
    page = await _new_page(visit)
    tomorrow = write_date(day_of(visit.service.now()))
    given = {"languages": ["vi"], "entry": ["invited"], "opens_on": [tomorrow], "opens_time": ["07:00"]}
    return await show(visit, replace(page, form=given))


async def post_new(visit: Visit) -> Response:
    """Add the consultation; a resend is refused by its name."""
    by, now = visit.signed_in, visit.service.now()
    try:
        slug = await visit.service.write(lambda session: add_consultation(session, by, visit.form, now))
    except RuleError as refusal:
        return await show(visit, refused_here(await _new_page(visit), visit, refusal))
    return RedirectResponse(address(slug), 303)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was added."""
    return await show(visit, typed(await _new_page(visit), visit, message, status))


async def _new_page(visit: Visit) -> DeskForm:
    spec = await visit.service.read(prepare_form)
    return DeskForm(spec, f"{BASE}/moi", BASE, {}, lead=(say("lyk.lead"),))


# -- an act upon a consultation --------------------------------------------------------------------------


async def get_act(visit: Visit) -> Response:
    """The form of one act."""
    return await show(visit, await _act_page(visit))


async def post_act(visit: Visit) -> Response:
    """Do it; whoever has not seen the newest version looks again first."""
    page, act = await _act_page(visit), visit.part("act")
    slug, by, now = slug_of(visit), visit.signed_in, visit.service.now()

    def write(session: Session) -> str:
        if act == PREPARE:
            return change_preparation(session, by, slug, visit.form, now)
        act_upon(session, by, slug, ACT_OF[act], visit.form, now)
        return slug

    try:
        slug = await visit.service.write(write)
    except RuleError as refusal:
        return await show(visit, refused_here(page, visit, refusal))
    return RedirectResponse(address(slug), 303)


async def refill_act(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was done."""
    return await show(visit, typed(await _act_page(visit), visit, message, status))


async def _act_page(visit: Visit) -> DeskForm:
    """Raises: RuleError `not_found` for an act nobody knows, `unknown_consultation`."""
    act = visit.part("act")
    if act != PREPARE and act not in ACT_OF:
        raise RuleError("not_found")
    desk = await _desk(visit)
    if act == PREPARE:
        spec: FormSpec = await visit.service.read(prepare_form)
    else:
        spec = consultation_form(ACT_OF[act])
    lead = [about(desk)]
    if act == PREPARE and desk.row.state != "preparing":
        lead.append(say("lyk.fixed"))
    form = as_typed(spec, _stored(desk))
    return _page(desk, spec, ("viec", act), form, tuple(lead))


def _stored(desk: ConsultationDesk) -> dict[str, Any]:
    """What the record holds, under the names of the forms."""
    records = desk.records
    later = {
        "facilitators_vi": desk.facilitators_vi,
        "findings_vi": records.findings_vi,
        "sent_no": records.sent_no,
        "sent_on": records.sent_on and records.sent_on.isoformat(),
        "reply_no": records.reply_no,
        "reply_on": records.reply_on and records.reply_on.isoformat(),
    }
    return {**desk.values, **{name: value for name, value in later.items() if value}}


def _page(
    desk: ConsultationDesk, spec: FormSpec, parts: tuple[object, ...], form: Form, lead: tuple[str, ...]
) -> DeskForm:
    back = address(desk.row.slug)
    return DeskForm(spec, address(desk.row.slug, *parts), back, form, version=str(desk.version), lead=lead)


# -- a point of the agency's answer, a telling -------------------------------------------------------------

# Word in the address -> its form and its command; number 0 is a new one.
PARTS: Final[Mapping[str, tuple[str, Save]]] = {
    "diem": ("point", save_point),
    "ke-lai": ("tell_children", save_telling),
}


async def get_part(visit: Visit) -> Response:
    """The form of a point or a telling, empty for number 0."""
    return await show(visit, await _part_page(visit))


async def post_part(visit: Visit) -> Response:
    """Keep it."""
    page = await _part_page(visit)
    slug, by, now = slug_of(visit), visit.signed_in, visit.service.now()
    number, save = _number(visit), PARTS[visit.part("part")][1]
    try:
        await visit.service.write(lambda session: save(session, by, slug, number, visit.form, now))
    except RuleError as refusal:
        return await show(visit, refused_here(page, visit, refusal))
    return RedirectResponse(address(slug), 303)


async def refill_part(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was recorded."""
    return await show(visit, typed(await _part_page(visit), visit, message, status))


async def _part_page(visit: Visit) -> DeskForm:
    part, number = visit.part("part"), _number(visit)
    if part not in PARTS:
        raise RuleError("not_found")
    desk, spec = await _desk(visit), consultation_form(PARTS[part][0])
    if part == "diem" and number == 0:
        spec = replace(spec, fields=tuple(field for field in spec.fields if field.name != "remove"))
    form = as_typed(spec, _part_values(desk, part, number)) if number else {}
    return _page(desk, spec, ("ghi", part, number), form, (about(desk),))


def _part_values(desk: ConsultationDesk, part: str, number: int) -> dict[str, Any]:
    """Raises: RuleError `unknown_point`."""
    rows = desk.records.points if part == "diem" else desk.records.tellings
    row = next((one for one in rows if one.id == number), None)
    if row is None:
        raise RuleError("unknown_point")
    values = {name: getattr(row, name) for name in row.__slots__}
    if "told_on" in values:
        values["told_on"] = values["told_on"].isoformat()
    return values


def _number(visit: Visit) -> int:
    number: int = visit.request.path_params["number"]
    if number >= 2**31:  # no number of ours; one engine would not even compare it
        raise RuleError("unknown_point")
    return number
