"""Is the instrument of the house ten plain questions, skippable, in two languages, as consultations need?"""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest

from db.rules.answers import check_answers, shown_questions
from db.rules.definition import free_text_questions, in_language, read_definition
from db.rules.errors import RuleError
from db.xlsform.convert import convert
from tests.db.xlsforms import INSTRUMENT, SEED

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def instrument():
    return convert(INSTRUMENT, form_name="an_toan_tren_mang")


@pytest.fixture(scope="module")
def definition(instrument):
    return read_definition(instrument.definition)


def test_the_instrument_converts_without_a_word(instrument, definition):
    assert instrument.repairs == ()
    assert instrument.warnings == ()
    assert definition.title == "Em nghĩ gì về an toàn trên mạng?"
    assert [language.code for language in definition.languages] == ["vi", "en"]
    assert "<an_toan_tren_mang" in instrument.xml


def test_the_instrument_asks_ten_skippable_questions_without_own_words(definition):
    assert 8 <= len(definition.questions) <= 10
    assert [question.name for question in definition.questions][:3] == ["nhom_tuoi", "gioi_tinh", "tinh"]
    assert all(question.required is None for question in definition.questions)
    assert free_text_questions(definition) == ()
    assert {question.kind for question in definition.questions} == {"select_one", "select_multiple"}
    empty = check_answers(definition, {}, today=TODAY)
    assert empty.values == {}
    assert "duoc_lang_nghe" not in empty.asked


def test_the_instrument_offers_the_34_provinces(definition):
    with (SEED / "provinces.csv").open(encoding="utf-8") as lines:
        wanted = {f"p{row['code']}": row["name_vi"] for row in csv.DictReader(lines)}
    found = {choice.name: in_language(choice.labels, "vi") for choice in definition.choices["tinh_thanh"]}
    assert found == wanted
    assert len(found) == 34


def test_every_word_of_the_instrument_is_in_both_languages(definition):
    texts = [question.labels for question in definition.questions]
    texts += [
        words
        for question in definition.questions
        for words in (question.hints, question.constraint_messages)
        if words
    ]
    texts += [choice.labels for choices in definition.choices.values() for choice in choices]
    texts += [group.labels for group in definition.groups]
    assert all(set(words) == {"vi", "en"} for words in texts)


def test_the_follow_up_is_shown_only_after_a_yes(definition):
    def shown(*codes):
        return "duoc_lang_nghe" in shown_questions(definition, {"chuyen_da_gap": list(codes)}, today=TODAY)

    assert shown("bi_lua")
    assert shown("bi_lua", "bi_de_doa")
    assert not shown()
    assert not shown("chua_tung")


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("chuyen_da_gap", ["chua_tung", "bi_lua"]),
        ("biet_lam_gi", ["chua_biet", "chan"]),
        ("nguoi_lon_nen_lam", ["day_ky_nang", "lang_nghe", "go_nhanh", "hoi_tre_em"]),
    ],
)
def test_choices_that_exclude_each_other_are_refused_with_words(definition, name, codes):
    with pytest.raises(RuleError) as caught:
        check_answers(definition, {name: codes}, today=TODAY)
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == (name, "constraint_unmet")
    assert set(problem.facts["messages"]) == {"vi", "en"}
    assert check_answers(definition, {name: codes[:1]}, today=TODAY).values == {name: (codes[0],)}


def test_every_scale_is_a_likert_of_at_most_five(definition):
    scales = [question for question in definition.questions if "likert" in question.appearance]
    assert len(scales) == 2
    assert all(len(definition.choices[scale.choices]) <= 5 for scale in scales)


def test_the_definition_is_json_and_small(instrument):
    text = json.dumps(instrument.definition, ensure_ascii=False)
    assert json.loads(text) == instrument.definition
    assert len(text.encode()) < 40_000
