"""Is coding blind until both are done, settled by a third act, and published only in round numbers?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from db.commands.coding import choose_quote, code_passage, merge_theme, save_theme, settle_code
from db.engine import Database
from db.models import AuditEvent, Consultation, Quote, RecordChange
from db.queries.accounts import SignedIn
from db.queries.coding import CodingDesk, coding_desk, coding_rows
from db.queries.voices import Voices, voices
from db.rules.suppression import Cell
from tests.db.children import SLUG
from tests.db.passages import make_passage
from tests.db.refusals import refusal
from tests.factories import NOW, make_consultation, make_person, make_submission


class Coders:
    """Two coders, a third, and what they do, each act in a session of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write_session() as session:
            self.people = [make_person(session, "staff", name=f"can.bo.{n}") for n in range(3)]

    def do(self, act: Callable[..., None], by: int, *given: Any) -> None:
        with self.database.write_session() as session:
            act(session, self.people[by], SLUG, *given, NOW)

    def theme(self, name: str, number: int = 0, **more: str) -> int:
        self.do(save_theme, 0, number, {"name_vi": [name], **{key: [text] for key, text in more.items()}})
        return next(one.id for one in self.seen(0).themes if one.name_vi == name)

    def passage(self, **given: str) -> UUID:
        with self.database.write_session() as session:
            return make_passage(session, SLUG, **given)

    def seen(self, by: int) -> CodingDesk:
        with self.database.read_session() as session:
            return coding_desk(session, SLUG, self.people[by].name)

    def public(self) -> Voices:
        with self.database.read_session() as session:
            return voices(session, SLUG, NOW)


@pytest.fixture
def coders(database: Database, asked: Consultation) -> Coders:
    return Coders(database)


def test_neither_coder_sees_the_others_codes_before_both_are_done(coders: Coders) -> None:
    """Control: showing codes as they come would hand the second coder the first one's eyes."""
    heard, play = coders.theme("Được hỏi"), coders.theme("Vui chơi")
    first, second = coders.passage(), coders.passage()
    for passage in (first, second):
        coders.do(code_passage, 0, passage, heard)
    coders.do(code_passage, 1, first, play)
    for by in (0, 1, 2):
        desk = coders.seen(by)
        assert not desk.compared and desk.agreement is None
        assert all(one.codes == () and one.final is None for one in desk.passages)
    assert [one.mine for one in coders.seen(1).passages if one.id == second] == [None]
    coders.do(code_passage, 0, first, play)  # still one's own to change
    coders.do(code_passage, 1, second, None)
    desk = coders.seen(1)
    assert desk.compared and desk.agreement and (desk.agreement.alike, desk.agreement.passages) == (1, 2)
    assert {one.id: one.codes for one in desk.passages} == {first: (play, play), second: (heard, None)}
    assert refusal(lambda: coders.do(code_passage, 0, first, heard)).code == "coding_compared"


def test_a_third_person_neither_codes_nor_settles_what_is_not_compared(coders: Coders) -> None:
    theme, passage = coders.theme("Được hỏi"), coders.passage()
    coders.passage()
    for by in (0, 1):
        coders.do(code_passage, by, passage, theme)
    assert refusal(lambda: coders.do(code_passage, 2, passage, theme)).code == "coders_full"
    settle = {"reason": ["đã bàn"]}
    assert refusal(lambda: coders.do(settle_code, 2, passage, theme, settle)).code == "coding_running"


def test_what_differs_is_settled_by_a_third_act_with_its_reason(coders: Coders) -> None:
    heard, play = coders.theme("Được hỏi"), coders.theme("Vui chơi")
    alike, differs = coders.passage(), coders.passage()
    for by, theme in ((0, heard), (1, play)):
        coders.do(code_passage, by, alike, heard)
        coders.do(code_passage, by, differs, theme)
    assert refusal(lambda: coders.do(settle_code, 2, differs, play, {})).code == "reason_needed"
    told = {"reason": ["Hai người đọc lại."]}
    assert refusal(lambda: coders.do(settle_code, 2, alike, play, told)).code == "nothing_to_settle"
    coders.do(settle_code, 2, differs, play, told)
    found = {one.id: (one.final, one.reason) for one in coders.seen(0).passages}
    assert found == {alike: ((heard,), ""), differs: ((play,), "Hai người đọc lại.")}
    assert coders.seen(0).agreement is not None and coders.seen(0).agreement.alike == 1  # type: ignore[union-attr]


def test_the_code_book_keeps_its_history(coders: Coders) -> None:
    first, second = coders.theme("Chơi"), coders.theme("Sân chơi")
    assert refusal(lambda: coders.theme("Chơi")).code == "theme_exists"
    assert refusal(lambda: coders.theme("")).problems[0].code == "required"
    coders.theme("Vui chơi", first, version="1")
    assert refusal(lambda: coders.theme("Khác", first, version="1")).code == "stale_version"
    why = {"version": ["1"], "reason": ["Cùng một ý."]}
    assert refusal(lambda: coders.do(merge_theme, 0, second, second, why)).code == "theme_merged"
    coders.do(merge_theme, 0, second, first, why)
    assert refusal(lambda: coders.do(merge_theme, 0, first, second, why)).code == "theme_merged"
    desk = coders.seen(0)
    assert [(one.name_vi, one.merged_vi) for one in desk.themes] == [
        ("Vui chơi", ""),
        ("Sân chơi", "Vui chơi"),
    ]
    acts = [(one.act, one.reason) for one in desk.changes]
    assert acts[0] == ("theme_merged", "Cùng một ý.") and len(acts) == 4
    assert ("name_vi", "Chơi", "Vui chơi") in desk.changes[1].fields


