"""How does a member prove a report with files, and who may open them?"""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, RedirectResponse, Response

from db.commands.evidence import OPEN, Kept, add_evidence, remove_evidence
from db.evidence.store import forget, keep, path_of
from db.evidence.taking import Taken, take
from db.queries.evidence import FileRow, evidence_file, evidence_files
from db.queries.reports import report
from db.rules.errors import RuleError
from db.rules.evidence_kinds import MOST_BYTES, MOST_FILES, MOST_MEGABYTES, room_left, shown_name
from survey.endpoints.reports import LIST_PATH, own_report
from survey.forms import first
from survey.pages import render
from survey.report_pages import ReportPage
from survey.service import Service
from survey.text import say, sentence
from survey.visit import Visit

STATEMENT = "cam_ket"
# Refusals shown beside the file field.
ON_THE_PAGE = frozenset(
    {
        "file_empty",
        "file_too_big",
        "file_kind",
        "file_renamed",
        "file_damaged",
        "file_unsafe",
        "picture_too_large",
        "too_many_files",
        "no_file_chosen",
        "statement_missing",
        "bad_text",
        "too_long",
    }
)
# One at a time: reading a stranger's picture may take the memory that is set aside for it once.
ONE_AT_A_TIME = CapacityLimiter(1)
SANDBOX = "sandbox"


async def get_add(visit: Visit) -> Response:
    """The report's files, and a place to add more."""
    return await _page(visit)


async def post_add(visit: Visit) -> Response:
    """Take the files one by one; those taken stay when a later one is refused."""
    page = await own_report(visit)
    added = 0
    try:
        await _check_post(visit, page)
        for upload in visit.files:
            await _add(visit, page.row.id, upload)
            added += 1
    except RuleError as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        words = sentence(refusal)
        message = say("files.partly", count=added, words=words) if added else words
        return await _page(visit, message, refusal.status)
    return RedirectResponse(f"{LIST_PATH}/{page.row.id}#minh-chung", 303)


async def refill_add(visit: Visit, message: str, status: int) -> Response:
    """The same page; a browser does not give files twice, so they are chosen again."""
    return await _page(visit, message, status)


async def post_remove(visit: Visit) -> Response:
    """Take a file away; its bytes go with it unless another report is proved by the same."""
    page = await own_report(visit)
    by, file_id, now = visit.signed_in, _file_id(visit), visit.service.now()
    report_id = page.row.id
    lonely: str = await visit.service.write(
        lambda session: remove_evidence(session, by, report_id, file_id, now)
    )
    if lonely:
        await to_thread.run_sync(forget, visit.service.settings.data_dir, lonely)
    return RedirectResponse(f"{LIST_PATH}/{report_id}#minh-chung", 303)


async def get_own_file(visit: Visit) -> Response:
    """A file of the unit's own report."""
    page = await own_report(visit)
    return await _served(visit, page.row.id)


async def get_file(visit: Visit) -> Response:
    """A file of any report, for whoever verifies it."""
    report_id: UUID = visit.request.path_params["report_id"]
    await visit.service.read(lambda session: report(session, report_id))
    return await _served(visit, report_id)


# -- taking --------------------------------------------------------------------------------------------


async def _check_post(visit: Visit, page: ReportPage) -> None:
    """Refuse before anything is read from a file."""
    if page.row.state not in OPEN:
        raise RuleError("wrong_state", state=page.row.state)
    if not visit.files:
        raise RuleError("no_file_chosen")
    if first(visit.form, STATEMENT) != "1":
        raise RuleError("statement_missing")
    kept = await visit.service.read(lambda session: evidence_files(session, page.row.id))
    if len(visit.files) > room_left(page.detail.data.get("evidence", ()), len(kept)):
        raise RuleError("too_many_files", most=MOST_FILES)


async def _add(visit: Visit, report_id: UUID, upload: UploadFile) -> None:
    """The bytes lie safely on disk before the record says that they are there."""
    name = upload.filename or ""
    if (upload.size or 0) > MOST_BYTES:
        raise RuleError("file_too_big", name=shown_name(name), most=MOST_MEGABYTES)
    data = await upload.read()
    taken: Taken = await to_thread.run_sync(take, data, name, limiter=ONE_AT_A_TIME)
    service, by, now = visit.service, visit.signed_in, visit.service.now()
    await to_thread.run_sync(keep, service.settings.data_dir, taken.sha256, taken.data)
    file = Kept(taken.name, taken.kind, len(taken.data), taken.sha256)
    await service.write(lambda session: add_evidence(session, by, report_id, file, now))


# -- showing -------------------------------------------------------------------------------------------


async def _page(visit: Visit, message: str = "", status: int = 200) -> Response:
    page = await own_report(visit)
    return render(visit, "report_add_files.html", status, page=page, message=message)


async def _served(visit: Visit, report_id: UUID) -> Response:
    file_id = _file_id(visit)

    def query(session: Session) -> FileRow:
        return evidence_file(session, report_id, file_id)

    row = await visit.service.read(query)
    return _attachment(visit.service, row)


def _attachment(service: Service, row: FileRow) -> Response:
    """To be saved, never opened in our place: a document gets no rights of our pages."""
    place = path_of(service.settings.data_dir, row.sha256)
    if not place.is_file():  # a record restored without its folder
        raise RuleError("unknown_file")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(row.name)}",
        "content-security-policy": SANDBOX,
    }
    return FileResponse(place, media_type=row.media_type, headers=headers)


def _file_id(visit: Visit) -> UUID:
    file_id: UUID = visit.request.path_params["file_id"]
    return file_id
