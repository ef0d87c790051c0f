"""What do the people in charge say about a measure, and where is their word still missing?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import streamlit as st

from dashboard import records, widgets
from dashboard.charts.palette import OVERDUE, TINT
from dashboard.figures import write_date
from dashboard.lists import TOUCH
from dashboard.text import text
from dashboard.wording import IN_YEAR
from db.queries.comments import CommentRow, missing_comment
from db.queries.progress import MeasureProgress
from db.rules.roles import may

SHOWN = 5
WORTH_A_WORD = Fraction(1, 10)  # of what should be reached by now is missing
CALL = f"border-left:4px solid {OVERDUE};background:{TINT};padding:8px 14px;margin:4px 0"


def show_call(row: MeasureProgress, role: str) -> None:
    """The call for a comment where one is required, or would help; nothing once somebody wrote."""
    if missing_comment(row):
        st.html(call_html(row, role))
    elif row.evaluation.gap_share > WORTH_A_WORD and not row.commented and row.evaluation.status in IN_YEAR:
        link = anchor(row, role, "remark.write")
        st.html(f'<p class="nc-dau">{escape(text("remark.wanted"))} {link}</p>')


def call_html(row: MeasureProgress, role: str) -> str:
    """The call, and the link to the form for those who may write."""
    says = text("remark.required_says", status=text(f"status.{row.evaluation.status}"))
    link = anchor(row, role, "remark.write") or escape(text("remark.who"))
    title = f"<p style='margin:0'><b>{escape(text('remark.required'))}</b></p>"
    return f'<div role="note" style="{CALL}">{title}<p style="margin:0">{escape(says)} {link}</p></div>'


def show(row: MeasureProgress, found: Sequence[CommentRow], role: str) -> None:
    """The comments of the year with date and name; the newest first."""
    if not found:
        return
    st.subheader(text("remark.title", n=len(found)), anchor=False)
    st.html("".join(comment_html(one) for one in found[:SHOWN]))
    if len(found) > SHOWN:
        widgets.small(text("remark.rest", n=len(found) - SHOWN))
    if link := anchor(row, role, "remark.more"):
        st.html(link)


def comment_html(one: CommentRow) -> str:
    """One comment; escaped, because people wrote it."""
    said = text("remark.by", by=one.by_vi, day=write_date(records.day_of(one.at)))
    sample = f" · {text('measure.sample')}" if one.sample else ""
    return (
        f'<div class="nc-cong-bo"><p>{escape(one.text_vi)}</p>'
        f'<p class="nc-dau">{escape(said + sample)}</p></div>'
    )


def anchor(row: MeasureProgress, role: str, key: str) -> str:
    """The link to the desk's form; "" for whoever may not write there."""
    if not may(role, "comment"):
        return ""
    place = f"{records.settings().survey_url}/ban-lam-viec/nhan-xet/{row.measure.code}?nam={row.year}"
    return f'<a href="{escape(place)}" target="_self" style="{TOUCH}">{escape(text(key))}</a>'
