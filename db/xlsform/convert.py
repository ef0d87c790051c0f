"""How is an uploaded questionnaire converted without trusting it?

Reading a spreadsheet means unzipping, parsing XML and running a converter that can raise anything and
take seconds: it happens in a subprocess with limits of time and memory, and its XML is parsed again here,
without entities, before anybody stores it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from db.limited_process import Limits, run_limited
from db.rules.errors import Problem, RuleError
from db.xlsform.containers import container_fault
from db.xlsform.faults import Fault, Note

MOST_SOURCE: Final = 2 * 1024 * 1024
# Where a worker writes: with the server's number, so that what a killed one left can be told and swept.
_FOLDER: Final = "nhipcau-xlsform-"
_FORM_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_BIND: Final = "{http://www.w3.org/2002/xforms}bind"
_HTML: Final = "{http://www.w3.org/1999/xhtml}html"
LIMITS: Final = Limits(seconds=20, wall=60, memory=1_000_000_000)


@dataclass(frozen=True, slots=True)
class Converted:
    """A form that can be published: the XForm, the compiled definition as JSON, what its author is told."""

    xml: str
    definition: dict[str, Any]
    repairs: tuple[Note, ...]
    warnings: tuple[Note, ...]


def convert(
    source: str | bytes, *, form_name: str, limits: Limits = LIMITS, file_name: str = ""
) -> Converted:
    """The XLSForm (Markdown tables as text, or the bytes of a .xlsx or Markdown file), converted.

    ``form_name`` names the root of the XForm and must be a plain lower-case name; ``file_name``, where
    there is one, must fit the content.
    Raises: form_refused (facts: sheet, row, reason of the first fault); ``problems`` holds every fault,
            field ``sheet!row``, facts: sheet, row, reason, and those listed in ``faults.REASONS``.
    """
    if not _FORM_NAME.fullmatch(form_name):
        raise ValueError(f"{form_name!r} is no form name")
    data = (source.encode() if isinstance(source, str) else source).removeprefix(_BYTE_ORDER_MARK)
    if len(data) > MOST_SOURCE:
        raise _refused([Fault("too_big", facts={"what": "file", "most": MOST_SOURCE})])
    wrong = container_fault(data, file_name)
    if wrong:
        raise _refused([wrong])
    answer = _worked(data, _kind(data), form_name, limits)
    if "faults" in answer:
        raise _refused(Fault(**fault) for fault in answer["faults"])
    _check_xml(answer["xml"], answer["definition"])
    return Converted(
        xml=answer["xml"],
        definition=answer["definition"],
        repairs=tuple(Note(**note) for note in answer["repairs"]),
        warnings=tuple(Note(**note) for note in answer["warnings"]),
    )


def sweep_left_folders(folder: Path | None = None) -> int:
    """Remove what conversions of servers that were killed left in the folder for temporary files; how many.

    Called when a server starts, so its own number is one that a killed server had before (in a container
    it always is).  A folder of another server that runs stays, and so does another user's.
    """
    left = [path for path in (folder or Path(gettempdir())).glob(f"{_FOLDER}*-*") if _is_left(path)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)  # a second server may be sweeping too
    return len(left)


def _is_left(path: Path) -> bool:
    number = path.name.removeprefix(_FOLDER).partition("-")[0]
    if path.is_symlink() or not number.isdecimal():
        return False
    try:
        if int(number) != os.getpid():
            os.kill(int(number), 0)
            return False
    except PermissionError:  # somebody else's process, which runs
        return False
    except (ProcessLookupError, OverflowError):
        pass
    return path.lstat().st_uid == os.getuid()


def _kind(data: bytes) -> str:
    return ".xlsx" if data.startswith(b"PK") else ".md"


def _worked(data: bytes, kind: str, form_name: str, limits: Limits) -> dict[str, Any]:
    """What the worker answered; its death is an answer too."""
    # What a killed worker leaves goes with the folder.
    with TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-") as folder:
        try:
            done = run_limited("db.xlsform.worker", [kind, form_name], data, limits, folder)
        except subprocess.TimeoutExpired as late:
            raise _refused([Fault("too_slow")]) from late
    if done.returncode:
        raise _refused([_death(done)])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


# How Python, zlib (Z_MEM_ERROR), libxml2, the loader and the system say that the memory is at its limit.
_NO_MEMORY = re.compile(
    r"MemoryError|zlib\.error: Error -4|[Mm]emory allocation|failed to map segment|[Cc]annot allocate memory"
)


def _death(done: subprocess.CompletedProcess[bytes]) -> Fault:
    """Why the worker died: killed by its limit of time, out of memory, or stumbled over the file."""
    last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    if -done.returncode in (SIGXCPU, SIGKILL):
        return Fault("too_slow")
    if _NO_MEMORY.search(last):
        return Fault("too_big", facts={"what": "memory", "most": 0})
    return Fault("unreadable", facts={"detail": last[:200]})


def _check_xml(xml: str, definition: Mapping[str, Any]) -> None:
    """Parse the XForm as a stranger's and see that it binds every question of the definition."""
    try:
        root: Element = fromstring(xml.encode(), forbid_dtd=True)
    except (ParseError, DefusedXmlException) as bad:
        raise _refused([Fault("pyxform", facts={"detail": str(bad)[:200]})]) from bad
    bound = {bind.get("nodeset", "").partition("/")[2].partition("/")[2] for bind in root.iter(_BIND)}
    wanted = {"/".join((*question["parents"], question["name"])) for question in definition["questions"]}
    if root.tag != _HTML or not wanted <= bound:
        missing = ", ".join(sorted(wanted - bound))
        raise _refused([Fault("pyxform", facts={"detail": f"not bound: {missing}"[:200]})])


def _refused(faults: Iterable[Fault]) -> RuleError:
    problems = [
        Problem(
            f"{fault.sheet}!{fault.row}",
            "form_refused",
            {**fault.facts, "sheet": fault.sheet, "row": fault.row, "reason": fault.reason},
        )
        for fault in faults
    ]
    first = problems[0].facts
    return RuleError("form_refused", problems, sheet=first["sheet"], row=first["row"], reason=first["reason"])
