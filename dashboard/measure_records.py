"""Which records stand behind a measure?  Date, unit, number, state, and the way to each one's evidence."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import data, lists, records, state, widgets
from dashboard.figures import write_date, write_number
from dashboard.language import worded
from dashboard.state import Period
from dashboard.text import text
from dashboard.wording import amount
from db.queries.measure_records import VERIFIED, RecordPage, RecordRow
from db.queries.progress import MeasureProgress
from db.rules.roles import may

PAGE = "trang"  # in the address: which page of the records
MOST_PAGES = 400
BY_DAY, BY_MONTH = "day", "month"


def show(row: MeasureProgress, version: int, period: Period, role: str) -> None:
    """Choose a page; fetch; show."""
    code = row.measure.code
    first = data.measure_records(version, code, period.year, period.as_of, 1)
    if not first.total:
        st.write(text("record.none"))
        return
    found = first
    if first.pages > 1:
        pages = range(1, min(first.pages, MOST_PAGES) + 1)
        names = {str(one): text("record.page_of", n=one, pages=first.pages) for one in pages}
        chosen = int(state.choose(st.selectbox, text("record.page"), names, PAGE))
        found = data.measure_records(version, code, period.year, period.as_of, chosen)
    opens = [address(one, role) for one in found.rows]
    title = text("record.n", n=write_number(found.total))
    lists.linked(record_table(found, worded(row.measure, "unit")), opens, title, "ban-ghi")
    if not may(role, "verify_report"):
        widgets.small(text("record.staff_only"))


def address(one: RecordRow, role: str) -> str:
    """Where the record opens: its report on the desk for those who verify; a published figure's source."""
    if one.report_id is not None and may(role, "verify_report"):
        return f"{records.settings().survey_url}/ban-lam-viec/xac-minh/{one.report_id}"
    return one.source if one.source.startswith(("https://", "http://")) else ""


def record_table(found: RecordPage, unit: str) -> pd.DataFrame:
    """Shape: one row per record, newest first; the number only where records are numbers."""
    numbers = any(one.value is not None for one in found.rows)
    return pd.DataFrame(_record(one, unit, numbers=numbers) for one in found.rows)


def _record(one: RecordRow, unit: str, *, numbers: bool) -> dict[str, str]:
    title = f"{one.title} ({text('measure.sample')})" if one.sample else one.title
    shown = {text("measure.value"): amount(one.value, unit)} if numbers else {}
    return {
        text("measure.what"): title or text("m.none"),
        text("measure.event_on"): event_day(one.happened_on, one.precision),
        **shown,
        text("record.state"): state_words(one),
        text("measure.who"): one.organisation_vi,
        text("measure.where"): one.province_vi,
        text("measure.source"): source_words(one),
    }


def state_words(one: RecordRow) -> str:
    """Verified and on which day, or waiting."""
    if one.state != VERIFIED or one.known_at is None:
        return text("record.waiting")
    return f"{text('record.verified')} {write_date(records.day_of(one.known_at))}"


def source_words(one: RecordRow) -> str:
    """Where it comes from, and how many files prove it."""
    key = f"record.origin.{one.origin}" if one.origin in ("window", "profile") else f"origin.{one.origin}"
    files = text("record.files", n=one.files) if one.files else ""
    return " · ".join(said for said in (text(key), files) if said)


def event_day(day: date, precision: str) -> str:
    """The day, month or year of an event: no more than is known of it."""
    if precision == BY_DAY:
        return write_date(day)
    return f"{day:%m/%Y}" if precision == BY_MONTH else f"{day:%Y}"
