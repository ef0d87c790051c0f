"""How do released passages stand in these tests?"""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Concern, Consultation, Passage
from tests.factories import NOW, TODAY


def make_passage(
    session: Session, slug: str, text: str = "Em muốn được hỏi.", state: str = "released", region: str = ""
) -> UUID:
    """A passage as if two officers had let it out (or had not yet)."""
    asked = session.scalars(select(Consultation.id).where(Consultation.slug == slug)).one()
    concern = Concern(
        id=uuid4(), consultation_id=asked, received_on=TODAY, state="closed", closed_on=TODAY, erased_on=TODAY
    )
    session.add(concern)
    session.flush()
    passage = Passage(
        id=uuid4(),
        concern_id=concern.id,
        consultation_id=asked,
        question="y_kien",
        age_band="t11_13",
        region_vi=region,
        text_vi=text if state == "released" else "",
        state=state,
        proposed_at=NOW,
        proposed_by="mot",
        decided_at=NOW,
        decided_by="hai",
    )
    session.add(passage)
    session.flush()
    return passage.id
