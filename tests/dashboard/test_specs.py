"""Are specs valid and small, is every mark drawn by a layer, and do colours keep their contrast?"""

from __future__ import annotations

import json

import altair as alt
import pytest

from dashboard import frames
from dashboard.charts import answers, bullets, phone, years
from dashboard.charts.canvas import COLUMNS, LAYERS, PICK, TEXTS, spec
from dashboard.charts.palette import SHAPES, STATUS, STRIP, TINT, WHITE, symbol_svg
from dashboard.text import text
from db.rules.status import WORST_FIRST
from tests.dashboard.rows import make_objective, one_of_each_kind
from tests.dashboard.test_charts import HIDDEN, SHOWN, table

FRAME = frames.overview(one_of_each_kind(), (make_objective(5, "5.1"),))

# -- specs ---------------------------------------------------------------------------------------------

SPECS = {
    "bullets": (bullets.bullet_spec(8, 28), bullets.bullet_marks(FRAME, 2026)),
    "phone": (phone.phone_spec(("5. A",), 9), phone.phone_marks(FRAME)),
    "years": (years.year_spec(), years.year_marks(frames.year_columns(one_of_each_kind()[0]))),
    "answers": (answers.answer_spec(99), answers.answer_marks(frames.answers(table("x", SHOWN, HIDDEN)))),
}


@pytest.mark.parametrize("name", SPECS)
def test_a_spec_is_valid_small_and_knows_no_data(name):
    built, _ = SPECS[name]
    alt.LayerChart.from_dict({**built, "data": {"name": "marks"}}).to_dict()
    assert "data" not in built and "datasets" not in built
    assert len(json.dumps(built)) < 12_000


@pytest.mark.parametrize("name", SPECS)
def test_every_mark_has_a_layer_that_draws_it(name):
    """Control: a style left out of the spec is drawn by nobody and says nothing."""
    built, marks = SPECS[name]
    filters = [layer["transform"][0]["filter"] for layer in built["layer"]]
    drawn_styles = {style for style in LAYERS if f"datum.style == '{style}'" in filters}
    assert set(marks["style"]) <= drawn_styles
    assert list(marks.columns) == list(COLUMNS)


def test_layers_keep_their_order_whatever_texts_are_used():
    built = spec(10, 10, ("big", "small"))
    filters = [layer["transform"][0]["filter"] for layer in built["layer"]]
    expected = [style for style in LAYERS if style not in TEXTS or style in ("big", "small")]
    assert filters == [f"datum.style == '{style}'" for style in expected]


def test_sizes_are_filled_in_and_one_spec_does_not_change_another():
    first, second = spec(100, 50, ("plain",)), spec(300, 70, ("plain",))
    assert first["encoding"]["x"]["scale"]["domain"] == [0, 100]
    assert second["encoding"]["y"]["scale"]["domain"] == [70, 0]
    assert (first["height"], second["height"]) == (50, 70)


def test_rows_can_be_pressed():
    assert PICK in json.dumps(bullets.bullet_spec(1, 1))


def test_no_mark_speaks_for_itself_to_a_screen_reader():
    """The chart's description speaks; 900 rectangles reading out their coordinates would drown it."""
    for layer in bullets.bullet_spec(8, 28)["layer"]:
        assert layer["mark"]["aria"] is False


# -- colours and symbols -------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_status_has_a_symbol_a_word_and_enough_contrast():
    assert set(STATUS) == set(WORST_FIRST)
    for status, (shape, fill, stroke, ink) in STATUS.items():
        assert shape in SHAPES and text(f"status.{status}")
        assert contrast(stroke if fill == WHITE else fill, WHITE) >= 3
        assert contrast(ink, WHITE) >= 4.5 and contrast(ink, TINT) >= 4.5


def test_words_do_not_depend_on_colour_alone():
    """Two statuses that look alike differ in their word; two colours never share a symbol and a fill."""
    words = [text(f"status.{status}") for status in STATUS]
    assert len(set(words)) == len(words)
    assert {STATUS[word][0] for word in ("achieved", "at_risk", "behind", "no_requests")} == {
        "disc",
        "triangle",
        "square",
        "dash",
    }


def test_the_strip_counts_every_status_once():
    counted = [status for codes, _, _ in STRIP for status in codes]
    assert sorted(counted) == sorted(STATUS)
    for _, fill, ink in STRIP:
        assert contrast(fill, ink) >= 3  # numbers of 15 px, bold


def test_only_an_achieved_symbol_has_the_tick():
    assert [status for status in STATUS if SHAPES["check"] in symbol_svg(status)] == ["achieved"]
