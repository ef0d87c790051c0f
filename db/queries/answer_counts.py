"""How many children gave which answer?  True counts, for `commands.releases` only: they never leave db."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from db.models import Province, Response, Submission
from db.rules.answers import AGE_BAND, PROVINCE, PROVINCE_PREFIX, SEX

REGION = "vung"
# What a table may be broken down by: the question that tells it.
GROUPINGS = {AGE_BAND: AGE_BAND, SEX: SEX, REGION: PROVINCE}


@dataclass(frozen=True, slots=True)
class Counts:
    """True counts of one question by one grouping: bases and answers, group "" for everybody."""

    bases: Mapping[str, int]
    answers: Mapping[tuple[str, str], int]


def answer_counts(session: Session, consultation_id: int, grouping: str) -> dict[str, Counts]:
    """Question -> counts by group, the total under "".

    One pass over the answers of the consultation.  A child without the grouping's answer is in the total
    only; the base of a question are the children who answered it.
    """
    group_of = _groups(session, consultation_id, grouping)
    rows = session.execute(
        select(Response.question, Response.value, Response.token)
        .join(Submission, Submission.token == Response.token)
        .where(*_counts(consultation_id))
    )
    answered: dict[str, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    given: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for question, value, token in rows:
        for group in {"", group_of.get(token, "")}:
            answered[question][group].add(token)
            given[question][group, value] += 1
    return {
        question: Counts({group: len(tokens) for group, tokens in groups.items()}, given[question])
        for question, groups in answered.items()
    }


def submissions_n(session: Session, consultation_id: int) -> int:
    """How many submissions count now."""
    tokens = session.scalars(select(Submission.token).where(*_counts(consultation_id)))
    return len(tokens.all())


def group_sizes(session: Session, consultation_id: int, age_band: str, region: str) -> tuple[int, int]:
    """How many children who count are of this age band, and how many of them live in this region."""
    bands = _groups(session, consultation_id, AGE_BAND)
    regions = _groups(session, consultation_id, REGION)
    of_band = [token for token, band in bands.items() if band == age_band]
    return len(of_band), sum(regions.get(token) == region for token in of_band)


def _groups(session: Session, consultation_id: int, grouping: str) -> dict[UUID, str]:
    """Submission -> group, for those who told it."""
    if not grouping:
        return {}
    told = aliased(Response)
    rows = session.execute(
        select(told.token, told.value)
        .join(Submission, Submission.token == told.token)
        .where(*_counts(consultation_id), told.question == GROUPINGS[grouping])
    ).all()
    if grouping != REGION:
        return {token: value for token, value in rows}
    region_of = dict(session.execute(select(Province.code, Province.region_vi)).all())
    return {token: region_of[value.removeprefix(PROVINCE_PREFIX)] for token, value in rows}


def _counts(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a submission counts: nobody has to look at it first, or left it out."""
    return (Submission.consultation_id == consultation_id, Submission.standing == "counted")
