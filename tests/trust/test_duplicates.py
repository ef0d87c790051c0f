"""However often a form is delivered, it is one answer with one receipt, on both engines (short B6).

150 answers, each delivered one to ten times, shuffled, by several children at once, across a restart.
"""

from __future__ import annotations

import random
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from db.engine import open_database
from db.settings import Settings
from tests.factories import make_consultation
from tests.trust.deliveries import (
    Acknowledged,
    Answer,
    Line,
    Survey,
    broken_promises,
    make_answer,
    surveys,
    take_off_the_key,
)

ANSWERS = 150
MOST_DELIVERIES = 10
CHILDREN = 8


def shuffled_deliveries(answers: int) -> list[Answer]:
    """Every answer one to ten times, in any order."""
    chance = random.Random(36)
    made = [make_answer(chance) for _ in range(answers)]
    deliveries = [answer for answer in made for _ in range(chance.randint(1, MOST_DELIVERIES))]
    chance.shuffle(deliveries)
    return deliveries


def deliver(survey: Survey, acknowledged: Acknowledged, deliveries: list[Answer]) -> None:
    """Hand the deliveries to the survey, several at a time."""

    def child(share: list[Answer]) -> None:
        line = Line(survey.port)
        for answer in share:
            acknowledged.note(answer, *line.post(answer))

    with ThreadPoolExecutor(CHILDREN) as pool:
        list(pool.map(child, [deliveries[number::CHILDREN] for number in range(CHILDREN)]))


def deliver_across_a_restart(settings: Settings, deliveries: list[Answer], fault: str = "") -> Acknowledged:
    acknowledged, half = Acknowledged(), len(deliveries) // 2
    with surveys(settings, fault) as survey:
        deliver(survey, acknowledged, deliveries[:half])
        survey.end(signal.SIGTERM)
        survey.start()
        deliver(survey, acknowledged, deliveries[half:])
    return acknowledged


@pytest.mark.slow
def test_every_answer_is_one_row_with_one_receipt(settings: Settings) -> None:
    with closing(open_database(settings)) as database, database.write_session() as session:
        make_consultation(session)
    deliveries = shuffled_deliveries(ANSWERS)
    acknowledged = deliver_across_a_restart(settings, deliveries)
    with closing(open_database(settings)) as database:
        assert broken_promises(database, acknowledged) == []
    assert acknowledged.refused == []
    assert len(acknowledged.receipts) == ANSWERS
    assert sum(map(len, acknowledged.receipts.values())) == len(deliveries)
    assert all(len(set(receipts)) == 1 for receipts in acknowledged.receipts.values())


@pytest.mark.slow
def test_the_check_sees_rows_that_exist_twice(sqlite_settings: Settings) -> None:
    with closing(open_database(sqlite_settings)) as database:
        with database.write_session() as session:
            make_consultation(session)
        take_off_the_key(database)
    acknowledged = deliver_across_a_restart(sqlite_settings, shuffled_deliveries(20), "no_unique_key")
    with closing(open_database(sqlite_settings)) as database:
        found = broken_promises(database, acknowledged)
    assert any(line.startswith("twice") for line in found)
    assert any(line.startswith("another receipt") for line in found)