def test_what_was_coded_with_a_merged_theme_counts_where_it_went(coders: Coders) -> None:
    play, ground = coders.theme("Vui chơi"), coders.theme("Sân chơi")
    passage = coders.passage()
    coders.do(code_passage, 0, passage, play)
    coders.do(code_passage, 1, passage, ground)
    coders.do(merge_theme, 0, ground, play, {"version": ["1"], "reason": ["Cùng một ý."]})
    assert [one.final for one in coders.seen(0).passages] == [(play,)]
    assert refusal(lambda: coders.do(code_passage, 0, passage, ground)).code in ("coding_compared",)


def test_a_theme_is_published_in_words_until_ten_passages_speak_of_it(coders: Coders) -> None:
    many, few = coders.theme("Được hỏi"), coders.theme("Vui chơi")
    for number in range(15):
        passage = coders.passage()
        for by in (0, 1):
            coders.do(code_passage, by, passage, many if number < 12 else few)
    found = coders.public()
    assert [(one.name_vi, one.passages) for one in found.themes] == [
        ("Được hỏi", Cell(10, "10")),
        ("Vui chơi", Cell(None, "dưới 10")),
    ]
    assert found.passages == Cell(15, "15")


def test_passages_that_were_not_let_out_do_not_exist_here(coders: Coders) -> None:
    theme, inside = coders.theme("Được hỏi"), coders.passage(state="proposed")
    with coders.database.write_session() as session:
        make_consultation(session, "dot-khac")
        elsewhere = make_passage(session, "dot-khac")
    for passage in (inside, elsewhere, uuid4()):
        for act in (
            lambda one=passage: coders.do(code_passage, 0, one, theme),
            lambda one=passage: coders.do(choose_quote, 0, one, True),
        ):
            assert refusal(act).code == "unknown_passage"
    assert coders.seen(0).passages == ()
    with coders.database.read_session() as session:
        assert [row.slug for row in coding_rows(session)] == ["dot-khac"]


def test_quotes_are_three_to_six_with_only_what_ten_children_share(
    coders: Coders, asked: Consultation
) -> None:
    """Control: taking the region as it is would name the one child of the south among ten of the north."""
    with coders.database.write_session() as session:
        for _ in range(10):
            make_submission(session, asked)
        make_submission(session, asked, tinh=["p48"])
    north, south = "Đồng bằng sông Hồng", "Duyên hải Nam Trung Bộ và Tây Nguyên"
    passages = [coders.passage(text=f"Lời {n}", region=south if n == 0 else north) for n in range(7)]
    for passage in passages[:2]:
        coders.do(choose_quote, 0, passage, True)
    assert coders.public().quotes == ()
    coders.do(choose_quote, 0, passages[2], True)
    coders.do(choose_quote, 0, passages[2], True)  # twice is once
    shown = {one.text_vi: (one.age_vi, one.region_vi) for one in coders.public().quotes}
    assert shown == {"Lời 0": ("Chọn t11_13", ""), **{f"Lời {n}": ("Chọn t11_13", north) for n in (1, 2)}}
    for passage in passages[3:6]:
        coders.do(choose_quote, 0, passage, True)
    assert refusal(lambda: coders.do(choose_quote, 0, passages[6], True)).code == "quotes_full"
    coders.do(choose_quote, 0, passages[0], False)
    assert "Lời 0" not in {one.text_vi for one in coders.public().quotes}


@pytest.mark.parametrize("role", ["leader", "officer", "member", "admin", "inspector"])
def test_only_staff_code(coders: Coders, role: str) -> None:
    passage = coders.passage()
    with coders.database.write_session() as session:
        by: SignedIn = make_person(session, role)
    for act in (
        lambda session: save_theme(session, by, SLUG, 0, {"name_vi": ["x"]}, NOW),
        lambda session: code_passage(session, by, SLUG, passage, None, NOW),
        lambda session: choose_quote(session, by, SLUG, passage, True, NOW),
    ):
        with coders.database.write_session() as session:
            assert refusal(lambda: act(session)).code == "forbidden"  # noqa: B023


def test_every_act_is_in_the_log_and_none_with_words(coders: Coders) -> None:
    theme, passage = coders.theme("Chủ đề bí mật"), coders.passage(text="Lời không được ghi")
    coders.do(code_passage, 0, passage, theme)
    coders.do(choose_quote, 0, passage, True)
    coders.do(choose_quote, 0, passage, False)
    with coders.database.read_session() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
        acts = [row.act for row in rows if row.actor == "can.bo.0" and row.act != "session_opened"]
        said = " ".join(f"{row.noun_id} {row.facts}" for row in rows)
        assert session.scalar(select(func.count()).select_from(Quote)) == 0
        assert session.scalar(select(func.count()).select_from(RecordChange)) == 1
    assert acts == ["theme_added", "passage_coded", "quote_chosen", "quote_removed"]
    assert "bí mật" not in said and "Lời" not in said
