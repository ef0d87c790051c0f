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
from dashboard.charts.palette import AMBER, AMBER_INK, GREY, INK, OUTLINE, STATUS, STRIP, symbol_svg
from dashboard.figures import write_date
from dashboard.language import EN, language
from dashboard.state import PAGES, Period, language_switch, page_at
from dashboard.text import text
from db.queries.strategy import MeasureCard
from db.rules.periods import year_is_ahead

WIDE, NARROW = (
    print_style.WIDE,
    "ban-hep",
)  # two drawings of one thing; the style sheet shows the one that fits
DOOR, MENU = "cua-vao", "trang-hep"
BREAK_PIXELS = 1180
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&=^])")

# Public hooks only: the classes Streamlit makes of our own keys, and classes of our own markup; two test
# ids hide what Streamlit says in English only: "Press Enter to submit form", and the buttons over a chart,
# whose "Show data" would show drawing instructions (every chart has its own table).
_STYLE = f"""
<style>
@media (min-width: 768px) {{
  .st-key-trang {{ margin-inline: -3.5rem; width: calc(100% + 7rem) !important; max-width: none; }}
}}
@media print, (min-width: 768px) {{ .st-key-{MENU} {{ display: none; }} }}
.st-key-trang [data-testid="stElementToolbar"] {{ display: none; }}
@media screen and (max-width: {BREAK_PIXELS - 1}px) {{
  [class*="st-key-{WIDE}"], :has(> [class*="st-key-{WIDE}"]:only-child) {{ display: none; }}
}}
@media print, (min-width: {BREAK_PIXELS}px) {{
  [class*="st-key-{NARROW}"], :has(> [class*="st-key-{NARROW}"]:only-child), .nc-hep {{ display: none; }}
}}
.st-key-{DOOR} [data-testid="InputInstructions"] {{ display: none; }}
a:focus-visible, [role="spinbutton"]:focus-visible {{ outline: 2px solid #0B4F8A !important; }}
.st-key-{MENU} a, .st-key-{MENU} button {{ min-height: 44px; }}
.nc-thoat {{ font: inherit; min-height: 44px; padding: 0 1rem; cursor: pointer; color: {INK};
  background: #fff; border: 1px solid {OUTLINE}; border-radius: 6px; margin-top: 8px; }}
.nc-thoat:focus-visible {{ outline: 3px solid #0B4F8A; outline-offset: 2px; }}
.nc-ten {{ font-size: 1.6rem; line-height: 1.25; padding: 0; margin: 0 0 4px; color: {INK}; }}
.nc-hang {{ display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; margin-bottom: 6px; }}
.nc-mau {{ margin: 0; display: inline-block; background: {AMBER}; color: {AMBER_INK};
  font-weight: 700; font-size: 14px; padding: 4px 12px; border-radius: 4px; }}
.nc-dau {{ color: {GREY}; font-size: 14.5px; margin: 0; }}
.nc-chip {{ display: inline-flex; align-items: center; gap: 6px; font-weight: 600;
  white-space: nowrap; margin-right: 6px; }}
.nc-cong-bo {{ border-top: 1px solid #E4E8EC; padding: 8px 0; }}
.nc-cong-bo p {{ margin: 2px 0; }}
.nc-cong-bo blockquote {{ margin: 4px 0; padding: 0 0 0 12px; border-left: 3px solid #D5DBE1;
  font-style: italic; }}
.nc-cau {{ margin: 0; }}
.nc-dai {{ display: flex; gap: 4px; margin-top: 8px; }}
.nc-dai > div {{ min-width: max-content; margin: 0; }}
.nc-dai b {{ display: block; border-radius: 4px; padding: 3px 8px; font-size: 15px; line-height: 22px;
  border: 1px solid transparent; }}
.nc-dai span {{ font-size: 13px; font-weight: 600; line-height: 1.3; display: block; padding-top: 2px; }}
@media (max-width: 767px) {{
  .nc-dai {{ flex-wrap: wrap; }}
  .nc-dai > div {{ flex: 0 1 calc((100% - 8px) / 3) !important; min-width: 0; }}
}}
</style>
"""


def style_sheet() -> None:
    """What the theme cannot say: two drawings of one chart, our few marks, the page's margins."""
    st.html(_STYLE + print_style.PRINT)


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


def phone_menu() -> None:
    """The pages in one row on a phone, where Streamlit's menu hides in a sidebar that stays open."""
    with st.container(key=MENU, horizontal=True, gap="xxsmall"):
        for address, file in PAGES.items():
            st.page_link(page_at(address), label=text(f"nav.{PurePosixPath(file).stem}"))
        language_switch("ngon-ngu-hep")


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


def link(address: str, label: str, period: Period, **more: str) -> None:
    """A link to another page that keeps the year and the day."""
    st.page_link(page_at(address), label=plain(label), query_params=period.address(**more))
