"""What is published of a consultation?  A fixed list of tables, suppressed, numbered and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Consultation, Release
from db.queries.answer_counts import (
    EVERYBODY,
    GROUPINGS,
    NOTHING,
    REGION,
    Counts,
    answer_counts,
    submissions_n,
)
from db.queries.consultations import definition_of
from db.queries.moments import day_of
from db.rules.definition import Definition, Question, choices_of, in_language, question_named
from db.rules.errors import RuleError
from db.rules.release_steps import Counted, may_follow
from db.rules.suppression import Cell, Row, Table, raw_row, releasable, suppress

CLOSED_KINDS = ("select_one", "select_multiple", "range")
# A question of more choices than this (the 34 provinces) is published by region only, as a grouping.
MOST_OPTIONS = 15
REGION_LABEL_VI = "Vùng"
EVERYBODY_VI = "Tất cả"
LANGUAGE = "vi"


def release_tables(
    session: Session, actor: str, slug: str, now: datetime, *, closing: bool = False
) -> Release:
    """Publish the tables of a consultation: of everybody, and in the final release by group as well.

    Raises: RuleError `unknown_consultation`, `release_too_small`, `release_too_soon`, `release_is_final`.
    Source: consultations.md section 6.
    """
    consultation = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if consultation is None:
        raise RuleError("unknown_consultation")
    earlier = _earlier(session, consultation.id)
    last = earlier[-1] if earlier else None
    if last is not None and last.final:
        raise RuleError("release_is_final")
    counted_n = submissions_n(session, consultation.id)
    new = counted_n - (last.counted_n if last else 0)
    kind = releasable(new, last.released_on if last else None, day_of(now), closing)
    release = _release(session, consultation, earlier, kind, closing)
    release.released_on, release.released_by = day_of(now), actor
    release.counted_n = last.counted_n if kind == "repeat" and last else counted_n
    session.add(release)
    record(session, Audit(actor, "tables_released", "consultation", slug, now, {"number": release.number}))
    return release


def _earlier(session: Session, consultation_id: int) -> list[Release]:
    asked = select(Release).where(Release.consultation_id == consultation_id).order_by(Release.number)
    return list(session.scalars(asked))


def _release(
    session: Session, consultation: Consultation, earlier: Sequence[Release], kind: str, closing: bool
) -> Release:
    """The tables with what they were made of; an earlier table stands where a new one would tell."""
    form = definition_of(session, consultation.form_version_id)
    found = answer_counts(session, consultation.id)
    wholes, counts = _wholes(found[EVERYBODY], form, earlier, repeated=kind == "repeat")
    groups = _by_group(found, form) if closing else []
    order = {question.name: place for place, question in enumerate(form.questions)}
    tables = sorted([*wholes, *groups], key=lambda table: order[table["question"]])
    return Release(
        consultation_id=consultation.id,
        number=len(earlier) + 1,
        final=closing,
        tables=tables,
        counts=counts,
        sha256=hashlib.sha256(json.dumps(tables, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
    )


def _wholes(
    found: Mapping[str, Counts], form: Definition, earlier: Sequence[Release], repeated: bool
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Every closed question for everybody; and the true counts of each table as it was made."""
    standing = _standing_tables(earlier)
    tables, counts = [], {}
    for question in _closed_questions(form):
        now = _true(form, question, found.get(question.name, NOTHING))
        former = [_counted(one.counts[question.name]) for one in earlier if question.name in one.counts]
        exclusive = question.kind != "select_multiple"
        follows = not repeated and all(may_follow(one, now, exclusive=exclusive) for one in former)
        if former and not follows:
            tables.append(standing[question.name])
            counts[question.name] = earlier[-1].counts[question.name]
        else:
            tables.append(_published(form, question, "", found.get(question.name, NOTHING)))
            counts[question.name] = [now[0], list(now[1])]
    return tables, counts


def _standing_tables(earlier: Sequence[Release]) -> dict[str, dict[str, Any]]:
    return {table["question"]: table for table in (earlier[-1].tables if earlier else ()) if not table["by"]}


def _counted(kept: Sequence[Any]) -> Counted:
    return kept[0], tuple(kept[1])


def _true(form: Definition, question: Question, counts: Counts) -> Counted:
    options = (choice.name for choice in choices_of(form, question))
    return counts.bases.get("", 0), tuple(counts.answers.get(("", option), 0) for option in options)


def _by_group(found: Mapping[str, Mapping[str, Counts]], form: Definition) -> list[dict[str, Any]]:
    """Every closed question by each grouping in turn; once, at the end: twice would be a difference."""
    published: list[dict[str, Any]] = []
    for grouping in GROUPINGS:
        for question in _closed_questions(form):
            if question.name != GROUPINGS[grouping]:
                counts = found[grouping].get(question.name, NOTHING)
                published.append(_published(form, question, grouping, counts))
    return published


def _closed_questions(form: Definition) -> Iterable[Question]:
    return (
        question
        for question in form.questions
        if question.kind in CLOSED_KINDS and len(choices_of(form, question)) <= MOST_OPTIONS
    )


def _published(form: Definition, question: Question, grouping: str, counts: Counts) -> dict[str, Any]:
    """One table, suppressed, as the release keeps it."""
    options = [choice.name for choice in choices_of(form, question)]
    groups = _groups(form, grouping, counts) if grouping else []
    table = Table(
        question=question.name,
        options=tuple(options),
        rows=tuple(_raw(group, options, counts) for group, _ in groups),
        total=_raw("", options, counts),
        exclusive=question.kind != "select_multiple",
    )
    safe = suppress(table)
    rows = safe.rows if grouping else (safe.total,)
    labels = [label for _, label in groups] if grouping else [EVERYBODY_VI]
    return {
        "question": question.name,
        "label_vi": in_language(question.labels, LANGUAGE),
        "by": grouping or None,
        "by_label_vi": _grouping_label(form, grouping),
        "exclusive": table.exclusive,
        "options_vi": [in_language(choice.labels, LANGUAGE) for choice in choices_of(form, question)],
        "rows": [_kept(row, label) for row, label in zip(rows, labels, strict=True) if row],
    }


def _groups(form: Definition, grouping: str, counts: Counts) -> list[tuple[str, str]]:
    """The groups of a breakdown with their words, in the form's order; regions by name."""
    if grouping == REGION:
        return [(region, region) for region in sorted(group for group in counts.bases if group)]
    question = question_named(form, GROUPINGS[grouping])
    if question is None:
        return []
    return [(choice.name, in_language(choice.labels, LANGUAGE)) for choice in choices_of(form, question)]


def _grouping_label(form: Definition, grouping: str) -> str:
    if grouping == REGION:
        return REGION_LABEL_VI
    question = question_named(form, grouping) if grouping else None
    return in_language(question.labels, LANGUAGE) if question else ""


def _raw(group: str, options: Sequence[str], counts: Counts) -> Row:
    return raw_row(
        group, counts.bases.get(group, 0), [counts.answers.get((group, option), 0) for option in options]
    )


def _kept(row: Row, label: str) -> dict[str, Any]:
    return {"group_vi": label, "base": _pair(row.base), "cells": [_pair(cell) for cell in row.cells]}


def _pair(cell: Cell) -> list[Any]:
    return [cell.count, cell.shown]
