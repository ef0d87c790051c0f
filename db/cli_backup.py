"""The operator's commands that keep everything: backup key, backup, restore, drill, move, check."""

from __future__ import annotations

import argparse
import errno
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage
from sqlalchemy.exc import DBAPIError, OperationalError

from db.backup.drill import drill as run_drill
from db.backup.moving import move as run_move
from db.backup.reading import check as read_backup
from db.backup.refusals import BackupRefused
from db.backup.restoring import restore as run_restore
from db.backup.taking import SUFFIX, take
from db.cli_users import operator
from db.commands.backups import record_backup, record_restore
from db.engine import open_database
from db.health.checks import check_all
from db.health.files import RECIPIENTS, recipients
from db.health.text import sentence
from db.migrate import check_migrated
from db.settings import Settings

NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
SQLITE_NO_ROOM = ("database or disk is full", "disk I/O error", "No space left")
SQLITE_BROKEN = ("not a database", "malformed")
FOLDER = "backups"


def backup_key(settings: Settings, arguments: argparse.Namespace) -> None:
    """Make a key pair: the public half stays here, the secret half is shown once and belongs elsewhere."""
    key = pyrage.x25519.Identity.generate()
    path = settings.data_dir / RECIPIENTS
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{key.to_public()}\n")
    print("Khóa mở bản sao lưu (chỉ hiện MỘT lần; in ra giấy, cất ở nơi khác máy chủ, hai người giữ):\n")
    print(f"  {key}\n")
    print(f"Khóa công khai đã thêm vào {path}. Từ nay `python -m db backup` niêm bản sao lưu cho khóa này.")
    print("Nên chạy lệnh này hai lần, cho hai người: mất một khóa vẫn còn khóa kia.")
    print("Mất cả hai thì không ai mở được.")


def backup(settings: Settings, arguments: argparse.Namespace) -> None:
    """Write one encrypted backup, then thin out old ones of the backup folder (--keep)."""
    now = datetime.now(UTC)
    folder = settings.data_dir / FOLDER
    target = Path(arguments.file) if arguments.file else folder / f"nhipcau-{now:%Y%m%d-%H%M%S}{SUFFIX}"
    with closing(open_database(settings)) as database:
        check_migrated(database)
        receipt = take(database, settings, target, recipients(settings.data_dir), now)
        with database.write_session() as session:
            record_backup(session, operator(), receipt.sha256, receipt.rows, receipt.files, now)
    print(f"Đã sao lưu: {receipt.path}")
    print(f"{receipt.rows} dòng, {receipt.files} tệp, {receipt.size} byte, SHA-256 {receipt.sha256}")
    if receipt.spoilt:
        print(f"{receipt.spoilt} tệp minh chứng đã bị đổi nên không được sao lưu. Xem: python -m db check")
    if not arguments.file and arguments.keep > 0:
        thin_out(folder, arguments.keep)


def thin_out(folder: Path, keep: int) -> None:
    """Leave the newest `keep` backups in the folder."""
    for old in sorted(folder.glob(f"nhipcau-*{SUFFIX}"))[:-keep]:
        old.unlink()
        print(f"Đã bỏ bản cũ: {old.name}")


def restore(settings: Settings, arguments: argparse.Namespace) -> None:
    """Put a backup in place."""
    path, key = Path(arguments.file), identity_of(arguments)
    if arguments.show_secret:
        print(read_backup(path, key).manifest["secret"])
        return
    now = datetime.now(UTC)
    receipt = run_restore(settings, path, key, now, replacing=arguments.replace)
    with closing(open_database(settings)) as database, database.write_session() as session:
        record_restore(session, operator(), receipt.made_at, receipt.rows, now)
    print(f"Đã khôi phục bản lúc {receipt.made_at}: {receipt.rows} dòng, {receipt.files} tệp.")
    if receipt.former is not None:
        print(f"Cơ sở dữ liệu cũ được giữ ở: {receipt.former}")
    print("Mọi người phải đăng nhập lại. Hãy chạy: python -m db check")


