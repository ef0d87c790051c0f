"""How does a consultation begin?  A form is frozen as a version, and its consultation is opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.audit import Audit, record
from db.models import Consultation, FormVersion, Instrument
from db.queries.consultations import definition_of
from db.queries.safeguarding_keys import check_may_ask
from db.rules.definition import ADULTS, CHILDREN, read_definition

# Which wording of the yes stands on the page: by whom the questionnaire asks.
ASSENT_VERSIONS = {CHILDREN: "2026-11", ADULTS: "2026-11-adults"}


def publish_form(
    session: Session,
    actor: str,
    slug: str,
    source: str | bytes,
    xform: str,
    definition: Mapping[str, object],
    now: datetime,
    source_name: str = "",
) -> FormVersion:
    """Freeze one version of an instrument; `source` as it was uploaded, or Markdown as text."""
    compiled = read_definition(definition)
    instrument = session.scalar(select(Instrument).where(Instrument.slug == slug))
    if instrument is None:
        instrument = Instrument(slug=slug, title_vi=compiled.title[:200])
        session.add(instrument)
        session.flush()
    last = session.scalar(
        select(func.max(FormVersion.number)).where(FormVersion.instrument_id == instrument.id)
    )
    text = json.dumps(definition, sort_keys=True, ensure_ascii=False)
    version = FormVersion(
        instrument_id=instrument.id,
        number=(last or 0) + 1,
        source=source.encode() if isinstance(source, str) else source,
        source_name=source_name or f"{slug}.md",
        xform=xform,
        definition=dict(definition),
        assent_version=ASSENT_VERSIONS[compiled.audience],
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published_at=now,
        published_by=actor,
    )
    session.add(version)
    session.flush()
    record(session, Audit(actor, "form_published", "form_version", str(version.id), now))
    return version


def open_consultation(session: Session, actor: str, consultation: Consultation, now: datetime) -> None:
    """Add a consultation; it takes answers from its opening to its closing moment.

    Raises: RuleError `free_text_needs_sealing` while nobody could read a child's own words safely.
    """
    check_may_ask(session, definition_of(session, consultation.form_version_id))
    session.add(consultation)
    session.flush()
    record(session, Audit(actor, "consultation_opened", "consultation", consultation.slug, now))
