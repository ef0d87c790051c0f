"""Nothing acknowledged is lost and nothing exists twice, when the survey is killed under load (short B1).

Thirty times `kill -9` while children send.  Whoever was cut off sends the same form again to the next
survey, as a browser would.  The controls break one promise each, and the same check must see it.
"""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import text

from db.engine import open_database
from db.settings import Settings
from tests.factories import make_consultation
from tests.trust.deliveries import (
    NOT_THERE,
    Acknowledged,
    Line,
    Survey,
    broken_promises,
    make_answer,
    surveys,
    take_off_the_key,
)

KILLS = 30
CHILDREN = 8
LIFE = (0.10, 0.35)  # seconds a survey lives under load


class Children:
    """Several children who keep sending until they are told to stop."""

    def __init__(self, port: int, resend_share: float = 0.2) -> None:
        self.acknowledged = Acknowledged()
        self._port, self._resend_share = port, resend_share
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._send, args=(seed,)) for seed in range(CHILDREN)]

    def __enter__(self) -> Children:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let every child finish the form in hand; the survey must be running."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _send(self, seed: int) -> None:
        chance, line = random.Random(seed), Line(self._port)
        while not self._stopping.is_set():
            answer = make_answer(chance)
            for _ in range(2 if chance.random() < self._resend_share else 1):
                self._until_answered(line, answer)

    def _until_answered(self, line: Line, answer: object) -> None:
        while True:
            try:
                self.acknowledged.note(answer, *line.post(answer))  # type: ignore[arg-type]
                return
            except NOT_THERE:
                self.acknowledged.sent[answer.token] = answer  # type: ignore[attr-defined]
                time.sleep(0.02)


def kill_often(settings: Settings, times: int, fault: str = "") -> Acknowledged:
    """Load, kill, start again, `times` over; what the children were promised."""
    chance = random.Random(87)
    with surveys(settings, fault) as survey, Children(survey.port) as children:
        for _ in range(times):
            before = len(children.acknowledged.receipts)
            _wait_for_more(children.acknowledged, before)
            time.sleep(chance.uniform(*LIFE))
            _kill_and_start(survey)
    return children.acknowledged


def _wait_for_more(acknowledged: Acknowledged, before: int) -> None:
    until = time.monotonic() + 30
    while len(acknowledged.receipts) <= before:
        assert time.monotonic() < until, "no answer was taken in this round"
        time.sleep(0.005)


def _kill_and_start(survey: Survey) -> None:
    survey.end(signal.SIGKILL)
    survey.start()


def prepare(settings: Settings, before: Callable[..., None] | None = None) -> None:
    with closing(open_database(settings)) as database:
        with database.write_session() as session:
            make_consultation(session)
        if before is not None:
            before(database)


def judge(settings: Settings, acknowledged: Acknowledged) -> list[str]:
    with closing(open_database(settings)) as database:
        return broken_promises(database, acknowledged)


@pytest.mark.slow
@pytest.mark.xdist_group("kill")
def test_thirty_kills_under_load_lose_nothing_and_double_nothing(sqlite_settings: Settings) -> None:
    prepare(sqlite_settings)
    acknowledged = kill_often(sqlite_settings, KILLS)
    assert judge(sqlite_settings, acknowledged) == []
    assert acknowledged.refused == []
    assert len(acknowledged.receipts) >= 10 * KILLS
    with closing(open_database(sqlite_settings)) as database, database.writer.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        recorded = text("SELECT count(*) FROM audit_events WHERE act = 'submission_recorded'")
        kept = connection.execute(text("SELECT count(*) FROM submissions")).scalar_one()
        assert connection.execute(recorded).scalar_one() == kept


CONTROLS = {
    "acknowledge_before_commit": ("lost", None),
    "no_unique_key": ("twice", take_off_the_key),
    "alter_answers": ("altered", None),
}


@pytest.mark.slow
@pytest.mark.xdist_group("kill")
@pytest.mark.parametrize("fault", CONTROLS)
def test_the_check_sees_a_survey_that_breaks_its_promise(sqlite_settings: Settings, fault: str) -> None:
    wanted, before = CONTROLS[fault]
    prepare(sqlite_settings, before)
    found = judge(sqlite_settings, kill_often(sqlite_settings, 3, fault))
    assert any(line.startswith(wanted) for line in found), found[:5]