def drill(settings: Settings, arguments: argparse.Namespace) -> None:
    """Try a backup in a scratch place."""
    receipt = run_drill(
        settings, Path(arguments.file), identity_of(arguments), datetime.now(UTC), arguments.slip
    )
    print(f"Bản sao lưu lúc {receipt.made_at} dùng được, nhật ký nguyên vẹn.")
    print(f"{receipt.rows} dòng, {receipt.files} tệp.")
    print("Đã mở lại được một phiếu." if receipt.slip_opened else "Chưa có phiếu nào để thử mở.")


def move(settings: Settings, arguments: argparse.Namespace) -> None:
    """Copy everything from SQLite to PostgreSQL."""
    receipt = run_move(
        settings, arguments.to, lambda table, brought, found: print(f"  {table}: {found} (mới {brought})")
    )
    print(f"Đã chuyển và đối chiếu {receipt.rows} dòng (lần này {receipt.moved}). Bây giờ hãy đặt")
    print("NHIPCAU_DATABASE_URL về nơi mới rồi khởi động lại hai ứng dụng.")


def check(settings: Settings, arguments: argparse.Namespace) -> None:
    """Say of everything that can go wrong whether it has."""
    now = datetime.now(UTC)
    with closing(open_database(settings)) as database:
        check_migrated(database)
        findings = check_all(database, settings, now)
    for finding in findings:
        print(sentence(finding))
    if any(finding.state == "bad" for finding in findings):
        raise SystemExit(1)


def identity_of(arguments: argparse.Namespace) -> str:
    """The secret half: from a file, or typed; never from the command line, where others could read it."""
    if arguments.key_file:
        try:
            return _key_line(Path(arguments.key_file).read_text(encoding="utf-8", errors="replace"))
        except OSError as fault:
            raise BackupRefused("key_file", path=arguments.key_file) from fault
    if sys.stdin.isatty():
        print("Khóa mở bản sao lưu (AGE-SECRET-KEY-1…):", end=" ", flush=True)
    return _key_line(sys.stdin.readline())


def _key_line(said: str) -> str:
    lines = (line.strip("\ufeff \t") for line in said.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")


def trouble(fault: OSError | DBAPIError) -> str:
    """What the machine refused, for the operator; what stood there stands.  Raises: what is no such thing."""
    said = str(getattr(fault, "orig", fault))
    if getattr(fault, "errno", None) in NO_ROOM or any(words in said for words in SQLITE_NO_ROOM):
        return "Ổ đĩa đầy hoặc không ghi được. Chưa có gì bị thay đổi. Hãy dọn bớt rồi chạy lại."
    if isinstance(fault, OSError) and fault.filename is not None:
        return f"Không ghi hoặc đọc được {fault.filename}: {fault.strerror}. Chưa có gì bị thay đổi."
    if any(words in said for words in SQLITE_BROKEN):
        return f"Tệp cơ sở dữ liệu bị hỏng ({said}). Hãy khôi phục bản sao lưu: python -m db restore"
    if isinstance(fault, OperationalError):
        return f"Không mở hoặc ghi được cơ sở dữ liệu: {said}. Chưa có gì bị thay đổi."
    raise fault


# Run on the settings alone: a restore must not make the database it is about to put in place.
COMMANDS = (
    ("backup-key", backup_key, "make a key that opens backups; shown once"),
    ("backup", backup, "write one encrypted backup while the apps run"),
    ("restore", restore, "put a backup in place; refuses a damaged, foreign or newer one"),
    ("drill", drill, "restore a backup into a scratch place and open an old slip there"),
    ("move", move, "copy everything from SQLite to an empty PostgreSQL, checked row by row"),
    ("check", check, "say in plain words whether anything needs the operator"),
)
_FILE = ("file", {"help": "the backup"})
_KEY = (
    "--key-file",
    {"default": "", "help": "file with the secret key; else it is asked for"},
)
ARGUMENTS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "backup": (
        ("file", {"nargs": "?", "help": "where to; default: a dated file in the data folder's backups"}),
        ("--keep", {"type": int, "default": 0, "help": "leave only so many dated backups there"}),
    ),
    "restore": (
        _FILE,
        _KEY,
        ("--replace", {"action": "store_true", "help": "SQLite: put the standing database aside"}),
        ("--show-secret", {"action": "store_true", "help": "only print the secret key it was made under"}),
    ),
    "drill": (_FILE, _KEY, ("--slip", {"default": "", "help": "code of a slip that must open"})),
    "move": (("--to", {"required": True, "help": "postgresql+psycopg://…"}),),
}
