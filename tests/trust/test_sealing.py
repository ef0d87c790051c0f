"""Who can open what a child wrote?  Officers with their key, the paper; nobody and nothing else."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from db.commands.accounts import change_role, disable_account
from db.commands.safeguarding_keys import MadeKey, admit_key, end_key, make_key
from db.commands.submissions import withdraw_submission
from db.engine import Database
from db.models import Concern, Passage, Response, SafeguardingKey, SealedItem, SealedKey, Submission
from db.queries.opened_words import opened_concern
from db.queries.safeguarding import queue
from db.queries.safeguarding_keys import own_key, readiness, recovery_key, sealing_keys
from db.rules.answers import canonical_bytes, check_answers
from db.rules.definition import read_definition
from db.sealing.envelopes import SIZES, NotOpened, OpenKey, open_item, pass_on, seal
from db.sealing.keys import GROUPS, fingerprint, from_paper, lock, new_key, on_paper, public_of, unlock
from tests.db.refusals import refusal
from tests.factories import NOW, SECRET, TODAY, make_person
from tests.questionnaire import make_definition
from tests.trust.officers import (
    PASSPHRASE,
    QUESTION,
    QUICK,
    Ceremony,
    ask_own_words,
    concern_of,
    give_key,
    hold_ceremony,
    tell,
    written,
)

TEXT = "Chú hàng xóm hay đụng chạm vào người em, em sợ lắm 😢\nem chưa kể ai."


def words(database: Database, slip: str, key: OpenKey) -> str:
    with database.read_session() as session:
        return opened_concern(session, concern_of(database, slip), key, TODAY).texts[0][2]


# -- the envelope --------------------------------------------------------------------------------------


def test_only_a_key_it_was_sealed_to_opens_an_item() -> None:
    mine, paper, stranger = new_key(), new_key(), new_key()
    sealed = seal(uuid4(), {"texts": {"q": TEXT}}, [public_of(mine), public_of(paper)])
    for key in (mine, paper):
        assert open_item(sealed.item_id, sealed.body, sealed.sealed_keys[key.id], key)["texts"]["q"] == TEXT
    with pytest.raises(NotOpened):
        open_item(sealed.item_id, sealed.body, sealed.sealed_keys[mine.id], stranger)


def test_what_is_sealed_cannot_be_moved_changed_or_swapped() -> None:
    key = new_key()
    one, two = (seal(uuid4(), {"q": text}, [public_of(key)]) for text in ("một", "hai"))
    cases = [
        (two.item_id, one.body, one.sealed_keys[key.id], key),
        (one.item_id, two.body, one.sealed_keys[key.id], key),
        (one.item_id, one.body, two.sealed_keys[key.id], key),
        (one.item_id, one.body[:-1] + bytes([one.body[-1] ^ 1]), one.sealed_keys[key.id], key),
        (one.item_id, one.body, one.sealed_keys[key.id], replace(key, id=uuid4())),
    ]
    for item_id, body, sealed, opener in cases:
        with pytest.raises(NotOpened):
            open_item(item_id, body, sealed, opener)


def test_the_size_of_an_item_tells_next_to_nothing() -> None:
    key = public_of(new_key())
    sizes = {len(seal(uuid4(), {"q": "ê" * count}, [key]).body) for count in (0, 1, 700, 2_000)}
    assert len(sizes) == 1
    largest = seal(uuid4(), {f"q{n}": "ễ" * 2_000 for n in range(40)}, [key]).body
    assert len(largest) - SIZES[3] == sizes.pop() - SIZES[0]


def test_one_more_key_is_let_in_without_touching_the_body() -> None:
    mine, later = new_key(), new_key()
    sealed = seal(uuid4(), {"q": TEXT}, [public_of(mine)])
    passed = pass_on(sealed.item_id, sealed.sealed_keys[mine.id], mine, public_of(later))
    assert open_item(sealed.item_id, sealed.body, passed, later) == {"q": TEXT}


def test_nothing_printed_of_a_key_or_of_own_words_holds_them() -> None:
    key = new_key()
    assert key.private.private_bytes_raw().hex() not in repr(key) and str(key.id) not in repr(key)


# -- keys ----------------------------------------------------------------------------------------------


def test_a_locked_key_opens_with_its_passphrase_however_it_was_composed() -> None:
    key = new_key()
    locked = lock(key, PASSPHRASE, QUICK)
    assert key.private.private_bytes_raw() not in locked.locked
    decomposed = unicodedata.normalize("NFD", PASSPHRASE)
    assert public_of(unlock(public_of(key), locked, decomposed)) == public_of(key)
    for wrong in ("", PASSPHRASE.upper(), PASSPHRASE + " ", "\ud800"):
        assert refusal(lambda wrong=wrong: unlock(public_of(key), locked, wrong)).code == "wrong_passphrase"
    stranger = public_of(new_key())
    assert refusal(lambda: unlock(stranger, locked, PASSPHRASE)).code == "wrong_passphrase"


def test_the_paper_is_read_back_and_a_slip_of_the_pen_is_told_from_another_paper() -> None:
    key = new_key()
    groups = on_paper(key)
    assert len(groups) == GROUPS and {len(group) for group in groups} == {4}
    assert public_of(from_paper(public_of(key), "-".join(groups).lower())) == public_of(key)
    wrong = "A" if groups[5][0] != "A" else "B"
    mistyped = " ".join([*groups[:5], wrong + groups[5][1:], *groups[6:]])
    for typed in ("", mistyped, " ".join(groups[:13]), "0" * 56, " ".join(groups) + "A"):
        assert refusal(lambda typed=typed: from_paper(public_of(key), typed)).code == "recovery_mistyped"
    other = " ".join(on_paper(new_key()))
    assert refusal(lambda: from_paper(public_of(key), other)).code == "wrong_recovery_key"
    assert fingerprint(public_of(key).raw) != fingerprint(public_of(new_key()).raw)


def test_no_form_asks_for_own_words_before_the_ceremony_is_done(sqlite_database: Database) -> None:
    """Neither with no officer, nor with one, nor with two without the paper."""
    refused = refusal(lambda: ask_own_words(sqlite_database))
    assert refused.code == "free_text_needs_sealing" and refused.facts["officers"] == 0
    with sqlite_database.write_session() as session:
        first = give_key(session, make_person(session, "officer"))
        assert readiness(session).officers == 1
        second = give_key(session, make_person(session, "officer"))
        assert readiness(session).officers == 1  # nobody has let the second in
        admit_key(session, first.person, second.key.id, first.key, NOW)
        assert readiness(session).officers == 2
        paper = new_key()
        make_key(session, first.person, MadeKey(public_of(paper), None), NOW)
        assert not readiness(session).recovery  # shown, not yet typed back
    refused = refusal(lambda: ask_own_words(sqlite_database, "phieu-2"))
    assert (refused.code, refused.facts["officers"]) == ("free_text_needs_sealing", 2)
    with sqlite_database.write_session() as session:
        admit_key(session, first.person, paper.id, first.key, NOW)
    ask_own_words(sqlite_database, "phieu-3")


def test_two_officers_and_the_paper_open_what_a_child_wrote_and_the_database_does_not(
    database: Database,
) -> None:
    ceremony = hold_ceremony(database)
    asked = ask_own_words(database)
    slip = tell(database, asked, TEXT, "0912 345 678")
    for key in (ceremony.first.key, ceremony.second.key, ceremony.paper):
        assert words(database, slip, key) == TEXT
    with database.read_session() as session:
        kept = session.scalars(select(Response.value).where(Response.question == QUESTION)).all()
        opened = opened_concern(session, concern_of(database, slip), ceremony.first.key, TODAY)
    assert kept == ["sealed"]
    assert opened.contact == "0912 345 678" and opened.about[0] == ("nhom_tuoi", "Chọn t11_13")
    assert TEXT not in repr(opened)


def test_a_key_nobody_let_in_reads_nothing(database: Database) -> None:
    """An administrator can make an account with the role; the account alone opens nothing."""
    ceremony = hold_ceremony(database)
    slip = tell(database, ask_own_words(database), TEXT)
    with database.write_session() as session:
        intruder = give_key(session, make_person(session, "officer"))
    later = tell_again(database, ceremony)
    for code in (slip, later):
        assert refusal(lambda code=code: words(database, code, intruder.key)).code == "no_key"
    with database.write_session() as session:
        own = refusal(lambda: admit_key(session, intruder.person, intruder.key.id, intruder.key, NOW))
        borrowed = refusal(
            lambda: admit_key(session, intruder.person, intruder.key.id, ceremony.first.key, NOW)
        )
        assert (own.code, borrowed.code) == ("no_key", "no_key")
        assert intruder.key.id not in {key.id for key in sealing_keys(session)}


def tell_again(database: Database, ceremony: Ceremony) -> str:
    return tell(database, ask_own_words(database, "dot-sau"), TEXT)


def test_a_key_let_in_later_reads_what_came_before(database: Database) -> None:
    ceremony = hold_ceremony(database)
    slip = tell(database, ask_own_words(database), TEXT)
    with database.write_session() as session:
        third = give_key(session, make_person(session, "officer"))
        assert admit_key(session, ceremony.second.person, third.key.id, ceremony.second.key, NOW) == 1
    assert words(database, slip, third.key) == TEXT


def test_a_changed_key_reads_everything_and_the_old_one_nothing(database: Database) -> None:
    ceremony = hold_ceremony(database)
    slip = tell(database, ask_own_words(database), TEXT)
    with database.write_session() as session:
        fresh = give_key(session, ceremony.first.person)
        admit_key(session, ceremony.first.person, fresh.key.id, ceremony.first.key, NOW)
    assert words(database, slip, fresh.key) == TEXT
    assert refusal(lambda: words(database, slip, ceremony.first.key)).code == "no_key"
    with database.read_session() as session:
        assert own_key(session, ceremony.first.person.account_id).public == public_of(fresh.key)
        old = session.get_one(SafeguardingKey, ceremony.first.key.id)
        assert (old.locked, old.salt, old.ended_at) == (None, None, NOW)


def test_a_lost_passphrase_is_made_good_with_the_paper(database: Database) -> None:
    ceremony = hold_ceremony(database)
    slip = tell(database, ask_own_words(database), TEXT)
    with database.write_session() as session:
        typed = from_paper(recovery_key(session), " ".join(on_paper(ceremony.paper)))
        fresh = give_key(session, ceremony.second.person)
        admit_key(session, ceremony.second.person, fresh.key.id, typed, NOW)
    assert words(database, slip, fresh.key) == TEXT


def test_an_officer_who_left_reads_nothing_and_nothing_new_is_sealed_to_them(database: Database) -> None:
    ceremony = hold_ceremony(database)
    asked = ask_own_words(database)
    before = tell(database, asked, TEXT)
    with database.write_session() as session:
        end_key(session, ceremony.first.person, ceremony.second.key.id, NOW)
        refused = refusal(lambda: end_key(session, ceremony.first.person, ceremony.first.key.id, NOW))
        assert refused.code == "last_key"
    after = tell(database, asked, TEXT)
    for slip in (before, after):
        assert refusal(lambda slip=slip: words(database, slip, ceremony.second.key)).code == "no_key"
        assert words(database, slip, ceremony.first.key) == TEXT
    assert refusal(lambda: ask_own_words(database, "dot-sau")).code == "free_text_needs_sealing"


@pytest.mark.parametrize("end", ["staff", "disabled"])
def test_whoever_is_no_officer_any_more_has_no_key(database: Database, end: str) -> None:
    """One account has one role: an officer who becomes staff stops being one, for what came before too."""
    ceremony = hold_ceremony(database)
    asked = ask_own_words(database)
    slip = tell(database, asked, TEXT)
    name = ceremony.second.person.name
    with database.write_session() as session:
        if end == "staff":
            change_role(session, "admin", name, "staff", NOW)
            change_role(session, "admin", name, "officer", NOW)  # coming back brings no key back
        else:
            disable_account(session, "admin", name, NOW)
        assert {key.id for key in sealing_keys(session)} == {ceremony.first.key.id, ceremony.paper.id}
        counted = select(func.count()).select_from(SealedKey)
        assert session.scalar(counted.where(SealedKey.key_id == ceremony.second.key.id)) == 0
    assert refusal(lambda: words(database, slip, ceremony.second.key)).code == "no_key"


# -- arriving and leaving ------------------------------------------------------------------------------


def test_a_child_who_wrote_nothing_leaves_nothing_sealed(database: Database) -> None:
    hold_ceremony(database)
    tell(database, ask_own_words(database))
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(SealedItem)) == 0
        assert session.scalar(select(func.count()).select_from(Concern)) == 0


def test_the_same_words_again_are_the_same_receipt_and_other_words_are_refused(database: Database) -> None:
    hold_ceremony(database)
    asked, token = ask_own_words(database), str(uuid4())
    first = tell(database, asked, TEXT, "gọi mẹ em", token)
    assert tell(database, asked, "  " + TEXT, "gọi mẹ em ", token) == first
    for text, contact in ((TEXT + "!", "gọi mẹ em"), (TEXT, "gọi bố em"), (TEXT, ""), ("", "gọi mẹ em")):
        assert refusal(lambda t=text, c=contact: tell(database, asked, t, c, token)).code == "token_reused"
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Concern)) == 1


def test_short_words_cannot_be_guessed_from_what_is_kept(sqlite_database: Database) -> None:
    """Without the installation's secret no hash of a guess is found in the record."""
    hold_ceremony(sqlite_database)
    asked = ask_own_words(sqlite_database)
    form = written(asked, "có")
    tell(sqlite_database, asked, "có", "", form["token"][0])
    answers = check_answers(read_definition(make_definition(free_text=True)), form, today=TODAY)
    guess = canonical_bytes(answers, asked.form_version_id)
    with sqlite_database.read_session() as session:
        kept = session.scalars(select(Submission.content_hash)).one()
    guesses = (guess, b"content:" + guess)
    assert kept not in {hashlib.sha256(one).hexdigest() for one in guesses}


