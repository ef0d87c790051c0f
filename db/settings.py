"""What does this installation run with?  Environment -> one frozen object, read once.

Every variable is a row of :data:`VARIABLES`; the README lists them and a test compares the two.
A missing or unsafe value is refused with a sentence, never replaced by a guess.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# name -> (default, meaning).  An empty default means: see `read_settings`.
VARIABLES: dict[str, tuple[str, str]] = {
    "NHIPCAU_PRODUCTION": ("0", "1 on a public server: HTTPS cookies, and no secret may be missing"),
    "NHIPCAU_DATA_DIR": ("data", "folder of the embedded database and the local secret"),
    "NHIPCAU_DATABASE_URL": ("", "empty: SQLite in the data folder; or postgresql+psycopg://…"),
    "NHIPCAU_SECRET_KEY": ("", "at least 43 random characters; `make run` makes one in the data folder"),
    "NHIPCAU_SURVEY_URL": ("http://localhost:8000", "where browsers reach the survey"),
    "NHIPCAU_DASHBOARD_URL": ("http://localhost:8501", "where browsers reach the dashboard"),
    "NHIPCAU_OFFICER_SUPPORT": (
        "",
        "whom safeguarding officers may call for themselves, in words; beside 111",
    ),
}
LEAST_SECRET = 43  # secrets.token_urlsafe(32)
SAMPLE_SECRETS = frozenset({"changeme" * 8, "sample" * 8, "x" * 43})


class SettingsError(SystemExit):
    """The installation cannot start; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the two apps and the command line may know about this installation."""

    production: bool
    data_dir: Path
    database_url: str = field(repr=False)  # may hold a password, and a traceback is kept for years
    secret_key: str = field(repr=False)
    survey_url: str
    dashboard_url: str
    officer_support: str = ""

    @property
    def sqlite(self) -> bool:
        """Whether the embedded engine is used."""
        return self.database_url.startswith("sqlite")

    @property
    def secret(self) -> bytes:
        """The key under which tokens are signed."""
        return self.secret_key.encode()


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The installation's settings from the environment.

    Raises: SettingsError with a sentence when a secret is missing, short or a known sample.
    """
    given = os.environ if environ is None else environ
    value = {name: given.get(name, "") or default for name, (default, _) in VARIABLES.items()}
    production = value["NHIPCAU_PRODUCTION"] == "1"
    folder = Path(value["NHIPCAU_DATA_DIR"])
    folder = folder if folder.is_absolute() else ROOT / folder
    return Settings(
        production=production,
        data_dir=folder,
        database_url=value["NHIPCAU_DATABASE_URL"] or f"sqlite:///{folder / 'nhipcau.db'}",
        secret_key=_checked_secret(value["NHIPCAU_SECRET_KEY"], production, folder),
        survey_url=value["NHIPCAU_SURVEY_URL"].rstrip("/"),
        dashboard_url=value["NHIPCAU_DASHBOARD_URL"].rstrip("/"),
        officer_support=value["NHIPCAU_OFFICER_SUPPORT"].strip(),
    )


def _checked_secret(given: str, production: bool, folder: Path) -> str:
    if not given and not production:
        given = _local_secret(folder)
    if not given:
        raise SettingsError(
            "Thiếu NHIPCAU_SECRET_KEY: máy chủ thật cần khóa bí mật của riêng mình. / "
            "NHIPCAU_SECRET_KEY is missing: a public server needs its own random secret."
        )
    # With a space it is a note left behind in the settings' file, known to all who know the guide.
    if len(given) < LEAST_SECRET or given in SAMPLE_SECRETS or given.split() != [given]:
        raise SettingsError(
            "NHIPCAU_SECRET_KEY quá ngắn hoặc là khóa mẫu; hãy tạo khóa mới bằng lệnh dưới đây. / "
            "NHIPCAU_SECRET_KEY is too short or a known sample. Make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return given


def _local_secret(folder: Path) -> str:
    """The random secret of a laptop, made on first use and readable by its owner only."""
    path = folder / "secret.key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
    except OSError as fault:
        path.unlink()  # half a secret would be refused for ever after
        raise _unwritable(folder, fault) from fault
    return path.read_text(encoding="ascii").strip()


def _unwritable(folder: Path, fault: OSError) -> SettingsError:
    return SettingsError(
        f"Không ghi được vào thư mục dữ liệu {folder}. / "
        f"The data folder {folder} cannot be written ({fault.strerror})."
    )
