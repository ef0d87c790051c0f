"""The operator's commands about records: sample data, releases, the audit log."""

from __future__ import annotations

import argparse
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db.cli_users import new_password, operator
from db.commands.founding import found
from db.commands.published import load_published_facts
from db.commands.releases import release_tables
from db.commands.sample import has_sample, load_sample_accounts, load_sample_records, sample_account_names
from db.commands.sample_closed import load_sample_closed
from db.commands.sample_consultation import load_sample_consultation
from db.commands.sample_ledger import load_sample_ledger
from db.commands.sample_reporting import load_sample_reporting
from db.commands.sample_reports import load_sample_reports
from db.commands.sample_safeguarding import load_sample_keys, load_sample_own_words, sample_officers
from db.commands.sample_strategic import load_sample_evidence
from db.engine import Database
from db.queries.audit import audit_head, first_broken_row
from db.settings import Settings

SIGN_INS = "sample-sign-ins.json"
KEYS = "sample-officer-keys.json"  # only of a sample: real passphrases and papers are written nowhere
RECOVERY = "recovery key"


def found_all(session: Session, now: datetime) -> None:
    """What every installation knows, and the published figures that are facts."""
    found(session, now)
    session.flush()
    load_published_facts(session, now)


def sample(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Load the labelled sample once, then print its sign-ins each time."""
    if settings.production:
        raise SystemExit("Sample accounts are not for a public server.")
    with database.read_session() as session:
        loaded = has_sample(session)
    if not loaded:
        _load_sample(database, settings)
    _print_sign_ins(settings.data_dir / SIGN_INS, settings)


def _load_sample(database: Database, settings: Settings) -> None:
    now = datetime.now(UTC)
    passwords = {name: new_password() for name in sample_account_names()}
    with database.write_session() as session:
        load_sample_records(session, now)
        load_sample_accounts(session, passwords, settings.secret, now)
        load_sample_ledger(session, now)
        load_sample_reporting(session, now)
        load_sample_evidence(session, now)
        load_sample_reports(session, now)
        load_sample_consultation(session, settings.secret, now)
        load_sample_closed(session, settings.secret, now)
        passphrases = {name: new_password() for name in sample_officers(session)}
        paper = load_sample_keys(session, passphrases, now)
        load_sample_own_words(session, settings.secret, now)
        _keep_sign_ins(settings.data_dir / SIGN_INS, passwords)
        _keep_sign_ins(settings.data_dir / KEYS, {**passphrases, RECOVERY: paper})


def _keep_sign_ins(path: Path, passwords: dict[str, str]) -> None:
    """Beside the local secret, for its owner only: a second start prints the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=1)


def _print_sign_ins(path: Path, settings: Settings) -> None:
    print(f"Sign in at {settings.survey_url}/dang-nhap or {settings.dashboard_url} (sample accounts):")
    if not path.exists():
        print("  their passwords are no longer here; make new ones: python -m db user reset NAME --make")
        return
    for name, password in json.loads(path.read_text(encoding="utf-8")).items():
        print(f"  {name:16} {password}")
    print("Second-factor code of a sample account: python -m db user code NAME")
    keys = path.with_name(KEYS)
    if keys.exists():
        print("Passphrases that open the sample officers' desks:")
        for name, phrase in json.loads(keys.read_text(encoding="utf-8")).items():
            print(f"  {name:16} {phrase}")


def release(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Publish the suppressed tables of a consultation."""
    with database.write_session() as session:
        made = release_tables(session, operator(), arguments.slug, datetime.now(UTC), closing=arguments.final)
        print(f"Release {made.number} of {arguments.slug}: {len(made.tables)} tables, SHA-256 {made.sha256}")


def audit(database: Database, settings: Settings, arguments: argparse.Namespace) -> None:
    """Print the head of the audit log after checking every link of the chain."""
    with database.read_session() as session:
        broken, head = first_broken_row(session), audit_head(session)
    if broken is not None:
        raise SystemExit(f"The audit log is broken at row {broken}.")
    print(f"{head.seq} rows, whole. Head: {head.hash}")


COMMANDS = (
    ("sample", sample, "load the labelled sample data once and print the sample sign-ins"),
    ("release", release, "publish the suppressed tables of a consultation"),
    ("audit", audit, "check the audit log and print its head"),
)
ARGUMENTS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "release": (
        ("slug", {"help": "address of the consultation"}),
        ("--final", {"action": "store_true", "help": "the last release, at closing"}),
    ),
}
