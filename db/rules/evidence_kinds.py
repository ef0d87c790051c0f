"""Which files may prove a report, how is each recognised, and may this one keep its name?

A file is what its first bytes say, never what its name says; a name that says something else is refused,
because whoever opens the file later goes by the name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from db.rules.errors import RuleError
from db.rules.report_checks import ReportData, missing_for_verification
from db.rules.report_forms import FormSpec
from db.rules.text_in import clean_line

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
MOST_MEGABYTES = 10
_MOST_NAME = 120
_LINKS = "links"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: endings it may bear (the first is given to it), what it is served as."""

    endings: tuple[str, ...]
    media_type: str
    picture: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: Mapping[str, Kind] = {
    "jpeg": Kind(("jpg", "jpeg", "jfif"), "image/jpeg", picture=True),
    "png": Kind(("png",), "image/png", picture=True),
    "webp": Kind(("webp",), "image/webp", picture=True),
    "pdf": Kind(("pdf",), "application/pdf"),
    "docx": Kind(("docx",), f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": Kind(("xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
    "odt": Kind(("odt",), "application/vnd.oasis.opendocument.text"),
}
ENDINGS: Mapping[str, str] = {ending: kind for kind, row in KINDS.items() for ending in row.endings}
ZIP = "zip"
_ZIP_KINDS = frozenset({"docx", "xlsx", "odt"})


def signature_of(head: bytes) -> str:
    """What the first bytes say: a kind, ``zip`` for what only its parts can tell, "" for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"%PDF-"):
        return "pdf"
    return ZIP if head.startswith(b"PK\x03\x04") else ""


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters; "" without one."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def check_signature(name: str, head: bytes) -> str:
    """What the file seems to be, when its name agrees.

    Raises: file_kind (no kind of ours), file_renamed (the name says another kind); facts: name.
    """
    promised = ENDINGS.get(ending_of(name))
    found = signature_of(head)
    if promised is None:
        raise RuleError("file_kind", name=name)
    if not found or not _agree(promised, found):
        raise RuleError("file_renamed", name=name)
    return found


def check_kind(name: str, kind: str) -> None:
    """Refuse a file whose parts make it another kind than its name says.  Raises: file_renamed."""
    if not _agree(ENDINGS.get(ending_of(name), ""), kind):
        raise RuleError("file_renamed", name=name)


def _agree(promised: str, found: str) -> bool:
    if found == ZIP:
        return promised in _ZIP_KINDS
    pictures = promised in KINDS and KINDS[promised].picture and KINDS[found].picture
    return promised == found or pictures  # a picture is made anew and gets the name of what it then is


def shown_name(raw: str, kind: str = "") -> str:
    """The name under which a file is shown: no folders, one line, the ending of its kind."""
    name = clean_line(raw.replace("\\", "/").rpartition("/")[2][-4 * _MOST_NAME :], 4 * _MOST_NAME)
    stem, _, ending = name.rpartition(".") if "." in name else (name, "", "")
    fitting = ending.lower() if not kind or ending.lower() in KINDS[kind].endings else KINDS[kind].endings[0]
    room = _MOST_NAME - len(fitting) - 1
    return f"{stem[:room] or 'tep'}.{fitting}" if fitting else stem[:_MOST_NAME]


def missing_beside_files(spec: FormSpec, data: ReportData, files: int) -> tuple[str, ...]:
    """Fields without which the report is not verified; a file stands for every link that is missing."""
    missing = missing_for_verification(spec, data)
    links = {field.name for field in spec.fields if field.kind == _LINKS} if files else set()
    return tuple(name for name in missing if name not in links)


def room_left(links: Collection[str], files: int) -> int:
    """How many more files may be added: links and files together are five at most."""
    return max(0, MOST_FILES - len(links) - files)
