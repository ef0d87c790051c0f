"""Does a leader read what is wrong, for how long and who answers for it, the most urgent first?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard import attention, overview_parts
from dashboard.state import Period
from dashboard.text import text
from db.queries.children_waiting import ChildrenWaiting, LateFeedback, UnreadWords
from db.queries.deadlines import Deadline
from tests.dashboard.network_rows import make_quarter, make_status
from tests.dashboard.overview_rows import ABUSE, LATE, closed, ledger_row, make_overview, make_state, owned
from tests.dashboard.rows import AS_OF, make_row


def lines(found=None):
    return attention.lines(found or make_overview())


def test_the_lines_stand_in_the_order_of_the_rules():
    found = make_overview()
    assert [line.code for line in lines(found)] == [row.code for row in found.attention]
    assert lines(found)[0].code == "4.1"  # abuse comes first, whatever else is late
    assert len(lines(found)) >= 5


def test_an_overdue_letter_says_how_many_how_long_and_whether_abuse_is_feared():
    first = lines()[0]
    assert first.what == "2 đơn thư quá hạn, 1 liên quan xâm hại"
    assert "lâu nhất 46 ngày" in first.more and first.status == "behind"
    plain = lines(make_overview([ledger_row("4.2", LATE)]))[0]
    assert plain.what == "1 đơn thư quá hạn" and "xâm hại" not in plain.what


def test_a_measure_behind_says_its_share_and_what_is_still_needed():
    row = make_row("5.2", "annual_plan", {"2026": 2480}, plan=6000, unit="cha mẹ")
    (line,) = lines(make_overview([row]))
    assert line.what == "Chỉ số 5.2: 41\u00a0% chỉ tiêu năm"
    assert line.more.startswith("Chậm · ") and "cần thêm 3.520\u00a0cha mẹ trong 92 ngày" in line.more


def test_nobody_reported_and_no_base_say_what_to_do():
    said = {line.code: line for line in lines()}
    assert said["5.7"].what.endswith("chưa đơn vị nào báo cáo")
    assert text("attention.ask.member") in said["5.7"].more
    assert said["5.8"].what.endswith("chưa có số gốc, chưa đặt kế hoạch")
    assert text("attention.decide") in said["5.8"].more


def test_who_answers_for_it_stands_on_the_line_once_somebody_is_named():
    row = owned(ledger_row("4.2", LATE), "Ban Vận động chính sách")
    found = make_overview([row])
    assert "Ban Vận động chính sách" in lines(found)[0].more
    assert not attention.nobody_named(found) and attention.nobody_named(make_overview())


@pytest.mark.parametrize("source", ["member", "staff", "ledger"])
def test_what_nobody_entered_names_who_enters_it(source):
    row = make_row("8.3", history={"2025": 31})
    (line,) = lines(make_overview([replace(row, measure=replace(row.measure, source=source))]))
    assert line.what == text(f"attention.no_data.{source}", name="Chỉ số 8.3")
    assert text(f"attention.ask.{source}") in line.more


# -- what children wait for ----------------------------------------------------------------------------

UNTOLD = LateFeedback("an-toan", "Em nghĩ gì?", "Ban Vận động chính sách", date(2026, 9, 18), 12)


def waited_for(**given):
    """The lines of a page on which children wait, after a letter about abuse and before one without."""
    rows = [ledger_row("4.1", ABUSE), ledger_row("4.2", LATE)]
    return lines(make_overview(rows, ChildrenWaiting(**given)))


def test_words_nobody_has_read_stand_between_letters_of_abuse_and_others():
    found = waited_for(words=UnreadWords(25, 3), feedback=(UNTOLD,))
    assert [line.code for line in found] == ["4.1", "", "4.2", ""]
    unread, untold = found[1], found[3]
    assert unread.what.endswith("25 mục") and "lâu nhất 3 ngày" in unread.more
    assert text("attention.officers") in unread.more and unread.more.startswith("Quá hạn")
    assert untold.what == "Chưa báo lại cho trẻ em: Em nghĩ gì?"
    assert untold.more == "Quá hạn · hạn 18/09/2026, đã quá 12 ngày · phụ trách: Ban Vận động chính sách"


def test_fewer_than_ten_unread_are_not_counted_out_and_open_nothing():
    unread = waited_for(words=UnreadWords(None, 1))[1]
    assert "dưới 10" in unread.what and unread.label == unread.what
    assert (unread.page, unread.where) == ("", ())


def test_every_other_line_opens_what_it_is_about():
    found = waited_for(feedback=(UNTOLD,))
    assert [(line.page, line.where) for line in found] == [
        ("chi-so", (("ma", "4.1"),)),
        ("chi-so", (("ma", "4.2"),)),
        ("y-kien", (("dot", "an-toan"),)),
    ]


def test_nothing_to_look_at_is_no_line():
    row = make_row("5.6", history={"2025": 10, "2026": 40})
    assert lines(make_overview([row])) == () and not attention.nobody_named(make_overview([row]))


@pytest.mark.parametrize(
    ("kind", "label", "days", "said", "left"),
    [
        ("request", "", 6, "06/10/2026: Chỉ số 5.3, 2 sản phẩm đến hạn", "còn 6 ngày"),
        ("window", "2026-H2", 0, "06/10/2026: Chỉ số 5.3, báo cáo 6 tháng cuối năm 2026", "hạn hôm nay"),
        ("profile", "", 1, "06/10/2026: Chỉ số 5.3, xem lại hồ sơ", "còn 1 ngày"),
    ],
)
def test_a_deadline_says_its_day_and_what_is_due(kind, label, days, said, left):
    due = Deadline("5.3", "Chỉ số 5.3", "", kind, date(2026, 10, 6), days, 2, label)
    (line,) = attention.deadline_lines([due], [make_row("5.3", history={"2025": 31, "2026": 30})])
    assert (line.what, line.more) == (said, left)


# -- the state of the figures --------------------------------------------------------------------------


def facts(state, row=None):
    return dict(
        overview_parts.state_facts(state, row or make_quarter(3, 28, reported=23), 3, Period(2026, AS_OF))
    )


def test_the_state_says_who_reported_what_waits_and_up_to_where_ledgers_were_checked():
    said = facts(make_state(waiting_n=37, waiting_days=12, ledger_to=date(2026, 8, 31)))
    assert said["Đơn vị đã báo cáo quý III"] == "23/28"
    assert said[text("state.waiting")] == "37, cũ nhất 12 ngày"
    assert said[text("state.ledger")] == "31/08/2026"
    assert said["Năm 2026"] == "năm đang chạy"


def test_nothing_known_is_said_and_never_a_zero():
    said = facts(make_state(), make_quarter(3))
    assert said["Đơn vị đã báo cáo"] == text("state.nobody")  # and no quarter that nobody owed
    assert said[text("state.waiting")] == text("state.waiting_none")
    assert said[text("state.ledger")] == text("state.ledger_never")


def test_a_closed_year_that_says_something_else_names_its_measures():
    said = facts(closed(date(2027, 1, 31)))
    assert said["Năm 2026"] == "đã điều chỉnh, khép ngày 31/01/2027"
    assert said[text("state.changed")] == "5.3, 6.1"


def test_the_map_names_the_quarter_and_year_it_shows_or_that_nobody_owed_a_report():
    status = make_status(make_quarter(1, 9), make_quarter(2, 9), make_quarter(3, 28, reported=23, missing=5))
    assert overview_parts.map_heading(status) == "34 tỉnh, thành: báo cáo quý III năm 2026"
    assert overview_parts.map_heading(make_status()) == "34 tỉnh, thành: báo cáo năm 2026"
    assert overview_parts.owed(status) and not overview_parts.owed(make_status())


def test_part_of_the_units_is_said_and_all_of_them_is_not():
    some = make_status(
        make_quarter(1, 9, reported=9), make_quarter(2), make_quarter(3, 28, reported=23, missing=5)
    )
    assert overview_parts.partial_sentence(some) == "5 đơn vị chưa báo cáo quý III. Số liệu có thể tăng."
    assert overview_parts.partial_sentence(make_status(make_quarter(1, 9, reported=9))) == ""
