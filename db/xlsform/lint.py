"""What stops a form, and what should its author think about again?

Everything is looked at before anything is said: an author repairs a sheet once, not once for each fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from db.rules.definition import COMPUTED_KINDS
from db.xlsform.book import Book, Row
from db.xlsform.columns import WORDED, read_type
from db.xlsform.faults import Fault, Note

MOST_DEPTH: Final = 5
MOST_NAME: Final = 60  # as wide as the column that keeps a question's name
# Fields of our own on the child's page (house.md §5), which a question under such a name would overwrite,
# and names by which a page's script reaches the form itself.
RESERVED: Final = frozenset(
    {
        *("token", "version", "assent", "dong_y", "shown", "act", "lang", "invite", "page", "csrf"),
        "hoi_ai",
        *("action", "elements", "method", "submit"),
    }
)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_PIPED = re.compile(r"\$\{[^}]*\}")
_LAW: Final = "Nghị định 56/2017/NĐ-CP, Điều 33"

# Question names and wordings that ask for what Decree 56/2017 Art. 33 calls a child's private information.
# Whole words only: "trường hợp" and "môi trường" are no school.
_PRIVATE_NAMES: Final = re.compile(
    r"(?:^|(?<!moi)_)(?:ho_?ten|ten|truong(?!_?hop)|lop|dia_?chi|so_?nha|sdt|so_?dien_?thoai|dien_?thoai|ngay_?sinh|cccd|cmnd"
    r"|name|fullname|school|class|address|phone|birthday|birth_?date|dob|facebook|zalo)(?:_|\d|$)"
)
_PRIVATE_WORDS: Final = re.compile(
    r"\b(?:họ và tên|họ tên|tên (?:của )?(?:em|con|cháu|bạn|mình)|tên là gì|(?:học|tên) trường|trường nào"
    r"|trường (?:của )?em tên|lớp (?:mấy|nào)|học lớp|địa chỉ|số nhà|số điện thoại|ngày sinh|căn cước"
    r"|tên tài khoản"
    r"|your (?:full )?name|which school|what class|what grade|home address|phone number|date of birth)\b"
)


def lint(book: Book) -> tuple[list[Fault], list[Note]]:
    """All faults and remarks of a repaired form, in the order of its rows."""
    faults = [fault for row in book.survey for check in _ROW_CHECKS for fault in check(row, book)]
    faults += [*_grouping(book.survey), *_same_names(book.survey), *_choice_faults(book.choices)]
    notes = [note for row in book.survey for note in _private(row)]
    if not any(read_type(row["type"]).kind not in ("begin group", "end group") for row in book.survey):
        faults.append(Fault("no_survey", "survey"))
    return faults, notes


def _at(row: Row, reason: str, **facts: object) -> Fault:
    return Fault(reason, "survey", row.number, facts)


def _is_blanked(row: Row, book: Book) -> bool:
    return row["name"] in book.blanked and row["type"] == "calculate"


# -- one row -------------------------------------------------------------------------------------------
def _type_faults(row: Row, book: Book) -> Iterator[Fault]:
    asked = read_type(row["type"])
    if _is_blanked(row, book):
        return
    if asked.refused:
        yield _at(row, asked.refused, value=row["type"])
    elif asked.choices and asked.choices not in {choice["list_name"] for choice in book.choices}:
        yield _at(row, "unknown_list", value=asked.choices)


def _name_faults(row: Row, _: Book) -> Iterator[Fault]:
    name = row["name"]
    if read_type(row["type"]).kind == "end group":
        return
    if not name:
        yield _at(row, "missing_name")
    elif not _NAME.fullmatch(name) or len(name) > MOST_NAME:
        yield _at(row, "bad_name", value=name[:MOST_NAME], suggestion=plain_name(name))
    elif name.lower() in RESERVED:
        yield _at(row, "reserved_name", value=name)


def plain_name(name: str) -> str:
    """A name that would be accepted: without marks, words joined by ``_``."""
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = re.sub(r"[^A-Za-z0-9]+", "_", re.sub(r"[\u0300-\u036f]", "", letters)).strip("_").lower()
    return (plain if plain[:1].isalpha() else f"q_{plain}")[:MOST_NAME]


def _word_faults(row: Row, book: Book) -> Iterator[Fault]:
    kind = read_type(row["type"]).kind
    silent = kind in _WORDLESS or _is_blanked(row, book)
    if not silent and not row.words("label"):
        yield _at(row, "missing_label", name=row["name"])
    for column in sorted(WORDED):
        piped = next((found for _, text in row.worded(column) for found in _PIPED.findall(text)), None)
        if piped:
            yield _at(row, "piping", column=column, value=piped)


# Rows that show nothing of their own.
_WORDLESS: Final = frozenset({"begin group", "end group", *COMPUTED_KINDS})
# column -> why a question may not have it yet
_NOT_YET: Final = {
    "trigger": "needs_later_level",
    "repeat_count": "needs_repeat",
}


def _column_faults(row: Row, book: Book) -> Iterator[Fault]:
    kind = read_type(row["type"]).kind
    if kind == "calculate" and not row["calculation"]:
        yield _at(row, "missing_calculation", name=row["name"])
    if kind != "calculate" and row["calculation"] and not read_type(row["type"]).refused:
        yield _at(row, "calculation_not_here", name=row["name"])
    for column, reason in _NOT_YET.items():
        if row[column] and not _is_blanked(row, book) and not read_type(row["type"]).refused:
            yield _at(row, reason, value=column)
    if re.match(r"(?:\S+ )*search\s*\(", row["appearance"]):
        yield _at(row, "needs_list_file", value=row["appearance"])


_ROW_CHECKS: Final[tuple[Callable[[Row, Book], Iterator[Fault]], ...]] = (
    _type_faults,
    _name_faults,
    _word_faults,
    _column_faults,
)


# -- all rows ------------------------------------------------------------------------------------------
def _grouping(rows: Iterable[Row]) -> Iterator[Fault]:
    """Groups that are not closed, not opened, or nested too deeply."""
    opened: list[Row] = []
    for row in rows:
        kind = read_type(row["type"]).kind
        if kind == "begin group":
            opened.append(row)
            if len(opened) == MOST_DEPTH + 1:
                yield _at(row, "group_deep", most=MOST_DEPTH)
        elif kind == "end group" and opened:
            opened.pop()
        elif kind == "end group":
            yield _at(row, "group_open", value=row["type"])
    for row in opened:
        yield _at(row, "group_open", value=row["name"])


def _same_names(rows: Iterable[Row]) -> Iterator[Fault]:
    first: dict[str, Row] = {}
    for row in rows:
        name = row["name"]
        if not name or read_type(row["type"]).kind == "end group":
            continue
        known = first.setdefault(name, row)
        if known is not row:
            yield _at(row, "duplicate_name", value=name, other_row=known.number)


def _choice_faults(rows: Iterable[Row]) -> Iterator[Fault]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        code, place = row["name"], ("choices", row.number)
        if not row["list_name"] or not code:
            yield Fault("missing_choice_name", *place)
            continue
        if len(code) > MOST_NAME or len(code.split()) != 1:
            yield Fault("bad_choice_name", *place, {"value": code[:MOST_NAME]})
        if not row.words("label"):
            yield Fault("missing_label", *place, {"name": code})
        known = first.setdefault((row["list_name"], code), row)
        if known is not row:
            yield Fault("duplicate_choice", *place, {"value": code, "other_row": known.number})
        if any(_PIPED.search(text) for _, text in row.worded("label")):
            yield Fault("piping", *place, {"column": "label", "value": code})


# -- remarks -------------------------------------------------------------------------------------------
def _private(row: Row) -> Iterator[Note]:
    """A question that sounds like a private item of Decree 56; the author decides, nothing is refused."""
    if read_type(row["type"]).kind in ("note", *_WORDLESS):
        return
    in_name = _PRIVATE_NAMES.search(row["name"].lower())
    found = in_name or next(
        (hit for _, text in row.worded("label") if (hit := _PRIVATE_WORDS.search(text.lower()))), None
    )
    if found:
        facts: dict[str, object] = {"name": row["name"], "value": found[0].strip("_"), "law": _LAW}
        yield Note("private_item", "survey", row.number, facts)
