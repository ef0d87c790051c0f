"""Does an operator who only follows the guide get a running installation?  Guide, units, compose file."""

from __future__ import annotations

import ast
import io
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from db import cli
from db.settings import VARIABLES, Settings
from tests.test_readme import run

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
GUIDE = (DEPLOY / "OPERATOR.md").read_text(encoding="utf-8")
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
CADDY = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
# A command stands at the beginning of a line, after cron's user, or in backquotes.
COMMAND = re.compile(r"(?:^|root +|`)nhipcau ([a-z][^`#\n]*)", re.MULTILINE)
APPS = ("survey", "dashboard")


def commands() -> list[str]:
    """Every command of the guide, in its order."""
    found = [line.strip() for line in COMMAND.findall(GUIDE)]
    # The database that is moved away is the last one used.
    return sorted(found, key=lambda line: line.startswith("move"))


@pytest.fixture
def server(sqlite_settings: Settings, monkeypatch: Any) -> Settings:
    """A public server with the settings of the guide."""
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(sqlite_settings.data_dir))
    monkeypatch.setenv("NHIPCAU_PRODUCTION", "1")
    monkeypatch.setenv("NHIPCAU_SECRET_KEY", sqlite_settings.secret_key)
    monkeypatch.delenv("NHIPCAU_DATABASE_URL", raising=False)
    return sqlite_settings


def test_every_command_of_the_guide_works_in_its_order(
    server: Settings, postgres_empty: str, monkeypatch: Any, capsys: Any
) -> None:
    key, folder = "", server.data_dir
    for line in commands():
        (newest, *_) = [*sorted(folder.glob("backups/*.age"), reverse=True), folder / "none"]
        typed = re.sub(r"/srv/nhipcau/data/\S+", str(newest), line.replace("disable NAME", "disable chi.lan"))
        typed = re.sub(r"postgresql\S+", postgres_empty, typed)
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{key}\n"))
        words = shlex.split(typed)
        assert run(words) == 0, (line, capsys.readouterr())
        said = capsys.readouterr().out
        if words[0] == "backup-key":
            key = next(text.strip() for text in said.splitlines() if "AGE-SECRET-KEY" in text)
    assert {"backup-key", "backup", "drill", "restore", "check", "audit", "move"} <= {
        line.split()[0] for line in commands()
    }


def test_the_wrapper_passes_settings_words_and_place(tmp_path: Path) -> None:
    (tmp_path / "env").write_text('NHIPCAU_OFFICER_SUPPORT="chị Lan, 0901"\n', encoding="utf-8")
    python, runuser = tmp_path / ".venv/bin/python", tmp_path / "bin/runuser"
    for path, script in (
        (python, 'printf "%s|" "$NHIPCAU_OFFICER_SUPPORT" "$PWD" "$@"'),
        (runuser, 'test "$1 $2 $3" = "-u nhipcau --" && shift 3 && exec "$@"'),
    ):
        path.parent.mkdir(parents=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
    surroundings = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "INSTALLED_IN": str(tmp_path)}
    done = subprocess.run(
        ["sh", str(DEPLOY / "nhipcau"), "user", "add", "a b"],
        env={**surroundings, "SETTINGS_FILE": str(tmp_path / "env")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("|")[:-1] == ["chị Lan, 0901", str(tmp_path), "-m", "db", "user", "add", "a b"]


def test_the_guide_names_files_and_variables_that_are_there() -> None:
    for name in re.findall(r"deploy/[\w.*-]+", GUIDE):
        assert list(ROOT.glob(name)), name
    for unit in re.findall(r"\b(nhipcau-[a-z-]+?)(?:\.timer|\.service)?(?=[\s`])", GUIDE):
        assert (DEPLOY / f"{unit}.service").exists() or (DEPLOY / f"{unit}.timer").exists(), unit
    assert set(re.findall(r"\bNHIPCAU_[A-Z_]+", GUIDE)) <= set(VARIABLES)


# -- what starts ---------------------------------------------------------------------------------------


def started() -> list[tuple[str, list[str]]]:
    """What each unit and each container starts: its name and the words after the program's folder."""
    units = [
        (path.stem, line.split("/bin/", 1)[1])
        for path in UNITS
        for line in re.findall(r"^ExecStart\w*=(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    programs = {name: COMPOSE["services"][name]["command"] for name in APPS}
    script = COMPOSE["services"]["migrate"]["command"][-1]
    programs["migrate"] = next(line for line in script.splitlines() if " -m db " in line)
    services = [(f"container {name}", line.split("/bin/", 1)[1]) for name, line in programs.items()]
    return [(name, shlex.split(line.replace("%i", "weekly"))) for name, line in [*units, *services]]


@pytest.mark.parametrize(("name", "words"), started())
def test_what_is_started_exists(name: str, words: list[str]) -> None:
    if words[0] == "python":
        assert words[1:3] == ["-m", "db"] and cli._parser().parse_args(words[3:])
        return
    module, what = words[1].split(":")
    # Read, not imported: the dashboard looks for its database at once.
    source = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    targets = [target for line in source.body if isinstance(line, ast.Assign) for target in line.targets]
    functions = {part.name for part in source.body if isinstance(part, ast.FunctionDef)}
    assert words[0] == "uvicorn" and what in functions | {ast.unparse(target) for target in targets}
    assert "--no-access-log" in words  # a child's address is written nowhere


def port_of(words: list[str]) -> str:
    """The port of an app's command."""
    return words[words.index("--port") + 1]


@pytest.mark.parametrize("app", APPS)
def test_proxy_health_check_and_app_mean_the_same_port(app: str) -> None:
    ports = {port_of(words) for name, words in started() if "uvicorn" in words and app in name}
    default = re.search(rf"\${app.upper()}_AT:127\.0\.0\.1:(\d+)", CADDY)
    service = COMPOSE["services"][app]
    passed = COMPOSE["services"]["proxy"]["environment"][f"{app.upper()}_AT"]
    assert default and ports == {default[1]}
    assert passed == f"{app}:{default[1]}" and f":{default[1]}/healthz" in service["healthcheck"]["test"][-1]
    assert service["user"] != "root" and service["read_only"] and "..:/srv/nhipcau:ro" in service["volumes"]


def test_no_secret_has_a_default() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    named = set(re.findall(r"\$\{(\w+)([^}]*)\}", text))
    assert {name for name, _ in named} == {"HOST_NAME", "NHIPCAU_SECRET_KEY", "POSTGRES_PASSWORD"}
    assert {rule for _, rule in named} == {":?set it"}
    given = COMPOSE["x-app"]["environment"].keys()
    assert {name for name in given if name.startswith("NHIPCAU")} <= set(VARIABLES)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_understands_the_unit(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if "nhipcau" in line]
    # The program is not installed under its final folder here; nothing else may be said.
    assert [line for line in said if "not executable" not in line] == []


@pytest.mark.skipif(not shutil.which("caddy"), reason="no Caddy here")
def test_caddy_understands_its_file(tmp_path: Path) -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    surroundings = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
    assert done.returncode == 0, done.stderr
