"""Where do the bytes of a file lie?  In the data folder, under their hash; written before anybody is told."""

from __future__ import annotations

import os
import re
from pathlib import Path
from uuid import uuid4

FOLDER = "evidence"
_HASH = re.compile(r"[0-9a-f]{64}")


def is_hash(name: str) -> bool:
    """Whether a file of this name is one of ours."""
    return _HASH.fullmatch(name) is not None


def path_of(data_dir: Path, sha256: str) -> Path:
    """The place of the file with this hash.  Raises: ValueError for what is no hash."""
    if not is_hash(sha256):
        raise ValueError("not a hash")
    return data_dir / FOLDER / sha256


def keep(data_dir: Path, sha256: str, data: bytes) -> None:
    """Write the bytes where they belong, durably, and whole or not at all."""
    place = path_of(data_dir, sha256)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = place.with_name(f".{uuid4().hex}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(place.parent)


def forget(data_dir: Path, sha256: str) -> None:
    """Delete the bytes; gone already is gone."""
    path_of(data_dir, sha256).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
