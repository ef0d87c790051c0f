"""Does the export page count before anybody exports, and list to each role what it may fetch?"""

from __future__ import annotations

from db.rules.exports import Wanted
from tests.dashboard.conftest import words_of
from tests.exported import ALL, take

PAGE = "views/xuat_so_lieu.py"
DESK = "/ban-lam-viec/xuat"


def links_of(at):
    """Addresses of the page's own link buttons."""
    return [one.proto.url for one in at.get("link_button")]


def test_the_summary_comes_first_and_staff_is_led_to_the_desk(board):
    board.be("staff")
    at = board.open(PAGE, nam="2026")
    words = words_of(at)
    assert not at.exception
    assert "SỐ LIỆU MINH HOẠ" in words
    assert "Tính đến hết ngày 21/11/2026" in words and "Bản ghi đã xác minh" in words
    assert "dành cho máy tính" in words
    assert "Chưa có bản chụp nào" in words
    assert links_of(at) == [f"{board.settings.survey_url}{DESK}?nam=2026"]


def test_leaders_see_only_what_they_may_fetch(board):
    results = Wanted(("results", "strategy"), 2026, 2026, ALL.as_of)
    take(board.database, board.settings.data_dir, results)
    take(board.database, board.settings.data_dir, Wanted(("records",), 2026, 2026, ALL.as_of))
    board.be("leader")
    at = board.open(PAGE)
    words = words_of(at)
    assert links_of(at) == []
    assert f"{board.settings.survey_url}{DESK}/1" in words and f"{DESK}/2" not in words
    board.be("staff")
    assert f"{DESK}/2" in words_of(board.open(PAGE))


def test_a_year_without_figures_says_so(empty_board):
    empty_board.be("staff")
    at = empty_board.open(PAGE, **{"nam": "2023", "tinh-den": "2023-06-02"})
    assert not at.exception
    assert "Năm 2023, tính đến hết ngày 02/06/2023, chưa có số liệu nào" in words_of(at)
