"""What does each page show: full, empty, with one measure without data, and when something goes wrong?"""

from __future__ import annotations

import re
from datetime import date

import pytest

from dashboard.state import PAGES
from dashboard.text import text
from tests import factories
from tests.dashboard.conftest import CHILDREN, SLUG, words_of

OBJECTIVE, MEASURE, CONSULTATIONS = PAGES["muc-tieu"], PAGES["chi-so"], PAGES["y-kien"]
ADDRESSES = ("", OBJECTIVE, MEASURE, CONSULTATIONS)


def charts(at):
    return at.get("vega_lite_chart")


@pytest.mark.parametrize("page", ADDRESSES)
def test_every_page_opens_over_full_and_over_empty_records(page, board, request):
    board.be()
    at = board.open(page)
    assert not at.exception and not at.error
    assert (
        "undefined" not in words_of(at) and "None" not in words_of(at) and "nan" not in words_of(at).split()
    )


@pytest.mark.parametrize("page", ADDRESSES)
def test_every_page_opens_over_the_bare_strategy(page, empty_board):
    empty_board.be()
    at = empty_board.open(page)
    assert not at.exception and not at.error


def test_the_overview_draws_both_pictures_and_says_what_they_show(board):
    board.be()
    at = board.open()
    wide, narrow, provinces = charts(at)
    assert wide.proto.alt == narrow.proto.alt != provinces.proto.alt
    assert sum(map(int, re.findall(r"[:,] (\d+) ", wide.proto.alt))) == 28
    assert text("s.demo") in words_of(at)
    assert f"tính đến {factories.TODAY:%d/%m/%Y}" in words_of(at)


def test_a_waiting_report_is_said_and_not_counted(board):
    """Control: counting it in the number would turn 200 into 240."""
    with board.database.write_session() as session:
        member = factories.make_person(session)
        factories.make_report(session, member)
    board.be()
    at = board.open(MEASURE, ma="1.3")
    words = words_of(at)
    assert "Thêm 40\u00a0lượt người đang chờ xác minh" in words
    assert "Kết quả 200\u00a0lượt người" in words


def test_a_year_without_data_says_so_and_still_lists_28_measures(empty_board):
    empty_board.be()
    at = empty_board.open("", nam="2026")
    assert text("s.first_run", year=2026) in words_of(at)
    assert len(charts(at)) == 3
    assert text("s.demo") not in words_of(at)


def test_one_measure_without_data(empty_board):
    with empty_board.database.write_session() as session:
        factories.make_fact(session, "5.3", 31, date(2025, 5, 5))
        factories.make_fact(session, "5.4", 31, date(2026, 5, 5))
    empty_board.be()
    words = words_of(empty_board.open(MEASURE, ma="5.3"))
    assert text("status.no_data") in words
    assert "Chưa đơn vị nào báo cáo. Chỉ tiêu năm: 38\u00a0sản phẩm." in words
    assert text("measure.no_facts") in words


def test_the_address_chooses_year_day_and_measure(board):
    board.be()
    at = board.open(MEASURE, ma="5.3", nam="2025", **{"tinh-den": "2025-06-30"})
    words = words_of(at)
    assert "5.3 Sản phẩm truyền thông" in words
    assert "Năm 2025 · tính đến 30/06/2025" in words


@pytest.mark.parametrize("wrong", ["", "1999", "<script>", "2026-99-99", "9.9"])
def test_an_address_that_makes_no_sense_falls_back_to_today(wrong, board):
    board.be()
    at = board.open(MEASURE, ma=wrong, nam=wrong, **{"tinh-den": wrong})
    assert not at.error
    assert "Năm 2026 · tính đến 22/11/2026" in words_of(at)


def test_a_choice_goes_into_the_address(board):
    board.be()
    at = board.open(MEASURE)
    at.selectbox(key="chon-ma").select("2.4").run()
    at.selectbox(key="chon-nam").select("2025").run()
    assert at.query_params["ma"] == "2.4" and at.query_params["nam"] == "2025"
    assert "Năm 2025" in words_of(at)


