"""Is a questionnaire kept, published, compared and retired alike on both engines, and by staff only?"""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from db.commands.instruments import (
    Upload,
    discard_draft,
    move_version,
    publish_draft,
    save_draft,
)
from db.commands.releases import release_tables
from db.engine import Database
from db.models import AuditEvent, FormDraft, FormEvent, Instrument
from db.queries.accounts import SignedIn
from db.queries.consultations import latest_release
from db.queries.instruments import (
    DRAFT_NUMBER,
    instrument_card,
    instruments,
    published_versions,
    version_changes,
    version_definition,
    version_source,
    version_xform,
)
from db.xlsform.convert import Converted
from db.xlsform.faults import Note
from tests.db.children import send
from tests.db.refusals import refusal
from tests.db.xlsforms import sheet, worked
from tests.factories import NOW, ask_children, make_form, make_person

SOURCE = sheet(["integer | tuoi | Mấy tuổi?", "range | diem | Mấy điểm?"])


def upload(source: str = SOURCE, name: str = "phieu.md") -> Upload:
    made = worked(source)
    notes = {kind: tuple(Note(**note) for note in made[kind]) for kind in ("repairs", "warnings")}
    return Upload(name, source.encode(), Converted(made["xml"], made["definition"], **notes))


def staff(database: Database) -> SignedIn:
    with database.write_session() as session:
        return make_person(session, "staff")


def published(database: Database, by: SignedIn, source: str = SOURCE, slug: str = "phieu") -> int:
    with database.write_session() as session:
        exists = session.scalar(select(Instrument.id).where(Instrument.slug == slug)) is not None
        draft = save_draft(session, by, slug, upload(source), NOW, new=not exists)
        return publish_draft(session, by, slug, draft.sha256, NOW).id


def test_the_bytes_that_came_are_the_bytes_that_stay(database: Database) -> None:
    by = staff(database)
    odd = "\ufeff" + SOURCE.replace("\n", "\r\n")
    sent = Upload("Phiếu hỏi.md", odd.encode(), upload().converted)
    with database.write_session() as session:
        save_draft(session, by, "phieu", sent, NOW, new=True)
        assert version_source(session, "phieu", DRAFT_NUMBER).data == odd.encode()
        publish_draft(session, by, "phieu", hashlib.sha256(odd.encode()).hexdigest(), NOW)
    with database.read_session() as session:
        file = version_source(session, "phieu", 1)
        assert (file.name, file.data) == ("Phiếu hỏi.md", odd.encode())
        assert "<h:html" in version_xform(session, "phieu", 1)
        assert [one.name for one in version_definition(session, "phieu", 1).questions] == ["tuoi", "diem"]
        (card,) = instruments(session)
        assert (card.draft, len(card.versions), card.versions[0].published_by) == (None, 1, by.display_name)


def test_versions_count_up_and_say_what_changed(database: Database) -> None:
    by = staff(database)
    published(database, by)
    published(database, by, SOURCE.replace("Mấy tuổi?", "Bao nhiêu tuổi?"))
    with database.read_session() as session:
        numbers = [card.number for card in published_versions(session)]
        (change,) = version_changes(session, "phieu", 2)
        assert version_changes(session, "phieu", 1) == ()
    assert numbers == [2, 1]
    assert (change.code, change.before, change.after) == ("label", "Mấy tuổi?", "Bao nhiêu tuổi?")


def test_a_kind_stays_through_all_versions(database: Database) -> None:
    """Even of a question that was left out in between."""
    by = staff(database)
    published(database, by)
    published(database, by, sheet(["integer | tuoi | Mấy tuổi?"]))
    again = sheet(["integer | tuoi | Mấy tuổi?", "decimal | diem | Mấy điểm?"])
    with database.write_session() as session:
        refused = refusal(lambda: save_draft(session, by, "phieu", upload(again), NOW, new=False))
        assert session.scalar(select(FormDraft.id)) is None
    (problem,) = refused.problems
    assert (problem.field, problem.facts["reason"]) == ("survey!3", "changed_kind")
    assert (problem.facts["before"], problem.facts["after"]) == ("range", "decimal")


def test_nobody_publishes_what_they_did_not_see(database: Database) -> None:
    by = staff(database)
    with database.write_session() as session:
        seen = save_draft(session, by, "phieu", upload(), NOW, new=True).sha256
        save_draft(session, by, "phieu", upload(SOURCE + " "), NOW, new=False)
        assert refusal(lambda: publish_draft(session, by, "phieu", seen, NOW)).code == "stale_version"
        discard_draft(session, by, "phieu", NOW)
        assert refusal(lambda: publish_draft(session, by, "phieu", seen, NOW)).code == "unknown_draft"
        assert refusal(lambda: instrument_card(session, "phieu")).code == "unknown_instrument"


def test_a_retired_version_is_not_offered_and_may_come_back(database: Database) -> None:
    by = staff(database)
    published(database, by)
    with database.write_session() as session:
        assert refusal(lambda: move_version(session, by, "phieu", 1, "restore", NOW)).code == "wrong_state"
        move_version(session, by, "phieu", 1, "retire", NOW)
        assert published_versions(session) == ()
        assert instrument_card(session, "phieu").versions[0].state == "retired"
        move_version(session, by, "phieu", 1, "restore", NOW)
        assert len(published_versions(session)) == 1
        acts = session.scalars(select(AuditEvent.act).where(AuditEvent.noun == "form_version")).all()
    assert acts == ["form_published", "form_retired", "form_restored"]
    with pytest.raises(DBAPIError, match="append-only"), database.writer.begin() as connection:
        connection.execute(text(f"UPDATE {FormEvent.__tablename__} SET act = 'restore'"))


@pytest.mark.parametrize("role", ["member", "leader", "officer", "inspector", "admin"])
def test_only_staff_keeps_questionnaires(sqlite_database: Database, role: str) -> None:
    by = staff(sqlite_database)
    published(sqlite_database, by)
    with sqlite_database.write_session() as session:
        other = make_person(session, role, "Hội X" if role == "member" else "", "nguoi.khac")
        for act in (
            lambda: save_draft(session, other, "khac", upload(), NOW, new=True),
            lambda: publish_draft(session, other, "phieu", "", NOW),
            lambda: discard_draft(session, other, "phieu", NOW),
            lambda: move_version(session, other, "phieu", 1, "retire", NOW),
        ):
            assert refusal(act).code == "forbidden"


def test_the_values_of_a_range_are_counted_like_choices(sqlite_database: Database) -> None:
    by = staff(sqlite_database)
    version = published(sqlite_database, by)
    with sqlite_database.write_session() as session:
        asked = ask_children(session, "cham-diem", version, NOW)
    for place in range(40):
        form = make_form(asked, diem=("10" if place % 2 else "1",))
        send(sqlite_database, form, slug="cham-diem")
    with sqlite_database.write_session() as session:
        release_tables(session, "test", "cham-diem", NOW)
        release = latest_release(session, "cham-diem")
    whole = next(table for table in release.tables if table.question == "diem" and table.by is None)
    shown = {cell.label_vi: cell.count for cell in whole.rows[0].cells}
    assert whole.exclusive and (shown["1"], shown["10"]) == (20, 20)
