"""How is a private key locked under a passphrase, and how does one stand on paper?"""

from __future__ import annotations

import hashlib
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from db.rules.errors import RuleError
from db.sealing.envelopes import OpenKey, PublicKey

WORK = 17  # scrypt's N is 2 to this: 128 MB and about half a second for each guess
SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no O 0 I 1: it is copied by hand
GROUP, KEY_LETTERS, CHECK_LETTERS = 4, 52, 4
GROUPS = (KEY_LETTERS + CHECK_LETTERS) // GROUP
_ONE_AT_A_TIME = threading.Lock()  # 128 MB each: a small server has room for one


@dataclass(frozen=True, slots=True)
class LockedKey:
    """A private key as the database keeps it: useless without the passphrase."""

    salt: bytes
    work: int
    locked: bytes


def new_key() -> OpenKey:
    """A fresh pair."""
    return OpenKey(uuid4(), X25519PrivateKey.generate())


def public_of(key: OpenKey) -> PublicKey:
    """Its public half."""
    return PublicKey(key.id, key.private.public_key().public_bytes_raw())


def lock(key: OpenKey, passphrase: str, work: int = WORK) -> LockedKey:
    """Lock a private key under a passphrase.  Slow on purpose."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(_stretched(passphrase, salt, work))
    sealed = cipher.encrypt(nonce, key.private.private_bytes_raw(), _bound_to(public_of(key)))
    return LockedKey(salt, work, nonce + sealed)


def unlock(public: PublicKey, locked: LockedKey, passphrase: str) -> OpenKey:
    """The private key again.  As slow for a wrong passphrase as for the right one.

    Raises: RuleError `wrong_passphrase`.
    """
    cipher = AESGCM(_stretched(passphrase, locked.salt, locked.work))
    try:
        raw = cipher.decrypt(locked.locked[:NONCE_BYTES], locked.locked[NONCE_BYTES:], _bound_to(public))
    except InvalidTag:
        raise RuleError("wrong_passphrase") from None
    return OpenKey(public.id, X25519PrivateKey.from_private_bytes(raw))


def fingerprint(raw: bytes) -> str:
    """What two people compare by voice: the first 64 bits of the public key's SHA-256, in fours."""
    return in_groups(hashlib.sha256(raw).hexdigest()[:16].upper())


# -- on paper ------------------------------------------------------------------------------------------


def on_paper(key: OpenKey) -> tuple[str, ...]:
    """The private key as 14 groups of four letters; the last group tells a slip of the pen."""
    raw = key.private.private_bytes_raw()
    letters = _letters(int.from_bytes(raw, "big"), KEY_LETTERS) + _check_letters(raw)
    return tuple(in_groups(letters).split())


def from_paper(public: PublicKey, typed: str) -> OpenKey:
    """The key that was printed, however its groups were typed.

    Raises: RuleError `recovery_mistyped` (a letter is wrong), `wrong_recovery_key` (another paper).
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    known = len(letters) == KEY_LETTERS + CHECK_LETTERS and set(letters) <= set(LETTERS)
    number = _number(letters[:KEY_LETTERS]) if known else 1 << 256
    if number >> 256 or _check_letters(number.to_bytes(KEY_BYTES, "big")) != letters[KEY_LETTERS:]:
        raise RuleError("recovery_mistyped")
    key = OpenKey(public.id, X25519PrivateKey.from_private_bytes(number.to_bytes(KEY_BYTES, "big")))
    if public_of(key) != public:
        raise RuleError("wrong_recovery_key")
    return key


def in_groups(letters: str) -> str:
    """Letters in fours, as people copy them."""
    return " ".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _check_letters(raw: bytes) -> str:
    return _letters(int.from_bytes(hashlib.sha256(b"paper:" + raw).digest()[:4], "big"), CHECK_LETTERS)


def _letters(number: int, count: int) -> str:
    return "".join(LETTERS[(number >> (5 * place)) % len(LETTERS)] for place in reversed(range(count)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * len(LETTERS) + LETTERS.index(letter)
    return number


def _bound_to(public: PublicKey) -> bytes:
    return b"nhipcau/officer-key/1" + public.id.bytes + public.raw


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    with _ONE_AT_A_TIME:
        return Scrypt(salt=salt, length=KEY_BYTES, n=1 << work, r=8, p=1).derive(text)