def test_year_and_day_hold_when_the_menu_drops_the_address(board):
    board.be()
    at = board.open("", nam="2025")
    at.switch_page(CONSULTATIONS).run()
    at.query_params.clear()
    at.switch_page(MEASURE).run()
    assert "Năm 2025" in words_of(at) and at.query_params["nam"] == "2025"


def test_the_overview_leads_to_every_measure_in_words(board):
    board.be()
    at = board.open()
    at.session_state["mo-chi-so"] = True
    at.run()
    labels = [link.value for link in at.page_link if link.value[0].isdigit()]
    assert len({label.split(" ")[0] for label in labels}) == 28
    assert "1\\.3 Cán bộ, hội viên được tập huấn\\: Cần chú ý, 200 / 312" in labels


def test_the_table_twin_has_the_same_rows(board):
    board.be()
    at = board.open()
    at.session_state["dang-bang"] = True
    at.run()
    (table,) = at.table
    assert len(table.value) == 28
    assert "Cần chú ý" in set(table.value[text("m.status")])


def test_every_measure_has_a_page_with_its_wording_and_its_sentence(board):
    board.be()
    at = board.open(MEASURE)
    codes = at.selectbox(key="chon-ma").options
    assert len(codes) == 28
    for label in codes:
        at.selectbox(key="chon-ma").select(label.split(" ")[0]).run()
        assert not at.error, label
        words = words_of(at)
        assert "<b>Hoạt động:</b>" in words and "<b>Chỉ tiêu:</b>" in words and text("s.how") in words


def test_published_figures_stand_beside_the_result_with_their_words(board):
    board.be()
    words = words_of(board.open(MEASURE, ma="1.3", nam="2023"))
    assert "Số liệu đã công bố (8)" in words and text("measure.published_lead") in words
    assert "<blockquote>" in words and "Được hiểu là" in words
    assert text("measure.is_fact") in words


def test_a_published_figure_is_no_baseline(board):
    """1.1 has published totals of 26 and 27 associations; none of them may become last year's result."""
    board.be()
    words = words_of(board.open(MEASURE, ma="1.1", nam="2024"))
    assert "26\u00a0hội" in words and "năm 2023: 26" not in words


def test_an_objective_has_one_symbol_a_measure_and_no_average(board):
    board.be()
    sentence = "3/5 đạt hoặc đúng tiến độ"
    lines = words_of(board.open(OBJECTIVE, muc="5")).splitlines()
    (line,) = [line for line in lines if sentence in line and "<img" in line]
    assert line.count("data:image/svg+xml") == 5


def test_the_consultation_shows_published_tables_with_base_and_hidden_cells(board):
    board.be()
    at = board.open(CONSULTATIONS)
    words = words_of(at)
    assert text("c.helpline") in words and text("c.open") in words
    assert f"Số em trả lời: {CHILDREN}" in words
    assert "dưới 10" in words
    assert text("v.later") in words and not at.radio  # breakdowns come with the final release


def test_no_raw_count_of_children_reaches_the_page(board):
    """37 girls answered; the page knows 35."""
    board.be()
    at = board.open(CONSULTATIONS)
    words = words_of(at)
    assert re.search(r"Chọn nu: .*35 em", words)
    assert not re.search(r"\b3[679] em", words)


def test_before_the_first_publication_the_page_says_when_it_comes(empty_board):
    with empty_board.database.write_session() as session:
        factories.make_consultation(session, SLUG)
    empty_board.be()
    at = empty_board.open(CONSULTATIONS)
    assert text("c.no_release") in words_of(at) and text("c.helpline") in words_of(at)
    assert not charts(at)


def test_no_consultation_at_all(empty_board):
    empty_board.be()
    words = words_of(empty_board.open(CONSULTATIONS))
    assert text("c.none") in words and text("c.helpline") in words
