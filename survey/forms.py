"""Which fields were posted?  The shape only: names and lists of raw strings; rules decide the meaning."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from db.rules.errors import RuleError

PLAIN_FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 2_000  # the longest form we know asks 211 questions


async def read_form(request: Request) -> dict[str, list[str]]:
    """The posted fields in the order they came.

    Bytes that are not UTF-8 become lone surrogates, which the rules refuse as `bad_text`.
    Raises: RuleError `form_shape` for anything but a plain posted form (no uploads), `too_big`.
    """
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != PLAIN_FORM:
        raise RuleError("form_shape")
    return parse_form(body)


def parse_form(body: bytes) -> dict[str, list[str]]:
    """The fields of a plain posted form.

    Raises: RuleError `too_big` for more fields than any form of ours has.
    """
    text = body.decode("utf-8", "surrogateescape")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="surrogateescape", max_num_fields=MOST_FIELDS)
    except ValueError as too_many:
        raise RuleError("too_big", most=MOST_FIELDS) from too_many
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


def first(form: Mapping[str, list[str]], name: str) -> str:
    """The first value under a name; empty when there is none."""
    return next(iter(form.get(name, ())), "")
