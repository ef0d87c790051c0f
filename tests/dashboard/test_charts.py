"""Do the pictures draw what the numbers say?  Marks and specs, without a browser."""

from __future__ import annotations

import math

import pytest

from dashboard import frames
from dashboard.charts import answers, bullets, phone, years
from dashboard.charts.canvas import LAYERS
from dashboard.charts.palette import (
    BAR,
    EXPECTED,
    INK,
    OVERDUE,
    PENDING,
    TINT,
    TRACK,
    WHITE,
)
from dashboard.hidden import published
from dashboard.language import EN, VI, speak
from dashboard.text import text
from db.queries.consultations import ReleasedCell, ReleasedRow, ReleasedTable
from db.rules.suppression import POLICY, WORDS
from tests.dashboard.rows import make_objective, make_row, one_of_each_kind

BLOCKS = (make_objective(5, "5.1"),)


def drawn(rows, year: int = 2026):
    frame = frames.overview(rows, BLOCKS)
    return frame, bullets.bullet_marks(frame, year)


def pieces(marks, code: str, fill: str):
    """The filled rectangles of this colour in the row of this measure."""
    hit = marks[(marks["style"] == "hit") & (marks["code"] == code)].iloc[0]
    inside = marks["y"].between(hit["y"], hit["y2"]) & marks["y2"].between(hit["y"], hit["y2"])
    bars = marks["x"] >= bullets.BARS - 1
    return marks[(marks["style"] == "area") & (marks["fill"] == fill) & inside & bars]


def widths(marks, code: str, fill: str) -> list[int]:
    found = pieces(marks, code, fill)
    return [round(wide) for wide in (found["x2"] - found["x"]) if wide > 3]


# -- bars ----------------------------------------------------------------------------------------------


def test_a_bar_is_as_long_as_its_share():
    frame, marks = drawn(one_of_each_kind())
    row = frame.set_index("code").loc["5.1"]
    assert row["verified"] == pytest.approx(30 / 38)
    assert widths(marks, "5.1", BAR) == [round(30 / 38 * bullets.FULL)]
    assert widths(marks, "5.1", PENDING) == [round(4 / 38 * bullets.FULL)]
    assert widths(marks, "5.1", EXPECTED) == [round(28 / 38 * bullets.FULL)]


def test_track_expected_and_bar_lie_upon_each_other_in_that_order():
    """Control: merged layers without this order hid the dark bars behind the tracks."""
    _, marks = drawn(one_of_each_kind())
    order = [pieces(marks, "5.1", fill).index[0] for fill in (TRACK, EXPECTED, PENDING, BAR, INK)]
    assert order == sorted(order)
    assert LAYERS.index("area") < LAYERS.index("symbol") < LAYERS.index("plain") < LAYERS.index("hit")


