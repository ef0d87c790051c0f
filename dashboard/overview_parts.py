"""What stands around the first page's table?  Its head, what needs attention, the map, the data's state."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from html import escape

import streamlit as st

from dashboard import attention, drawing, frames, frames_map, frames_network, parts, widgets
from dashboard.attention import Line
from dashboard.charts import tiles
from dashboard.drawing import Ready
from dashboard.drawn import drawn
from dashboard.figures import write_date, write_number
from dashboard.overview_style import ALL_MATTERS, ANCHOR, MATTERS, UNLINKED, matter_style
from dashboard.state import Period
from dashboard.text import text
from db.queries.overview import DataState, Overview
from db.queries.reporting_status import QuarterRow, ReportingStatus

KEPT = 32  # years and days whose page is kept drawn


def title() -> None:
    """The page's heading; it stands there before any number is read."""
    st.html(f'<h1 class="nc-ten">{escape(text("app.strategy"))}</h1>')


@drawn(KEPT)
def head_html(found: Overview, reporting: ReportingStatus, period: Period) -> str:
    """The page in a sentence, year and day, how final, what is missing, the way to what needs attention.

    Under it how many measures stand where.
    """
    strip = widgets.strip_html(frames.status_counts(found.rows))
    return f'<div class="nc-hang">{"".join(_head_pieces(found, reporting, period))}</div>{strip}'


def _head_pieces(found: Overview, reporting: ReportingStatus, period: Period) -> list[str]:
    counted = frames.roll_up_all(found.rows)
    said = text("overview.sentence", met=counted.met, rated=counted.rated) if counted.rated else ""
    facts = " · ".join(widgets.period_facts(period, found.state.year_state))
    pieces = [f'<p class="nc-dau"><b>{escape(said)}</b></p>'] if said else []
    pieces.append(f'<p class="nc-dau">{escape(facts)}</p>')
    if found.state.sample:
        pieces.append(f'<p class="nc-mau" role="note">{escape(text("s.demo"))}</p>')
    pieces.append(f'<div class="nc-phai">{"".join(_beside_the_title(found, reporting))}</div>')
    return pieces


def _beside_the_title(found: Overview, reporting: ReportingStatus) -> list[str]:
    """What is still missing, and the way to what needs attention; on a wide page on the title's line."""
    pieces = []
    if missing := partial_sentence(reporting):
        pieces.append(f'<p class="nc-bao" role="note">{escape(missing)}</p>')
    if found.attention:
        jump = escape(text("attention.jump", n=len(found.attention)))
        pieces.append(f'<a href="#{ANCHOR}">{jump}</a>')
    return pieces


def partial_sentence(reporting: ReportingStatus) -> str:
    """ "5 đơn vị chưa báo cáo quý III. Số liệu có thể tăng."; "" when nobody is awaited."""
    number = frames_network.latest_quarter(reporting)
    row = reporting.quarters[number - 1]
    return text("state.partial", n=row.missing, quarter=quarter_within(number)) if row.missing else ""


def quarter_within(number: int) -> str:
    """A quarter inside a sentence: "quý III"."""
    name = frames_network.quarter_words(number)
    return name[0].lower() + name[1:]


# -- what needs attention ------------------------------------------------------------------------------


def show_attention(found: Overview, period: Period) -> None:
    """The most urgent matters with links to their measures, what falls due, and whose word is missing."""
    lines = _lines(found)
    _show_lines(_attention_head(found), lines[: attention.SHOWN], period)
    _show_all(lines, period)
    if said := _said_under(found):
        st.html(said)


_lines = drawn(KEPT)(attention.lines)


@drawn(KEPT)
def _attention_head(found: Overview) -> str:
    """The heading, how the lines under it look, and what stands there when there are none."""
    lines = _lines(found)
    said = "" if lines else f"<p>{escape(text('attention.none'))}</p>"
    style = matter_style(MATTERS, _statuses(lines[: attention.SHOWN]), attention.ON_A_PHONE)
    return f'<h2 class="nc-muc" id="{ANCHOR}">{escape(text("attention.title"))}</h2>{said}{style}'


def _said_under(found: Overview) -> str:
    """What holds for the whole list: that nobody has been named, and whose word is missing."""
    said = [text("attention.nobody")] if attention.nobody_named(found) else []
    if found.missing_comments:
        said.append(text("attention.uncommented", codes=", ".join(found.missing_comments)))
    return "".join(map(widgets.small_html, said))


def _show_all(lines: Sequence[Line], period: Period) -> None:
    """All matters behind one press, where not all are shown: on a phone sooner than on a wide page."""
    if len(lines) <= attention.ON_A_PHONE:
        return
    with ExitStack() as place:
        if len(lines) <= attention.SHOWN:
            place.enter_context(st.container(key=f"{widgets.NARROW}-viec"))
        parts.show(text("attention.all", n=len(lines)), "xem-ca", lambda: _show_again(lines, period))


def _show_again(lines: Sequence[Line], period: Period) -> None:
    with st.container(key=ALL_MATTERS, gap="xsmall"):
        _show_lines(matter_style(ALL_MATTERS, _statuses(lines)), lines, period)


def _statuses(lines: Sequence[Line]) -> list[str]:
    return [line.status for line in lines]


