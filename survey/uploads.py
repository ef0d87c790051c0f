"""Which files were posted, and which fields beside them?  Streamed to disk, within bounds."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from db.rules.errors import RuleError
from db.rules.evidence_kinds import MOST_FILES
from survey.forms import read_form

MULTIPART = "multipart/form-data"
MOST_FIELDS = 20
MOST_FIELD = 4 * 1024


async def read_upload(request: Request) -> tuple[dict[str, list[str]], tuple[UploadFile, ...]]:
    """The fields and the files of a posted form; an empty file field is no file.

    Raises: RuleError `form_shape` for anything but a form with files, or for more than it has places.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != MULTIPART:
        return await read_form(request), ()  # nothing but fields: who posts is still asked
    try:
        # A browser sends an empty part for a field in which nothing was chosen.
        posted = await request.form(
            max_files=MOST_FILES + 1, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD
        )
    except HTTPException as malformed:
        raise RuleError("form_shape") from malformed
    form: dict[str, list[str]] = {}
    files: list[UploadFile] = []
    for name, value in posted.multi_items():
        if isinstance(value, str):
            form.setdefault(name, []).append(value)
        elif value.filename:
            files.append(value)
    return form, tuple(files)
