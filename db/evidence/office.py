"""May this Word, Excel or OpenDocument file be kept as it is?  Whole, only itself, nothing active."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from db.evidence.faults import DAMAGED, RENAMED, UNSAFE, FileFault

MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 150_000_000
MOST_XML: Final = 24_000_000  # of one part that is read for what it declares
CHUNK: Final = 1 << 18
CONTENT_TYPES, MIMETYPE = "[Content_Types].xml", "mimetype"
_MAIN = rb"application/vnd\.openxmlformats-officedocument\."
# The part that makes the file what it is, and how the list of contents calls it.
OFFICE: Final = {
    "docx": ("word/document.xml", re.compile(_MAIN + rb"wordprocessingml\.document\.main\+xml")),
    "xlsx": ("xl/workbook.xml", re.compile(_MAIN + rb"spreadsheetml\.sheet\.main\+xml")),
}
ODT: Final = b"application/vnd.oasis.opendocument.text"
MACROS: Final = re.compile(
    r"vbaProject|vbaData|activeX|/embeddings/|/externalLinks/|(?:^|/)(?:Basic|Scripts|Dialogs|Object ?\d*)/|"
    r"\.(?:bin|exe|dll|js|vbs|ps1|bat|cmd|hta|html?|svg|jar|lnk|scr|ole)$",
    re.IGNORECASE,
)
# Excel keeps its printers' settings in a .bin of its own.
HARMLESS: Final = re.compile(r"^(?:xl|word)/printerSettings/printerSettings\d+\.bin$")
DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MACRO_TYPES: Final = re.compile(rb"macroEnabled|ms-office\.vbaProject|ms-office\.activeX", re.IGNORECASE)
REMOTE: Final = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)"
    rb"(?=[^>]*Type\s*=\s*[\"'][^\"']*/(?:attachedTemplate|oleObject|frame|subDocument|externalLink|package))",
    re.IGNORECASE,
)
SCRIPTS: Final = re.compile(rb"<(?:office:script|script:|office:event-listeners|draw:plugin|draw:applet)\b")
FIELDS: Final = re.compile(rb"\bDDE(?:AUTO)?\b[^<]{0,80}(?:cmd|powershell|\.exe)", re.IGNORECASE)


def office_kind(data: bytes) -> str:
    """Which kind the archive is, once every part of it was read.

    Raises: FileFault for what is cut short, hidden, active, or another kind of archive.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_shape(data, archive)
            kind = _kind(archive)
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as bad:
        raise FileFault(DAMAGED) from bad
    except (RuntimeError, RecursionError) as locked:  # zipfile's word for a part under a password
        raise FileFault(UNSAFE) from locked
    return kind


def _check_shape(data: bytes, archive: zipfile.ZipFile) -> None:
    """One archive and nothing before, between or behind its parts' list."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if archive.comment or data[-22:-18] != b"PK\x05\x06" or not parts:
        raise FileFault(UNSAFE)
    if len(parts) > MOST_PARTS or len({name.lower() for name in names}) != len(names):
        raise FileFault(UNSAFE)
    first = min(part.header_offset for part in parts)
    if first != 0 or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileFault(UNSAFE)
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name for name in names):
        raise FileFault(UNSAFE)
    if any(MACROS.search(name) and not HARMLESS.search(name) for name in names):
        raise FileFault(UNSAFE)


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if CONTENT_TYPES in names:
        listed = _read(archive, CONTENT_TYPES)
        if MACRO_TYPES.search(listed):
            raise FileFault(UNSAFE)
        for kind, (part, mark) in OFFICE.items():
            if part in names and mark.search(listed):
                return kind
    opening = archive.infolist()[0].filename == MIMETYPE and "content.xml" in names
    if opening and _read(archive, MIMETYPE).strip() == ODT:
        return "odt"
    raise FileFault(RENAMED)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Read every part to its end (sizes and check sums hold), and the XML for what it declares."""
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels", ".rdf")):
            _check_xml(_read(archive, part.filename))
        else:
            _exhaust(archive, part)


def _check_xml(text: bytes) -> None:
    if b"\0" in text:  # another encoding would hide what is looked for
        raise FileFault(UNSAFE)
    if any(found.search(text) for found in (DOCTYPE, REMOTE, SCRIPTS, FIELDS)):
        raise FileFault(UNSAFE)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        text = part.read(MOST_XML + 1)
    if len(text) > MOST_XML:
        raise FileFault(UNSAFE)
    return text


def _exhaust(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as opened:
        while opened.read(CHUNK):
            continue
