"""Which requests wait in the ledger, and where does one of them stand?"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session
from starlette.responses import Response

from db.queries import ledger
from db.queries.ledger_detail import request_detail
from db.queries.moments import day_of
from db.queries.strategy import MeasureCard, measures
from db.rules.errors import RuleError
from db.rules.ledger_forms import ledger_measures
from db.rules.text_in import clean_line
from survey.ledger_form_pages import refusal_words
from survey.ledger_views import (
    SLUG_OF,
    acts_for,
    confirmed_words,
    content_of,
    history_of,
    line_of,
    stages_of,
)
from survey.pages import render
from survey.visit import Visit

LEDGER_PATH = "/ban-lam-viec/so"
# Words of a filter in the address -> view of the list.
FILTERS = {
    "mo": "open",
    "qua-han": "overdue",
    "7-ngay": "soon",
    "xong": "done",
    "loai": "excluded",
    "toan-bo": "all",
}
MOST_SEARCH, MOST_PAGE = 60, 100_000


def ledger_cards(session: Session) -> tuple[MeasureCard, ...]:
    """The measures that have a ledger."""
    codes = ledger_measures()
    return tuple(card for card in measures(session) if card.code in codes)


def today_of(visit: Visit) -> date:
    """The day of this visit in Viet Nam."""
    return day_of(visit.service.now())


async def get_list(visit: Visit) -> Response:
    """One ledger: stock, due days, the requests; those nobody reported to 111 yet stand above all."""
    today, asked = today_of(visit), visit.request.query_params
    code = asked.get("chi-so", "") if asked.get("chi-so", "") in ledger_measures() else ""
    view = asked.get("loc", "mo") if asked.get("loc", "mo") in FILTERS else "mo"
    search, number = _search(asked.get("tim", "")), _page(asked.get("trang", ""))

    def query(session: Session) -> dict[str, object]:
        counts = ledger.open_counts(session, today)
        page = ledger.ledger_page(session, code, FILTERS[view], today, search=search, page=number)
        notices = ledger.notices_due(session)
        return {
            "cards": ledger_cards(session),
            "counts": counts,
            "strip": counts[code] if code else ledger.all_counts(counts.values()),
            "stock": ledger.stock(session, code, today.year, today),
            "page": page,
            "lines": [line_of(row, today) for row in page.rows],
            "notices": [line_of(row, today) for row in notices],
            "notices_more": ledger.notice_count(session) - len(notices),
            "confirmed": {one.measure_code: confirmed_words(one) for one in ledger.confirmations(session)},
        }

    facts = await visit.service.read(query)
    chosen = {"code": code, "view": view, "search": search, "year": today.year, "filters": FILTERS}
    return render(visit, "ledger.html", here=LEDGER_PATH, **chosen, **facts)


async def get_choose(visit: Visit) -> Response:
    """Which ledger does the request go into?"""
    cards = await visit.service.read(ledger_cards)
    return render(visit, "ledger_choose.html", cards=cards, here=LEDGER_PATH)


async def get_request(visit: Visit) -> Response:
    """One request: stages, content, history, and what may be recorded."""
    return await request_page(visit)


async def request_page(visit: Visit, refusal: RuleError | None = None) -> Response:
    """The same, with what was refused above it."""
    request_id = int(visit.part("request_id"))
    detail = await visit.service.read(lambda session: request_detail(session, request_id))
    first, others, why = acts_for(detail, str(visit.signed_in.account_id))
    return render(
        visit,
        "ledger_request.html",
        refusal.status if refusal else 200,
        detail=detail,
        line=line_of(detail.row, today_of(visit)),
        stages=stages_of(detail),
        content=content_of(detail, detail.spec),
        history=history_of(detail, detail.spec),
        first=first,
        others=others,
        why=why,
        slug_of=SLUG_OF,
        message=refusal_words(refusal) if refusal else "",
    )


def _search(text: str) -> str:
    """What is looked for; text that can stand in no number finds nothing and breaks nothing."""
    try:
        return clean_line(text, MOST_SEARCH)
    except RuleError:
        return "?"


def _page(text: str) -> int:
    plain = text.isascii() and text.isdigit() and len(text) < 7
    return min(max(int(text), 1), MOST_PAGE) if plain else 1
