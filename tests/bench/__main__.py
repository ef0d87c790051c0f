"""How fast, how big?  ``make bench`` prints figures; nothing here passes or fails.

Machines are shared and noisy: read the ratios within one run, not the numbers across runs.
"""

from __future__ import annotations

import sys
import tempfile
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
    """Run all parts, or those named."""
    wanted = sys.argv[1:] or list(PARTS)
    with tempfile.TemporaryDirectory() as folder, installation.both_engines(Path(folder)) as engines:
        for name in wanted:
            print(f"\n== {name}")
            PARTS[name](engines)


main()
