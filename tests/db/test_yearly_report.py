"""Is the yearly report in the Decree's form, and does it say what the queries say?"""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from sqlalchemy import extract, func, select

from db.commands.sample import load_sample_records
from db.documents.letterhead import place_and_date
from db.documents.text import TEXT
from db.documents.yearly_report import yearly_report
from db.engine import Database, open_database
from db.models import Fact
from db.queries.places import provinces
from db.queries.progress import MeasureProgress, progress
from db.queries.strategy import strategy
from tests.conftest import settings_for
from tests.db.report_reading import (
    COLUMNS,
    LABEL,
    all_paragraphs,
    headers,
    measure_tables,
    number,
    read,
    rows_by_code,
)
from tests.factories import NOW, TODAY

# The sample is written for the year of NOW: one running year, and the year before as it stood later.
CASES = {
    "open": (2026, TODAY, "Đang chạy"),
    "provisional": (2025, date(2026, 1, 20), "Sơ bộ"),
    "final": (2025, date(2026, 3, 5), "Chính thức"),
}


@dataclass(frozen=True)
class Case:
    state: str
    year: int
    as_of: date
    word: str
    paper: Paper
    rows: tuple[MeasureProgress, ...]


@pytest.fixture(scope="module")
def sample_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("sample")
    shutil.copy(sqlite_template, folder / "nhipcau.db")
    with closing(open_database(settings_for(folder))) as opened:
        with opened.write_session() as session:
            load_sample_records(session, NOW)
        yield opened


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest, sample_database: Database) -> Case:
    year, as_of, word = CASES[request.param]
    with sample_database.read_session() as session:
        content = yearly_report(session, year, as_of, request.param)
        return Case(request.param, year, as_of, word, read(content), progress(session, year, as_of))


# -- form ----------------------------------------------------------------------------------------------


def test_page_is_a4_with_the_margins_of_the_decree(case: Case) -> None:
    section = case.paper.sections[0]
    assert len(case.paper.sections) == 1
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert all(Mm(20) <= round(edge, -3) <= Mm(25) for edge in (section.top_margin, section.bottom_margin))
    assert 30 <= round(section.left_margin.mm, 1) <= 35 and 15 <= round(section.right_margin.mm, 1) <= 20


def test_page_number_is_centred_on_top_and_not_on_page_one(case: Case) -> None:
    first, rest = headers(case.paper)
    assert case.paper.sections[0].different_first_page_header_footer
    assert not any("PAGE" in p._p.xml for p in first)
    numbered = [p for p in rest if "PAGE" in p._p.xml]
    assert [p.alignment for p in numbered] == [1]


def test_words_are_black_times_new_roman_of_the_decree_sizes_in_nfc(case: Case) -> None:
    styles = {style.style_id: style for style in case.paper.styles}
    for paragraph in all_paragraphs(case.paper):
        style = styles[paragraph._p.style or "Normal"]
        for run in paragraph.runs:
            words, size = run.text, run.font.size or style.font.size
            receivers = words.startswith(("- ", "Nơi nhận")) and style.name == "Normal"
            assert Pt(11 if receivers else 13) <= size <= Pt(12 if receivers else 14), words
            assert (run.font.name or style.font.name) == "Times New Roman", words
            assert str(run.font.color.rgb or style.font.color.rgb) == "000000", words
            assert words == unicodedata.normalize("NFC", words)


def test_head_and_foot_carry_the_blocks_of_the_decree(case: Case) -> None:
    left, right = (cell.text for cell in case.paper.tables[0].rows[0].cells)
    number_cell, place = case.paper.tables[0].rows[1].cells
    assert left.split() == ["HỘI", "BẢO", "VỆ", "QUYỀN", "TRẺ", "EM", "VIỆT", "NAM"]
    assert right.strip().split("\n") == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert number_cell.text == "Số: …/BC-HBVQTE"
    assert place.text == place_and_date(case.as_of) and place.paragraphs[0].runs[0].italic
    receivers, signature = (cell.text for cell in case.paper.tables[-1].rows[0].cells)
    assert receivers.startswith("Nơi nhận:") and "Lưu: VT" in receivers and "CHỦ TỊCH" in signature


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2027, 2, 5), "Hà Nội, ngày 05 tháng 02 năm 2027"),
        (date(2027, 3, 9), "Hà Nội, ngày 09 tháng 3 năm 2027"),
        (date(2026, 12, 31), "Hà Nội, ngày 31 tháng 12 năm 2026"),
    ],
)
def test_only_small_days_and_the_first_two_months_get_a_zero(day: date, shown: str) -> None:
    assert place_and_date(day) == shown


