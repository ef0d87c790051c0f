"""Are answers that arrive at the same moment kept as if each had come alone?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, event, func, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

import db.commands.submissions as submissions
from db.commands.submissions import Filled, Receipt, record_submissions
from db.engine import Database
from db.models import (
    AuditEvent,
    Concern,
    Consultation,
    Invitation,
    Response,
    SealedItem,
    SignInAttempt,
    Submission,
)
from db.queries import arrivals
from db.queries.audit import first_broken_row
from db.rows import insert_rows, keys
from db.rules.answers import check_answers
from db.rules.errors import RuleError
from db.writer import GroupWriter, JointAct
from tests.db.children import SLUG, kept
from tests.db.groups import one_group
from tests.factories import NOW, SECRET, make_form
from tests.trust.officers import ask_own_words, hold_ceremony, written

Form = dict[str, list[str]]


@pytest.fixture
def writer(database: Database) -> Iterator[GroupWriter]:
    with closing(GroupWriter(database)) as made:
        yield made


def sent(form: Form, slug: str = SLUG) -> JointAct:
    return JointAct(record_submissions, Filled(SECRET, slug, form, NOW))


def together(writer: GroupWriter, acts: Sequence[Any]) -> list[Any]:
    """What each of these acts comes to when they arrive at once: its answer, or what was raised."""
    with one_group(writer) as submit:
        futures = [submit(act) for act in acts]
    return [future.exception(10) or future.result(10) for future in futures]


def codes(outcomes: Sequence[Any]) -> list[str]:
    return [one.code if isinstance(one, RuleError) else type(one).__name__ for one in outcomes]


def is_whole(database: Database) -> bool:
    with database.read_session() as session:
        return first_broken_row(session) is None


def test_what_arrives_together_is_kept_like_what_arrives_alone(
    writer: GroupWriter, database: Database, asked: Consultation
) -> None:
    before = kept(database)
    outcomes = together(writer, [sent(make_form(asked)) for _ in range(30)])
    assert codes(outcomes) == ["Receipt"] * 30
    assert len({one.slip for one in outcomes}) == 30
    assert writer.call(sent(make_form(asked))).slip
    answers = sum(len(values) for name, values in make_form(asked).items() if name not in NO_ANSWERS)
    grown = tuple(now - then for now, then in zip(kept(database), before, strict=True))
    assert grown == (31, 31 * answers, 31)
    assert is_whole(database)


NO_ANSWERS = ("token", "version", "dong_y")


def test_a_bad_form_is_refused_and_takes_nobody_along(
    writer: GroupWriter, database: Database, asked: Consultation
) -> None:
    bad = [
        sent(make_form(asked, gioi_tinh=["rồng"])),
        sent({**make_form(asked), "token": ["x"]}),
        sent(make_form(asked), "khong-co-dot-nay"),
        sent({**make_form(asked), "dong_y": []}),
    ]
    good = [sent(make_form(asked)) for _ in range(3)]
    before = kept(database)
    outcomes = together(writer, [good[0], bad[0], bad[1], good[1], bad[2], bad[3], good[2]])
    wanted = ["Receipt", "fields_refused", "token_malformed", "Receipt"]
    assert codes(outcomes) == [*wanted, "unknown_consultation", "assent_missing", "Receipt"]
    assert (kept(database)[0] - before[0], kept(database)[2] - before[2]) == (3, 3)
    assert is_whole(database)


def test_the_same_form_twice_in_one_group_is_one_row_with_one_receipt(
    writer: GroupWriter, database: Database, asked: Consultation
) -> None:
    undone: list[int] = []
    event.listen(database.writer, "rollback_savepoint", lambda *_: undone.append(1))
    form = make_form(asked)
    other = {**form, "gioi_tinh": ["nam"]}
    first, again, changed = together(writer, [sent(form), sent(form), sent(other)])
    assert (first.repeated, again) == (False, Receipt(first.slip, repeated=True))
    assert changed.code == "token_reused"
    assert (kept(database)[0], undone) == (1, [])  # the first of them was remembered, no key had to refuse
    assert writer.call(sent(form)).slip == first.slip


def test_when_the_tables_refuse_the_group_each_form_is_kept_alone(
    writer: GroupWriter, database: Database, asked: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two slips by chance the same: the group breaks a constraint, the single forms do not."""
    slips = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB", "CCCCCCCC"])
    monkeypatch.setattr(submissions, "new_slip", lambda: next(slips))
    outcomes = together(writer, [sent(make_form(asked)) for _ in range(2)])
    assert [one.slip for one in outcomes] == ["BBBBBBBB", "CCCCCCCC"]
    assert (kept(database)[0], is_whole(database)) == (2, True)