def _show_lines(before: str, lines: Sequence[Line], period: Period) -> None:
    """What says how the lines look, then one element a line: every element is work for each reader."""
    st.html(before)
    for line in lines:
        if line.page:
            widgets.link(line.page, line.label, period, line.more, **dict(line.where))
        else:
            more = widgets.small_html(line.more)
            st.html(f'<p class="{UNLINKED}">{escape(line.label)}</p>{more}')


@drawn(KEPT)
def deadlines_html(found: Overview) -> str:
    """What falls due within seven days."""
    lines = attention.deadline_lines(found.deadlines, found.rows)
    items = "".join(f"<li>{escape(one.what)} · {escape(one.more)}</li>" for one in lines)
    said = f'<ul class="nc-han">{items}</ul>' if items else f"<p>{escape(text('due.none'))}</p>"
    return f'<section><h2 class="nc-muc">{escape(text("due.title"))}</h2>{said}</section>'


# -- the state of the figures --------------------------------------------------------------------------


@drawn(KEPT)
def state_html(found: Overview, reporting: ReportingStatus) -> str:
    """How far the page can be trusted, in four facts."""
    number = frames_network.latest_quarter(reporting)
    row = reporting.quarters[number - 1]
    period = Period(found.year, found.as_of)
    pairs = state_facts(found.state, row, number, period, _unconfirmed(row, reporting.as_of))
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in pairs)
    title = escape(text("state.title"))
    return f'<section><h2 class="nc-muc">{title}</h2><dl class="nc-tinh-trang">{rows}</dl></section>'


def _unconfirmed(row: QuarterRow, as_of: date) -> str:
    """Once the last day in time is over: whose "nothing arose" nobody has confirmed; "" when nobody's."""
    rest = row.expected - row.reported - row.missing if row.due_on < as_of else 0
    return text("units.unconfirmed_n", missing=rest) if rest else ""


def state_facts(
    state: DataState, row: QuarterRow, number: int, period: Period, unconfirmed: str = ""
) -> list[tuple[str, str]]:
    """Who reported, what waits and for how long, up to where ledgers were checked, how final the year is."""
    counted = text("state.units_n", reported=row.reported, expected=row.expected)
    units = f"{counted} · {unconfirmed}" if unconfirmed else counted
    ledger = write_date(state.ledger_to) if state.ledger_to else text("state.ledger_never")
    year_words = widgets.state_word(period.year, period.as_of, state.year_state)
    if state.closed_on is not None:
        year_words = text("state.closed", state=year_words, day=write_date(state.closed_on))
    pairs = [
        (text("state.units", quarter=quarter_within(number)), units)
        if row.expected
        else (text("state.units_none"), text("state.nobody")),
        (text("state.waiting"), _waiting(state)),
        (text("state.ledger"), ledger),
        (text("state.year", year=period.year), year_words),
    ]
    if state.changed:
        pairs.append((text("state.changed"), ", ".join(state.changed)))
    return pairs


def _waiting(state: DataState) -> str:
    if state.waiting_days is None:
        return text("state.waiting_none")
    key = "state.waiting_n" if state.waiting_days else "state.waiting_today"
    return text(key, n=write_number(state.waiting_n), days=write_number(state.waiting_days))


# -- the map -------------------------------------------------------------------------------------------


def show_map(reporting: ReportingStatus) -> None:
    """The 34 provinces by who reported; on a phone the list of those that need attention."""
    st.html(_map_words(reporting))
    key = f"{widgets.WIDE}-tinh"
    with drawing.alone(key):
        drawing.chart(*_map(reporting), key=key)


def owed(reporting: ReportingStatus) -> bool:
    """Whether any unit had to report in the quarter that the map shows."""
    return reporting.quarters[frames_network.latest_quarter(reporting) - 1].expected > 0


def map_heading(reporting: ReportingStatus) -> str:
    """Which quarter of which year the map shows; the year alone where nobody owed a report."""
    if not owed(reporting):
        return text("map.title_year", year=reporting.year)
    quarter = quarter_within(frames_network.latest_quarter(reporting))
    return text("map.title", quarter=text("units.quarter_year", quarter=quarter, year=reporting.year))


@drawn(KEPT)
def _map_words(reporting: ReportingStatus) -> str:
    """The heading; what the map's numbers are, or on a phone the provinces in words."""
    number = frames_network.latest_quarter(reporting)
    title = f'<h2 class="nc-muc">{escape(map_heading(reporting))}</h2>'
    if not owed(reporting):
        return title + widgets.small_html(text("units.nobody", year=reporting.year))
    lines = frames_network.wanted_provinces(reporting.provinces, number)
    counts = f'<p class="nc-dau {widgets.ROOMY}">{escape(text("map.counts"))}</p>'
    return title + counts + widgets.phone_list(text("map.phone"), lines, text("map.all_in"))


@drawn(KEPT)
def _map(reporting: ReportingStatus) -> Ready:
    number = frames_network.latest_quarter(reporting)
    counts = frames_network.province_counts(reporting.provinces, number)
    alt = text("units.map_alt", quarter=frames_network.quarter_words(number), counts=counts)
    frame = frames_map.report_tiles(reporting, number)
    return drawing.ready(*tiles.tile_map(frame, frames_network.tile_words(), tiles.SMALL), alt)
