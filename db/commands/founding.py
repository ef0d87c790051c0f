"""What does a new installation know?  Decision 87, the provinces, the attested organisations, and the
figures others have published.

Each load is one act of its own and does nothing when its rows are there: a second start changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.base import Base
from db.commands.audit import Audit, record
from db.commands.published import ACTOR, cited, published_figures
from db.models import (
    Activity,
    Measure,
    MeasureParams,
    Objective,
    OldProvince,
    Organisation,
    Phase,
    Province,
    PublishedFigure,
    Review,
    StrategicTarget,
)
from db.seed import rows

EXPLAINED = ("how_vi", "note_vi", "how_en", "note_en")


def found(session: Session, now: datetime) -> None:
    """Load everything a new installation starts with; what is there already stays untouched.

    But for how a measure is explained: these are this program's words, no record of the Association, and
    they have to fit what the program says beside them.
    """
    for name, table, load in LOADS:
        if session.scalar(select(func.count()).select_from(table)):
            continue
        session.add_all(load(now))
        record(session, Audit(ACTOR, "loaded", "table", name, now))
    if _explained_anew(session):
        record(session, Audit(ACTOR, "loaded", "table", "measures", now))


def _explained_anew(session: Session) -> bool:
    """Give the measures this program's explanations; whether any of them said something else before."""
    known = {measure.code: measure for measure in session.scalars(select(Measure))}
    for row in rows("measures"):
        for name in EXPLAINED:
            setattr(known[row["code"]], name, row[name])
    return any(session.is_modified(measure) for measure in known.values())


def _objectives(_now: datetime) -> list[Base]:
    names = ("wording_vi", "wording_en", "title_vi", "title_en", "short_vi", "short_en")
    return [
        Objective(number=int(row["number"]), **{name: row[name] for name in names})
        for row in rows("objectives")
    ]


def _activities(_now: datetime) -> list[Base]:
    """27 activities: indicator 8.1 stands in two rows of the table, for its two measures."""
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
            target_en=row["target_en"],
        )
    return list(found.values())


def _measures(now: datetime) -> list[Base]:
    names = ("code", "activity_code", "short_vi", "short_en", "unit_vi", "unit_en", "kind", "source")
    names += (
        *EXPLAINED,
        "display_activity_vi",
        "display_indicator_vi",
        "display_target_vi",
    )
    made: list[Base] = []
    for row in rows("measures"):
        made.append(
            Measure(
                ordinal=int(row["ordinal"]),
                across_periods=row["across_periods"] or "none",
                qualitative=row["qualitative"] == "yes",
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


def _strategic_targets(_now: datetime) -> list[Base]:
    names = ("wording_vi", "wording_en", "short_vi", "short_en")
    return [
        StrategicTarget(number=int(row["number"]), **{name: row[name] for name in names})
        for row in rows("strategic_targets")
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


Load = Callable[[datetime], list[Base]]
LOADS: tuple[tuple[str, type[Base], Load], ...] = (
    ("objectives", Objective, _objectives),
    ("activities", Activity, _activities),
    ("measures", Measure, _measures),
    ("measure_params", MeasureParams, _params),
    ("phases", Phase, _phases),
    ("reviews", Review, _reviews),
    ("strategic_targets", StrategicTarget, _strategic_targets),
    ("provinces", Province, _provinces),
    ("old_provinces", OldProvince, _old_provinces),
    ("organisations", Organisation, _organisations),
    ("published_figures", PublishedFigure, published_figures),
)
