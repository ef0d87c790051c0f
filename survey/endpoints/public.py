"""What may anybody read?  Open consultations and what was published of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.responses import Response

from db.queries.consultations import ReleaseCard, ReleasedTable, consultation, consultations, latest_release
from db.rules.errors import RuleError
from survey.pages import render
from survey.text import TEXT, say
from survey.visit import Visit

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def slug_of(visit: Visit) -> str:
    """The consultation's name in the address.

    Raises: RuleError `unknown_consultation` for what no name of ours looks like (NUL, capitals, …).
    """
    slug = visit.part("slug")
    if not _SLUG.fullmatch(slug):
        raise RuleError("unknown_consultation")
    return slug


async def get_home(visit: Visit) -> Response:
    """The consultations: open ones to answer, the others to read."""
    now = visit.service.now()
    cards = await visit.service.read(lambda session: consultations(session, now))
    open_now = [card for card in cards if card.state == "open"]
    others = [card for card in cards if card.state != "open"]
    return render(visit, "home.html", open_now=open_now, others=others)


@dataclass(frozen=True, slots=True)
class PublishedQuestion:
    """One question's tables: everybody's, then by each grouping."""

    label_vi: str
    whole: ReleasedTable
    parts: tuple[ReleasedTable, ...]


async def get_results(visit: Visit) -> Response:
    """What was published of a consultation; a friendly sentence before the first release."""
    slug, now = slug_of(visit), visit.service.now()
    card, release = await visit.service.read(
        lambda session: (consultation(session, slug, now), latest_release(session, slug))
    )
    questions = published_questions(release) if release else ()
    return render(visit, "results.html", card=card, release=release, questions=questions, by_words=by_words)


def by_words(table: ReleasedTable) -> str:
    """How a breakdown is called; an unforeseen grouping goes by its question."""
    return TEXT.get(f"results.by.{table.by}") or say("results.by", group=table.by_label_vi)


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
