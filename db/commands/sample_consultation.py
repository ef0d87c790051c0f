"""What does a newcomer's first consultation look like?  A real subject, open, with labelled sample answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session


def load_sample_consultation(session: Session, secret: bytes, now: datetime) -> None:
    """Publish the seed instrument, open its consultation, add sample answers and their first release."""
