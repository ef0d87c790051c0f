"""Are the questionnaires that come with the program lint clean, bilingual, coarse about people, stable?"""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from db.rules.definition import choices_of
from db.seed import instrument
from db.xlsform.convert import convert
from db.xlsform.worker import process
from tests.db.starter import FIRST, LANGUAGES, SLUGS, TOPICS, asked, converted, form_of, worded

BANDS = {
    "7_10": {"duoi_7", "t7_10", "t11_13"},
    "11_15": {"t11_13", "t14_15"},
    "16_17": {"t14_15", "t16_17"},
}
PLAIN = re.compile(r"[a-z][a-z0-9_]*")
NAMES = Path(__file__).with_name("starter_names.csv")


# -- conversion ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", [*SLUGS, FIRST])
def test_nothing_is_refused_mended_or_remarked(slug):
    made = converted(slug)
    assert (made["repairs"], made["warnings"]) == ([], [])


@pytest.mark.parametrize("slug", ["bao_luc_7_10", "truong_hoc_phu_huynh"])
def test_the_limited_converter_takes_it(slug):
    made = convert(instrument(slug), form_name=slug)
    assert made.definition["form_id"] == slug and "xforms" in made.xml


def test_a_private_item_would_be_noticed():
    planted = instrument("bao_luc_7_10").replace("yen_tam_o_nha ", "ten_truong ")
    assert [note["code"] for note in process(planted.encode(), ".md", "thu")["warnings"]] == ["private_item"]


# -- form ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", SLUGS)
def test_size_kinds_and_freedom(slug):
    form = form_of(slug)
    assert (form.form_id, form.version) == (slug, "1") and form.title
    assert 6 <= len(asked(form)) <= 12
    assert {question.kind for question in asked(form)} <= {"select_one", "select_multiple", "integer"}
    assert all(question.required is None for question in form.questions)
    assert all(question.parents for question in form.questions), "every question stands in a section"


@pytest.mark.parametrize("slug", SLUGS)
def test_names_are_plain_and_text_is_composed(slug):
    form, source = form_of(slug), instrument(slug)
    codes = [choice.name for question in form.questions for choice in choices_of(form, question)]
    names = [part.name for part in (*form.groups, *form.questions)]
    assert all(PLAIN.fullmatch(name) for name in (*names, *codes))
    assert unicodedata.is_normalized("NFC", source) and "  |  |" not in source.splitlines()[0]


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_are_complete(slug):
    for where, words in worded(form_of(slug)):
        assert set(words) == LANGUAGES and all(words.values()), where
        assert words["vi"] != words["en"] or "tinh/" in where, where


def test_one_name_means_one_question():
    """What is asked of two groups under one name can be compared: same kind, same codes."""
    seen = {}
    for form in map(form_of, (*SLUGS, FIRST)):
        for question in asked(form):
            if question.name != "nhom_tuoi":
                codes = tuple(choice.name for choice in choices_of(form, question))
                assert seen.setdefault(question.name, (question.kind, codes)) == (question.kind, codes)


def test_names_stay_as_they_were_published():
    """A renamed question or code cuts a series of answers in two: a change here is a decision, not a slip."""
    with NAMES.open(encoding="utf-8", newline="") as stored:
        known = [
            (row["instrument"], row["question"], row["kind"], row["codes"]) for row in csv.DictReader(stored)
        ]
    assert known == [
        (slug, question.name, question.kind, " ".join(choice.name for choice in choices_of(form, question)))
        for slug, form in ((slug, form_of(slug)) for slug in SLUGS)
        for question in asked(form)
        if question.name != "tinh"
    ]


# -- who answers ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", SLUGS)
def test_who_answers_is_asked_first_and_coarsely(slug):
    first = form_of(FIRST)
    form, audience = (
        form_of(slug),
        slug.removeprefix(next(t for t in TOPICS if slug.startswith(t))).strip("_"),
    )
    by_name = {question.name: question for question in form.questions}
    provinces = [choice.name for choice in choices_of(form, by_name["tinh"])]
    assert provinces == [choice.name for choice in first.choices["tinh_thanh"]]
    if audience == "phu_huynh":
        assert [question.name for question in asked(form)][:3] == ["gioi_tinh", "tinh", "tuoi_con"]
        assert "nhom_tuoi" not in by_name
        return
    assert [question.name for question in asked(form)][:3] == ["nhom_tuoi", "gioi_tinh", "tinh"]
    assert {choice.name for choice in choices_of(form, by_name["nhom_tuoi"])} == BANDS[audience]
    for name in ("nhom_tuoi", "gioi_tinh", "tinh"):
        theirs = next(question for question in first.questions if question.name == name)
        assert (by_name[name].labels, by_name[name].hints) == (theirs.labels, theirs.hints)
