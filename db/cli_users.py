"""The operator's commands about accounts.  Passwords are typed or made, never taken from the command line."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from datetime import UTC, datetime
from typing import Any

import pyotp

from db.commands import accounts as commands
from db.engine import Database
from db.passwords import open_totp, totp_address
from db.queries.accounts import accounts, sign_in_record
from db.rules.errors import RuleError
from db.rules.roles import ACCOUNT_ROLES
from db.settings import Settings

# Short Vietnamese syllables without marks: easy to read out on the telephone, 7 of 64 make 42 bits and
# the two numbers 13 more.
_WORDS = """
an bao binh bong buoi cam canh chanh chim cho coi cua dao dau den dua duong gao gio gung hoa hong
hue khoai lan lua mai man may mia mit muop nang ngo nhan nui oi quat que rau rung sam sen song sua
sung tao tau tham thong tim toi tra tre trung tuyet vai van vang voi vuon xanh xoai xuan yen
"""
SYLLABLES = tuple(_WORDS.split())


def operator() -> str:
    """Who stands in the audit log for what is done at the terminal."""
    return f"cli:{getpass.getuser()}"


def new_password() -> str:
    """A random passphrase a person can type."""
    words = [secrets.choice(SYLLABLES) for _ in range(7)]
    return "-".join([*words, str(secrets.randbelow(9000) + 1000)])


def _typed_or_made(arguments: argparse.Namespace) -> str:
    """The password typed twice, or a new one that is printed once."""
    if arguments.make:
        password = new_password()
        print(f"Mật khẩu / password: {password}")
        return password
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first, second = getpass.getpass("Mật khẩu / password: "), getpass.getpass("Lần nữa / again: ")
    if first != second:
        raise SystemExit("The two passwords differ; nothing was changed.")
    return first


def add(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Add an account."""
    password, now = _typed_or_made(arguments), datetime.now(UTC)
    with database.write_session() as session:
        account = commands.add_account(
            session,
            operator(),
            arguments.name,
            arguments.display or arguments.name,
            arguments.role,
            password,
            now,
            organisation=arguments.organisation,
        )
        session.flush()
        secret = commands.reset_second_factor(session, operator(), account.name, settings.secret, now)
    print(f"Added {arguments.name} ({arguments.role}).")
    _print_second_factor(arguments.name, secret)


def role(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Give an account another role."""
    now = datetime.now(UTC)
    with database.write_session() as session:
        commands.change_role(session, operator(), arguments.name, arguments.role, now)
        secret = commands.reset_second_factor(session, operator(), arguments.name, settings.secret, now)
    print(f"{arguments.name} is now {arguments.role}; open sessions have ended.")
    _print_second_factor(arguments.name, secret)


def reset(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Give an account a new password, and a new second factor where its role needs one."""
    password, now = _typed_or_made(arguments), datetime.now(UTC)
    with database.write_session() as session:
        commands.reset_password(session, operator(), arguments.name, password, now)
        secret = commands.reset_second_factor(session, operator(), arguments.name, settings.secret, now)
    print(f"{arguments.name} has a new password; open sessions have ended.")
    _print_second_factor(arguments.name, secret)


def disable(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """End an account."""
    with database.write_session() as session:
        commands.disable_account(session, operator(), arguments.name, datetime.now(UTC))
    print(f"{arguments.name} can no longer sign in.")


def enable(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Let an account sign in again."""
    with database.write_session() as session:
        commands.enable_account(session, operator(), arguments.name, datetime.now(UTC))
    print(f"{arguments.name} can sign in again.")


def list_accounts(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """List every account."""
    with database.read_session() as session:
        for row in accounts(session):
            marks = " ".join(mark for mark, on in (("disabled", row.disabled), ("sample", row.sample)) if on)
            print(f"{row.name:24} {row.role:10} {row.display_name} {row.organisation_vi} {marks}".rstrip())


def code(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Print the second-factor code of a sample account: a laptop's stand-in for the telephone."""
    with database.read_session() as session:
        found = sign_in_record(session, arguments.name)
        sample = any(row.sample for row in accounts(session) if found and row.name == found.name)
    if found is None or found.totp_sealed is None or not sample or settings.production:
        raise RuleError("unknown_account")
    print(pyotp.TOTP(open_totp(found.totp_sealed, settings.secret)).now())


def _print_second_factor(name: str, secret: str | None) -> None:
    if secret:
        print(f"Second factor, shown once; scan it or type the secret: {totp_address(secret, name)}")


_NAME: tuple[str, dict[str, Any]] = ("name", {"help": "sign-in name"})
_MAKE: tuple[str, dict[str, Any]] = ("--make", {"action": "store_true", "help": "make a random password"})
_ROLE: tuple[str, dict[str, Any]] = ("--role", {"required": True, "choices": ACCOUNT_ROLES})

COMMANDS = (
    ("add", add, "add an account"),
    ("role", role, "give an account another role; its sessions end"),
    ("reset", reset, "new password (and second factor); its sessions end"),
    ("disable", disable, "end an account; its sessions end"),
    ("enable", enable, "let a disabled account sign in again"),
    ("list", list_accounts, "list the accounts"),
    ("code", code, "print the second-factor code of a sample account"),
)
ARGUMENTS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "add": (
        _NAME,
        _ROLE,
        ("--organisation", {"help": "exact name of the unit; needed for members"}),
        ("--display", {"help": "the person's name as shown"}),
        _MAKE,
    ),
    "role": (_NAME, _ROLE),
    "reset": (_NAME, _MAKE),
    "disable": (_NAME,),
    "enable": (_NAME,),
    "code": (_NAME,),
}
