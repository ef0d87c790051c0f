"""Where does the page of children's opinions get what was asked, said and done?  A part of ``data``."""

from __future__ import annotations

from datetime import date

from dashboard import records
from dashboard.kept import kept
from db.queries import consultations as _consultations
from db.queries import voices as _voices
from db.queries.consultations import ConsultationCard, ReleaseCard
from db.queries.voices import Voices


def consultations() -> tuple[ConsultationCard, ...]:
    """Every consultation, newest first; not cached, because its state moves with the clock."""
    with records.reading() as session:
        return _consultations.consultations(session, records.now())


@kept(16)
def voices(version: int, slug: str, today: date) -> Voices:
    """What came of a consultation by today; its provinces may be as old as the last write of ours."""
    with records.reading() as session:
        return _voices.voices(session, slug, records.now())


@kept(16)
def release(version: int, slug: str) -> ReleaseCard | None:
    """The latest published tables of a consultation, already suppressed; None before the first."""
    with records.reading() as session:
        return _consultations.latest_release(session, slug)
