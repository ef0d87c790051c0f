"""Do the pictures of the first page and of the objectives draw what their numbers say?"""

from __future__ import annotations

import json
import math
from datetime import date

import altair as alt
import pytest

from dashboard import frames, frames_map, frames_network
from dashboard.charts import bullets, cards, phone, tiles
from dashboard.charts.palette import EXPECTED, GREY, STATUS
from dashboard.text import text
from db.queries.forecasts import ForecastRow
from db.rules.status import WORST_FIRST
from tests.dashboard.network_rows import PROVINCES, make_status, make_unit
from tests.dashboard.rows import make_objective, make_row, one_of_each_kind
from tests.dashboard.test_charts import widths
from tests.dashboard.test_pictures import inside

BLOCKS = (make_objective(5, "5.1"),)
ROW = make_row("5.1", history={"2025": 31, "2026": 30})  # its target is 38


def forecast(low: int | None, high: int | None) -> dict[str, ForecastRow]:
    return {"5.1": ForecastRow("5.1", low, high, None, "", None, 12)}


def drawn(low: int | None, high: int | None, row=ROW):
    frame = frames.overview((row,), BLOCKS, forecast(low, high))
    return frame, bullets.bullet_marks(frame, 2026)


# -- the forecast --------------------------------------------------------------------------------------


def test_the_forecast_is_a_line_from_its_low_to_its_high_end():
    frame, marks = drawn(33, 42)
    assert frame.loc[0, ["low", "high"]].tolist() == pytest.approx([33 / 38, 42 / 38])
    assert widths(marks, "5.1", GREY) == [round(9 / 38 * bullets.FULL)]
    assert text("legend.forecast") in set(marks["text"])


def test_without_a_forecast_or_with_the_target_reached_there_is_no_line():
    reached = make_row("5.1", history={"2025": 31, "2026": 40})
    for marks in (drawn(None, None)[1], drawn(41, 50, reached)[1]):
        assert widths(marks, "5.1", GREY) == []
    frame, _ = drawn(41, 50, reached)
    assert math.isnan(frame.loc[0, "low"]) and math.isnan(frame.loc[0, "high"])


def test_a_forecast_beyond_the_picture_is_cut_and_has_no_end_there():
    _, marks = drawn(38, 90)
    grey = marks[(marks["fill"] == GREY) & (marks["style"] == "area")]
    own = grey[(grey["x"] >= bullets.BARS) & (grey["y2"] < bullets.height(1, 1) - bullets.LEGEND)]
    assert own["x2"].max() == pytest.approx(bullets.BARS + bullets.CLIP * bullets.FULL)
    assert len(own) == 2  # the line and its left end


# -- phone ---------------------------------------------------------------------------------------------


def test_a_card_of_the_phone_shows_its_symbols_the_worst_first_and_frames_nothing_over():
    frame = frames.overview(one_of_each_kind(), BLOCKS)
    marks = phone.phone_marks(frame)
    head = marks[(marks["style"] == "symbol") & (marks["x"] > phone.WIDTH / 2)]
    first = head.sort_values("x").iloc[: len(frame)]
    worst_first = sorted(frame["status"], key=WORST_FIRST.index)
    assert list(first["fill"]) == [STATUS[status][1] for status in worst_first]
    boxes = marks[marks["style"] == "line"]
    assert (boxes["y2"] - boxes["y"]).max() < phone.ROW  # a filled outline would hide the bars
    titles = tuple(frame["title"].unique())
    assert marks[["y", "y2"]].max().max() <= phone.height(titles, len(frame))
    assert (marks["fill"] == EXPECTED).sum() >= 4


# -- cards ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [row.measure.code for row in one_of_each_kind()])
def test_a_card_draws_its_bar_and_its_numbers_inside_its_width(code):
    frame = frames.overview(one_of_each_kind(), BLOCKS)
    row = frame.set_index("code", drop=False).loc[code].to_dict()
    marks = cards.card_marks(row, 2026)
    assert {row["numbers"], row["note"]} <= set(marks["text"])
    assert marks[["x", "x2"]].max().max() <= cards.WIDTH and marks[["y", "y2"]].max().max() <= cards.HEIGHT
    assert (text("m.years", first=2023, last="26") in set(marks["text"])) == bool(row["years"])


@pytest.mark.parametrize(
    ("year", "heading"), [(2023, "2023"), (2025, text("m.years", first=2023, last="25")), (2028, "2025 → 28")]
)
def test_the_small_columns_begin_with_the_strategy_and_their_heading_says_their_years(year, heading):
    row = make_row("5.1", history={str(year - 1): 31, str(year): 30}, year=year, as_of=date(year, 9, 30))
    frame = frames.overview((row,), BLOCKS)
    assert len(frame.loc[0, "years"]) == min(year - 2022, 4) == len(row.years)
    assert heading in set(bullets.bullet_marks(frame, year)["text"])
    assert heading in set(cards.card_marks(frame.to_dict("records")[0], year)["text"])


def test_the_spec_of_a_card_is_valid_and_draws_every_style_of_its_marks():
    spec = cards.card_spec()
    alt.LayerChart.from_dict({**spec, "data": {"name": "marks"}}).to_dict()
    frame = frames.overview(one_of_each_kind(), BLOCKS)
    styles = {style for row in frame.to_dict("records") for style in cards.card_marks(row, 2026)["style"]}
    filters = json.dumps(spec)
    assert all(f"datum.style == '{style}'" in filters for style in styles)


# -- map -----------------------------------------------------------------------------------------------


def small_map():
    units = (
        make_unit("A", "on_time", "late", "nil", "ahead"),
        make_unit("B", "missing", "missing", "missing", "ahead"),
        make_unit("C", "not_expected", "not_expected", "not_expected", "ahead"),
    )
    status = make_status()
    status = type(status)(2026, status.as_of, status.quarters, units, PROVINCES, ())
    return frames_map.report_tiles(status, 3)


def test_a_tile_says_how_many_of_its_units_reported_and_nothing_where_there_is_none():
    shown = small_map().set_index("code")["shown"]
    assert shown["46"] == "1/2 đơn vị"  # C owes nothing
    assert shown["11"] == text("map.no_unit") and shown["56"] == text("map.not_due")


def test_the_small_map_has_every_province_both_archipelagos_and_the_note():
    picture = tiles.tile_map(small_map(), frames_network.tile_words(), tiles.SMALL)
    said = set(picture.marks["text"])
    assert set(small_map()["name"]) <= said
    assert {text("tiles.hoang_sa"), text("tiles.truong_sa"), text("tiles.note")} <= said
    assert (picture.marks["shape"] == "islands").sum() == 2
    assert inside(picture, tiles.SMALL.width) and tiles.SMALL.width <= 480
