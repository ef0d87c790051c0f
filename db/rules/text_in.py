"""May this text be stored, and in which one form?

SQLite keeps U+0000 and lone surrogates that PostgreSQL refuses, and two spellings of one Vietnamese
letter (composed, decomposed) are different strings to both.  Everything typed by a person passes here
once, so that both engines give the same verdict on the same bytes.
"""

from __future__ import annotations

import re
import unicodedata

from db.rules.errors import RuleError

# C0 without tab and newline, DEL, C1, surrogates, the two non-characters a decoder may let through.
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Invisible marks that come along with a paste: byte order mark, zero-width space, direction marks and
# overrides.  Vietnamese and English need none of them; an override can make a text read backwards.
# Removed rather than refused: nobody can see, and so nobody could repair, what we would complain about.
# U+200C and U+200D stay (emoji and some scripts are made with them).
_REMOVED = re.compile(r"[\ufeff\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069]")
_NEWLINES = re.compile("\r\n|[\r\u2028\u2029]")
# NFC makes three code points into one at best, so a longer raw text can never fit.
_COMPOSED_AT_MOST = 4


def clean_text(raw: str, most: int) -> str:
    """The text as it is stored: NFC, ``\\n`` line ends, no invisible marks, no space at either end.

    Units:  ``most`` counts code points after normalising.
    None:   never; a blank text is ``""``.
    Raises: ``too_long`` (facts: most); ``bad_text`` for NUL, control characters, lone surrogates.
    """
    if len(raw) > most * _COMPOSED_AT_MOST + _COMPOSED_AT_MOST:
        raise RuleError("too_long", most=most)
    if _REFUSED.search(raw):
        raise RuleError("bad_text")
    text = unicodedata.normalize("NFC", _REMOVED.sub("", _NEWLINES.sub("\n", raw))).strip()
    if len(text) > most:
        raise RuleError("too_long", most=most)
    return text


def clean_line(raw: str, most: int) -> str:
    """The text on one line: as :func:`clean_text`, every run of white space made one space.

    Raises: ``too_long`` (facts: most); ``bad_text``.
    """
    return " ".join(clean_text(raw, most).split())
