"""What the reporting and quality queries hand out, made without a database."""

from __future__ import annotations

from collections import Counter
from datetime import date

from db.queries.quality import Quality
from db.queries.quality_issues import QualityIssue
from db.queries.quality_shares import QualityShare
from db.queries.reporting_status import ProvinceRow, QuarterRow, ReportingStatus, UnitRow

AS_OF = date(2026, 11, 22)
DUE = (date(2026, 4, 15), date(2026, 7, 15), date(2026, 10, 15), date(2027, 1, 15))


def make_quarter(number: int, expected: int = 0, **given: int) -> QuarterRow:
    """One quarter of 2026; what is not given is 0."""
    counts = {"reported": 0, "on_time": 0, "late": 0, "nil": 0, "missing": 0, **given}
    return QuarterRow(f"2026-Q{number}", DUE[number - 1], expected, **counts)


def make_unit(name: str, *states: str, province: str = "Huế") -> UnitRow:
    """A unit with these four states."""
    days = tuple(date(2026, 10, 2) if state == "on_time" else None for state in states)
    return UnitRow(1, name, "46", province, states, days, sample=False)


def make_province(code: str, name: str, row: int, col: int, state: str) -> ProvinceRow:
    """A province that stands alike in all quarters."""
    return ProvinceRow(code, name, name, row, col, 1, (state,) * 4)


PROVINCES = (
    make_province("11", "Điện Biên", 1, 0, "no_unit"),
    make_province("01", "Hà Nội", 2, 2, "all"),
    make_province("46", "Huế", 7, 3, "some"),
    make_province("48", "Đà Nẵng", 7, 4, "none"),
    make_province("56", "Khánh Hòa", 11, 5, "not_due"),
)


def make_status(*quarters: QuarterRow) -> ReportingStatus:
    """A year of reporting with these quarters first; the others owe nothing."""
    rest = tuple(make_quarter(number) for number in range(len(quarters) + 1, 5))
    return ReportingStatus(2026, AS_OF, quarters + rest, (), PROVINCES, ())


def make_quality(*issues: QualityIssue) -> Quality:
    """Two shares, one with nothing to say."""
    shares = (QualityShare("completeness", "2026", 23, 28), QualityShare("timeliness", "2026", 0, 0))
    return Quality(2026, AS_OF, shares, Counter(one.kind for one in issues), issues)