def test_the_overdue_piece_is_red_set_apart_and_said_in_words():
    frame, marks = drawn(one_of_each_kind())
    row = frame.set_index("code").loc["5.4"]
    assert (row["numbers"], row["note"], row["alarm"]) == ("3 / 4", "1 quá hạn", True)
    assert widths(marks, "5.4", OVERDUE) == [bullets.FULL // 4 - 2]
    gap = pieces(marks, "5.4", WHITE).iloc[0]
    assert gap["x2"] - gap["x"] == 2


def test_a_bar_over_130_percent_is_cut_with_an_arrow_and_its_number_is_not():
    frame, marks = drawn(one_of_each_kind())
    assert frame.set_index("code").loc["5.6", "numbers"] == "40 / 12"
    assert widths(marks, "5.6", BAR) == [round(bullets.CLIP * bullets.FULL)]
    assert (marks["shape"] == "arrow").sum() == 1


def test_nothing_reported_is_a_dashed_frame_with_words_and_no_bar():
    _, marks = drawn(one_of_each_kind())
    assert widths(marks, "5.7", BAR) == []
    assert (marks["style"] == "dashed").sum() == 1
    assert text("bar.no_data.member") in set(marks["text"])


def test_zero_is_a_bar_of_no_length_and_not_missing():
    frame, marks = drawn((make_row("5.1", history={"2025": 31, "2026": 0}),))
    assert frame.loc[0, "verified"] == 0 and frame.loc[0, "numbers"] == "0 / 38"
    assert widths(marks, "5.1", BAR) == [] and widths(marks, "5.1", TRACK) == [bullets.FULL]


def test_no_base_and_no_requests_say_so_in_place_of_a_bar():
    _, marks = drawn(one_of_each_kind())
    assert {text("bar.no_target"), text("bar.no_requests")} <= set(marks["text"])


def test_windows_are_boxes_filled_when_done():
    frame, marks = drawn(one_of_each_kind())
    windows = frame.set_index("code").loc["5.5", "windows"]
    assert [words for words, _ in windows] == [text("window.half1"), text("window.half2")]
    assert len(widths(marks, "5.5", BAR)) == 1 and (marks["style"] == "line").sum() == 1


def test_a_lost_window_is_red():
    row = make_row("5.5", "periodic", params={"periods_per_year": 2}, year=2025)
    _, marks = drawn((row,), 2025)
    assert len(widths(marks, "5.5", OVERDUE)) == 2


def test_a_row_that_is_behind_is_tinted():
    frame, marks = drawn(one_of_each_kind())
    behind = set(frame.loc[frame["status"].isin(["behind", "missed"]), "code"])
    assert behind == {"5.2", "5.4"}
    assert (marks["fill"] == TINT).sum() == len(behind)


def test_every_row_has_symbol_word_and_a_place_to_press():
    frame, marks = drawn(one_of_each_kind())
    assert (marks["style"] == "hit").sum() == len(frame)
    assert set(frame["word"]) <= set(marks["text"])
    symbols = marks[(marks["style"] == "symbol") & (marks["shape"] != "arrow")]
    assert len(symbols) == len(frame)


def test_the_four_years_grow_with_their_numbers():
    frame, _ = drawn((make_row("5.1", history={"2024": 19, "2025": 38, "2026": 30}),))
    heights, target = frame.loc[0, "years"], frame.loc[0, "year_target"]
    assert math.isnan(heights[0]) and heights[1] < heights[3] < heights[2] and target == 1


def test_the_picture_is_as_tall_as_its_rows():
    frame, marks = drawn(one_of_each_kind())
    tall = bullets.height(1, len(frame))
    assert marks[["y", "y2"]].max().max() <= tall
    assert bullets.height(8, 28) <= 720  # with header and strip: one screen of 1280 by 900


# -- phone ---------------------------------------------------------------------------------------------


def test_the_phone_column_holds_the_same_facts():
    frame, wide = drawn(one_of_each_kind())
    narrow = phone.phone_marks(frame)
    facts = {fact for name in ("name", "word", "numbers", "note") for fact in frame[name]}
    assert facts <= set(narrow["text"]) and facts <= set(wide["text"])
    assert set(narrow.loc[narrow["style"] == "hit", "code"]) == set(frame["code"])


def test_nothing_on_the_phone_lies_outside_its_width_or_height():
    frame, _ = drawn(one_of_each_kind())
    marks = phone.phone_marks(frame)
    titles = tuple(frame["title"].unique())
    assert marks[["x", "x2"]].max().max() <= phone.WIDTH and marks[["x", "x2"]].min().min() >= 0
    assert marks[["y", "y2"]].max().max() <= phone.height(titles, len(frame))


def test_a_place_to_press_is_a_thumb_tall():
    marks = phone.phone_marks(frames.overview(one_of_each_kind(), BLOCKS))
    hits = marks[marks["style"] == "hit"]
    assert (hits["y2"] - hits["y"]).min() >= 44


# -- years and answers ---------------------------------------------------------------------------------


def test_year_columns_say_their_numbers_and_a_missing_year_says_so():
    row = make_row("5.3", history={"2024": 26, "2025": 31, "2026": 30})
    marks = years.year_marks(frames.year_columns(row))
    assert {"26", "31", "30", text("measure.year_missing"), "38"} <= set(marks["text"])


def test_a_number_that_is_not_published_says_so_in_the_readers_language():
    hidden = ReleasedRow("", "20", (cell("Có", None, None, POLICY.word("below")), cell("Ít", 15, 75, "15")))
    try:
        for chosen, words in ((VI, "dưới 10"), (EN, "fewer than 10")):
            speak(chosen)
            shown = frames.answers(table(None, hidden))["shown"]
            assert list(shown) == [words, text("c.cell", share=75, n="15")]
            assert {published(POLICY.word(key)) for key in WORDS} == {
                text(f"hidden.{key}", n=POLICY.threshold) for key in WORDS
            }
    finally:
        speak("")
    assert all(published(POLICY.word(key)) == POLICY.word(key) for key in WORDS)


def test_a_ratio_has_no_year_columns():
    assert frames.year_columns(make_row("5.4", "all_requests", params={"due_days": 15})).empty


def cell(label: str, count: int | None, share: int | None, shown: str) -> ReleasedCell:
    return ReleasedCell(label, count, share, shown)


def table(by: str | None, *rows: ReleasedRow) -> ReleasedTable:
    return ReleasedTable("q", "Câu hỏi?", by, "", True, rows)


SHOWN = ReleasedRow("Nữ", "120", (cell("Có", 60, 50, "60"), cell("Không", None, None, "dưới 10")))
HIDDEN = ReleasedRow(
    "Khác",
    "ẩn vì dưới 10 trẻ em",
    (cell("Có", None, None, "ẩn vì dưới 10 trẻ em"), cell("Không", None, None, "ẩn vì dưới 10 trẻ em")),
)


def test_answers_show_share_with_number_and_hidden_ones_in_words():
    marks = answers.answer_marks(frames.answers(table(None, SHOWN)))
    assert {"50 % · 60 em", "dưới 10", "Có", "Không"} <= set(marks["text"])
    bars = marks[(marks["fill"] == BAR) & (marks["style"] == "area")]
    assert [round(wide) for wide in bars["x2"] - bars["x"]] == [answers.FULL // 2]


def test_a_hidden_group_is_one_line_of_words_and_no_bars():
    frame = frames.answers(table("gioi_tinh", SHOWN, HIDDEN))
    assert list(frame["group"]) == ["Nữ", "Nữ", "Khác"]
    marks = answers.answer_marks(frame)
    assert "ẩn vì dưới 10 trẻ em" in set(marks["text"])
    assert "Số em trả lời: 120" in set(marks["text"])
    assert marks[["y", "y2"]].max().max() <= answers.height(frame)
