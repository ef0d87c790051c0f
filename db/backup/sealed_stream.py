"""How do bytes pass through encryption without ever lying open on the disk?  A pipe and a thread.

The format is age (age-encryption.org/v1), by `pyrage`: any age program opens a backup, even when this one is
lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO

import pyrage

from db.backup.refusals import BackupRefused

NO_KEY_FITS = "No matching keys"


class _Worker(Thread):
    """Runs one side of the pipe and keeps what went wrong for the other side."""

    def __init__(self, act: object, *given: object) -> None:
        super().__init__(daemon=True)
        self._act, self._given = act, given
        self.fault: BaseException | None = None

    def run(self) -> None:
        """Do the one thing; a fault is told by `finish`."""
        try:
            self._act(*self._given)  # type: ignore[operator]
        except Exception as fault:  # noqa: BLE001 - raised again by finish, in the thread that asked
            self.fault = fault

    def finish(self) -> None:
        """Wait; raise what went wrong there."""
        self.join()
        if self.fault is not None:
            raise self.fault


@contextmanager
def sealing(target: IO[bytes], recipients: list[str]) -> Iterator[IO[bytes]]:
    """A stream to write into; what arrives in `target` opens with the keys of the recipients only.

    Raises: BackupRefused `bad_recipient`.
    """
    keys = [_recipient(one) for one in recipients]
    reading, writing = os.pipe()
    worker = _Worker(_encrypt, reading, target, keys)
    worker.start()
    try:
        with os.fdopen(writing, "wb") as stream:
            yield stream
    except BrokenPipeError:
        worker.finish()  # what broke there (a full disk) is the cause
        raise
    finally:
        worker.join()
    worker.finish()


def _encrypt(reading: int, target: IO[bytes], keys: list[pyrage.x25519.Recipient]) -> None:
    # The pipe is closed here: when this side breaks off, the writing side must not wait for ever.
    remembering = _Remembering(target)
    with os.fdopen(reading, "rb") as source:
        try:
            pyrage.encrypt_io(source, remembering, keys)
        except pyrage.EncryptError as fault:
            raise remembering.fault or fault from fault


class _Remembering:
    """A target that remembers its own fault: the encryption would tell it without its number."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write on."""
        try:
            return self._target.write(data)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        """Let go what waits."""
        self._target.flush()


@contextmanager
def opened(path: Path, identity: str) -> Iterator[IO[bytes]]:
    """The content of a sealed file, to be read to its end; only then is its end known to be the true one.

    Raises: BackupRefused `wrong_key`, `damaged`, `bad_key`, `unreadable`.
    """
    key = _identity(identity)
    reading, writing = os.pipe()
    worker = _Worker(_decrypt, path, writing, key)
    worker.start()
    fault: Exception | None = None
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream
            while stream.read(1 << 16):  # to the end, so that a cut-off end is noticed
                pass
    except ValueError as unreadable:
        fault = unreadable
    finally:
        worker.join()
    _tell(worker.fault, fault)


def _decrypt(path: Path, writing: int, key: pyrage.x25519.Identity) -> None:
    # In this order: a file that cannot be opened must end the reading side's wait too.
    with os.fdopen(writing, "wb") as target, path.open("rb") as source:
        pyrage.decrypt_io(source, target, [key])


def _tell(there: BaseException | None, here: Exception | None) -> None:
    """What went wrong, in our words; a fault of the decryption explains the other one."""
    cause = there if there is not None and not isinstance(there, BrokenPipeError) else here
    if isinstance(cause, PermissionError):
        raise BackupRefused("unreadable") from cause
    if cause is not None:
        code = "wrong_key" if NO_KEY_FITS in str(cause) else "damaged"
        raise BackupRefused(code) from cause


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as fault:
        raise BackupRefused("bad_recipient", recipient=text[:80]) from fault


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError as fault:
        raise BackupRefused("bad_key") from fault
