"""How is what was published read in another language?

Releases are frozen in Vietnamese; the other words come from the questionnaire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

from db.rules.definition import ADULTS, Definition, choices_of
from db.rules.suppression import POLICY
from survey.child_pages import marker
from survey.questions import LANGUAGE
from survey.text_public_adults import INSTEAD_ADULTS, INSTEAD_ADULTS_EN
from survey.text_results_en import INSTEAD_OF_NUMBERS, REGIONS_EN

ANYWHERE: Final = ""


def released_words(asked: Definition, language: str) -> Callable[..., str]:
    """Reads one published word (and the question it belongs to) in this language.

    What has no words in it is marked as Vietnamese, so that a screen reader says it rightly.
    """
    if language == LANGUAGE:
        known = _instead(INSTEAD_ADULTS) if asked.audience == ADULTS else {}
        return lambda text, question=ANYWHERE: known.get((ANYWHERE, text), text)
    mark = marker(language)
    known = {**_everywhere(asked.audience), **dict(_of_questions(asked, language))}

    def there(text: str, question: str = ANYWHERE) -> str:
        found = known.get((question, text)) or known.get((ANYWHERE, text))
        return found or (_number(text) if _is_number(text) else mark(text))

    return there


def _of_questions(asked: Definition, language: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Every label and choice that has words in both languages; groups are choices of other questions."""
    for question in asked.questions:
        for labels in (question.labels, *(choice.labels for choice in choices_of(asked, question))):
            if labels.get(LANGUAGE) and labels.get(language):
                for place in (question.name, ANYWHERE):
                    yield (place, labels[LANGUAGE]), labels[language]


@cache
def _everywhere(audience: str) -> Mapping[tuple[str, str], str]:
    """Words instead of numbers, and the regions."""
    own = INSTEAD_ADULTS_EN if audience == ADULTS else {}
    regions = {(ANYWHERE, vi): words for vi, words in REGIONS_EN.items()}
    return {**_instead({**INSTEAD_OF_NUMBERS, **own}), **regions}


def _instead(of_numbers: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """What a release keeps instead of a number -> how it is said here."""
    return {
        (ANYWHERE, POLICY.word(key)): words.format(threshold=POLICY.threshold)
        for key, words in of_numbers.items()
    }


def _is_number(text: str) -> bool:
    return text.replace(".", "").isdecimal()


def _number(text: str) -> str:
    """1.500 as it is written in English."""
    return text.replace(".", ",")
