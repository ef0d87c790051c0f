"""What surrounds every request?  Security headers, a limit to what is read, and the last fault boundary."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Awaitable, Callable, Collection, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db.rules.errors import RuleError
from db.rules.evidence_kinds import MOST_BYTES, MOST_FILES

log = logging.getLogger("survey")

MOST_BODY = 256 * 1024  # 211 questions with a page of text each
MOST_UPLOAD = MOST_FILES * MOST_BYTES + MOST_BODY
# Read and thrown away beyond that: a browser shows our sentence only once it has sent its body.
MOST_DRAINED = 4 * 1024 * 1024

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICY = "content-security-policy"
DEVICE_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
    "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    POLICY: CONTENT_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in DEVICE_FEATURES),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
RawHeaders = list[tuple[bytes, bytes]]
_POLICY, _CACHE = POLICY.encode(), b"cache-control"
HTTPS_ONLY = {"strict-transport-security": "max-age=63072000; includeSubDomains"}


def _raw(headers: Mapping[str, str]) -> RawHeaders:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


class SecurityHeaders:
    """Put the promised headers on every answer; nothing is stored unless the answer says it may be."""

    def __init__(self, app: ASGIApp, production: bool) -> None:
        self.app = app
        self.headers = _raw({**HEADERS, **(HTTPS_ONLY if production else {})})
        self.names = frozenset(name for name, _ in self.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self.promised(message.get("headers", []))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    def promised(self, given: RawHeaders) -> RawHeaders:
        """These headers with ours, which nobody weakens; as bytes, because every answer passes here."""
        headers = [one for one in given if one[0] not in self.names] + self.headers
        # A file asks for more than pages do, never for less.
        stricter = [value for name, value in given if name == _POLICY]
        if stricter:
            kept = [one for one in headers if one[0] != _POLICY]
            headers = [*kept, (_POLICY, b"; ".join([CONTENT_POLICY.encode(), *stricter]))]
        if all(name != _CACHE for name, _ in given):
            headers.append((_CACHE, b"no-store"))
        return headers


class BodyLimit:
    """Refuse a request larger than any form of ours, without keeping it in memory."""

    def __init__(self, app: ASGIApp, uploads: Collection[re.Pattern[str]] = ()) -> None:
        self.app = app
        self.uploads = uploads

    def most(self, scope: Scope) -> int:
        """Bytes this request may have: five files where files are taken, a form everywhere else."""
        upload = any(address.match(scope["path"]) for address in self.uploads)
        return MOST_UPLOAD if upload else MOST_BODY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is received."""
        taken, most = 0, self.most(scope) if scope["type"] == "http" else 0

        async def receive_limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                await _drain(receive, message)
                raise RuleError("too_big", most=most)
            return message

        await self.app(scope, receive_limited if scope["type"] == "http" else receive, send)


async def _drain(receive: Receive, message: Message) -> None:
    drained = 0
    while message.get("more_body", False) and drained < MOST_DRAINED:
        message = await receive()
        drained += len(message.get("body", b""))


class FaultBoundary:
    """Turn a fault nobody foresaw into a polite page; the log says where, never what was in the request."""

    def __init__(self, app: ASGIApp, page: Callable[[Request], Awaitable[Response]]) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; on a fault answer with the page."""
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Exception as fault:  # the last boundary of the app
            if scope["type"] != "http" or started:
                raise
            log.error("fault %s at %s", type(fault).__name__, _places(fault))
            response = await self.page(Request(scope, receive))
            await response(scope, receive, send)


def _places(fault: Exception) -> str:
    """Where it happened, innermost last; messages are left out because they may hold what was typed."""
    frames = traceback.extract_tb(fault.__traceback__)
    return " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-6:])
