"""Measures as the progress query hands them out, made with the real target engine and no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from db.queries.progress import MeasureProgress, years_shown
from db.queries.strategy import MeasureCard, ObjectiveCard
from db.rules.targets import evaluate

AS_OF = date(2026, 9, 30)
GROWTH = {"growth_pct": 20, "lag_days": 0}


def make_card(
    code: str = "5.3", kind: str = "growth_pct", unit: str = "sản phẩm", **given: object
) -> MeasureCard:
    """A measure's card; only what charts and words look at is filled in."""
    texts = dict.fromkeys(MeasureCard.__slots__, "")
    facts = {"code": code, "kind": kind, "unit_vi": unit, "source": "member", "short_vi": f"Chỉ số {code}"}
    numbers = {"objective_number": int(code[0]), "ordinal": 1, "qualitative": False, "params": {}}
    return MeasureCard(**{**texts, **facts, **numbers, **given})  # type: ignore[arg-type]


def make_row(
    code: str = "5.3",
    kind: str = "growth_pct",
    history: Mapping[str, object] | None = None,
    *,
    params: Mapping[str, object] | None = None,
    unit: str = "sản phẩm",
    plan: object = None,
    requests: Sequence[Mapping[str, object]] = (),
    waiting: int | None = 0,
    year: int = 2026,
    as_of: date = AS_OF,
) -> MeasureProgress:
    """One measure of a year, judged by the engine itself."""
    given = GROWTH if params is None and kind == "growth_pct" else params or {}
    known = history or {}
    return MeasureProgress(
        measure=make_card(code, kind, unit, params=given),
        year=year,
        as_of=as_of,
        evaluation=evaluate(kind, given, known, year, as_of, plan, requests),
        waiting=waiting,
        years=tuple((y, known.get(str(y))) for y in years_shown(year)),  # type: ignore[misc]
        sample=False,
    )


def make_objective(number: int, *codes: str) -> ObjectiveCard:
    """An objective's card."""
    short = "Truyền thông, tư vấn, hướng dẫn"
    return ObjectiveCard(number, short, short, short, short, short, short, "", tuple(map(make_card, codes)))


REQUESTS = (
    {"received": "2026-01-05", "due": "2026-01-20", "answered": "2026-01-19", "doc_no": "1"},
    {"received": "2026-02-05", "due": "2026-02-20", "answered": "2026-02-19", "doc_no": "2"},
    {"received": "2026-03-05", "due": "2026-03-20", "answered": "2026-03-19", "doc_no": "3"},
    {"received": "2026-04-05", "due": "2026-04-20"},
    {"received": "2026-09-25", "due": "2026-10-10"},
)


def one_of_each_kind() -> tuple[MeasureProgress, ...]:
    """A year in which every kind and every shape of a bar occurs, as objective 5."""
    return (
        make_row("5.1", history={"2025": 31, "2026": 30}, waiting=4),
        make_row("5.2", "annual_plan", {"2026": 2480}, plan=6000, unit="cha mẹ"),
        make_row(
            "5.3",
            "increase",
            {"2025": 10_130_000_000, "2026": 5_840_000_000},
            params={"measure": "amount"},
            unit="đồng",
        ),
        make_row(
            "5.4", "all_requests", requests=REQUESTS, params={"due_days": 15}, unit="yêu cầu", waiting=None
        ),
        make_row(
            "5.5",
            "periodic",
            requests=[{"period": "2026-H1", "done": "2026-07-13", "verified": True}],
            params={"periods_per_year": 2},
            unit="kỳ",
            waiting=None,
        ),
        make_row("5.6", history={"2025": 10, "2026": 40}),
        make_row("5.7", history={"2025": 4}),
        make_row("5.8", history={"2026": 9}),
        make_row(
            "5.9", "all_requests", params={"ledger_confirmed_to": "2026-09-15"}, unit="yêu cầu", waiting=None
        ),
    )
