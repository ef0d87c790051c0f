"""Staff names who answers, asks for another rule, sees what it would change; a second one confirms."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from db.models import MeasureParams, Owner, RuleProposal
from db.queries.overview import overview
from db.queries.progress import measure_progress
from tests.factories import make_fact, make_request
from tests.survey.conftest import Survey, hidden

TARGETS, OWNER = "/ban-lam-viec/chi-tieu", "/ban-lam-viec/phu-trach"
TODAY = date(2026, 11, 22)
RULE = {
    "growth_pct": "50", "base": "previous_actual", "series": "flow", "rebase_on_revision": "no",
    "lag_days": "15", "on_track_share": "90", "at_risk_share": "60", "from_year": "2026",
    "decision_no": "15/QĐ-HBVQTE", "reason": "Thường vụ đã thông qua",
}  # fmt: skip
NAMED = {"name_vi": "Ban Kiến nghị", "account": "none", "from_on": "01/11/2026", "reason": "Quyết định 12/QĐ"}


def post(survey: Survey, path: str, **given: str):
    form = {"token": str(uuid4()), **given, "csrf": survey.seal()}
    return survey.client.post(path, data=form)


def count(survey: Survey, model: type) -> int:
    with survey.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def target(survey: Survey) -> object:
    with survey.database.read_session() as session:
        return measure_progress(session, "5.3", 2026, TODAY).evaluation.target


@pytest.fixture
def counted(survey_on_both: Survey) -> Survey:
    with survey_on_both.database.write_session() as session:
        make_fact(session, "5.3", 31, date(2025, 5, 5))
        make_fact(session, "5.3", 12, date(2026, 5, 5))
    return survey_on_both


def ask(survey: Survey) -> str:
    """Preview, then send what the preview kept; the answer's address."""
    seen = post(survey, f"{TARGETS}/5.3/doi", **RULE)
    assert seen.status_code == 200, seen.text
    kept = {**hidden(seen.text), "csrf": survey.seal(), "chac-chan": "1"}
    done = survey.client.post(f"{TARGETS}/5.3/doi", data=kept)
    assert done.status_code == 303, done.text
    return str(done.headers["location"])


def test_one_asks_another_confirms_and_only_then_it_counts(counted: Survey) -> None:
    counted.become("staff", "can.bo.1")
    seen = post(counted, f"{TARGETS}/5.3/doi", **RULE).text
    assert "Tăng mỗi năm (%): <b>20 → 50</b>" in seen
    assert "Năm 2026: chỉ tiêu 38\xa0sản phẩm → 47\xa0sản phẩm; đánh giá vẫn là “Chậm”." in seen
    assert count(counted, RuleProposal) == 0
    place = ask(counted)
    page = counted.client.get(place).text
    assert "Hãy nhờ một cán bộ khác" in page and 'value="xac-nhan"' not in page
    number = hidden(page)["so"]
    own = post(counted, f"{place}/quyet-dinh", viec="xac-nhan", so=number)
    assert own.status_code == 403 and target(counted) == 38
    counted.become("staff", "can.bo.2")
    assert "1 đề nghị đổi cách tính chờ" in counted.client.get("/ban-lam-viec").text
    assert "Chờ xác nhận" in counted.client.get(TARGETS).text
    page = counted.client.get(place).text
    assert "38\xa0sản phẩm → 47\xa0sản phẩm" in page
    assert post(counted, f"{place}/quyet-dinh", viec="xac-nhan", so=number).status_code == 303
    assert target(counted) == 47
    page = counted.client.get(place).text
    assert "Năm 2026</b> · 15/QĐ-HBVQTE" in page and "Khi ban hành Chiến lược</b>" in page
    again = post(counted, f"{place}/quyet-dinh", viec="xac-nhan", so=number)
    assert again.status_code == 409 and "đã được xử lý" in again.text


def test_a_preview_may_be_mended_and_a_resend_asks_once(survey: Survey) -> None:
    survey.become("staff")
    seen = post(survey, f"{TARGETS}/5.3/doi", **RULE)
    kept = {**hidden(seen.text), "csrf": survey.seal()}
    back = survey.client.post(f"{TARGETS}/5.3/doi", data={**kept, "sua-lai": "1"})
    assert back.status_code == 200 and 'value="50"' in back.text and "Thường vụ đã thông qua" in back.text
    for _ in range(2):
        sent = survey.client.post(f"{TARGETS}/5.3/doi", data={**kept, "chac-chan": "1"})
        assert sent.status_code == 303
    assert count(survey, RuleProposal) == 1
    waits = post(survey, f"{TARGETS}/5.3/doi", **RULE)
    assert waits.status_code == 409 and "chờ người thứ hai" in waits.text and 'value="50"' in waits.text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"growth_pct": "mười"}, "Tăng mỗi năm (%)"),
        ({"lag_days": "1,5"}, "Hãy ghi một số nguyên"),
        ({"at_risk_share": "95"}, "không dùng được"),
        ({"growth_pct": "20"}, "giống hệt cách tính đang dùng"),
        ({"decision_no": ""}, "Số quyết định"),
    ],
)
def test_a_refused_rule_keeps_what_was_typed(survey: Survey, given: dict[str, str], words: str) -> None:
    survey.become("staff")
    page = post(survey, f"{TARGETS}/5.3/doi", **{**RULE, "reason": "Lý do <b>dài</b>", **given})
    assert page.status_code == 422 and words in page.text
    assert "Lý do &lt;b&gt;dài&lt;/b&gt;" in page.text
    assert all(f'value="{value}"' in page.text for value in given.values() if value)
    assert count(survey, RuleProposal) == 0 and count(survey, MeasureParams) == 28


