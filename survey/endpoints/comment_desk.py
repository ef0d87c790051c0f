"""Why is a measure where it is?  What was said about it, and room for more."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.comments import add_comment
from db.documents.wording import actual_words, target_words
from db.queries.comments import comments, missing_comment
from db.queries.history import STRATEGY_BEGAN
from db.queries.moments import day_of
from db.queries.progress import MeasureProgress, measure_progress
from db.rules.errors import RuleError
from db.rules.tokens import read_token
from survey.desk_form_pages import NEW_TOKEN
from survey.forms import first
from survey.pages import render
from survey.text import say, sentence
from survey.visit import Visit

COMMENT_PATH: Final = "/ban-lam-viec/nhan-xet"
WHOLE: Final = frozenset({"all_requests", "continuous"})  # kinds whose target is everything
# Refusals shown on the page itself, with the words that were typed.
ON_THE_PAGE = NEW_TOKEN | {"note_needed", "too_long", "bad_text", "token_reused"}


def wanted_words(row: MeasureProgress) -> str:
    """The target as a table shows it: everything, or the figure."""
    return say("year.all") if row.measure.kind in WHOLE else target_words(row)


async def get_comment(visit: Visit) -> Response:
    """What was said about a measure this year, and room for more."""
    return await _comment_page(visit)


async def post_comment(visit: Visit) -> Response:
    """Add a comment, once however often it is sent."""
    code, by, now = visit.part("measure"), visit.signed_in, visit.service.now()
    year, text = _asked_year(visit), first(visit.form, "nhan_xet")

    def act(session: Session) -> int:
        return add_comment(session, by, code, year, text, read_token(visit.form), now)

    try:
        await visit.service.write(act)
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        return await _comment_page(visit, sentence(refusal), refusal.status, new=refusal.code in NEW_TOKEN)
    return RedirectResponse(f"{COMMENT_PATH}/{code}?nam={year}", 303)


async def refill_comment(visit: Visit, message: str, status: int) -> Response:
    """The page with the words that were typed; nothing was added."""
    return await _comment_page(visit, message, status)


def _asked_year(visit: Visit) -> int:
    """The year in the address or the form; this year when it is none of the strategy's."""
    today = day_of(visit.service.now())
    text = first(visit.form, "nam") or visit.request.query_params.get("nam", "")
    years = {str(year): year for year in range(STRATEGY_BEGAN.year, today.year + 1)}
    return years.get(text, today.year)


async def _comment_page(visit: Visit, message: str = "", status: int = 200, *, new: bool = False) -> Response:
    code, year, today = visit.part("measure"), _asked_year(visit), day_of(visit.service.now())

    def query(session: Session) -> dict[str, object]:
        row = measure_progress(session, code, year, today)
        return {"row": row, "said": comments(session, code, year, today), "missing": missing_comment(row)}

    facts: dict[str, Any] = await visit.service.read(query)
    words = {"actual": actual_words(facts["row"]), "target": wanted_words(facts["row"])}
    given = first(visit.form, "nhan_xet")
    token = "" if new else first(visit.form, "token")
    shown = {"year": str(year), "message": message, "given": given, "token": token or str(uuid4())}
    shown |= {"here": COMMENT_PATH}
    return render(visit, "comment.html", status, **shown, **words, **facts)
