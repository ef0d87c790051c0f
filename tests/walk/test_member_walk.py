"""One member's report, from sign-in to the number on the overview (house.md section 8).

A member files a training over real HTTP, staff verify it, and 1.3 moves by exactly that number; until
then it waits beside the number and is in no sum.  Both engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db.engine import Database, open_database
from db.queries.audit import first_broken_row
from db.queries.facts import facts_of
from db.queries.moments import day_of
from db.queries.progress import MeasureProgress, progress
from db.settings import Settings
from tests.factories import PASSWORD, make_account, make_fact, make_organisation
from tests.walk.browser import Browser, Page, running_survey

UNIT, OTHER_UNIT = "Hội thử nghiệm Hà Nội", "Hội thử nghiệm Huế"
MEMBER, OTHER_MEMBER, STAFF = "hoi.ha.noi", "hoi.hue", "van.phong"
NEW_FORM, QUEUE = "/bao-cao/moi/F3", "/ban-lam-viec/xac-minh"
TAUGHT = 57
ALREADY = 100


def today() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    """A running survey with two units, their members and one of staff."""
    with database.write_session() as session:
        make_account(session, "member", MEMBER, make_organisation(session, UNIT))
        make_account(session, "member", OTHER_MEMBER, make_organisation(session, OTHER_UNIT))
        make_account(session, "staff", STAFF)
        make_fact(session, "1.3", ALREADY, day_of(today()).replace(month=1, day=1))
    with running_survey(settings) as at:
        yield at


def signed_in(address: str, name: str, password: str = PASSWORD) -> tuple[Browser, Page]:
    browser = Browser(address)
    form = browser.get("/dang-nhap").form_to("/dang-nhap")
    return browser, browser.send(form, name=name, password=password)


def somebody(address: str, name: str) -> Browser:
    browser, page = signed_in(address, name)
    assert browser.follow(page).status == 200
    return browser


def page_of_leaders(settings: Settings) -> dict[str, MeasureProgress]:
    """The 28 measures as the dashboard reads them, over a connection of its own."""
    now = day_of(today())
    with (
        closing(open_database(settings, checkpoints=False)) as dashboard,
        dashboard.read_session() as session,
    ):
        return {row.measure.code: row for row in progress(session, now.year, now)}


def file_training(browser: Browser, people: int = TAUGHT) -> Page:
    yesterday = day_of(today() - timedelta(days=1))
    form = browser.get(NEW_FORM).form_to(NEW_FORM)
    return browser.send(
        form,
        title="Tập huấn kỹ năng tư vấn cho cán bộ xã",
        date_start=f"{yesterday:%d/%m/%Y}",
        province_code="01",
        place_type="office",
        audience="officers",
        participants_n=str(people),
        first_time_n="12",
        female_n="30",
        hours="6",
        topic=["child_rights", "casework"],
        signin="1",
        evidence="https://example.org/tap-huan",
    )


def decide(browser: Browser, path: str, **filled: str) -> Page:
    return browser.send(browser.get(path).form_to(path), **filled)


def test_a_members_training_becomes_a_number_only_when_staff_verify_it(
    address: str, settings: Settings, database: Database
) -> None:
    before = page_of_leaders(settings)
    assert before["1.3"].evaluation.actual == ALREADY

    member = somebody(address, MEMBER)
    filed = file_training(member)
    report = member.follow(filed)
    assert report.status == 200 and "Tập huấn kỹ năng tư vấn cho cán bộ xã" in report.text
    assert "Tập huấn kỹ năng tư vấn" in member.get("/bao-cao").text

    waiting = page_of_leaders(settings)
    assert waiting["1.3"].waiting == TAUGHT
    assert waiting == {**before, "1.3": replace(before["1.3"], waiting=TAUGHT)}

    path = f"{QUEUE}/{filed.headers['location'].rpartition('/')[2]}"
    staff = somebody(address, STAFF)
    assert path in staff.get(QUEUE).text
    assert decide(staff, path, viec="xac-minh").status == 303

    after = page_of_leaders(settings)
    assert after["1.3"].evaluation.actual == ALREADY + TAUGHT
    assert after["1.3"].waiting == 0
    assert {code: row for code, row in after.items() if code != "1.3"} == {
        code: row for code, row in before.items() if code != "1.3"
    }
    with database.read_session() as session:
        facts = facts_of(session, "1.3", day_of(today()).year, day_of(today()))
        assert [(fact.value, fact.organisation_vi, fact.verified_by) for fact in facts[:1]] == [
            (TAUGHT, UNIT, STAFF)
        ]
        assert first_broken_row(session) is None
    assert path not in staff.get(QUEUE).text


def test_the_same_form_sent_twice_is_one_report(address: str, settings: Settings) -> None:
    member = somebody(address, MEMBER)
    first = file_training(member)
    again = member.post(NEW_FORM, member.last_posted)  # a reload of the answer sends exactly that
    assert (again.status, again.headers["location"]) == (303, first.headers["location"])
    assert page_of_leaders(settings)["1.3"].waiting == TAUGHT


def test_a_returned_report_is_mended_and_counts_once(address: str, settings: Settings) -> None:
    member, staff = somebody(address, MEMBER), somebody(address, STAFF)
    report = file_training(member).headers["location"]
    path = f"{QUEUE}/{report.rpartition('/')[2]}"
    assert decide(staff, path, viec="tra-lai").status == 422  # a reason is needed
    assert decide(staff, path, viec="tra-lai", ly_do="Thiếu danh sách ký tên").status == 303
    assert page_of_leaders(settings)["1.3"].waiting == 0
    assert "Thiếu danh sách ký tên" in member.get(report).text
    mended = decide(member, f"{report}/sua", participants_n="60")
    assert mended.status == 303
    assert page_of_leaders(settings)["1.3"].waiting == 60
    assert decide(staff, path, viec="xac-minh").status == 303
    assert page_of_leaders(settings)["1.3"].evaluation.actual == ALREADY + 60


def test_nobody_else_sees_or_decides_a_units_report(address: str, settings: Settings) -> None:
    member, stranger, nobody = somebody(address, MEMBER), somebody(address, OTHER_MEMBER), Browser(address)
    report = file_training(member).headers["location"]
    path = f"{QUEUE}/{report.rpartition('/')[2]}"
    assert [browser.get(report).status for browser in (member, stranger, nobody)] == [200, 404, 401]
    assert [browser.get(f"{report}/sua").status for browser in (stranger, nobody)] == [404, 401]
    assert [browser.get(path).status for browser in (member, stranger, nobody)] == [403, 403, 401]
    verify = {"viec": ["xac-minh"], "version": ["1"]}
    assert [browser.post(path, verify).status for browser in (stranger, nobody)] == [403, 401]
    assert page_of_leaders(settings)["1.3"].evaluation.actual == ALREADY


def test_signing_out_ends_the_session_even_for_a_copied_cookie(address: str) -> None:
    member = somebody(address, MEMBER)
    thief = Browser(address)
    for cookie in member.cookies:
        thief.cookies.set_cookie(cookie)
    assert thief.get("/bao-cao").status == 200
    form = member.get("/bao-cao").form_to("/dang-xuat")
    assert member.send(form).status == 303
    assert (member.get("/bao-cao").status, thief.get("/bao-cao").status) == (401, 401)


def test_a_wrong_password_opens_nothing_and_every_guess_costs_more(address: str) -> None:
    for _ in range(5):
        _, page = signed_in(address, MEMBER, "mật khẩu sai hoàn toàn")
        assert page.status == 401
    browser, page = signed_in(address, MEMBER)  # even the right one must wait now, from a strange device
    assert page.status == 429
    assert int(page.headers["retry-after"]) > 0
    assert browser.get("/bao-cao").status == 401
    assert somebody(address, OTHER_MEMBER).get("/bao-cao").status == 200


def test_nothing_typed_is_lost_when_the_session_ends_in_the_middle(
    address: str, settings: Settings, database: Database
) -> None:
    member = somebody(address, MEMBER)
    form = member.get(NEW_FORM).form_to(NEW_FORM)
    member.cookies.clear()
    asked = member.send(form, title="Tập huấn viết dở", participants_n="57", province_code="01")
    assert asked.status == 401
    back = member.send(asked.form_to("/dang-nhap"), name=MEMBER, password=PASSWORD)
    assert back.status == 200
    kept = back.form_to(NEW_FORM)
    assert (kept.fields["title"], kept.fields["participants_n"]) == (["Tập huấn viết dở"], ["57"])
    assert kept.fields["province_code"] == ["01"]
    assert page_of_leaders(settings)["1.3"].waiting == 0  # nothing was sent by itself
