"""By what is a submission known again?  Its slip, by chance; its content and its token, by keyed hashes."""

from __future__ import annotations

import hmac
import secrets
from typing import Final
from uuid import UUID

from db.commands.own_words import Form, contact_of
from db.rules.answers import Answers, canonical_bytes

SLIP_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no O 0 I 1
SLIP_LENGTH: Final = 8


def new_slip() -> str:
    """A code by chance; 32 letters take five bits each."""
    chance = secrets.randbits(5 * SLIP_LENGTH)
    return "".join(SLIP_LETTERS[chance >> 5 * place & 31] for place in range(SLIP_LENGTH))


def content_hash(secret: bytes, answers: Answers, form: Form, version_id: int) -> str:
    """Keyed: from a plain hash in the database, short own words could be guessed."""
    content = b"content:" + canonical_bytes(answers, version_id) + contact_of(form).encode()
    return hmac.digest(secret, content, "sha256").hex()


def token_hash(secret: bytes, token: UUID) -> str:
    """What is left of a token whose answers were taken back."""
    return hmac.digest(secret, b"token:" + token.bytes, "sha256").hex()
