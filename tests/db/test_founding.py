"""Does a new installation know Decision 87 word for word, and the published figures for what they are?"""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from db.base import Base
from db.cli_records import found_all
from db.engine import Database
from db.models import (
    Activity,
    Fact,
    FactEvidence,
    Measure,
    MeasureParams,
    PublishedFigure,
)
from db.queries.audit import audit_head
from db.queries.facts import facts_of, published_of, published_of_objective
from db.queries.places import provinces
from db.queries.progress import MeasureProgress, progress
from db.queries.strategy import measure, measures, phases, reviews, strategy
from db.rules.errors import RuleError
from db.seed import rows
from tests.factories import NOW, TODAY

# row of published_figures.csv -> what it became; written by hand (db/seed/README.md says why these seven).
FACTS = {
    51: ("1.3", 35, date(2023, 12, 21), "day"),
    53: ("1.3", 248, date(2023, 6, 13), "day"),
    54: ("2.2", 12, date(2024, 12, 31), "year"),
    60: ("1.3", 35, date(2024, 8, 8), "day"),
    62: ("8.1a", 20, date(2024, 12, 28), "day"),
    73: ("5.5", 1, date(2025, 11, 30), "month"),
    84: ("8.1a", 20, date(2023, 10, 7), "day"),
}


def counts(database: Database) -> dict[str, int]:
    with database.read_session() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_an_older_installation_gets_this_programs_explanations_once(database: Database) -> None:
    with database.write_session() as session:
        session.execute(text("UPDATE measures SET how_vi = 'Chỉ tiêu là 20 %.' WHERE code = '5.3'"))
    heads = []
    for _ in range(2):
        with database.write_session() as session:
            found_all(session, NOW)
        with database.read_session() as session:
            heads.append(audit_head(session))
            assert measure(session, "5.3").how_vi.startswith("Đếm sản phẩm")
    assert heads[0] == heads[1]


def test_the_whole_strategy_stands_in_the_decisions_order(database: Database) -> None:
    with database.read_session() as session:
        objectives = strategy(session)
    cards = [card for objective in objectives for card in objective.measures]
    assert [objective.number for objective in objectives] == list(range(1, 9))
    assert len(cards) == 28
    assert [card.ordinal for card in cards] == list(range(1, 29))
    assert len({card.activity_code for card in cards}) == 27
    assert [card.code for card in cards if card.activity_code == "8.1"] == ["8.1a", "8.1b"]
    assert all(
        card.code[0] == str(objective.number) for objective in objectives for card in objective.measures
    )


def test_every_word_of_the_decision_is_kept_exactly(database: Database) -> None:
    with database.read_session() as session:
        by_code = {card.code: card for card in measures(session)}
    for row in rows("strategy"):
        card = by_code[row["code"]]
        kept = (card.activity_vi, card.indicator_vi, card.target_vi)
        assert kept == (row["activity_vi"], row["indicator_vi"], row["target_vi"])


def test_corrections_stand_beside_the_wording(sqlite_database: Database) -> None:
    with sqlite_database.read_session() as session:
        partners = measure(session, "3.2")
    assert "AIHCR" in partners.activity_vi
    assert "AICHR" in partners.activity_shown_vi and "AIHCR" not in partners.activity_shown_vi


