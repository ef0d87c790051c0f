"""What does a first visit cost?  Bytes of a child's form with everything it needs, compressed."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Mapping
from urllib.parse import urljoin

from tests.bench.installation import Surroundings, served
from tests.bench.submissions import SLUG

ASSET = re.compile(rb'(?:src|href)="(/tinh/[^"]+)"')


def run(engines: Mapping[str, Surroundings]) -> None:
    """Print each file of the first visit, and the sum."""
    with served("survey.app:create", engines["sqlite"], "--factory") as (address, _):
        page, body = _fetch(f"{address}/y-kien/{SLUG}")
        print(f"{page:7,} bytes  the form")
        total = page
        for asset in sorted(set(ASSET.findall(body))):
            size, _ = _fetch(urljoin(address, asset.decode()))
            print(f"{size:7,} bytes  {asset.decode()}")
            total += size
        print(f"{total:7,} bytes  in all, compressed")


def _fetch(address: str) -> tuple[int, bytes]:
    """Bytes on the wire with gzip, and the content without."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as reply:
        size = len(reply.read())
    with urllib.request.urlopen(address) as reply:
        return size, reply.read()
