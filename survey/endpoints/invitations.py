"""How is a class invited: a short link, a sheet to print, a look at what came in by it?"""

from __future__ import annotations

from io import BytesIO

import segno
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.invitations import add_invitation, decide_group, revoke_invitation
from db.queries.consultation_forms import consultation_form
from db.queries.consultations import form_definition
from db.queries.invitations import (
    CODE_FIELD,
    HeldGroup,
    InvitationRow,
    consultation_of_code,
    held_groups,
    invitation,
    invitations,
)
from db.queries.step_records import ConsultationBrief, consultation_brief
from db.rules.errors import RuleError
from db.rules.invitations import HELD_FOR, clean_code
from survey.child_pages import speaker
from survey.consulting_new import Making
from survey.consulting_pages import BASE, address, refused_here, show
from survey.consulting_views import window
from survey.desk_form_pages import DeskForm, typed
from survey.endpoints.public import slug_of
from survey.pages import render
from survey.questions import LANGUAGE
from survey.text import say
from survey.visit import Visit

SHORT = "/m/"
# A QR of a poster survives a stain: the second level of four.
QR_ERROR = "m"
NEW = Making("invitation", "giay-moi", "invite.lead", add_invitation)


async def get_code(visit: Visit) -> Response:
    """The short link of an invitation leads to the form, whatever its hours are."""
    code = clean_code(visit.part("code"))
    slug = await visit.service.read(lambda session: consultation_of_code(session, code))
    return RedirectResponse(f"/y-kien/{slug}?{CODE_FIELD}={code}", 303)


async def get_list(visit: Visit) -> Response:
    """The invitations of a consultation with what came by each, rounded."""
    slug = slug_of(visit)

    def query(session: Session) -> dict[str, object]:
        brief = consultation_brief(session, slug)
        return {"brief": brief, "rows": invitations(session, brief.id)}

    facts = await visit.service.read(query)
    return render(visit, "invitations.html", **facts, base=address(slug), window=window, here=BASE)


async def get_sheet(visit: Visit) -> Response:
    """One A5 sheet to print: the QR, the short link, what this is, 111."""
    brief, row = await _one(visit)
    asked = await visit.service.read(lambda session: form_definition(session, brief.version_id))
    link = f"{visit.service.settings.survey_url.rstrip('/')}{SHORT}{row.code}"
    return render(
        visit,
        "invitation_sheet.html",
        say=speaker(LANGUAGE, asked.audience),
        brief=brief,
        row=row,
        window=window,
        link=link.partition("://")[2],
        qr=_qr(link),
        back=address(brief.slug, "giay-moi"),
    )


def _qr(text: str) -> Markup:
    """The text as a drawing that stands in the page; it holds no script and no style."""
    drawn = BytesIO()
    segno.make(text, error=QR_ERROR, micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn.getvalue().decode())


# -- taking one back -------------------------------------------------------------------------------------


async def get_revoke(visit: Visit) -> Response:
    """Why?"""
    return await show(visit, await _revoke_page(visit))


async def post_revoke(visit: Visit) -> Response:
    """Take the invitation back."""
    page, slug, number = await _revoke_page(visit), slug_of(visit), _number(visit)
    by, now = visit.signed_in, visit.service.now()
    try:
        await visit.service.write(
            lambda session: revoke_invitation(session, by, slug, number, visit.form, now)
        )
    except RuleError as refusal:
        return await show(visit, refused_here(page, visit, refusal))
    return RedirectResponse(address(slug, "giay-moi"), 303)


async def refill_revoke(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was done."""
    return await show(visit, typed(await _revoke_page(visit), visit, message, status))


async def _revoke_page(visit: Visit) -> DeskForm:
    brief, row = await _one(visit)
    back = address(brief.slug, "giay-moi")
    return DeskForm(
        consultation_form("revoke"),
        f"{back}/{row.id}/thu-hoi",
        back,
        {},
        lead=(f"{row.code} · {row.label_vi}",),
    )


# -- answers that wait -----------------------------------------------------------------------------------


async def get_held(visit: Visit) -> Response:
    """The groups of answers that wait, never a single one."""
    slug = slug_of(visit)

    def query(session: Session) -> dict[str, object]:
        brief = consultation_brief(session, slug)
        return {"brief": brief, "groups": held_groups(session, brief.id)}

    facts = await visit.service.read(query)
    return render(visit, "invitations_held.html", **facts, base=address(slug), here=BASE)


async def get_decide(visit: Visit) -> Response:
    """Count the group or leave it out?"""
    return await show(visit, await _decide_page(visit))


async def post_decide(visit: Visit) -> Response:
    """Do it; a group that was decided meanwhile no longer waits."""
    page, slug = await _decide_page(visit), slug_of(visit)
    number, why, by, now = _number(visit), visit.part("why"), visit.signed_in, visit.service.now()
    try:
        await visit.service.write(
            lambda session: decide_group(session, by, slug, number, why, visit.form, now)
        )
    except RuleError as refusal:
        return await show(visit, refused_here(page, visit, refusal))
    return RedirectResponse(address(slug, "cho-xem"), 303)


async def refill_decide(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was decided."""
    return await show(visit, typed(await _decide_page(visit), visit, message, status))


async def _decide_page(visit: Visit) -> DeskForm:
    """Raises: RuleError `unknown_group`."""
    slug, number, why = slug_of(visit), _number(visit), visit.part("why")

    def query(session: Session) -> HeldGroup:
        brief = consultation_brief(session, slug)
        found = (
            one for one in held_groups(session, brief.id) if (one.invitation_id, one.why) == (number, why)
        )
        group = next(found, None)
        if group is None or why not in HELD_FOR:
            raise RuleError("unknown_group")
        return group

    group = await visit.service.read(query)
    back = address(slug, "cho-xem")
    lead = say(
        "held.group",
        place=group.label_vi or say("held.unknown"),
        why=say(f"held.why.{why}"),
        count=group.count_shown,
    )
    return DeskForm(consultation_form("held"), f"{back}/{number}/{why}", back, {}, lead=(lead,))


# -- which one -------------------------------------------------------------------------------------------


async def _one(visit: Visit) -> tuple[ConsultationBrief, InvitationRow]:
    slug, number = slug_of(visit), _number(visit)

    def query(session: Session) -> tuple[ConsultationBrief, InvitationRow]:
        brief = consultation_brief(session, slug)
        return brief, invitation(session, brief.id, number)

    return await visit.service.read(query)


def _number(visit: Visit) -> int:
    number: int = visit.request.path_params["number"]
    if number >= 2**31:  # no number of ours; one engine would not even compare it
        raise RuleError("unknown_invitation")
    return number
