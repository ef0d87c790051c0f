"""Is a child's first visit small: the form with everything it needs, as it goes over the wire?"""

from __future__ import annotations

import re

from db.commands.sample_consultation import publish_seed_instrument
from tests.factories import NOW, ask_children
from tests.survey.conftest import SLUG, Survey

MOST_BYTES = 30 * 1024
ASSET = re.compile(r'(?:src|href)="(/tinh/[^"]+)"')


def on_the_wire(survey: Survey, path: str) -> tuple[int, str]:
    """Bytes of the compressed answer, and its text."""
    with survey.client.stream("GET", path, headers={"accept-encoding": "gzip"}) as reply:
        assert reply.status_code == 200 and reply.headers["content-encoding"] == "gzip", path
        size = sum(len(part) for part in reply.iter_raw())
    return size, survey.client.get(path).text


def test_the_first_visit_is_at_most_thirty_kilobytes(survey: Survey) -> None:
    with survey.database.write_session() as session:
        version = publish_seed_instrument(session, "test", "an_toan_tren_mang", NOW)
        ask_children(session, SLUG, version.id)
    page, text = on_the_wire(survey, f"/y-kien/{SLUG}")
    assets = {path: on_the_wire(survey, path)[0] for path in sorted(set(ASSET.findall(text)))}
    names = {path.split("/")[-1].split(".")[0] for path in assets}
    assert {"style", "steps", "exit", "listen", "mark"} <= names
    assert page + sum(assets.values()) <= MOST_BYTES, (page, assets)
    assert not re.search(r"https?://(?!www\.google\.com\.vn)", text)  # nothing from other hosts
