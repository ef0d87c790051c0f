"""How do donors read the results?  Indicator, period, baseline, target, actual, as IATI 2.03 orders them.

One activity: the strategy.  One result per objective, one indicator per measure, one period per year.
Source: IATI activity standard 2.03, element `result`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Final

from lxml import etree

from db.exports.sinks import Written, file_sums
from db.exports.text import ASSOCIATION, SAMPLE_LINE
from db.queries.export_results import done_and_decided
from db.queries.progress import MeasureProgress
from db.queries.strategy import ObjectiveCard
from db.rules.csvcells import cell
from db.rules.numbers import Number

VERSION: Final = "2.03"
ORGANISATION_REF: Final = "VN-HBVQTE"
ACTIVITY_REF: Final = "VN-HBVQTE-87-2023"
NAMES: Final = {
    "vi": "Chiến lược Phát triển Hội Bảo vệ quyền trẻ em Việt Nam đến năm 2035",
    "en": "Development strategy of the Vietnam Association for Protection of Children's Rights to 2035",
}
# Codes of the standard's own lists.
OUTPUT, UNIT, PERCENTAGE = "1", "1", "2"
NATIONAL_NGO, ACCOUNTABLE, IMPLEMENTATION, PLANNED_START, PLANNED_END = "22", "2", "2", "1", "3"
STARTED, ENDS = date(2023, 6, 1), date(2035, 12, 31)
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
PARTS_OF_WHOLE = frozenset({"all_requests", "continuous"})


def write_iati(
    path: Path,
    objectives: Sequence[ObjectiveCard],
    years: Iterable[Sequence[MeasureProgress]],
    as_of: date,
) -> Written:
    """The results of these years as IATI XML.

    Shape:  an activity with eight results and 28 indicators, a period for each year; a year without a figure
            has no actual, never 0.
    """
    by_code: dict[str, list[MeasureProgress]] = {}
    for rows in years:
        for row in rows:
            by_code.setdefault(row.measure.code, []).append(row)
    root = etree.Element("iati-activities", version=VERSION)
    activity = _activity(root, any(row.sample for found in by_code.values() for row in found), as_of)
    for objective in objectives:
        measures = [by_code[card.code] for card in objective.measures if card.code in by_code]
        _result(activity, objective, measures)
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
    return file_sums(path)


def _activity(root: etree._Element, sample: bool, as_of: date) -> etree._Element:
    found = etree.SubElement(root, "iati-activity", {_LANG: "vi"})
    etree.SubElement(found, "iati-identifier").text = ACTIVITY_REF
    reporting = etree.SubElement(found, "reporting-org", ref=ORGANISATION_REF, type=NATIONAL_NGO)
    _narrate(reporting, {"vi": ASSOCIATION})
    _told(found, "title", NAMES)
    note = f"{SAMPLE_LINE}. " if sample else ""
    _told(found, "description", {"vi": f"{note}Số liệu đã xác minh, tính đến hết ngày {as_of.isoformat()}."})
    partner = etree.SubElement(
        found, "participating-org", ref=ORGANISATION_REF, role=ACCOUNTABLE, type=NATIONAL_NGO
    )
    _narrate(partner, {"vi": ASSOCIATION})
    etree.SubElement(found, "activity-status", code=IMPLEMENTATION)
    for kind, day in ((PLANNED_START, STARTED), (PLANNED_END, ENDS)):
        etree.SubElement(found, "activity-date", {"iso-date": day.isoformat(), "type": kind})
    etree.SubElement(found, "recipient-country", code="VN")
    return found


def _result(
    activity: etree._Element, objective: ObjectiveCard, measures: Iterable[list[MeasureProgress]]
) -> None:
    result = etree.SubElement(activity, "result", {"type": OUTPUT, "aggregation-status": "false"})
    _told(result, "title", {"vi": objective.wording_vi, "en": objective.wording_en})
    for rows in measures:
        _indicator(result, rows)


def _indicator(result: etree._Element, rows: list[MeasureProgress]) -> None:
    card = rows[0].measure
    share = card.kind in PARTS_OF_WHOLE
    attributes = {"measure": PERCENTAGE if share else UNIT, "ascending": "true"}
    indicator = etree.SubElement(result, "indicator", attributes)
    titles = {"vi": f"{card.code} {card.short_vi} ({card.unit_vi})", "en": f"{card.code} {card.short_en}"}
    _told(indicator, "title", titles)
    _told(indicator, "description", {"vi": card.indicator_shown_vi, "en": card.indicator_en})
    bases = {row.evaluation.basis.base_year: row.evaluation.basis.base for row in rows}
    for year, base in sorted((year, base) for year, base in bases.items() if year is not None):
        if base is not None:
            etree.SubElement(indicator, "baseline", year=str(year), value=cell(base))
    for _, found in groupby(rows, key=lambda row: row.year):
        _period(indicator, next(found))


def _period(indicator: etree._Element, row: MeasureProgress) -> None:
    period = etree.SubElement(indicator, "period")
    for name, day in (("period-start", date(row.year, 1, 1)), ("period-end", date(row.year, 12, 31))):
        etree.SubElement(period, name, {"iso-date": day.isoformat()})
    done, decided = done_and_decided(row.evaluation.actual)
    _value(period, "target", row.evaluation.target, "")
    note = "" if decided is None else f"{cell(done)}/{decided}"
    _value(period, "actual", _in_per_cent(done, decided), note or _sample_note(row))


def _value(period: etree._Element, name: str, value: Number | None, comment: str) -> None:
    if value is None and not comment:
        return
    attributes: Mapping[str, str] = {} if value is None else {"value": cell(value)}
    found = etree.SubElement(period, name, attributes)
    if comment:
        _told(found, "comment", {"vi": comment})


def _in_per_cent(done: Number | None, decided: int | None) -> Number | None:
    """A share of requests in per cent; None where nothing fell due."""
    if decided is None or done is None:
        return done
    return Fraction(100 * done, decided) if decided else None


def _sample_note(row: MeasureProgress) -> str:
    return SAMPLE_LINE if row.sample and row.evaluation.actual is not None else ""


def _told(parent: etree._Element, name: str, words: Mapping[str, str]) -> None:
    _narrate(etree.SubElement(parent, name), words)


def _narrate(parent: etree._Element, words: Mapping[str, str]) -> None:
    for language, text in words.items():
        if text:
            etree.SubElement(parent, "narrative", {_LANG: language}).text = text
