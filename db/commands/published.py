"""What have others published about the Association?  98 figures with their words, and the few facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.base import Base
from db.commands.audit import Audit, record
from db.models import Fact, FactEvidence, Organisation, PublishedFigure
from db.seed import rows

ACTOR = "founding"
FOUNDING_DOCUMENTS = {
    "Seed 000": "treemviet.vn, “Kết nối các tổ chức, cá nhân vì trẻ em trong Mạng bảo vệ quyền trẻ em”",
    "Seed 001": "“Mạng lưới Tổ chức An toàn cho trẻ em họp mặt đầu năm” (17/01/2013)",
    "Seed 002": "“Dự án Tăng cường năng lực các tổ chức xã hội về quản trị quyền trẻ em” (2019–2021)",
    "Seed 003": "treemviet.vn, “Đối tác chiến lược: Nâng tầm hợp tác mới” (31/5/2023)",
    "Seed 004": "Quyết định 87/QĐ-HBVQTE ngày 01/6/2023 (Chiến lược Phát triển Hội đến năm 2035)",
}


def cited(source: str) -> str:
    """A source as a reader may quote it; our numbering of the founding documents says nothing to them."""
    number, dash, title = source.partition(" – ")
    if number in FOUNDING_DOCUMENTS:
        return title if dash else FOUNDING_DOCUMENTS[number]
    return source


def published_figures(_now: datetime) -> list[Base]:
    """The 98 figures as records, each with the measure it speaks of and what precisely it counted."""
    links = {int(row["row"]): row for row in rows("published_links")}
    made: list[Base] = []
    for number, row in enumerate(rows("published_figures"), start=1):
        link = links[number]
        made.append(
            PublishedFigure(
                id=number,
                objective_number=int(row["objective"]),
                measure_code=link["measure"] or None,
                relation=link["relation"],
                indicator_vi=row["indicator"],
                definition_vi=link["definition_vi"],
                year=int(row["year"]) if row["year"] else None,
                period_vi=row["period"],
                value=int(row["value"]),
                unit_vi=row["unit"],
                qualifier_vi=row["qualifier"],
                organisation_vi=row["org"],
                source=cited(row["source_url_or_title"]),
                quote_vi=row["quote_vi"],
                note_vi=row["note"],
            )
        )
    return made


def load_published_facts(session: Session, now: datetime) -> None:
    """Enter the published figures that are true, dated events of one measure as verified facts.

    They know the event's own day; they are verified on the day of the event's end, when the source was
    already public, so that past pages show them too.
    """
    if session.scalar(select(func.count()).select_from(FactEvidence)):
        return
    units = {name: number for number, name in session.execute(select(Organisation.id, Organisation.name_vi))}
    for link in rows("published_links"):
        if link["as_fact"] == "yes":
            _enter_fact(session, link, units, now)
    record(session, Audit(ACTOR, "loaded", "table", "published_facts", now))


def _enter_fact(session: Session, link: dict[str, str], units: dict[str, int], now: datetime) -> None:
    row = rows("published_figures")[int(link["row"]) - 1]
    known = datetime.combine(date.fromisoformat(link["event_to"] or link["event_on"]), time(12), UTC)
    fact = Fact(
        measure_code=link["measure"],
        value=int(link["fact_value"]),
        event_on=date.fromisoformat(link["event_on"]),
        event_precision=link["date_precision"],
        organisation_id=units.get(link["organisation"]),
        province_code=link["province_code"] or None,
        origin="published",
        partial=link["full_year"] != "yes",
        title=row["indicator"][:200],
        recorded_at=min(now, known),
        verified_at=min(now, known),
        verified_by=ACTOR,
    )
    session.add(fact)
    session.flush()
    session.add(FactEvidence(fact_id=fact.id, published_figure_id=int(link["row"])))
