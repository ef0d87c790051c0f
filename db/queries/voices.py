"""What did children say in a consultation, what came of it, and were they told?  For every public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Consultation
from db.queries.codes import Codes, QuoteRow, ThemeCount, quote_rows, theme_counts
from db.queries.consultations import ConsultationCard, card_of, counted, definition_of
from db.queries.consulting_desk import provinces_counted
from db.queries.moments import day_of
from db.queries.step_records import StepRecords, records_of
from db.rules.coding import QUOTES_LEAST
from db.rules.consultation import FEEDBACK_DAYS, UNANNOUNCED, days_to_feedback, feedback_reminder
from db.rules.errors import RuleError
from db.rules.suppression import POLICY, Cell

FEW = POLICY.word("below")  # so few answers that even where they came from is not told


@dataclass(frozen=True, slots=True)
class Voices:
    """One consultation in its four steps, as anybody may see it.

    Units:  `days` from closing until the children were first told, or until today; `provinces_n` is 0 while
            fewer than ten answered.
    None:   `closed_on`, `days` and `due_on`, the day by which to tell, while it is open.
    """

    card: ConsultationCard
    document_vi: str
    methods: tuple[str, ...]
    provinces_n: int
    records: StepRecords
    closed_on: date | None
    days: int | None
    due_on: date | None
    reminder: str
    themes: tuple[ThemeCount, ...]
    passages: Cell
    quotes: tuple[QuoteRow, ...]


def voices(session: Session, slug: str, now: datetime) -> Voices:
    """What a page shows beside the released tables; three queries, two more for the form of the first quotes.

    Raises: RuleError `unknown_consultation` for what was never announced.
    """
    row, card, provinces_n = _announced(session, slug, now)
    records, today = records_of(session, row), day_of(now)
    closed_on = day_of(row.closes_at) if row.closes_at and row.closes_at <= now else None
    codes = Codes(session, row.id)
    themes, passages = theme_counts(codes)
    enough = len(codes.quotes) >= QUOTES_LEAST
    return Voices(
        card=card,
        document_vi=row.document_vi,
        methods=tuple(row.methods),
        provinces_n=0 if card.responses_shown == FEW else provinces_n,
        records=records,
        closed_on=closed_on,
        days=None if closed_on is None else days_to_feedback(closed_on, records.told_on, today),
        due_on=closed_on and closed_on + timedelta(days=FEEDBACK_DAYS),
        reminder=feedback_reminder(closed_on, records.told_on, today),
        themes=themes,
        passages=passages,
        quotes=quote_rows(codes, definition_of(session, row.form_version_id)) if enough else (),
    )


def _announced(session: Session, slug: str, now: datetime) -> tuple[Consultation, ConsultationCard, int]:
    """The consultation, its card, and from how many provinces answers came; one query."""
    query = select(Consultation, counted().label("n"), provinces_counted().label("provinces_n"))
    row = session.execute(query.where(Consultation.slug == slug)).first()
    if row is None or row.Consultation.state in UNANNOUNCED:
        raise RuleError("unknown_consultation")
    return row.Consultation, card_of(row.Consultation, row.n, now), row.provinces_n
