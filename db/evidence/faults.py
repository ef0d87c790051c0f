"""Why is a file not taken?  What the limited process says to its parent."""

from __future__ import annotations


class FileFault(Exception):
    """The file is refused; `code` is one of db.rules.errors.REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


DAMAGED, UNSAFE, HUGE, RENAMED = "file_damaged", "file_unsafe", "picture_too_large", "file_renamed"
