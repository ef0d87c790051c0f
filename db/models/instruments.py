"""Questionnaires on the staff desk: uploaded and not yet published, published and no longer offered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Json, UtcDateTime, one_of

VERSION_ACTS = ("retire", "restore")


class FormDraft(Base):
    """A questionnaire that was uploaded and converted, and waits to be published; one for an instrument.

    `slug` is the instrument's, which need not exist before its first publication; `notes` are what was
    mended and noticed.  A new upload replaces it, a publication or somebody's wish removes it.
    """

    __tablename__ = "form_drafts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    source: Mapped[bytes] = mapped_column(LargeBinary)
    source_name: Mapped[str] = mapped_column(String(120))
    xform: Mapped[str] = mapped_column(Text)
    definition: Mapped[dict[str, Any]] = mapped_column(Json)
    notes: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by: Mapped[str] = mapped_column(String(80))


class FormEvent(Base):
    """What happened to a version after its publication; its state is the fold over these."""

    __tablename__ = "form_events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"), index=True)
    act: Mapped[str] = mapped_column(one_of("act", VERSION_ACTS))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
