"""`make run`: both apps on this machine, with sample data unless SAMPLE=0.  Ctrl-C stops both."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import environment

SURVEY_PORT = os.environ.get("SURVEY_PORT") or "8000"
DASHBOARD_PORT = os.environ.get("DASHBOARD_PORT") or "8501"
PATIENCE = 90  # seconds for both to answer; a cold laptop imports pandas slowly
GRACE = 10  # seconds to finish what was accepted

APPS = (
    ("survey", ["survey.app:create", "--factory", "--port", SURVEY_PORT], SURVEY_PORT),
    ("dashboard", ["dashboard.asgi:app", "--port", DASHBOARD_PORT], DASHBOARD_PORT),
)


def main():
    """Prepare, start, wait, stop."""
    environment.ensure("requirements.txt")
    for name, _, port in APPS:
        check_port(name, port)
    surroundings = _surroundings()
    prepare(surroundings)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    processes = [start(arguments, surroundings) for _, arguments, _ in APPS]
    try:
        wait_until_ready(processes)
        greet(surroundings)
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        codes = stop_all(processes)
    if any(code not in (0, -signal.SIGTERM, -signal.SIGINT) for code in codes):
        environment.stop("One of the two apps stopped by itself: see the lines above.")


def _surroundings():
    local = "http://localhost:"
    given = dict(os.environ)
    given.setdefault("NHIPCAU_SURVEY_URL", local + SURVEY_PORT)
    given.setdefault("NHIPCAU_DASHBOARD_URL", local + DASHBOARD_PORT)
    return given


def check_port(name, port):
    """Refuse a port that something else holds."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            environment.stop(
                "Port %s is busy: stop the program that uses it, or choose another with: "
                "make run %s_PORT=%d" % (port, name.upper(), int(port) + 1)
            )


def prepare(surroundings):
    """The database at this version, and the sample once."""
    db = [environment.PYTHON, "-m", "db"]
    if subprocess.call([*db, "init"], cwd=environment.ROOT, env=surroundings) != 0:
        raise SystemExit(1)
    if os.environ.get("SAMPLE", "1") != "0":
        with open(os.devnull, "w") as nowhere:
            code = subprocess.call([*db, "sample"], cwd=environment.ROOT, env=surroundings, stdout=nowhere)
        if code != 0:
            raise SystemExit(1)


def start(arguments, surroundings):
    """One app, in a process group of its own so that Ctrl-C reaches it through us only, once."""
    options = ["--host", "127.0.0.1", "--no-access-log", "--log-level", "warning"]
    command = [environment.PYTHON, "-m", "uvicorn", *arguments, *options]
    return subprocess.Popen(command, cwd=environment.ROOT, env=surroundings, start_new_session=True)


def wait_until_ready(processes):
    """Both answer, or one has stopped."""
    deadline = time.time() + PATIENCE
    for _, _, port in APPS:
        while not answers(port):
            if any(process.poll() is not None for process in processes):
                return
            if time.time() > deadline:
                environment.stop("The apps did not answer within %d seconds." % PATIENCE)
            time.sleep(0.2)


def answers(port):
    """Whether the app says that it is well."""
    try:
        with urllib.request.urlopen("http://127.0.0.1:%s/healthz" % port, timeout=2) as reply:
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False


def greet(surroundings):
    """The addresses and the sample sign-ins."""
    print("\nNhịp Cầu is running. Ctrl-C stops it.")
    print("  Survey     %s" % surroundings["NHIPCAU_SURVEY_URL"])
    print("  Dashboard  %s" % surroundings["NHIPCAU_DASHBOARD_URL"], flush=True)
    if os.environ.get("SAMPLE", "1") != "0":
        command = [environment.PYTHON, "-m", "db", "sample"]
        subprocess.call(command, cwd=environment.ROOT, env=surroundings)


def stop_all(processes):
    """Ask both to end, insist after a while; their exit codes."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
    return [process.wait() for process in processes]


if __name__ == "__main__":
    main()
