"""Does what nobody has verified yet stand beside the number, and never in it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.commands.reports import return_report, verify_report, withdraw_report
from db.engine import Database
from tests.db.overview import at, one, write
from tests.factories import (
    NOW,
    make_fact,
    make_person,
    make_report,
)


def test_a_report_waits_beside_the_number_until_it_is_verified(database: Database) -> None:
    report_id = write(database, lambda s: make_report(s, make_person(s))).report_id
    seen = one(database)
    assert (seen.evaluation.actual, seen.waiting) == (None, 40)
    write(database, lambda s: verify_report(s, make_person(s, "staff"), report_id, 1, NOW))
    seen = one(database)
    assert (seen.evaluation.actual, seen.waiting) == (40, 0)


def test_what_waits_changes_nothing_but_the_waiting_figure(database: Database) -> None:
    write(database, lambda s: make_fact(s, "1.3", 20, date(2026, 5, 5)))
    write(database, lambda s: make_fact(s, "1.3", 10, date(2025, 5, 5)))
    before = one(database)
    write(
        database,
        lambda s: make_report(s, make_person(s), participants_n="500", first_time_n="1", female_n="1"),
    )
    after = one(database)
    assert after.waiting == 500
    assert replace(after, waiting=before.waiting) == before


def test_what_waited_then_is_still_seen_then(database: Database) -> None:
    filed, settled = date(2026, 6, 2), date(2026, 6, 5)
    report_id = write(
        database, lambda s: make_report(s, make_person(s), at(filed), date_start="01/06/2026")
    ).report_id
    write(database, lambda s: verify_report(s, make_person(s, "staff"), report_id, 1, at(settled)))
    seen = [
        (row.evaluation.actual, row.waiting)
        for day in (1, 2, 4, 5)
        for row in [one(database, as_of=date(2026, 6, day))]
    ]
    assert seen == [(None, 0), (None, 40), (None, 40), (40, 0)]


@pytest.mark.parametrize("act", ["return", "withdraw"])
def test_what_was_returned_or_withdrawn_waits_no_longer(database: Database, act: str) -> None:
    member = write(database, make_person)
    report_id = write(database, lambda s: make_report(s, member)).report_id
    if act == "return":
        staff = write(database, lambda s: make_person(s, "staff"))
        write(database, lambda s: return_report(s, staff, report_id, 1, "thiếu danh sách", NOW))
    else:
        write(database, lambda s: withdraw_report(s, member, report_id, "gửi nhầm", NOW))
    seen = one(database)
    assert (seen.evaluation.actual, seen.waiting) == (None, 0)


def test_a_report_of_another_year_waits_there(database: Database) -> None:
    write(database, lambda s: make_report(s, make_person(s), date_start="20/12/2025"))
    assert one(database).waiting == 0
    assert one(database, year=2025).waiting == 40
