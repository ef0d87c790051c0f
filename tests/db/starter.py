"""Which questionnaires come with the program, as the converter makes them?"""

from __future__ import annotations

import itertools
from functools import cache

from db.rules.definition import SILENT_KINDS, choices_of, read_definition
from db.seed import instrument
from db.xlsform.worker import process

TOPICS = ("an_toan_tren_mang", "bao_luc", "duoc_lang_nghe", "truong_hoc")
AUDIENCES = ("7_10", "11_15", "16_17", "phu_huynh")
SLUGS = [f"{topic}_{audience}" for topic, audience in itertools.product(TOPICS, AUDIENCES)]
FIRST = "an_toan_tren_mang"  # the sample consultation's, for children of 11 to 17
LANGUAGES = {"vi", "en"}


@cache
def converted(slug):
    """What the converter makes of one, without the limits of its own process, which cost a second each."""
    return process(instrument(slug).encode(), ".md", slug)


@cache
def form_of(slug):
    """The definition of one."""
    return read_definition(converted(slug)["definition"])


def asked(form):
    """The questions that take an answer."""
    return [question for question in form.questions if question.kind not in SILENT_KINDS]


def worded(form):
    """Every group of words a person may read: (where, the words by language)."""
    for part in (*form.groups, *form.questions):
        yield part.name, part.labels
    for question in form.questions:
        if question.hints:
            yield question.name, question.hints
        if question.constraint is not None:
            yield question.name, question.constraint_messages
        for choice in choices_of(form, question):
            yield f"{question.name}/{choice.name}", choice.labels
