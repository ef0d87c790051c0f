"""Where are the stylesheet and the scripts?  Under names that hold their hash, so they are fetched once.

Compressed when the app starts, kept in memory: a few kilobytes in all.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from starlette.responses import Response

from db.rules.errors import RuleError
from survey.visit import Visit

FOLDER = Path(__file__).resolve().parent / "static"
BASE = "/tinh"
TYPES: Final[dict[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes over the wire."""

    address: str
    media_type: str
    plain: bytes
    packed: bytes


@cache
def assets() -> dict[str, Asset]:
    """File name -> asset."""
    return {path.name: _asset(path) for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}


def _asset(path: Path) -> Asset:
    plain = path.read_bytes()
    mark = hashlib.sha256(plain).hexdigest()[:10]
    address = f"{BASE}/{path.stem}.{mark}{path.suffix}"
    return Asset(address, TYPES[path.suffix], plain, gzip.compress(plain, 9, mtime=0))


def asset_address(name: str) -> str:
    """The address of a file of ours, with its hash."""
    return assets()[name].address


async def get_asset(visit: Visit) -> Response:
    """The file; one that was replaced meanwhile is gone under its old name."""
    path = visit.request.url.path
    asset = next((one for one in assets().values() if one.address == path), None)
    if asset is None:
        raise RuleError("not_found")
    headers = {"cache-control": FOREVER, "vary": "Accept-Encoding"}
    if "gzip" not in visit.request.headers.get("accept-encoding", ""):
        return Response(asset.plain, media_type=asset.media_type, headers=headers)
    return Response(
        asset.packed, media_type=asset.media_type, headers={**headers, "content-encoding": "gzip"}
    )
