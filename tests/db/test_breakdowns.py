"""Does a number fall apart into its parts without loss, and without showing a small group of children?"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from db.commands.reports import verify_report
from db.engine import Database
from db.queries.breakdowns import Breakdown, breakdown, dimensions
from db.rules.errors import RuleError
from tests.factories import (
    NOW,
    TODAY,
    make_fact,
    make_organisation,
    make_person,
    make_report,
    make_request,
)


def by(session: Session, name: str, code: str = "1.3", as_of: date = TODAY) -> Breakdown:
    return breakdown(session, code, 2026, as_of, name)


def numbers(found: Breakdown) -> dict[str, int | None]:
    return {row.key: row.value for row in found.rows}


def test_a_training_falls_apart_by_what_its_form_says(database: Database) -> None:
    with database.write_session() as session:
        filed = make_report(session, make_person(session))
        verify_report(session, make_person(session, "staff"), filed.report_id, 1, NOW)
        make_fact(session, "1.3", 60, date(2026, 3, 1), province_code="48")
        make_fact(session, "1.3", 500, date(2025, 3, 1), province_code="48")
    with database.read_session() as session:
        assert {"province", "organisation", "sex", "first_time", "topic"} <= set(
            dimensions(session, "1.3", 2026, TODAY)
        )
        place, sex, first, topic = (by(session, name) for name in ("province", "sex", "first_time", "topic"))
    assert (place.base, place.stated, numbers(place)) == (100, 100, {"01": 40, "48": 60})
    assert [row.key for row in place.rows] == ["01", "48"]  # from north to south, not by size
    assert (sex.base, sex.stated, numbers(sex)) == (100, 40, {"": 60, "female": 25, "male": 15})
    assert numbers(first) == {"": 60, "again": 30, "first": 10}
    assert (numbers(topic), topic.stated) == ({"": 60, "child_rights": 40}, 40)
    assert next(row.label_vi for row in topic.rows if row.key) == "Quyền trẻ em, Luật Trẻ em"


def test_kinds_of_which_several_hold_are_said_not_to_add_up(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        make_fact(session, "1.3", 40, date(2026, 3, 1), tags={"topic": ["child_rights", "abuse"]})
        make_fact(session, "1.3", 10, date(2026, 3, 2), tags={"topic": ["abuse"]})
    with sqlite_database.read_session() as session:
        found = by(session, "topic")
    assert (numbers(found), found.base, found.exclusive) == ({"abuse": 50, "child_rights": 40}, 50, False)


def test_only_what_was_known_is_broken_down(database: Database) -> None:
    with database.write_session() as session:
        make_fact(session, "1.3", 40, date(2026, 3, 1), province_code="01")
        make_fact(session, "1.3", 7, date(2026, 3, 1), NOW, province_code="01")
    with database.read_session() as session:
        assert by(session, "province", as_of=date(2026, 3, 1)).base == 40
        assert by(session, "province").base == 47


def test_people_counted_once_are_those_of_each_units_greatest_figure(database: Database) -> None:
    with database.write_session() as session:
        for name, place, values in (("Đơn vị A", "01", (10, 30)), ("Đơn vị B", "48", (8, 7))):
            unit = make_organisation(session, name, province_code=place)
            for month, value in enumerate(values, start=3):
                parts = {"experts_n": 2, "volunteers_n": value - 2}
                make_fact(
                    session,
                    "1.2",
                    value,
                    date(2026, month, 1),
                    organisation_id=unit.id,
                    province_code=place,
                    parts=parts,
                )
    with database.read_session() as session:
        assert numbers(by(session, "province", "1.2")) == {"01": 30, "48": 8}
        assert numbers(by(session, "people", "1.2")) == {"volunteers": 34, "experts": 4}


CHILDREN = {"children_n": 60, "girls_n": 30, "age_bands.b0_5": 4, "age_bands.b6_10": 56}


def test_small_groups_of_children_are_hidden_and_cannot_be_worked_out(database: Database) -> None:
    with database.write_session() as session:
        for place, value in (("01", 4), ("48", 30), ("79", 200)):
            make_fact(session, "8.1a", value, date(2026, 3, 1), province_code=place)
        make_fact(session, "8.1a", 50, date(2026, 4, 1), province_code="79", parts=CHILDREN)
    with database.read_session() as session:
        found, sex, age = (
            by(session, "province", "8.1a"),
            by(session, "sex", "8.1a"),
            by(session, "age", "8.1a"),
        )
    assert (numbers(found), found.base, found.suppressed) == ({"01": None, "48": None, "79": 250}, 284, True)
    assert {row.shown for row in found.rows} == {"", "ẩn vì dưới 10 trẻ em"}
    assert numbers(sex) == {"": 234, "female": 30, "male": 30}
    assert None in numbers(age).values() and age.base == 294


def test_other_measures_are_shown_as_they_are(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        make_fact(session, "1.3", 4, date(2026, 3, 1), province_code="01")
        make_fact(session, "1.3", 40, date(2026, 3, 1), province_code="48")
    with sqlite_database.read_session() as session:
        found = by(session, "province")
    assert (numbers(found), found.suppressed) == ({"01": 4, "48": 40}, False)


def test_letters_are_broken_down_by_where_they_come_from_ten_at_least(database: Database) -> None:
    with database.write_session() as session:
        for place, count in (("01", 12), ("48", 11), ("79", 3)):
            for _ in range(count):
                make_request(session, "4.1", date(2026, 3, 1), province_code=place, channel_vi="Thư")
        make_request(session, "2.2", date(2026, 3, 1), channel_vi="Email")
    with database.read_session() as session:
        assert "province" in dimensions(session, "4.1", 2026, TODAY)
        found, other = by(session, "province", "4.1"), by(session, "channel", "2.2")
        assert dimensions(session, "4.2", 2026, TODAY) == dimensions(session, "3.2", 2026, TODAY) == ()
    assert (numbers(found), found.base) == ({"01": 12, "48": None, "79": None}, 26)
    assert {row.shown for row in found.rows} == {"", "dưới 10"}
    assert numbers(other) == {"Email": 1}


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [
        ("9.9", "province", "unknown_measure"),
        ("1.3", "shoe_size", "not_a_choice"),
        ("4.1", "sex", "not_a_choice"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    sqlite_database: Database, code: str, name: str, refusal: str
) -> None:
    with sqlite_database.read_session() as session, pytest.raises(RuleError, match=refusal):
        by(session, name, code)
