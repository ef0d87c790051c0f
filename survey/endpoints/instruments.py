"""Which questionnaires are there, and how does staff upload, look at, publish and retire one?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from anyio import CapacityLimiter, to_thread
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from db.commands.instruments import Upload, discard_draft, move_version, publish_draft, save_draft
from db.queries.instruments import (
    InstrumentCard,
    instrument_card,
    instruments,
    version_changes,
)
from db.rules.errors import RuleError
from db.xlsform.convert import MOST_SOURCE, convert
from db.xlsform.lint import plain_name
from db.xlsform.starter import AUDIENCES, starters
from survey.forms import first
from survey.instrument_views import change_lines, fault_lines, note_lines
from survey.pages import render
from survey.text import say, sentence
from survey.visit import Visit

PATH: Final = "/ban-lam-viec/bo-cau-hoi"
NEW: Final = ""  # the choice "a new questionnaire"
CONFIRMED: Final = "xac_nhan"
MOST_SLUG: Final = 60
_PLAIN = re.compile(r"[^\w.() -]")  # what a file's name may keep
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
# Words of an act in the address -> the act of db.rules.form_states.
ACTS: Final[Mapping[str, str]] = {"ngung": "retire", "dung-lai": "restore"}
# One at a time: reading a stranger's spreadsheet may take the memory that is set aside for it once.
ONE_AT_A_TIME = CapacityLimiter(1)


async def get_list(visit: Visit) -> Response:
    """Every questionnaire with its versions, and those that come with the program."""
    cards = await visit.service.read(instruments)
    return render(visit, "instruments.html", cards=cards, starters=starters(), audiences=AUDIENCES, here=PATH)


# -- upload --------------------------------------------------------------------------------------------
async def get_upload(visit: Visit) -> Response:
    """Where a file is chosen."""
    return await _upload_page(visit)


async def post_upload(visit: Visit) -> Response:
    """Read the file in its own process; keep it as a draft, or say what to repair and keep nothing."""
    slug = first(visit.form, "bo").strip()
    try:
        slug, upload = await _converted(visit, slug)
        by, now, new = visit.signed_in, visit.service.now(), not first(visit.form, "bo").strip()
        await visit.service.write(lambda session: save_draft(session, by, slug, upload, now, new=new))
    except RuleError as refusal:
        if refusal.code not in ("form_refused", "no_file_chosen"):
            raise
        return await _upload_page(visit, refusal)
    return RedirectResponse(f"{PATH}/{slug}", 303)


async def refill_upload(visit: Visit, message: str, status: int) -> Response:
    """The same page; a browser does not give a file twice, so it is chosen again."""
    return await _upload_page(visit, message=message, status=status)


async def _converted(visit: Visit, slug: str) -> tuple[str, Upload]:
    """The posted file as it was read, and under which name it is kept.

    Raises: RuleError `no_file_chosen`, `form_refused`.
    """
    if not visit.files:
        raise RuleError("no_file_chosen")
    file = visit.files[0]
    name = _PLAIN.sub("_", PurePath((file.filename or "").replace("\\", "/")).name)
    data = await file.read(MOST_SOURCE + 1)
    root = _root_name(slug or PurePath(name).stem)
    made = await to_thread.run_sync(
        lambda: convert(data, form_name=root, file_name=name), limiter=ONE_AT_A_TIME
    )
    slug = slug or plain_name(str(made.definition["form_id"]))[:MOST_SLUG].strip("_")
    return slug, Upload(name[-120:], data, made)


def _root_name(text: str) -> str:
    """What the XForm's root is called: any plain name will do."""
    return plain_name(text)[:60].strip("_") or "phieu"


async def _upload_page(
    visit: Visit, refusal: RuleError | None = None, message: str = "", status: int = 200
) -> Response:
    cards = await visit.service.read(instruments)
    lines = fault_lines(refusal.problems) if refusal else ()
    if refusal:
        message = say("instrument.refused", count=len(lines)) if lines else sentence(refusal)
        status = refusal.status
    chosen = first(visit.form, "bo") or visit.request.query_params.get("bo", NEW)
    return render(
        visit, "instrument_upload.html", status, cards=cards, chosen=chosen, message=message, lines=lines
    )


# -- one questionnaire ---------------------------------------------------------------------------------
async def get_instrument(visit: Visit) -> Response:
    """Its draft with what was mended and what is different, and its versions."""
    return await _instrument_page(visit)


async def post_publish(visit: Visit) -> Response:
    """Freeze the draft the person looked at as the next version."""
    slug, by, now = slug_of(visit), visit.signed_in, visit.service.now()
    if first(visit.form, CONFIRMED) != "1":
        return await _instrument_page(visit, say("instrument.confirm_missing"), 422)
    seen = first(visit.form, "version")
    try:
        await visit.service.write(lambda session: publish_draft(session, by, slug, seen, now))
    except RuleError as refusal:
        if refusal.code not in ("stale_version", "free_text_needs_sealing", "form_refused"):
            raise
        return await _instrument_page(visit, sentence(refusal), refusal.status)
    return RedirectResponse(f"{PATH}/{slug}", 303)


async def post_discard(visit: Visit) -> Response:
    """Throw the draft away."""
    slug, by, now = slug_of(visit), visit.signed_in, visit.service.now()
    await visit.service.write(lambda session: discard_draft(session, by, slug, now))
    return RedirectResponse(PATH, 303)


async def post_move(visit: Visit) -> Response:
    """Offer a version no longer, or again."""
    slug, number, by, now = slug_of(visit), number_of(visit), visit.signed_in, visit.service.now()
    act = ACTS.get(visit.part("act"))
    if act is None:
        raise RuleError("not_found")
    await visit.service.write(lambda session: move_version(session, by, slug, number, act, now))
    return RedirectResponse(f"{PATH}/{slug}", 303)


async def refill_instrument(visit: Visit, message: str, status: int) -> Response:
    """The questionnaire's page again; nothing was done."""
    return await _instrument_page(visit, message, status)


async def _instrument_page(visit: Visit, message: str = "", status: int = 200) -> Response:
    slug = slug_of(visit)

    def query(session: Session) -> tuple[InstrumentCard, Mapping[int, tuple[str, ...]]]:
        card = instrument_card(session, slug)
        numbers = [version.number for version in card.versions]
        return card, {number: change_lines(version_changes(session, slug, number)) for number in numbers}

    card, since = await visit.service.read(query)
    draft = card.draft
    return render(
        visit,
        "instrument.html",
        status,
        card=card,
        notes=note_lines(draft.notes) if draft else (),
        changes=change_lines(draft.changes) if draft else (),
        since=since,
        message=message,
        here=PATH,
    )


def slug_of(visit: Visit) -> str:
    """The questionnaire's name in the address.  Raises: RuleError `unknown_instrument`."""
    slug = visit.part("slug")
    if not _SLUG.fullmatch(slug):
        raise RuleError("unknown_instrument")
    return slug


def number_of(visit: Visit) -> int:
    """The version's number in the address.  Raises: RuleError `unknown_instrument`."""
    number: int = visit.request.path_params["number"]
    if number >= 2**31:  # no number of ours; one engine would not even compare it
        raise RuleError("unknown_instrument")
    return number
