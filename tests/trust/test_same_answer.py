"""B26: the same answer, in bytes and in time, for a disclosing child and any other; all is queued."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import survey.endpoints.consultations as endpoint
from db.commands.submissions import Filled, record_submissions
from db.models import Concern, SealedItem, Submission
from db.queries.safeguarding import disclosure_words, waiting
from db.rules.disclosure_words import FIRST, order_class
from db.settings import Settings
from tests.factories import TODAY
from tests.survey.conftest import Survey, running
from tests.trust.officers import ask_own_words, hold_ceremony, written

DISCLOSING = "Chú em hay sờ vào người em, em sợ lắm, em không dám kể với ai, em muốn chết."
ORDINARY = "Em muốn sân trường có nhiều cây xanh hơn và giờ ra chơi dài hơn một chút ạ."
WAYS = {
    "disclosing": (DISCLOSING, ""),
    "calling": (DISCLOSING, "0912 345 678"),
    "other": (ORDINARY, ""),
    "none": ("", ""),
}
ROUNDS, MOST_MS = 15, 5
CODE = re.compile(rb"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}")


@pytest.fixture
def survey(sqlite_settings: Settings) -> Iterator[Survey]:
    """The survey on SQLite."""
    with running(sqlite_settings) as started:
        yield started


def answered(
    survey: Survey, asked, way: str, clock: Callable[[], float] = time.process_time
) -> tuple[bytes, float]:
    """Everything the browser is sent, without the slip's random code; and how long it was worked on, in ms.

    Not compressed: how well a page compresses hangs on the code, by a byte or two.  The processor's time, not
    the clock's, which tells more about the machine's other work; the bench measures by the clock.
    """
    text, contact = WAYS[way]
    survey.client.headers["accept-encoding"] = "identity"
    form = written(asked, text, contact)
    began = clock()
    posted = survey.client.post(f"/y-kien/{asked.slug}", data=form)
    page = survey.client.get(posted.headers["location"])
    took = 1_000 * (clock() - began)
    sent = b"".join(
        repr((one.status_code, sorted(one.headers.items()))).encode() + one.content for one in (posted, page)
    )
    assert posted.status_code == 303 and page.status_code == 200
    return CODE.sub(b"....-....", sent), took


def medians(
    survey: Survey, asked, rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    """The median time of each way, measured in turns; in ms."""
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            times[way].append(answered(survey, asked, way, clock)[1])
    return {way: median(took) for way, took in times.items()}


def difference(found: dict[str, float]) -> float:
    """The largest difference between the ways, in ms."""
    return max(found.values()) - min(found.values())


def test_every_child_gets_the_same_bytes(survey: Survey) -> None:
    hold_ceremony(survey.database)
    asked = ask_own_words(survey.database)
    assert order_class(DISCLOSING, disclosure_words()) == FIRST
    sent = {way: answered(survey, asked, way)[0] for way in WAYS}
    assert len(set(sent.values())) == 1, {way: len(content) for way, content in sent.items()}
    with survey.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == len(WAYS)
        for table in (Concern, SealedItem):  # 100 % of what was written is sealed, 100 % is queued
            assert session.scalar(select(func.count()).select_from(table)) == len(WAYS) - 1
        assert repr(waiting(session, TODAY)) == "Waiting(new=3, overdue=0, passages=0)"


def test_the_same_time_for_every_child(survey: Survey) -> None:
    hold_ceremony(survey.database)
    found = medians(survey, ask_own_words(survey.database), ROUNDS)
    assert difference(found) < MOST_MS, found


def test_control_a_form_that_thinks_about_what_it_reads_is_noticed(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def thinking(session: Session, arrived: Sequence[Filled]):
        texts = [text for one in arrived for text in one.form.get("y_kien", ())]
        if any(order_class(text, disclosure_words()) == FIRST for text in texts):
            until = time.process_time() + 0.012
            while time.process_time() < until:
                pass
        return record_submissions(session, arrived)

    monkeypatch.setattr(endpoint, "record_submissions", thinking)
    hold_ceremony(survey.database)
    assert difference(medians(survey, ask_own_words(survey.database), ROUNDS)) >= MOST_MS


def test_control_another_last_page_for_a_disclosing_child_is_noticed(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = endpoint.render

    def kind(visit, template, *args, **facts):
        with survey.database.read_session() as session:
            found = session.scalar(select(func.count()).select_from(Concern))
        return render(visit, template, *args, headers={"x-help": "111"} if found else None, **facts)

    hold_ceremony(survey.database)
    asked = ask_own_words(survey.database)
    monkeypatch.setattr(endpoint, "render", kind)
    assert answered(survey, asked, "none")[0] != answered(survey, asked, "disclosing")[0]
