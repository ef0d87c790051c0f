"""Does an open page see what is new, and only that?  The number it asks for, and what it does by itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy import text as sql

from dashboard import data, live
from db.commands.reports import verify_report
from db.engine import Database
from db.models import Consultation, WebSession
from db.models.audit import SHOWN
from db.queries.version import data_version
from tests import factories
from tests.dashboard.conftest import SLUG, Board, words_of


def version_of(database: Database) -> int:
    with database.read_session() as session:
        return data_version(session)


def test_a_sign_in_and_a_childs_answer_leave_the_number_a_report_raises_it(board: Board):
    before = version_of(board.database)
    board.be()
    with board.database.write_session() as session:
        consultation = session.scalars(select(Consultation).where(Consultation.slug == SLUG)).one()
        factories.make_submission(session, consultation)
    assert version_of(board.database) == before
    with board.database.write_session() as session:
        receipt = factories.make_report(session, factories.make_person(session))
    filed = version_of(board.database)
    with board.database.write_session() as session:
        verify_report(session, factories.make_person(session, "staff"), receipt.report_id, 1, board.at)
    assert version_of(board.database) > filed > before


def test_the_number_is_one_look_at_the_end_of_an_index(database: Database):
    """Whatever the engine: the plan names the index made for it, and no table is read through."""
    explain = "EXPLAIN QUERY PLAN" if database.reader.dialect.name == "sqlite" else "EXPLAIN"
    with database.read_session() as session:
        if database.reader.dialect.name == "postgresql":
            session.execute(sql("SET LOCAL enable_seqscan = off"))  # the log of a test is too short to choose
        plan = session.execute(sql(f"{explain} SELECT max(seq) FROM audit_events WHERE {SHOWN.text}")).all()
    assert "ix_audit_events_shown" in str(plan)


def test_a_page_made_anew_by_itself_keeps_nobody_signed_in(board: Board):
    """Control: a person's own click a minute later is noted."""
    board.be()
    at = board.open()
    first = last_seen(board)
    board.pass_by(minutes=5)
    at.session_state[live.CAUSED] = True
    at.run()
    assert last_seen(board) == first
    at.run()
    assert last_seen(board) == first + timedelta(minutes=5)


def last_seen(board: Board):
    with board.database.read_session() as session:
        return session.scalars(select(WebSession.last_seen_at).order_by(WebSession.created_at.desc())).first()


def test_one_page_shows_one_moment(board: Board):
    """What is written while a page is made shows in the next one, not in half of this one."""
    board.be()
    at = board.open()
    assert at.session_state[data.BEGUN_WITH] == version_of(board.database)
    assert at.session_state[live.SEEN][0] == at.session_state[data.BEGUN_WITH]
    with board.database.write_session() as session:
        factories.make_report(session, factories.make_person(session))
    at.run()
    assert at.session_state[data.BEGUN_WITH] == version_of(board.database)
    assert words_of(at)
