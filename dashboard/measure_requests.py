"""How does a request ledger stand?  Its stock, its months, and what is left by due day; numbers, no names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard import drawing, key_numbers, lists, parts, records, widgets
from dashboard.charts import months, timeline
from dashboard.charts.palette import AMBER, AMBER_INK, BAR, GREY, INK, OUTLINE, OVERDUE, PENDING, TINT
from dashboard.charts.timeline import Dot, Line, Scale, Span
from dashboard.drawing import Ready
from dashboard.drawn import drawn
from dashboard.figures import write_date, write_number
from dashboard.key_numbers import KeyNumber
from dashboard.text import text
from db.queries.ledger_year import LedgerItem, LedgerMonth, LedgerYear
from db.rules.evaluation import LedgerCount
from db.rules.roles import may

SUPPORT = ("late", "carried", "withdrawn", "out_of_scope", "impossible", "without_due")
STOCK = ("carried", "received", "excluded", "done", "left")
STRIP_SHOWN, ITEMS_SHOWN = 14, 200
BEFORE, AFTER = timedelta(days=50), timedelta(days=30)  # the days the strip shows around the one looked at
SOON = timedelta(days=7)
KEPT = 32  # ledgers in a year and as known on a day, kept drawn
MINUS = "\u2212"


def show(found: LedgerYear, count: LedgerCount | None, role: str) -> None:
    """The stock line, the months, and what is left; `count` as the measure's own figure sees them."""
    _show_stock(found)
    if count is not None and (said := support_line(count)):
        widgets.small(said)
    _show_months(found)
    _show_strip(found, role)


def _show_stock(found: LedgerYear) -> None:
    st.subheader(text("ledger.stock", year=found.year), anchor=False)
    said = [f"{stock_line(found)} {text('ledger.stock_note')}"]
    if found.median_days is not None:
        said.append(text("ledger.median", n=write_number(found.median_days)))
    st.html(key_numbers.tiles_html(stock_numbers(found)) + "".join(map(widgets.small_html, said)))


def support_line(count: LedgerCount) -> str:
    """What stands beside the figure: late, carried over, left out, impossible days; only what there is."""
    found = ((name, getattr(count, name)) for name in SUPPORT)
    return " · ".join(f"{text(f'ledger.{name}')}: {write_number(n)}" for name, n in found if n)


def stock_numbers(found: LedgerYear) -> list[KeyNumber]:
    """The stock as tiles; what was left out has a minus before it."""
    stock = found.stock
    shown = [KeyNumber(text(f"ledger.stock_{name}"), write_number(getattr(stock, name))) for name in STOCK]
    if stock.excluded:
        shown[2] = shown[2]._replace(shown=f"{MINUS}{shown[2].shown}")
    late = KeyNumber(text("ledger.stock_overdue"), write_number(stock.overdue), alarm=True)
    return [*shown, late] if stock.overdue else shown


def stock_line(found: LedgerYear) -> str:
    """The stock as one sum: carried + received − left out = done + left."""
    names = (*STOCK, "overdue")
    return text("ledger.stock_line", **{name: write_number(getattr(found.stock, name)) for name in names})


# -- months --------------------------------------------------------------------------------------------


def _show_months(found: LedgerYear) -> None:
    if not any(month.decided for month in found.months):
        return
    st.subheader(text("ledger.months"), anchor=False)
    for place, layout in ((widgets.WIDE, months.WIDE), (widgets.NARROW, months.PHONE)):
        with st.container(key=f"{place}-thang", width=int(months.WIDE.width)):
            drawing.chart(*_months(found, layout))
    parts.twin("bang-thang", lambda: month_table(found.months), _months(found, months.WIDE).alt)


@drawn(2 * KEPT)
def _months(found: LedgerYear, layout: months.Layout) -> Ready:
    said = "; ".join(_month_words(month) for month in found.months if month.decided)
    alt = text("ledger.months_alt", year=found.year, months=said or text("ledger.months_none"))
    return drawing.ready(*months.month_columns(month_frame(found.months), layout), alt)


def _month_words(month: LedgerMonth) -> str:
    return text("ledger.month_words", month=month.month, done=_done(month), decided=month.decided)


def _done(month: LedgerMonth) -> int:
    return month.in_time + month.late


def month_frame(found: Sequence[LedgerMonth]) -> pd.DataFrame:
    """Shape: one row per month; columns `charts.months.FRAME`."""
    return pd.DataFrame(
        [
            (one.month, one.in_time, one.late, one.overdue, f"{_done(one)}/{one.decided}" * bool(one.decided))
            for one in found
        ],
        columns=list(months.FRAME),
    )


def month_table(found: Sequence[LedgerMonth]) -> pd.DataFrame:
    """The months in words.  Shape: one row per month."""
    return pd.DataFrame(
        {
            text("pace.month_head"): f"{one.month:02d}",
            **{text(f"ledger.month_{name}"): str(getattr(one, name)) for name, _ in months.PIECES},
        }
        for one in found
    )


# -- what is left --------------------------------------------------------------------------------------


