"""Does a measure's page say all that is known, to whoever may know it, and stay whole where little is?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from dashboard.state import PAGES
from dashboard.text import text
from dashboard.text_measure import MEASURE_PAGE
from dashboard.text_measure_parts import MEASURE_PARTS
from db.commands.comments import add_comment
from db.commands.reports import return_report, verify_report
from db.commands.sample_ledger import load_sample_ledger
from tests import factories
from tests.dashboard.conftest import words_of

MEASURE = PAGES["chi-so"]
PARTS = ("cach-tinh", "phan-to-mo", "cac-nam", "lo-trinh", "ban-ghi-mo", "dieu-chinh-mo")
EVERYTHING = dict.fromkeys(PARTS, "true")
# One of each kind of target, and the measures that are counted in a way of their own.
KINDS = ("5.3", "8.1b", "5.2", "4.1", "2.4", "3.3", "7.2", "1.2", "6.3", "8.3")


def charts(at):
    return at.get("vega_lite_chart")


def told(at) -> str:
    return words_of(at).replace("\u00a0", " ")


@pytest.fixture
def lettered(board):
    """The sample with its request ledger."""
    with board.database.write_session() as session:
        factories.make_account(session, "staff", "canbo.mau.1")
        factories.make_account(session, "staff", "canbo.mau.2")
        load_sample_ledger(session, factories.NOW)
    return board


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_opens_whole_with_all_its_parts(code, lettered):
    lettered.be("staff")
    at = lettered.open(MEASURE, ma=code, **EVERYTHING)
    words = told(at)
    assert not at.exception and not at.error and not at.warning
    assert "None" not in words and "nan" not in words.split() and "{" not in words.split("</style>")[-1]
    assert all(chart.proto.alt for chart in charts(at))
    for title in (text("s.how"), text("past.title"), text("record.title"), text("adjust.title")):
        assert title in words
    assert text("how.version") in words and text("year.open", year=2026) in words


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_opens_over_the_bare_strategy(code, empty_board):
    empty_board.be()
    at = empty_board.open(MEASURE, ma=code, **EVERYTHING)
    words = told(at)
    assert not at.exception and not at.error and not at.warning
    assert "None" not in words and "nan" not in words.split()
    assert text("record.none") in words and text("adjust.none") in words


def test_what_is_closed_is_not_fetched(board):
    board.be()
    words = told(board.open(MEASURE, ma="5.3"))
    assert text("how.version") not in words and text("record.verified") not in words
    assert text("compound.note") not in words


def test_the_curve_says_last_year_the_forecast_and_what_is_needed(board):
    board.be()
    at = board.open(MEASURE, ma="5.3", **{"bang-duong-nam": "true"})
    words = told(at)
    wide, narrow = (chart for chart in charts(at) if "Đường cộng dồn" in chart.proto.alt)
    assert wide.proto.alt == narrow.proto.alt
    assert "Cùng kỳ năm trước: 29 sản phẩm; năm nay hơn 5 sản phẩm." in words
    assert "Dự báo cuối năm: 37 sản phẩm đến 43 sản phẩm (80 %)" in words
    assert "Cần thêm 4 sản phẩm trong 39 ngày." in words
    (table,) = at.table
    assert len(table.value) == 12


def test_inputs_say_base_rule_and_that_nothing_is_frozen(board):
    board.be()
    at = board.open(MEASURE, ma="5.3", **{"cach-tinh": "true"})
    (table,) = at.table
    inputs = dict(zip(table.value.iloc[:, 0], table.value.iloc[:, 1], strict=True))
    shown = {
        name.replace("\\", ""): value.replace("\\", "").replace("\u00a0", " ")
        for name, value in inputs.items()
    }
    assert shown[text("how.base")] == "31 sản phẩm, năm 2025"
    assert shown[text("how.target", year=2026)] == "38 sản phẩm"
    assert shown[text("how.frozen")] == text("how.not_frozen")
    assert shown[text("how.growth")] == "20 %" and shown[text("how.base_state")] == text("d.provisional")


def test_a_part_in_the_address_is_open_and_its_choice_stands_there_too(board):
    board.be()
    at = board.open(MEASURE, ma="5.3", **{"phan-to-mo": "true", "phan-to": "organisation"})
    assert at.selectbox(key="chon-phan-to").value == "organisation"
    assert "n = 34 sản phẩm · 34 sản phẩm có ghi · 34 bản ghi" in told(at)
    at.selectbox(key="chon-phan-to").select("province").run()
    assert at.query_params["phan-to"] == "province"
    assert "5.3 theo Tỉnh, thành" in told(at)


def test_small_groups_of_children_are_hidden_and_the_page_says_so(empty_board):
    """Control: shown as they are, 4 and 96 would stand in the words."""
    with empty_board.database.write_session() as session:
        for place, value in (("01", 4), ("04", 7), ("08", 96)):
            factories.make_fact(session, "8.1a", value, date(2026, 3, 3), province_code=place)
    empty_board.be()
    at = empty_board.open(MEASURE, ma="8.1a", **{"phan-to-mo": "true", "bang-phan-to": "true"})
    words = told(at)
    assert text("part.hidden") in words
    bars = [chart.proto.alt for chart in charts(at) if "theo Tỉnh" in chart.proto.alt]
    assert bars and not any(" 4 trẻ em" in alt or " 7 trẻ em" in alt for alt in bars)


# -- requests ------------------------------------------------------------------------------------------


def test_a_ledger_says_its_sum_its_months_and_what_is_left_by_number_only(lettered):
    lettered.be("leader")
    at = lettered.open(MEASURE, ma="4.1", **{"ban-ghi-mo": "true"})
    words = told(at)
    assert (
        "Năm trước chuyển sang 0 + tiếp nhận 24 − rút, ngoài phạm vi 2 = đã xong 19 + còn 3 (quá hạn 2)."
        in words
    )
    assert "4.1-2026-020 quá hạn 46 ngày" in words and "tháng 10: 2/3" in words
    assert text("ledger.numbers_only") in words
    assert "Xong nhưng trễ hạn: 2 · Đã rút: 1 · Ngoài phạm vi: 1" in words
    assert "/ban-lam-viec/so/" not in words  # a leader does not keep the ledger
    lettered.be("staff")
    assert "/ban-lam-viec/so/" in words_of(lettered.open(MEASURE, ma="4.1", **{"ban-ghi-mo": "true"}))


def test_corrections_of_requests_are_told_without_what_was_written(lettered):
    lettered.be("leader")
    words = told(lettered.open(MEASURE, ma="4.1", **{"dieu-chinh-mo": "true"}))
    assert text("adjust.request_withdraw") in words and "4.1-2026-014" in words


# -- comments ------------------------------------------------------------------------------------------


def test_a_late_measure_calls_for_a_comment_and_links_whoever_may_write_it(board):
    board.be("staff")
    words = words_of(board.open(MEASURE, ma="6.1"))
    assert text("remark.required") in words
    assert "/ban-lam-viec/nhan-xet/6.1?nam=2026" in words
    board.be("leader")
    words = words_of(board.open(MEASURE, ma="6.1"))
    assert text("remark.who") in words and "/ban-lam-viec/nhan-xet" not in words


def test_once_somebody_wrote_it_the_comment_stands_there_with_its_name(board):
    with board.database.write_session() as session:
        by = factories.make_person(session, "staff")
        said = "Hai mô hình <b>chờ</b> quyết định của tỉnh."
        add_comment(session, by, "6.1", 2026, said, uuid4(), factories.NOW)
    board.be()
    words = words_of(board.open(MEASURE, ma="6.1"))
    assert text("remark.required") not in words and text("remark.title", n=1) in words
    assert (
        "Hai mô hình &lt;b&gt;chờ&lt;/b&gt; quyết định" in words and "Người staff, ngày 22/11/2026" in words
    )


# -- records and their history -------------------------------------------------------------------------


def test_records_name_their_state_and_open_for_those_who_verify(board):
    with board.database.write_session() as session:
        filed = factories.make_report(session, factories.make_person(session))
    board.be("staff")
    words = words_of(board.open(MEASURE, ma="1.3", **{"ban-ghi-mo": "true"}))
    assert f"/ban-lam-viec/xac-minh/{filed.report_id}" in words and text("record.waiting") in words
    assert text("record.staff_only") not in words
    board.be("inspector")
    words = words_of(board.open(MEASURE, ma="1.3", **{"ban-ghi-mo": "true"}))
    assert "/ban-lam-viec/xac-minh/" not in words and text("record.staff_only") in words


def test_many_records_come_in_pages_that_stand_in_the_address(empty_board):
    with empty_board.database.write_session() as session:
        for place in range(60):
            factories.make_fact(session, "5.3", 1, date(2026, 1, 1 + place % 28), title=f"Tờ gấp {place}")
    empty_board.be()
    at = empty_board.open(MEASURE, ma="5.3", **{"ban-ghi-mo": "true", "trang": "2"})
    assert text("record.page_of", n=2, pages=2) in words_of(at)
    (table,) = at.table
    assert len(table.value) == 10


def test_a_number_that_was_taken_back_is_told_with_its_reason(board):
    minutes = [factories.NOW - timedelta(minutes=place) for place in (9, 5, 1)]
    with board.database.write_session() as session:
        member, staff = factories.make_person(session), factories.make_person(session, "staff")
        filed = factories.make_report(session, member, minutes[0])
        verify_report(session, staff, filed.report_id, 1, minutes[1])
        return_report(session, staff, filed.report_id, 1, "Thiếu danh sách <ký>", minutes[2])
    board.be()
    words = told(board.open(MEASURE, ma="1.3", **{"dieu-chinh-mo": "true"}))
    assert "40 lượt người → –" in words and text("adjust.voided") in words
    assert "Thiếu danh sách &lt;ký&gt;" in words  # in the card; the table escapes it as Markdown


def test_the_page_as_it_stood_on_a_day_knows_no_more_than_that_day(board):
    with board.database.write_session() as session:
        late = datetime(2026, 11, 20, tzinfo=UTC)
        factories.make_fact(session, "5.3", 50, date(2026, 5, 5), verified_at=late, title="Về muộn")
    board.be()
    early = {"tinh-den": "2026-10-31", "ban-ghi-mo": "true"}
    assert "Về muộn" not in words_of(board.open(MEASURE, ma="5.3", **early))
    assert "Về muộn" in words_of(board.open(MEASURE, ma="5.3", **{"ban-ghi-mo": "true"}))


def test_the_page_in_english_has_english_words_around_the_records(board):
    board.be()
    words = words_of(board.open(MEASURE, ma="5.3", **{"ngon-ngu": "en", **EVERYTHING}))
    assert "Running total of 2026" in words and "Same day last year" in words
    assert MEASURE_PAGE["pace.even"] not in words and MEASURE_PARTS["compound.note"] not in words
