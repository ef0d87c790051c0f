"""A school presses "Gửi" together: 400 answers within half a second from one address, by one invitation."""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from tests.bench.installation import Surroundings, served
from tests.bench.submissions import ANSWERS, SLUG

CHILDREN, WITHIN = 400, 0.5


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print p50, p95, the slowest, and errors for each engine."""
    for name, surroundings in engines.items():
        with served("survey.app:create", surroundings, "--factory") as (address, _):
            asyncio.run(_school(address))  # the first visit of all warms up
            times = asyncio.run(_school(address))
            errors = sum(one is None for one in times)
            kept = sorted(one for one in times if one is not None)
            p50, p95 = (statistics.quantiles(kept, n=100)[k - 1] * 1000 for k in (50, 95))
            print(
                f"{name:11} p50 {p50:.0f} ms  p95 {p95:.0f} ms  slowest {kept[-1] * 1000:.0f} ms  "
                f"errors {errors}"
            )


async def _school(address: str) -> list[float | None]:
    started = time.perf_counter()
    host, _, port = urlsplit(address).netloc.partition(":")
    tasks = [_child(host, int(port), started + WITHIN * number / CHILDREN) for number in range(CHILDREN)]
    return await asyncio.gather(*tasks)


async def _child(host: str, port: int, at: float) -> float | None:
    """Seconds from pressing to the answer; None for anything but a 303."""
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    body = urlencode({**ANSWERS, "token": str(uuid.uuid4())}).encode()
    head = (
        f"POST /y-kien/{SLUG} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    start = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(head.encode() + body)
        line = await reader.readline()
        writer.close()
    except OSError:
        return None
    return time.perf_counter() - start if b" 303 " in line else None
