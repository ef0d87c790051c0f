"""Is every bad answer refused at its question, the same on both engines, with nothing half-kept?"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from db.commands.consultations import open_consultation, publish_form
from db.engine import Database
from db.models import Consultation
from db.queries.consultations import (
    form_definition,
)
from db.rules.errors import RuleError
from tests.db.children import SLUG, answers_of, kept, send
from tests.db.refusals import refusal
from tests.factories import NOW, make_consultation, make_form
from tests.questionnaire import ANSWERS, make_definition

ASKED = tuple(ANSWERS)


@pytest.mark.parametrize("version", [[], [""], ["0"], ["999"], ["1 "], ["1", "1"], ["\0"]])
def test_only_the_version_the_page_was_made_from_is_taken(
    sqlite_database: Database, version: list[str]
) -> None:
    with sqlite_database.write_session() as session:
        asked = make_consultation(session)
    refused = refusal(lambda: send(sqlite_database, {**make_form(asked), "version": version}))
    assert refused.code == "unknown_version"
    assert kept(sqlite_database)[0] == 0


@pytest.mark.parametrize("said", [[], [""], ["0"], ["yes"], ["1", "1"], ["1", "0"]])
def test_without_the_childs_yes_nothing_is_kept(sqlite_database: Database, said: list[str]) -> None:
    with sqlite_database.write_session() as session:
        asked = make_consultation(session)
    refused = refusal(lambda: send(sqlite_database, {**make_form(asked), "dong_y": said}))
    assert refused.code == "assent_missing"
    assert kept(sqlite_database)[:2] == (0, 0)


BAD_ANSWERS: dict[str, tuple[str, Sequence[str], str]] = {
    "a choice nobody offered": ("an_toan", ("có thể",), "not_a_choice"),
    "NUL": ("an_toan", ("co\0",), "not_a_choice"),
    "a lone surrogate": ("kenh", ("\ud800",), "not_a_choice"),
    "two of one": ("an_toan", ("co", "khong"), "not_a_choice"),
    "one of several not offered": ("kenh", ("thay_co", "x"), "not_a_choice"),
    "2 MB": ("an_toan", ("x" * 2_000_000,), "not_a_choice"),
    "not a number": ("so_gio", ("ba",), "not_a_whole_number"),
    "NaN": ("so_gio", ("NaN",), "not_a_whole_number"),
    "Infinity": ("so_gio", ("Infinity",), "not_a_whole_number"),
    "a fraction": ("so_gio", ("1,5",), "not_a_whole_number"),
    "beyond 64 bits": ("so_gio", ("9223372036854775808",), "too_large"),
    "its own rule": ("so_gio", ("25",), "constraint_unmet"),
    "a required one": ("an_toan", (), "required"),
    "NFD of a code is another code": ("an_toan", (unicodedata.normalize("NFD", "có"),), "not_a_choice"),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_answer_is_refused_at_its_question_the_same_on_both_engines(
    database: Database, asked: Consultation, case: str
) -> None:
    name, values, code = BAD_ANSWERS[case]
    before = kept(database)
    refused = refusal(lambda: send(database, make_form(asked, **{name: values})))
    assert refused.code == "fields_refused"
    assert [(problem.field, problem.code) for problem in refused.problems] == [(name, code)]
    assert kept(database) == before


def test_every_bad_answer_is_told_at_once(database: Database, asked: Consultation) -> None:
    refused = refusal(lambda: send(database, make_form(asked, nhom_tuoi=(), an_toan=("x",), so_gio=("99",))))
    assert [problem.field for problem in refused.problems] == ["nhom_tuoi", "an_toan", "so_gio"]


def test_a_field_nobody_asked_for_is_not_kept(database: Database, asked: Consultation) -> None:
    code = send(database, make_form(asked, ho_ten=("Nguyễn Thị A",), **{"\0": ("x",)})).slip
    assert set(answers_of(database, code)) == set(ASKED)


def test_a_form_with_free_text_may_be_published_but_not_opened_before_it_can_be_sealed(
    database: Database,
) -> None:
    with pytest.raises(RuleError) as refused, database.write_session() as session:
        version = publish_form(session, "t", "phieu", "", "", make_definition(free_text=True), NOW)
        asked = Consultation(slug="x", title_vi="", purpose_vi="", form_version_id=version.id, opens_at=NOW)
        open_consultation(session, "t", asked, NOW)
    assert refused.value.code == "free_text_needs_sealing"
    with database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Consultation)) == 0


def test_a_published_form_is_read_back_as_it_was(database: Database, asked: Consultation) -> None:
    with database.read_session() as session:
        definition = form_definition(session, asked.form_version_id)
        assert refusal(lambda: form_definition(session, 999)).code == "unknown_version"
    assert [question.name for question in definition.questions] == list(ASKED)
    assert definition.questions[5].constraint == ("<=", ("dot",), ("num", 24))


def test_a_second_publication_is_a_second_version(database: Database, asked: Consultation) -> None:
    with database.write_session() as session:
        again = publish_form(session, "t", SLUG, "", "", make_definition(), NOW)
        assert (again.number, again.id != asked.form_version_id) == (2, True)
