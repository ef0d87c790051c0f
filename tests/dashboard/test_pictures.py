"""Do the pictures of phases, changes, units and quality draw what their numbers say?"""

from __future__ import annotations

import math

import pytest

from dashboard import frames_network, frames_time
from dashboard.charts import heat, shares, tiles, units, waterfall
from dashboard.charts.palette import BAR, INK, SHAPES, STATUS
from dashboard.text import text
from db.rules.periods import PHASES
from db.rules.status import WORST_FIRST
from tests.dashboard.network_rows import PROVINCES, make_quality, make_unit
from tests.dashboard.rows import make_row

NAN = math.nan


def inside(picture, width: float) -> bool:
    """Whether every mark lies upon the picture."""
    marks, spec = picture
    across = marks[["x", "x2"]]
    down = marks[["y", "y2"]]
    return (
        across.max().max() <= width + 2
        and across.min().min() >= -2
        and down.max().max() <= spec["height"]
        and down.min().min() >= 0
    )


def areas(marks, fill: str):
    return marks[(marks["style"] == "area") & (marks["fill"] == fill)]


# -- years ---------------------------------------------------------------------------------------------


def standings():
    histories = {2024: {"2024": 31}, 2025: {"2024": 31, "2025": 40}, 2026: {"2025": 40, "2026": 1}}
    return [
        [make_row("5.3", history=history, year=year), make_row("5.4", year=year)]
        for year, history in histories.items()
    ]


def test_a_boundary_year_is_drawn_in_both_its_phases():
    marks, _ = heat.heat_table(frames_time.year_cells(standings(), 2026), frames_time.stretches())
    assert (marks["text"] == "2028").sum() == 2 and (marks["text"] == "2033").sum() == 2
    assert (marks["text"] == "2027").sum() == 1
    assert (marks["text"] == text("heat.review")).sum() == 2  # 2028 ends phase 1, 2033 phase 2; once each


def test_a_year_without_data_is_a_drawn_cell_and_a_year_ahead_is_blank():
    frame = frames_time.year_cells(standings(), 2026).query("code == '5.4'")
    assert set(frame.query("year == 2025")["status"]) == {"no_data"}
    assert set(frame.query("year > 2026")["status"]) == {""}
    marks, _ = heat.heat_row(frame, frames_time.stretches())
    assert (marks["style"] == "dashed").sum() == 3
    assert len(areas(marks, heat.TRACK)) == 15 - 3  # 15 columns, three years known


def test_the_year_looked_at_has_a_frame():
    for year, framed in ((2026, 1), (2030, 1), (2028, 2)):
        frame = frames_time.year_cells(standings(), year).query("code == '5.3'").assign(status="achieved")
        marks, _ = heat.heat_row(frame, frames_time.stretches())
        assert len(areas(marks, INK)) == framed, year


@pytest.mark.parametrize("status", WORST_FIRST)
def test_every_status_has_its_symbol_in_the_cell(status):
    """Colour is never alone."""
    assert heat.SYMBOL[status] in SHAPES and status in heat.CELL
    same_fill = [other for other in STATUS if heat.CELL[other][0] == heat.CELL[status][0]]
    words = {heat.SYMBOL[other] for other in same_fill}
    assert len(words) >= len(
        {STATUS[other][0] for other in same_fill if other not in ("no_data", "not_due", "no_target")}
    )


def test_tables_of_years_stay_on_their_page():
    frame = frames_time.year_cells(standings(), 2026)
    assert inside(heat.heat_table(frame, frames_time.stretches()), heat.WIDE)
    assert inside(heat.heat_column(frame, frames_time.stretches()), heat.PHONE)
    assert inside(heat.heat_row(frame.query("code == '5.3'"), frames_time.stretches(), width=328), 328)


def test_the_review_counts_finished_years_of_its_phase_only():
    found = frames_time.review(standings(), PHASES[0], 2026)
    assert (found.past, found.left) == (2, 4)
    assert found.counts["achieved"] == 1 and found.counts["no_target"] >= 1
    table = frames_time.review_table(found).set_index(text("m.code"))
    assert table.loc["5.3", text("phase.years_met")] == "1"


def test_the_table_of_years_says_every_status_in_words():
    shown = frames_time.cells_table(frames_time.year_cells(standings(), 2026))
    assert list(shown.columns[-3:]) == ["2024", "2025", "2026"]
    assert shown.set_index(text("m.code")).loc["5.3", "2025"] == text("status.achieved")


# -- map -----------------------------------------------------------------------------------------------


def map_marks():
    return tiles.tile_map(frames_network.tile_frame(PROVINCES, 3), frames_network.tile_words())


