"""How are web addresses, the helpline's number and moments written on a page?"""

from __future__ import annotations

import re
from datetime import datetime

from markupsafe import Markup, escape

from db.queries.moments import VIETNAM

SCHEMES = ("https://", "http://")
# The number to be called.  In quotation marks it is the name of an app or an account.
HELPLINE = re.compile(r"(?<![\w“])111(?![\w”])")


def linked(text: str) -> Markup:
    """The text, each line that is a web address as a link that tells the other side nothing of us."""
    return Markup("\n").join(_line(line) for line in text.split("\n"))


def _line(line: str) -> Markup:
    if not line.startswith(SCHEMES) or any(space in line for space in " \t"):
        return escape(line)
    return Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(line)


def callable_111(text: str, words: str) -> Markup:
    """The text, the helpline's number in it as a link a phone calls; `words` is the link's name."""
    link = Markup('<a href="tel:111" aria-label="{}">111</a>').format(words)
    return link.join(escape(part) for part in HELPLINE.split(text))


def moment(at: datetime) -> str:
    """Day and time in Viet Nam."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
