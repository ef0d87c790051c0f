"""Which column, question type or language is meant by what an author wrote in a sheet?

XLSForm has grown many spellings in fifteen years; from here on there is one for each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Our own column of the settings sheet, which the converter never sees: whom the form asks.
AUDIENCE: Final = "audience"

# -- columns -------------------------------------------------------------------------------------------
_SURVEY: Final[dict[str, tuple[str, ...]]] = {
    "type": ("command",),
    "name": ("tag", "value"),
    "label": ("caption",),
    "hint": (),
    "guidance_hint": (),
    "relevant": ("relevance",),
    "constraint": (),
    "constraint_message": ("constraining_message", "jr:constraintmsg"),
    "required": (),
    "required_message": ("requiredmsg", "jr:requiredmsg"),
    "read_only": ("readonly",),
    "appearance": (),
    "calculation": ("calculate",),
    "choice_filter": (),
    "default": (),
    "parameters": (),
    "trigger": (),
    "repeat_count": ("count", "jr:count"),
    "disabled": (),
}
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "list_name": ("list name",),
    "name": ("value",),
    "label": ("caption",),
}
_SETTINGS: Final[dict[str, tuple[str, ...]]] = {
    "form_title": ("title", "set_form_title"),
    "form_id": ("id_string", "set_form_id"),
    "version": (),
    "default_language": (),
    AUDIENCE: (),
}


def _aliases(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {alias: column for column, others in table.items() for alias in (column, *others)}


ALIASES: Final = {"survey": _aliases(_SURVEY), "choices": _aliases(_CHOICES), "settings": _aliases(_SETTINGS)}
MEDIA: Final = frozenset({"media", "image", "big-image", "audio", "video", "autoplay"})
# Columns with words, that may come once for each language.
WORDED: Final = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message"})
EXPRESSIONS: Final = ("relevant", "constraint", "required", "choice_filter", "calculation")
_PREFIXES: Final = ("bind", "control", "body")
_SINGLE_COLON = re.compile(r"(?<!jr):")  # the old way, still met; jr: is part of a name


def read_header(header: str, sheet: str, double_colon: bool) -> tuple[str, str]:
    """The column a header means and its language (``""`` without one); unknown ones keep their spelling."""
    spelt = header.split("::") if double_colon else _SINGLE_COLON.split(header)
    parts = [part.strip() for part in spelt]
    if parts[0].lower() in _PREFIXES and len(parts) > 1:
        parts = parts[1:]
    first = "_".join(parts[0].split()).lower()
    if first in MEDIA:
        return "media", ""
    column = ALIASES[sheet].get(first) or ALIASES[sheet].get(parts[0].lower())
    if not column:
        return header, ""
    return column, "::".join(parts[1:]) if column in WORDED else ""


# -- question types ------------------------------------------------------------------------------------
KINDS: Final[dict[str, str]] = {
    "text": "text",
    "string": "text",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "note": "note",
    "time": "time",
    "datetime": "datetime",
    "acknowledge": "acknowledge",
    "trigger": "acknowledge",
    "range": "range",
    "calculate": "calculate",
    "hidden": "hidden",
    "begin group": "begin group",
    "end group": "end group",
}
_UNSUPPORTED: Final[dict[str, tuple[str, ...]]] = {
    "needs_device": (
        *("geopoint", "geotrace", "geoshape", "gps", "location", "osm", "background-geopoint"),
        *("barcode", "audio", "video", "image", "photo", "picture", "file", "signature", "draw", "annotate"),
    ),
    "needs_later_level": ("rank",),
    "needs_repeat": ("begin repeat", "end repeat", "begin loop", "end loop", "begin lgroup", "end lgroup"),
    "needs_list_file": ("csv-external", "xml-external"),
}
# Our kinds that the converter spells in another way.
_SPELT: Final = {"datetime": "dateTime"}
REFUSED_TYPES: Final = {name: reason for reason, names in _UNSUPPORTED.items() for name in names}
# Filled by the phone without asking: who, when, where.  Left empty, and the author is told.
METADATA: Final = frozenset(
    {
        *("start", "end", "today", "start time", "end time", "deviceid", "device id", "imei", "audit"),
        *("phonenumber", "phone number", "simserial", "sim serial", "subscriberid", "subscriber id"),
        *("username", "email", "start-geopoint", "background-audio"),
    }
)
_SELECT = re.compile(
    r"(?:add )?select[ _]*(?P<how>one|1|multiple|all that apply)(?P<file>[ _]from[ _]file)?"
    r"(?: prompt)?(?: using| from)? (?P<list>\S+)(?P<other> or[ _]other| or specify other)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a type cell means: a kind (or the plain type, not supported), its list, why it is refused.

    ``other``: its author wants one more choice, and a place to say what it is.
    """

    kind: str
    choices: str | None = None
    refused: str | None = None
    other: bool = False


def read_type(cell: str) -> Asked:
    """The kind of question a type cell asks for."""
    spelt = " ".join(cell.split())
    select = _SELECT.fullmatch(spelt)
    if select:
        kind = "select_one" if select["how"].lower() in ("one", "1") else "select_multiple"
        refused = "needs_list_file" if select["file"] else None
        return Asked(kind, select["list"], refused, bool(select["other"]))
    words = spelt.replace("_", " ").lower()
    if words in KINDS:
        return Asked(KINDS[words])
    refused = REFUSED_TYPES.get(words) or REFUSED_TYPES.get(words.split(" ", 1)[0]) or "unknown_type"
    return Asked(words, refused=refused)


def spell_type(cell: str) -> str:
    """The type as the converter knows it: ``select1 L`` and ``select one from L`` become ``select_one L``."""
    asked = read_type(cell)
    if asked.choices and not asked.refused:
        return f"{asked.kind} {asked.choices}"
    spelt = _SPELT.get(asked.kind, asked.kind.replace(" ", "_"))
    return spelt if asked.kind in KINDS.values() else cell


# -- languages -----------------------------------------------------------------------------------------
VIETNAMESE: Final = "Tiếng Việt (vi)"
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
_KNOWN: Final = {"tiếng việt": "vi", "vietnamese": "vi", "tiếng anh": "en", "english": "en"}


def language_code(name: str) -> str:
    """The code of a language as authors name it: ``English (en)`` and ``English`` are both ``en``."""
    code = _CODE.search(name)
    return code[1].lower() if code else _KNOWN.get(name.strip().lower(), name.strip().lower())
