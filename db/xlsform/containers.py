"""Is an uploaded file what its name says, and something that can be read at all?

Looked at before anything unpacks it; what is inside a package is looked at in the limited process.
"""

from __future__ import annotations

from typing import Final

from db.xlsform.faults import Fault

KINDS: Final = (".xlsx", ".md")
_OLD_EXCEL: Final = (".xls", ".xlt")
_WITH_MACROS: Final = (".xlsm", ".xltm", ".xlsb")
_PACKAGE: Final = b"PK"
# The container of old Office files, and of new ones under a password.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MOST_SHOWN: Final = 80


def container_fault(data: bytes, file_name: str) -> Fault | None:
    """Why this file is not even opened; None when it may be.  Without a name only the content speaks."""
    if data.startswith(_COMPOUND):
        return Fault("password" if _ENCRYPTED in data else "old_excel")
    name = file_name.strip().lower()
    if not name:
        return None
    facts: dict[str, object] = {"value": file_name.strip()[-_MOST_SHOWN:]}
    if name.endswith(_WITH_MACROS):
        return Fault("macros")
    if name.endswith(_OLD_EXCEL):
        return Fault("old_excel")
    if not name.endswith(KINDS):
        return Fault("wrong_extension", facts=facts)
    if data.startswith(_PACKAGE) != name.endswith(".xlsx"):
        return Fault("renamed", facts=facts)
    return None
