"""Does what children said leave db only rounded, suppressed and numbered?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.commands.releases import release_tables
from db.engine import Database
from db.models import Consultation, Release, Submission
from db.queries.consultations import (
    consultation,
    consultations,
    latest_release,
    slip,
)
from db.rules.errors import RuleError
from tests.db.children import SLUG, take_back
from tests.db.refusals import refusal
from tests.factories import (
    NOW,
    make_consultation,
    make_submission,
)


def fill(database: Database, asked: Consultation, count: int, **answers: Sequence[str]) -> None:
    with database.write_session() as session:
        for _ in range(count):
            make_submission(session, asked, **answers)


def publish(database: Database, now: datetime = NOW, **given: Any) -> Release:
    with database.write_session() as session:
        return release_tables(session, "cli:test", SLUG, now, **given)


def shown(database: Database) -> dict[tuple[str, str | None], list[Any]]:
    """(question, by) -> its rows as (group, base, cells as shown)."""
    with database.read_session() as session:
        released = latest_release(session, SLUG)
    assert released is not None
    return {
        (table.question, table.by): [
            (row.group_vi, row.base_shown, [cell.shown for cell in row.cells]) for row in table.rows
        ]
        for table in released.tables
    }


@pytest.fixture
def answered(database: Database, asked: Consultation) -> Database:
    """61 girls of 11–13 in Hà Nội feel safe, 23 boys of 14–15 in Đà Nẵng do not, 4 do not say."""
    fill(database, asked, 61)
    fill(
        database, asked, 23, nhom_tuoi=["t14_15"], gioi_tinh=["nam"], tinh=["p48"], an_toan=["khong"], kenh=[]
    )
    fill(database, asked, 4, nhom_tuoi=["t16_17"], gioi_tinh=[], tinh=[], an_toan=["khong_ro"], kenh=[])
    return database


def test_a_release_publishes_rounded_numbers_and_hides_the_few(answered: Database) -> None:
    publish(answered, closing=True)
    tables = shown(answered)
    assert tables["an_toan", None] == [("Tất cả", "90", ["60", "25", "dưới 10"])]
    by_age = dict((group, (base, cells)) for group, base, cells in tables["an_toan", "nhom_tuoi"])
    assert by_age["Chọn t16_17"] == ("ẩn vì dưới 10 trẻ em", ["ẩn vì dưới 10 trẻ em"] * 3)
    assert {row[0] for row in tables["an_toan", "vung"]} == {
        region for (region,) in regions(answered, ("01", "48"))
    }
    assert ("tinh", None) in tables and ("tinh", "vung") not in tables
    assert ("so_gio", None) not in tables  # only closed questions are published


def regions(database: Database, codes: tuple[str, ...]) -> list[tuple[str]]:
    with database.read_session() as session:
        query = text("SELECT region_vi FROM provinces WHERE code IN (:a, :b)")
        return [tuple(row) for row in session.execute(query, {"a": codes[0], "b": codes[1]})]


def test_no_raw_count_of_children_leaves_db(answered: Database, asked: Consultation) -> None:
    """61, 23, 4 and their sum 88 are nowhere in what a page can get hold of."""
    publish(answered, closing=True)
    with answered.read_session() as session:
        cards = [asdict(card) for card in consultations(session, NOW)]
        released = latest_release(session, SLUG)
        card = slip(session, session.scalars(select(Submission.slip).limit(1)).one(), NOW)
    assert released
    said = json.dumps([cards, asdict(released), asdict(card)], default=str)
    numbers = [cell.count for table in released.tables for row in table.rows for cell in row.cells]
    assert all(number is None or number % 5 == 0 for number in numbers)
    for raw in ("61", "88"):
        assert f": {raw}," not in said and f'"{raw}"' not in said
    assert cards[0]["responses_shown"] == "90"


def test_shares_are_of_the_published_base(answered: Database) -> None:
    publish(answered)
    with answered.read_session() as session:
        released = latest_release(session, SLUG)
    assert released
    table = next(table for table in released.tables if (table.question, table.by) == ("an_toan", None))
    assert [cell.share_pct for cell in table.rows[0].cells] == [67, 28, None]


def test_few_answers_are_not_published_and_the_live_count_says_so(
    database: Database, asked: Consultation
) -> None:
    fill(database, asked, 9)
    assert refusal(lambda: publish(database)).code == "release_too_small"
    with database.read_session() as session:
        assert consultation(session, SLUG, NOW).responses_shown == "dưới 10"
        assert latest_release(session, SLUG) is None


def test_a_second_release_needs_a_new_day_and_enough_new_answers(
    answered: Database, asked: Consultation
) -> None:
    publish(answered)
    tomorrow = NOW + timedelta(days=1)
    fill(answered, asked, 30)
    assert refusal(lambda: publish(answered)).code == "release_too_soon"
    assert publish(answered, tomorrow).number == 2
    assert refusal(lambda: publish(answered, tomorrow + timedelta(days=1))).code == "release_too_small"


def test_the_last_release_after_few_latecomers_repeats_the_tables(
    answered: Database, asked: Consultation
) -> None:
    first = publish(answered)
    fill(answered, asked, 3)
    last = publish(answered, NOW + timedelta(days=8), closing=True)
    assert (last.number, last.final, last.counted_n) == (2, True, first.counted_n)
    assert [table for table in last.tables if not table["by"]] == first.tables
    assert {table["by"] for table in last.tables} == {None, "nhom_tuoi", "gioi_tinh", "vung"}
    fill(answered, asked, 60)
    refused = refusal(lambda: publish(answered, NOW + timedelta(days=9), closing=True))
    assert refused.code == "release_is_final"


def test_before_the_final_release_only_everybody_is_told_of(answered: Database) -> None:
    assert {table["by"] for table in publish(answered).tables} == {None}


def test_a_table_stands_while_its_newcomers_are_few_or_nearly_all_alike(
    database: Database, asked: Consultation
) -> None:
    """42 is shown as 40 and 68 as 70: together they would say of all 26 newcomers what they answered."""
    fill(database, asked, 42)
    fill(database, asked, 20, an_toan=["khong"])
    publish(database)
    assert shown(database)["an_toan", None][0][2] == ["40", "20", "dưới 10"]
    fill(database, asked, 26)
    publish(database, NOW + timedelta(days=1))
    tables = shown(database)
    assert tables["an_toan", None] == [("Tất cả", "60", ["40", "20", "dưới 10"])]
    assert tables["nhom_tuoi", None] != tables["an_toan", None]
    fill(database, asked, 30, an_toan=["khong"])
    publish(database, NOW + timedelta(days=2))
    assert shown(database)["an_toan", None] == [("Tất cả", "120", ["70", "50", "dưới 10"])]


def test_an_erased_answer_is_missing_from_the_next_release(database: Database, asked: Consultation) -> None:
    fill(database, asked, 40)
    with database.write_session() as session:
        codes = [make_submission(session, asked, an_toan=["khong"]) for _ in range(15)]
    publish(database)
    assert shown(database)["an_toan", None][0][2][:2] == ["40", "15"]
    for code in codes:
        take_back(database, code)
    fill(database, asked, 40)
    publish(database, NOW + timedelta(days=1))
    assert shown(database)["an_toan", None] == [("Tất cả", "80", ["gần như tất cả", "dưới 10", "dưới 10"])]


def test_publishing_what_nobody_opened_is_refused(database: Database) -> None:
    with pytest.raises(RuleError, match="unknown_consultation"), database.write_session() as session:
        release_tables(session, "t", "khong-co", NOW)


def test_consultations_are_listed_newest_first(database: Database, asked: Consultation) -> None:
    def later(session: Session) -> None:
        make_consultation(session, "sap-mo", NOW + timedelta(days=1), NOW + timedelta(days=9))
        make_consultation(session, "da-dong", NOW - timedelta(days=90), NOW - timedelta(days=60))

    with database.write_session() as session:
        later(session)
    with database.read_session() as session:
        cards = consultations(session, NOW)
    assert [(card.slug, card.state) for card in cards] == [
        ("sap-mo", "not_open"),
        (SLUG, "open"),
        ("da-dong", "closed"),
    ]