@pytest.mark.parametrize("column", ["wording_vi", "indicator_vi", "target_vi"])
def test_nobody_edits_the_decision(database: Database, column: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.write_session() as session:
        session.execute(text(f"UPDATE activities SET {column} = 'khác' WHERE code = '1.3'"))


def test_parameters_change_by_adding_a_row_and_the_past_keeps_its_own(database: Database) -> None:
    with database.write_session() as session:
        before = measure(session, "1.3").params
        new = {**before, "growth_pct": 25}
        session.add(MeasureParams(measure_code="1.3", params=new, recorded_at=NOW, recorded_by="t"))
    with database.read_session() as session:
        assert measure(session, "1.3").params == new
        old = {card.code: card for card in measures(session, NOW.replace(year=2025))}
        assert old["1.3"].params == before
        assert before["growth_pct"] == 20


def test_provinces_phases_and_reviews(sqlite_database: Database) -> None:
    with sqlite_database.read_session() as session:
        found = provinces(session)
        spans = [(phase.first_year, phase.last_year) for phase in phases(session)]
        assert [review.year for review in reviews(session)] == [2028, 2033]
        with pytest.raises(RuleError, match="unknown_measure"):
            measure(session, "9.9")
    assert len(found) == 34
    assert len({(row.tile_row, row.tile_col) for row in found}) == 34
    assert found[0].code == "01"  # text: a leading zero is part of the code
    assert [later[0] == earlier[1] for earlier, later in pairwise(spans)] == [True, True]


def test_every_table_of_the_seed_is_in(database: Database) -> None:
    found = counts(database)
    wanted = {
        "objectives": 8,
        "activities": 27,
        "measures": 28,
        "provinces": 34,
        "old_provinces": 63,
        "phases": 3,
        "reviews": 2,
        "published_figures": 98,
        "organisations": len(rows("organisations")),
        "facts": 7,
        "accounts": 0,
    }
    assert {name: found[name] for name in wanted} == wanted


def test_founding_again_changes_nothing_at_all(database: Database) -> None:
    before = counts(database)
    with database.write_session() as session:
        head = audit_head(session)
        found_all(session, NOW)
        assert audit_head(session) == head
    assert counts(database) == before


def test_exactly_the_attested_events_are_facts_each_with_its_figure(database: Database) -> None:
    with database.read_session() as session:
        pairs = session.execute(
            select(FactEvidence.published_figure_id, Fact).join(Fact, Fact.id == FactEvidence.fact_id)
        ).all()
    made = {row: (f.measure_code, f.value, f.event_on, f.event_precision) for row, f in pairs}
    assert made == FACTS
    assert all(fact.origin == "published" and fact.verified_by and not fact.sample for _, fact in pairs)
    assert {row for row, fact in pairs if not fact.partial} == {54}  # the one whole year


def test_a_published_fact_can_be_traced_to_its_words(sqlite_database: Database) -> None:
    with sqlite_database.read_session() as session:
        facts = facts_of(session, "1.3", 2023, TODAY)
        shown = {row.id: row for row in published_of(session, "1.3")}
    assert sorted(fact.value for fact in facts) == [35, 248]
    assert all(fact.source for fact in facts)
    assert {row for row, figure in shown.items() if figure.is_fact} == {51, 53, 60}
    figure = shown[53]
    assert figure.value == 248 and figure.quote_vi and figure.definition_vi and figure.source


def test_every_figure_is_shown_once_under_its_measure_or_its_objective(sqlite_database: Database) -> None:
    with sqlite_database.read_session() as session:
        shown = [row.id for card in measures(session) for row in published_of(session, card.code)]
        shown += [row.id for number in range(1, 9) for row in published_of_objective(session, number)]
    assert sorted(shown) == list(range(1, 99))


def by_code(database: Database, year: int, as_of: date) -> dict[str, MeasureProgress]:
    with database.read_session() as session:
        return {row.measure.code: row for row in progress(session, year, as_of)}


def test_published_figures_never_become_a_baseline(database: Database) -> None:
    """2024 knows one class of 35 people, 2023 two: neither is a year's count to grow from."""
    found = by_code(database, 2025, date(2025, 12, 31))
    assert dict(found["1.3"].years)[2024] == 35
    assert found["1.3"].evaluation.target is None
    assert found["2.2"].evaluation.actual is None  # twelve comments are not twelve invented requests


def test_measures_name_their_parameters_as_the_seed_does(sqlite_database: Database) -> None:
    with sqlite_database.read_session() as session:
        kept = {card.code: (card.kind, dict(card.params)) for card in measures(session)}
        assert session.scalar(select(func.count()).select_from(Activity)) == 27
        assert session.scalar(select(func.count()).select_from(Measure)) == 28
        assert session.scalar(select(func.count()).select_from(PublishedFigure)) == 98
    assert kept == {row["code"]: (row["kind"], json.loads(row["params"])) for row in rows("measures")}
