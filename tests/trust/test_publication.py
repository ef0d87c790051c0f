"""Nobody's answer can be worked out from what is published, one release or all upon each other (B22, B23)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from db.commands.releases import release_tables
from db.engine import Database
from db.models import Consultation, Release, Response, Submission
from db.queries.consultations import latest_release
from tests.factories import NOW, TODAY, make_consultation
from tests.trust.insider import (
    AGES,
    EVERYBODY,
    HABITS,
    REGIONS,
    SEXES,
    Child,
    Known,
    Span,
    certain,
    children,
    counts,
)

QUESTIONS = ("nhom_tuoi", "gioi_tinh", "tinh", "an_toan")
OPTIONS = ("co", "khong", "khong_ro")
COUNT, RELEASES = 600, 12
GROUPS = {None: (EVERYBODY,), "nhom_tuoi": AGES, "gioi_tinh": SEXES, "vung": REGIONS}
REGION_VI = {
    "p01": "Đồng bằng sông Hồng",
    "p48": "Duyên hải Nam Trung Bộ và Tây Nguyên",
    "p79": "Đông Nam Bộ",
}
WORDS: dict[str, Callable[[int], Span]] = {
    "dưới 10": lambda base: (0, 9),
    "gần như tất cả": lambda base: (base - 9, base),
    "ẩn vì dưới 10 trẻ em": lambda base: (0, base),
    "ẩn để giữ kín câu trả lời": lambda base: (0, base),
}


def send(database: Database, asked: Consultation, found: Sequence[Child]) -> None:
    """The children's answers, as the form leaves them."""
    with database.write_session() as session:
        tokens = [uuid4() for _ in found]
        common = {"consultation_id": asked.id, "form_version_id": asked.form_version_id, "received_on": TODAY}
        rows = [{**common, "token": token, "slip": token.hex[:12], "content_hash": ""} for token in tokens]
        session.execute(insert(Submission), rows)
        answers = [
            {"token": token, "question": question, "value": value}
            for token, child in zip(tokens, found, strict=True)
            for question, value in zip(
                ("nhom_tuoi", "gioi_tinh", "tinh", "an_toan"),
                (*child.who, OPTIONS[child.answer]),
                strict=True,
            )
        ]
        session.execute(insert(Response), answers)


def published(database: Database, batch: int, so_far: Sequence[Child]) -> Iterator[Known]:
    """What the newest release says of the question, as ranges of true counts."""
    with database.read_session() as session:
        release = latest_release(session, "an-toan-tren-mang")
        kept = session.scalars(select(Release).order_by(Release.number.desc())).first()
    assert release is not None and kept is not None
    stands = kept.counts["an_toan"][0] != len(so_far)  # an earlier table, taken as evidence when it was new
    tables = [
        table for table in release.tables if table.question == "an_toan" and not (stands and not table.by)
    ]
    assert {table.by for table in tables} == (set(GROUPS) if release.final else {None}) - (
        {None} if stands else set()
    )
    for table in tables:
        groups = [one for one in GROUPS[table.by] if table.by != "vung" or sum(counts(so_far, one))]
        ordered = sorted(groups, key=REGION_VI.__getitem__) if table.by == "vung" else groups
        for group, row in zip(ordered, table.rows, strict=True):
            base = sum(counts(so_far, group))
            for answer, cell in enumerate(row.cells):
                yield Known(batch, group, answer, _span(cell.count, cell.shown, base))


def _span(count: int | None, shown: str, base: int) -> Span:
    if count is None:
        return WORDS[shown](base)
    return (max(10, count - 2), min(base - 10, count + 2))


def released(database: Database, found: Sequence[Child], batches: int) -> list[Known]:
    """Everything published on the way, a release a day."""
    with database.write_session() as session:
        asked = make_consultation(session)
    known: list[Known] = []
    for batch in range(batches):
        send(database, asked, [child for child in found if child.batch == batch])
        with database.write_session() as session:
            now = NOW + timedelta(days=batch)
            release_tables(session, "cli:test", asked.slug, now, closing=batch == batches - 1)
        known += published(database, batch, [child for child in found if child.batch <= batch])
    return known


@pytest.mark.parametrize("habit", HABITS)
def test_one_release_makes_nobodys_answer_certain(sqlite_database: Database, habit: str) -> None:
    found = children(habit, COUNT)
    assert certain(found, len(OPTIONS), released(sqlite_database, found, 1)) == 0


@pytest.mark.parametrize("habit", HABITS)
def test_all_releases_together_make_nobodys_answer_certain(sqlite_database: Database, habit: str) -> None:
    found = children(habit, COUNT, RELEASES)
    assert certain(found, len(OPTIONS), released(sqlite_database, found, RELEASES)) == 0


@pytest.mark.parametrize("habit", HABITS)
def test_latecomers_before_the_final_release_stay_unknown(sqlite_database: Database, habit: str) -> None:
    """The final tables by group hold five children more than the last table of everybody."""
    early, late = children(habit, 300), children(habit, 305)[300:]
    found = [*early, *(replace(child, batch=1) for child in late)]
    assert certain(found, len(OPTIONS), released(sqlite_database, found, 2)) == 0


# -- controls: the same insider finds children where others publish ---------------------------------------


def hide_under_ten(found: Sequence[Child], batch: int = 0) -> Iterator[Known]:
    """What most do: exact numbers, groups and cells under ten left out."""
    for group in (EVERYBODY, *AGES, *SEXES, *REGIONS):
        told = counts(found, group)
        base = sum(told)
        for answer, count in enumerate(told):
            if base >= 10:
                yield Known(batch, group, answer, (count, count) if count >= 10 else (0, 9))


def test_the_insider_finds_children_when_small_groups_are_merely_hidden() -> None:
    assert sum(certain(found, 3, hide_under_ten(found)) for found in _all(1)) > 100


def live(found: Sequence[Child]) -> Iterator[Known]:
    """A page that is always up to date, rounded and suppressed as ours."""
    for batch in range(max(child.batch for child in found) + 1):
        so_far = [child for child in found if child.batch <= batch]
        for group in (EVERYBODY, *AGES, *SEXES, *REGIONS):
            told = counts(so_far, group)
            base = sum(told)
            for answer, count in enumerate(told):
                if base >= 20:
                    yield Known(batch, group, answer, _as_ours(count, base))


def _as_ours(count: int, base: int) -> Span:
    if count < 10:
        return (0, 9)
    if count > base - 10:
        return (base - 9, base)
    value = (count + 2) // 5 * 5
    return (max(10, value - 2), min(base - 10, value + 2))


def test_the_insider_finds_children_on_a_live_page() -> None:
    found = children("of one mind by age and sex", 120, 120)
    assert certain(found, 3, live(found)) > 10


def _all(batches: int) -> Iterable[list[Child]]:
    return (children(habit, COUNT, batches) for habit in HABITS)


def test_the_insider_is_told_when_nothing_fits() -> None:
    found = children("by chance", 30)
    impossible: list[Any] = [Known(0, EVERYBODY, 0, (31, 31))]
    with pytest.raises(ValueError, match="no table fits"):
        certain(found, 3, impossible)
