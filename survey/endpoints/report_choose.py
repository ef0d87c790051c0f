"""Which form does a member fill?  Chosen by objective or by a word, with a plain GET."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session
from starlette.responses import Response

from db.queries.drafts import drafts
from db.queries.strategy import ObjectiveCard, strategy
from survey.endpoints.reports import LIST_PATH, offered_forms, unit_of
from survey.form_search import MOST_WORDS, OfferedForm, found, offered
from survey.pages import render
from survey.visit import Visit

OBJECTIVE, WORDS = "muc-tieu", "tim"


async def get_choose(visit: Visit) -> Response:
    """The forms that were asked for, each with the measures it feeds."""
    unit, by = unit_of(visit), visit.signed_in

    def query(session: Session) -> tuple[Sequence[ObjectiveCard], frozenset[str]]:
        own = drafts(session, by.account_id, unit)
        return strategy(session), frozenset(row.form for row in own if row.report_id is None)

    objectives, begun = await visit.service.read(query)
    forms = offered(offered_forms(), objectives)
    words = visit.request.query_params.get(WORDS, "")[:MOST_WORDS]
    chosen = _number(visit.request.query_params.get(OBJECTIVE, ""))
    return render(
        visit,
        "report_choose.html",
        forms=found(forms, chosen, words),
        objectives=_fed(objectives, forms),
        objective=chosen,
        words=words,
        begun=begun,
        here=f"{LIST_PATH}/moi",
    )


def _fed(objectives: Sequence[ObjectiveCard], forms: Sequence[OfferedForm]) -> list[ObjectiveCard]:
    """The objectives that some form feeds; the others are reported by head office."""
    numbers = {number for form in forms for number in form.objectives}
    return [one for one in objectives if one.number in numbers]


def _number(text: str) -> int | None:
    return int(text) if text in ("1", "2", "3", "4", "5", "6", "7", "8") else None
