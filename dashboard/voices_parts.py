"""What was said, done, answered and told back?  Four columns, the few numbers, and the children's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import Final

import streamlit as st

from dashboard import key_numbers
from dashboard.charts.palette import GREY, INK, OVERDUE
from dashboard.figures import write_date, write_number
from dashboard.hidden import published
from dashboard.key_numbers import KeyNumber
from dashboard.text import text
from db.queries.codes import QuoteRow
from db.queries.step_records import PointRow, StepRecords, TellingRow
from db.queries.voices import Voices

LATE: Final = "late"
VERDICTS: Final = ("accepted", "partly", "refused")
_COLUMNS = "grid-template-columns:repeat(auto-fit,minmax(min(100%,232px),1fr))"
_GRID = f"display:grid;{_COLUMNS};gap:12px;margin:4px 0 10px"
_CARD = "border:1px solid #D5DBE1;border-top:4px solid {edge};border-radius:6px;padding:8px 14px;margin:0"
_EDGES: Mapping[str, str] = {"done": "#0B4F8A", "not_yet": "#9AA5B1", LATE: OVERDUE}
_STATE = "font-size:13.5px;font-weight:400;white-space:nowrap"
_HEAD = f"font-size:16.5px;line-height:1.3;padding:0;margin:0 0 4px;color:{INK}"


def show_numbers(found: Voices) -> None:
    """Days from closing to telling the children, and how the agency's points stand."""
    numbers = []
    if found.days is not None:
        told = found.records.told_on is not None
        shown = text("v.days_n", n=write_number(found.days))
        name = text("v.days" if told else "v.days_running")
        numbers.append(KeyNumber(name, shown, found.reminder == LATE))
    if found.records.points:
        counts = Counter(point.verdict for point in found.records.points)
        shown = " / ".join(write_number(counts[verdict]) for verdict in VERDICTS)
        numbers.append(KeyNumber(text("v.points_n"), shown))
    key_numbers.show(numbers)


def show_columns(found: Voices, today: date) -> None:
    """The four columns; on a phone one under the other."""
    records = found.records
    heard = "done" if found.closed_on and records.findings_vi else "not_yet"
    columns = (
        ("v.said", heard, _said(found)),
        ("v.did", _state(records.sent_on), _did(found)),
        ("v.answered", _state(records.reply_on), _answered(records, today)),
        ("v.told", LATE if found.reminder == LATE else _state(records.told_on), _told(found)),
    )
    cards = "".join(_column(*column) for column in columns)
    st.html(f'<div role="list" aria-label="{escape(text("v.steps"))}" style="{_GRID}">{cards}</div>')


def show_quotes(quotes: Iterable[QuoteRow]) -> None:
    """Words that two officers let out, with as much about the child as may stand beside them."""
    st.subheader(text("v.quotes"), anchor=False)
    said = "".join(_quote(quote) for quote in quotes)
    st.html(f'<p class="nc-dau">{escape(text("v.quotes_lead"))}</p><div style="{_GRID}">{said}</div>')


# -- the columns -----------------------------------------------------------------------------------------


def _state(day: date | None) -> str:
    return "done" if day is not None else "not_yet"


def _column(key: str, state: str, lines: Iterable[str]) -> str:
    word = text("v.state.late") if state == LATE else text(f"v.{state}")
    ink = OVERDUE if state == LATE else GREY
    head = (
        f'<h2 style="{_HEAD}">{escape(text(key))} '
        f'<span style="{_STATE};color:{ink}">{escape(word)}</span></h2>'
    )
    style = _CARD.format(edge=_EDGES[state])
    return f'<div role="listitem" style="{style}">{head}{"".join(lines)}</div>'


def _p(words: str, style: str = "") -> str:
    """One paragraph; line breaks of a record stay."""
    return f'<p style="margin:4px 0;white-space:pre-line;{style}">{escape(words)}</p>'


def _small(words: str) -> str:
    return _p(words, f"font-size:14px;color:{GREY}")


def _said(found: Voices) -> list[str]:
    if found.closed_on is None:
        return [_p(text("v.no_findings_open"))]
    lines = [_p(found.records.findings_vi or text("v.no_findings"))]
    if found.themes:
        lines.append(_small(text("v.themes", n=published(found.passages.shown))))
        lines += [_p(_theme(one.name_vi, one.passages.shown)) for one in found.themes]
    return lines


def _theme(name: str, passages: str) -> str:
    return text("v.theme", name=name, n=published(passages))


def _did(found: Voices) -> list[str]:
    records = found.records
    if records.sent_on is None:
        return [_p(text("v.not_sent"))]
    sent = text("v.sent", number=records.sent_no, day=write_date(records.sent_on))
    return [_p(sent), _small(text("c.agency", agency=found.card.agency_vi)) if found.card.agency_vi else ""]


def _answered(records: StepRecords, today: date) -> list[str]:
    if records.sent_on is None:
        return [_p(text("v.not_asked"))]
    if records.reply_on is None:
        waited = write_number((today - records.sent_on).days)
        lines = [_p(text("v.not_replied", n=waited))]
    else:
        lines = [_p(text("v.replied", number=records.reply_no, day=write_date(records.reply_on)))]
    return lines + [piece for point in records.points for piece in _point(point)]


def _point(point: PointRow) -> tuple[str, str, str]:
    word = text(f"v.verdict.{point.verdict}")
    return _p(point.asked_vi, "margin-top:10px"), _p(word, "font-weight:600"), _small(point.why_vi)


def _told(found: Voices) -> list[str]:
    lines = [piece for telling in found.records.tellings for piece in _telling(telling)]
    if lines:
        return lines
    if found.due_on is None:
        return [_p(text("v.not_due"))]
    late = found.reminder == LATE
    return [_p(text("v.late" if late else "v.due", day=write_date(found.due_on)))]


def _telling(telling: TellingRow) -> tuple[str, str, str]:
    how = ", ".join(text(f"v.channel.{code}") for code in telling.channels)
    where = _small(text("v.places", places=telling.places_vi)) if telling.places_vi else ""
    return _p(text("v.telling", day=write_date(telling.told_on), how=how)), _p(telling.told_vi), where


def _quote(quote: QuoteRow) -> str:
    about = " · ".join(part for part in (quote.age_vi, quote.region_vi) if part)
    style = "margin:0;padding:4px 14px;border-left:3px solid #FFC93C"
    return f'<blockquote style="{style}">{_p(quote.text_vi)}{_small(about)}</blockquote>'
