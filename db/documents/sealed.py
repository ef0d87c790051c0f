"""When are two documents the same file?  When they say the same: no clock, no machine in the bytes."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as Paper

from db.documents.text import say

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP archive can name


def document_bytes(paper: Paper, title: str, as_of: date) -> bytes:
    """The paper as a .docx; the same words and the same as-of give the same bytes."""
    about, moment = paper.core_properties, datetime.combine(as_of, time())
    about.title, about.author, about.last_modified_by = title, say("letter.author"), say("letter.author")
    about.comments, about.language = "", "vi-VN"
    about.created = about.modified = moment
    written = BytesIO()
    paper.save(written)
    return _without_clock(written)


def _without_clock(written: BytesIO) -> bytes:
    made = BytesIO()
    with ZipFile(written) as found, ZipFile(made, "w", ZIP_DEFLATED) as kept:
        for name in found.namelist():
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            kept.writestr(entry, found.read(name))
    return made.getvalue()
