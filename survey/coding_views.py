"""Where is a page of the coding desk, which passage waits, and what is a theme called on it?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from db.queries.coding import CodedPassage, CodingDesk, ThemeRow
from db.rules.coding import Theme
from db.rules.errors import RuleError
from survey.text import say, sentence

BASE: Final = "/ban-lam-viec/ma-hoa"
NO_THEME: Final = "0"  # what the form sends for "none of the themes"
# Refusals shown on the page they belong to; every other one has a page of its own.
ON_THE_PAGE: Final = frozenset(
    {
        "fields_refused",
        "required",
        "too_long",
        "bad_text",
        "reason_needed",
        "stale_version",
        "theme_exists",
        "theme_merged",
        "coders_full",
        "coding_compared",
        "nothing_to_settle",
        "quotes_full",
        "unknown_theme",
    }
)


def address(slug: str, *parts: object) -> str:
    """A page of one consultation's coding."""
    return "/".join([BASE, slug, *(str(part) for part in parts)])


def live(desk: CodingDesk) -> list[ThemeRow]:
    """The themes that are still given."""
    return [one for one in desk.themes if not one.merged_vi]


def next_to_read(desk: CodingDesk) -> CodedPassage | None:
    """The first passage the coder has yet to read; once compared, the first one to settle."""
    if desk.compared:
        return next((one for one in desk.passages if one.final is None), None)
    return next((one for one in desk.passages if one.mine is None), None)


def namer(desk: CodingDesk) -> Callable[[Theme], str]:
    """What a theme is called."""
    names = {one.id: one.name_vi for one in desk.themes}
    return lambda theme: say("mh.no_theme") if theme is None else names[theme]


def stood(passage: CodedPassage) -> str:
    """What the form shows as chosen before."""
    kept = passage.final if passage.codes else passage.mine
    if kept is None:
        return ""
    return NO_THEME if kept[0] is None else str(kept[0])


def refusal_words(refusal: RuleError) -> str:
    """What is wrong, field by field, or as a whole."""
    return " ".join(map(sentence, refusal.problems)) or sentence(refusal)


def theme_typed(typed: str) -> int | None:
    """The theme of a posted choice; None for "none of them".  Raises: RuleError `unknown_theme`."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise RuleError("unknown_theme")
    return int(typed) or None
