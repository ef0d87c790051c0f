"""Which forms does a member mean?  Words are compared without marks, so "tap huan" finds "tập huấn"."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.queries.strategy import MeasureCard, ObjectiveCard
from db.rules.report_forms import FieldSpec, FormSpec

MOST_WORDS = 80
_PLACES = ("province", "provinces")


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """A form with the measures it feeds and the objectives they belong to."""

    spec: FormSpec
    measures: tuple[MeasureCard, ...]

    @property
    def objectives(self) -> frozenset[int]:
        """Numbers of the objectives."""
        return frozenset(card.objective_number for card in self.measures)


def plain(text: str) -> str:
    """Small letters without marks, as somebody types in a hurry."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def offered(specs: Iterable[FormSpec], objectives: Iterable[ObjectiveCard]) -> tuple[OfferedForm, ...]:
    """The forms with their measures."""
    cards: Mapping[str, MeasureCard] = {card.code: card for one in objectives for card in one.measures}
    return tuple(
        OfferedForm(spec, tuple(cards[code] for code in spec.measures if code in cards)) for spec in specs
    )


def found(forms: Sequence[OfferedForm], objective: int | None, words: str) -> tuple[OfferedForm, ...]:
    """The forms of an objective (None: of all) that speak of every word, titles first."""
    wanted = plain(words[:MOST_WORDS]).split()
    chosen = [
        form
        for form in forms
        if (objective is None or objective in form.objectives) and all(word in _said(form) for word in wanted)
    ]
    return tuple(sorted(chosen, key=lambda form: not _is_titled(form, wanted)))


def _is_titled(form: OfferedForm, wanted: Sequence[str]) -> bool:
    title = plain(form.spec.title_vi)
    return all(word in title for word in wanted)


def _said(form: OfferedForm) -> str:
    """Everything a member might call this form by."""
    measures = [f"{card.code} {card.short_vi} {card.indicator_vi}" for card in form.measures]
    return plain(" ".join([form.spec.title_vi, *measures, *map(_field_words, form.spec.fields)]))


def _field_words(field: FieldSpec) -> str:
    """A field's own words; not the provinces, which every form has."""
    choices = () if field.kind in _PLACES else field.choices
    return " ".join([field.label_vi, *(label for _, label in choices)])
