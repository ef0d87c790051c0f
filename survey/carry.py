"""What was typed before the session ended?  It travels through the sign-in page in hidden fields.

Never the password, never the old seal; nothing is sent by itself afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey.seals import SEAL_FIELD
from survey.visit import Form

PREFIX = "giu:"
# Every field that takes a password, a passphrase or a recovery key begins so; none is ever written back.
SECRET_FIELDS = ("password", "current")


def is_secret(name: str) -> bool:
    """Whether what was typed here must never be written into a page."""
    return name.startswith(SECRET_FIELDS)


def pack(form: Form) -> tuple[tuple[str, str], ...]:
    """The typed fields as hidden fields of the sign-in page, in their order."""
    return tuple(
        (PREFIX + name, value)
        for name, values in form.items()
        if name != SEAL_FIELD and not is_secret(name)
        for value in values
    )


def unpack(form: Form) -> dict[str, list[str]]:
    """The typed fields again, from a posted sign-in page."""
    return {
        name.removeprefix(PREFIX): list(values) for name, values in form.items() if name.startswith(PREFIX)
    }


def repack(form: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """What a sign-in page that was refused carries on."""
    return pack(unpack(form))
