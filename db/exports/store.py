"""Where do the files of a snapshot lie?  Under its number in the data folder; whole, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

FOLDER = "snapshots"
ABANDONED = 24 * 3600  # seconds
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP archive can name
_OWNER_ONLY = 0o600 << 16
_UNIX = 3


def place_of(data_dir: Path, number: int) -> Path:
    """Where the archive of a snapshot lies, if it does."""
    return data_dir / FOLDER / f"{number:06}.zip"


def progress_place(data_dir: Path, number: int) -> Path:
    """Where is written how far the work on a snapshot has come."""
    return data_dir / FOLDER / f"{number:06}.progress"


@contextmanager
def workshop(data_dir: Path) -> Iterator[Path]:
    """A folder of our own beside the archives, gone afterwards whatever happens."""
    (data_dir / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(data_dir / FOLDER)
    folder = data_dir / FOLDER / f".{uuid4().hex}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Take away what runs that were killed left a day ago; answers of children may be among it."""
    for left in folder.glob(".*"):
        with suppress(FileNotFoundError):  # another run took it away
            if time.time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def pack(files: Mapping[str, Path], archive: Path) -> None:
    """Put the files into one archive, in this order, without clock or owner in it.

    Stored, not compressed: the same files then give the same bytes with any version of zlib, in ten years
    too, and packing costs no more than copying.  Written durably before anybody may see it.
    """
    with zipfile.ZipFile(archive, "x", zipfile.ZIP_STORED) as made:
        for name, path in files.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.external_attr, entry.create_system = _OWNER_ONLY, _UNIX
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, made.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)
    _sync(archive)


def keep(archive: Path, place: Path) -> None:
    """Give a finished archive its name; who looks there sees all of it or nothing."""
    archive.replace(place)
    _sync(place.parent)


def forget(data_dir: Path, number: int) -> bool:
    """Delete the archive of a snapshot; whether there was one."""
    place = place_of(data_dir, number)
    found = place.is_file()
    place.unlink(missing_ok=True)
    return found


def say_progress(data_dir: Path, number: int, rows: Mapping[str, int]) -> None:
    """Write down how many rows of each set are done; never half."""
    place = progress_place(data_dir, number)
    beside = place.with_name(f".{uuid4().hex}.progress")
    beside.write_text(json.dumps(rows), encoding="utf-8")
    beside.replace(place)


def progress_of(data_dir: Path, number: int) -> dict[str, int] | None:
    """How far the work has come; None when nobody is at it."""
    try:
        found: dict[str, int] = json.loads(progress_place(data_dir, number).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def no_more_progress(data_dir: Path, number: int) -> None:
    """The work is over, or was given up."""
    progress_place(data_dir, number).unlink(missing_ok=True)


def member(archive: Path, name: str) -> tuple[int, Iterator[bytes]] | None:
    """Size and bytes of one file of an archive, in pieces; None when it holds no such file."""
    opened = zipfile.ZipFile(archive)
    try:
        size = opened.getinfo(name).file_size
    except KeyError:
        opened.close()
        return None
    return size, _bytes_of(opened, name)


def _bytes_of(opened: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with opened, opened.open(name) as file:
        while piece := file.read(1 << 18):
            yield piece


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def say_trouble(data_dir: Path, number: int, code: str) -> None:
    """Write down why the last try at a snapshot came to nothing."""
    _trouble_place(data_dir, number).write_text(code, encoding="ascii")


def trouble_of(data_dir: Path, number: int) -> str:
    """Why the last try came to nothing; "" when nothing is known to have gone wrong."""
    place = _trouble_place(data_dir, number)
    return place.read_text(encoding="ascii") if place.is_file() else ""


def no_more_trouble(data_dir: Path, number: int) -> None:
    """Another try begins."""
    _trouble_place(data_dir, number).unlink(missing_ok=True)


def _trouble_place(data_dir: Path, number: int) -> Path:
    return data_dir / FOLDER / f"{number:06}.trouble"
