"""Do the pictures of a measure's page draw what their numbers say, inside their own edges?"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import altair as alt
import pandas as pd
import pytest

from dashboard import (
    frames,
    measure_pace,
    measure_past,
    measure_requests,
    measure_standing,
    measure_windows,
)
from dashboard.charts import compound, lines, months, pace, parts, timeline, years
from dashboard.charts.canvas import LAYERS, width_of
from dashboard.charts.palette import BAR, EXPECTED, INK, OVERDUE, PENDING
from dashboard.text import text
from db.queries.forecasts import forecast_of
from db.queries.ledger_year import LedgerItem, LedgerMonth
from db.queries.year_curve import Point, YearCurve
from tests.dashboard.rows import AS_OF, GROWTH, make_row
from tests.dashboard.test_pictures import areas, inside

ROW = replace(make_row("5.3", history={"2025": 31, "2026": 30}, waiting=4), records=30)
CURVE = YearCurve(
    "5.3", 2026, AS_OF,
    tuple(Point(date(2026, month, 15), month * 30 // 9) for month in range(1, 10)),
    tuple(Point(date(2025, month, 15), month * 31 // 12) for month in range(1, 13)),
    23,
)  # fmt: skip
MONTHS = [LedgerMonth(month, month % 4, month % 2, month % 3) for month in range(1, 13)]


def item(number: str, due: date | None, days: int | None, state: str = "overdue") -> LedgerItem:
    return LedgerItem(
        1, number, date(2026, 7, 1), due, None, state, False, "answered", days, own=True
    )  # fmt: skip


ITEMS = [
    item("2.2-1", date(2026, 8, 15), 46),
    item("2.2-2", date(2026, 10, 5), -5, "open"),
    item("2.2-3", None, None, "open"),
]
HISTORY = {2024: 26, 2025: 31, 2026: 30}


def in_year(year):
    """5.3 in a year, with the parameters its card holds."""
    row = make_row("5.3", history={str(one): HISTORY[one] for one in HISTORY if one <= year}, year=year)
    return replace(row, measure=replace(row.measure, params=GROWTH))


YEARS = [in_year(year) for year in HISTORY]


def curve(layout=pace.WIDE, row=ROW, found=CURVE):
    forecast = forecast_of(row)
    scale, _ = measure_pace.scale_of(row, found, forecast)
    return pace.pace_curve(measure_pace.pace_of(row, found, forecast, scale), layout)


def strip(layout=timeline.WIDE):
    drawn = [measure_requests.strip_line(one, AS_OF) for one in ITEMS]
    return timeline.timeline(drawn, measure_requests.strip_scale(AS_OF), layout)


def windows(layout=timeline.WIDE):
    row = make_row(
        "3.3", "periodic", params={"periods_per_year": 2},
        requests=[{"period": "2026-H1", "done": "2026-07-13", "verified": True}],
    )  # fmt: skip
    drawn = [measure_windows.window_line(window, 2026) for window in row.evaluation.windows]
    return timeline.timeline(drawn, measure_windows.year_scale(row), layout, measure_windows.window_keys(row))


def path(layout=compound.WIDE):
    row = YEARS[-1]
    found = measure_past.path_of(row, YEARS)
    frame = measure_past.path_frame(row, YEARS, found, every=not layout.short)
    return compound.compound_path(frame, "20 %", layout)


PARTS = pd.DataFrame(
    [("Nữ", 1.0, "20 trẻ em", True), ("Nam", math.nan, "ẩn", True), ("Không ghi", 0.5, "10 trẻ em", False)],
    columns=list(parts.FRAME),
)
FRAME = measure_requests.month_frame(MONTHS)
PICTURES = {
    "pace": (curve(), pace.WIDE), "pace-phone": (curve(pace.PHONE), pace.PHONE),
    "strip": (strip(), timeline.WIDE), "strip-phone": (strip(timeline.PHONE), timeline.PHONE),
    "windows": (windows(), timeline.WIDE), "windows-phone": (windows(timeline.PHONE), timeline.PHONE),
    "months": (months.month_columns(FRAME), months.WIDE),
    "months-phone": (months.month_columns(FRAME, months.PHONE), months.PHONE),
    "parts": (parts.part_bars(PARTS), parts.WIDE),
    "parts-phone": (parts.part_bars(PARTS, parts.PHONE), parts.PHONE),
    "path": (path(), compound.WIDE), "path-phone": (path(compound.PHONE), compound.PHONE),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_valid_small_and_inside_its_edges(name):
    picture, layout = PICTURES[name]
    drawn = alt.LayerChart.from_dict({**picture.spec, "data": {"name": "marks"}}).to_dict()
    assert drawn["height"] == picture.spec["height"] and "data" not in picture.spec
    assert len(json.dumps(picture.spec)) < 12_000
    assert inside(picture, layout.width)


@pytest.mark.parametrize("name", PICTURES)
def test_every_mark_of_a_picture_has_a_layer_that_draws_it(name):
    """Control: a style left out of the spec is drawn by nobody and says nothing."""
    (marks, spec), _ = PICTURES[name]
    filters = [layer["transform"][0]["filter"] for layer in spec["layer"]]
    styles = (*LAYERS, lines.BAND, lines.SLOPE, lines.DOTTED)
    assert set(marks["style"]) <= {style for style in styles if f"datum.style == '{style}'" in filters}


# -- the year's curve ----------------------------------------------------------------------------------


def test_the_curve_ends_at_the_day_looked_at_and_the_waiting_stands_on_it():
    marks, _ = curve()
    found = measure_pace.pace_of(ROW, CURVE, forecast_of(ROW), 1)
    end = pace.WIDE.left + found.until * (pace.WIDE.right - pace.WIDE.left)
    assert max(areas(marks[marks["y"] < pace.WIDE.floor], BAR)["x2"]) == pytest.approx(end + 1.5)
    (waiting,) = areas(marks[marks["y"] < pace.WIDE.floor], PENDING).itertuples()
    assert (waiting.x + waiting.x2) / 2 == pytest.approx(end)
    tall = (pace.WIDE.floor - pace.WIDE.top) * 4 / 50
    assert waiting.y2 - waiting.y == pytest.approx(tall - 2)


def test_the_even_pace_leads_to_the_target_and_the_fan_holds_the_forecast():
    marks, _ = curve()
    forecast = forecast_of(ROW)
    (even,) = marks[(marks["style"] == lines.DOTTED) & (marks["x2"] == pace.WIDE.right)].itertuples()
    target = pace.WIDE.floor - (pace.WIDE.floor - pace.WIDE.top) * 38 / 50
    assert (even.x, even.y, even.y2) == (pace.WIDE.left, pace.WIDE.floor, pytest.approx(target))
    start, end = marks[marks["style"] == lines.BAND].itertuples()
    assert start.y == start.y2 and end.x == pace.WIDE.right and start.fill == EXPECTED
    reach = (pace.WIDE.floor - pace.WIDE.top) * (forecast.high - forecast.low) / 50
    assert end.y2 - end.y == pytest.approx(reach)


def test_a_year_that_is_over_has_no_fan_and_no_day_looked_at():
    row = make_row("5.3", history={"2024": 26, "2025": 31}, year=2025)
    found = measure_pace.pace_of(row, replace(CURVE, year=2025), forecast_of(row), 1)
    assert found.forecast is None and found.now is None and found.until == 1
    words = set(pace.pace_curve(found).marks["text"].dropna())
    assert "31 đã xác minh" in words and not any("tính đến" in one for one in words)


def test_a_confirmed_nil_is_a_line_at_zero_and_nothing_known_is_no_line():
    empty = YearCurve("5.3", 2026, AS_OF, (), (), None)
    nil, unknown = make_row("5.3", history={"2025": 4, "2026": 0}), make_row("5.3", history={"2025": 4})
    assert measure_pace.pace_of(nil, empty, forecast_of(nil), 1).points == [(0.0, 0.0)]
    assert measure_pace.pace_of(unknown, empty, forecast_of(unknown), 1).points == []


def test_words_at_the_end_of_the_lines_do_not_touch():
    for layout in (pace.WIDE, pace.PHONE):
        marks, _ = curve(layout)
        ends = marks[(marks["x"] == layout.right + 10) & marks["text"].notna()].sort_values("y")
        assert len(ends) == 3 and ends["y"].diff().dropna().min() >= 15.9


@pytest.mark.parametrize(
    ("top", "last"), [(0, 1), (1, 1), (5, 5), (11, 15), (43, 50), (1231, 1500), (10**10, 10**10)]
)
def test_the_scale_is_round_and_holds_the_top(top, last):
    found = measure_pace.ticks(top)
    assert found[0] == 0 and found[-1] == last >= top and len(found) <= 6


def test_money_is_written_in_the_scale_the_title_names():
    row = make_row(
        "8.2",
        "increase",
        {"2025": 6_200_000_000, "2026": 6_850_000_000},
        params={"measure": "amount"},
        unit="đồng",
    )
    points = (Point(date(2026, 5, 1), 6_850_000_000),)
    found = YearCurve("8.2", 2026, AS_OF, points, (), None)
    assert measure_pace.scale_of(row, found, forecast_of(row)) == (10**9, "tỷ đồng")
    words = set(curve(row=row, found=found).marks["text"].dropna())
    assert "6,9 đã xác minh" in words and not any("000.000" in one for one in words)


def test_the_same_day_last_year_is_compared_in_words():
    words = measure_pace.compared(ROW, CURVE).replace("\u00a0", " ")
    assert words == "Cùng kỳ năm trước: 23 sản phẩm; năm nay hơn 7 sản phẩm."
    assert measure_pace.compared(ROW, replace(CURVE, by_now_last_year=None)) == ""


@pytest.mark.parametrize(
    ("share", "words"), [(0.999, "trên 99 %"), (1.0, "trên 99 %"), (0.0, "dưới 1 %"), (0.41, "41 %")]
)
def test_a_chance_promises_no_more_than_is_known(share, words):
    assert measure_pace.chance(share).replace("\u00a0", " ") == words


def test_the_table_of_the_curve_says_each_month_and_leaves_those_ahead_out():
    table = measure_pace.month_table(ROW, CURVE)
    assert list(table.iloc[8])[1:] == ["30\u00a0sản phẩm", "23\u00a0sản phẩm"]
    assert table.iloc[11, 1] == "–" and table.iloc[11, 2] == "31\u00a0sản phẩm"


# -- the others ----------------------------------------------------------------------------------------


def test_an_overdue_request_is_red_from_its_last_day_and_one_in_time_is_not():
    marks, _ = strip()
    red = areas(marks, OVERDUE)
    assert len(red) == 1 and red["x2"].iloc[0] == pytest.approx(timeline._x(timeline.WIDE, 50 / 80))
    words = set(marks["text"].dropna())
    assert {"quá hạn 46 ngày", "còn 5 ngày", "thiếu hạn"} <= words


def test_columns_of_a_month_stand_on_each_other_and_say_done_of_decided():
    marks, _ = months.month_columns(FRAME)
    assert FRAME["shown"].iloc[10] == "4/6"  # three in time, one late, two overdue
    column = marks[
        (marks["style"] == "area") & (marks["x"] == marks[marks["text"] == "11"]["x"].iloc[0] - 15)
    ]
    assert list(column["fill"]) == [BAR, PENDING, OVERDUE]
    assert column["y"].iloc[0] > column["y"].iloc[1] > column["y"].iloc[2]


def test_a_hidden_part_has_no_length_and_says_why():
    marks, _ = parts.part_bars(PARTS)
    assert (marks["style"] == "dashed").sum() == 1 and "ẩn" in set(marks["text"].dropna())
    assert len(areas(marks, BAR)) == 1 and len(areas(marks, PENDING)) == 1


def test_the_path_compounds_from_the_first_full_year():
    found = measure_past.path_of(YEARS[-1], YEARS)
    assert (found.base_year, found.base, found.wanted[2025], found.wanted[2035]) == (2024, 26, 32, 194)
    assert "gấp 7,5 lần" in measure_past.path_sentence(YEARS[-1], found)
    assert measure_past.path_of(make_row("5.3"), [make_row("5.3")]) is None
    marks, _ = path(compound.PHONE)
    assert len(areas(marks[marks["y"] < compound.PHONE.floor], INK)) == 12  # 2024 to 2035
    assert {"26", "54", "135", "194"} <= set(marks["text"].dropna())


@pytest.mark.parametrize(("given", "said"), [({}, "30"), ({"grace_days": 45}, "45"), ({"grace_days": 0}, "")])
def test_the_key_of_the_windows_says_the_days_of_grace_in_force(given, said):
    row = make_row("3.3", "periodic", params={"periods_per_year": 2, **given})
    names = [name for _, _, name in measure_windows.window_keys(row)]
    wanted = [text("windows.key_grace", n=said)] if said else []
    assert [name for name in names if "nộp thêm" in name] == wanted


def test_every_column_has_the_target_of_its_own_year():
    past = YEARS[-4:-1]
    frame = frames.year_columns(YEARS[-1], past).set_index("year")
    asked = {one.year: one.evaluation.target for one in YEARS[-4:]}
    shown = {year: row["target_shown"] for year, row in frame.iterrows() if not math.isnan(row["target"])}
    assert shown == {year: str(target) for year, target in asked.items() if target is not None}
    assert len(shown) >= 2 and len(set(shown.values())) == len(shown)
    tallest = max(*asked.values(), *(value for _, value in YEARS[-1].years), key=lambda one: one or 0)
    assert all(frame["target"][year] == pytest.approx(asked[year] / tallest) for year in shown)
    marks = years.year_marks(frame.reset_index())
    assert (areas(marks, INK)["y2"] - areas(marks, INK)["y"] == 3).sum() == len(shown)
    said = [measure_standing.year_sentence({"year": year, **row}) for year, row in frame.iterrows()]
    assert all(
        any(f"{year}: " in one and f"chỉ tiêu {n}" in one for one in said) for year, n in shown.items()
    )
    assert frames.year_columns(YEARS[-1])["target"].notna().sum() == 1


def test_four_columns_fit_a_phone():
    frame = frames.year_columns(ROW)
    for layout in (years.WIDE, years.PHONE):
        marks = years.year_marks(frame, layout)
        assert marks[["x", "x2"]].max().max() <= layout.width + 4
        assert len(areas(marks, BAR)) == 1


@pytest.mark.parametrize(
    ("layout", "room"), [(years.WIDE, years.WIDE.column), (years.PHONE, years.PHONE.step)]
)
@pytest.mark.parametrize("shown", ["30", "4.390", "10,1 tỷ đồng"])
def test_a_number_stays_inside_its_column_or_on_a_phone_off_the_next(layout, room, shown):
    frame = frames.year_columns(ROW).assign(shown=shown, target_shown="")
    marks = years.year_marks(frame, layout)
    said = marks[marks["text"] == shown]
    assert len(said) and all(width_of(one.text, one.style) <= room for one in said.itertuples())


@pytest.mark.parametrize("layout", [pace.WIDE, pace.PHONE])
def test_the_years_number_never_lies_on_its_own_line(layout):
    scale, forecast = 1, forecast_of(ROW)
    found = replace(
        measure_pace.pace_of(ROW, CURVE, forecast, scale),
        points=[(0.2, 0.1), (0.55, 0.25), (0.7, 0.3), (0.85, 0.4)],
        until=0.9, now=0.9, target=1.0, last_year=(),
    )  # fmt: skip
    marks = pace.pace_curve(found, layout).marks
    (said,) = marks[(marks["text"] == found.shown) & (marks["style"] == "strong_right")].itertuples()
    height, wide = layout.floor - layout.top, layout.right - layout.left
    begins = (said.x - width_of(said.text, said.style) - layout.left) / wide
    lowest = layout.floor - height * max(value for day, value in found.points if day <= begins)
    assert said.y - 6.5 > lowest