def test_a_rule_for_next_year_says_that_this_year_stands(counted: Survey) -> None:
    counted.become("staff")
    seen = post(counted, f"{TARGETS}/5.3/doi", **{**RULE, "from_year": "2027", "growth_pct": "12,5"}).text
    assert "<b>20 → 12,5</b>" in seen and "Dùng từ năm 2027. Các năm trước đó không đổi." in seen
    offered = re.findall(r'name="from_year" value="(\d+)"', counted.client.get(f"{TARGETS}/5.3/doi").text)
    assert offered == ["2025", "2026", "2027", "2028", "2029"]


def test_a_stale_seal_keeps_the_form_too(survey: Survey) -> None:
    survey.become("staff")
    page = survey.client.post(f"{TARGETS}/5.3/doi", data={**RULE, "token": str(uuid4()), "csrf": "x"})
    assert page.status_code == 403 and 'value="50"' in page.text
    page = survey.client.post(f"{OWNER}/4", data={**NAMED, "token": str(uuid4()), "csrf": "x"})
    assert page.status_code == 403 and "Ban Kiến nghị" in page.text


def test_a_second_person_may_decline_with_a_reason(survey: Survey) -> None:
    survey.become("staff", "can.bo.1")
    place = ask(survey)
    number = hidden(survey.client.get(place).text)["so"]
    survey.become("staff", "can.bo.2")
    silent = post(survey, f"{place}/quyet-dinh", viec="tu-choi", so=number)
    assert silent.status_code == 422
    done = post(survey, f"{place}/quyet-dinh", viec="tu-choi", so=number, ly_do="Chưa đủ căn cứ")
    assert done.status_code == 303
    page = survey.client.get(place).text
    assert "Chưa đủ căn cứ" in page and "Đề nghị đổi cách tính" in page and count(survey, MeasureParams) == 28
    for wrong in ("", "²", "99", "9" * 30):
        found = post(survey, f"{place}/quyet-dinh", viec="xac-nhan", so=wrong)
        assert found.status_code == 404, wrong


def test_the_list_has_every_measure_with_its_rule_in_words(survey: Survey) -> None:
    survey.become("staff")
    page = survey.client.get(TARGETS).text
    codes = re.findall(r'<td><a href="/ban-lam-viec/chi-tieu/([\d.ab]+)">', page)
    assert len(codes) == len(set(codes)) == 28
    assert "Tăng mỗi năm (%): 20" in page and page.count("Chưa phân công") == 8
    assert not re.search(r"growth_pct|previous_actual|due_days|None", page)
    for code in codes:
        assert survey.client.get(f"{TARGETS}/{code}").status_code == 200
        assert survey.client.get(f"{TARGETS}/{code}/doi").status_code == 200
    for path in (f"{TARGETS}/9.9", f"{TARGETS}/9.9/doi", f"{OWNER}/9", f"{OWNER}/9.9"):
        assert survey.client.get(path).status_code == 404


def test_an_owner_is_named_and_the_leaders_line_says_who(counted: Survey) -> None:
    with counted.database.write_session() as session:
        make_request(session, "4.2", date(2026, 8, 9), due_on=date(2026, 8, 24))
    counted.become("staff")
    assert post(counted, f"{OWNER}/4", **NAMED).headers["location"] == TARGETS
    page = counted.client.get(TARGETS).text
    assert "<b>Ban Kiến nghị</b>" in page and page.count("Chưa phân công") == 7
    done = post(counted, f"{OWNER}/4.2", **{**NAMED, "name_vi": "Văn phòng"})
    assert done.headers["location"] == f"{TARGETS}/4.2"
    assert "Phụ trách: Văn phòng" in counted.client.get(TARGETS).text
    assert "<b>Văn phòng</b> từ 01/11/2026" in counted.client.get(f"{TARGETS}/4.2").text
    with counted.database.read_session() as session:
        lines = {line.code: line.owner_vi for line in overview(session, 2026, TODAY).attention}
    assert lines["4.2"] == "Văn phòng"


def test_a_refused_owner_keeps_what_was_typed(survey: Survey) -> None:
    survey.become("staff")
    page = post(survey, f"{OWNER}/4", **{**NAMED, "from_on": "23/11/2026"})
    assert page.status_code == 422 and "Ban Kiến nghị" in page.text and "Quyết định 12/QĐ" in page.text
    assert count(survey, Owner) == 0
