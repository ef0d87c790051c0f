"""Does the database count children as one would by hand, question by question and group by group?"""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import Consultation, Province, Response, Submission
from db.queries.answer_counts import GROUPINGS, REGION, answer_counts
from tests.factories import make_consultation, make_submission
from tests.questionnaire import CHOICES

MAY_BE_LEFT_OUT = ("gioi_tinh", "tinh", "kenh")


def answer_at_random(session: Session, asked: Consultation, chance: Random) -> None:
    """A child: one choice of each question, several ways of `kenh`, some questions left out."""
    said = {name: [chance.choice(list(codes))] for name, codes in CHOICES.items()}
    said["kenh"] = chance.sample(list(CHOICES["kenh"]), chance.randrange(1, len(CHOICES["kenh"]) + 1))
    for name in MAY_BE_LEFT_OUT:
        if chance.random() < 0.3:
            said[name] = []
    make_submission(session, asked, **said)


def by_hand(session: Session, asked: Consultation, grouping: str) -> dict[str, Any]:
    """Question -> (children by group, answers by group): each child's sheet in turn."""
    region = {f"p{row.code}": row.region_vi for row in session.scalars(select(Province))}
    sheets: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    counted = select(Submission.token).where(
        Submission.consultation_id == asked.id, Submission.standing == "counted"
    )
    for row in session.scalars(select(Response).where(Response.token.in_(counted))):
        sheets[row.token].append((row.question, row.value))
    found: dict[str, Any] = defaultdict(lambda: (Counter(), Counter()))
    for sheet in sheets.values():
        told = dict(sheet).get(GROUPINGS[grouping], "") if grouping else ""
        for group in {"", region.get(told, "") if grouping == REGION else told}:
            for question in {question for question, _ in sheet}:
                found[question][0][group] += 1
            for question, value in sheet:
                found[question][1][group, value] += 1
    return dict(found)


@pytest.mark.parametrize("grouping", ["", *GROUPINGS])
def test_it_counts_as_one_would_by_hand(database: Database, asked: Consultation, grouping: str) -> None:
    chance = Random(7)
    with database.write_session() as session:
        other = make_consultation(session, "dot-khac")
        for _ in range(60):
            answer_at_random(session, asked, chance)
        for _ in range(9):
            answer_at_random(session, other, chance)
        session.flush()
        for token in session.scalars(select(Submission.token).limit(5)).all():
            session.get_one(Submission, token).standing = "waiting"
    with database.read_session() as session:
        found = answer_counts(session, asked.id)[grouping]
        expected = by_hand(session, asked, grouping)
    assert {name: (dict(one.bases), dict(one.answers)) for name, one in found.items()} == expected
    several = found["kenh"]
    assert several.bases[""] < sum(count for (group, _), count in several.answers.items() if group == "")
