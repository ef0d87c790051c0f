"""What did others publish?  In their own words, with quotation and source; never mixed with results."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from dashboard import widgets
from dashboard.drawn import drawn
from dashboard.text import text
from dashboard.wording import amount
from db.queries.facts import PublishedRow

_EXACT = "chính xác"


def show(rows: Sequence[PublishedRow], title: str, nothing: str) -> None:
    """The figures of one measure or objective, newest first, or the sentence that there are none."""
    st.subheader(title, anchor=False)
    if not rows:
        st.write(nothing)
        return
    st.html(_figures_html(rows))


@drawn(64)
def _figures_html(rows: Sequence[PublishedRow]) -> str:
    return widgets.small_html(text("measure.published_lead")) + "".join(map(entry, rows))


def entry(row: PublishedRow) -> str:
    """One figure as HTML; everything in it is escaped, because others wrote it."""
    lines = [
        f"<p><b>{escape(_value(row))}</b> · {escape(row.period_vi or str(row.year or ''))}"
        f" · {escape(row.organisation_vi)}</p>",
        f"<p>{escape(row.indicator_vi)}. {escape(text('measure.definition'))}: "
        f"{escape(row.definition_vi)}</p>",
        f"<blockquote>{escape(row.quote_vi)}</blockquote>",
        f'<p class="nc-dau">{_marks(row)}{escape(text("measure.source"))}: {source_link(row.source)}</p>',
    ]
    if row.note_vi:
        lines.append(f'<p class="nc-dau">{escape(row.note_vi)}</p>')
    return f'<article class="nc-cong-bo">{"".join(lines)}</article>'


def _value(row: PublishedRow) -> str:
    qualifier = "" if row.qualifier_vi in ("", _EXACT) else f"{row.qualifier_vi} "
    return f"{qualifier}{amount(row.value, row.unit_vi)}"


def _marks(row: PublishedRow) -> str:
    marks = [text(f"relation.{row.relation}")]
    if row.is_fact:
        marks.append(text("measure.is_fact"))
    return escape(" · ".join(marks)) + " · "


def source_link(source: str) -> str:
    """The source; a link only where it is a web address."""
    address = urlsplit(source)
    if address.scheme not in ("http", "https") or not address.netloc:
        return escape(source)
    return f'<a href="{escape(source)}" target="_blank" rel="noreferrer">{escape(address.netloc)}</a>'
