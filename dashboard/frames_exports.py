"""What does the export page list?  Sets with their rows, snapshots with their numbers, as frames of words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.figures import write_date, write_number
from dashboard.text import text
from db.queries.moments import day_of
from db.queries.snapshots import SnapshotRow
from db.rules.exports import SETS
from db.rules.roles import may


def set_table(counts: Mapping[str, int]) -> pd.DataFrame:
    """Shape: one row per set; its name and how many rows its file would have."""
    return pd.DataFrame(
        {text("exports.set"): text(f"exports.{name}"), text("exports.rows"): write_number(count)}
        for name, count in counts.items()
    )


def may_fetch(role: str, row: SnapshotRow) -> bool:
    """Whether this role may have every set of a snapshot."""
    return all(may(role, SETS[name].action) for name in row.wanted.sets)


def snapshot_table(rows: Iterable[SnapshotRow]) -> pd.DataFrame:
    """Shape: one row per snapshot, the newest first."""
    return pd.DataFrame(_snapshot(row) for row in rows)


def _snapshot(row: SnapshotRow) -> dict[str, str]:
    content = row.content
    marked = f" ({text('exports.sample')})" if content and content.sample else ""
    return {
        text("exports.number"): text("exports.number_n", n=row.number) + marked,
        text("exports.as_of_day"): write_date(row.wanted.as_of),
        text("exports.sets"): "; ".join(text(f"exports.{name}") for name in row.wanted.sets),
        text("exports.rows"): write_number(sum(content.rows.values()))
        if content
        else text("exports.unfinished"),
        text("exports.made"): write_date(day_of(row.made_at)),
        text("exports.by"): row.made_by_vi,
    }
