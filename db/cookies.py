"""Under which names and flags do both apps keep a person's session and device in the browser?

The survey and the dashboard stand behind one host and share one session, so they share the names.
"""

from __future__ import annotations

from typing import TypedDict

DEVICE_COOKIE = "nhipcau-may"
DEVICE_SECONDS = 365 * 24 * 3600


class CookieFlags(TypedDict):
    """What every cookie of ours is set and deleted with."""

    path: str
    httponly: bool
    samesite: str
    secure: bool


def session_cookie(production: bool) -> str:
    """The name of the session's cookie.

    ``__Host-`` binds it to this host and to HTTPS; browsers refuse the prefix on a laptop's plain HTTP.
    Source: trust.md section 2.
    """
    return "__Host-nhipcau" if production else "nhipcau"


def cookie_flags(production: bool) -> CookieFlags:
    """Out of reach of scripts and other sites; sent over HTTPS only on a public server."""
    return CookieFlags(path="/", httponly=True, samesite="lax", secure=production)
