"""Is a hostile questionnaire refused at the desk with a sentence, and does nothing of it stay behind?"""

from __future__ import annotations

import html
import re
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.models import AuditEvent, FormDraft
from tests.survey.conftest import Survey
from tests.survey.hostile_forms import HOSTILE, with_formulas

UPLOAD = "/ban-lam-viec/bo-cau-hoi/tai-len"


def send(survey: Survey, name: str, content: bytes):
    return survey.client.post(UPLOAD, data={"csrf": survey.seal(), "bo": ""}, files={"tep": (name, content)})


def kept(survey: Survey) -> tuple[int, int]:
    with survey.database.read_session() as session:
        drafts = session.scalar(select(func.count()).select_from(FormDraft)) or 0
        uploads = select(func.count()).select_from(AuditEvent).where(AuditEvent.act == "form_uploaded")
        return drafts, session.scalar(uploads) or 0


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_in_words_and_leaves_no_trace(
    survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    name, content, words = HOSTILE[what]
    survey.become("staff")
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    told = send(survey, name, content)
    assert told.status_code == 422, told.text
    lines = re.findall(r"<li><b>[^<]+:</b> ([^<]+)</li>", told.text)
    assert lines and words in html.unescape(lines[0]), lines
    assert all(re.search(r"\b[Hh]ãy\b", line) for line in lines), "each says how to repair"
    assert kept(survey) == (0, 0)
    assert list(spool.iterdir()) == []


def test_formulas_and_merged_cells_are_told(survey: Survey) -> None:
    survey.become("staff")
    assert send(survey, "cong_thuc.xlsx", with_formulas()).status_code == 303
    page = survey.client.get("/ban-lam-viec/bo-cau-hoi/cong_thuc").text
    assert "Tệp có công thức" in page and "Tệp có ô gộp" in page
    assert "HYPERLINK" not in page
    assert kept(survey) == (1, 1)
