"""Can the operator rule accounts from a terminal without leaking a password?"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from db.cli import main
from db.engine import Database
from db.models import AuditEvent
from db.passwords import matches
from db.queries.accounts import AccountRow, accounts, sign_in_record
from db.settings import Settings
from tests.factories import PASSWORD, make_account


def rows(database: Database) -> tuple[AccountRow, ...]:
    with database.read_session() as session:
        return accounts(session)


@pytest.fixture
def terminal(
    sqlite_settings: Settings,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str, str]]:
    """`python -m db user …` with what is typed into it; its code and what it printed."""
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(sqlite_settings.data_dir))
    monkeypatch.delenv("NHIPCAU_DATABASE_URL", raising=False)

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["user", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


Terminal = Callable[..., tuple[int, str, str]]


def test_the_operator_adds_somebody_with_a_typed_password(
    terminal: Terminal, sqlite_database: Database
) -> None:
    code, said, _ = terminal("add", "ha.nguyen", "--role", "staff", typed=PASSWORD + "\n")
    assert code == 0
    assert PASSWORD not in said
    with sqlite_database.read_session() as session:
        found = sign_in_record(session, "ha.nguyen")
        actor = session.scalars(select(AuditEvent.actor).order_by(AuditEvent.seq.desc())).first()
    assert found and matches(PASSWORD, found.password_hash)
    assert actor and actor.startswith("cli:")


def test_a_made_password_is_printed_once_and_works(terminal: Terminal, sqlite_database: Database) -> None:
    _, said, _ = terminal("add", "ha.nguyen", "--role", "staff", "--make")
    made = said.split("password: ")[1].split("\n")[0]
    with sqlite_database.read_session() as session:
        found = sign_in_record(session, "ha.nguyen")
    assert found and matches(made, found.password_hash)
    assert made not in terminal("list")[1]


def test_an_officer_gets_the_second_factor_shown_once(terminal: Terminal) -> None:
    _, said, _ = terminal("add", "lan.tran", "--role", "officer", "--make")
    assert said.count("otpauth://totp/") == 1
    assert "otpauth" not in terminal("list")[1]


def test_a_password_cannot_be_given_on_the_command_line(terminal: Terminal) -> None:
    with pytest.raises(SystemExit):
        terminal("add", "ha.nguyen", "--role", "staff", "--password", PASSWORD)
    with pytest.raises(SystemExit):
        terminal("reset", "ha.nguyen", PASSWORD)


def test_a_refusal_at_the_terminal_is_one_sentence_and_a_failing_code(terminal: Terminal) -> None:
    code, said, complaint = terminal("add", "ha.nguyen", "--role", "staff", typed="ngắn\n")
    assert (code, said) == (1, "")
    assert complaint.startswith("Refused (password_too_short)")
    assert complaint.count("\n") == 1
    assert terminal("disable", "nobody")[0] == 1


def test_role_disable_and_enable_at_the_terminal(terminal: Terminal, sqlite_database: Database) -> None:
    terminal("add", "ha.nguyen", "--role", "staff", "--make")
    terminal("role", "ha.nguyen", "--role", "leader")
    assert rows(sqlite_database)[0].role == "leader"
    terminal("disable", "ha.nguyen")
    assert rows(sqlite_database)[0].disabled
    assert "disabled" in terminal("list")[1]
    terminal("enable", "ha.nguyen")
    assert not rows(sqlite_database)[0].disabled


def test_a_code_is_printed_for_sample_accounts_only(terminal: Terminal, sqlite_database: Database) -> None:
    with sqlite_database.write_session() as session:
        for name, sample in (("real.admin", False), ("mau.admin", True)):
            make_account(session, "admin", name, sample=sample)
    terminal("reset", "real.admin", "--make")
    terminal("reset", "mau.admin", "--make")
    code, said, _ = terminal("code", "mau.admin")
    assert code == 0 and said.strip().isdigit() and len(said.strip()) == 6
    assert terminal("code", "real.admin")[:2] == (1, "")
