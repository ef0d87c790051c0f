"""Do requests that went well, put together, give the very answer they give one by one?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import LedgerRequest
from db.queries.ledger_folds import request_of_row
from db.queries.ledger_inputs import ledger_entries, request_entry
from db.queries.moments import end_of
from db.queries.strategy import measures
from db.rules.ledger_states import STAGES
from db.rules.targets import evaluate
from tests.factories import make_request

CODES = ("2.2", "2.3", "4.1", "4.2")


def _make(session: Session, chance: Random) -> None:
    """Requests of every kind of luck; their stored standing is what the rules say of them."""
    for _ in range(160):
        code = chance.choice(CODES)
        received = date(2025, 10, 1) + timedelta(days=chance.randrange(420))
        row = make_request(session, code, received, number=f"{code}-{chance.random()}")
        luck = chance.random()
        latest = 14 if luck < 0.7 else 60
        for stage in (*STAGES[code], *chance.sample(("handled", "tracked"), chance.randrange(2))):
            if chance.random() < 0.95:
                setattr(row, f"{stage}_on", received + timedelta(days=chance.randrange(-1, latest)))
        row.reply_no = "1" if chance.random() < 0.95 else ""
        row.quality_ok = chance.choice((True, True, None, False))
        row.concerns_abuse = chance.random() < 0.2
        row.state = chance.choice(("received", "received", "received", "withdrawn"))
        if row.state == "withdrawn":
            row.withdrawn_on = received + timedelta(days=3)
        found = request_of_row(row)
        row.standing, row.settled_on = found.standing, found.settled_on


def _one_by_one(session: Session, as_of: date) -> Iterable[tuple[str, dict[str, Any]]]:
    for row in session.scalars(select(LedgerRequest).where(LedgerRequest.recorded_at < end_of(as_of))):
        entry = request_entry(request_of_row(row), row.concerns_abuse)
        if not row.reply_no:
            entry.pop("answered", None)
        yield row.measure_code, entry


@pytest.mark.parametrize("seed", range(4))
def test_together_they_say_what_they_say_one_by_one(database: Database, seed: int) -> None:
    chance = Random(seed)
    with database.write_session() as session:
        _make(session, chance)
    with database.read_session() as session:
        cards = {card.code: card for card in measures(session)}
        for as_of in (date(2026, 3, 31), date(2026, 8, 1), date(2026, 12, 31), date(2027, 2, 1)):
            year = min(as_of.year, 2026)
            together = [(code, entry) for code, entry, _ in ledger_entries(session, year, as_of)]
            singly = list(_one_by_one(session, as_of))
            for code in CODES:
                one, all_ = (
                    evaluate(
                        cards[code].kind,
                        cards[code].params,
                        {},
                        year,
                        as_of,
                        requests=[entry for found, entry in entries if found == code],
                    )
                    for entries in (together, singly)
                )
                assert one == all_, (code, as_of)


def test_many_that_went_well_are_one_entry(database: Database) -> None:
    with database.write_session() as session:
        for day in range(1, 29):
            row = make_request(
                session, "2.2", date(2026, 3, day), answered_on=date(2026, 3, day), reply_no="1"
            )
            row.standing, row.settled_on = "done", row.answered_on
        make_request(session, "2.2", date(2026, 3, 1))
    with database.read_session() as session:
        as_of = date(2026, 6, 1)
        entries = list(ledger_entries(session, 2026, as_of))
        assert session.scalar(select(func.count()).select_from(LedgerRequest)) == 29
    assert sorted(entry.get("n", 1) for _, entry, _ in entries) == [1, 28]


def test_the_parameters_ask_for_no_stage_the_ledger_does_not_settle_by(sqlite_database: Database) -> None:
    """What is put together rests on the stages by which the ledger calls a request done."""
    with sqlite_database.read_session() as session:
        for card in measures(session):
            if card.source == "ledger":
                assert set(card.params.get("stages", ("answered",))) <= set(STAGES[card.code]), card.code
