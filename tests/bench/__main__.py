"""How fast, how big?  ``make bench`` prints figures; nothing here passes or fails.

Machines are shared and noisy: read the ratios within one run, not the numbers across runs.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench import installation, ledger, overview, pages, submissions

PARTS = {"submissions": submissions.run, "pages": pages.run, "overview": overview.run, "ledger": ledger.run}


def main() -> None:
    """Run all parts, or those named."""
    wanted = sys.argv[1:] or list(PARTS)
    with tempfile.TemporaryDirectory() as folder, installation.both_engines(Path(folder)) as engines:
        for name in wanted:
            print(f"\n== {name}")
            PARTS[name](engines)


main()
