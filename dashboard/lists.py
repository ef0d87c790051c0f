"""How is a table read on a phone?  As a list of cards; the wide page keeps the table."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard import widgets


def table_or_cards(frame: pd.DataFrame, name: str, key: str, title: str = "") -> None:
    """A frame of texts: a table where there is room, else cards; `title` is the column that heads a card."""
    with st.container(key=f"{widgets.WIDE}-{key}"):
        widgets.table(frame, name)
    with st.container(key=f"{widgets.NARROW}-{key}"):
        st.html(cards_html(frame if not title else frame[[title, *frame.columns.drop(title)]]))


def cards_html(frame: pd.DataFrame) -> str:
    """One card a row: the first column as its title, the others with their names; everything is escaped."""
    return "".join(
        _card({str(name): str(cell) for name, cell in row.items()}) for row in frame.to_dict("records")
    )


def _card(row: dict[str, str]) -> str:
    (_, title), *others = row.items()
    line = " · ".join(f"{name}: {cell}" for name, cell in others if cell)
    said = f"<p><b>{escape(title)}</b></p>"
    return f'<div class="nc-cong-bo">{said}<p class="nc-dau">{escape(line)}</p></div>'
