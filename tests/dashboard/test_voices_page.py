"""Does the page of children's opinions tell what was said, done, answered and told back, and nothing more?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.charts import answers
from dashboard.language import EN, PARAMETER
from dashboard.state import PAGES
from dashboard.text import text, written
from db.commands.releases import release_tables
from db.commands.sample_closed import SLUG as SAMPLE
from db.commands.sample_closed import load_sample_closed
from db.models import Consultation, Telling
from tests import factories
from tests.dashboard.conftest import SLUG, Board, _board, words_of

PAGE = PAGES["y-kien"]
CLOSED = {"opens_at": factories.NOW - timedelta(days=90), "closes_at": factories.NOW - timedelta(days=70)}


@pytest.fixture
def sample_board(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """A dashboard over the closed sample consultation."""
    monkeypatch.setattr("db.commands.sample_closed.CHILDREN", 90)
    for board in _board(sqlite_template, tmp_path, monkeypatch):
        with board.database.write_session() as session:
            load_sample_closed(session, factories.SECRET, factories.NOW)
        yield board


def closed(board: Board, children: int, *, final: bool = True) -> None:
    """A closed consultation that all children answered alike."""
    with board.database.write_session() as session:
        row = factories.make_consultation(session, SLUG)
        for _ in range(children):
            factories.make_submission(session, row)
        session.flush()
        row.opens_at, row.closes_at = CLOSED["opens_at"], CLOSED["closes_at"]
        row.state = "closed"
        session.flush()
        if final:
            release_tables(session, "test", SLUG, factories.NOW, closing=True)


def test_the_four_columns_say_what_was_said_done_answered_and_told(sample_board: Board) -> None:
    sample_board.be()
    at = sample_board.open(PAGE)
    assert not at.exception and not at.error
    words = words_of(at)
    for key in ("v.said", "v.did", "v.answered", "v.told"):
        assert text(key) in words
    assert text("v.sent", number="15/HBVQTE (mẫu)", day="01/09/2026") in words
    for verdict in ("accepted", "partly", "refused"):
        assert text(f"v.verdict.{verdict}") in words
    assert text("v.days_n", n="53") in words and "1 / 1 / 1" in words
    assert text("v.children", n="90") in words and text("c.helpline") in words
    assert text("v.theme", name="Được hỏi và được trả lời", n="10") in words
    assert text("v.theme", name="Không bị chê cười", n="dưới 10") in words
    assert text("s.demo") in words


def test_quotes_stand_with_age_and_region_never_with_a_province(sample_board: Board) -> None:
    sample_board.be()
    words = words_of(sample_board.open(PAGE))
    assert "Có lần em nói ra thì bị cười nên em không nói nữa." in words
    assert "14 hoặc 15 tuổi · Đồng bằng sông Hồng" in words
    assert "Em sợ nói sai bị mắng." not in words  # released, and not chosen


@pytest.mark.parametrize("by", ["nhom_tuoi", "gioi_tinh", "vung"])
def test_small_multiples_have_one_size_and_each_its_base(sample_board: Board, by: str) -> None:
    sample_board.be()
    at = sample_board.open(PAGE, theo=by, cau="nghe_o_nha")
    assert at.query_params["theo"] == by and not at.exception
    charts = at.get("vega_lite_chart")
    assert len(charts) >= 2 and all(text(f"by.{by}") in chart.proto.alt for chart in charts)
    heights = {chart.proto.spec.partition('"height": ')[2].partition(",")[0] for chart in charts}
    assert len(heights) == 1
    if by == "gioi_tinh":
        assert any("ẩn vì dưới 10 trẻ em" in chart.proto.alt for chart in charts)


def test_the_table_twin_has_every_group(sample_board: Board) -> None:
    sample_board.be()
    at = sample_board.open(PAGE, theo="vung", cau="nghe_o_nha", **{"bang-y-kien": "true"})
    at.session_state["bang-y-kien"] = True
    at.run()
    (table,) = at.table
    assert len(table.value) == 6 and text("c.n") in table.value.columns


def test_late_feedback_is_said_in_words(empty_board: Board) -> None:
    closed(empty_board, 40)
    empty_board.be()
    words = words_of(empty_board.open(PAGE))
    assert text("v.late", day="12/11/2026") in words and text("v.state.late") in words
    assert text("v.days_running") in words and text("v.days_n", n="70") in words
    with empty_board.database.write_session() as session:
        number = session.scalars(select(Consultation.id)).one()
        session.add(Telling(consultation_id=number, told_vi="x", told_on=factories.TODAY, channels=["khac"]))
    empty_board.pass_by(days=1)  # another day is another page
    assert text("v.state.late") not in words_of(empty_board.open(PAGE))


def test_nine_children_are_no_number_anywhere(empty_board: Board) -> None:
    closed(empty_board, 9, final=False)
    empty_board.be()
    at = empty_board.open(PAGE)
    words = words_of(at)
    assert text("c.no_release") in words and text("v.children", n="dưới 10") in words
    assert not at.get("vega_lite_chart")


def test_all_children_answering_the_same_is_said_in_words(empty_board: Board) -> None:
    closed(empty_board, 40)
    empty_board.be()
    words = words_of(empty_board.open(PAGE))
    assert "gần như tất cả" in words and ": 100 %" not in words


def test_an_open_consultation_waits_with_its_breakdowns(board: Board) -> None:
    board.be()
    words = words_of(board.open(PAGE))
    assert text("v.later") in words and text("v.not_due") in words and text("v.no_findings_open") in words


def test_the_page_leads_to_its_measures_and_they_lead_back(board: Board) -> None:
    board.be()
    codes = {link.value for link in board.open(PAGE).page_link}
    assert {text("v.measure", code=code).replace(".", "\\.") for code in ("2.3", "2.4", "3.3")} <= codes
    for code, leads in (("2.3", True), ("2.4", True), ("3.3", True), ("5.3", False)):
        links = {link.value.replace("\\", "") for link in board.open(PAGES["chi-so"], ma=code).page_link}
        assert (text("v.from_measure") in links) == leads


def test_the_page_in_english_keeps_only_what_people_wrote(sample_board: Board) -> None:
    sample_board.be()
    words = words_of(sample_board.open(PAGE, **{PARAMETER: EN, "dot": SAMPLE}))
    for key in ("v.said", "v.did", "v.answered", "v.told", "v.quotes", "v.about"):
        assert written(key, EN) in words
    for key in ("v.did", "v.answered", "v.told", "v.quotes_lead", "v.about", "v.verdict.refused"):
        assert written(key, "vi") not in words


def test_a_hidden_group_takes_the_same_room() -> None:
    assert answers.answer_spec(200)["height"] == 200
