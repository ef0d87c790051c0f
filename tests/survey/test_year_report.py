"""Who gets the yearly report, of which years, and is it a Word document?"""

from __future__ import annotations

import io

import pytest
from docx import Document

from db.commands.sample import load_sample_records
from db.rules.roles import ACCOUNT_ROLES, may
from survey.endpoints.year_report import WORD
from survey.text import say
from tests import factories
from tests.survey.conftest import Survey

PLACE = "/ban-lam-viec/nam/{}/bao-cao.docx"


@pytest.fixture
def survey_with_years(survey: Survey) -> Survey:
    """Four sample years."""
    with survey.database.write_session() as session:
        load_sample_records(session, factories.NOW)
    return survey


@pytest.mark.parametrize(("year", "state"), [(2026, "đang chạy"), (2025, "sơ bộ")])
def test_a_leader_takes_the_report_of_a_year_home(survey_with_years: Survey, year: int, state: str) -> None:
    survey_with_years.become("leader")
    found = survey_with_years.client.get(PLACE.format(year))
    assert found.status_code == 200 and found.headers["content-type"] == WORD
    assert f"chien-luoc-{year}" in found.headers["content-disposition"]
    paper = Document(io.BytesIO(found.content))
    said = "\n".join(paragraph.text for paragraph in paper.paragraphs).lower()
    assert str(year) in said and state in said
    assert sum(len(table.rows) for table in paper.tables) > 28


@pytest.mark.parametrize("year", [2026, 2027, 2035])
def test_a_year_without_figures_is_refused_with_a_sentence(survey: Survey, year: int) -> None:
    survey.become("leader")
    found = survey.client.get(PLACE.format(year))
    assert found.status_code == 404
    assert say("error.year_empty", year=year) in found.text


@pytest.mark.parametrize("year", [2022, 2036])
def test_a_year_outside_the_strategy_is_no_page(survey: Survey, year: int) -> None:
    survey.become("staff")
    assert survey.client.get(PLACE.format(year)).status_code == 404


@pytest.mark.parametrize("role", [role for role in ACCOUNT_ROLES if not may(role, "export_results")])
def test_others_do_not(survey_with_years: Survey, role: str) -> None:
    survey_with_years.become(role)
    assert survey_with_years.client.get(PLACE.format(2026)).status_code == 403


def test_the_desk_links_to_it(survey_with_years: Survey) -> None:
    survey_with_years.become("staff")
    page = survey_with_years.client.get("/ban-lam-viec/nam/2025").text
    assert f'href="{PLACE.format(2025)}"' in page
