"""How is a table read on a phone?  As a list of cards; the wide page keeps the table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from dashboard import widgets

TOUCH = "display:inline-block;padding:10px 24px 10px 0"  # a thumb tall


def table_or_cards(frame: pd.DataFrame, name: str, key: str, title: str = "") -> None:
    """A frame of texts: a table where there is room, else cards; `title` is the column that heads a card."""
    with st.container(key=f"{widgets.WIDE}-{key}"):
        widgets.table(frame, name)
    with st.container(key=f"{widgets.NARROW}-{key}"):
        st.html(cards_html(frame if not title else frame[[title, *frame.columns.drop(title)]]))


def linked(frame: pd.DataFrame, addresses: Sequence[str], name: str, key: str) -> None:
    """The same with the first column as a link to the row's record; "" where there is none to open."""
    shown = frame.rename(columns=widgets.plain).map(lambda cell: widgets.plain(str(cell)))
    first = shown.columns[0]
    shown[first] = [
        f"[{cell}]({address})" if address else cell
        for cell, address in zip(shown[first], addresses, strict=True)
    ]
    with st.container(key=f"{widgets.WIDE}-{key}"):
        st.table(shown, border="horizontal", hide_index=True, alt=name)
    with st.container(key=f"{widgets.NARROW}-{key}"):
        st.html(cards_html(frame, addresses))


def cards_html(frame: pd.DataFrame, addresses: Sequence[str] = ()) -> str:
    """One card a row: the first column as its title, the others with their names; everything is escaped."""
    rows = frame.to_dict("records")
    return "".join(
        _card({str(name): str(cell) for name, cell in row.items()}, address)
        for row, address in zip(rows, addresses or [""] * len(rows), strict=True)
    )


def _card(row: dict[str, str], address: str) -> str:
    (_, title), *others = row.items()
    line = " · ".join(f"{name}: {cell}" for name, cell in others if cell)
    said = f"<b>{escape(title)}</b>"
    if address:
        said = f'<a href="{escape(address)}" target="_self" style="{TOUCH}">{said}</a>'
    return f'<div class="nc-cong-bo"><p>{said}</p><p class="nc-dau">{escape(line)}</p></div>'
