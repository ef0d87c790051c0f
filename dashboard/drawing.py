"""How does a chart reach the page?  With its description, and so that a chart that fails fails alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.text import text

log = logging.getLogger("nhipcau.dashboard")


class Ready(NamedTuple):
    """A picture as it is sent, with its description: to be kept and shown to every reader."""

    marks: pa.Table
    spec: dict[str, Any]
    alt: str


def ready(marks: pd.DataFrame, spec: dict[str, Any], alt: str) -> Ready:
    """The picture with its marks in the form of the wire, which a frame takes longer to reach than to draw.

    Raises: ValueError or TypeError where a column holds what cannot be sent.
    """
    return Ready(_packed(pa.Table.from_pandas(marks, preserve_index=False)), spec, alt)


def _packed(marks: pa.Table) -> pa.Table:
    """The same marks in half the bytes: words and colours come again and again, pixels are small.

    What is sent is also copied, hashed and written out at every run of every reader.
    """
    return pa.table([_in_few_bytes(column) for column in marks.columns], names=marks.column_names)


def _in_few_bytes(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_floating(column.type):
        return column.cast(pa.float32())
    return column.dictionary_encode() if _is_text(column.type) else column


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def chart(marks: pd.DataFrame | pa.Table, spec: dict[str, Any], alt: str, key: str | None = None) -> None:
    """A picture with its description for whoever does not see it; the style sheet knows it by its key."""
    try:
        st.vega_lite_chart(marks, spec, theme=None, width="stretch", alt=alt, key=key)
    except (ValueError, TypeError) as fault:
        _failed(fault, key)


def pressed(marks: pa.Table, spec: dict[str, Any], alt: str, key: str, pick: str) -> str | None:
    """A picture whose rows can be pressed; the code of the row that was."""
    try:
        state = st.vega_lite_chart(
            marks, spec, theme=None, width="stretch", alt=alt, key=key, on_select="rerun", selection_mode=pick
        )
    except (ValueError, TypeError) as fault:
        _failed(fault, key)
        return None
    found = state.selection.get(pick) or [{}]
    code = found[0].get("code")
    return code if isinstance(code, str) else None


@contextmanager
def alone(key: str | None = None) -> Iterator[None]:
    """Whatever goes wrong while a picture is put together ends in its own place, and the page goes on.

    `key`: the picture's, where the style sheet decides on which pages it stands.
    """
    try:
        yield
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        _failed(fault, key)


def _failed(fault: Exception, key: str | None) -> None:
    """Say so where the picture would have stood: not twice where one of two is shown."""
    log.error("chart %s", type(fault).__name__)
    with st.container(key=key and f"{key}-loi"):
        st.warning(text("s.chart_failed"))
