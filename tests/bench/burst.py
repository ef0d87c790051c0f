"""A school presses "Gửi" together: 400 answers within half a second from one address."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.children import pressed
from tests.bench.installation import Surroundings, port_of, worked
from tests.bench.submissions import ANSWERS, SLUG, WORKERS, served_by

CHILDREN, WITHIN = 400, 0.5


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print p50, p95, the slowest, and errors for each engine and number of workers."""
    for name, surroundings in engines.items():
        for workers in WORKERS:
            with served_by(workers, surroundings) as (address, process):
                port, path = port_of(address), f"/y-kien/{SLUG}"
                pressed(port, path, ANSWERS, CHILDREN, CHILDREN, WITHIN)  # the first visit of all warms up
                before = worked(process)
                done = pressed(port, path, ANSWERS, CHILDREN, CHILDREN, WITHIN)
                survey_cpu = worked(process) - before
                print(
                    f"{name:11} {workers}: p50 {done.ms(50):.0f} ms  p95 {done.ms(95):.0f} ms  "
                    f"slowest {max(done.times) * 1000:.0f} ms  errors {done.errors}  "
                    f"client {done.client_cpu / (done.client_cpu + survey_cpu):.0%} of the CPU of both"
                )
