"""Is this password good enough, and is it the right one?  And the second factor's code.

bcrypt reads only 72 bytes, which a Vietnamese passphrase exceeds, so it hashes the SHA-256 of the
passphrase (in base64, which holds no NUL).  An unknown name is checked against a dummy hash: the same
work, the same time.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from datetime import datetime

import bcrypt
import pyotp
from cryptography.fernet import Fernet
from zxcvbn import zxcvbn

from db.rules.errors import RuleError

LEAST, MOST = 15, 128
LEAST_SCORE = 3  # zxcvbn: "safely unguessable" begins here
ZXCVBN_READS = 72
ROUNDS = 12
TOTP_STEP = 30

# What people here choose first; zxcvbn counts each as one guess.
COMMON_WORDS = (
    "matkhau",
    "mậtkhẩu",
    "mật khẩu",
    "vietnam",
    "việt nam",
    "vietnamvodich",
    "anhyeuem",
    "emyeuanh",
    "yeuem",
    "hanoi",
    "saigon",
    "treem",
    "trẻ em",
    "quyentreem",
    "quyền trẻ em",
    "baovequyentreem",
    "hoibaovequyentreem",
    "hbvqte",
    "nhipcau",
    "nhịp cầu",
    "khongbiet",
    "thaydoi",
    "nguyen",
    "bacho",
    "111",
)


def check_password(password: str, own_words: tuple[str, ...] = ()) -> None:
    """Refuse a password that is short, over-long or easy to guess.

    Raises: RuleError `password_too_short`, `password_too_long`, `password_too_common`.
    Source: trust.md section 2.
    """
    text = unicodedata.normalize("NFC", password)
    if len(text) < LEAST:
        raise RuleError("password_too_short", least=LEAST)
    if len(text) > MOST:
        raise RuleError("password_too_long", most=MOST)
    guess = zxcvbn(text[:ZXCVBN_READS].lower(), user_inputs=[*COMMON_WORDS, *own_words])
    if guess["score"] < LEAST_SCORE or len(set(text)) < 5:
        raise RuleError("password_too_common")


def prehash(password: str) -> str:
    """The passphrase in 44 characters, whatever its length: what bcrypt is given."""
    text = unicodedata.normalize("NFC", password)
    return base64.b64encode(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()).decode()


def hash_password(password: str) -> str:
    """What the account keeps."""
    return bcrypt.hashpw(prehash(password).encode(), bcrypt.gensalt(ROUNDS)).decode()


def matches(password: str, password_hash: str) -> bool:
    """Whether this is the password; as slow for a wrong one as for the right one."""
    return bcrypt.checkpw(prehash(password).encode(), password_hash.encode())


# The hash of a forgotten random text, in ROUNDS rounds: spent on unknown names, so that they take as long.
DUMMY_HASH = "$2b$12$M11krQqe.TYqXdJvlSk4b.3cdGN.HVjjlN3Tndh.3BQ.VZhtUNB06"


def new_totp() -> str:
    """A fresh second-factor secret."""
    return pyotp.random_base32()


def seal_totp(secret: str, key: bytes) -> bytes:
    """The second-factor secret as the database keeps it: useless without the installation's key."""
    return _fernet(key).encrypt(secret.encode())


def open_totp(sealed: bytes, key: bytes) -> str:
    """The second-factor secret again."""
    return _fernet(key).decrypt(sealed).decode()


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step this code belongs to, one step of clock error allowed; None when it is wrong.

    The caller keeps the last step used: a code counts once.
    """
    if not code.isascii():
        return None
    totp = pyotp.TOTP(secret)
    step = int(now.timestamp()) // TOTP_STEP
    for near in (step, step - 1, step + 1):
        if pyotp.utils.strings_equal(code.strip().replace(" ", ""), totp.at(near * TOTP_STEP)):
            return near
    return None


def totp_address(secret: str, name: str) -> str:
    """The otpauth:// address an authenticator app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Nhịp Cầu")


def _fernet(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"totp:" + key).digest()))
