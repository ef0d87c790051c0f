"""Who has an account, with which role, and how does a person get a password?  For the administrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.account_desk import (
    add_by_form,
    change_role_by_form,
    close_by_form,
    drop_second_factor,
    open_by_form,
    send_link,
)
from db.queries.accounts import AccountDetail, account_detail, account_name, accounts
from db.queries.desk_forms import desk_form
from db.queries.record_changes import changes_of
from db.rules.errors import RuleError
from db.rules.roles import ACCOUNT_ROLES, SECOND_FACTOR_ROLES
from survey.desk_form_pages import DeskForm, refused, show_form, typed
from survey.forms import first
from survey.history_views import change_view
from survey.pages import render
from survey.text import say
from survey.visit import Visit

PEOPLE_PATH: Final = "/quan-tri/tai-khoan"
# Words of an act in the address -> its form and its command.
ACTS: Final[Mapping[str, tuple[str, Callable[..., Any]]]] = {
    "vai-tro": ("account_role", change_role_by_form),
    "khoa": ("account_close", close_by_form),
    "mo": ("account_open", open_by_form),
    "duong-dan": ("account_link", send_link),
    "ma-xac-thuc": ("account_factor", drop_second_factor),
}
WITH_LINK: Final = "duong-dan"


async def get_list(visit: Visit) -> Response:
    """Every account by role, the open ones first."""
    rows = await visit.service.read(accounts)
    by_role = [(role, [row for row in rows if row.role == role]) for role in ACCOUNT_ROLES]
    return render(visit, "people.html", by_role=by_role, here=PEOPLE_PATH)


async def get_account(visit: Visit) -> Response:
    """One account with every change."""
    detail = await _detail(visit)
    rows = await visit.service.read(lambda session: changes_of(session, "account", str(detail.id)))
    return render(
        visit,
        "account.html",
        detail=detail,
        changes=[change_view(row) for row in rows],
        own=detail.row.name == visit.signed_in.name,
        needs_factor=detail.row.role in SECOND_FACTOR_ROLES,
        here=PEOPLE_PATH,
    )


# -- a new account -------------------------------------------------------------------------------------


async def get_new(visit: Visit) -> Response:
    """An empty form."""
    return await show_form(visit, _new_page())


async def post_new(visit: Visit) -> Response:
    """Add the account and show its one-time link, this once."""
    by, now = visit.signed_in, visit.service.now()
    try:
        secret = await visit.service.write(lambda session: add_by_form(session, by, visit.form, now))
    except RuleError as refusal:
        return await show_form(visit, refused(_new_page(), visit, refusal))
    return _link_page(visit, account_name(first(visit.form, "name")), secret)


async def refill_new(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was added."""
    return await show_form(visit, typed(_new_page(), visit, message, status))


def _new_page() -> DeskForm:
    return DeskForm(desk_form("account_add"), f"{PEOPLE_PATH}/moi", PEOPLE_PATH, {})


# -- an act upon an account ----------------------------------------------------------------------------


async def get_act(visit: Visit) -> Response:
    """The form of one act."""
    return await show_form(visit, _act_page(visit, await _detail(visit)))


async def post_act(visit: Visit) -> Response:
    """Do it; a new one-time link is shown this once."""
    detail, by, now = await _detail(visit), visit.signed_in, visit.service.now()
    page, name = _act_page(visit, detail), detail.row.name
    command = ACTS[visit.part("act")][1]

    def act(session: Session) -> str | None:
        done: str | None = command(session, by, name, visit.form, now)
        return done

    try:
        secret = await visit.service.write(act)
    except RuleError as refusal:
        return await show_form(visit, refused(page, visit, refusal))
    if visit.part("act") == WITH_LINK:
        return _link_page(visit, name, secret)
    return RedirectResponse(f"{PEOPLE_PATH}/{name}", 303)


async def refill_act(visit: Visit, message: str, status: int) -> Response:
    """The form with what was typed before; nothing was done."""
    return await show_form(visit, typed(_act_page(visit, await _detail(visit)), visit, message, status))


def _act_page(visit: Visit, detail: AccountDetail) -> DeskForm:
    """Raises: RuleError `not_found` for an act nobody knows."""
    act = visit.part("act")
    if act not in ACTS:
        raise RuleError("not_found")
    back = f"{PEOPLE_PATH}/{detail.row.name}"
    lead = (say("person.lead", name=detail.row.display_name, account=detail.row.name),)
    given = {"role": [detail.row.role]}
    return DeskForm(desk_form(ACTS[act][0]), f"{back}/{act}", back, given, lead=lead)


def _link_page(visit: Visit, name: str, secret: str) -> Response:
    address = f"{visit.service.settings.survey_url}/dat-mat-khau/{secret}"
    return render(visit, "password_link.html", name=name, address=address, here=PEOPLE_PATH)


async def _detail(visit: Visit) -> AccountDetail:
    name = visit.part("account")
    detail: AccountDetail = await visit.service.read(lambda session: account_detail(session, name))
    return detail
