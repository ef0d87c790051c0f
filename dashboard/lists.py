"""How is a table read on a phone?  As a list of cards, made of the same frame; the wide page keeps the table."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard import widgets


def table_or_cards(frame: pd.DataFrame, name: str, key: str) -> None:
    """A frame of texts: as a table where there is room, as cards under each other where there is not."""
    with st.container(key=f"{widgets.WIDE}-{key}"):
        widgets.table(frame, name)
    with st.container(key=f"{widgets.NARROW}-{key}"):
        st.html(cards_html(frame))


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
