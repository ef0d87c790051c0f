"""What does ``random()`` answer, so that the server and the phone throw the same dice?

The server evaluates again what the phone evaluated, so chance follows from what both know: the token of the
page, and the place of the call in the form.  Another page, another throw; the same page, the same one.
"""

from __future__ import annotations

from typing import Final

_WORD: Final = 0xFFFFFFFF
_GOLDEN: Final = 0x9E3779B9


def share(seed: str, place: str) -> float:
    """A number from 0 up to but not 1, evenly spread, for this page and this place."""
    hashed = 0x811C9DC5  # FNV-1a
    for byte in f"{seed}:{place}".encode():
        hashed = ((hashed ^ byte) * 0x01000193) & _WORD
    high, low = _mixed(hashed), _mixed((hashed + _GOLDEN) & _WORD)
    return ((high >> 5) * 2**26 + (low >> 6)) / 2**53


def _mixed(word: int) -> int:
    """Every bit of the answer hangs on every bit of the word (MurmurHash3's last step)."""
    word = ((word ^ (word >> 16)) * 0x85EBCA6B) & _WORD
    word = ((word ^ (word >> 13)) * 0xC2B2AE35) & _WORD
    return word ^ (word >> 16)
