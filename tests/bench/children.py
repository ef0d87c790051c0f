"""How do many children press "Gửi" at once, at hardly any cost to the machine?

A process of its own with prepared requests on plain sockets, so that what is measured is the survey:

    python -m tests.bench.children <port> <path> <connections> <how many> [<seconds>]

With seconds every request comes on a connection of its own, evenly over that time; without, each
connection sends its next request when the last was answered.  Prints what `Pressed` holds, as JSON.
"""

from __future__ import annotations

import json
import select
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

PATIENCE = 60.0
ANSWERED = b"HTTP/1.1 303 "


@dataclass
class Pressed:
    """What came of it: seconds until each receipt, errors, seconds in all, the client's own CPU seconds."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0
    client_cpu: float = 0.0

    def ms(self, percent: int) -> float:
        """So many per cent were answered within this many milliseconds."""
        return statistics.quantiles(self.times, n=100)[percent - 1] * 1000


def pressed(
    port: int, path: str, answers: Mapping[str, str], connections: int, count: int, within: float = 0.0
) -> Pressed:
    """Let a process of its own press; `answers` are the fields without the token."""
    arguments = [str(port), path, str(connections), str(count), *([str(within)] if within else [])]
    command = [sys.executable, "-m", "tests.bench.children", *arguments]
    done = subprocess.run(
        command, input=json.dumps(dict(answers)), capture_output=True, text=True, check=True
    )
    return Pressed(**json.loads(done.stdout))


def requests(port: int, path: str, answers: Mapping[str, str], count: int, keep: bool) -> list[bytes]:
    """Whole requests, each with a token of its own."""
    after = "keep-alive" if keep else "close"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: {after}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
    )
    bodies = (urlencode({**answers, "token": str(uuid.uuid4())}) for _ in range(count))
    return [(head % (len(body), body)).encode() for body in bodies]


class Press:
    """Many connections, one thread; what is not answered in time is an error."""

    def __init__(self, port: int, waiting: list[bytes], keep: bool) -> None:
        self.port, self.keep = port, keep
        self.waiting = iter(waiting)
        self.open: dict[int, tuple[socket.socket, float]] = {}
        self.poll = select.epoll()
        self.pressed = Pressed()

    def send(self, line: socket.socket) -> None:
        """Send the next form on this connection, or close it."""
        request = next(self.waiting, None)
        if request is None:
            self.close(line)
            return
        self.open[line.fileno()] = line, time.perf_counter()
        line.sendall(request)

    def connect(self) -> None:
        """One more child."""
        line = socket.create_connection(("127.0.0.1", self.port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.poll.register(line.fileno(), select.EPOLLIN)
        self.send(line)

    def close(self, line: socket.socket) -> None:
        """This child is done."""
        self.open.pop(line.fileno(), None)
        self.poll.unregister(line.fileno())
        line.close()

    def listen(self, timeout: float) -> None:
        """Take the answers that are there."""
        for number, _ in self.poll.poll(timeout):
            line, began = self.open[number]
            answer = line.recv(65_536)
            if answer.startswith(ANSWERED):
                self.pressed.times.append(time.perf_counter() - began)
            else:
                self.pressed.errors += 1
            if self.keep and answer:
                self.send(line)
            else:
                self.close(line)


def _run(port: int, path: str, connections: int, count: int, within: float = 0.0) -> Pressed:
    answers = json.load(sys.stdin)
    press = Press(port, requests(port, path, answers, count, keep=not within), keep=not within)
    starts = _starts(connections, count, within)
    began, cpu = time.perf_counter(), time.process_time()
    due = next(starts, None)
    while (press.open or due is not None) and time.perf_counter() - began < PATIENCE:
        wait = PATIENCE if due is None else max(0.0, began + due - time.perf_counter())
        press.listen(wait if press.open else 0)
        while due is not None and time.perf_counter() - began >= due:
            press.connect()
            due = next(starts, None)
    press.pressed.seconds = time.perf_counter() - began
    press.pressed.client_cpu = time.process_time() - cpu
    press.pressed.errors += len(press.open)
    return press.pressed


def _starts(connections: int, count: int, within: float) -> Iterator[float]:
    """When each connection is made, in seconds from the beginning."""
    if not within:
        return iter([0.0] * connections)
    return (within * number / count for number in range(count))


if __name__ == "__main__":
    typed = sys.argv[1:]
    print(json.dumps(asdict(_run(int(typed[0]), typed[1], *map(int, typed[2:4]), *map(float, typed[4:])))))
