"""Where do the files of a snapshot lie?  Under its number in the data folder; whole, or not at all."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO
from uuid import uuid4

FOLDER = "snapshots"
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
    sweep(data_dir)
    folder = data_dir / FOLDER / f".{uuid4().hex}"
    with _alone(data_dir):
        folder.mkdir(mode=0o700)
        held = _held(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


@contextmanager
def at_work(data_dir: Path, number: int) -> Iterator[None]:
    """Somebody is at a snapshot: its progress is shown until the last who is at it has ended."""
    sign = _sign(data_dir, number)
    with _alone(data_dir):
        sign.touch(mode=0o600)
        held = _held(sign)
    try:
        say_progress(data_dir, number, {})
        yield
    finally:
        with _alone(data_dir):
            os.close(held)
            if not _is_held(sign):
                progress_place(data_dir, number).unlink(missing_ok=True)
                sign.unlink(missing_ok=True)


def sweep(data_dir: Path) -> None:
    """Take away what runs that were killed left; answers of children may be among it.

    Who is at work holds a lock on what is his; the system lets go of it when a process ends, however.
    """
    if not (data_dir / FOLDER).is_dir():
        return
    with _alone(data_dir) as folder:
        for progress in folder.glob("[0-9]*.progress"):
            if not _is_held(_sign(data_dir, int(progress.stem))):
                progress.unlink(missing_ok=True)
        for left in folder.glob(".*"):
            if not _is_held(left):
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


@contextmanager
def _alone(data_dir: Path) -> Iterator[Path]:
    """The folder of the archives, while nobody else starts, ends or sweeps in it."""
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(descriptor)


def _sign(data_dir: Path, number: int) -> Path:
    return data_dir / FOLDER / f".{number:06}.at-work"


def _held(path: Path) -> int:
    """A lock on this file or folder, for as long as what is given back is open; several may hold it."""
    descriptor = os.open(path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _is_held(path: Path) -> bool:
    """Whether anybody holds a lock on it."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def keep_once(archive: Path, data_dir: Path) -> tuple[Path, BinaryIO]:
    """Put a finished archive beside the others for one reader; once he closed it, a sweep may take it."""
    place = data_dir / FOLDER / f".{uuid4().hex}.zip"
    opened = archive.open("rb")
    fcntl.flock(opened, fcntl.LOCK_SH)
    keep(archive, place)
    return place, opened


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
    with _alone(data_dir):
        beside = place.with_name(f".{place.name}")
        beside.write_text(json.dumps(rows), encoding="utf-8")
        beside.replace(place)


def progress_of(data_dir: Path, number: int) -> dict[str, int] | None:
    """How far the work has come; None when nobody is at it."""
    try:
        found: dict[str, int] = json.loads(progress_place(data_dir, number).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def member(archive: Path | BinaryIO, name: str) -> tuple[int, Iterator[bytes]] | None:
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
        yield from bytes_of(file)


def bytes_of(file: IO[bytes]) -> Iterator[bytes]:
    """What an open file holds, in pieces; closed at the end."""
    with file:
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
