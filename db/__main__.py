"""``python -m db``: the operator's commands."""

import sys

from db.cli import main

sys.exit(main())
