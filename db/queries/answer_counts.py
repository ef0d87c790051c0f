"""How many children gave which answer?  True counts, for `commands.releases` only: they never leave db."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from sqlalchemy import ColumnElement, String, and_, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from db.models import Province, Response, Submission
from db.rules.answers import AGE_BAND, PROVINCE, PROVINCE_PREFIX, SEX

REGION, EVERYBODY = "vung", ""
# What a table may be broken down by: the question that tells it.
GROUPINGS = {AGE_BAND: AGE_BAND, SEX: SEX, REGION: PROVINCE}
PIECE = 10_000

Groups: TypeAlias = tuple[str, ...]  # of one child: its group in each grouping, "" where it told none


@dataclass(frozen=True, slots=True)
class Counts:
    """True counts of one question by one grouping: bases and answers, group "" for everybody."""

    bases: Counter[str] = field(default_factory=Counter)
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)


NOTHING = Counts()


def answer_counts(session: Session, consultation_id: int) -> dict[str, dict[str, Counts]]:
    """Grouping (EVERYBODY: none) -> question -> counts by group, the total under "".

    One pass over the answers, a child at a time, so that a million children take no more memory than one.
    A child without the grouping's answer is in the total only; the base of a question are the children who
    answered it.
    """
    bases: Counter[tuple[Groups, str]] = Counter()
    given: Counter[tuple[Groups, str, str]] = Counter()
    regions = dict(session.execute(select(Province.code, Province.region_vi)).all())
    for sheet in _sheets(session, consultation_id):
        groups = _groups(sheet, regions)
        bases.update((groups, question) for question in {question for question, _ in sheet})
        given.update((groups, question, value) for question, value in sheet)
    names = (*GROUPINGS, EVERYBODY)
    return {name: _rolled_up(place, bases, given) for place, name in enumerate(names)}


def _sheets(session: Session, consultation_id: int) -> Iterator[list[tuple[str, str]]]:
    """The answers of each child who counts."""
    asked = (
        select(type_coerce(Response.token, String), Response.question, Response.value)
        .join(Submission, Submission.token == Response.token)
        .where(*_counts(consultation_id))
        .order_by(Submission.token)  # the order in which they are found: nothing has to be sorted in memory
        .execution_options(yield_per=PIECE)
    )
    for _, rows in groupby(session.execute(asked), key=itemgetter(0)):
        yield [(question, value) for _, question, value in rows]


def _groups(sheet: Iterable[tuple[str, str]], regions: Mapping[str, str]) -> Groups:
    told = dict(sheet)
    found = {grouping: told.get(question, "") for grouping, question in GROUPINGS.items()}
    if found[REGION]:
        found[REGION] = regions[found[REGION].removeprefix(PROVINCE_PREFIX)]
    return (*found.values(), "")


def _rolled_up(
    place: int, bases: Counter[tuple[Groups, str]], given: Counter[tuple[Groups, str, str]]
) -> dict[str, Counts]:
    """One grouping of what was counted by all of them together."""
    found: dict[str, Counts] = defaultdict(Counts)
    for (groups, question), children in bases.items():
        for group in {"", groups[place]}:
            found[question].bases[group] += children
    for (groups, question, value), answers in given.items():
        for group in {"", groups[place]}:
            found[question].answers[group, value] += answers
    return dict(found)


def submissions_n(session: Session, consultation_id: int) -> int:
    """How many submissions count now."""
    return session.scalar(select(func.count(Submission.token)).where(*_counts(consultation_id))) or 0


def group_sizes(session: Session, consultation_id: int, age_band: str, region: str) -> tuple[int, int]:
    """How many children who count are of this age band, and how many of them live in this region."""
    band, place = aliased(Response), aliased(Response)
    code = func.substr(place.value, len(PROVINCE_PREFIX) + 1)
    asked = (
        select(func.count(), func.count(Province.code))
        .select_from(band)
        .join(Submission, Submission.token == band.token)
        .outerjoin(place, and_(place.token == band.token, place.question == GROUPINGS[REGION]))
        .outerjoin(Province, and_(Province.code == code, Province.region_vi == region))
        .where(*_counts(consultation_id), band.question == GROUPINGS[AGE_BAND], band.value == age_band)
    )
    of_band, of_both = session.execute(asked).one()
    return of_band, of_both


def _counts(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a submission counts: nobody has to look at it first, or left it out."""
    return (Submission.consultation_id == consultation_id, Submission.standing == "counted")
