"""A real survey process that can be killed again and again.

    python -m tests.trust.server [fault]

Imports everything once, then forks a uvicorn for every port it reads from its input and prints the new
process's number: a start costs a fraction of a second, and what is killed is the whole survey all the
same.  `fault` plants one of `tests.trust.faults`, to see that the tests would notice.
"""

from __future__ import annotations

import os
import signal
import sys

import uvicorn

from db.migrate import wanted_revision
from survey.app import create
from tests.trust.faults import FAULTS


def configured(port: int) -> uvicorn.Config:
    """How uvicorn serves the survey of this environment."""
    return uvicorn.Config(
        create, factory=True, host="127.0.0.1", port=port, ws="none", access_log=False, log_level="error"
    )


def warm_up() -> None:
    """Import what a start imports late, so that no child has to."""
    configured(0).load()
    wanted_revision()


def main() -> None:
    """Fork one survey for each port asked for; the last one ends with us."""
    plant = FAULTS[sys.argv[1]] if len(sys.argv) > 1 else None
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the kernel
    warm_up()
    child = 0
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            sys.stdin.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if plant is not None:
                plant()
            uvicorn.Server(configured(int(line))).run()
            os._exit(0)
        print(child, flush=True)
    if child:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
