"""What was changed about a measure?  Who, when, from what to what, and why; newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd
import streamlit as st

from dashboard import lists, measure_requests, records, widgets
from dashboard.figures import write_date
from dashboard.language import worded
from dashboard.rule_words import rule_sides
from dashboard.text import text
from dashboard.wording import amount
from db.queries.measure_history import Adjustment
from db.queries.moments import VIETNAM
from db.queries.progress import MeasureProgress
from db.rules.roles import may

SHOWN = 100


def show(row: MeasureProgress, found: Sequence[Adjustment], role: str) -> None:
    """The list, or the sentence that nothing was changed."""
    if not found:
        st.write(text("adjust.none"))
        return
    shown = found[:SHOWN]
    table = adjustment_table(shown, worded(row.measure, "unit"))
    lists.linked(table, [address(one, role) for one in shown], text("adjust.title"), "dieu-chinh")
    if len(found) > len(shown):
        widgets.small(text("adjust.first", shown=len(shown), n=len(found)))


def address(one: Adjustment, role: str) -> str:
    """Where the desk opens the record; "" where there is none, or for whoever may not."""
    if one.opens == "request":
        return measure_requests.address(one.opens_id, role)
    if one.opens == "report" and may(role, "verify_report"):
        return f"{records.settings().survey_url}/ban-lam-viec/xac-minh/{one.opens_id}"
    return ""


def adjustment_table(found: Sequence[Adjustment], unit: str) -> pd.DataFrame:
    """Shape: one row per change; the act first, because it is what a card is headed by."""
    return pd.DataFrame(
        {
            text("adjust.what"): text(f"adjust.{one.kind}"),
            text("adjust.about"): one.about,
            text("adjust.when"): moment(one.at),
            text("adjust.who"): one.by_vi,
            text("adjust.change"): change_words(one, unit),
            text("adjust.why"): one.reason or text("m.none"),
        }
        for one in found
    )


def moment(at: datetime) -> str:
    """A moment as the Association's clocks show it."""
    return f"{at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"


def change_words(one: Adjustment, unit: str) -> str:
    """ "12 sản phẩm → 10 sản phẩm"; a new term of a request is its day; a rule is what changed of it."""
    if one.fields:
        old, new = rule_sides(one.fields, unit)
        return text("adjust.arrow", before=old, after=new)
    if one.before is None and one.after is None:
        return text("m.none")
    before, after = (_side(value, unit) for value in (one.before, one.after))
    return text("adjust.arrow", before=before, after=after)


def _side(value: object, unit: str) -> str:
    if isinstance(value, str):
        return _day(value) or value.replace("/", " / ") or text("m.none")
    return amount(value, unit)  # type: ignore[arg-type]


def _day(value: str) -> str:
    try:
        return write_date(date.fromisoformat(value))
    except ValueError:
        return ""
