"""Does staff see who has not reported a quarter, how late, and whom to ring up?"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.nil_reports import confirm_nil
from db.commands.sign_in import open_session
from db.models import Account, NilReport, Organisation
from tests import factories
from tests.survey.conftest import Survey

CHASE = "/ban-lam-viec/chua-bao-cao"
SINCE = datetime(2026, 7, 1, tzinfo=UTC)


def unit(survey: Survey, name: str, people: str = "Lê Văn Thử") -> None:
    """A unit with two members since July."""
    with survey.database.write_session() as session:
        found = factories.make_organisation(session, name)
        for number in (1, 2):
            shown = f"{people} {number}"
            factories.make_account(
                session, organisation=found, name=f"{name[-1].lower()}.{number}", display_name=shown
            ).created_at = SINCE


def lines(survey: Survey, query: str = "") -> list[tuple[str, str]]:
    """Unit and state of each line."""
    page = survey.client.get(CHASE + query).text
    found = re.findall(r"<tr>\s*<td><a [^>]+><b>([^<]+)</b>.*?<b class=\"\w+\">([^<]+)</b>", page, re.DOTALL)
    return [(name, state) for name, state in found]


def account(session: Session, name: str) -> Account:
    return session.scalars(select(Account).where(Account.name == name)).one()


def carry(survey: Survey, name: str) -> None:
    with survey.database.write_session() as session:
        survey.carry(open_session(session, account(session, name).id, survey.clock.at))


def test_who_owes_a_quarter_stands_on_the_list_until_it_is_reported(survey: Survey) -> None:
    unit(survey, "Hội A")
    unit(survey, "Hội B")
    staff = survey.become("staff")
    assert lines(survey) == [("Hội A", "Chưa báo cáo"), ("Hội B", "Chưa báo cáo")]
    page = survey.client.get(CHASE).text
    assert "0/2 đơn vị đã báo cáo" in page and "Hạn 15/10/2026" in page
    assert "Quá hạn 38 ngày" in page and "Lê Văn Thử 1, Lê Văn Thử 2" in page
    assert "Quý 3/2026: 2 đơn vị chưa báo cáo" in survey.client.get("/ban-lam-viec").text

    carry(survey, "a.1")
    survey.report(date_start=["10/08/2026"])
    carry(survey, "b.1")
    nil = {"quarter": "2026-Q3", "nil_codes": "5.5", "token": str(uuid4()), "csrf": survey.seal()}
    assert survey.client.post("/bao-cao/khong-phat-sinh", data=nil).status_code == 303
    survey.carry(staff)
    assert lines(survey) == [("Hội B", "Chờ người thứ hai của đơn vị xác nhận không phát sinh")]
    with survey.database.write_session() as session:
        number = session.scalars(select(NilReport.id)).one()
        second = factories.make_signed_in(session, account(session, "b.2"))
        confirm_nil(session, second, number, survey.clock.at)
    assert lines(survey) == [] and "Mọi đơn vị đã báo cáo quý này" in survey.client.get(CHASE).text
    assert [state for _, state in lines(survey, "?quy=2026-Q4")] == ["Quý đang chạy, chưa có báo cáo"] * 2
    assert lines(survey, "?quy=1999-Q1") == []


def test_a_units_page_names_whom_to_ring_up(survey: Survey) -> None:
    unit(survey, "Hội A")
    survey.become("staff")
    with survey.database.read_session() as session:
        number = session.scalars(select(Organisation.id).where(Organisation.name_vi == "Hội A")).one()
    assert "Lê Văn Thử 1, Lê Văn Thử 2" in survey.client.get(f"/ban-lam-viec/don-vi/{number}").text
