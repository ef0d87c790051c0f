"""Is this machine ready?  Makes the virtual environment and installs what is pinned, once.

Runs under whatever Python `make` found, before anything is installed: standard library only, and in a
syntax that an old Python can read, so that it can say that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
LEAST = (3, 11)


def stop(sentence):
    """End with one clear sentence."""
    sys.stderr.write(sentence + "\n")
    raise SystemExit(1)


def check_python():
    """Refuse a Python that is too old."""
    if sys.version_info < LEAST:
        found = "%d.%d" % sys.version_info[:2]
        stop("Python %s is too old: install Python 3.11 or newer, then: make run PYTHON=python3.11" % found)


def check_folder():
    """Refuse a folder that cannot be written."""
    if not os.access(ROOT, os.W_OK):
        stop("The folder %s cannot be written. Copy it to a folder of your own and start there." % ROOT)


def ensure(*requirements):
    """The environment with these requirement files installed; does nothing when they did not change."""
    check_python()
    check_folder()
    stamp = os.path.join(VENV, "installed-" + "-".join(requirements))
    wanted = _fingerprint(requirements)
    if os.path.exists(PYTHON) and _read(stamp) == wanted:
        return
    print("Installing what is needed into .venv (once; a few minutes on a slow line) …", flush=True)
    if not os.path.exists(PYTHON):
        _run([sys.executable, "-m", "venv", VENV], "The virtual environment could not be made")
    files = [part for name in requirements for part in ("-r", os.path.join(ROOT, name))]
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run(pip + files, "The packages could not be installed")
    with open(stamp, "w") as file:
        file.write(wanted)


def _fingerprint(requirements):
    digest = hashlib.sha256(sys.version.encode())
    for name in requirements:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def _read(path):
    if not os.path.exists(path):
        return ""
    with open(path) as file:
        return file.read()


def _run(command, complaint):
    if subprocess.call(command, cwd=ROOT) != 0:
        stop(complaint + ": see the lines above. Check the network and the free disk space, then try again.")


def ensure_browser():
    """A Chromium for the browser tests: Playwright's own, or the system's where that is refused."""
    if shutil.which("chromium") or _playwright_has_one():
        return
    print("Fetching Chromium for the browser tests …", flush=True)
    fetched = subprocess.call([PYTHON, "-m", "playwright", "install", "chromium"], cwd=ROOT) == 0
    if not fetched:
        _install_system_chromium()


def _playwright_has_one():
    look = (
        "import os; from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: raise SystemExit(not os.path.exists(p.chromium.executable_path))"
    )
    return subprocess.call([PYTHON, "-c", look], cwd=ROOT) == 0


def _install_system_chromium():
    if not shutil.which("apt-get"):
        stop("No Chromium: install one and start again, or set NHIPCAU_CHROMIUM to its path.")
    command = ["apt-get", "install", "-y", "-qq", "chromium"]
    if os.geteuid() != 0:
        command.insert(0, "sudo")
    update = command[: command.index("install")] + ["update", "-qq"]
    subprocess.call(update, stdout=subprocess.DEVNULL)
    _run(command, "Chromium could not be installed")
    # Lighter, where the system has it; the tests do without.
    subprocess.call([*command, "chromium-headless-shell"], stderr=subprocess.DEVNULL)