def test_tiles_are_equal_and_stand_where_the_table_of_provinces_says():
    marks, _ = map_marks()
    wide = set((areas(marks, tiles.RAMP[4])["x2"] - areas(marks, tiles.RAMP[4])["x"]).round())
    assert wide == {tiles.TILE_X, 16}  # the tile and its sample in the legend
    hanoi = marks[marks["text"] == "Hà Nội"].iloc[0]
    assert (hanoi["x"] // tiles.STEP_X, hanoi["y"] // tiles.STEP_Y) == (2, 2)


def test_hoang_sa_stands_beside_da_nang_and_truong_sa_below_khanh_hoa():
    marks, _ = map_marks()
    at = {
        row["text"]: (row["x"] // tiles.STEP_X, row["y"] // tiles.STEP_Y) for row in marks.to_dict("records")
    }
    assert at[text("tiles.hoang_sa")] == (5, 7) and at[text("tiles.truong_sa")] == (5, 12)
    assert (marks["shape"] == "islands").sum() == 2
    assert "không thể hiện địa giới" in text("tiles.note") and text("tiles.note") in set(marks["text"])


def test_a_province_without_a_unit_is_dashed_and_one_that_waits_is_marked():
    marks, _ = map_marks()
    assert (marks["style"] == "dashed").sum() == 2  # the tile and the legend
    assert (marks["shape"] == STATUS[frames_network.WAITS][0]).sum() == 2 + 1  # none, some, legend
    assert {text(f"units.province_{state}") for state in frames_network.PROVINCE_LOOKS} <= set(marks["text"])
    assert inside(map_marks(), tiles.WIDTH)


@pytest.mark.parametrize(
    ("value", "look"),
    [(None, "dashed"), (0, "zero"), (1, "ramp0"), (5, "ramp0"), (6, "ramp1"), (900, "ramp4")],
)
def test_the_ramp_keeps_missing_and_zero_apart(value, look):
    assert tiles.ramp_look(value, (5, 15, 30, 60)) == look


# -- units ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [units.WIDE, units.PHONE])
def test_every_state_of_a_unit_has_its_own_mark(layout):
    frame = frames_network.unit_frame(
        [make_unit("Hội Bảo vệ quyền trẻ em thành phố Huế", "on_time", "late", "nil", "missing")]
    )
    picture = units.unit_table(frame, ("I", "II", "III", "IV"), 2, layout)
    right = picture.marks[(picture.marks["style"] == "symbol") & (picture.marks["x"] > layout.quarters)]
    assert [*right["shape"][-5:]] == ["disc", "disc", "half", "dash", "square"]
    assert inside(picture, layout.width)
    drawn = [marks for state, marks in units.MARKS.items() if state not in ("ahead", "not_expected")]
    assert len(set(drawn)) == len(drawn)


# -- waterfall -----------------------------------------------------------------------------------------


def step(
    label: str, start: float, end: float, *, total: bool = False, target: float = NAN
) -> dict[str, object]:
    return {
        "label": label, "note": "", "start": start, "end": end, "shown": label,
        "total": total, "target": target, "target_shown": "",
    }  # fmt: skip


@pytest.mark.parametrize("layout", [waterfall.WIDE, waterfall.PHONE])
def test_each_bar_begins_where_the_one_before_ended(layout):
    import pandas as pd

    rows = [
        step("A", 0, 10, total=True, target=40),
        step("+20", 10, 30),
        step("-5", 30, 25),
        step("B", 0, 25, total=True),
    ]
    picture = waterfall.waterfall(pd.DataFrame(rows), layout)
    per_unit = (layout.right - layout.left) / 40
    more, less = (areas(picture.marks, fill).iloc[0] for fill in (waterfall.MORE, waterfall.LESS))
    first, last = areas(picture.marks, BAR).iloc[0], areas(picture.marks, BAR).iloc[1]
    assert (more["x2"] - more["x"], less["x2"] - less["x"]) == pytest.approx((20 * per_unit, 5 * per_unit))
    assert more["x"] == pytest.approx(first["x2"]) and less["x2"] == pytest.approx(more["x2"])
    assert last["x2"] == pytest.approx(less["x"]) and inside(picture, layout.width)


# -- shares --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [shares.WIDE, shares.PHONE])
def test_a_share_is_a_bar_with_n_of_n_and_nothing_due_is_no_bar(layout):
    frame = frames_network.share_frame(make_quality().shares)
    picture = shares.share_table(frame, layout)
    bar = areas(picture.marks, BAR).iloc[0]
    assert len(areas(picture.marks, BAR)) == 1
    assert bar["x2"] - bar["x"] == pytest.approx(layout.full * 23 / 28)
    assert {"23/28 · 82\u00a0%", text("quality.share_none")} <= set(picture.marks["text"])
    assert (picture.marks["style"] == "dashed").sum() == 1 and inside(picture, layout.width)


def test_an_incomplete_share_never_says_all():
    frame = frames_network.share_frame([type(make_quality().shares[0])("completeness", "2026", 999, 1000)])
    assert "100" not in frame["shown"][0].split("·")[1]
