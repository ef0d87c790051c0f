"""Is a drawing made once for all its readers, and anew for every new answer and in every language?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier

import pyarrow as pa
import pytest

from dashboard import drawing, language
from dashboard.charts.canvas import Canvas, skeleton, spec
from dashboard.drawn import drawn
from dashboard.language import EN
from dashboard.state import PAGES, Period
from dashboard.text import text, written
from tests import factories
from tests.dashboard.conftest import words_of


@dataclass(frozen=True)
class Answer:
    """Two with the same content are equal, and still two answers."""

    number: int


def counting(entries: int = 8):
    made: list[tuple[object, ...]] = []

    @drawn(entries)
    def draw(*about: object) -> str:
        made.append(about)
        return f"{text('t.year')} {about}"

    return draw, made


def test_the_same_answer_is_drawn_once_and_another_one_again():
    draw, made = counting()
    one, other = Answer(1), Answer(1)
    assert draw(one, 2026) == draw(one, 2026)
    assert draw(one, 2025) != draw(one, 2026)
    draw(other, 2026)
    assert made == [(one, 2026), (one, 2025), (other, 2026)]


def test_years_days_and_words_are_compared_by_what_they_say():
    draw, made = counting()
    for _ in range(2):
        draw(Period(2026, date(2026, 11, 22)), date(2026, 11, 22), "vi" + "ec", None)
    assert len(made) == 1


def test_each_language_has_its_own(monkeypatch: pytest.MonkeyPatch):
    draw, made = counting()
    one = Answer(1)
    vietnamese = draw(one)
    monkeypatch.setattr(language, "_asked", [lambda: EN])
    assert draw(one).startswith(written("t.year", EN)) and draw(one) != vietnamese
    assert len(made) == 2


def test_only_the_newest_are_kept_and_what_they_were_drawn_of_stays_alive():
    """An answer that was let go could leave its place in memory to another, which would be taken for it."""
    made: list[int] = []

    @drawn(2)
    def draw(one: Answer) -> int:
        made.append(one.number)
        return one.number

    assert [draw(Answer(number)) for number in range(50)] == made == list(range(50))
    first = Answer(50)
    for one in (first, Answer(51), first, Answer(52), Answer(53), first):
        draw(one)
    assert made[50:] == [50, 51, 52, 53, 50]


def test_thirty_readers_of_something_new_wait_for_one_drawing():
    draw, made = counting()
    one, together = Answer(1), Barrier(30)

    def read() -> str:
        together.wait()
        return draw(one)

    with ThreadPoolExecutor(30) as readers:
        assert len({future.result() for future in [readers.submit(read) for _ in range(30)]}) == 1
    assert len(made) == 1


def test_what_fails_is_not_kept():
    calls: list[int] = []

    @drawn(4)
    def draw() -> int:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("a picture")
        return len(calls)

    with pytest.raises(ValueError):
        draw()
    assert draw() == draw() == 2


def test_a_spec_leaves_the_one_it_was_made_from_as_it_was():
    before = repr(skeleton())
    built = spec(328, 777, ("plain",))
    assert built["encoding"]["x"]["scale"]["domain"] == [0, 328]
    assert repr(skeleton()) == before


@pytest.mark.parametrize("page", ["", "muc-tieu", "chi-so", "don-vi"])
def test_a_second_reader_draws_nothing_and_a_new_report_is_drawn(page, whole_board, monkeypatch):
    """Nothing is put on a canvas for whoever reads what another one has read; what is written is seen."""
    board, drawings, inner = whole_board, [], Canvas.frame
    monkeypatch.setattr(Canvas, "frame", lambda canvas: drawings.append(canvas) or inner(canvas))
    board.be()
    at = board.open(PAGES[page])
    first = len(drawings)
    board.be("staff")
    other = board.open(PAGES[page])
    assert first and len(drawings) == first
    assert [chart.proto.alt for chart in at.get("vega_lite_chart")] == [
        chart.proto.alt for chart in other.get("vega_lite_chart")
    ]
    with board.database.write_session() as session:
        factories.make_report(session, factories.make_person(session))
    at.run()
    assert len(drawings) == 2 * first


def test_what_is_kept_of_one_language_is_not_shown_in_the_other(board):
    board.be()
    vietnamese = words_of(board.open())
    english = words_of(board.open("", **{language.PARAMETER: EN}))
    again = words_of(board.open())
    assert written("due.title", EN) in english and text("due.title") not in english
    assert again == vietnamese


def test_a_picture_travels_as_it_was_drawn_in_fewer_bytes():
    canvas = Canvas(100)
    for place in range(50):
        canvas.area(place, 0.5, place + 1280.25, 9, "#0B4F8A")
        canvas.words("small", place, 3, f"Chữ {place}")
    marks = canvas.frame()
    sent = drawing.ready(marks, {}, "").marks
    assert sent.column_names == list(marks.columns)
    assert sent.to_pylist() == pa.Table.from_pandas(marks, preserve_index=False).to_pylist()
    assert sent.nbytes < pa.Table.from_pandas(marks).nbytes / 1.5
