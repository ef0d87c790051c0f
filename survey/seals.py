"""Did this request come from a page of ours?  The browser's own word, and a seal in the signed-in forms.

The seal is bound to the session.  Every page carries another one (salted), because pages are compressed
and a constant secret beside text that a stranger chooses could be guessed from the compressed length.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from db.rules.errors import RuleError

SEAL_FIELD = "csrf"
OURS = frozenset({"same-origin", "none"})  # "none": typed or reloaded by the person


def check_origin(headers: Mapping[str, str], hosts: Collection[str]) -> None:
    """Refuse a post that another site's page made.

    `hosts` are the names (with port) under which browsers reach us.
    Raises: RuleError `forged_request`.
    """
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site not in OURS:
        raise RuleError("forged_request")
    # "null" is what a sandboxed frame sends; a browser that vouches for the site may send it as well.
    vouched = site is not None and origin == "null"
    if origin is not None and not vouched and _host_of(origin) not in hosts:
        raise RuleError("forged_request")


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def make_seal(secret: bytes, session_hash: str) -> str:
    """A seal for one form on one page of this session."""
    salt = secrets.token_hex(8)
    return salt + _mark(secret, session_hash, salt)


def seal_holds(secret: bytes, session_hash: str, seal: str) -> bool:
    """Whether the seal was made by us for this session."""
    salt, mark = seal[:16], seal[16:]
    expected = _mark(secret, session_hash, salt)
    return hmac.compare_digest(expected.encode(), mark.encode("utf-8", "surrogatepass"))


def _mark(secret: bytes, session_hash: str, salt: str) -> str:
    text = f"seal:{salt}:{session_hash}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, text, hashlib.sha256).hexdigest()
