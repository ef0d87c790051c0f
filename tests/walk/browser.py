"""A browser without script: it follows links, keeps cookies, and posts the forms of a page as they stand.

Real HTTP to a real uvicorn, standard library only.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import uvicorn

from db.settings import Settings
from survey.app import create_app

PATIENCE = 30


@contextmanager
def running_survey(settings: Settings) -> Iterator[str]:
    """A survey that listens on a port of its own; its address."""
    config = uvicorn.Config(
        create_app(settings), host="127.0.0.1", port=0, log_level="error", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port_of(server)}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def _port_of(server: uvicorn.Server) -> int:
    until = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < until, "the survey did not start"
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


@dataclass
class Form:
    """One form: where it goes, what stands in it, what could be chosen, its buttons."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """What the server answered."""

    status: int
    address: str
    headers: HTTPMessage
    text: str

    @property
    def forms(self) -> list[Form]:
        """The page's forms."""
        reader = _FormReader()
        reader.feed(self.text)
        return reader.forms

    def form_to(self, action: str) -> Form:
        """The form that posts to this address."""
        found = [form for form in self.forms if form.action == action]
        assert len(found) == 1, (self.status, self.text)
        return found[0]


class _FormReader(HTMLParser):
    """Reads forms as a browser fills its memory of them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif self.forms and tag in ("input", "select", "option", "textarea", "button"):
            getattr(self, f"_{tag}_tag")(self.forms[-1], given)

    def _input_tag(self, form: Form, given: Mapping[str, str]) -> None:
        name, value, kind = given.get("name", ""), given.get("value", ""), given.get("type", "text")
        if kind in ("radio", "checkbox"):
            form.offered.setdefault(name, []).append(value)
        else:
            form.typed |= set() if kind == "hidden" else {name}
        if kind not in ("radio", "checkbox") or "checked" in given:
            form.fields.setdefault(name, []).append(value)

    def _select_tag(self, form: Form, given: Mapping[str, str]) -> None:
        self._select = given["name"]
        form.offered[self._select] = []

    def _option_tag(self, form: Form, given: Mapping[str, str]) -> None:
        form.offered[self._select].append(given.get("value", ""))
        if "selected" in given:
            form.fields[self._select] = [given.get("value", "")]

    def _textarea_tag(self, form: Form, given: Mapping[str, str]) -> None:
        self._textarea = given["name"]
        form.typed.add(self._textarea)
        form.fields[self._textarea] = [""]

    def _button_tag(self, form: Form, given: Mapping[str, str]) -> None:
        if given.get("name"):
            form.buttons.append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].fields[self._textarea] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""


class _StayHere(HTTPRedirectHandler):
    """A test looks at a redirect before it follows it."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """One person's browser."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = CookieJar()
        self.last_posted: Mapping[str, Sequence[str]] = {}
        self._opener = build_opener(HTTPCookieProcessor(self.cookies), _StayHere())

    def get(self, path: str) -> Page:
        """Open an address."""
        return self._open(Request(urljoin(self.base, path)))

    def post(self, path: str, form: Mapping[str, Sequence[str]]) -> Page:
        """Post a form as a browser does, saying where it came from."""
        self.last_posted = form
        body = urlencode([(name, value) for name, values in form.items() for value in values])
        headers = {"Origin": self.base, "Sec-Fetch-Site": "same-origin"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._open(Request(urljoin(self.base, path), body.encode(), headers))

    def send(self, form: Form, **filled: Sequence[str] | str) -> Page:
        """Fill a form in and send it; only what the page offers can be chosen."""
        values = {name: [value] if isinstance(value, str) else list(value) for name, value in filled.items()}
        for name, given in values.items():
            offered = [
                *form.offered.get(name, ()),
                *(value for button, value in form.buttons if button == name),
            ]
            assert name in form.typed or set(given) <= set(offered), f"{name}: {given} is not offered"
        return self.post(form.action, {**form.fields, **values})

    def follow(self, page: Page) -> Page:
        """Where a 303 leads."""
        assert page.status == 303, (page.status, page.text[:2000])
        return self.get(page.headers["location"])

    def _open(self, request: Request) -> Page:
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except HTTPError as refused:
            answer = refused
        with answer:
            text = answer.read().decode("utf-8")
        return Page(answer.status, request.full_url, answer.headers, text)
