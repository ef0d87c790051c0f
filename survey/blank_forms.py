"""Which blank form does a whole school open at the same moment?  It is drawn once, and given out again.

Every page given out differs from the others in its token only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final
from uuid import uuid4

from starlette.responses import HTMLResponse, Response

MOST_KEPT: Final = 64  # languages and invitations of the consultations that are open now, 25 KB each
MOST_KEY: Final = 200  # an address longer than any of ours is drawn for whoever made it up
# Where the token stands in the page that is kept; no browser ever gets it.
PLACE: Final = "00000000-0000-4000-8000-000000000000"


class BlankForms:
    """The blank forms of one installation, the oldest forgotten first."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, bytes] = {}

    def given(self, drawn: tuple[Hashable, str], draw: Callable[[str], Response]) -> Response:
        """The page for one more child; `drawn` is all that the page follows from, its address last."""
        if len(drawn[-1]) > MOST_KEY:
            return draw(str(uuid4()))
        page = self._kept.get(drawn)
        if page is None:
            page = self._keep(drawn, bytes(draw(PLACE).body))
        return HTMLResponse(page.replace(PLACE.encode(), str(uuid4()).encode()))

    def _keep(self, drawn: Hashable, page: bytes) -> bytes:
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[drawn] = page
        return page
