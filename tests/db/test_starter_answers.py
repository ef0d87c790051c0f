"""Can the questionnaires that come with the program be answered, and do they ask gently?"""

from __future__ import annotations

import itertools
import re
from datetime import date
from random import Random

import pytest

from db.rules.answers import check_answers, shown_questions
from db.rules.definition import choices_of
from db.rules.errors import RuleError
from tests.db.starter import LANGUAGES, SLUGS, asked, form_of, worded

DAY = date(2026, 11, 22)


# -- gentleness ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", SLUGS)
def test_where_help_is(slug):
    """Every instrument says 111; a note shows, for it stands before a question that is always asked."""
    questions = form_of(slug).questions
    helping = next(question for question in questions if question.name == "goi_111")
    assert helping.kind == "note" and all("111" in words for words in helping.labels.values())
    for note, after in itertools.pairwise((*questions, None)):
        if note.kind == "note":
            assert after is not None and (after.kind == "note" or after.relevant is None), note.name


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug.startswith("bao_luc")])
def test_violence_is_never_asked_by_whom(slug):
    """Neither who did it, nor where exactly, nor how, nor a story."""
    for question in asked(form_of(slug)):
        assert not re.search(r"\b(?:ai|kể lại|chi tiết|như thế nào|ở đâu)\b", question.labels["vi"].lower())
        assert not re.search(
            r"\b(?:who|whom|describe|tell us|what happened)\b", question.labels["en"].lower()
        )


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug.endswith("7_10")])
def test_the_youngest_read_short_sentences(slug):
    """A Vietnamese word is a syllable: sixteen fill two lines of a phone; twenty-four in a hint or note."""
    for question in form_of(slug).questions:
        texts = [
            (question.labels["vi"], 24 if question.kind == "note" else 16),
            (question.hints.get("vi", ""), 24),
        ]
        for text, most in texts:
            assert all(len(sentence.split()) <= most for sentence in re.split(r"[.?!:]", text)), text


@pytest.mark.parametrize("slug", SLUGS)
def test_parents_and_children_are_spoken_to_as_such(slug):
    text = " ".join(words["vi"] for _, words in worded(form_of(slug))).lower()
    to_parents = slug.endswith("phu_huynh")
    assert ("anh/chị" in text) == to_parents
    assert bool(re.search(r"(?<!trẻ )\bem\b", text)) != to_parents


@pytest.mark.parametrize("slug", SLUGS)
def test_scales_have_faces_and_words(slug):
    scales = [question for question in form_of(slug).questions if question.appearance == "likert"]
    assert len(scales) >= (0 if slug.endswith("phu_huynh") else 3 if slug.endswith("7_10") else 1)
    for question in scales:
        choices = choices_of(form_of(slug), question)
        assert question.kind == "select_one" and 3 <= len(choices) <= 5
        assert not any(re.search("khong_(?:biet|tra_loi)", choice.name) for choice in choices), (
            "no sad face for it"
        )


# -- answers -------------------------------------------------------------------------------------------
def random_answers(form, chance):
    """One choice of every question that has choices."""
    choices = {question.name: choices_of(form, question) for question in asked(form)}
    return {name: [chance.choice(offered).name] for name, offered in choices.items() if offered}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_condition_can_show_and_hide(slug):
    form, chance = form_of(slug), Random(16)
    shown = [set(shown_questions(form, random_answers(form, chance), today=DAY)) for _ in range(200)]
    for question in form.questions:
        seen = {question.name in names for names in shown}
        assert seen == ({True} if question.relevant is None else {True, False}), question.name


@pytest.mark.parametrize("slug", SLUGS)
def test_everything_may_be_skipped(slug):
    answers = check_answers(form_of(slug), {}, today=DAY)
    assert answers.values == {} and answers.asked


@pytest.mark.parametrize("slug", SLUGS)
def test_a_rule_says_what_to_repair(slug):
    """Choosing everything breaks every rule on choices, and only those; one choice breaks none."""
    form = form_of(slug)
    ruled = {
        question.name for question in asked(form) if question.constraint is not None and question.choices
    }
    firsts = {
        question.name: [choices_of(form, question)[0].name] for question in asked(form) if question.choices
    }
    several = {
        question.name: [choice.name for choice in choices_of(form, question)]
        for question in asked(form)
        if question.kind == "select_multiple"
    }
    check_answers(form, firsts, today=DAY)
    with pytest.raises(RuleError) as refused:
        check_answers(form, firsts | several, today=DAY)
    told = {problem.field: problem for problem in refused.value.problems}
    shown = set(shown_questions(form, firsts | several, today=DAY))
    assert set(told) == ruled & shown
    assert all(set(problem.facts["messages"]) == LANGUAGES for problem in told.values())
