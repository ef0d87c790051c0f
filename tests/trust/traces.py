"""Where on the disk does something stand?  Every file of a folder, every byte, several spellings."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote


def spellings(text: str) -> set[bytes]:
    """How a text may stand in a file: plain, UTF-16, percent-encoded, in JSON, in base64 at any offset."""
    plain = text.encode()
    found = {plain, text.encode("utf-16-le"), quote(text).encode(), json.dumps(text)[1:-1].encode()}
    for before in range(3):
        coded = base64.b64encode(b"x" * before + plain)
        found.add(coded[4 if before else 0 : -4])
    return found | {plain.hex().encode()}


def files_with(folders: Iterable[Path], wanted: Iterable[bytes]) -> dict[str, int]:
    """File -> how many of the wanted byte strings stand in it."""
    needles = tuple(wanted)
    found: dict[str, int] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                hits = sum(needle in content for needle in needles)
                if hits:
                    found[str(path)] = hits
    return found
