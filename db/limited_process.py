"""Where is a stranger's file read?  In a process of its own, with limits and without any secret.

Readers of pictures, archives, spreadsheets and expressions are what hostile files are made for: whatever
they do there, they have so much processor time, memory and file, no password of the running system, and an
end by the clock.  ``db.evidence`` and ``db.xlsform`` both read so.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[1]
_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may take: seconds of processor, seconds by the clock, bytes of memory."""

    seconds: int
    wall: float
    memory: int


def run_limited(
    module: str, arguments: Sequence[str], data: bytes, limits: Limits, folder: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """What the module answered to the file: its output, its last words, how it ended.

    It is called with ``arguments``, then the seconds and bytes it binds itself to (`bind_itself`);
    ``folder`` is where it may keep temporary files.
    Raises: subprocess.TimeoutExpired when the clock ends it.
    """
    return subprocess.run(
        [sys.executable, "-m", module, *arguments, str(limits.seconds), str(limits.memory)],
        input=data,
        capture_output=True,
        cwd=_ROOT,
        env={**_ENVIRONMENT, "TMPDIR": folder} if folder else _ENVIRONMENT,
        timeout=limits.wall,
        check=False,
    )


def bind_itself(seconds: int, memory: int, most_file: int = 0) -> None:
    """Bind the process that calls it to so much processor time, memory and file; no file unless told."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_file, most_file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
