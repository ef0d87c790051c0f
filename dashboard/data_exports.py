"""What would be exported, and what was?  A part of ``data``, kept in the same way."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import records
from db.exports.sets import counts_or_none
from db.queries import snapshots as _snapshots
from db.queries.snapshots import SnapshotRow
from db.rules.exports import ALL_KEPT, Wanted

KEEP_SECONDS = 3600


@st.cache_data(max_entries=16, ttl=KEEP_SECONDS, show_spinner=False)
def export_counts(version: int, year: int, as_of: date) -> dict[str, int] | None:
    """How many rows each set of a year would have; None when not one figure is known."""
    with records.reading() as session:
        return counts_or_none(session, Wanted(ALL_KEPT, year, year, as_of))


@st.cache_data(max_entries=4, ttl=KEEP_SECONDS, show_spinner=False)
def snapshots(version: int) -> tuple[SnapshotRow, ...]:
    """The newest snapshots."""
    with records.reading() as session:
        return _snapshots.snapshots(session)
