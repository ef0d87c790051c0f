"""What can be taken out, and what was?  The summary first; making a snapshot is an act of the staff desk."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from dashboard import access, data, frames_exports, lists, records, state, widgets
from dashboard.figures import write_date
from dashboard.text import text
from db.queries.snapshots import last_day_over
from db.rules.roles import may

DESK = "/ban-lam-viec/xuat"


def render() -> None:
    """Choose a year and a day; count what would come out; list what came out before."""
    period = state.choose_period(records.today())
    role = access.check_viewer(access.signed_in_person()).role
    as_of = min(period.as_of, last_day_over(records.now()))
    version = data.version()
    facts = (text("t.header", year=period.year, as_of=write_date(as_of)),)
    sample = any(row.sample for row in data.progress(version, period.year, as_of))
    widgets.page_header(text("nav.xuat_so_lieu"), facts, sample=sample)
    with st.container(key=f"{widgets.NARROW}-xuat"):
        st.info(text("exports.phone"))
    st.write(text("exports.lead"))
    _show_summary(version, period.year, as_of, role)
    _show_list(version, role)


def _show_summary(version: int, year: int, as_of: date, role: str) -> None:
    st.subheader(text("exports.summary"), anchor=False)
    widgets.small(text("exports.as_of", as_of=write_date(as_of)))
    counts = data.export_counts(version, year, as_of)
    if counts is None:
        st.info(text("exports.nothing", year=year, as_of=write_date(as_of)))
    else:
        widgets.table(frames_exports.set_table(counts), text("exports.summary"))
    if may(role, "make_snapshot"):
        address = f"{records.settings().survey_url}{DESK}?{urlencode({'nam': year})}"
        st.link_button(text("exports.make"), address, type="primary")
    else:
        widgets.small(text("exports.staff_only"))


def _show_list(version: int, role: str) -> None:
    title = text("exports.list")
    st.subheader(title, anchor=False)
    rows = [row for row in data.snapshots(version) if frames_exports.may_fetch(role, row)]
    if not rows:
        st.write(text("exports.none"))
        return
    place = records.settings().survey_url + DESK
    addresses = [f"{place}/{row.number}" for row in rows]
    lists.linked(frames_exports.snapshot_table(rows), addresses, title, "ban-chup")


render()
