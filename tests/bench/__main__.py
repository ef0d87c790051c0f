"""How fast, how big?  ``make bench`` prints figures; nothing here passes or fails.

Machines are shared and noisy: read the ratios within one run, not the numbers across runs.
"""

from __future__ import annotations

import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.bench import (
    backup,
    board,
    burst,
    desk,
    exports,
    first_visit,
    installation,
    ledger,
    pages,
    release,
    submissions,
    words,
)

# Filling a million answers takes minutes: only when it is named.
SLOW = {"release_of_a_million": partial(release.run, sizes=(release.MOST,))}
PARTS = {
    "submissions": submissions.run,
    "burst": burst.run,
    "pages": pages.run,
    "first_visit": first_visit.run,
    "board": board.run,
    "ledger": ledger.run,
    "desk": desk.run,
    "release": release.run,
    "exports": exports.run,
    "backup": backup.run,
    "words": words.run,
}


def main() -> None:
    """Run all parts but the slow one, or those named; none finds another's rows on its installations."""
    for name in sys.argv[1:] or list(PARTS):
        print(f"\n== {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder, installation.both_engines(Path(folder)) as engines:
            began = time.perf_counter()
            (PARTS | SLOW)[name](engines)
            print(f"   ({time.perf_counter() - began:.0f} s)", flush=True)


main()
