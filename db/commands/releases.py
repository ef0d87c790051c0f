"""What is published of a consultation?  A fixed list of tables, suppressed, numbered and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Consultation, Release
from db.queries.answer_counts import GROUPINGS, REGION, Counts, answer_counts, submissions_n
from db.queries.consultations import definition_of
from db.queries.moments import day_of
from db.rules.definition import Definition, Question, choices_of, in_language, question_named
from db.rules.errors import RuleError
from db.rules.suppression import Cell, Row, Table, raw_row, releasable, suppress

CLOSED_KINDS = ("select_one", "select_multiple")
# A question of more choices than this (the 34 provinces) is published by region only, as a grouping.
MOST_OPTIONS = 15
REGION_LABEL_VI = "Vùng"
EVERYBODY_VI = "Tất cả"
LANGUAGE = "vi"


def release_tables(
    session: Session, actor: str, slug: str, now: datetime, *, closing: bool = False
) -> Release:
    """Publish the tables of a consultation.

    Raises: RuleError `unknown_consultation`, `release_too_small`, `release_too_soon`.
    Source: consultations.md section 6.
    """
    consultation = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if consultation is None:
        raise RuleError("unknown_consultation")
    last = session.scalar(
        select(Release).where(Release.consultation_id == consultation.id).order_by(Release.number.desc())
    )
    counted_n = submissions_n(session, consultation.id)
    today = day_of(now)
    new = counted_n - (last.counted_n if last else 0)
    kind = releasable(new, last.released_on if last else None, today, closing)
    tables = list(last.tables) if kind == "repeat" and last else _tables(session, consultation)
    release = Release(
        consultation_id=consultation.id,
        number=(last.number if last else 0) + 1,
        released_on=today,
        counted_n=last.counted_n if kind == "repeat" and last else counted_n,
        final=closing,
        tables=tables,
        sha256=hashlib.sha256(json.dumps(tables, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
        released_by=actor,
    )
    session.add(release)
    record(session, Audit(actor, "tables_released", "consultation", slug, now, {"number": release.number}))
    return release


def _tables(session: Session, consultation: Consultation) -> list[dict[str, Any]]:
    """Every closed question, for everybody and by each grouping in turn."""
    form = definition_of(session, consultation.form_version_id)
    published: list[dict[str, Any]] = []
    for grouping in ("", *GROUPINGS):
        counts = answer_counts(session, consultation.id, grouping)
        for question in _closed_questions(form):
            if question.name == GROUPINGS.get(grouping):
                continue
            found = counts.get(question.name, Counts({}, {}))
            published.append(_published(form, question, grouping, found))
    order = {question.name: place for place, question in enumerate(form.questions)}
    return sorted(published, key=lambda table: order[table["question"]])


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
        exclusive=question.kind == "select_one",
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
