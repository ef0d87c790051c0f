"""Is the closed sample consultation finished in every step, labelled, and published for good?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.commands.sample_closed import SLUG, load_sample_closed
from db.engine import Database
from db.models import Consultation, Submission
from db.queries.audit import first_broken_row
from db.queries.coding import coding_desk
from db.queries.consultations import latest_release
from db.queries.consulting_desk import desk_rows
from db.queries.voices import voices
from tests.factories import NOW, SECRET


@pytest.fixture
def closed(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr("db.commands.sample_closed.CHILDREN", 60)
    with database.write_session() as session:
        load_sample_closed(session, SECRET, NOW)
    return database


def test_all_four_steps_are_done_in_their_order(closed: Database) -> None:
    with closed.read_session() as session:
        (row,) = desk_rows(session, NOW)
        found = voices(session, SLUG, NOW)
        asked = session.scalars(select(Consultation)).one()
        received = session.scalars(select(Submission.received_on).distinct()).all()
        assert first_broken_row(session) is None
    records = found.records
    assert (row.state, row.next_step, row.reminder, row.sample) == ("told", "", "told", True)
    assert records.sent_on and records.reply_on and records.told_on and found.closed_on and found.due_on
    assert (
        asked.plan_on and asked.plan_on < received[0] < found.closed_on < records.sent_on < records.reply_on
    )
    assert records.reply_on < records.told_on < found.due_on <= NOW.date()
    assert found.days == (records.told_on - found.closed_on).days == 53
    assert {point.verdict for point in records.points} == {"accepted", "partly", "refused"}


def test_its_release_is_final_with_every_breakdown(closed: Database) -> None:
    with closed.read_session() as session:
        release = latest_release(session, SLUG)
    assert release is not None and release.final and release.number == 1
    assert {table.by for table in release.tables} == {None, "nhom_tuoi", "gioi_tinh", "vung"}


def test_its_words_were_read_by_two_who_differed_and_settled_it(closed: Database) -> None:
    with closed.read_session() as session:
        desk, found = coding_desk(session, SLUG, "canbo.mau.1"), voices(session, SLUG, NOW)
    assert desk.compared and desk.agreement is not None and desk.agreement.kappa is not None
    assert 0 < desk.agreement.passages - desk.agreement.alike < desk.agreement.alike
    assert all(one.final is not None for one in desk.passages)
    assert len(found.quotes) == sum(one.quoted for one in desk.passages) == 5
    assert not any("tỉnh" in one.region_vi.lower() for one in found.quotes)
