"""Does the reminder name who owes what by when, and where to report; to one unit or to all?"""

from __future__ import annotations

from dashboard import letters, records
from dashboard.state import PAGES
from dashboard.text import text
from tests.dashboard.network_rows import AS_OF, make_quarter, make_status, make_unit

UNITS = PAGES["don-vi"]
QUARTERS = make_status(*(make_quarter(number, 2) for number in range(1, 5))).quarters


def test_the_letter_lists_every_quarter_owed_with_its_last_day():
    units = [make_unit("Hội A", "on_time", "missing", "missing", "running")]
    said = letters.letter(units, QUARTERS, AS_OF)
    assert "- Hội A: Quý II năm 2026, hạn 15/07/2026" in said
    assert "- Hội A: Quý III năm 2026, hạn 15/10/2026" in said and "Quý I năm" not in said
    assert "Quý IV" not in said  # it still runs
    assert said.startswith("Kính gửi: Hội A\n") and "22/11/2026" in said
    assert f"{records.settings().survey_url}/bao-cao" in said


def test_only_units_with_something_overdue_are_reminded():
    units = (make_unit("A", "on_time", "nil", "nil_waiting", "running"), make_unit("B", "late", "missing"))
    status = make_status()
    status = type(status)(2026, AS_OF, QUARTERS, units, (), ())
    assert [unit.name_vi for unit in letters.owing(status)] == ["B"]


def test_the_page_offers_the_letter_for_all_and_for_one(whole_board):
    whole_board.be()
    at = whole_board.open(UNITS)
    (draft,) = at.code
    assert [name in draft.value for name in ("Mẫu C", "Mẫu E", "Mẫu F", "Mẫu A")] == [True, True, True, False]
    assert text("letter.everyone", n=3) in at.selectbox(key=f"chon-{letters.UNIT}").options
    one = next(name for name in at.selectbox(key=f"chon-{letters.UNIT}").options if "Mẫu C" in name)
    at.selectbox(key=f"chon-{letters.UNIT}").select(one).run()
    assert "Mẫu C" in at.code[0].value and "Mẫu E" not in at.code[0].value


def test_nobody_to_remind_is_no_letter(empty_board):
    empty_board.be()
    assert not empty_board.open(UNITS).code
