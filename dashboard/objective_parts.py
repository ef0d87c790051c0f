"""What does an objective's page show of each measure, of its years, and of what people say about it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from dashboard import data, drawing, frames_time, parts, records, widgets, wording
from dashboard.charts import cards, heat
from dashboard.figures import write_date, write_number
from dashboard.language import worded
from dashboard.overview_style import CARD
from dashboard.state import MEASURE, Period
from dashboard.text import text
from db.queries.comments import CommentRow
from db.queries.ledger_year import LedgerItem
from db.queries.progress import MeasureProgress
from db.queries.strategy import MeasureCard

CARD_PIXELS, LATE_SHOWN = 490, 5  # two cards beside each other on a laptop


def show_cards(rows: Iterable[MeasureProgress], frame: pd.DataFrame, period: Period) -> None:
    """One card a measure: link, status, sentence, bar with four years, what is overdue, official wording."""
    st.subheader(text("objective.cards"), anchor=False)
    drawn = {row["code"]: row for row in frame.to_dict("records")}
    with st.container(horizontal=True, gap="small"):
        for row in rows:
            key = f"{CARD}-{row.measure.code.replace('.', '_')}"
            with st.container(border=True, gap="xsmall", width=CARD_PIXELS, key=key):
                _show_card(row, drawn[row.measure.code], period)


def _show_card(row: MeasureProgress, drawn: dict[str, object], period: Period) -> None:
    measure = row.measure
    name, sentence = worded(measure, "short"), wording.sentence(row)
    widgets.link("chi-so", f"{measure.code} {name}", period, **{MEASURE: measure.code})
    widgets.status_chip(row.evaluation.status, sentence)
    alt = text("objective.card_alt", code=measure.code, name=name, word=drawn["word"], sentence=sentence)
    with drawing.alone():
        drawing.chart(cards.card_marks(drawn, row.year), cards.card_spec(), alt)
    ledger = row.evaluation.ledger
    if ledger is not None and ledger.unanswered:
        found = data.ledger_year(data.version(), measure.code, row.year, row.as_of, measure.params)
        _show_late(found.waiting)
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


def show_years(standings: frames_time.Standings, number: int, title: str, period: Period) -> None:
    """The status of each measure in each year of the strategy."""
    own = [[row for row in rows if row.measure.objective_number == number] for rows in standings]
    stretches = frames_time.stretches()
    st.subheader(text("objective.years", first=stretches[0].first, last=stretches[-1].last), anchor=False)
    cells = frames_time.year_cells(own, period.year)
    alt = text("objective.years_alt", title=title, years=frames_time.year_sentences(own))
    for key, build in ((widgets.WIDE, heat.heat_table), (widgets.NARROW, heat.heat_column)):
        with st.container(key=f"{key}-nam"), drawing.alone():
            drawing.chart(*build(cells, stretches), alt)
    parts.twin("bang-nam", lambda: frames_time.cells_table(cells), alt)


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
