"""Does an objective's page show a card a measure, what is overdue, its years and what people say?"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from dashboard import objective_parts
from dashboard.state import PAGES
from dashboard.text import text
from db.commands.comments import add_comment
from db.queries.comments import CommentRow
from tests import factories
from tests.dashboard.conftest import words_of
from tests.dashboard.test_overview_page import plain_words

OBJECTIVE = PAGES["muc-tieu"]


def test_every_objective_has_a_card_for_each_of_its_measures(board):
    board.be()
    counted = 0
    at = board.open(OBJECTIVE)
    for number in range(1, 9):
        at.selectbox(key="chon-muc").select(str(number)).run()
        assert not at.error and not at.exception, number
        links = [link.value for link in at.page_link if link.value.startswith(f"{number}\\.")]
        alts = [chart.proto.alt for chart in at.get("vega_lite_chart")]
        assert sum(alt.startswith(f"{number}.") for alt in alts) == len(links)
        counted += len(links)
    assert counted == 28


def test_a_card_says_its_sentence_and_its_overdue_requests_by_number(whole_board):
    whole_board.be()
    words = plain_words(whole_board.open(OBJECTIVE, muc="4"))
    assert "19 trên 21 đơn thư đến hạn đã xong" in words
    assert text("objective.late") in words and "quá 46 ngày" in words
    assert words.count("4.1-2026-") >= 2


def test_the_years_of_the_strategy_are_one_picture_with_a_table(board):
    board.be()
    at = board.open(OBJECTIVE, muc="5")
    wide, narrow = at.get("vega_lite_chart")[-2:]
    assert wide.proto.alt == narrow.proto.alt and "2025: " in wide.proto.alt
    at.session_state["bang-nam"] = True
    at.run()
    assert any("2026" in table.value for table in at.table)


def test_what_the_people_in_charge_say_stands_with_name_and_day(board):
    with board.database.write_session() as session:
        staff = factories.make_signed_in(session, factories.make_account(session, "staff"))
        add_comment(session, staff, "5.2", 2026, "Chậm vì lũ; dạy bù trong tháng 12.", uuid4(), factories.NOW)
    board.be()
    words = words_of(board.open(OBJECTIVE, muc="5"))
    assert "dạy bù trong tháng 12" in words and "22/11/2026" in words
    assert text("attention.uncommented", codes="5.2") not in words
    assert text("objective.no_remarks", year=2025) in words_of(board.open(OBJECTIVE, muc="5", nam="2025"))


def test_an_objective_without_any_number_still_says_what_is_wanted(empty_board):
    empty_board.be()
    at = empty_board.open(OBJECTIVE, muc="6")
    words = plain_words(at)
    assert not at.error and text("status.no_data") in words
    at.session_state["nguyen-van-6.1"] = True
    at.run()
    assert f"**{text('measure.target')}:**" in words_of(at)


def test_a_comment_is_never_markup():
    row = CommentRow(1, "5.2", 2026, "<img src=x>", "<b>A</b>", datetime(2026, 11, 1, tzinfo=None), True)
    said = objective_parts.remark_html(row.__class__(**{**_fields(row), "at": factories.NOW}))
    assert "<img" not in said and "<b>A" not in said and text("measure.sample") in said


def _fields(row: CommentRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in CommentRow.__slots__}
