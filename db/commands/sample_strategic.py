"""What speaks, in the sample, for the two strategic targets that have no indicator?

Written down the way staff do it, on the day its row names.  Run after the sample accounts.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from db.commands.sample import WRITTEN_FOR, Shift
from db.commands.sample_reports import sample_person
from db.commands.strategic_evidence import add_evidence
from db.seed import rows

WORDS = {"issuer": "issuer_vi", "document": "document_vi", "text": "text_vi", "review_year": "review_year"}


def load_sample_evidence(session: Session, now: datetime) -> None:
    """Write the sample's evidence down; what would lie in the future is left out."""
    shift = Shift(now.year - WRITTEN_FOR, now)
    for row in rows("sample/sample_evidence"):
        happened_on, kept_on = shift.day(row["happened_on"]), shift.day(row["kept_on"])
        if happened_on is None or kept_on is None:
            continue
        at = shift.noon(kept_on)
        person, _ = sample_person(session, row["account"], at)
        form = {field: [row[column]] for field, column in WORDS.items()}
        form |= {"token": [str(uuid4())], "happened_on": [f"{happened_on:%d/%m/%Y}"], "link": [""]}
        add_evidence(session, person, int(row["target"]), form, at)
