"""What is different in the next version of a questionnaire, as the person who publishes it reads it?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from db.rules.definition import SILENT_KINDS, Choice, Definition, Question, Words, choices_of, in_language

# Every kind of change, in the order in which they are told.
CHANGES: Final = (
    *("title", "audience", "language_added", "language_removed"),
    *("question_added", "question_removed", "question_moved", "kind"),
    *("label", "hint", "required_message", "constraint_message", "section"),
    *("choice_added", "choice_removed", "choice_label", "choices_moved"),
    *("relevant", "required", "constraint", "choice_filter", "calculation", "appearance"),
)
# Changes after which the answers to both versions no longer mean the same: such a version is refused.
FORBIDDEN: Final = frozenset({"kind"})
_TREES: Final = ("relevant", "required", "constraint", "choice_filter", "calculation", "appearance")
_WORDS: Final = {
    "label": "labels",
    "hint": "hints",
    "required_message": "required_messages",
    "constraint_message": "constraint_messages",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``number``: the question's place among those asked in the newer version (in the older one when it is
    gone), 0 for what is not asked: a note, a section, the whole form.  ``what``: which language.  ``before``
    and ``after``: the words, where words changed.  ``row``: of the survey sheet it stands in.
    """

    code: str
    number: int = 0
    name: str = ""
    what: str = ""
    before: str = ""
    after: str = ""
    row: int = field(default=0, compare=False)
    section: bool = False


def form_changes(before: Definition, after: Definition) -> tuple[Change, ...]:
    """Every difference between two versions, whole form first, then question by question.

    A question is the same as long as its name is; an unchanged form has no changes.
    """
    old = {question.name: question for question in before.questions}
    new = {question.name: question for question in after.questions}
    gone = [
        _at("question_removed", before, q, before=_said(q)) for q in before.questions if q.name not in new
    ]
    moved = _moved([name for name in old if name in new], [name for name in new if name in old])
    found = [*_whole_form(before, after), *gone, *_sections(before, after)]
    for question in after.questions:
        if question.name not in old:
            found.append(_at("question_added", after, question, after=_said(question)))
            continue
        if question.name in moved:
            found.append(_at("question_moved", after, question, after=_said(question)))
        found += _one_question(before, old[question.name], after, question)
    return tuple(found)


def forbidden_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes for which the next version is refused: a question answered in another way than before."""
    return tuple(change for change in changes if change.code in FORBIDDEN)


def _said(question: Question) -> str:
    return in_language(question.labels, "vi") or question.name


def _at(
    code: str, form: Definition, question: Question, what: str = "", *, before: str = "", after: str = ""
) -> Change:
    asked = [one.name for one in form.questions if one.kind not in SILENT_KINDS]
    number = asked.index(question.name) + 1 if question.name in asked else 0
    return Change(code, number, question.name, what, before, after, question.row)


def _whole_form(before: Definition, after: Definition) -> Iterator[Change]:
    if before.title != after.title:
        yield Change("title", before=before.title, after=after.title)
    if before.audience != after.audience:
        yield Change("audience", before=before.audience, after=after.audience)
    old, new = ({language.code: language.name for language in form.languages} for form in (before, after))
    yield from (Change("language_removed", what=name) for code, name in old.items() if code not in new)
    yield from (Change("language_added", what=name) for code, name in new.items() if code not in old)


def _sections(before: Definition, after: Definition) -> Iterator[Change]:
    """Sections whose title or condition changed; one that comes or goes shows in its questions."""
    old = {group.name: group for group in before.groups}
    for group in after.groups:
        earlier = old.get(group.name)
        if earlier is None:
            continue
        for language, then, now in _reworded(earlier.labels, group.labels):
            yield Change("section", 0, group.name, language, then, now, group.row, section=True)
        if earlier.relevant != group.relevant:
            yield Change("relevant", 0, group.name, row=group.row, section=True)


def _one_question(before: Definition, old: Question, after: Definition, new: Question) -> Iterator[Change]:
    if old.kind != new.kind:
        yield _at("kind", after, new, before=old.kind, after=new.kind)
        return
    for code, words in _WORDS.items():
        for language, then, now in _reworded(getattr(old, words), getattr(new, words)):
            yield _at(code, after, new, language, before=then, after=now)
    yield from _choices(choices_of(before, old), choices_of(after, new), after, new)
    for part in _TREES:
        if _plain(getattr(old, part)) != _plain(getattr(new, part)):
            yield _at(part, after, new)


def _reworded(old: Words, new: Words) -> Iterator[tuple[str, str, str]]:
    """Language, words before, words now; a language that comes or goes as a whole is told once elsewhere."""
    for language in dict.fromkeys((*old, *new)):
        then, now = old.get(language, ""), new.get(language, "")
        if then != now and ((then and now) or language == "vi"):
            yield language, then, now


def _choices(
    old: Sequence[Choice], new: Sequence[Choice], form: Definition, at: Question
) -> Iterator[Change]:
    then, now = ({choice.name: choice for choice in choices} for choices in (old, new))
    for name, choice in then.items():
        if name not in now:
            yield _at("choice_removed", form, at, before=_words_of(choice))
    for name, choice in now.items():
        if name not in then:
            yield _at("choice_added", form, at, after=_words_of(choice))
            continue
        for language, was, is_now in _reworded(then[name].labels, choice.labels):
            yield _at("choice_label", form, at, language, before=was, after=is_now)
    if [name for name in then if name in now] != [name for name in now if name in then]:
        yield _at("choices_moved", form, at)


def _words_of(choice: Choice) -> str:
    return in_language(choice.labels, "vi") or choice.name


def _plain(tree: Any) -> Any:
    """A tree read from the database is made of tuples, one just compiled of lists."""
    if isinstance(tree, Mapping):
        return {name: _plain(part) for name, part in tree.items()}
    return [_plain(part) for part in tree] if isinstance(tree, list | tuple) else tree


def _moved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The fewest names that must have moved: those outside the longest run that kept its order."""
    place = {name: number for number, name in enumerate(old)}
    tails: list[int] = []
    ends: list[int] = []
    chain: list[int] = []
    for number, name in enumerate(new):
        length = bisect_left(tails, place[name])
        chain.append(ends[length - 1] if length else -1)
        tails[length:] = [place[name], *tails[length + 1 :]]
        ends[length:] = [number, *ends[length + 1 :]]
    kept: set[str] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(new[at])
        at = chain[at]
    return frozenset(new) - kept
