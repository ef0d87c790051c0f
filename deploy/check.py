"""`make test`: everything that must hold before a change lands, in the order that fails fastest."""

import os
import subprocess
import sys

import environment

MODULE = [environment.PYTHON, "-m"]
STEPS = (
    ("style", [*MODULE, "ruff", "check", "."]),
    ("layout", [*MODULE, "ruff", "format", "--check", "--quiet", "."]),
    ("walls", [os.path.join(os.path.dirname(environment.PYTHON), "lint-imports"), "--no-cache"]),
    ("types", [*MODULE, "mypy"]),
    ("tests", [*MODULE, "pytest", "-n", os.environ.get("TEST_WORKERS") or "2", "--dist", "loadgroup"]),
)


def main():
    """Run every step; the first that fails ends it with its name."""
    environment.ensure("requirements.txt", "requirements-dev.txt")
    environment.ensure_browser()
    for name, command in STEPS:
        print("— %s" % name, flush=True)
        code = subprocess.call(command, cwd=environment.ROOT)
        if code != 0:
            sys.stderr.write("Failed: %s\n" % name)
            raise SystemExit(code)


if __name__ == "__main__":
    main()
