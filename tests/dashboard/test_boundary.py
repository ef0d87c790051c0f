"""Where do errors end?  In one sentence with a code, and nothing of what anybody wrote."""

from __future__ import annotations

import re
from datetime import date

from dashboard import data, frames, records
from dashboard.state import PAGES
from dashboard.text import text
from db.rules.errors import RuleError
from tests import factories
from tests.dashboard.conftest import Board, words_of

MEASURE = PAGES["chi-so"]


def test_the_database_away_is_one_sentence_with_the_last_time(board):
    board.be()
    at = board.open()
    _take_the_database_away(board)
    at.run()
    words = words_of(at)
    assert [one.value for one in at.title] == [text("s.away_title")]
    assert text("s.away") in words and "Lần gần nhất đọc được số liệu:" in words
    assert re.search(r"Mã hỗ trợ: [0-9A-F]{8}", words)
    assert not at.get("vega_lite_chart") and not at.exception


def _take_the_database_away(board: Board) -> None:
    records.database().close()
    (board.settings.data_dir / "nhipcau.db").rename(board.settings.data_dir / "elsewhere.db")


def test_a_fault_of_ours_shows_a_code_and_nothing_of_its_words(board, monkeypatch, caplog):
    private = "chuyện riêng " + "của một em bé"

    def broken(*_: object) -> None:
        raise ValueError(private)

    monkeypatch.setattr(frames, "roll_up_all", broken)
    board.be()
    at = board.open()
    words = words_of(at)
    code = re.search(r"Mã hỗ trợ: ([0-9A-F]{8})", words)
    assert text("error.broken") in words and code and not at.exception
    assert code[1] in caplog.text and "ValueError" in caplog.text
    assert private not in caplog.text and private not in words


def test_a_refusal_is_its_own_sentence(board, monkeypatch):
    def refuse(*_: object) -> None:
        raise RuleError("unknown_measure")

    board.be()
    with monkeypatch.context() as patch:
        patch.setattr(data, "version", refuse)
        assert text("error.unknown_measure") in words_of(board.open())


def test_what_a_record_says_is_never_markup(board):
    evil = "<img src=x onerror=alert(1)> [bấm](javascript:alert(1)) **đậm** :red[đỏ]"
    with board.database.write_session() as session:
        factories.make_fact(session, "5.3", 1, date(2026, 11, 1), title=evil)
    board.be()
    at = board.open(MEASURE, ma="5.3", **{"ban-ghi-mo": "true"})
    cell = next(table.value for table in at.table if text("measure.what") in table.value)[
        text("measure.what")
    ][0]
    assert (
        "\\<img" in cell and "\\[bấm\\]\\(javascript" in cell and "\\*\\*đậm" in cell and "\\:red\\[" in cell
    )
