"""What can be exported, by whom, of which years, as known when?  One row per set; the form is read here.

A snapshot is taken as of a day that is over: what a running day will have said by its evening nobody knows
yet, and a snapshot must come out the same whenever it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.rules.errors import Problem, RuleError, refuse_fields
from db.rules.periods import PHASES, read_date
from db.rules.roles import check_may
from db.rules.text_in import clean_text

FORMAT = 1  # rises with any change of what the files hold
SEPARATORS = ("comma", "semicolon")
OCCASIONS = ("asked", "weekly", "quarterly")
FIRST_DAY = date(2023, 6, 1)  # Decision 87/QĐ-HBVQTE
LONGEST_REASON, LEAST_REASON = 500, 5
ANSWERS = "answers"
SAMPLE = "MINH HOẠ"  # stands in the first cell of every row that is invented

# part of a choice -> the field of the form that says it
FIELDS: Mapping[str, str] = {
    "sets": "bo",
    "first_year": "tu_nam",
    "last_year": "den_nam",
    "as_of": "tinh_den",
    "unit_id": "don_vi",
    "consultation": "dot",
    "separator": "dau_cach",
}

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class SetSpec:
    """One set: who may, whether one unit's part can be taken, whether its file lies in the data folder.

    ``by_unit`` False: the set speaks of the whole Association only.  ``kept`` False: made anew whenever it is
    fetched, so that an answer which was withdrawn is nowhere.  ``usual``: ticked before anybody chose.
    """

    action: str
    by_unit: bool = False
    kept: bool = True
    usual: bool = True


SETS: Mapping[str, SetSpec] = {
    "results": SetSpec("export_results"),
    "records": SetSpec("export_records", by_unit=True),
    "ledger": SetSpec("export_records"),
    "consultations": SetSpec("export_results"),
    "reporting": SetSpec("export_results", by_unit=True),
    "organisations": SetSpec("export_results", by_unit=True),
    "strategy": SetSpec("export_results"),
    "published": SetSpec("export_results"),
    ANSWERS: SetSpec("export_answers", kept=False, usual=False),
}
# What a scheduled snapshot holds: everything but children's single answers.
ALL_KEPT = tuple(name for name, spec in SETS.items() if spec.kept)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a snapshot's files follow from; ``years`` first and last, both included."""

    sets: tuple[str, ...]
    first_year: int
    last_year: int
    as_of: date
    unit_id: int | None = None
    consultation: str = ""
    separator: str = "comma"

    @property
    def years(self) -> range:
        """The years, first to last."""
        return range(self.first_year, self.last_year + 1)

    @property
    def kept(self) -> bool:
        """Whether the files may lie in the data folder."""
        return all(SETS[name].kept for name in self.sets)


def check_may_export(role: str, sets: Collection[str]) -> None:
    """Refuse a set this role may not take out.  Raises: sign_in_needed, forbidden."""
    for name in sets:
        check_may(role, SETS[name].action)


def read_wanted(form: Form, last_day: date, units: Collection[int], consultations: Collection[str]) -> Wanted:
    """The posted choice; ``last_day`` is the newest day that is over.

    Shape:  fields bo (several), tu_nam, den_nam, tinh_den, don_vi, dot, dau_cach.
    Raises: fields_refused with every problem.
    """
    problems: list[Problem] = []
    found: dict[str, object] = {}
    for name, read in _READERS.items():
        try:
            found[name] = read(form, last_day)
        except RuleError as refused:
            problems.append(Problem(FIELDS[name], refused.code, dict(refused.facts)))
    refuse_fields(problems)
    wanted = Wanted(**found)  # type: ignore[arg-type]
    refuse_fields(_together(wanted, units, consultations))
    return wanted


def read_reason(form: Form) -> str:
    """Why the figures are taken out.  Raises: fields_refused (purpose_needed, too_long, bad_text)."""
    try:
        reason = clean_text(_first(form, "ly_do"), LONGEST_REASON).strip()
    except RuleError as refused:
        raise RuleError("fields_refused", [Problem("ly_do", refused.code, dict(refused.facts))]) from refused
    if len(reason) < LEAST_REASON:
        refuse_fields([Problem("ly_do", "purpose_needed")])
    return reason


def _together(wanted: Wanted, units: Collection[int], consultations: Collection[str]) -> Iterator[Problem]:
    """What is wrong between the fields."""
    if wanted.last_year < wanted.first_year:
        yield Problem("den_nam", "end_before_start")
    if wanted.last_year > wanted.as_of.year:
        yield Problem("den_nam", "not_a_choice")
    if wanted.unit_id is not None:
        if wanted.unit_id not in units:
            yield Problem("don_vi", "not_a_choice")
        if not all(SETS[name].by_unit for name in wanted.sets):
            yield Problem("don_vi", "set_not_by_unit")
    if ANSWERS in wanted.sets and wanted.consultation not in consultations:
        yield Problem("dot", "required" if not wanted.consultation else "not_a_choice")


def _first(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "").strip()


def _sets(form: Form, _: date) -> tuple[str, ...]:
    given = {text.strip() for text in form.get("bo", ())}
    if not given:
        raise RuleError("required")
    if not given <= SETS.keys():
        raise RuleError("not_a_choice")
    return tuple(name for name in SETS if name in given)


def _year(name: str) -> Callable[[Form, date], int]:
    def read(form: Form, last_day: date) -> int:
        years = {str(year): year for year in range(PHASES[0].first, last_day.year + 1)}
        text = _first(form, name)
        if not text:
            raise RuleError("required")
        if text not in years:
            raise RuleError("not_a_choice")
        return years[text]

    return read


def _as_of(form: Form, last_day: date) -> date:
    day = read_date(_first(form, "tinh_den"))
    if day is None:
        raise RuleError("required")
    if day > last_day:
        raise RuleError("day_not_over", last=last_day)
    if day < FIRST_DAY:
        raise RuleError("too_early", least=FIRST_DAY)
    return day


def _unit(form: Form, _: date) -> int | None:
    text = _first(form, "don_vi")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise RuleError("not_a_choice")
    return int(text)


def _separator(form: Form, _: date) -> str:
    text = _first(form, "dau_cach") or SEPARATORS[0]
    if text not in SEPARATORS:
        raise RuleError("not_a_choice")
    return text


_READERS: Mapping[str, Callable[[Form, date], object]] = {
    "sets": _sets,
    "first_year": _year("tu_nam"),
    "last_year": _year("den_nam"),
    "as_of": _as_of,
    "unit_id": _unit,
    "consultation": lambda form, _: _first(form, "dot"),
    "separator": _separator,
}
