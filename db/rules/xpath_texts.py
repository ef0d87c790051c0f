"""Which text stands behind one that was written down for machines?"""

from __future__ import annotations

import base64
import re

_BLANKS = re.compile(r"[\t\n\f\r ]+")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def base64_decode(text: str) -> str:
    """The text that was written as Base64, as browsers read it (padding may lack), else nothing."""
    given = _BLANKS.sub("", text)
    if len(given) % 4 == 0:
        given = given.removesuffix("=").removesuffix("=")
    if _NOT_BASE64.search(given) or len(given) % 4 == 1:
        return ""
    try:
        return base64.b64decode(given + "=" * (-len(given) % 4)).decode()
    except UnicodeDecodeError:
        return ""
