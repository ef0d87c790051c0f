"""What speaks for the two strategic targets that have no indicator?  Evidence, and no invented number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db.models import StrategicEvidence, StrategicTarget
from db.queries.moments import end_of
from db.rules.periods import REVIEWS


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One piece of evidence: who said or decided what, when, in which document, for which review."""

    id: int
    review_year: int
    happened_on: date
    issuer_vi: str
    document_vi: str
    text_vi: str
    link: str
    by_vi: str
    at: datetime
    sample: bool


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """One of the two targets in the Decision's own words, with its evidence, the newest first."""

    number: int
    wording_vi: str
    wording_en: str
    short_vi: str
    short_en: str
    review_years: tuple[int, ...]
    items: tuple[EvidenceItem, ...]


def evidence_cards(session: Session, as_of: date) -> tuple[EvidenceCard, ...]:
    """The two cards as known on a day; one query.

    Source: Decision 87, B.III 3.1; indicators.md §1.
    """
    own = StrategicEvidence.target_number == StrategicTarget.number
    known = and_(own, StrategicEvidence.at < end_of(as_of))
    rows = session.execute(
        select(StrategicTarget, StrategicEvidence)
        .outerjoin(StrategicEvidence, known)
        .order_by(StrategicTarget.number, StrategicEvidence.happened_on.desc(), StrategicEvidence.id.desc())
    )
    found: dict[int, list[EvidenceItem]] = defaultdict(list)
    targets: dict[int, StrategicTarget] = {}
    for target, evidence in rows:
        targets[target.number] = target
        if evidence is not None:
            found[target.number].append(_item(evidence))
    return tuple(_card(target, tuple(found[number])) for number, target in targets.items())


def _card(target: StrategicTarget, items: tuple[EvidenceItem, ...]) -> EvidenceCard:
    return EvidenceCard(
        number=target.number,
        wording_vi=target.wording_vi,
        wording_en=target.wording_en,
        short_vi=target.short_vi,
        short_en=target.short_en,
        review_years=tuple(sorted(REVIEWS)),
        items=items,
    )


def _item(row: StrategicEvidence) -> EvidenceItem:
    return EvidenceItem(
        id=row.id,
        review_year=row.review_year,
        happened_on=row.happened_on,
        issuer_vi=row.issuer_vi,
        document_vi=row.document_vi,
        text_vi=row.text_vi,
        link=row.link,
        by_vi=row.by_vi,
        at=row.at,
        sample=row.sample,
    )