def test_eight_tables_hold_28_whole_rows_under_repeated_headers(case: Case) -> None:
    tables = measure_tables(case.paper)
    assert len(tables) == 8
    assert list(rows_by_code(case.paper)) == [row.measure.code for row in case.rows]
    for table in tables:
        assert [cell.text for cell in table.rows[0].cells] == COLUMNS
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert abs(sum(column.width for column in table.columns) - Mm(165)) < Mm(1)


def test_objectives_stand_in_order_in_the_official_wording(case: Case, sample_database: Database) -> None:
    with sample_database.read_session() as session:
        official = [objective.wording_vi for objective in strategy(session)]
    assert [p.text for p in case.paper.paragraphs if p.style.name == "Heading 2"] == official


# -- figures -------------------------------------------------------------------------------------------


def test_every_figure_is_the_one_of_the_query(case: Case) -> None:
    shown = rows_by_code(case.paper)
    for row in case.rows:
        _, target, result, plan, _ = shown[row.measure.code]
        evaluation = row.evaluation
        assert TEXT[f"status.{evaluation.status}"] in plan.split("\n")
        if evaluation.actual is None:
            assert result == "–" and plan.startswith("–")
        elif isinstance(evaluation.actual, str):
            assert result.startswith(f"{evaluation.actual}\u00a0{row.measure.unit_vi}")
        else:
            scale = 10**9 if "tỷ đồng" in result else 1
            assert abs(number(result) * scale - evaluation.actual) <= Fraction(scale, 20) * (scale > 1)
        if evaluation.progress is not None:
            assert abs(number(plan) - evaluation.progress * 100) <= Fraction(1, 20), row.measure.code
        if row.measure.kind == "growth_pct" and evaluation.target is not None:
            assert f"\n{evaluation.target:,}\u00a0".replace(",", ".") in target


def test_same_period_counts_last_years_facts_up_to_the_same_day(
    case: Case, sample_database: Database
) -> None:
    until = case.as_of.replace(year=case.as_of.year - 1)
    codes = ("1.1", "2.1", "5.1", "5.2", "5.3", "5.4", "5.5", "6.1", "6.2", "7.1")
    with sample_database.read_session() as session:
        sums = session.execute(
            select(Fact.measure_code, func.sum(Fact.value))
            .where(extract("year", Fact.event_on) == case.year - 1, Fact.event_on <= until)
            .where(Fact.measure_code.in_(codes), Fact.voided_at.is_(None))
            .group_by(Fact.measure_code)
        )
        before = {code: value for code, value in sums}
    shown = rows_by_code(case.paper)
    assert {code: number(shown[code][4].rpartition("cùng kỳ: ")[2]) for code in codes} == before


def test_sentences_name_state_counts_and_what_lags(case: Case, sample_database: Database) -> None:
    words = [p.text for p in case.paper.paragraphs]
    text = "\n".join(words)
    assert "Quyết định số 87/QĐ-HBVQTE ngày 01/6/2023" in text
    assert f"Tình trạng số liệu: {case.word}, tính đến ngày {case.as_of:%d/%m/%Y}" in text
    for status, count in Counter(row.evaluation.status for row in case.rows).items():
        assert f"{count} chỉ số {TEXT[f'status.{status}']}" in text
    hard = text.partition("III. KHÓ KHĂN")[2].partition("IV. PHƯƠNG HƯỚNG")[0]
    for row in case.rows:
        lags = row.evaluation.status in ("behind", "missed", "at_risk", "nearly", "no_data")
        assert (f"{row.measure.code} ({row.measure.short_vi})" in hard) is lags, row.measure.code
    with sample_database.read_session() as session:
        assert not [place.name_vi for place in provinces(session) if place.name_vi in hard]
    assert text.count("[Người soạn bổ sung") == 4 and any(line.endswith("./.") for line in words)


def test_sample_data_is_labelled_in_the_header_of_every_page(case: Case) -> None:
    assert all(any(LABEL in p.text for p in paragraphs) for paragraphs in headers(case.paper))


def test_a_revised_year_says_so(sample_database: Database) -> None:
    with sample_database.read_session() as session:
        paper = read(yearly_report(session, 2025, date(2026, 3, 5), "revised"))
    words = [p.text for p in paper.paragraphs]
    assert "trong năm 2025 (số liệu đã điều chỉnh)" in words
    assert any(line.startswith("Tình trạng số liệu: Đã điều chỉnh, tính đến") for line in words)
