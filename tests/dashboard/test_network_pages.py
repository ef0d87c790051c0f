"""Do the pages about units and about quality say who reported, and where each thing is put right?"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from dashboard import frames_network, lists, records
from dashboard.state import PAGES
from dashboard.text import text
from tests import factories
from tests.dashboard.conftest import words_of
from tests.dashboard.network_rows import AS_OF, PROVINCES, make_quarter, make_status

UNITS, QUALITY = PAGES["don-vi"], PAGES["chat-luong"]


def charts(at):
    return at.get("vega_lite_chart")


# -- sentences -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            make_quarter(3, 28, reported=23, on_time=18, late=3, nil=2, missing=5),
            "Quý III: 23/28 đơn vị đã báo cáo. 18 đúng hạn, 3 trễ hạn. 2 báo không phát sinh. "
            "5 chưa báo cáo, hạn 15/10/2026. Số liệu có thể tăng.",
        ),
        (make_quarter(3, 2, reported=2, on_time=2), "Quý III: 2/2 đơn vị đã báo cáo. 2 đúng hạn, 0 trễ hạn."),
        (make_quarter(3), "Quý III: chưa đơn vị nào phải báo cáo."),
        (
            make_quarter(3, 2, reported=1, on_time=1),
            "Quý III: 1/2 đơn vị đã báo cáo. 1 đúng hạn, 0 trễ hạn. 1 báo không phát sinh, chờ xác nhận.",
        ),
    ],
)
def test_the_sentence_of_a_quarter(row, said):
    assert frames_network.quarter_sentence(row, 3, AS_OF) == said


def test_a_quarter_that_is_not_over_is_nobodys_fault():
    row = make_quarter(4, 28, reported=2, on_time=2)
    said = frames_network.quarter_sentence(row, 4, AS_OF)
    assert said == "Quý IV chưa kết thúc: 2/28 đơn vị đã báo cáo, hạn 15/01/2027."
    over = frames_network.quarter_sentence(row, 4, date(2027, 1, 10))
    assert over.endswith("26 chưa báo cáo; còn hạn đến 15/01/2027.")


def test_the_quarter_shown_first_is_the_newest_that_somebody_owed():
    assert frames_network.latest_quarter(make_status(*(make_quarter(n, 3) for n in range(1, 5)))) == 3
    assert (
        frames_network.latest_quarter(make_status(*(make_quarter(n, 3 * (n == 4)) for n in range(1, 5)))) == 4
    )
    assert frames_network.latest_quarter(make_status()) == 1


def test_the_phone_lists_only_provinces_that_are_waited_for():
    lines = frames_network.wanted_provinces(PROVINCES, 3)
    assert lines == ["Đà Nẵng: chưa báo cáo", "Huế: một phần"]


# -- pages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [UNITS, QUALITY])
def test_both_pages_open_over_full_and_over_empty_records(page, board):
    board.be()
    at = board.open(page)
    assert not at.exception and not at.error
    assert "None" not in words_of(at) and "nan" not in words_of(at).split()


@pytest.mark.parametrize("page", [UNITS, QUALITY])
def test_both_pages_open_over_the_bare_strategy(page, empty_board):
    empty_board.be()
    at = empty_board.open(page)
    assert not at.exception and not at.error


def test_nobody_has_to_report_yet(empty_board):
    empty_board.be()
    at = empty_board.open(UNITS, nam="2025")
    assert text("units.nobody", year=2025) in words_of(at) and not charts(at)


def test_units_quarters_map_and_reminders(board):
    """A unit that reported the third quarter late and the second not at all."""
    with board.database.write_session() as session:
        unit = factories.make_organisation(session, "Hội thử nghiệm Huế", province_code="46")
        member = factories.make_signed_in(session, factories.make_account(session, organisation=unit))
        for day, filed in (("10/02/2026", 60), ("20/08/2026", 100)):
            at = factories.NOW.replace(month=int(day[3:5])) + timedelta(days=filed)
            factories.make_report(session, member, min(at, factories.NOW), date_start=day)
    board.be()
    at = board.open(UNITS)
    words = words_of(at)
    assert "Quý III: 1/1 đơn vị đã báo cáo. 0 đúng hạn, 1 trễ hạn." in words
    assert text("units.remind", n=1) in words
    wide, narrow, board_map = charts(at)
    assert wide.proto.alt == narrow.proto.alt and "1 đã báo cáo" in board_map.proto.alt
    assert text("units.provinces_done") in words
    at.radio(key="chon-quy").set_value("2").run()
    assert at.query_params["quy"] == "2" and "Huế: chưa báo cáo" in words_of(at).replace("\\", "")
    at.session_state["bang-don-vi"] = True
    at.run()
    table = next(one.value for one in at.table if text("units.quarter2") in one.value)
    assert list(table[text("units.quarter2")]) == [text("units.missing")]


def test_staff_open_the_record_and_others_the_measure(board):
    with board.database.write_session() as session:
        member = factories.make_person(session, organisation="Hội thử nghiệm Huế")
        report = factories.make_report(session, member, evidence="", title="Tập huấn <b>không</b> minh chứng")
    desk = f"{records.settings().survey_url}/ban-lam-viec/xac-minh/{report.report_id}"
    for role in ("leader", "staff"):
        board.be(role)
        words = words_of(board.open(QUALITY))
        assert "Tập huấn &lt;b&gt;không" in words and text("quality.missing_evidence") in words
        assert (desk in words) == (role == "staff")
        assert "chi-so?nam=2026&amp;tinh-den=2026-11-22&amp;ma=8.3" in words


def test_one_kind_of_issue_can_be_chosen(board):
    board.be()
    at = board.open(QUALITY, viec="no_base")
    assert at.selectbox(key="chon-viec").value == "no_base"
    assert text("quality.no_base") in words_of(at)


def test_every_issue_can_be_reached(board, monkeypatch):
    """The lines of all pages are as many as the heading says."""
    monkeypatch.setattr("db.queries.quality.PAGE_ROWS", 7)
    with board.database.write_session() as session:
        member = factories.make_person(session, organisation="Hội thử nghiệm Huế")
        for number in range(20):
            factories.make_report(session, member, evidence="", title=f"Buổi thứ {number}")
    board.be()
    at = board.open(QUALITY, viec="missing_evidence")
    choice = at.selectbox(key="chon-trang-missing_evidence")
    assert text("quality.kind_n", kind=text("quality.missing_evidence"), n=20) in words_of(at)
    seen = []
    for page in choice.options:
        at.selectbox(key="chon-trang-missing_evidence").select(page).run()
        seen += re.findall(r"Buổi thứ (\d+)<", words_of(at))
    assert len(choice.options) == 3 and sorted(map(int, seen)) == list(range(20))
    assert at.query_params["trang-missing_evidence"] == "3"
    at.selectbox(key="chon-viec").select("no_base").run()
    assert text("quality.no_base") in words_of(at) and "trang-no_base" not in at.query_params


def test_a_card_of_the_phone_holds_every_cell_and_no_markup():
    import pandas as pd

    html = lists.cards_html(pd.DataFrame({"Đơn vị": ["<i>A</i>"], "Hạn": ["15/10/2026"]}))
    assert "&lt;i&gt;A" in html and "Hạn: 15/10/2026" in html
