"""Who is offered as owner and approver, and what does a request for research ask?"""

from __future__ import annotations

import pytest

from db.engine import Database
from db.queries.ledger_forms import approvers, owners
from tests.factories import make_account, make_signed_in
from tests.ledger_factories import do, make_ledger_request, refusal_of, write


def test_sample_people_stand_in_sample_records_only(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        real = make_account(session, "staff", display_name="Lan")
        make_account(session, "leader", display_name="Lãnh đạo")
        mock = make_account(session, "staff", display_name="Cán bộ mẫu", sample=True)
        session.flush()
        lan, sample_person = make_signed_in(session, real), make_signed_in(session, mock)
        offered = {sample: [name for _, name in owners(session, sample=sample)] for sample in (False, True)}
        granting = [name for _, name in approvers(session, sample=False)]
    assert offered == {False: ["Lan"], True: ["Cán bộ mẫu", "Lan"]}
    assert granting == ["Lãnh đạo", "Lan"]
    foreign = {"owner": str(sample_person.account_id)}
    code, problems = refusal_of(sqlite_database, lambda s: make_ledger_request(s, lan, "2.2", **foreign))
    assert (code, problems) == ("fields_refused", {("owner", "not_a_choice")})
    number = write(sqlite_database, lambda s: make_ledger_request(s, lan, "2.2")).request_id
    more_time = {"until": "20/12/2026", "reason": "Chờ họp", "approver": str(sample_person.account_id)}
    _, problems = refusal_of(sqlite_database, lambda s: do(s, lan, number, "extend", **more_time))
    assert problems == {("approver", "not_a_choice")}
    assert write(sqlite_database, lambda s: make_ledger_request(s, sample_person, "2.2", **foreign)).number


@pytest.mark.parametrize(
    ("given", "gaps"),
    [
        ({"method": ""}, {("method", "required")}),
        ({"method": "survey"}, set()),
    ],
)
def test_research_says_its_method_before_it_is_closed(
    sqlite_database: Database, given: dict[str, str], gaps: set[tuple[str, str]]
) -> None:
    with sqlite_database.write_session() as session:
        owner, other = (make_signed_in(session, make_account(session, "staff")) for _ in range(2))
        number = make_ledger_request(session, owner, "2.3", **given).request_id
        do(session, owner, number, "answer")
        do(session, other, number, "assess")
    if gaps:
        assert refusal_of(sqlite_database, lambda s: do(s, other, number, "close"))[1] == gaps
    else:
        assert write(sqlite_database, lambda s: do(s, other, number, "close")).version == 4


def test_asking_children_names_the_consultation(sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        owner = make_signed_in(session, make_account(session, "staff"))
    _, problems = refusal_of(
        sqlite_database, lambda s: make_ledger_request(s, owner, "2.3", method="children")
    )
    assert problems == {("consultation_id", "required")}
