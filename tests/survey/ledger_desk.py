"""How do tests keep the ledger in the browser?  Enter a request, open the form of an act, send it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from uuid import uuid4

import httpx
from sqlalchemy import func, select

from db.models import Account
from tests.ledger_factories import ABOUT
from tests.survey.conftest import Survey, hidden

BOOK = "/ban-lam-viec/so"


def count(survey: Survey, model: type) -> int:
    with survey.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def account_id(survey: Survey, name: str) -> str:
    with survey.database.read_session() as session:
        return str(session.scalars(select(Account.id).where(Account.name == name)).one())


def entry(survey: Survey, code: str = "2.2", who: str = "lan", **changed: str) -> dict[str, str]:
    """What the browser posts to enter a request of 2 November."""
    filled = {"channel": "document", "from_kind": "state", "received": "02/11/2026", **ABOUT[code]}
    tail = {"owner": account_id(survey, who), "token": str(uuid4()), "csrf": survey.seal()}
    return {**filled, **tail, **changed}


def enter(survey: Survey, code: str = "2.2", who: str = "lan", **changed: str) -> str:
    """Enter a request; its address."""
    response = survey.client.post(f"{BOOK}/moi/{code}", data=entry(survey, code, who, **changed))
    assert response.status_code == 303, html.unescape(response.text)
    return response.headers["location"]


def post(survey: Survey, address: str, act: str, typed: Mapping[str, object] | None = None) -> httpx.Response:
    """Open the form of an act, fill it in, send it."""
    page = survey.client.get(f"{address}/{act}")
    assert page.status_code == 200, act
    return survey.client.post(
        f"{address}/{act}", data={**hidden(page.text), "on": "10/11/2026", **(typed or {})}
    )


def text_of(survey: Survey, address: str) -> str:
    return html.unescape(survey.client.get(address).text)
