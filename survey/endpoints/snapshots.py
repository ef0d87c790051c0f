"""What is in one snapshot, how far has it come, and where is it fetched?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

from anyio import CapacityLimiter, to_thread
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from db.commands.snapshots import finish_snapshot
from db.exports.making import Made, make_files
from db.exports.package import excel_name
from db.exports.sinks import file_sums
from db.exports.store import (
    at_work,
    bytes_of,
    member,
    no_more_trouble,
    place_of,
    progress_of,
    say_trouble,
    trouble_of,
)
from db.queries.snapshots import SnapshotRow, snapshot
from db.rules.errors import RuleError
from db.rules.exports import check_may_export
from db.rules.roles import may
from survey.pages import render
from survey.service import Service
from survey.text import sentence
from survey.visit import Visit

PATH: Final = "/ban-lam-viec/xuat"
ZIP: Final = "ban-chup.zip"
# Two at a time: each reads for itself, and the desk keeps answering beside them.
AT_A_TIME = CapacityLimiter(2)


async def get_snapshot(visit: Visit) -> Response:
    """One snapshot: what it holds, how far it has come, where to fetch it."""
    row = await _row(visit)
    folder = visit.service.settings.data_dir
    trouble = trouble_of(folder, row.number) if row.content is None else ""
    done = progress_of(folder, row.number) if row.content is None and not trouble else None
    return render(
        visit,
        "snapshot.html",
        row=row,
        done=None if done is None else sum(done.values()),
        trouble=sentence(RuleError(trouble)) if trouble else "",
        rows=row.content.rows if row.content else {},
        may_make=may(visit.signed_in.role, "make_snapshot"),
        here=PATH,
    )


async def post_snapshot(visit: Visit) -> Response:
    """Try once more to make files that were not finished."""
    row = await _row(visit)
    return await begun(visit, row.number)


async def get_file(visit: Visit) -> Response:
    """The archive, or one table of it for Excel; made again when it no longer lies there.

    Raises: RuleError `unknown_snapshot`, `forbidden`, `snapshot_unfinished`, `snapshot_differs`, `not_found`.
    """
    row, name = await _row(visit), visit.part("file")
    wanted = {ZIP: "", **{f"{one}.csv": excel_name(one) for one in row.wanted.sets}}
    if name not in wanted:
        raise RuleError("not_found")
    if row.content is None:
        raise RuleError("snapshot_unfinished")
    archive = await to_thread.run_sync(_fetch, visit.service, row, limiter=AT_A_TIME)
    shown = f"ban-chup-so-{row.number}"
    if name != ZIP:
        found = member(archive, wanted[name])
        if found is None:
            raise RuleError("not_found")
        return _sent(*found, f"{shown}-{name}", "text/csv; charset=utf-8")
    if isinstance(archive, Path):
        return FileResponse(archive, media_type="application/zip", filename=f"{shown}.zip")
    size = os.fstat(archive.fileno()).st_size
    return _sent(size, bytes_of(archive), f"{shown}.zip", "application/zip")


def _sent(size: int, pieces: Iterator[bytes], shown: str, kind: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{shown}"', "content-length": str(size)}
    return StreamingResponse(pieces, headers=headers, media_type=kind)


# -- making --------------------------------------------------------------------------------------------


async def begun(visit: Visit, number: int) -> Response:
    """Send the reader to the snapshot's page, and make its files behind it."""
    service, by, now = visit.service, visit.signed_in.name, visit.service.now()
    folder = service.settings.data_dir
    row: SnapshotRow = await service.read(lambda session: snapshot(session, number))
    if row.content is not None:
        return RedirectResponse(f"{PATH}/{number}", 303)
    no_more_trouble(folder, number)
    # Entered now, left when the files are there: from here to there the page says that they are being made.
    working = ExitStack()
    working.enter_context(at_work(folder, number))

    async def make() -> None:
        with working:
            try:
                made: Made = await to_thread.run_sync(
                    make_files, service.database, folder, row, limiter=AT_A_TIME
                )
                try:
                    await service.write(lambda session: finish_snapshot(session, by, number, made, now))
                finally:
                    made.drop()
            except RuleError as refused:
                # The answer was sent long ago: the snapshot's page says what went wrong.
                say_trouble(folder, number, refused.code)

    return RedirectResponse(f"{PATH}/{number}", 303, background=BackgroundTask(make))


def _fetch(service: Service, row: SnapshotRow) -> Path | BinaryIO:
    """The archive as it was recorded; where it is for this reader only, open and already without a name.

    So nothing is left of it, whether the reader waits for the end or goes away.
    """
    place = place_of(service.settings.data_dir, row.number)
    if row.content and place.is_file() and file_sums(place).sha256 == row.content.sha256:
        return place
    made = make_files(service.database, service.settings.data_dir, row)
    if made.once is not None:
        made.path.unlink()
    return made.once or made.path


async def _row(visit: Visit) -> SnapshotRow:
    """The snapshot of the address, for those who may have all its sets."""
    number: int = visit.request.path_params["snapshot"]
    row: SnapshotRow = await visit.service.read(lambda session: snapshot(session, number))
    check_may_export(visit.signed_in.role, row.wanted.sets)
    return row
