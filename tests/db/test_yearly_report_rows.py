"""What stands in one row of the yearly report?  Small records, one thing at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from db.documents.text import say
from db.documents.yearly_report import yearly_report
from db.engine import Database
from db.queries.progress import progress
from db.rules.errors import RuleError
from db.rules.status import WORST_FIRST
from tests.db.report_reading import LABEL, all_paragraphs, read, rows_by_code
from tests.factories import (
    TODAY,
    make_fact,
    make_organisation,
    make_person,
    make_plan,
    make_report,
    make_request,
)

# The words of the status table every page of the house uses.
WORDS = {
    "achieved": "Đạt",
    "on_track": "Đúng tiến độ",
    "at_risk": "Cần chú ý",
    "behind": "Chậm",
    "nearly": "Gần đạt",
    "missed": "Không đạt",
    "no_data": "Chưa có số liệu",
    "no_target": "Năm gốc",
    "no_requests": "Không phát sinh",
    "not_due": "Chưa đến hạn",
}


def rows_now(session: Session) -> dict[str, list[str]]:
    """The cells of the running year by code, with plain spaces."""
    shown = rows_by_code(read(yearly_report(session, 2026, TODAY, "open")))
    return {code: [cell.replace("\u00a0", " ") for cell in cells] for code, cells in shown.items()}


def test_without_data_nothing_is_claimed(sqlite_database: Database) -> None:
    with sqlite_database.read_session() as session:
        paper, rows = read(yearly_report(session, 2026, TODAY, "open")), progress(session, 2026, TODAY)
    silent = [row.measure.code for row in rows if row.evaluation.status == "no_data"]
    shown = rows_by_code(paper)
    assert len(silent) == 25  # the three periodic measures are judged by their windows
    for code in silent:
        assert shown[code][2] == "–" and shown[code][3] == "–\nChưa có số liệu" and shown[code][4][0] == "–"
    assert all(cells[4].startswith("–") for cells in shown.values())
    assert LABEL not in "".join(p.text for p in all_paragraphs(paper))


def test_waiting_and_overdue_stand_beside_the_result(database: Database) -> None:
    with database.write_session() as session:
        make_report(session, make_person(session, organisation="Hội thử nghiệm Hà Nội"))
        make_request(session, "4.1", date(2026, 9, 1))
        make_fact(session, "1.3", 1500, date(2026, 5, 4))
        make_fact(session, "1.3", 0, date(2025, 5, 4))
        shown = rows_now(session)
    assert shown["1.3"][2] == "1.500 lượt người\n+40 lượt người chờ xác minh"
    assert shown["1.3"][4] == "tăng 1.500\ncùng kỳ: 0"
    assert shown["4.1"][2:4] == ["0/1 đơn thư\n1 quá hạn", "0 %\nChậm"]


def test_shares_are_compared_in_percentage_points(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        for received, answered in ((2025, True), (2025, False), (2026, True)):
            reply = {"answered_on": date(received, 3, 9), "reply_no": "12/HBVQTE"} if answered else {}
            make_request(session, "2.2", date(received, 3, 1), **reply)
        shown = rows_now(session)["2.2"]
    assert shown[2] == "1/1 yêu cầu\n1 quá hạn từ năm trước"
    assert shown[4] == "tăng 50 điểm %\ncùng kỳ: 1/2"


def test_unmet_targets_never_print_as_full(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        make_plan(session, "5.2", 2025, 100_000, datetime(2025, 2, 1, tzinfo=UTC))
        make_fact(session, "5.2", 99_999, date(2025, 6, 1))
        shown = rows_by_code(read(yearly_report(session, 2025, date(2026, 2, 3), "final")))
    assert shown["5.2"][3] == "99,9\u00a0%\nGần đạt"


def test_figures_of_last_year_entered_late_still_compare(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        make_fact(session, "5.3", 31, date(2025, 3, 1), verified_at=datetime(2026, 10, 1, tzinfo=UTC))
        make_fact(session, "5.3", 9, date(2025, 12, 1))  # after the same day last year
        make_fact(session, "5.3", 34, date(2026, 3, 1))
        assert rows_now(session)["5.3"][4] == "tăng 3 (9,7 %)\ncùng kỳ: 31"


def test_people_counted_once_a_year_are_compared_by_the_greatest_of_each_unit(
    sqlite_database: Database,
) -> None:
    with sqlite_database.write_session() as session:
        here, there = (
            make_organisation(session, f"Hội thử nghiệm {place}").id for place in ("Huế", "Đà Nẵng")
        )
        for day, value, unit in ((date(2025, 3, 31), 100, here), (date(2025, 9, 30), 120, here)):
            make_fact(session, "1.2", value, day, organisation_id=unit)
        make_fact(session, "1.2", 30, date(2025, 6, 30), organisation_id=there)
        make_fact(session, "1.2", 500, date(2025, 12, 31), organisation_id=there)
        make_fact(session, "1.2", 165, date(2026, 6, 30), organisation_id=here)
        assert rows_now(session)["1.2"][4] == "tăng 15 (10 %)\ncùng kỳ: 150"


def test_a_year_known_in_part_is_no_comparison_and_an_old_base_is_estimated(
    sqlite_database: Database,
) -> None:
    with sqlite_database.write_session() as session:
        make_fact(session, "5.3", 26, date(2024, 3, 1))
        make_fact(session, "5.3", 34, date(2026, 3, 1))
        make_fact(session, "5.4", 5, date(2025, 3, 1), partial=True)
        make_fact(session, "5.4", 6, date(2026, 3, 1))
        shown = rows_now(session)
    assert shown["5.3"][1] == "Tăng 20% hàng năm\n38 sản phẩm\nước tính\ntạm tính, số gốc chưa chốt"
    assert shown["5.3"][4] == "–\nchưa có số liệu cùng kỳ"
    assert shown["5.4"][4] == "–\nsố liệu cùng kỳ không đủ"


def test_same_as_of_gives_the_same_bytes_for_ever(sqlite_database: Database) -> None:
    as_of = date(2026, 6, 30)
    with sqlite_database.write_session() as session:
        make_fact(session, "5.3", 34, date(2026, 3, 1))
        before = yearly_report(session, 2026, as_of, "open")
        make_fact(session, "5.3", 7, date(2026, 4, 1), verified_at=datetime(2026, 8, 1, tzinfo=UTC))
        assert yearly_report(session, 2026, as_of, "open") == before
        assert yearly_report(session, 2026, TODAY, "open") != before
    # The clock of the machine is coarse: look for it instead of waiting for it.
    assert {entry.date_time for entry in ZipFile(BytesIO(before)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert read(before).core_properties.modified.date() == as_of


@pytest.mark.parametrize(
    ("year", "state", "code"),
    [
        (2026, "final", "wrong_state"),
        (2026, "provisional", "wrong_state"),
        (2025, "open", "wrong_state"),
        (2027, "open", "wrong_state"),
        (2025, "closed", "bad_parameter"),
    ],
)
def test_a_state_the_calendar_denies_is_refused(
    sqlite_database: Database, year: int, state: str, code: str
) -> None:
    with sqlite_database.read_session() as session, pytest.raises(RuleError) as refused:
        yearly_report(session, year, TODAY, state)
    assert refused.value.code == code


def test_every_status_of_the_engine_has_its_word() -> None:
    assert {code: say(f"status.{code}") for code in WORST_FIRST} == WORDS
