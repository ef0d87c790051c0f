"""What does a verifier see beside a report: the last one of its kind, duplicates, what is unusual?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from db.queries.moments import day_of
from db.queries.organisations import organisations
from db.queries.report_context import Context, Filed, spec_of
from db.queries.verification import Duplicate, context_of, duplicates
from db.queries.waiting import Wanted, neighbours
from db.rules.report_forms import FormSpec
from db.rules.report_warnings import ReportWarning
from survey.report_views import Pairs, read_pairs, unit_choices
from survey.text import say
from survey.visit import Visit

MEASURE, PROVINCE, INCOMPLETE, WARNED, AFTER = "chi-so", "tinh", "thieu", "canh-bao", "sau"
DASH: Final = "–"
LONGEST_CODE = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of the comparison; `differs` where a number moved."""

    label: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that stands beside a report on its verifier's page."""

    context: Context
    last: Filed | None
    lines: tuple[Beside, ...]
    duplicates: tuple[Duplicate, ...]
    warnings: tuple[str, ...]
    before: UUID | None
    after: UUID | None


def wanted_of(asked: QueryParams) -> Wanted:
    """The part of the queue the address asks for."""
    return Wanted(_code(asked, MEASURE), _code(asked, PROVINCE), INCOMPLETE in asked, WARNED in asked)


def after_of(asked: QueryParams) -> UUID | None:
    """After which report the page of the queue begins; None: at the start, or nothing of ours."""
    try:
        return UUID(asked.get(AFTER, ""))
    except ValueError:
        return None


def _code(asked: QueryParams, name: str) -> str:
    """A code as ours are written; anything else was never offered."""
    text = asked.get(name, "")
    plain = text.isascii() and text.replace(".", "").isalnum() and len(text) <= LONGEST_CODE
    return text if plain else ""


def query_of(wanted: Wanted, after: UUID | None = None) -> str:
    """The same as an address says it; "" for the whole queue."""
    given = {
        MEASURE: wanted.measure,
        PROVINCE: wanted.province,
        INCOMPLETE: "1" if wanted.incomplete else "",
        WARNED: "1" if wanted.warned else "",
        AFTER: str(after or ""),
    }
    words = urlencode({name: value for name, value in given.items() if value})
    return f"?{words}" if words else ""


def warning_lines(spec: FormSpec, warnings: tuple[ReportWarning, ...]) -> tuple[str, ...]:
    """What is unusual, in words, each with the field it is about."""
    return tuple(_warning_line(spec, warning) for warning in warnings)


def _warning_line(spec: FormSpec, warning: ReportWarning) -> str:
    facts: Mapping[str, object] = warning.facts
    words = say(f"warning.{warning.code}", **facts)
    field = spec.field(warning.field)
    return f"{field.label_vi}: {words}" if field else words


async def check_page(visit: Visit, report_id: UUID) -> CheckPage:
    """What stands beside this report.  Raises: RuleError `unknown_report`."""
    today, wanted = day_of(visit.service.now()), wanted_of(visit.request.query_params)

    def query(session: Session) -> CheckPage:
        context = context_of(session, report_id)
        spec = spec_of(context.report.form)
        last = next(iter(context.before), None)
        units = unit_choices(organisations(session, today))
        before, after = neighbours(session, wanted, report_id)
        return CheckPage(
            context=context,
            last=last,
            lines=beside(spec, context.report, last, units),
            duplicates=duplicates(session, context),
            warnings=warning_lines(spec, context.warnings),
            before=before,
            after=after,
        )

    return await visit.service.read(query)


def beside(spec: FormSpec, report: Filed, last: Filed | None, units: Pairs) -> tuple[Beside, ...]:
    """The two reports field by field, in the form's order."""
    now = dict(read_pairs(spec, report.data, units))
    before = dict(read_pairs(spec, last.data, units)) if last else {}
    labels = (field.label_vi for field in spec.fields)
    return tuple(
        Beside(label, now.get(label, DASH), before.get(label, DASH))
        for label in labels
        if label in now or label in before
    )
