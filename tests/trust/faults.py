"""Planted faults: surveys that break one promise each.  A proof that does not notice them proves nothing.

Each is planted in the forked survey process of a test; nothing here is part of the product.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

import db.commands.submissions as submission_commands
import survey.app
import survey.endpoints.consultations as endpoint
from db.commands.submission_marks import SLIP_LETTERS
from db.commands.submissions import ASSENT_FIELD, Filled, Receipt
from db.commands.submissions import record_submission as honest
from db.models import Response, Submission
from db.rules.answer_kinds import stored_values
from db.rules.answers import Answers
from db.rules.definition import Definition
from db.rules.errors import RuleError
from db.writer import GroupWriter, tell

DISK_SECONDS = 0.03  # what a slow disk takes to make a commit durable


class EagerWriter(GroupWriter):
    """Answers first and commits afterwards: the receipt is a promise nobody has kept yet."""

    def _commit_group(self, group: list[Any]) -> None:
        with self._database.write_session() as session:
            for job in group:
                with session.begin_nested():
                    tell([job], [(job.act(session), None)])
            time.sleep(DISK_SECONDS)


def acknowledge_before_commit() -> None:
    """Plant the eager writer."""
    survey.app.GroupWriter = EagerWriter  # type: ignore[misc]


def plant(record: Callable[..., Receipt]) -> None:
    """Let this command keep each of the forms that arrive together."""

    def record_all(session: Session, arrived: Sequence[Filled]) -> list[Receipt | RuleError]:
        outcomes: list[Receipt | RuleError] = []
        for one in arrived:
            try:
                outcomes.append(record(session, one.secret, one.slug, one.form, one.now))
            except RuleError as refusal:
                outcomes.append(refusal)
        return outcomes

    endpoint.record_submissions = record_all


def record_without_key(
    session: Session, secret: bytes, slug: str, form: Mapping[str, Sequence[str]], now: datetime
) -> Receipt:
    """Keeps whatever comes, without looking whether its token came before (and without the key to tell)."""
    from secrets import choice

    slip = "".join(choice(SLIP_LETTERS) for _ in range(8))
    token = UUID(form["token"][0])
    row = {"token": token, "consultation_id": 1, "form_version_id": 1, "received_on": now.date()}
    fixed = {"channel": "web", "language": "vi", "late": False, "slip": slip, "content_hash": ""}
    session.execute(insert(Submission.__table__), {**row, **fixed})
    asked = {name: form[name] for name in form if name not in ("token", "version", ASSENT_FIELD)}
    answers = [{"token": token, "question": q, "value": v} for q, values in asked.items() for v in values]
    session.execute(insert(Response.__table__), answers)
    return Receipt(slip, repeated=False)


def no_unique_key() -> None:
    """Plant the forgetful command; the test has taken the key off the tables."""
    plant(record_without_key)


def record_another_answer(
    session: Session, secret: bytes, slug: str, form: Mapping[str, Sequence[str]], now: datetime
) -> Receipt:
    """Keeps an answer the child did not give."""
    return honest(session, secret, slug, {**form, "an_toan": ["khong_ro"]}, now)


def alter_answers() -> None:
    """Plant the dishonest command."""
    plant(record_another_answer)


def keep_own_words() -> None:
    """Plant answers that keep what a child wrote beside what was sealed."""

    def rows(form: Definition, answers: Answers, token: UUID) -> list[dict[str, object]]:
        return [
            {"token": token, "question": name, "value": value}
            for name, answer in answers.values.items()
            for value in stored_values(answer)
        ]

    submission_commands.answer_rows = rows


def log_own_words() -> None:
    """Plant a refusal that repeats what was typed in the log."""

    def record_and_tell(
        session: Session, secret: bytes, slug: str, form: Mapping[str, Sequence[str]], now: datetime
    ) -> Receipt:
        try:
            return honest(session, secret, slug, form, now)
        except Exception:
            logging.getLogger("survey").error("refused: %s", dict(form))
            raise

    plant(record_and_tell)


FAULTS: Mapping[str, Callable[[], None]] = {
    "acknowledge_before_commit": acknowledge_before_commit,
    "no_unique_key": no_unique_key,
    "alter_answers": alter_answers,
    "keep_own_words": keep_own_words,
    "log_own_words": log_own_words,
}
