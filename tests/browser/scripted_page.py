"""How does a test put a page of ours, with its scripts and the real content policy, into real Chromium?"""

from __future__ import annotations

from contextlib import contextmanager
from html import escape
from pathlib import Path

from db.rules.definition import COMPUTED_KINDS, SILENT_KINDS, choices_of
from survey.assets import FOLDER
from survey.middleware import CONTENT_POLICY
from survey.relevance import relevance_json, relevance_scripts

ADDRESS = "https://phieu.test/"
OWN = Path(__file__).parent / "pages"


@contextmanager
def opened(browser, body, scripts, *, quiet=True):
    """A page with this body; scripts come from survey/static, else from tests/browser/pages.

    ``quiet``: whatever the page complains of fails the test.
    """
    tags = "".join(f'<script src="{name}" defer></script>' for name in scripts)
    document = f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Phiếu</title>{tags}<body>{body}'
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.route("**/*", lambda route: _serve(route, document))
    page.goto(ADDRESS)
    yield page
    page.close()
    assert not (quiet and faults), faults


def _serve(route, document):
    name = route.request.url.removeprefix(ADDRESS)
    headers = {"content-security-policy": CONTENT_POLICY}
    if not name:
        route.fulfill(body=document, content_type="text/html; charset=utf-8", headers=headers)
        return
    path = next((folder / name for folder in (FOLDER, OWN) if (folder / name).is_file()), None)
    if path is None:
        route.fulfill(status=204, headers=headers)
    else:
        route.fulfill(body=path.read_text(encoding="utf-8"), content_type="text/javascript", headers=headers)


def form_body(form):
    """A questionnaire as plain fields, one block for each question, with its plan."""
    blocks = "".join(_block(form, question) for question in form.questions)
    plan = relevance_json(form, "vi")
    data = f'<script type="application/json" id="lien-quan">{plan}</script>' if plan else ""
    return f'<form id="phieu">{blocks}</form>{data}'


def form_scripts(form):
    """The scripts of the form's page, and the one that taps."""
    return (*relevance_scripts(form), "walk.js")


def _block(form, question):
    name = escape(question.name)
    if question.kind in COMPUTED_KINDS:
        return ""
    if question.kind in SILENT_KINDS:
        return f'<p data-q="{name}" data-block="{name}">{escape(question.name)}</p>'
    fields = "".join(_fields(form, question))
    skip = '<button type="button" data-skip>Bỏ qua</button>'
    count = "<b data-number></b> / <b data-total></b>"
    return f'<section data-step id="q-{name}" data-block="{name}">{count}{fields}{skip}</section>'


def _fields(form, question):
    choices = choices_of(form, question)
    if len(choices) > 15 and question.kind == "select_one":
        options = "".join(f'<option value="{escape(choice.name)}">x</option>' for choice in choices)
        yield f'<select name="{question.name}"><option value="">-</option>{options}</select>'
    elif choices:
        kind = "checkbox" if question.kind in ("select_multiple", "acknowledge") else "radio"
        for choice in choices:
            value = escape(choice.name)
            yield f'<label><input type="{kind}" name="{question.name}" value="{value}">{value}</label>'
    else:
        yield f'<input name="{question.name}">'
