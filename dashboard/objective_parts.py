"""What does an objective's page show of each measure, of its years, and of what people say about it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import data, drawing, frames, frames_time, parts, records, widgets, wording
from dashboard.charts import cards, heat
from dashboard.charts.heat import Stretch
from dashboard.charts.picture import Picture
from dashboard.drawing import Ready
from dashboard.drawn import drawn
from dashboard.figures import write_date, write_number
from dashboard.language import worded
from dashboard.overview_style import CARD
from dashboard.state import MEASURE, Period
from dashboard.text import text
from db.queries.comments import CommentRow
from db.queries.ledger_year import LedgerItem
from db.queries.overview import Overview
from db.queries.progress import MeasureProgress
from db.queries.strategy import MeasureCard, ObjectiveCard
from db.rules.periods import PHASES

CARD_PIXELS, LATE_SHOWN = 490, 5  # two cards beside each other on a laptop
KEPT = 32  # objectives in a year and as known on a day, kept drawn

Build = Callable[[pd.DataFrame, Sequence[Stretch]], Picture]


@drawn(KEPT)
def rows_of(found: Overview, number: int) -> tuple[MeasureProgress, ...]:
    """The measures of one objective in a year."""
    return tuple(row for row in found.rows if row.measure.objective_number == number)


@drawn(KEPT)
def head_html(found: Overview, card: ObjectiveCard, period: Period) -> str:
    """The title with year and day; one symbol per measure and their sentence; who is in charge."""
    rows = rows_of(found, card.number)
    facts = widgets.period_facts(period, found.state.year_state)
    head = widgets.header_html(title_of(card), facts, sample=any(row.sample for row in rows))
    together = frames.roll_up_of(rows, card.number)
    said = widgets.symbols_html(together.words, frames.rollup_sentence(together))
    owner = widgets.small_html(text("objective.owner", owner=card.owner_vi)) if card.owner_vi else ""
    return f"{head}{said}{owner}"


def title_of(card: ObjectiveCard) -> str:
    """An objective by number and name."""
    return f"{card.number}. {worded(card, 'title')}"


def show_cards(found: Overview, card: ObjectiveCard, period: Period) -> None:
    """One card a measure: link, status, sentence, bar with four years, what is overdue, official wording."""
    st.subheader(text("objective.cards"), anchor=False)
    with st.container(horizontal=True, gap="small"):
        for row in rows_of(found, card.number):
            key = f"{CARD}-{row.measure.code.replace('.', '_')}"
            with st.container(border=True, gap="xsmall", width=CARD_PIXELS, key=key):
                _show_card(found, card, row, period)


@drawn(KEPT)
def _rows_drawn(found: Overview, card: ObjectiveCard) -> Mapping[str, dict[str, Any]]:
    """What is drawn of each measure, by its code: the rows of `frames.overview`."""
    rows = frames.overview(rows_of(found, card.number), (card,), found.forecasts)
    return {row["code"]: row for row in rows.to_dict("records")}


@drawn(4 * KEPT)
def _standing_html(row: MeasureProgress) -> str:
    return widgets.chip_html(row.evaluation.status, wording.sentence(row))


@drawn(4 * KEPT)
def _bar(found: Overview, card: ObjectiveCard, row: MeasureProgress) -> Ready:
    own, measure = _rows_drawn(found, card)[row.measure.code], row.measure
    facts = {"code": measure.code, "name": worded(measure, "short"), "word": own["word"]}
    alt = text("objective.card_alt", sentence=wording.sentence(row), **facts)
    return drawing.ready(cards.card_marks(own, row.year), cards.card_spec(), alt)


def _show_card(found: Overview, card: ObjectiveCard, row: MeasureProgress, period: Period) -> None:
    measure = row.measure
    label = f"{measure.code} {worded(measure, 'short')}"
    widgets.link("chi-so", label, period, **{MEASURE: measure.code})
    st.html(_standing_html(row))
    with drawing.alone():
        drawing.chart(*_bar(found, card, row))
    ledger = row.evaluation.ledger
    if ledger is not None and ledger.unanswered:
        waits = data.ledger_year(data.version(), measure.code, row.year, row.as_of, measure.params).waiting
        _show_late(waits)
    title = text("objective.official", code=measure.code)
    parts.show(title, f"nguyen-van-{measure.code}", lambda: _show_wording(measure))


def _show_late(items: Sequence[LedgerItem]) -> None:
    """The overdue requests by number, the oldest first; never a name."""
    late = [item for item in items if item.days is not None and item.days > 0]
    lines = "".join(f"<li>{escape(late_words(item))}</li>" for item in late[:LATE_SHOWN])
    if len(late) > LATE_SHOWN:
        lines += f"<li>{escape(text('objective.late_more', n=len(late) - LATE_SHOWN))}</li>"
    st.html(f'<p class="nc-dau">{escape(text("objective.late"))}</p><ul class="nc-han">{lines}</ul>')


def late_words(item: LedgerItem) -> str:
    """One overdue request: its number, its due day and how long ago that was."""
    due = write_date(item.due_on) if item.due_on else text("m.none")
    return text("objective.late_line", number=item.number, due=due, days=write_number(item.days or 0))


def _show_wording(measure: MeasureCard) -> None:
    for part in ("activity", "indicator", "target"):
        said = widgets.plain(widgets.official(measure, part))
        st.markdown(f"**{text(f'measure.{part}')}:** {said}")


def show_years(standings: frames_time.Standings, card: ObjectiveCard, year: int) -> None:
    """The status of each measure in each year of the strategy."""
    st.subheader(text("objective.years", first=PHASES[0].first, last=PHASES[-1].last), anchor=False)
    for key, build in ((widgets.WIDE, heat.heat_table), (widgets.NARROW, heat.heat_column)):
        with st.container(key=f"{key}-nam"), drawing.alone():
            drawing.chart(*_years(standings, card, year, build))
    parts.twin("bang-nam", lambda: frames_time.cells_table(_cells(standings, card, year)), title_of(card))


def _own(standings: frames_time.Standings, card: ObjectiveCard) -> list[list[MeasureProgress]]:
    return [[row for row in rows if row.measure.objective_number == card.number] for rows in standings]


def _cells(standings: frames_time.Standings, card: ObjectiveCard, year: int) -> pd.DataFrame:
    return frames_time.year_cells(_own(standings, card), year)


@drawn(KEPT)
def _years(standings: frames_time.Standings, card: ObjectiveCard, year: int, build: Build) -> Ready:
    said = frames_time.year_sentences(_own(standings, card))
    alt = text("objective.years_alt", title=title_of(card), years=said)
    return drawing.ready(*build(_cells(standings, card, year), frames_time.stretches()), alt)


def show_remarks(rows: Sequence[CommentRow], missing: Sequence[str], year: int) -> None:
    """What the people in charge say, newest first, and about which late measures nobody has."""
    st.subheader(text("objective.remarks"), anchor=False)
    if missing:
        widgets.small(text("attention.uncommented", codes=", ".join(missing)))
    if not rows:
        st.write(text("objective.no_remarks", year=year))
        return
    st.html("".join(map(remark_html, rows)))


def remark_html(row: CommentRow) -> str:
    """One comment with its measure, its author and its day; escaped, because a person wrote it."""
    by = text(
        "objective.remark_by", code=row.measure_code, by=row.by_vi, day=write_date(records.day_of(row.at))
    )
    sample = f" · {text('measure.sample')}" if row.sample else ""
    said = escape(row.text_vi)
    return f'<article class="nc-cong-bo"><p>{said}</p><p class="nc-dau">{escape(by + sample)}</p></article>'
