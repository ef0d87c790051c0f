"""The public page of a consultation: the four columns for a child, light, without script, on paper too."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.commands.releases import release_tables
from db.commands.sample_closed import SLUG as SAMPLE
from db.commands.sample_closed import load_sample_closed
from db.models import Consultation, ReplyPoint, Telling
from tests.factories import NOW, SECRET, make_consultation, make_submission
from tests.survey.conftest import SLUG, Survey

MOST_BYTES = 30 * 1024
ANCHORS = ("cac-em-noi", "hoi-lam", "co-quan", "bao-lai", "tiep-theo")


@pytest.fixture
def closed(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> Iterator[Survey]:
    """The closed sample consultation."""
    monkeypatch.setattr("db.commands.sample_closed.CHILDREN", 90)
    with survey.database.write_session() as session:
        load_sample_closed(session, SECRET, NOW)
    yield survey


def page(survey: Survey, slug: str = SLUG, query: str = "") -> str:
    response = survey.client.get(f"/ket-qua/{slug}{query}")
    assert response.status_code == 200
    return response.text


def change(survey: Survey, **fields: object) -> None:
    with survey.database.write_session() as session:
        row = session.scalars(select(Consultation).where(Consultation.slug == SLUG)).one()
        for name, value in fields.items():
            setattr(row, name, value)


def test_the_whole_of_it_for_a_child(closed: Survey) -> None:
    text = page(closed, SAMPLE)
    places = [text.index(f'id="{anchor}"') for anchor in ANCHORS]
    assert places == sorted(places) and all(f'href="#{anchor}"' in text for anchor in ANCHORS[:4])
    for words in ("Đồng ý làm", "Đồng ý một phần", "Chưa đồng ý", "Vì sao: Không phải", "53 ngày"):
        assert words in text
    assert "số 15/HBVQTE (mẫu)" in text and "qua nhà trường" in text and "SỐ LIỆU MINH HOẠ" in text
    assert text.count("<blockquote") == 5 and "Em sợ nói sai bị mắng" not in text
    assert "10 đoạn" in text and "dưới 10 đoạn" in text
    assert "ẩn vì dưới 10 trẻ em" in text and "Gọi 111" in text


def test_it_is_light(closed: Survey) -> None:
    whole = page(closed, SAMPLE).encode()
    assert len(gzip.compress(whole)) < MOST_BYTES / 3


def test_it_needs_no_script_and_asks_for_nothing_elsewhere(closed: Survey) -> None:
    text = page(closed, SAMPLE)
    assert re.findall(r"<script[^>]*>", text) == re.findall(r'<script src="/tinh/exit[^>]*>', text)
    assert not re.search(r'(?:src|href)="https?://(?!www\.google\.com\.vn)', text)
    assert 'style="' not in text and "onclick" not in text


def test_for_a_board_the_groups_are_left_out_and_everything_else_stays(closed: Survey) -> None:
    screen, paper = page(closed, SAMPLE), page(closed, SAMPLE, "?in=1")
    assert "<details>" in screen and "<details>" not in paper
    assert paper.count('class="bars"') == screen.count('class="bars"') > 5
    assert all(f'id="{anchor}"' in paper for anchor in ANCHORS) and "Gọi 111" in paper


def test_an_open_consultation_says_what_comes_next(survey: Survey) -> None:
    survey.consultation()
    text = page(survey)
    for words in ("Đợt này còn đang lấy ý kiến", "Hội chưa gửi", "Hội chưa báo lại", "vẫn có thể trả lời"):
        assert words in text
    assert f'href="/y-kien/{SLUG}"' in text and "Chưa có kết quả" in text and "trễ hẹn" not in text


def test_before_the_final_release_groups_are_promised(survey: Survey) -> None:
    with survey.database.write_session() as session:
        row = make_consultation(session, SLUG)
        for _ in range(30):
            make_submission(session, row)
        release_tables(session, "test", SLUG, NOW)
    text = page(survey)
    assert "sẽ có trong lần công bố cuối" in text and "<details" not in text


def test_a_late_telling_is_said_with_an_apology_and_the_next_step_moves_on(survey: Survey) -> None:
    survey.consultation()
    change(survey, closes_at=NOW - timedelta(days=61), opens_at=NOW - timedelta(days=90), state="closed")
    assert "Hội đã trễ hẹn" in page(survey) and "Hội tổng hợp các câu trả lời" in page(survey)
    change(survey, closes_at=NOW - timedelta(days=59))
    assert "Hội đã hẹn báo lại chậm nhất ngày 23/11/2026" in page(survey) and "trễ hẹn" not in page(survey)
    change(survey, sent_no="1/A", sent_on=date(2026, 10, 1), state="concluded")
    assert "Cơ quan chưa trả lời" in page(survey) and "Hội chờ cơ quan trả lời" in page(survey)
    change(survey, reply_no="2/B", reply_on=date(2026, 10, 20))
    assert "cơ quan trả lời bằng văn bản số 2/B" in page(survey) and "Hội kể lại cho các em" in page(survey)


def test_what_the_agency_wrote_is_text(survey: Survey) -> None:
    survey.consultation()
    with survey.database.write_session() as session:
        number = session.scalars(select(Consultation.id)).one()
        session.add(ReplyPoint(consultation_id=number, asked_vi="<i>x</i>", verdict="partly", why_vi="&"))
    assert "&lt;i&gt;x&lt;/i&gt;" in page(survey) and "<i>x" not in page(survey)


def test_a_slip_opens_the_page_at_what_is_new(survey: Survey) -> None:
    code = survey.answer(survey.consultation())

    def leads() -> str:
        found = re.search(rf'href="/ket-qua/{SLUG}#([a-z-]+)"', survey.client.get(f"/phieu/{code}").text)
        assert found
        assert f'id="{found[1]}"' in page(survey)
        return found[1]

    assert leads() == "cac-em-noi"
    change(survey, closes_at=NOW, state="concluded", reply_on=date(2026, 11, 20), reply_no="2/B")
    assert leads() == "co-quan"
    change(survey, state="told")
    with survey.database.write_session() as session:
        number = session.scalars(select(Consultation.id)).one()
        session.add(Telling(consultation_id=number, told_vi="x", told_on=NOW.date(), channels=["bao_chi"]))
    assert leads() == "bao-lai"


def test_nothing_is_told_of_what_was_never_announced(survey: Survey) -> None:
    survey.consultation()
    for state in ("preparing", "cancelled"):
        change(survey, state=state)
        assert survey.client.get(f"/ket-qua/{SLUG}").status_code == 404
