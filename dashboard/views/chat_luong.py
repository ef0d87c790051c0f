"""Can the figures be trusted?  Complete, in time, verified, consistent, and each thing to put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import access, data, drawing, frames_network, parts, records, state, widgets, widgets_year
from dashboard.charts import shares
from dashboard.figures import write_date
from dashboard.lists import TOUCH
from dashboard.state import ISSUE, MEASURE, Period
from dashboard.text import text
from db.queries.quality import IssuePage, Quality, QualityIssue
from db.rules.roles import may

ALL, PAGE = "tat-ca", "trang"
# What an issue opens -> the survey's address of it, and the action that may open it.
DESK: dict[str, tuple[str, str]] = {
    "report": ("/ban-lam-viec/xac-minh/{id}", "verify_report"),
    "request": ("/ban-lam-viec/so/{id}", "keep_ledger"),
    "ledger": ("/ban-lam-viec/so/xac-nhan", "keep_ledger"),
    "organisation": ("/ban-lam-viec/don-vi/{id}", "keep_organisations"),
}
# Where the measure's page holds what an issue is about: the part that is open when one comes there.
PART = {"fact": "ban-ghi-mo", "request": "ban-ghi-mo", "report": "ban-ghi-mo", "measure": "cach-tinh"}


def render() -> None:
    """Choose a year and a day; fetch shares and issues; show."""
    period = state.choose_period(records.today())
    version = data.version()
    found = data.quality(version, period.year, period.as_of)
    year = data.year_state(version, period.year, period.as_of)
    page_of = partial(data.issues, version, period.year, period.as_of)
    sample = any(row.sample for row in data.progress(version, period.year, period.as_of))
    widgets.page_header(text("nav.chat_luong"), widgets.period_facts(period, year.state), sample=sample)
    _show_shares(found)
    _show_issues(found, page_of, period)
    widgets_year.banner(year)


def _show_shares(found: Quality) -> None:
    said = frames_network.year_shares(found)
    st.markdown(f"**{widgets.plain(said)}**")
    st.subheader(text("quality.shares"), anchor=False)
    frame = frames_network.share_frame(found.shares)
    alt = text("quality.shares_alt", year=found.year, shares=said)
    for key, layout in ((widgets.WIDE, shares.WIDE), (widgets.NARROW, shares.PHONE)):
        with st.container(key=f"{key}-ty-le"):
            drawing.chart(*shares.share_table(frame, layout), alt)
    parts.twin("bang-ty-le", lambda: frames_network.share_table(frame), text("quality.shares"))


def _show_issues(found: Quality, page_of: Callable[[str, int], IssuePage], period: Period) -> None:
    total = sum(found.counts.values())
    st.subheader(text("quality.issues", n=total), anchor=False)
    if not total:
        st.write(text("quality.no_issues"))
        return
    counted = {kind: count for kind, count in found.counts.items() if count}
    kinds = {
        kind: text("quality.kind_n", kind=text(f"quality.{kind}"), n=count) for kind, count in counted.items()
    }
    kind = state.choose(
        st.selectbox, text("quality.kind"), {ALL: text("quality.all_kinds", n=total), **kinds}, ISSUE
    )
    wanted = "" if kind == ALL else kind
    page = page_of(wanted, _chosen_page(found, wanted))
    role = access.viewers_role()
    if not may(role, "read_desk"):
        widgets.small(text("quality.staff_only"))
    st.html("".join(issue_html(issue, period, role) for issue in page.issues))


def _chosen_page(found: Quality, kind: str) -> int:
    """Which page of the issues of a kind; each kind remembers its own."""
    pages = found.pages(kind)
    if pages == 1:
        return 1
    names = {str(number): text("record.page_of", n=number, pages=pages) for number in range(1, pages + 1)}
    return int(state.choose(st.selectbox, text("record.page"), names, f"{PAGE}-{kind or ALL}"))


def issue_html(issue: QualityIssue, period: Period, role: str) -> str:
    """The issue in words and the link that opens its record; escaped, because titles come from records."""
    facts: Sequence[str] = [
        issue.code if _is_measure(issue.code) else "",  # of a report without numbers it is its form's
        issue.organisation_vi,
        write_date(issue.on) if issue.on else "",
        text("quality.days", n=issue.days) if issue.days is not None else "",
    ]
    line = " · ".join(fact for fact in facts if fact)
    kind = escape(text(f"quality.{issue.kind}"))
    title = issue.title or text(f"quality.untitled.{issue.kind}")
    said = f"<p><b>{kind}</b>: {escape(title)}</p><p class='nc-dau'>{escape(line)}</p>"
    return f'<div class="nc-cong-bo">{said}{_link(issue, period, role)}</div>'


def _link(issue: QualityIssue, period: Period, role: str) -> str:
    """The link to the record for those who may open it, else to the page that shows it; perhaps none."""
    if address := desk_address(issue, role):
        return _anchor(address, text("quality.open_record"))
    if issue.opens == "organisation":
        return _anchor(f"don-vi?{urlencode(period.address())}", text("quality.open_units"))
    if not _is_measure(issue.code):
        return ""
    part = {PART[issue.opens]: "true"} if issue.opens in PART else {}
    address = f"chi-so?{urlencode(period.address(**{MEASURE: issue.code}, **part))}"
    return _anchor(address, text("quality.open_measure", code=issue.code))


def _is_measure(code: str) -> bool:
    return code[:1].isdigit()


def _anchor(address: str, words: str) -> str:
    place = f'href="{escape(address)}" target="_self"'
    return f'<a {place} style="{TOUCH}">{escape(words)}</a>'


def desk_address(issue: QualityIssue, role: str) -> str:
    """Where the staff desk opens this record; "" when there is no such page or this role may not open it."""
    address, action = DESK.get(issue.opens, ("", ""))
    if not address or not may(role, action):
        return ""
    return records.settings().survey_url + address.format(id=issue.opens_id)


render()
