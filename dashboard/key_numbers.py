"""Which few numbers does a page open with?  Tiles in a row, two beside each other on a phone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

import streamlit as st

from dashboard.charts.palette import GREY, INK, OVERDUE, TINT

_ROW = "display:flex;flex-wrap:wrap;gap:8px;margin:2px 0 6px"
_TILE = "flex:1 1 128px;max-width:240px;border-radius:6px;padding:8px 14px 9px;margin:0"
_CALM = "#F4F6F8"


class KeyNumber(NamedTuple):
    """A number with its name; an alarm is tinted, and its name says what it is."""

    name: str
    shown: str
    alarm: bool = False


def show(numbers: Iterable[KeyNumber]) -> None:
    """The tiles; nothing where there are none."""
    if found := tiles_html(numbers):
        st.html(found)


def tiles_html(numbers: Iterable[KeyNumber]) -> str:
    """The same as a piece of something larger; "" where there are none."""
    found = "".join(map(_tile, numbers))
    return f'<div role="list" style="{_ROW}">{found}</div>' if found else ""


def _tile(number: KeyNumber) -> str:
    ground, ink = (TINT, OVERDUE) if number.alarm else (_CALM, INK)
    faint = OVERDUE if number.alarm else GREY
    name = f'<div style="font-size:13.5px;color:{faint}">{escape(number.name)}</div>'
    value = f'<div style="font-size:20px;font-weight:600;color:{ink}">{escape(number.shown)}</div>'
    return f'<div role="listitem" style="{_TILE};background:{ground}">{name}{value}</div>'
