"""What may leave of what children said?  Published tables; and single coded answers, made coarse enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Consultation, Province, PublishedFigure, Release, Response, Submission
from db.queries.consultations import definition_of
from db.queries.moments import end_of
from db.rules.answers import AGE_BAND, PROVINCE, PROVINCE_PREFIX, SEX
from db.rules.definition import Definition, Question, choice_label, choices_of, in_language
from db.rules.errors import RuleError
from db.rules.exports import SAMPLE, Wanted
from db.rules.generalise import Child, generalised
from db.rules.observation import cell_flag
from db.rules.suppression import Cell, share_pct

Row = tuple[Any, ...]
LANGUAGE = "vi"
ABOUT = frozenset({AGE_BAND, SEX, PROVINCE})
OVER = frozenset({"closed", "concluded", "told"})


def release_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """Every release made in the years, cell by cell, exactly as it was published.

    Shape: columns of the set `consultations`; a group whose answers are all hidden has one row, its base.
    """
    query = (
        select(Release, Consultation.slug, Consultation.sample)
        .join(Consultation, Consultation.id == Release.consultation_id)
        .where(Release.released_on <= wanted.as_of)
        .order_by(Consultation.id, Release.number)
    )
    for release, slug, sample in session.execute(query):
        if release.released_on.year in wanted.years:
            head = (SAMPLE if sample else None, slug, release.number, release.released_on, int(release.final))
            yield [(*head, *cell) for table in release.tables for cell in _cells(table)]


def _cells(table: Mapping[str, Any]) -> Iterator[Row]:
    about = (table["question"], table["label_vi"], table["by_label_vi"] or None)
    for row in table["rows"]:
        base = Cell(*row["base"])
        group = (*about, row["group_vi"], base.shown)
        cells = [Cell(*cell) for cell in row["cells"]]
        if not cells:
            yield (*group, None, None, None, None, "Q")
        for option, cell in zip(table["options_vi"], cells, strict=True) if cells else ():
            share = share_pct(cell, base)
            rounded = None if share is None else int(share + Fraction(1, 2))
            yield (*group, option, cell.count, rounded, cell.shown, cell_flag(cell.count))


def published_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """Figures others published; they belong to no chosen year.  Shape: columns of the set `published`."""
    names = (
        "id",
        "objective_number",
        "measure_code",
        "relation",
        "indicator_vi",
        "definition_vi",
        "year",
        "period_vi",
        "value",
        "unit_vi",
        "qualifier_vi",
        "organisation_vi",
        "source",
        "quote_vi",
        "note_vi",
    )
    figures = session.scalars(select(PublishedFigure).order_by(PublishedFigure.id))
    yield [(None, *(getattr(row, name) for name in names)) for row in figures]


# -- single answers ------------------------------------------------------------------------------------


def closed_consultations(session: Session, known_at: datetime) -> tuple[tuple[str, str], ...]:
    """Address and title of the consultations that were over by then; only theirs are given out row by row."""
    rows = session.scalars(select(Consultation).order_by(Consultation.id.desc()))
    return tuple((row.slug, row.title_vi) for row in rows if _over(row, known_at))


def answer_rows(session: Session, wanted: Wanted) -> Iterator[list[Row]]:
    """The coded answers of one consultation that is over, a row per child, question and choice.

    Shape:  columns of the set `answers`; sorted by what they say, so that no order of arrival is left.
    Raises: unknown_consultation; consultation_not_closed; answers_too_few.
    Source: trust.md §3.
    """
    consultation = session.scalar(select(Consultation).where(Consultation.slug == wanted.consultation))
    if consultation is None:
        raise RuleError("unknown_consultation")
    if not _over(consultation, end_of(wanted.as_of)):
        raise RuleError("consultation_not_closed")
    form = definition_of(session, consultation.form_version_id)
    told = _told(session, consultation.id)
    level, children = generalised([_child(answers) for answers in told], _regions(session))
    head = (SAMPLE if consultation.sample else None,)
    pairs = [(child, _coded(form, answers)) for child, answers in zip(children, told, strict=True)]
    ordered = sorted(pairs, key=lambda pair: (pair[0].place, pair[0].age_band, pair[0].sex, pair[1]))
    yield [
        (*head, number, level, child.place, child.age_band, child.sex, *answer)
        for number, (child, answers) in enumerate(ordered, 1)
        for answer in answers
    ]


def _over(row: Consultation, known_at: datetime) -> bool:
    return row.state in OVER or (
        row.state == "open" and row.closes_at is not None and row.closes_at < known_at
    )


def _told(session: Session, consultation_id: int) -> list[dict[str, list[str]]]:
    """What each child answered: question -> codes."""
    rows = session.execute(
        select(Response.token, Response.question, Response.value)
        .join(Submission, Submission.token == Response.token)
        .where(Submission.consultation_id == consultation_id, Submission.standing == "counted")
    )
    found: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for token, question, value in rows:
        found[token][question].append(value)
    return list(found.values())


def _child(answers: Mapping[str, list[str]]) -> Child:
    place, age_band, sex = (next(iter(answers.get(name, ())), "") for name in (PROVINCE, AGE_BAND, SEX))
    return Child(place.removeprefix(PROVINCE_PREFIX), age_band, sex)


def _coded(form: Definition, answers: Mapping[str, list[str]]) -> tuple[tuple[str, str, str, str], ...]:
    """The answers to closed questions, in the form's order; one empty line for a child who gave none."""
    found = tuple(
        (question.name, in_language(question.labels, LANGUAGE), code, _words(form, question, code))
        for question in form.questions
        if question.name not in ABOUT and choices_of(form, question)
        for code in sorted(answers.get(question.name, ()))
    )
    return found or (("", "", "", ""),)


def _words(form: Definition, question: Question, code: str) -> str:
    return choice_label(form, LANGUAGE, question.name, code)


def _regions(session: Session) -> dict[str, str]:
    return {code: region for code, region in session.execute(select(Province.code, Province.region_vi))}
