"""What may pass between a browser and Streamlit?  Closed doors, guarded files, headers, compression.

Plain ASGI, outermost first: `UnderPath`, `SecurityHeaders`, `Doors`, `IndexPage`, `CompressedAssets`; then
Streamlit.
"""

from __future__ import annotations

import gzip
import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.language import PARAMETER as LANGUAGE
from dashboard.language import VI
from db.cookies import DEVICE_COOKIE, DEVICE_SECONDS, cookie_flags

# Streamlit runs under script-src 'self' (its charts use an interpreter, not eval); it writes style elements
# and inline SVG images, and fonts travel inside its code editor's styles.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"

# Streamlit routes that nobody outside needs: process figures, file upload, other programs' doors, components.
CLOSED = (
    "/_stcore/metrics",
    "/_stcore/upload_file",
    "/_stcore/agent",
    "/component/",
    "/_stcore/bidi-components",
)
GUARDED = ("/media/",)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ASSETS = "/static/"
COMPRESSED_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
LEAST_BYTES = 1000


class UnderPath:
    """Lets the dashboard stand under a path of the host, "/dashboard", behind a proxy that passes it on.

    Streamlit's own setting for this sends "/dashboard/" back to "/dashboard", where every relative address of
    its page points beside the dashboard; and its routes would stand where the doors below do not look.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app, self.prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the path away; a bare "/dashboard" becomes "/dashboard/", so that relative addresses hold."""
        if not self.prefix or scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        if path == self.prefix and scope["type"] == "http":
            where = f"{self.prefix}/" + (f"?{query}" if query else "")
            await RedirectResponse(where, 308)(scope, receive, send)
            return
        inner = path.removeprefix(self.prefix) if path.startswith(f"{self.prefix}/") else path
        await self.app({**scope, "path": inner, "raw_path": inner.encode()}, receive, send)


class SecurityHeaders:
    """Puts our headers on every answer."""

    def __init__(self, app: ASGIApp, production: bool) -> None:
        self.app = app
        self.headers = {**HEADERS, "strict-transport-security": HSTS} if production else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to what comes back."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class Doors:
    """Closes routes nobody needs, refuses other origins, and guards files by a live session."""

    def __init__(self, app: ASGIApp, may_fetch: Callable[[str | None], bool], session_name: str) -> None:
        self.app, self.may_fetch, self.session_name = app, may_fetch, session_name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or say no in one line."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        status = await self._refusal(scope)
        if status is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("", status)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> int | None:
        path, headers = scope["path"], Headers(scope=scope)
        if path.startswith(CLOSED):
            return 404
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if unsafe and not from_our_page(headers, strict=scope["type"] == "http"):
            return 403
        if path.startswith(GUARDED):
            secret = read_cookie(headers, self.session_name)
            return None if await run_in_threadpool(self.may_fetch, secret) else 403
        return None


def from_our_page(headers: Headers, *, strict: bool) -> bool:
    """Whether the browser says this request began on a page of ours.

    Our own referrer policy makes browsers send "Origin: null" with a form, so Sec-Fetch-Site is asked first.
    Without either header (`strict`) nothing is assumed in our favour; a websocket without one is no browser,
    and holds no cookie it was not given.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site == "same-origin"
    if origin is None:
        return not strict
    return urlsplit(origin).netloc == headers.get("host")


def read_cookie(headers: Headers, name: str) -> str | None:
    """One cookie of a request; None when it was not sent."""
    jar: SimpleCookie = SimpleCookie()
    jar.load(headers.get("cookie", ""))
    found = jar.get(name)
    return found.value if found else None


class IndexPage:
    """Serves Streamlit's page in the language of its address, and gives the browser its device cookie.

    The device is known before the first sign-in, so that guesses from strange devices slow nobody else.
    """

    def __init__(self, app: ASGIApp, pages: Mapping[str, bytes], production: bool) -> None:
        self.app, self.pages, self.production = app, pages, production

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Swap the page's body where Streamlit would send its own."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        swap = False

        async def with_our_page(message: Message) -> None:
            nonlocal swap
            if message["type"] == "http.response.start":
                swap = _is_index(message)
                if swap:
                    await self._response(scope)(scope, receive, send)
            if not swap:
                await send(message)

        await self.app(scope, receive, with_our_page)

    def _response(self, scope: Scope) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
        asked = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get(LANGUAGE, VI)
        response = HTMLResponse(self.pages.get(asked, self.pages[VI]), headers={"cache-control": "no-store"})
        if read_cookie(Headers(scope=scope), DEVICE_COOKIE) is None:
            flags = cookie_flags(self.production)
            response.set_cookie(DEVICE_COOKIE, secrets.token_urlsafe(32), max_age=DEVICE_SECONDS, **flags)
        return response


def _is_index(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


class CompressedAssets:
    """Sends scripts and styles gzipped: 1.5 MB instead of 3.8 MB at the first visit.

    Each file is compressed once, on first use; file names carry a hash, so a copy never goes stale.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app, self.folder = app, folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the compressed copy where the browser takes it."""
        response = await self._compressed(scope) if scope["type"] == "http" else None
        await (response or self.app)(scope, receive, send)

    async def _compressed(self, scope: Scope) -> Response | None:
        path = scope["path"]
        kind = COMPRESSED_TYPES.get(Path(path).suffix)
        takes = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        if kind is None or not takes or scope["method"] != "GET" or not path.startswith(ASSETS):
            return None
        body = await run_in_threadpool(_gzipped, self.folder, path.removeprefix(ASSETS))
        if body is None:
            return None
        headers = {
            "content-encoding": "gzip",
            "vary": "Accept-Encoding",
            "cache-control": "public, immutable, max-age=31536000",
            "content-type": kind,
        }
        return Response(body, headers=headers)


@lru_cache(maxsize=512)
def _gzipped(folder: Path, name: str) -> bytes | None:
    """The file, compressed; None for a name that is not a file of this folder."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file() or path.stat().st_size < LEAST_BYTES:
        return None
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
