"""What proves a record: files of its report, or the address of a published figure?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import EvidenceFile, FactEvidence, PublishedFigure


def file_counts(session: Session, reports: Collection[UUID]) -> Mapping[UUID | None, int]:
    """How many files prove each report; those taken away do not.  0 for any other."""
    query = (
        select(EvidenceFile.report_id, func.count())
        .where(EvidenceFile.report_id.in_(reports), EvidenceFile.removed_at.is_(None))
        .group_by(EvidenceFile.report_id)
    )
    rows = session.execute(query) if reports else ()
    return defaultdict(int, {report_id: int(count) for report_id, count in rows})


def published_sources(session: Session, facts: Collection[int]) -> Mapping[int, str]:
    """Where each of these facts was published; absent where it was not."""
    query = select(FactEvidence.fact_id, PublishedFigure.source).where(FactEvidence.fact_id.in_(facts))
    query = query.join(PublishedFigure, PublishedFigure.id == FactEvidence.published_figure_id)
    rows = session.execute(query.order_by(PublishedFigure.id)) if facts else ()
    return {fact_id: source for fact_id, source in rows}