def test_own_words_that_cannot_be_kept_are_refused_without_repeating_them(database: Database) -> None:
    hold_ceremony(database)
    asked = ask_own_words(database)
    for text, contact, field, code in (
        ("dài" * 1_000, "", QUESTION, "too_long"),
        ("a\0b", "", QUESTION, "bad_text"),
        ("", "số" * 200, "+goi_lai", "too_long"),
        ("", "\ud800", "+goi_lai", "bad_text"),
    ):
        refused = refusal(lambda t=text, c=contact: tell(database, asked, t, c))
        assert [(problem.field, problem.code) for problem in refused.problems] == [(field, code)]
        assert "dài" not in repr(refused.facts) + repr(refused.problems)
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 0


def test_a_withdrawn_answer_takes_its_words_along(database: Database) -> None:
    hold_ceremony(database)
    slip = tell(database, ask_own_words(database), TEXT, "0912 345 678")
    with database.write_session() as session:
        withdraw_submission(session, SECRET, slip, NOW)
    with database.read_session() as session:
        for table in (Concern, SealedItem, SealedKey, Passage, Submission, Response):
            assert session.scalar(select(func.count()).select_from(table)) == 0, table


def test_words_changed_in_the_database_are_told_and_do_not_hide_the_others(database: Database) -> None:
    ceremony = hold_ceremony(database)
    asked = ask_own_words(database)
    slips = [tell(database, asked, TEXT) for _ in range(2)]
    with database.write_session() as session:
        item_id = session.get_one(Concern, concern_of(database, slips[0])).item_id
        item = session.get_one(SealedItem, item_id)
        item.body = item.body[:-1] + bytes([item.body[-1] ^ 1])
    assert refusal(lambda: words(database, slips[0], ceremony.first.key)).code == "words_unreadable"
    assert words(database, slips[1], ceremony.first.key) == TEXT
    with database.read_session() as session:
        assert [row.glance.order for row in queue(session, TODAY, ceremony.first.key)] == [1, 1]
