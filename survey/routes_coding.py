"""Which addresses has the coding desk?"""

from __future__ import annotations

from typing import Final

from survey.coding_views import BASE
from survey.endpoints import coding
from survey.guards import Page

DO: Final = "code_passages"
ONE: Final = BASE + "/{slug}"

CODING: Final[tuple[Page, ...]] = (
    # address, action of db.rules.roles, GET, POST, the form again with what was typed
    Page(BASE, DO, coding.get_list),
    Page(ONE, DO, coding.get_desk),
    Page(ONE + "/chu-de/{number:int}", DO, coding.get_theme, coding.post_theme, coding.refill_theme),
    Page(ONE + "/chu-de/{number:int}/gop", DO, None, coding.post_merge, coding.refill_theme),
    Page(ONE + "/doan/{passage_id:uuid}", DO, coding.get_passage, coding.post_passage, coding.refill_passage),
    Page(ONE + "/trich/{passage_id:uuid}", DO, None, coding.post_quote, coding.refill_desk),
)
