"""How are web addresses and moments in a record written on a page?"""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup, escape

from db.queries.moments import VIETNAM

SCHEMES = ("https://", "http://")


def linked(text: str) -> Markup:
    """The text, each line that is a web address as a link that tells the other side nothing of us."""
    return Markup("\n").join(_line(line) for line in text.split("\n"))


def _line(line: str) -> Markup:
    if not line.startswith(SCHEMES) or any(space in line for space in " \t"):
        return escape(line)
    return Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(line)


def moment(at: datetime) -> str:
    """Day and time in Viet Nam."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
