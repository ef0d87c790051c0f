"""Can everybody use the pages?  axe-core without violations, and a whole form by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from db.commands.invitations import add_invitation
from db.commands.paper import begin_batch
from db.commands.releases import release_tables
from db.models import Consultation
from db.queries.accounts import SignedIn
from db.rules.roles import may
from survey.routes import ROUTES
from tests import factories
from tests.browser.axe import violations
from tests.browser.conftest import SLUG, Live, visiting
from tests.browser.test_child_path import PATH
from tests.browser.test_member_path import sign_in
from tests.db.consulting import posted

pytestmark = pytest.mark.browser
TOKEN = "6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b"
DESK = f"/ban-lam-viec/lay-y-kien/{SLUG}"


def looked_at(page: Page, address: str) -> list[str]:
    page.goto(address)
    return violations(page)


def other_consultations(live: Live) -> None:
    """One that has not opened and one that is over; a release of a third."""
    now, day = datetime.now(UTC), timedelta(days=1)
    with live.database.write_session() as session:
        factories.make_consultation(session, "sap-mo", now + day, now + 9 * day)
        factories.make_consultation(session, "da-dong", now - 9 * day, now - day)
        row = factories.make_consultation(session, "da-cong-bo", now - 9 * day, now + day)
        for number in range(60):
            sex = "nu" if number % 2 else "nam"
            factories.make_submission(session, row, now, gioi_tinh=[sex])
        release_tables(session, "test", "da-cong-bo", now)


def steps(page: Page) -> Iterator[str]:
    """Stand on every step of the form in turn, to the last."""
    page.locator("[name=dong_y]").check()
    page.get_by_role("button", name="Bắt đầu").click()
    while page.get_by_role("button", name="Gửi ý kiến").is_hidden():
        yield "question"
        page.get_by_role("button", name="Tiếp tục").click()
    yield "last"


def test_a_childs_whole_way(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        found = looked_at(page, live.address + PATH)
        seen = 0
        for _ in steps(page):
            found += violations(page)
            seen += 1
        page.get_by_role("button", name="Gửi ý kiến").click()
        page.locator(".code").wait_for()
        found += violations(page)
        slip = page.get_by_role("link", name="Xem phiếu").get_attribute("href") or ""
        found += looked_at(page, live.address + slip) + looked_at(page, f"{live.address}{slip}/rut")
        page.get_by_role("button", name="Xoá hẳn").click()
        page.get_by_text("Câu trả lời của em đã được xoá").wait_for()
        found += violations(page)
    assert seen > 8 and found == []


def test_every_other_public_page(live: Live, chromium: Browser) -> None:
    other_consultations(live)
    pages = (
        "/", "/phieu", "/phieu?ma=SAI", "/dang-nhap", "/khong-co-trang-nay", "/m/ZZZZZZ", "/y-kien/sap-mo",
        "/y-kien/da-dong", "/ket-qua/da-cong-bo", "/ket-qua/da-dong", f"{PATH}?ngon_ngu=en",
        "/?ngon_ngu=en", "/ket-qua/da-cong-bo?ngon_ngu=en", "/khong-co?ngon_ngu=en",
    )  # fmt: skip
    with visiting(chromium, "phone") as page:
        found = [line for path in pages for line in looked_at(page, live.address + path)]
    assert found == []


def plain_pages(action_of: str) -> list[str]:
    """Pages without parts in their address that this role may open; files to take away are no pages."""
    return [
        page.path
        for page in ROUTES
        if page.get and "{" not in page.path and may(action_of, page.action) and page.path != "/healthz"
    ]


@pytest.mark.parametrize("role", ["member", "staff"])
def test_every_page_of_members_and_of_the_desk(live: Live, chromium: Browser, role: str) -> None:
    name = {"member": "hoi.vien", "staff": "can.bo"}[role]
    extra = ["/bao-cao/moi/F3"] if role == "member" else desk_pages(live)
    with visiting(chromium, "desk") as page:
        sign_in(page, live, name)
        found = []
        for path in [*plain_pages(role), *extra]:
            answer = page.goto(live.address + path)
            if answer and answer.headers.get("content-type", "").startswith("text/html"):
                found += violations(page)
    assert found == []


def desk_pages(live: Live) -> list[str]:
    """The consultation desk with something on it."""
    now = datetime.now(UTC)
    with live.database.write_session() as session:
        by: SignedIn = factories.make_person(session, "staff")
        add_invitation(session, by, SLUG, posted(label_vi="Phường mẫu", token=TOKEN), now)
        begin_batch(session, by, SLUG, posted(label_vi="Phường mẫu", token=TOKEN), now)
        assert session.scalars(select(Consultation.slug).where(Consultation.slug == SLUG)).one()
    tails = (
        "", "/viec/chuan-bi", "/viec/dong", "/viec/gia-han", "/viec/to-chuc",
        "/giay-moi", "/giay-moi/moi", "/giay-moi/1/in",
        "/giay-moi/1/thu-hoi", "/cho-xem", "/phieu-in", "/phieu-giay", "/phieu-giay/moi", "/phieu-giay/1",
        "/ghi/diem/0", "/ghi/ke-lai/0",
    )  # fmt: skip
    return [DESK + tail for tail in tails]


def test_a_whole_form_by_keyboard_alone(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        page.goto(live.address + PATH)
        tab_to(page, "[name=dong_y]")
        page.keyboard.press("Space")
        tab_to(page, "[data-start-button]")
        page.keyboard.press("Enter")
        while page.get_by_role("button", name="Gửi ý kiến").is_hidden():
            page.keyboard.press("Tab")
            page.keyboard.press(
                "Space" if page.evaluate("document.activeElement.type === 'radio'") else "Shift"
            )
            tab_to(page, "section:not([hidden]) [data-forward]")
            page.keyboard.press("Enter")
        tab_to(page, "[data-send]")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()


def tab_to(page: Page, selector: str, most: int = 40) -> None:
    """Press Tab until this has the focus, and see that the focus can be seen."""
    for _ in range(most):
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            style = page.evaluate(
                "() => { const one = document.activeElement, box = one.closest('.option') || one;"
                " return getComputedStyle(box).outlineStyle }"
            )
            assert style != "none", selector
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached")
