"""What becomes of numbers written in two ways, of another unit's record by a guessed id, of a closed year?"""

from __future__ import annotations

import html
import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from db.commands.years import close_year
from db.models import ActivityReport, Contribution
from survey.routes import ROUTES
from tests import factories
from tests.survey.conftest import F3, Survey

RECEIPT = {
    "title": ["Học bổng năm học mới"],
    "received_on": ["05/11/2026"],
    "province_code": ["01"],
    "cash_vnd": ["150.000.000"],
    "inkind_vnd": ["0"],
    "source_kind": ["company"],
    "purpose": ["direct"],
    "evidence": ["https://example.org/bien-nhan"],
}
NUMBERS = {
    # form, field, how it was typed -> what is stored; None: refused with a sentence beside the field
    ("F3", "participants_n", "1.500"): 1500,
    ("F3", "participants_n", "1500"): 1500,
    ("F3", "participants_n", "1 500"): 1500,
    ("F3", "participants_n", "1,5"): None,
    ("F3", "participants_n", "1,500"): None,
    ("F3", "participants_n", "1.50"): None,
    ("F3", "participants_n", "-5"): None,
    ("F14b", "cash_vnd", "1.500"): 1500,
    ("F14b", "cash_vnd", "1.500.000 đồng"): 1_500_000,
    ("F14b", "cash_vnd", "1,5"): None,
    ("F14b", "cash_vnd", "1,500"): None,
    ("F14b", "cash_vnd", "1,5 tỷ"): None,
    ("F14b", "cash_vnd", "-1.500"): None,
}
FILLED = {"F3": F3, "F14b": RECEIPT}


def send(survey: Survey, form: str, **changed: list[str]):
    """A report as a browser posts it; what looks unusual is looked at and sent all the same."""
    data = {**FILLED[form], **changed, "token": [str(uuid4())], "csrf": [survey.seal()]}
    response = survey.client.post(f"/bao-cao/moi/{form}", data=data)
    seen = re.search(r'name="da_xem" value="(\w+)"', response.text) if response.status_code == 200 else None
    return survey.client.post(f"/bao-cao/moi/{form}", data={**data, "da_xem": seen[1]}) if seen else response


@pytest.mark.parametrize(("form", "field", "typed"), NUMBERS)
def test_a_number_is_read_in_one_way_or_not_at_all(survey: Survey, form: str, field: str, typed: str) -> None:
    survey.become("member")
    response, stored = send(survey, form, **{field: [typed]}), NUMBERS[form, field, typed]
    with survey.database.read_session() as session:
        kept = session.scalars(select(Contribution.value).order_by(Contribution.id)).first()
    assert (response.status_code, kept) == (303 if stored else 422, stored)
    if not stored:
        page = html.unescape(response.text)
        beside = re.search(rf'id="{field}-loi">([^<]+)<', page)
        assert beside and "ghi" in beside[1] and f'value="{typed}"' in page


OWN = [page for page in ROUTES if page.path.startswith("/bao-cao/{report_id:uuid}")]


@pytest.mark.parametrize("page", OWN, ids=lambda page: page.path)
def test_another_units_record_reads_like_none_at_all(survey: Survey, page) -> None:
    survey.become("member", unit="Hội A")
    report = survey.report()
    survey.become("member", unit="Hội B")
    file = "0d9f4e46-4d9a-4f0e-9f7e-1f2a3b4c5d6e"
    for method in page.methods:
        answers = []
        for guessed in (report, str(uuid4())):
            path = page.path.replace("{report_id:uuid}", guessed).replace("{file_id:uuid}", file)
            data = {**F3, "token": [str(uuid4())], "version": ["1"], "ly_do": ["x"], "csrf": [survey.seal()]}
            given = {"data": data} if method == "POST" else {}
            response = survey.client.request(method, path, **given)
            answers.append((response.status_code, response.text.replace(guessed, "")))
        assert answers[0][0] == 404 and answers[0] == answers[1], method
    with survey.database.read_session() as session:
        kept = session.get_one(ActivityReport, UUID(report))
        assert (kept.state, kept.version) == ("submitted", 1)


def test_a_report_for_a_closed_year_is_looked_at_twice(survey: Survey) -> None:
    with survey.database.write_session() as session:
        staff = factories.make_person(session, "staff")
        close_year(session, staff, 2025, "Chốt số liệu", survey.clock.at)
    survey.become("member")
    data = {**F3, "date_start": ["05/11/2025"], "token": [str(uuid4())], "csrf": [survey.seal()]}
    page = survey.client.post("/bao-cao/moi/F3", data=data)
    assert page.status_code == 200 and "Hoạt động thuộc năm 2025, năm này đã chốt số liệu" in page.text
    sent = send(survey, "F3", date_start=["05/11/2025"])
    survey.become("staff")
    report = sent.headers["location"].removeprefix("/bao-cao/")
    assert "năm này đã chốt số liệu" in survey.client.get(f"/ban-lam-viec/xac-minh/{report}").text
