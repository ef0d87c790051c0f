"""How did the strategy fare in a year?  The yearly report as a Word document, ready for its author.

Figures come from the same queries as the dashboard; the author adds causes, directions, number and name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from docx.document import Document as Paper
from sqlalchemy.orm import Session

from db.documents.comparison import LastYear, last_year
from db.documents.grid import add_measures
from db.documents.letterhead import subject, write_foot, write_head
from db.documents.paper import BODY, GREY, OBJECTIVE, PART, new_paper, shade
from db.documents.sealed import document_bytes
from db.documents.sentences import Passage, Rows, difficulties, directions, general, method, rolled_up
from db.documents.text import say
from db.documents.wording import cells
from db.queries.moments import end_of
from db.queries.progress import progress
from db.queries.strategy import ObjectiveCard, strategy
from db.rules.errors import RuleError
from db.rules.periods import year_is_ahead, year_is_over
from db.rules.status import roll_up

STATES = ("open", "provisional", "final", "revised")


def yearly_report(session: Session, year: int, as_of: date, state: str) -> bytes:
    """The yearly report of the strategy as .docx, in the form of Decree 30/2020/NĐ-CP.

    Shape:  eight tables with 28 rows: chỉ báo, chỉ tiêu, kết quả, so với kế hoạch, so với cùng kỳ.
    Raises: bad_parameter (no such state); wrong_state (open and over, closed and running, or not begun).
    Source: Decision 87/QĐ-HBVQTE; Decree 30/2020/NĐ-CP, Annex I; law.md, "Reporting rhythm".
    """
    check_state(year, as_of, state)
    rows = progress(session, year, as_of)
    before = last_year(session, [row.measure for row in rows], year, as_of)
    objectives = strategy(session, end_of(as_of))
    paper = new_paper(sample=before.sample or any(row.sample for row in rows))
    write_head(paper, year, as_of, state)
    _write(paper, [Passage(say("open.basis", year=year))])
    _part(paper, say("part.general"), general(rows, len(objectives), year, as_of, state))
    _results(paper, objectives, rows, before)
    _part(paper, say("part.difficulties"), difficulties(rows))
    _part(paper, say("part.directions", year=year + 1), directions())
    _part(paper, say("part.method"), method(rows, before, as_of))
    write_foot(paper)
    return document_bytes(paper, _title(year, as_of, state), as_of)


def check_state(year: int, as_of: date, state: str) -> None:
    """A running year is not final, and a year that is over no longer runs.

    Raises: bad_parameter (facts: name), wrong_state (facts: state).
    """
    if state not in STATES:
        raise RuleError("bad_parameter", name="state")
    if year_is_ahead(year, as_of) or year_is_over(year, as_of) == (state == "open"):
        raise RuleError("wrong_state", state=state)


def has_figures(rows: Rows) -> bool:
    """Whether anything is known of the year; periods nobody has reported yet are nothing."""
    return any(
        row.evaluation.actual is not None and (row.measure.kind != "periodic" or row.evaluation.actual != 0)
        for row in rows
    )


def _title(year: int, as_of: date, state: str) -> str:
    return " ".join((f"{say('letter.kind')}:", *subject(year, as_of, state)))


def _results(paper: Paper, objectives: Iterable[ObjectiveCard], rows: Rows, before: LastYear) -> None:
    paper.add_paragraph(say("part.results"), PART)
    for objective in objectives:
        own = [row for row in rows if row.measure.objective_number == objective.number]
        paper.add_paragraph(objective.wording_vi, OBJECTIVE)
        standing = roll_up(row.evaluation.status for row in own)
        sentence = paper.add_paragraph(rolled_up(standing, objective.owner_vi), BODY)
        sentence.paragraph_format.keep_with_next = True
        add_measures(paper, [cells(row, before.rows[row.measure.code]) for row in own])


def _part(paper: Paper, heading: str, passages: Iterable[Passage]) -> None:
    paper.add_paragraph(heading, PART)
    _write(paper, passages)


def _write(paper: Paper, passages: Iterable[Passage]) -> None:
    for passage in passages:
        paragraph = paper.add_paragraph(style=BODY)
        run = paragraph.add_run(passage.text)
        if passage.kind == "heading":
            run.bold = True
            paragraph.paragraph_format.keep_with_next = True
        if passage.kind == "blank":
            run.italic = True
            shade(run, GREY)
