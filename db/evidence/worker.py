"""The limited process in which a stranger's file is read: ``python -m db.evidence.worker <signature> …``.

The file on standard input; on standard output a line of JSON (`kind`, or `fault`), then the redrawn picture.
"""

from __future__ import annotations

import json
import sys

from db.evidence.faults import FileFault
from db.limited_process import bind_itself


def taken(data: bytes, signature: str) -> tuple[str, bytes]:
    """The file's kind, and its new bytes when it is a picture.  Raises: FileFault."""
    if signature == "pdf":
        from db.evidence.pdf import check_pdf

        check_pdf(data)
        return "pdf", b""
    if signature == "zip":
        from db.evidence.office import office_kind

        return office_kind(data), b""
    from db.evidence.pictures import redrawn

    return signature, redrawn(data, signature)


def main(arguments: list[str]) -> None:
    """Read, look, answer."""
    signature, seconds, memory = arguments
    bind_itself(int(seconds), int(memory))
    try:
        kind, made = taken(sys.stdin.buffer.read(), signature)
        answer = {"kind": kind}
    except FileFault as refused:
        answer, made = {"fault": refused.code}, b""
    except MemoryError:
        answer, made = {"fault": "picture_too_large"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + made)


if __name__ == "__main__":
    main(sys.argv[1:])
