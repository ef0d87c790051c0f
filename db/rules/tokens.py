"""Was this form sent before?  The token a page is made with, a UUID version 4 (version 7 would tell time)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from db.rules.errors import RuleError

_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def read_token(form: Mapping[str, Sequence[str]]) -> UUID:
    """The token of a posted form.

    Raises: RuleError `token_missing`, `token_malformed` (also for two different tokens).
    """
    given = {text.strip().lower() for text in form.get("token", ())} - {""}
    if not given:
        raise RuleError("token_missing")
    token = given.pop()
    if given or not _UUID4.fullmatch(token):
        raise RuleError("token_malformed")
    return UUID(token)
