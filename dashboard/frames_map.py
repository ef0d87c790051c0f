"""Which provinces have reported a quarter?  The tiles of the first page: a fraction of units in each."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from dashboard.charts import tiles
from dashboard.frames_network import PROVINCE_LOOKS
from dashboard.language import worded
from dashboard.text import text
from db.queries.reporting_status import REPORTED, ReportingStatus


def report_tiles(status: ReportingStatus, quarter: int) -> pd.DataFrame:
    """The map of one quarter with how many of a province's units reported.

    Shape: one row per province; columns `tiles.FRAME`.
    """
    states = [(unit.province_code, unit.states[quarter - 1]) for unit in status.units]
    expected = Counter(code for code, state in states if state != "not_expected")
    reported = Counter(code for code, state in states if state in REPORTED)
    rows = []
    for row in status.provinces:
        state = row.states[quarter - 1]
        look, mark = PROVINCE_LOOKS[state]
        shown = _shown(state, reported[row.code], expected[row.code])
        rows.append((row.code, worded(row, "short"), row.tile_row, row.tile_col, shown, look, mark))
    return pd.DataFrame(rows, columns=list(tiles.FRAME))


def _shown(state: str, reported: int, expected: int) -> str:
    if state in ("no_unit", "not_due"):
        return text(f"map.{state}")
    return text("map.reported", reported=reported, expected=expected)
