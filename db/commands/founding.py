"""What does a new installation know?  Decision 87, the provinces, the attested organisations, and the
figures others have published.

Each load is one act of its own and does nothing when its rows are there: a second start changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.base import Base
from db.commands.audit import Audit, record
from db.models import (
    Activity,
    Fact,
    FactEvidence,
    Measure,
    MeasureParams,
    Objective,
    OldProvince,
    Organisation,
    Phase,
    Province,
    PublishedFigure,
    Review,
)
from db.seed import rows

ACTOR = "founding"
FOUNDING_DOCUMENTS = {
    "Seed 000": "treemviet.vn, “Kết nối các tổ chức, cá nhân vì trẻ em trong Mạng bảo vệ quyền trẻ em (CRnet)”",
    "Seed 001": "“Mạng lưới Tổ chức An toàn cho trẻ em họp mặt đầu năm” (17/01/2013)",
    "Seed 002": "“Dự án Tăng cường năng lực các tổ chức xã hội về quản trị quyền trẻ em – Giai đoạn 2” (2019–2021)",
    "Seed 003": "treemviet.vn, “Đối tác chiến lược: Nâng tầm hợp tác mới” (31/5/2023)",
    "Seed 004": "Quyết định 87/QĐ-HBVQTE ngày 01/6/2023 (Chiến lược Phát triển Hội đến năm 2035)",
}


def found(session: Session, now: datetime) -> None:
    """Load everything a new installation starts with; what is there already stays untouched."""
    for name, table, load in LOADS:
        if session.scalar(select(func.count()).select_from(table)):
            continue
        session.add_all(load(now))
        record(session, Audit(ACTOR, "loaded", "table", name, now))


def _objectives(_now: datetime) -> list[Base]:
    names = ("wording_vi", "wording_en", "title_vi", "title_en", "short_vi", "short_en", "owner_vi")
    return [
        Objective(number=int(row["number"]), **{name: row[name] for name in names})
        for row in rows("objectives")
    ]


def _activities(_now: datetime) -> list[Base]:
    """27 activities: indicator 8.1 stands in two rows of the table, for its two measures."""
    shown = {row["activity_code"]: row for row in rows("measures")}
    found: dict[str, Activity] = {}
    for row in rows("strategy"):
        code = row["code"].rstrip("ab")
        found[code] = Activity(
            code=code,
            objective_number=int(code[0]),
            wording_vi=row["activity_vi"],
            wording_en=row["activity_en"],
            indicator_vi=row["indicator_vi"],
            indicator_en=row["indicator_en"],
            target_vi=row["target_vi"],
            display_vi=shown[code]["display_activity_vi"],
            display_indicator_vi=shown[code]["display_indicator_vi"],
            display_target_vi=shown[code]["display_target_vi"],
        )
    return list(found.values())


def _measures(now: datetime) -> list[Base]:
    names = ("code", "activity_code", "short_vi", "short_en", "unit_vi", "unit_en", "kind", "source")
    made: list[Base] = []
    for row in rows("measures"):
        made.append(
            Measure(
                ordinal=int(row["ordinal"]),
                across_periods=row["across_periods"] or "none",
                qualitative=row["qualitative"] == "yes",
                how_vi=row["how_vi"],
                note_vi=row["note_vi"],
                **{name: row[name] for name in names},
            )
        )
    return made


def _params(_now: datetime) -> list[Base]:
    """Parameters hold since the Decision: any as-of of the strategy's life finds them."""
    decided = datetime(2023, 6, 1, tzinfo=UTC)
    return [
        MeasureParams(
            measure_code=row["code"],
            params=json.loads(row["params"]),
            recorded_at=decided,
            recorded_by=ACTOR,
            reason="87/QĐ-HBVQTE",
        )
        for row in rows("measures")
    ]


def _phases(_now: datetime) -> list[Base]:
    return [
        Phase(
            ordinal=int(row["number"]),
            first_year=int(row["from_year"]),
            last_year=int(row["to_year"]),
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            wording_vi=row["wording_vi"],
            wording_en=row["wording_en"],
        )
        for row in rows("phases")
    ]


def _reviews(_now: datetime) -> list[Base]:
    return [
        Review(
            year=int(row["year"]),
            closes_phase=int(row["closes_phase"]),
            name_vi=row["name_vi"],
            name_en=row["name_en"],
        )
        for row in rows("reviews")
    ]


def _provinces(_now: datetime) -> list[Base]:
    names = ("code", "name_vi", "short_vi", "name_en", "kind", "region_vi")
    return [
        Province(
            tile_row=int(row["tile_row"]),
            tile_col=int(row["tile_col"]),
            **{name: row[name] for name in names},
        )
        for row in rows("provinces")
    ]


def _old_provinces(_now: datetime) -> list[Base]:
    return [
        OldProvince(
            code=row["old_code"],
            name_vi=row["old_name_vi"],
            became_code=row["new_code"],
            valid_to=date.fromisoformat(row["valid_to_old"]),
        )
        for row in rows("provinces_63_to_34")
    ]


def organisation_of(row: dict[str, str], *, sample: bool) -> Organisation:
    """An organisation from a row of the attested or the sample table."""
    return Organisation(
        name_vi=row["name_vi"],
        kind=row["type"],
        province_code=row["province_code_now"] or None,
        old_province_vi=row["province_before_2025_07"],
        network=row["network"],
        attested=row["status"],
        source=cited(row["source"]),
        sample=sample,
    )


def _organisations(_now: datetime) -> list[Base]:
    return [organisation_of(row, sample=False) for row in rows("organisations")]


def cited(source: str) -> str:
    """A source as a reader may quote it: our numbering of the five founding documents says nothing to them."""
    number, dash, title = source.partition(" – ")
    if number in FOUNDING_DOCUMENTS:
        return title if dash else FOUNDING_DOCUMENTS[number]
    return source


def _published(_now: datetime) -> list[Base]:
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


Load = Callable[[datetime], list[Base]]
LOADS: tuple[tuple[str, type[Base], Load], ...] = (
    ("objectives", Objective, _objectives),
    ("activities", Activity, _activities),
    ("measures", Measure, _measures),
    ("measure_params", MeasureParams, _params),
    ("phases", Phase, _phases),
    ("reviews", Review, _reviews),
    ("provinces", Province, _provinces),
    ("old_provinces", OldProvince, _old_provinces),
    ("organisations", Organisation, _organisations),
    ("published_figures", PublishedFigure, _published),
)