def _show_strip(found: LedgerYear, role: str) -> None:
    waiting = found.waiting
    st.subheader(text("ledger.strip", n=len(waiting)), anchor=False)
    if not waiting:
        st.write(text("ledger.strip_none"))
        return
    for place, layout in ((widgets.WIDE, timeline.WIDE), (widgets.NARROW, timeline.PHONE)):
        with st.container(key=f"{place}-han"):
            drawing.chart(*_strip(found, layout))
    more = len(waiting) > STRIP_SHOWN
    first = [text("ledger.strip_first", shown=STRIP_SHOWN, n=len(waiting))] if more else []
    st.html("".join(map(widgets.small_html, (*first, text("ledger.numbers_only")))))
    parts.show(
        text("s.table"), "bang-han", lambda: show_items(waiting, role, text("ledger.strip", n=len(waiting)))
    )


@drawn(2 * KEPT)
def _strip(found: LedgerYear, layout: timeline.Layout) -> Ready:
    shown = found.waiting[:STRIP_SHOWN]
    alt = text("ledger.strip_alt", items="; ".join(f"{item.number} {days_words(item)}" for item in shown))
    lines = [strip_line(item, found.as_of) for item in shown]
    return drawing.ready(*timeline.timeline(lines, strip_scale(found.as_of), layout), alt)


def _at(day: date, as_of: date) -> float:
    """Where a day lies in the strip; outside of it under 0 or over 1."""
    return (day - (as_of - BEFORE)) / (BEFORE + AFTER)


def strip_scale(as_of: date) -> Scale:
    """Past, the next seven days and later, around the day looked at."""
    now, soon = _at(as_of, as_of), _at(as_of + SOON, as_of)
    days = (as_of + timedelta(days=step) for step in (-45, -30, -15, 15, 28))
    return Scale(
        ticks=[(_at(day, as_of), f"{day:%d/%m}") for day in days],
        zones=(
            (0.0, now, TINT, text("ledger.zone_overdue"), OVERDUE),
            (now, soon, AMBER, text("ledger.zone_soon"), AMBER_INK),
        ),
        now=now,
        now_shown=text("ledger.today", day=f"{as_of:%d/%m}"),
    )


def strip_line(item: LedgerItem, as_of: date) -> Line:
    """One request: from its reception to its due day, and what it is over that."""
    stage, said, ink = text(f"ledger.awaits.{item.awaits}"), days_words(item), _ink(item)
    if item.due_on is None:
        spans: tuple[Span, ...] = (Span(_at(item.received_on, as_of), _at(as_of, as_of), OUTLINE, thin=True),)
        return Line(item.number, stage, spans, (), said, ink)
    due, now = _at(item.due_on, as_of), _at(as_of, as_of)
    spans = (
        Span(_at(item.received_on, as_of), min(due, now), OUTLINE, thin=True),
        Span(now, due, PENDING, thin=True),
        Span(due, now, OVERDUE),
    )
    shape, fill = ("square", OVERDUE) if due < now else ("disc", BAR)
    return Line(item.number, stage, spans, (Dot(due, shape, fill, fill),), said, ink)


def _ink(item: LedgerItem) -> str:
    if item.days is None:
        return GREY
    return OVERDUE if item.days > 0 else AMBER_INK if -item.days <= SOON.days else INK


def days_words(item: LedgerItem) -> str:
    """How long over its last day, or how long until then."""
    if item.days is None:
        return text("ledger.no_due")
    if item.days == 0:
        return text("ledger.due_today")
    key = "ledger.days_over" if item.days > 0 else "ledger.days_left"
    return text(key, n=write_number(abs(item.days)))


# -- one by one ----------------------------------------------------------------------------------------


def show_items(items: Sequence[LedgerItem], role: str, name: str) -> None:
    """Requests by their number, with the link that opens each for those who keep the ledger."""
    shown = items[:ITEMS_SHOWN]
    opens = [address(item.id, role) for item in shown]
    lists.linked(item_table(shown), opens, name, "yeu-cau")
    if len(items) > len(shown):
        widgets.small(text("ledger.strip_first", shown=len(shown), n=len(items)))


def address(request_id: int | str, role: str) -> str:
    """Where the desk opens this request; "" for whoever may not."""
    if not may(role, "keep_ledger"):
        return ""
    return f"{records.settings().survey_url}/ban-lam-viec/so/{request_id}"


def item_table(items: Sequence[LedgerItem]) -> pd.DataFrame:
    """Shape: one row per request."""
    return pd.DataFrame(
        {
            text("ledger.number"): item.number,
            text("ledger.received"): write_date(item.received_on),
            text("ledger.due"): write_date(item.due_on) if item.due_on else text("ledger.no_due"),
            text("ledger.finished"): write_date(item.done_on) if item.done_on else text("m.none"),
            text("ledger.state"): state_words(item),
            text("ledger.stage"): text(f"ledger.awaits.{item.awaits}") if item.awaits else text("m.none"),
        }
        for item in items
    )


def state_words(item: LedgerItem) -> str:
    """Where a request stands, and by how much where it waits."""
    state = "late" if item.state == "done" and item.late else item.state
    said = text(f"ledger.is_{state}")
    if item.state == "overdue":
        return days_words(item)
    return f"{said}, {days_words(item)}" if item.state == "open" else said
