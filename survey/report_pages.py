"""What does a report's page say besides its content: what it adds, and what should be looked at again?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.queries.evidence import FileRow, evidence_files
from db.queries.moments import day_of
from db.queries.organisations import organisations
from db.queries.report_context import spec_of
from db.queries.report_forms import report_form
from db.queries.reports import ReportDetail, ReportRow, report
from db.queries.strategy import MeasureCard, strategy
from db.rules.evidence_kinds import missing_beside_files
from db.rules.head_office import EFFECTS
from db.rules.report_checks import report_data
from db.rules.report_warnings import warnings_of
from survey.history_views import VersionChange, version_changes
from survey.report_views import Pairs, read_pairs, unit_choices
from survey.text import say
from survey.visit import Visit

# State of a report -> how its number is spoken of.
ADDS = {"verified": "report.adds", "submitted": "report.would_add", "returned": "report.would_add"}
NOT_COUNTED = "report.added_once"
LATER = "not_verifiable_yet"


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as both its unit and the staff desk read it."""

    detail: ReportDetail
    row: ReportRow
    content: Pairs
    adds: tuple[str, ...]
    warnings: tuple[str, ...]
    changes: tuple[VersionChange, ...] = ()
    files: tuple[FileRow, ...] = ()
    missing: tuple[str, ...] = ()


def measures_by_code(session: Session) -> dict[str, MeasureCard]:
    """The 28 measures by code."""
    return {card.code: card for objective in strategy(session) for card in objective.measures}


def adds_words(row: ReportRow, measures: Mapping[str, MeasureCard]) -> tuple[str, ...]:
    """What the report adds, or would add, to which measure, in words."""
    key = ADDS.get(row.state, NOT_COUNTED)
    if row.form in EFFECTS:
        return (say(f"effect.{row.form}"),)
    return tuple(
        say(key, value=value, unit=measures[code].unit_vi, code=code, measure=measures[code].short_vi)
        for code, value in row.adds
        if code in measures
    )


async def report_page(visit: Visit) -> ReportPage:
    """The report named in the address.

    Raises: RuleError `unknown_report`.
    """
    report_id, today = visit.request.path_params["report_id"], day_of(visit.service.now())

    def query(session: Session) -> ReportPage:
        detail = report(session, report_id)
        spec = spec_of(detail.row.form)
        units = unit_choices(organisations(session, today))
        files = evidence_files(session, report_id)
        missing = missing_beside_files(spec, report_data(spec, detail.data), len(files))
        return ReportPage(
            detail=detail,
            row=detail.row,
            content=read_pairs(spec, detail.data, units),
            adds=adds_words(detail.row, measures_by_code(session)),
            warnings=warning_words(detail, missing),
            files=files,
            missing=missing,
            changes=version_changes(session, report_id, spec, units),
        )

    return await visit.service.read(query)


def warning_words(detail: ReportDetail, missing: Collection[str]) -> tuple[str, ...]:
    """What is unusual about the report, in words; of what may follow later only what is still missing."""
    spec = report_form(detail.row.form)
    return tuple(
        f"{field.label_vi}: {words}" if (field := spec.field(warning.field)) else words
        for warning in warnings_of(spec, report_data(spec, detail.data))
        if warning.code != LATER or warning.field in missing
        if (words := say(f"warning.{warning.code}", **warning.facts))
    )
