"""How does reading go on while what was read is being written?  The next piece is fetched meanwhile.

Both the engine and what joins the cells let go of Python while they work, so a second core halves the wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar, cast

_T = TypeVar("_T")
_END: Final = object()


def ahead(pieces: Iterable[_T]) -> Iterator[_T]:
    """The same pieces in the same order; while one is used, the next comes into being in another thread.

    Only that thread runs `pieces`, so a session it reads with is never used twice at once, as long as nobody
    else uses it meanwhile.
    Raises: what `pieces` raises, where the piece would have come.
    """
    coming = iter(pieces)
    with ThreadPoolExecutor(1, "ahead") as beside:
        fetched = beside.submit(next, coming, _END)
        while (piece := fetched.result()) is not _END:
            fetched = beside.submit(next, coming, _END)
            yield cast(_T, piece)
