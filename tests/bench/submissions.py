"""How many children can answer at once?  16 clients post whole forms; beside them, bare single commits."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from db.engine import sqlite_module
from tests.bench.installation import Surroundings, megabytes, served

CLIENTS, EACH = 16, 60
SLUG = "an-toan-tren-mang"
ANSWERS = {
    "version": "1",
    "dong_y": "1",
    "nhom_tuoi": "t11_13",
    "gioi_tinh": "nu",
    "tinh": "p01",
    "thoi_gian_mang": "tu_1_3",
    "noi_dung_xau": "mot_hai_lan",
    "chuyen_da_gap": "bi_lua",
    "tim_den_ai": "gia_dinh",
    "duoc_lang_nghe": "doi_khi",
    "biet_lam_gi": "chan",
    "nguoi_lon_nen_lam": "lang_nghe",
}


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print submissions a second, p50, p95 and memory for each engine, and the ratio to bare commits."""
    bare = bare_commits(Path(engines["sqlite"]["NHIPCAU_DATA_DIR"]))
    print(f"bare single-row SQLite FULL commits, one client: {bare:,.0f}/s")
    for name, surroundings in engines.items():
        with served("survey.app:create", surroundings, "--factory") as (address, process):
            times, seconds, failed = _load(address)
            rate = len(times) / seconds
            p50, p95, p99 = (statistics.quantiles(times, n=100)[k - 1] * 1000 for k in (50, 95, 99))
            print(
                f"{name:11} {rate:6.0f}/s ({rate / bare:.2f} of bare)  p50 {p50:.0f} ms  p95 {p95:.0f} ms  "
                f"p99 {p99:.0f} ms  refused {failed}  memory {megabytes(process):.0f} MB"
            )


def bare_commits(folder: Path, rows: int = 300) -> float:
    """Single inserts a second, each its own durable transaction."""
    connection = sqlite_module().connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, content TEXT)")
    start = time.perf_counter()
    for _ in range(rows):
        connection.execute("INSERT INTO bare VALUES (?, ?)", (str(uuid.uuid4()), "x" * 400))
    seconds = time.perf_counter() - start
    connection.close()
    return rows / seconds


def _load(address: str) -> tuple[list[float], float, int]:
    times: list[float] = []
    failed: list[int] = []
    clients = [threading.Thread(target=_client, args=(address, times, failed)) for _ in range(CLIENTS)]
    start = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return times, time.perf_counter() - start, len(failed)


def _client(address: str, times: list[float], failed: list[int]) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(EACH):
        body = urlencode({**ANSWERS, "token": str(uuid.uuid4())})
        start = time.perf_counter()
        connection.request("POST", f"/y-kien/{SLUG}", body, headers)
        reply = connection.getresponse()
        reply.read()
        times.append(time.perf_counter() - start)
        if reply.status != 303:
            failed.append(reply.status)
