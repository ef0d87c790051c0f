"""Which drawings are made once for all their readers?  Those that depend on answers and language alone.

A page is made anew at every click of every reader, and nearly always from answers that are kept already: so
its sentences and pictures are kept beside them.  An answer is recognised by being the same object.  What is
written later is another object, and what was drawn of the old one falls out of use.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from functools import update_wrapper
from threading import RLock
from typing import Generic, ParamSpec, TypeVar

from dashboard.language import language
from dashboard.state import Period

_P = ParamSpec("_P")
_T = TypeVar("_T")

BY_VALUE = (str, int, date, Period, type(None))  # everything else is an answer, or a constant of a module


class Drawn(Generic[_P, _T]):
    """A function whose newest results are kept, in each language."""

    def __init__(self, make: Callable[_P, _T], entries: int) -> None:
        self._make, self._entries = make, entries
        self._found: OrderedDict[Hashable, tuple[object, _T]] = OrderedDict()
        self._lock = RLock()
        update_wrapper(self, make)

    def __call__(self, *about: _P.args, **named: _P.kwargs) -> _T:
        """What was drawn of these answers; drawn now if nobody has asked for it yet."""
        given = (*about, *named.values())
        key = (language(), *named, *map(_mark, given))
        with self._lock:  # thirty readers of something new wait for one drawing instead of making thirty
            if key not in self._found:
                # The answers are kept too: no other object can then be taken for one of them.
                self._found[key] = given, self._make(*about, **named)
            self._found.move_to_end(key)
            while len(self._found) > self._entries:
                self._found.popitem(last=False)
            return self._found[key][1]

    def clear(self) -> None:
        """Forget everything drawn."""
        with self._lock:
            self._found.clear()


def drawn(entries: int) -> Callable[[Callable[_P, _T]], Drawn[_P, _T]]:
    """Keep the newest so many drawings; for functions that read nothing but their arguments and words."""
    return lambda make: Drawn(make, entries)


def _mark(given: object) -> Hashable:
    return given if isinstance(given, BY_VALUE) else id(given)
