"""What did the children say, and what became of it?  Consultations, and the latest publication of each."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import data, drawing, frames, parts, records, state, voices_parts, widgets
from dashboard.charts import answers
from dashboard.figures import write_date, write_number
from dashboard.hidden import published
from dashboard.state import BY, CONSULTATION, MEASURE, QUESTION, Period
from dashboard.text import text
from db.queries.consultations import ConsultationCard, ReleaseCard, ReleasedTable
from db.queries.voices import Voices

EVERYBODY = "tat-ca"
PICTURE_PIXELS = 640
MEASURES = ("2.3", "2.4", "3.3")  # children asked, answered in due time, and told


def render() -> None:
    """Choose a consultation and a grouping; fetch its steps and its latest publication; show."""
    cards = {card.slug: card for card in data.consultations()}
    if not cards:
        widgets.page_header(text("nav.y_kien"))
        st.info(text("c.none"))
        _show_helpline()
        _show_measures()
        return
    titles = {slug: card.title_vi for slug, card in cards.items()}
    card = cards[state.choose(st.selectbox, text("c.pick"), titles, CONSULTATION)]
    version = data.version()
    found = data.voices(version, card.slug, records.today())
    _show_card(card, found)
    _show_helpline()
    voices_parts.show_numbers(found)
    voices_parts.show_columns(found, records.today())
    if found.quotes:
        voices_parts.show_quotes(found.quotes)
    release = data.release(version, card.slug)
    if release is None:
        st.info(text("c.no_release"))
    else:
        _show_release(release)
    st.link_button(text("v.public"), f"{records.settings().survey_url}/ket-qua/{card.slug}")
    _show_measures()


def _show_card(card: ConsultationCard, found: Voices) -> None:
    closes = write_date(records.day_of(card.closes_at)) if card.closes_at else text("c.no_end")
    when = text("c.period", opens=write_date(records.day_of(card.opens_at)), closes=closes)
    children = text("v.children", n=published(card.responses_shown))
    provinces = [text("v.provinces", n=write_number(found.provinces_n))] if found.provinces_n else []
    ways = [", ".join(text(f"v.method.{code}") for code in found.methods)] if found.methods else []
    facts = (children, *provinces, when, *ways, text(f"c.{card.state}"))
    widgets.page_header(card.title_vi, facts, sample=card.sample)
    st.markdown(widgets.plain(card.purpose_vi))
    more = [card.audience_vi] if card.audience_vi else []
    if card.agency_vi:
        more.append(text("c.agency", agency=card.agency_vi))
    if found.document_vi:
        more.append(text("v.document", document=found.document_vi))
    widgets.small(" · ".join(more))


def _show_helpline() -> None:
    st.info(text("c.helpline"))


def _show_measures() -> None:
    """The way to the measures that count consultations, answers and reports to children."""
    today = records.today()
    widgets.small(text("v.about"))
    with st.container(horizontal=True):
        for code in MEASURES:
            label = text("v.measure", code=code)
            widgets.link("chi-so", label, Period(today.year, today), **{MEASURE: code})


# -- the published tables --------------------------------------------------------------------------------


def _show_release(release: ReleaseCard) -> None:
    final = text("c.release_final" if release.final else "c.release_interim")
    title = text("c.release", number=release.number, day=write_date(release.released_on))
    st.subheader(text("v.results"), anchor=False)
    widgets.small(f"{title} · {final}. {text('c.rounded')}")
    if not release.final:
        widgets.small(text("v.later"))
    offered = [EVERYBODY, *dict.fromkeys(table.by for table in release.tables if table.by)]
    chosen = EVERYBODY
    if len(offered) > 1:
        chosen = state.choose(_radio, text("c.by"), {by: text(f"by.{by}") for by in offered}, BY)
    if chosen == EVERYBODY:
        shown = [table for table in release.tables if table.by is None]
        for table in shown:
            _show_question(table)
    else:
        shown = [_chosen_question(release, chosen)]
        _show_multiples(shown[0])
    parts.show(text("s.table"), "bang-y-kien", partial(_show_tables, shown))


_radio = partial(st.radio, horizontal=True)


def _chosen_question(release: ReleaseCard, by: str) -> ReleasedTable:
    tables = {table.question: table for table in release.tables if table.by == by}
    names = {question: table.label_vi for question, table in tables.items()}
    return tables[state.choose(st.selectbox, text("c.question"), names, QUESTION)]


def _show_question(table: ReleasedTable) -> None:
    st.subheader(widgets.plain(table.label_vi), anchor=False)
    frame = frames.answers(table)
    if table.rows:
        widgets.small(text("c.base", n=published(table.rows[0].base_shown)))
    alt = text("c.bars_alt", question=table.label_vi, answers=_said(frame))
    with st.container(width=PICTURE_PIXELS):
        drawing.chart(answers.answer_marks(frame), answers.answer_spec(answers.height(frame)), alt)
    _show_multiple(table)


def _show_multiples(table: ReleasedTable) -> None:
    """One small picture per group, all of the same size; a hidden group says so in its place."""
    st.subheader(widgets.plain(table.label_vi), anchor=False)
    frame = frames.answers(table)
    groups = [part for _, part in frame.groupby("group", sort=False)]
    height = max((answers.height(part) for part in groups), default=0)
    by = text(f"by.{table.by}")
    with st.container(horizontal=True, gap="large"):
        for part in groups:
            facts = {"question": table.label_vi, "by": by, "group": part["group"].iloc[0]}
            alt = text("v.multiples_alt", answers=_said(part), **facts)
            with st.container(width=answers.WIDTH):
                drawing.chart(answers.answer_marks(part), answers.answer_spec(height), alt)
    _show_multiple(table)


def _said(frame: pd.DataFrame) -> str:
    return "; ".join(f"{row.label}: {row.shown}" if row.label else row.shown for row in frame.itertuples())


def _show_multiple(table: ReleasedTable) -> None:
    if not table.exclusive:
        widgets.small(text("c.multiple"))


def _show_tables(tables: list[ReleasedTable]) -> None:
    for table in tables:
        st.markdown(f"**{widgets.plain(table.label_vi)}**")
        widgets.table(_as_table(table), table.label_vi)


def _as_table(table: ReleasedTable) -> pd.DataFrame:
    """Shape: one row per group; columns group, base, then one per answer."""
    return pd.DataFrame(
        {
            text("c.group"): row.group_vi,
            text("c.n"): published(row.base_shown),
            **{cell.label_vi: published(cell.shown) for cell in row.cells},
        }
        for row in table.rows
    )


render()
