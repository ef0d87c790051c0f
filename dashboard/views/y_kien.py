"""What did the children say?  Consultations, and the latest publication of each, already suppressed."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import data, drawing, frames, records, state, widgets
from dashboard.charts import answers
from dashboard.state import BY, CONSULTATION, QUESTION
from dashboard.text import text
from db.queries.consultations import ConsultationCard, ReleaseCard, ReleasedTable
from db.rules.numbers import write_date

EVERYBODY = "tat-ca"
PICTURE_PIXELS = 640


def render() -> None:
    """Choose a consultation and a grouping; fetch its latest publication; show."""
    cards = {card.slug: card for card in data.consultations()}
    if not cards:
        widgets.page_header(text("nav.y_kien"))
        st.info(text("c.none"))
        _show_helpline()
        return
    titles = {slug: card.title_vi for slug, card in cards.items()}
    card = cards[state.choose(st.selectbox, text("c.pick"), titles, CONSULTATION)]
    _show_card(card)
    _show_helpline()
    release = data.release(data.version(), card.slug)
    if release is None:
        st.info(text("c.no_release"))
        return
    _show_release(release)


def _show_card(card: ConsultationCard) -> None:
    closes = write_date(records.day_of(card.closes_at)) if card.closes_at else text("c.no_end")
    when = text("c.period", opens=write_date(records.day_of(card.opens_at)), closes=closes)
    facts = (text(f"c.{card.state}"), when, text("c.responses", n=card.responses_shown))
    widgets.page_header(card.title_vi, facts, sample=card.sample)
    st.markdown(widgets.plain(card.purpose_vi))
    more = [card.audience_vi] if card.audience_vi else []
    if card.agency_vi:
        more.append(text("c.agency", agency=card.agency_vi))
    widgets.small(" · ".join(more))


def _show_helpline() -> None:
    st.info(text("c.helpline"))


def _show_release(release: ReleaseCard) -> None:
    final = text("c.release_final" if release.final else "c.release_interim")
    title = text("c.release", number=release.number, day=write_date(release.released_on))
    st.subheader(f"{title} · {final}", anchor=False)
    widgets.small(text("c.rounded"))
    offered = [EVERYBODY, *dict.fromkeys(table.by for table in release.tables if table.by)]
    chosen = state.choose(_radio, text("c.by"), {by: text(f"by.{by}") for by in offered}, BY)
    by = None if chosen == EVERYBODY else chosen
    shown = {table.question: table for table in release.tables if table.by == by}
    if by is not None:
        names = {question: table.label_vi for question, table in shown.items()}
        picked = state.choose(st.selectbox, text("c.question"), names, QUESTION)
        shown = {picked: shown[picked]}
    for table in shown.values():
        _show_question(table)
    _show_table(list(shown.values()))


_radio = partial(st.radio, horizontal=True)


def _show_question(table: ReleasedTable) -> None:
    st.subheader(widgets.plain(table.label_vi), anchor=False)
    frame = frames.answers(table)
    if table.by is None and table.rows:
        widgets.small(text("c.base", n=table.rows[0].base_shown))
    said = "; ".join(f"{row.group} {row.label}: {row.shown}".strip() for row in frame.itertuples())
    alt = text("c.bars_alt", question=table.label_vi, answers=said)
    with st.container(width=PICTURE_PIXELS):
        drawing.chart(answers.answer_marks(frame), answers.answer_spec(answers.height(frame)), alt)
    if not table.exclusive:
        widgets.small(text("c.multiple"))


def _show_table(tables: list[ReleasedTable]) -> None:
    part = st.expander(text("s.table"), key="bang-y-kien", on_change="rerun")
    if not part.open:
        return
    with part:
        for table in tables:
            st.markdown(f"**{widgets.plain(table.label_vi)}**")
            widgets.table(_as_table(table), table.label_vi)


def _as_table(table: ReleasedTable) -> pd.DataFrame:
    """Shape: one row per group; columns group, base, then one per answer."""
    return pd.DataFrame(
        {
            text("c.group"): row.group_vi,
            text("c.n"): row.base_shown,
            **{cell.label_vi: cell.shown for cell in row.cells},
        }
        for row in table.rows
    )


render()
