"""Does an installation start only with settings it can stand by?"""

from __future__ import annotations

import stat
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from db.settings import LEAST_SECRET, ROOT, SAMPLE_SECRETS, VARIABLES, SettingsError, read_settings

GOOD = "k" * 20 + "J7-" + "q" * 20


def test_an_empty_environment_gives_the_embedded_database_of_a_laptop(tmp_path: Path) -> None:
    settings = read_settings({"NHIPCAU_DATA_DIR": str(tmp_path / "new")})
    assert settings.sqlite
    assert settings.database_url == f"sqlite:///{tmp_path / 'new' / 'nhipcau.db'}"
    assert not settings.production
    assert settings.survey_url == VARIABLES["NHIPCAU_SURVEY_URL"][0]


def test_an_empty_value_means_the_default(tmp_path: Path) -> None:
    given = {**dict.fromkeys(VARIABLES, ""), "NHIPCAU_DATA_DIR": str(tmp_path)}
    assert read_settings(given).dashboard_url == VARIABLES["NHIPCAU_DASHBOARD_URL"][0]


def test_a_relative_folder_lies_in_the_project_wherever_it_is_started() -> None:
    settings = read_settings({"NHIPCAU_SECRET_KEY": GOOD, "NHIPCAU_DATA_DIR": "somewhere"})
    assert settings.data_dir == ROOT / "somewhere"
    assert not settings.data_dir.exists()  # nothing is made before it is needed


def test_addresses_lose_their_last_slash(tmp_path: Path) -> None:
    given = {"NHIPCAU_DATA_DIR": str(tmp_path), "NHIPCAU_SURVEY_URL": "https://y-kien.example/"}
    assert read_settings(given).survey_url == "https://y-kien.example"


def test_a_server_database_is_not_the_embedded_one(tmp_path: Path) -> None:
    given = {"NHIPCAU_DATA_DIR": str(tmp_path), "NHIPCAU_DATABASE_URL": "postgresql+psycopg://host/db"}
    assert not read_settings(given).sqlite


def test_a_public_server_without_a_secret_refuses_to_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="NHIPCAU_SECRET_KEY is missing"):
        read_settings({"NHIPCAU_PRODUCTION": "1", "NHIPCAU_DATA_DIR": str(tmp_path)})
    assert not list(tmp_path.iterdir()), "a public server must not make itself a secret"


@pytest.mark.parametrize("production", ["0", "1"])
@pytest.mark.parametrize(
    "secret",
    ["short", "s" * (LEAST_SECRET - 1), *sorted(SAMPLE_SECRETS), "# make one with: python3 -c '…' " * 2],
)
def test_a_short_or_known_secret_is_refused_everywhere(tmp_path: Path, secret: str, production: str) -> None:
    given = {
        "NHIPCAU_PRODUCTION": production,
        "NHIPCAU_SECRET_KEY": secret,
        "NHIPCAU_DATA_DIR": str(tmp_path),
    }
    with pytest.raises(SettingsError, match="token_urlsafe"):
        read_settings(given)


def test_a_laptop_makes_its_secret_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = read_settings({"NHIPCAU_DATA_DIR": str(tmp_path)})
    second = read_settings({"NHIPCAU_DATA_DIR": str(tmp_path)})
    other = read_settings({"NHIPCAU_DATA_DIR": str(tmp_path / "another")})
    assert first.secret_key == second.secret_key != other.secret_key
    assert len(first.secret_key) >= LEAST_SECRET
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be written"):
        read_settings({"NHIPCAU_DATA_DIR": str(tmp_path / "file" / "data")})


def test_settings_are_frozen_and_never_print_the_secret(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nhipcau:mat-khau-cua-may@host/db"
    given = {
        "NHIPCAU_SECRET_KEY": GOOD,
        "NHIPCAU_DATA_DIR": str(tmp_path),
        "NHIPCAU_DATABASE_URL": url,
    }
    settings = read_settings(given)
    with pytest.raises(FrozenInstanceError):
        settings.production = True  # type: ignore[misc]
    assert GOOD not in repr(settings)
    assert "mat-khau-cua-may" not in repr(settings)
