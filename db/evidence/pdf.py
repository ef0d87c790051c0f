"""May this PDF be kept as it is?  It is whole, it is only a PDF, and it does nothing when it is opened."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from db.evidence.faults import DAMAGED, UNSAFE, FileFault

# Names that make a document act, carry other files, send something, or lock its pages.
ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|GoToR|XFA|Encrypt|Movie|"
    rb"Rendition|OpenActionJS)(?![A-Za-z0-9])"
)
ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM: Final = re.compile(rb"stream\r?\n")
PACKED: Final = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
MARKUP: Final = re.compile(rb"<(?:html|script|svg|!doctype|\?php|body|iframe)", re.IGNORECASE)
TAIL, HEAD, BEFORE_STREAM = 1_024, 1_024, 600
MOST_UNPACKED: Final = 100_000_000
MOST_EACH: Final = 16_000_000


def check_pdf(data: bytes) -> None:
    """Refuse what is cut short, what is something else as well, and what is active.  Raises: FileFault."""
    if b"%%EOF" not in data[-TAIL:] or b"startxref" not in data[-2 * TAIL :]:
        raise FileFault(DAMAGED)
    if MARKUP.search(data[:HEAD]) or b"PK\x05\x06" in data[-65_600:]:
        raise FileFault(UNSAFE)
    for part in (data, *_packed_objects(data)):
        if ACTIVE.search(_plain(part)):
            raise FileFault(UNSAFE)


def _plain(part: bytes) -> bytes:
    """Names may be written with #-escapes: /J#61vaScript is /JavaScript."""
    if b"#" not in part:
        return part
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)


def _packed_objects(data: bytes) -> Iterator[bytes]:
    """Objects are hidden from a plain reading in packed streams; those are unpacked, the pages' are not."""
    budget = MOST_UNPACKED
    for found in STREAM.finditer(data):
        head = data[max(0, found.start() - BEFORE_STREAM) : found.start()].rpartition(b"obj")[2]
        if not PACKED.search(_plain(head)):
            continue
        try:
            unpacked = zlib.decompressobj().decompress(data[found.end() :], MOST_EACH)
        except zlib.error as bad:  # packed in a way we do not read: nobody knows what is in it
            raise FileFault(UNSAFE) from bad
        budget -= len(unpacked)
        if budget < 0 or len(unpacked) == MOST_EACH:
            raise FileFault(UNSAFE)
        yield unpacked