def test_a_fault_in_one_form_reaches_its_child_only(
    writer: GroupWriter, database: Database, asked: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlucky = make_form(asked)

    def faulty(form: Any, raw: Form, **given: Any) -> Any:
        if raw["token"] == unlucky["token"]:
            raise ZeroDivisionError
        return check_answers(form, raw, **given)

    monkeypatch.setattr(submissions, "check_answers", faulty)
    outcomes = together(writer, [sent(make_form(asked)), sent(unlucky), sent(make_form(asked))])
    assert codes(outcomes) == ["Receipt", "ZeroDivisionError", "Receipt"]
    assert (kept(database)[0], is_whole(database)) == (2, True)


def test_other_acts_between_the_forms_are_done_in_their_turn(
    writer: GroupWriter, database: Database, asked: Consultation
) -> None:
    def count(session: Session) -> int:
        return session.scalar(select(func.count()).select_from(Submission)) or 0

    def refused(session: Session) -> None:
        session.execute(insert(SignInAttempt).values(key="half", at=NOW))
        raise RuleError("wrong_state")

    forms = [sent(make_form(asked)) for _ in range(4)]
    outcomes = together(writer, [forms[0], forms[1], count, refused, forms[2], forms[3], count])
    assert [outcomes[2], outcomes[6]] == [2, 4]
    assert outcomes[3].code == "wrong_state"
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_nobody_is_acknowledged_when_the_commit_fails(
    writer: GroupWriter, database: Database, asked: Consultation
) -> None:
    full = True

    @event.listens_for(database.writer, "commit")
    def disk_full(_connection: object) -> None:
        if full:
            raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    forms = [make_form(asked) for _ in range(3)]
    assert codes(together(writer, [sent(form) for form in forms])) == ["unavailable"] * 3
    assert kept(database)[0] == 0
    full = False
    assert codes(together(writer, [sent(form) for form in forms])) == ["Receipt"] * 3
    assert (kept(database)[0], is_whole(database)) == (3, True)


def test_the_places_of_an_invitation_are_counted_within_the_group(
    writer: GroupWriter, database: Database, asked: Consultation
) -> None:
    with database.write_session() as session:
        made = {"label_vi": "Lớp 6A", "made_at": NOW, "made_by": "thử", "consultation_id": asked.id}
        session.add(Invitation(**made, token=uuid4(), code="ABC234", most=3))
    invited = [sent({**make_form(asked), "moi": ["abc-234"]}) for _ in range(5)]
    assert codes(together(writer, [*invited[:2], sent(make_form(asked)), *invited[2:]])) == ["Receipt"] * 6
    with database.read_session() as session:
        found = session.execute(
            select(Submission.standing, Submission.held_for, func.count())
            .group_by(Submission.standing, Submission.held_for)
            .order_by(Submission.standing)
        ).all()
    assert [tuple(row) for row in found] == [("counted", "", 4), ("waiting", "over_cap", 2)]


def test_own_words_of_a_group_are_sealed_and_queued_each(writer: GroupWriter, database: Database) -> None:
    hold_ceremony(database)
    asked = ask_own_words(database)
    texts = ["Em sợ lắm.", "", "Em muốn có sân bóng.", ""]
    outcomes = together(writer, [sent(written(asked, text), asked.slug) for text in texts])
    assert codes(outcomes) == ["Receipt"] * 4
    with database.read_session() as session:
        for table in (Concern, SealedItem):
            assert session.scalar(select(func.count()).select_from(table)) == 2
        wrote = session.scalars(select(Submission.slip).join(Concern, Concern.token == Submission.token))
        assert set(wrote) == {outcomes[0].slip, outcomes[2].slip}


def test_twenty_forms_cost_no_more_statements_than_two(
    writer: GroupWriter, database: Database, asked: Consultation
) -> None:
    statements: list[str] = []

    @event.listens_for(database.writer, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    def of(count: int) -> int:
        statements.clear()
        together(writer, [sent(make_form(asked)) for _ in range(count)])
        return len(statements)

    of(2)  # what is read once for ever is read now
    assert of(2) == of(20)


def test_what_is_asked_of_arriving_forms_is_found_by_key(sqlite_database: Database) -> None:
    """A table that grows with every child may never be looked through for one."""
    questions = {
        "tokens": (arrivals._FIRSTS, [uuid4()]),
        "hashes": (arrivals._ERASED, ["0" * 64]),
        "codes": (arrivals._INVITATIONS, ["ABC234"]),
    }
    with sqlite_database.writer.connect() as connection:
        for name, (question, values) in questions.items():
            plan = _plan(connection, str(question.compile(dialect=connection.dialect)), values)
            looked_through = [line for line in plan if line.startswith("SCAN") and "json_each" not in line]
            assert (name, looked_through) == (name, [])


def _plan(connection: Connection, statement: str, values: list[Any]) -> list[str]:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (keys(connection, values),))
    return [row[3] for row in rows]


def test_rows_come_back_as_they_were_inserted_and_nothing_is_cut(
    database: Database, asked: Consultation
) -> None:
    event_row = {"seq": 10_000, "at": NOW, "actor": "a'b", "act": "x", "noun": "n", "noun_id": "%s"}
    facts = {"số": 3, "có": True, "không": None, "chữ": "Đắk “Lắk”"}
    hashes = {"before_hash": "0" * 64, "hash": "1" * 64}
    with database.write_session() as session:
        insert_rows(session, AuditEvent, [{**event_row, "facts": facts, **hashes}])
        insert_rows(session, AuditEvent, [])
    with database.read_session() as session:
        row = session.get_one(AuditEvent, 10_000)
    assert (row.at, row.actor, row.noun_id, row.facts) == (NOW, "a'b", "%s", facts)
    if database.writer.dialect.name == "postgresql":
        token = next(iter(_tokens(database, asked)))
        with pytest.raises(DBAPIError), database.write_session() as session:
            insert_rows(session, Response, [{"token": token, "question": "q" * 61, "value": "x"}])


def _tokens(database: Database, asked: Consultation) -> Sequence[Any]:
    with database.write_session() as session:
        record_submissions(session, [Filled(SECRET, asked.slug, make_form(asked), NOW)])
        return session.scalars(select(Submission.token)).all()
