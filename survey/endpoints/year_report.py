"""Who takes the yearly report home?  Staff and leaders, as a Word document made from today's figures."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session
from starlette.responses import Response

from db.documents.yearly_report import has_figures, yearly_report
from db.queries.history import STRATEGY_BEGAN
from db.queries.moments import day_of
from db.queries.progress import progress
from db.queries.years import closes_of, year_state_of
from db.rules.errors import RuleError
from db.rules.periods import PHASES, year_is_ahead
from survey.visit import Visit

REPORT_PATH: Final = "/ban-lam-viec/nam/{year:int}/bao-cao.docx"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def get_report(visit: Visit) -> Response:
    """The report of a year as it stands today: running, provisional, final or revised."""
    year, today = visit.request.path_params["year"], day_of(visit.service.now())
    if not STRATEGY_BEGAN.year <= year <= PHASES[-1].last:
        raise RuleError("not_found")
    if year_is_ahead(year, today):
        raise RuleError("year_empty", year=year)

    def query(session: Session) -> bytes:
        rows = progress(session, year, today)
        if not has_figures(rows):
            raise RuleError("year_empty", year=year)
        state = year_state_of(rows, closes_of(session, year, today), year, today).state
        return yearly_report(session, year, today, state)

    content = await visit.service.read(query)
    name = f"bao-cao-chien-luoc-{year}-{today.isoformat()}.docx"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=WORD, headers=headers)
