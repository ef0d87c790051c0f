"""B20: a child's words stand nowhere on the disk but sealed: 200 canaries here, 1,000 in the bench.

A real survey process; its data, its log, its error output and its temporary folder are searched, in every
spelling, also for words it refused, for words of a withdrawn answer, and after it was killed.
"""

from __future__ import annotations

import http.client
import random
import string
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.commands.own_words import CONTACT_FIELD
from db.engine import open_database
from db.models import Concern
from db.queries.opened_words import opened_concern
from db.settings import Settings
from tests.factories import TODAY
from tests.trust.deliveries import SLUG, surveys
from tests.trust.officers import QUESTION, Ceremony, ask_own_words, hold_ceremony, written
from tests.trust.traces import files_with, spellings

CANARIES = 200
BIRD = "qZwxKbjVyRgfPdhTnC"


@dataclass
class Told:
    """What the children wrote, and where it may have been left lying."""

    ceremony: Ceremony
    canaries: list[str]
    folders: list[Path]
    statuses: list[int] = field(default_factory=list)


def canary(chance: random.Random) -> str:
    """A word nobody else writes; letters only, so that no rule refuses it, and all begin alike."""
    return BIRD + "".join(chance.choices(string.ascii_letters, k=12))


def post(port: int, path: str, form: dict[str, Sequence[str]]) -> int:
    """Status of a posted form."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = urlencode([(name, value) for name, values in form.items() for value in values])
    connection.request("POST", path, body, {"content-type": "application/x-www-form-urlencoded"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def tell_canaries(settings: Settings, folder: Path, count: int = CANARIES, fault: str = "") -> Told:
    """Children write canaries to a real survey, in every way it can take or refuse them."""
    with closing(open_database(settings)) as database:
        ceremony, asked = hold_ceremony(database), ask_own_words(database)
    chance = random.Random(54)
    told = Told(ceremony, [canary(chance) for _ in range(count)], [settings.data_dir, folder])
    with surveys(settings, fault) as survey:
        for number, word in enumerate(told.canaries):
            told.statuses.append(post(survey.port, f"/y-kien/{SLUG}", way_of(asked, number, word)))
    return told


def way_of(asked, number: int, word: str) -> dict[str, Sequence[str]]:
    """One of eight forms that hold the word: as an answer, a contact, refused for one reason or another."""
    plain = written(asked, f"em {word} nhé")
    return (
        plain,
        written(asked, f"{word} em bị đánh"),
        written(asked, "", word),
        {**plain, QUESTION: [word * 90]},
        {**plain, QUESTION: [f"{word}\0"]},
        {**plain, "version": ["999"]},
        {**plain, "an_toan": [word]},
        {**plain, "token": [str(uuid4())], CONTACT_FIELD: [word * 20]},
    )[number % 8]


def left_lying(told: Told) -> dict[str, int]:
    """Files in which a canary stands."""
    return files_with(told.folders, spellings(BIRD))


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of the survey's process."""
    folder = tmp_path_factory.mktemp("outside")
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR", "HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder


def test_no_canary_stands_outside_the_sealed_column(
    sqlite_settings: Settings, outside: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = tell_canaries(sqlite_settings, outside)
    said = "".join(capfd.readouterr())
    assert {status: told.statuses.count(status) for status in (303, 422)} == {303: 75, 422: 125}
    assert left_lying(told) == {} and BIRD not in said
    with closing(open_database(sqlite_settings)) as database, database.read_session() as session:
        opened = [
            opened_concern(session, concern_id, told.ceremony.second.key, TODAY)
            for concern_id in session.scalars(select(Concern.id))
        ]
    texts = "".join(one.contact + "".join(text for _, _, text in one.texts) for one in opened)
    kept = [word for number, word in enumerate(told.canaries) if number % 8 < 3]
    assert len(opened) == 75 and all(word in texts for word in kept)  # 100 % sealed, 100 % queued


@pytest.mark.parametrize("fault", ["keep_own_words", "log_own_words"])
def test_control_words_that_are_kept_or_logged_are_found(
    sqlite_settings: Settings, outside: Path, capfd: pytest.CaptureFixture[str], fault: str
) -> None:
    told = tell_canaries(sqlite_settings, outside, 8, fault)
    said = "".join(capfd.readouterr())
    assert left_lying(told) or BIRD in said
