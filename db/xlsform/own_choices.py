"""Which choices has a question that its author did not list: of a range, an acknowledgement, "other"?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from db.rules.definition import Choice
from db.xlsform.book import Row
from db.xlsform.columns import language_code, read_type
from db.xlsform.faults import Fault, FormFault, Note

AGREED: Final = "OK"  # what ODK stores for an acknowledgement
# Beyond, nobody finds a value in a list; a whole number with a constraint asks the same.
MOST_VALUES: Final = 101
OTHER: Final = "other"

_PARAMETER = re.compile(r"(\w+)\s*=\s*([^\s,;=]+)")
_AGREE_WORDS: Final = {"vi": "Đã đọc và hiểu", "en": "Read and understood"}
_OTHER_WORDS: Final = {"vi": "Khác", "en": "Other"}
_SPECIFY_WORDS: Final = {"vi": "Nếu chọn “Khác”: cụ thể là gì?", "en": "If “Other”: what is it?"}


# -- ranges and acknowledgements -----------------------------------------------------------------------
def read_parameters(text: str) -> dict[str, str]:
    """``start=0 end=10 step=2`` (or with commas, semicolons) by name."""
    return {name.lower(): value for name, value in _PARAMETER.findall(text)}


def own_choices(kind: str, parameters: Mapping[str, str], languages: Sequence[str]) -> tuple[Choice, ...]:
    """The choices that come with a kind; none for kinds that have none.

    Raises: FormFault with ``bad_range``, without sheet and row.
    """
    if kind == "acknowledge":
        return (Choice(AGREED, _worded(_AGREE_WORDS, languages), {}),)
    if kind != "range":
        return ()
    return tuple(
        Choice(code, {language: _shown(code, language) for language in languages}, {})
        for code in _range_codes(parameters)
    )


def own_list(kind: str, name: str) -> str:
    """Under which name the definition keeps them: with a space, as no author's list can be called."""
    return f"{kind} {name}"


def _range_codes(parameters: Mapping[str, str]) -> Iterator[str]:
    try:
        start, end, step = (
            Decimal(parameters.get(name, usual))
            for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))
        )
        fits = step > 0 and end > start and (end - start) % step == 0 and (end - start) / step < MOST_VALUES
    except InvalidOperation:
        fits = False
    if not fits:
        given = " ".join(f"{name}={value}" for name, value in parameters.items())
        raise FormFault(Fault("bad_range", facts={"value": given, "most": MOST_VALUES}))
    count = int((end - start) / step)
    return (_plain(start + step * place) for place in range(count + 1))


def _plain(number: Decimal) -> str:
    """Without exponent, without zeros at the end: the code a child's page posts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(code: str, language: str) -> str:
    return code.replace(".", ",") if language == "vi" else code


def _worded(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    return {language: words.get(language, words["en"]) for language in languages}


# -- "or other" ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Expanded:
    """The rows of a form once "or_other" is written out."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    notes: tuple[Note, ...]
    faults: tuple[Fault, ...]


def write_out_others(survey: Sequence[Row], choices: Sequence[Row], languages: Sequence[str]) -> Expanded:
    """``select_one colour or_other`` becomes the list with one more choice, and a question for the words.

    The list is copied, so that other questions with the same list keep it as it was.
    """
    rows: list[Row] = []
    lists: dict[str, list[Row]] = {}
    notes: list[Note] = []
    faults: list[Fault] = []
    for row in survey:
        asked = read_type(row["type"])
        if not asked.other or asked.choices is None:
            rows.append(row)
            continue
        if row["choice_filter"]:
            faults.append(Fault("or_other_filter", "survey", row.number, {"value": row["name"]}))
        name = f"{asked.choices}_or_other"
        own = [choice for choice in choices if choice["list_name"] == asked.choices]
        lists[name] = _with_other(name, own, languages)
        rows += [_cells(row, type=f"{asked.kind} {name}"), _specify(row, languages)]
        notes.append(Note("or_other", "survey", row.number, {"name": row["name"]}))
    added = tuple(choice for rows_ in lists.values() for choice in rows_)
    return Expanded(tuple(rows), (*choices, *added), tuple(notes), tuple(faults))


def _with_other(name: str, own: Iterable[Row], languages: Sequence[str]) -> list[Row]:
    copied = [_cells(choice, list_name=name) for choice in own]
    if copied and not any(choice["name"] == OTHER for choice in copied):
        words = _columns(_OTHER_WORDS, languages)
        copied.append(Row(copied[-1].number, {"list_name": name, "name": OTHER, **words}))
    return copied


def _specify(row: Row, languages: Sequence[str]) -> Row:
    relevant = f"selected(${{{row['name']}}}, '{OTHER}')"
    words = _columns(_SPECIFY_WORDS, languages)
    return Row(row.number, {"type": "text", "name": f"{row['name']}_other", "relevant": relevant, **words})


def _columns(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    return {f"label::{name}": words.get(language_code(name), words["en"]) for name in languages}


def _cells(row: Row, **changed: str) -> Row:
    return replace(row, cells={**row.cells, **changed})
