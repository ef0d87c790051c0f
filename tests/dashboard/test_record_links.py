"""Does each line that names a record open it, for those who may, and never for those who may not?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from dashboard.state import PAGES
from dashboard.text import text
from db.commands.reports import verify_report
from tests import factories
from tests.dashboard.conftest import words_of

QUALITY, WHY, PHASES = PAGES["chat-luong"], PAGES["vi-sao"], PAGES["giai-doan"]
DESK = "/ban-lam-viec/xac-minh/"


@pytest.fixture
def verified(board):
    """A verified report with 90 times what its unit usually has; and its id."""
    with board.database.write_session() as session:
        member, staff = factories.make_person(session), factories.make_person(session, "staff")
        ids = []
        for people in (10, 11, 12, 900):
            at = factories.NOW - timedelta(minutes=9)
            filed = factories.make_report(
                session, member, at, participants_n=str(people), female_n="5", first_time_n="1",
                title=f"Lớp {people}", evidence=f"https://example.org/{people}",
            )  # fmt: skip
            verify_report(session, staff, filed.report_id, 1, factories.NOW - timedelta(minutes=3))
            ids.append(filed.report_id)
    return board, ids[-1]


def test_a_number_that_jumps_opens_its_report_for_staff_and_its_records_for_a_leader(verified):
    board, report_id = verified
    board.be("staff")
    at = board.open(QUALITY, viec="jump")
    assert f"{DESK}{report_id}" in words_of(at)
    board.be("leader")
    words = words_of(board.open(QUALITY, viec="jump"))
    assert DESK not in words
    assert "ma=1.3&amp;ban-ghi-mo=true" in words


def test_a_ledger_nobody_confirmed_opens_its_confirmation(empty_board):
    empty_board.be("staff")
    assert "/ban-lam-viec/so/xac-nhan" in words_of(empty_board.open(QUALITY, viec="unconfirmed_ledger"))
    empty_board.be("inspector")
    assert "/ban-lam-viec/" not in words_of(empty_board.open(QUALITY, viec="unconfirmed_ledger"))


def test_a_measure_without_a_base_opens_how_it_is_computed(board):
    board.be()
    assert "ma=8.3&amp;cach-tinh=true" in words_of(board.open(QUALITY, viec="no_base"))


def test_what_moved_a_measure_opens_its_report_for_staff_only(verified):
    board, report_id = verified
    board.be("staff")
    address = {"ma": "1.3", "tu-ngay": "2026-11-01"}
    assert f"{DESK}{report_id}" in words_of(board.open(WHY, **address))
    board.be("inspector")
    words = words_of(board.open(WHY, **address))
    assert DESK not in words and "Lớp 900" in words


@pytest.mark.parametrize("page", [QUALITY, WHY])
def test_both_pages_say_how_final_the_year_is(page, board):
    board.be()
    assert text("year.open", year=2026) in words_of(board.open(page))
    words = words_of(board.open(page, nam="2025"))
    assert text("year.provisional", year=2025) in words and text("d.provisional") in words


def test_tables_of_the_phases_are_cards_on_a_phone(board):
    board.be()
    at = board.open(PHASES, **{"bang-so-ket": "true", "bang-giai-doan": "true"})
    words = words_of(at)
    assert len(at.table) == 2
    assert words.count(f"{text('phase.years_met')}: ") == 28
    assert '<div class="nc-cong-bo"><p><b>Sản phẩm truyền thông</b></p>' in words
