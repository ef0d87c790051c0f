"""Which pieces do all pages share?  Header, sample label, chips, tables, links, and the one style sheet."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from pathlib import PurePosixPath

import pandas as pd
import streamlit as st

from dashboard import print_style
from dashboard.charts.palette import OUTLINE, STATUS, STRIP, symbol_svg
from dashboard.figures import write_date
from dashboard.language import EN, language
from dashboard.state import PAGES, Period, other_language, page_at, speak_the_other
from dashboard.text import text
from db.queries.strategy import MeasureCard
from db.rules.periods import year_is_ahead

WIDE, NARROW = (
    print_style.WIDE,
    "ban-hep",
)  # two drawings of one thing; the style sheet shows the one that fits
DOOR, MENU = "cua-vao", "trang-hep"
ROOMY = "nc-rong"  # words that belong to what is drawn for a wide page only
BREAK_PIXELS = 1180
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&=^])")


def spoken(language: str) -> None:
    """Tell the browser the page's language: a screen reader reads by it, and a hyphen breaks by it."""
    st.html(f'<script src="ngon-ngu-{language}.js"></script>', unsafe_allow_javascript=True)


def plain(words: str) -> str:
    """Text as text: what a record says is never read as Markdown."""
    return _MARKDOWN.sub(r"\\\1", words)


def page_header(title: str, facts: Sequence[str] = (), *, sample: bool = False) -> None:
    """The title; under it year, as-of and state of the data; amber words where a number is not real."""
    st.html(header_html(title, facts, sample=sample))


def header_html(title: str, facts: Sequence[str] = (), *, sample: bool = False) -> str:
    """The same as a piece of something larger; escaped here, because titles come from records."""
    line = f'<p class="nc-dau">{escape(" · ".join(facts))}</p>' if facts else ""
    label = f'<p class="nc-mau" role="note">{escape(text("s.demo"))}</p>' if sample else ""
    return f'<h1 class="nc-ten">{escape(title)}</h1><div class="nc-hang">{line}{label}</div>'


def phone_menu(here: str) -> None:
    """The pages behind one button on a phone, where Streamlit's menu hides in a sidebar that stays open."""
    other, label = other_language(), text("nav.menu", here=here)
    names = {address: text(f"nav.{PurePosixPath(file).stem}") for address, file in PAGES.items()}
    names[other] = text(f"language.{other}")
    chosen = st.menu_button(
        label, list(names), format_func=names.__getitem__, key=MENU, icon=":material/menu:", on_click=_speak
    )
    if chosen in PAGES:
        st.switch_page(page_at(chosen))


def _speak() -> None:
    """The last of the menu is no page: the same page in the other language."""
    if st.session_state[MENU] == other_language():
        speak_the_other()


def on_paper() -> None:
    """What stands above a printed page: whose it is."""
    words = f"{text('app.association')} · {text('app.title')}"
    st.html(f'<p class="{print_style.BEFORE}">{escape(words)}</p>')


def official(measure: MeasureCard, part: str) -> str:
    """The Decision's wording of a part as it is shown; for an English reader the strategy's translation."""
    translated = getattr(measure, f"{part}_en") if language() == EN else ""
    return translated or getattr(measure, f"{part}_shown_vi")


def small(words: str) -> None:
    """A side remark; darker than Streamlit's own captions, which stay under 4.5:1."""
    st.html(small_html(words))


def small_html(words: str) -> str:
    """The same as a piece of something larger."""
    return f'<p class="nc-dau">{escape(words)}</p>'


def phone_list(title: str, lines: Sequence[str], nothing: str) -> str:
    """A picture in words, for the pages that are too narrow for it; `nothing` where the list is empty."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    said = f"<ul>{items}</ul>" if items else f"<p>{escape(nothing)}</p>"
    return f'<div class="nc-hep"><p><b>{escape(title)}</b></p>{said}</div>'


def period_facts(period: Period, year_state: str) -> tuple[str, ...]:
    """What every page with numbers says of them: which year, known on which day, how final."""
    when = text("t.header", year=period.year, as_of=write_date(period.as_of))
    return (when, state_word(period.year, period.as_of, year_state), text("d.verified_only"))


def state_word(year: int, as_of: date, state: str) -> str:
    """How final a year is; a year that has not begun by then runs no more than it is closed."""
    return text("d.ahead" if year_is_ahead(year, as_of) else f"d.{state}")


def status_chip(status: str, after: str = "") -> None:
    """The symbol, the word, and what follows it."""
    st.html(chip_html(status, after))


def chip_html(status: str, after: str = "") -> str:
    """The same as a piece of something larger."""
    ink = STATUS[status][3]
    word = escape(text(f"status.{status}"))
    chip = f'<span class="nc-chip" style="color:{ink}">{symbol_image(status)}{word}</span>'
    return f'<p class="nc-cau">{chip} {escape(after)}</p>'


def symbol_image(status: str) -> str:
    """The drawn symbol as an image; its word stands beside it, so it says nothing to a screen reader."""
    data = base64.b64encode(symbol_svg(status).encode()).decode()
    return f'<img alt="" width="12" height="12" src="data:image/svg+xml;base64,{data}">'


def symbols_html(statuses: Sequence[str], sentence: str) -> str:
    """One symbol per measure, worst first, and the sentence that says what they mean together."""
    images = "".join(symbol_image(status) for status in statuses)
    return f'<p class="nc-chip">{images}<span>{escape(sentence)}</span></p>'


def strip_html(counts: Mapping[str, int]) -> str:
    """How many measures stand where, as one strip with numbers and words."""
    pieces = "".join(_strip_piece(codes, fill, ink, counts) for codes, fill, ink in STRIP)
    return f'<div class="nc-dai" role="list">{pieces}</div>'


def _strip_piece(codes: Sequence[str], fill: str, ink: str, counts: Mapping[str, int]) -> str:
    total = sum(counts.get(code, 0) for code in codes)
    if not total:
        return ""
    border = OUTLINE if fill == "#FFFFFF" else fill
    word = escape(strip_word(codes, counts))
    colours = f"background:{fill};color:{ink};border-color:{border}"
    return (
        f'<div role="listitem" style="flex:{total} 1 0"><b style="{colours}">{total}</b>'
        f'<span style="color:{STATUS[codes[0]][3]}">{symbol_image(codes[0])} {word}</span></div>'
    )


def strip_word(codes: Sequence[str], counts: Mapping[str, int]) -> str:
    """The words of what is counted together; the hollow ones are "chưa xếp loại"."""
    if "no_data" in codes:
        return text("status.unrated")
    return ", ".join(text(f"status.{code}") for code in codes if counts.get(code, 0))


def table(frame: pd.DataFrame, name: str) -> None:
    """A plain table: every cell is text, none is Markdown."""
    shown = frame.rename(columns=plain).map(lambda cell: plain(str(cell)))
    st.table(shown, border="horizontal", hide_index=True, alt=name)


def back(period: Period) -> None:
    """The way back to the first page; paper has no use for it."""
    with st.container(key=f"{print_style.SCREEN}-ve"):
        link("", text("nav.back"), period)


def link(address: str, label: str, period: Period, remark: str = "", **more: str) -> None:
    """A link to another page that keeps the year and the day; a remark stands smaller within it."""
    said = f"{plain(label)} :small[{plain(remark)}]" if remark else plain(label)
    st.page_link(page_at(address), label=said, query_params=period.address(**more))
