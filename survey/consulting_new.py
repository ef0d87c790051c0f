"""How is something new made of a consultation, an invitation say, once however often it is sent?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.queries.accounts import SignedIn
from db.queries.consultation_forms import consultation_form
from db.queries.step_records import consultation_brief
from db.rules.errors import RuleError
from survey.consulting_pages import address, refused_here, show, warned
from survey.desk_form_pages import DeskForm, typed
from survey.endpoints.public import slug_of
from survey.ledger_form_pages import looked_at, mark_of
from survey.text import say
from survey.visit import Form, Visit

# Makes it; the number of what was made, the same one when the form is sent again.
Make: TypeAlias = Callable[[Session, SignedIn, str, Form, datetime], int]


@dataclass(frozen=True, slots=True)
class Making:
    """A form that makes something new: its name, where its list stands, what is said above it, the command.

    `opens`: whether what was made is opened afterwards, rather than the list.
    """

    form: str
    place: str
    lead: str
    make: Make
    opens: bool = False

    async def get(self, visit: Visit) -> Response:
        """An empty form."""
        return await show(visit, replace(await self._page(visit), token=str(uuid4())))

    async def post(self, visit: Visit) -> Response:
        """Make it; a label like a child's name is asked about first."""
        page, slug = await self._page(visit), slug_of(visit)
        by, now = visit.signed_in, visit.service.now()
        if not looked_at(page.spec, visit.form):
            return await show(visit, warned(page, visit), mark_of(page.spec, visit.form))
        try:
            number = await visit.service.write(lambda session: self.make(session, by, slug, visit.form, now))
        except RuleError as refusal:
            return await show(visit, refused_here(page, visit, refusal))
        return RedirectResponse(address(slug, self.place, *([number] if self.opens else [])), 303)

    async def refill(self, visit: Visit, message: str, status: int) -> Response:
        """The form with what was typed before; nothing was made."""
        return await show(visit, typed(await self._page(visit), visit, message, status))

    async def _page(self, visit: Visit) -> DeskForm:
        slug = slug_of(visit)
        brief = await visit.service.read(lambda session: consultation_brief(session, slug))
        back = address(slug, self.place)
        lead = (say("lyk.changing", title=brief.title_vi), say(self.lead))
        return DeskForm(consultation_form(self.form), f"{back}/moi", back, {}, lead=lead)
