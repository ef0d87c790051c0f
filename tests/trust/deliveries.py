"""Children's answers on their way: who sends them, what was acknowledged, is all of that in the records?"""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import text

from db.engine import Database
from db.queries.audit import first_broken_row
from db.settings import Settings
from tests.questionnaire import CHOICES

ROOT = Path(__file__).resolve().parents[2]
SLUG = "an-toan-tren-mang"
PATIENCE = 30  # seconds; a busy machine starts slowly
NOT_THERE = (OSError, http.client.HTTPException)  # refused, reset, cut off in the middle


@dataclass(frozen=True, slots=True)
class Answer:
    """One child's filled form."""

    token: str
    answers: tuple[tuple[str, str], ...]

    @property
    def body(self) -> str:
        """The form as a browser posts it."""
        return urlencode([("token", self.token), ("version", "1"), ("dong_y", "1"), *self.answers])


def make_answer(chance: random.Random) -> Answer:
    """A random, complete, acceptable form."""
    chosen = [(name, chance.choice(codes)) for name, codes in CHOICES.items() if name != "kenh"]
    several = chance.sample(CHOICES["kenh"], chance.randint(1, 3))
    hours = ("so_gio", str(chance.randint(0, 24)))
    return Answer(str(uuid4()), (*chosen, *(("kenh", code) for code in several), hours))


@dataclass
class Acknowledged:
    """What the senders were promised: token -> every receipt they were given for it."""

    sent: dict[str, Answer] = field(default_factory=dict)
    receipts: dict[str, list[str]] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: Answer, status: int, location: str) -> None:
        """A 303 is a promise; anything else is counted, because it should not happen."""
        with self.lock:
            self.sent[answer.token] = answer
            if status == 303:
                self.receipts.setdefault(answer.token, []).append(location)
            else:
                self.refused.append(status)


class Line:
    """One child's connection, made anew whenever it breaks."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def post(self, answer: Answer) -> tuple[int, str]:
        """Status and address of the answer's answer.  Raises: one of NOT_THERE."""
        headers = {"content-type": "application/x-www-form-urlencoded"}
        try:
            self._connection.request("POST", f"/y-kien/{SLUG}", answer.body, headers)
            response = self._connection.getresponse()
            response.read()
        except NOT_THERE:
            self._connection.close()
            raise
        return response.status, response.headers.get("location", "")


# -- the survey process --------------------------------------------------------------------------------


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Survey:
    """The forked surveys of `tests.trust.server`, one at a time, always on the same port."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process = process
        self.port = port
        self.pid = 0

    def start(self) -> None:
        """Start a survey and wait until it answers."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{self.port}\n")
        self._process.stdin.flush()
        self.pid = int(self._process.stdout.readline())
        until = time.monotonic() + PATIENCE
        while not self._is_well():
            assert time.monotonic() < until, "the survey did not start"
            time.sleep(0.01)

    def _is_well(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with suppress(*NOT_THERE):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False

    def end(self, how: signal.Signals) -> None:
        """End the survey and wait until it is gone."""
        os.kill(self.pid, how)
        until = time.monotonic() + PATIENCE
        with suppress(ProcessLookupError):
            while time.monotonic() < until:
                os.kill(self.pid, 0)
                time.sleep(0.005)
            raise AssertionError("the survey did not end")


@contextmanager
def surveys(settings: Settings, fault: str = "") -> Iterator[Survey]:
    """A place to start surveys of this installation from, with a planted fault if one is named."""
    surroundings = {
        **os.environ,
        "NHIPCAU_DATA_DIR": str(settings.data_dir),
        "NHIPCAU_DATABASE_URL": settings.database_url,
        "NHIPCAU_SECRET_KEY": settings.secret_key,
    }
    command = [sys.executable, "-m", "tests.trust.server", *([fault] if fault else [])]
    process = subprocess.Popen(
        command, cwd=ROOT, env=surroundings, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    survey = Survey(process, free_port())
    try:
        survey.start()
        yield survey
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(PATIENCE)


# -- the check -----------------------------------------------------------------------------------------


def broken_promises(database: Database, acknowledged: Acknowledged) -> list[str]:
    """Everything that is not as the senders were told; empty when every promise was kept."""
    with database.read_session() as session:
        rows = session.execute(text("SELECT CAST(token AS VARCHAR(36)), slip FROM submissions")).all()
        answers = session.execute(
            text("SELECT CAST(token AS VARCHAR(36)), question, value FROM responses")
        ).all()
        broken_row = first_broken_row(session)
    slips = _grouped((_plain(token), slip) for token, slip in rows)
    kept = _grouped((_plain(token), (question, value)) for token, question, value in answers)
    found = [f"the log is broken at row {broken_row}"] if broken_row is not None else []
    for token, answer in acknowledged.sent.items():
        found += _of_one(answer, acknowledged.receipts.get(token, []), slips, kept)
    unknown = set(slips) - {_plain(token) for token in acknowledged.sent}
    return found + [f"nobody sent {token}" for token in unknown]


def _of_one(
    answer: Answer,
    receipts: Sequence[str],
    slips: dict[str, list[str]],
    kept: dict[str, list[tuple[str, str]]],
) -> list[str]:
    """Acknowledged: exactly once, as sent, one receipt.  Not acknowledged: at most once, as sent."""
    token = _plain(answer.token)
    rows, codes = slips.get(token, []), {receipt.rpartition("/")[2].replace("-", "") for receipt in receipts}
    found = []
    if receipts and not rows:
        found.append(f"lost: {answer.token}")
    if len(rows) > 1:
        found.append(f"twice: {answer.token}")
    if rows and sorted(kept.get(token, [])) != sorted(answer.answers):
        found.append(f"altered: {answer.token}")
    if receipts and codes != set(rows[:1]):
        found.append(f"another receipt: {answer.token}")
    return found


def _plain(token: str) -> str:
    return token.replace("-", "")


def _grouped(pairs: Iterator[tuple[str, object]]) -> dict[str, list]:  # type: ignore[type-arg]
    groups: dict[str, list] = {}  # type: ignore[type-arg]
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def take_off_the_key(database: Database) -> None:
    """The control's tables: the same columns, nothing that tells one token from another."""
    with database.writer.begin() as connection:
        for table in ("responses", "submissions"):
            connection.execute(text(f"CREATE TABLE copy_of_{table} AS SELECT * FROM {table}"))
            connection.execute(text(f"DROP TABLE {table}"))
            connection.execute(text(f"ALTER TABLE copy_of_{table} RENAME TO {table}"))
