"""How is a file taken from a member without trusting it?

Its name and first bytes are compared here; everything else happens in a process with limits of time and
memory and without any secret, because readers of pictures and archives are what such files are made for.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import dataclass
from typing import Final

from db.limited_process import Limits, run_limited
from db.rules.errors import RuleError
from db.rules.evidence_kinds import KINDS, MOST_BYTES, MOST_MEGABYTES, check_kind, check_signature, shown_name

_HEAD: Final = 16
LIMITS: Final = Limits(seconds=20, wall=90, memory=290_000_000)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be kept: its kind, the name it is shown under, its bytes and their hash."""

    kind: str
    name: str
    data: bytes
    sha256: str


def take(data: bytes, name: str, limits: Limits = LIMITS) -> Taken:
    """The file as it may be kept: pictures drawn anew, documents as they are.

    Raises: RuleError `file_empty`, `file_too_big`, `file_kind`, `file_renamed`, `file_damaged`,
            `file_unsafe`, `picture_too_large` (facts: name).
    """
    plain = shown_name(name)
    if not data:
        raise RuleError("file_empty", name=plain)
    if len(data) > MOST_BYTES:
        raise RuleError("file_too_big", name=plain, most=MOST_MEGABYTES)
    kind, made = _looked_at(data, check_signature(plain, data[:_HEAD]), plain, limits)
    check_kind(plain, kind)
    kept = made if KINDS[kind].picture else data
    return Taken(kind, shown_name(plain, kind), kept, hashlib.sha256(kept).hexdigest())


def _looked_at(data: bytes, signature: str, name: str, limits: Limits) -> tuple[str, bytes]:
    """What the limited process says; its death says that the file is damaged, or meant to kill."""
    try:
        done = run_limited("db.evidence.worker", [signature], data, limits)
    except subprocess.TimeoutExpired as late:
        raise RuleError("file_damaged", name=name) from late
    line, _, made = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise RuleError("file_damaged", name=name)
    answer = json.loads(line)
    if "fault" in answer:
        raise RuleError(answer["fault"], name=name)
    return answer["kind"], made
