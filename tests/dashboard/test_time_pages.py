"""Do the pages of time say what changed, how the phases stand, and how final a year is?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard import data, evidence, frames_changes, overview_parts, widgets, widgets_year
from dashboard.state import PAGES, Period
from dashboard.text import text
from db.commands.years import close_year
from db.queries.changes import ChangeStep
from db.queries.strategic_evidence import EvidenceCard, EvidenceItem
from tests import factories
from tests.dashboard.conftest import words_of
from tests.dashboard.network_rows import make_quarter
from tests.dashboard.overview_rows import make_state

WHY, PHASES = PAGES["vi-sao"], PAGES["giai-doan"]
VERSION = 0
JUNE, TODAY = date(2026, 6, 1), factories.TODAY


def charts(at):
    return at.get("vega_lite_chart")


# -- why it changed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["1.3", "4.1", "5.3", "7.2", "8.1b"])
def test_the_bars_end_exactly_at_the_second_days_value(code, board):
    found = data.changes(VERSION, code, 2026, JUNE, TODAY)
    frame = frames_changes.waterfall_frame(found)
    if found.start is None:
        assert frame.empty
        return
    assert (frame["end"].iloc[0], frame["end"].iloc[-1]) == (found.start, found.end)
    assert frame["end"].iloc[-2] == found.end  # the last step lands on it
    for before, after in zip(frame.iloc[:-2].itertuples(), frame.iloc[1:-1].itertuples(), strict=True):
        assert after.start == before.end


def test_the_page_says_what_moved_and_shows_the_records(board):
    board.be()
    at = board.open(WHY, ma="1.3", **{"tu-ngay": "2026-06-01"})
    words = words_of(at).replace("\u00a0", " ")
    assert "Tăng 124 lượt người, từ 76 lượt người lên 200 lượt người." in words
    wide, narrow = charts(at)
    assert wide.proto.alt == narrow.proto.alt and text("why.late") in wide.proto.alt
    assert text("why.records", n=4) in words and text("why.targets_none") in words
    at.session_state["bang-vi-sao"] = True
    at.run()
    table = next(one.value for one in at.table if text("why.step") in one.value)
    assert list(table[text("why.change")])[1:-1] == ["\\+25\u00a0lượt người", "\\+99\u00a0lượt người"]


def test_a_voided_record_is_a_step_down_with_its_sign(board):
    with board.database.write_session() as session:
        fact = factories.make_fact(
            session, "5.3", 7, date(2026, 3, 3), verified_at=datetime(2026, 3, 9, tzinfo=UTC)
        )
        fact.voided_at = datetime(2026, 8, 1, tzinfo=UTC)
        fact.voided_by, fact.void_reason = "test", "nhập nhầm"
    found = data.changes(VERSION, "5.3", 2026, JUNE, TODAY)
    table = frames_changes.change_table(found).set_index(text("why.step"))
    line = table.loc[f"{text('why.voided')}: {text('why.voided_note')}"]
    assert line[text("why.change")] == f"{frames_changes.MINUS}7\u00a0sản phẩm"


def test_more_requests_falling_due_are_in_the_table_and_no_bar(board):
    """They move only what the result is compared with."""
    steps = (ChangeStep("done", 2, 2), ChangeStep("decided", 0, 3))
    asked = data.changes(VERSION, "4.1", 2026, JUNE, TODAY)
    found = replace(asked, start=4, end=6, steps=steps)
    assert text("why.decided") not in set(frames_changes.waterfall_frame(found)["label"])
    lines = list(frames_changes.change_table(found)[text("why.step")])
    assert f"{text('why.decided')}: {text('why.decided_note')}" in lines


def test_nothing_between_two_days_says_so(board):
    board.be()
    at = board.open(WHY, ma="1.3", **{"tu-ngay": "2026-11-22"})
    assert text("why.nothing") in words_of(at)


def test_a_measure_that_is_no_number_has_words_and_no_bars(board):
    board.be()
    at = board.open(WHY, ma="7.2", **{"tu-ngay": "2026-06-01"})
    assert text("why.no_number") in words_of(at) and not charts(at) and not at.error


def test_the_first_day_is_never_after_the_second(board):
    board.be()
    at = board.open(WHY, ma="1.3", **{"tu-ngay": "2026-12-31", "tinh-den": "2026-06-30"})
    assert not at.error and "từ 30/06/2026 đến 30/06/2026" in words_of(at)


def test_the_usual_first_day_is_a_month_before(board):
    board.be()
    assert "từ 23/10/2026 đến 22/11/2026" in words_of(board.open(WHY, ma="1.3"))


@pytest.mark.parametrize("page", [WHY, PHASES])
def test_both_pages_open_over_the_bare_strategy(page, empty_board):
    empty_board.be()
    at = empty_board.open(page)
    assert not at.exception and not at.error
    assert "None" not in words_of(at) and "nan" not in words_of(at).split()


# -- phases --------------------------------------------------------------------------------------------


def test_thirteen_years_the_review_and_the_two_cards(board):
    board.be()
    at = board.open(PHASES)
    words = words_of(at)
    wide, narrow = charts(at)
    assert wide.proto.alt == narrow.proto.alt and "2025: " in wide.proto.alt
    assert text("phase.review", year=2028) in words
    assert "đã qua 3 năm trọn; còn 3 năm" in words
    assert words.count(text("evidence.none")) == 2
    assert text("year.open", year=2026) in words
    assert text("d.provisional") in words_of(board.open(PHASES, nam="2025"))
    at.session_state["bang-giai-doan"] = True
    at.run()
    (table,) = at.table
    assert len(table.value) == 28 and list(table.value.columns[-4:]) == ["2023", "2024", "2025", "2026"]


def test_one_measure_without_data_is_named_and_not_dropped(board):
    board.be()
    words = words_of(board.open(PHASES))
    assert text("phase.review_no_data", names="8.3") in words


def test_evidence_is_escaped_and_links_only_to_the_web():
    item = EvidenceItem(
        1, 2028, date(2026, 5, 1), "Ủy ban <script>", "Số 1", "Đánh giá tốt", "javascript:alert(1)",
        "Văn phòng", factories.NOW, sample=False,
    )  # fmt: skip
    card = EvidenceCard(1, "Được đánh giá", "Judged", "Được đánh giá", "Judged", (2028, 2033), (item,) * 7)
    html = evidence.card_html(card)
    assert "<script>" not in html and "<a " not in html
    assert text("evidence.more", n=2) in html and text("evidence.n", n=7) in html


# -- the life of a year --------------------------------------------------------------------------------


def test_a_closed_year_names_who_when_and_the_hash(board):
    with board.database.write_session() as session:
        staff = factories.make_signed_in(
            session, factories.make_account(session, "staff", display_name="Cô Lan")
        )
        receipt = close_year(session, staff, 2025, "Đã đối chiếu", factories.NOW)
    state = data.year_state(VERSION + 1, 2025, TODAY)
    html = widgets_year.banner_html(state)
    assert text("year.final", year=2025) in html and "Cô Lan khép ngày 10:00, 22/11/2026" in html
    assert receipt.sha256[:12] in html and "Đã đối chiếu" in html
    assert list(widgets_year.version_table(state)[text("year.full_hash")]) == [receipt.sha256]
    assert text("year.open_says") not in html


def test_a_year_that_says_otherwise_or_was_tampered_with_is_flagged(board):
    with board.database.write_session() as session:
        staff = factories.make_signed_in(session, factories.make_account(session, "staff"))
        close_year(session, staff, 2025, "<b>xong</b>", factories.NOW)
    state = data.year_state(VERSION + 1, 2025, TODAY)
    changed = replace(
        state, state="revised", changed=("5.3",), closes=(replace(state.closes[0], intact=False),)
    )
    html = widgets_year.banner_html(changed)
    assert text("year.needs_revision", codes="5.3") in html and text("year.broken") in html
    assert "&lt;b&gt;xong" in html


def test_a_provisional_year_says_late_figures_still_count(empty_board):
    html = widgets_year.banner_html(data.year_state(VERSION, 2025, TODAY))
    assert text("year.provisional_says") in html


def test_a_year_that_has_not_begun_on_the_day_looked_at_does_not_run(empty_board):
    before = date(2025, 12, 31)
    html = widgets_year.banner_html(data.year_state(VERSION, 2026, before))
    assert text("year.ahead", year=2026) in html and text("year.ahead_says") in html
    assert text("year.open", year=2026) not in html
    facts = widgets.period_facts(Period(2026, before), "open")
    state = make_state()
    said = dict(overview_parts.state_facts(state, make_quarter(1, 0), 1, Period(2026, before)))
    assert said[text("state.year", year=2026)] == text("d.ahead") == facts[1]
    begun = widgets_year.banner_html(data.year_state(VERSION, 2026, date(2026, 1, 1)))
    assert text("year.open", year=2026) in begun
