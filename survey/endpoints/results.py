"""What did the children say, what became of it, were they told?  One page for readers of eleven years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy.orm import Session
from starlette.responses import Response

from db.queries.consultation_forms import consultation_form
from db.queries.consultations import (
    ReleaseCard,
    ReleasedRow,
    ReleasedTable,
    form_definition,
    latest_release,
)
from db.queries.step_records import TellingRow
from db.queries.voices import Voices, voices
from db.rules.definition import Definition
from survey.child_pages import ENGLISH, ON_PAPER, asked_in, spoken
from survey.endpoints.public import slug_of
from survey.released_words import released_words
from survey.text import TEXT
from survey.text_results_en import CHANNELS_EN
from survey.visit import Visit

# Key of the words and anchor of each of the four columns.
ANCHORS: Final[Mapping[str, str]] = {
    "kq.said": "cac-em-noi",
    "kq.did": "hoi-lam",
    "kq.answered": "co-quan",
    "kq.told": "bao-lai",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four parts of the page, and whether it is finished."""

    key: str
    anchor: str
    done: bool


@dataclass(frozen=True, slots=True)
class PublishedQuestion:
    """One question's tables: everybody's, then by each grouping."""

    label_vi: str
    whole: ReleasedTable
    parts: tuple[ReleasedTable, ...]


async def get_results(visit: Visit) -> Response:
    """What was published of a consultation, and the four steps; friendly sentences where one is to come."""
    slug, now, language = slug_of(visit), visit.service.now(), asked_in(visit)

    def query(session: Session) -> tuple[Voices, ReleaseCard | None, Definition]:
        found = voices(session, slug, now)
        return found, latest_release(session, slug), form_definition(session, found.card.version_id)

    found, release, asked = await visit.service.read(query)
    return spoken(
        visit,
        "results.html",
        audience=asked.audience,
        found=found,
        card=found.card,
        release=release,
        questions=published_questions(release) if release else (),
        parts=parts_of(found),
        next_words=next_words(found),
        on_paper=ON_PAPER in visit.request.query_params,
        by_key=by_key,
        hidden=hidden,
        how=lambda telling: how_told(telling, language),
        there=released_words(asked, language),
    )


def parts_of(found: Voices) -> tuple[Part, ...]:
    """The four parts with what is finished; the children were heard once the consultation is closed."""
    records = found.records
    done = (
        found.closed_on is not None,
        records.sent_on is not None,
        records.reply_on is not None,
        bool(records.tellings),
    )
    return tuple(Part(key, anchor, one) for (key, anchor), one in zip(ANCHORS.items(), done, strict=True))


def newest_part(replied: bool, told: bool) -> str:
    """The anchor of what a child who comes back wants to see first."""
    if told:
        return ANCHORS["kq.told"]
    return ANCHORS["kq.answered"] if replied else ANCHORS["kq.said"]


def next_words(found: Voices) -> str:
    """What happens next, as the end of a key."""
    records = found.records
    if records.tellings:
        return "told"
    if records.reply_on is not None:
        return "replied"
    if records.sent_on is not None:
        return "sent"
    return "closed" if found.closed_on is not None else "open"


def by_key(table: ReleasedTable) -> str:
    """The key of what a breakdown is called; an unforeseen grouping goes by its question."""
    own = f"results.by.{table.by}"
    return own if own in TEXT else "results.by"


def hidden(row: ReleasedRow) -> bool:
    """Whether a whole group is hidden: one sentence instead of the same one in every cell."""
    return {cell.shown for cell in row.cells} == {row.base_shown}


def how_told(telling: TellingRow, language: str) -> str:
    """By which ways the children were told."""
    labels = CHANNELS_EN if language == ENGLISH else _channels()
    return ", ".join(labels.get(code, code).lower() for code in telling.channels)


@cache
def _channels() -> Mapping[str, str]:
    field = consultation_form("tell_children").field("channels")
    return dict(field.choices) if field else {}


def published_questions(release: ReleaseCard) -> tuple[PublishedQuestion, ...]:
    """The release's tables by question, in the order they were asked."""
    wholes = [table for table in release.tables if table.by is None]
    return tuple(
        PublishedQuestion(
            whole.label_vi,
            whole,
            tuple(t for t in release.tables if t.question == whole.question and t.by and t.rows),
        )
        for whole in wholes
    )
