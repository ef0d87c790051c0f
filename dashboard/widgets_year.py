"""How final is a year, who said so, and which hash proves it?  The banner of pages with numbers."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard import access, parts, records, widgets
from dashboard.print_style import SCREEN
from dashboard.text import text
from db.queries.moments import VIETNAM
from db.queries.years import CloseRow, YearState
from db.rules.roles import may

HASH_SHOWN = 12  # enough to compare by eye; the table has all of it


def banner(state: YearState, key: str = "nam-da-khep") -> None:
    """The year's state in one line; under it the recorded versions, once somebody closed it."""
    st.html(banner_html(state))
    if not state.closes:
        return
    name = text("year.versions")
    parts.show(name, key, lambda: widgets.table(version_table(state), name))


def report_link(year: int) -> None:
    """The yearly report, which the survey's own address makes and serves."""
    if may(access.viewers_role(), "export_results"):
        address = f"{records.settings().survey_url}/ban-lam-viec/nam/{year}/bao-cao.docx"
        key = f"{SCREEN}-bao-cao"
        st.link_button(text("year.report"), address, key=key, type="tertiary", icon=":material/download:")


def banner_html(state: YearState) -> str:
    """The line as HTML; names and notes are escaped."""
    word = "ahead" if state.ahead else state.state
    name, says = text(f"year.{word}", year=state.year), text(f"year.{word}_says")
    lines = [f"<p><b>{escape(name)}</b>. {escape(says)}</p>"]
    if state.closes:
        lines.append(f'<p class="nc-dau">{escape(" ".join(_acts(state)))}</p>')
    if state.changed:
        codes = ", ".join(state.changed)
        lines.append(f'<p class="nc-mau" role="note">{escape(text("year.needs_revision", codes=codes))}</p>')
    if any(not close.intact for close in state.closes):
        lines.append(f'<p class="nc-mau" role="alert">{escape(text("year.broken"))}</p>')
    return f'<div class="nc-cong-bo">{"".join(lines)}</div>'


def _acts(state: YearState) -> list[str]:
    """Who closed it, who revised it last, and the hash of what is valid now."""
    first, last = state.closes[0], state.closes[-1]
    said = [text("year.closed_by", by=first.closed_by_vi, day=_moment(first))]
    if last is not first:
        said.append(text("year.revised_by", by=last.closed_by_vi, day=_moment(last), version=last.version))
    if last.note:
        said.append(text("year.note", note=last.note))
    return [*said, text("year.hash", hash=last.sha256[:HASH_SHOWN])]


def version_table(state: YearState) -> pd.DataFrame:
    """Shape: one row per recorded version, oldest first."""
    return pd.DataFrame(
        {
            text("year.version"): str(close.version),
            text("year.state"): text(f"d.{close.state}"),
            text("year.when"): _moment(close),
            text("year.who"): close.closed_by_vi,
            text("year.why"): close.note,
            text("year.engine"): close.engine_version,
            text("year.full_hash"): close.sha256,
        }
        for close in state.closes
    )


def _moment(close: CloseRow) -> str:
    return f"{close.closed_at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"
