"""Can a report be filed, and the queue be cleared, without touching a mouse?  Every press is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from db.models import Account, ActivityReport
from db.queries.moments import day_of
from tests import factories
from tests.browser.conftest import Live, shot, visiting
from tests.browser.test_member_path import sign_in

pytestmark = pytest.mark.browser

TITLES = ("Lớp một", "Lớp hai", "Lớp ba")
MOST_TABS = 30


@dataclass
class Keys:
    """Somebody with a keyboard and nothing else."""

    page: Page
    presses: int = 0

    def press(self, *keys: str) -> None:
        """Keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.presses += len(keys)

    def reach(self, place: Locator) -> None:
        """The tabulator until this place has the focus."""
        for _ in range(MOST_TABS):
            if place.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{place} is not reached by the keyboard")

    def write(self, words: str) -> None:
        """Letters where the focus is."""
        self.page.keyboard.type(words)


def _file_three(live: Live) -> None:
    """Three reports of yesterday, of one unit, each with a proof of its own."""
    now = datetime.now(UTC)
    yesterday = f"{day_of(now - timedelta(days=1)):%d/%m/%Y}"
    with live.database.write_session() as session:
        account = session.scalars(select(Account).where(Account.name == "hoi.vien")).one()
        member = factories.make_signed_in(session, account, now)
        for number, title in enumerate(TITLES):
            proof = f"https://example.org/{number}"
            given = {"title": title, "date_start": yesterday, "evidence": proof}
            factories.make_report(session, member, now - timedelta(minutes=9 - number), **given)


def test_the_queue_is_cleared_by_keys_alone(
    live: Live, chromium: Browser, record_property: Callable[[str, object], None]
) -> None:
    _file_three(live)
    with visiting(chromium, "desk") as page:
        keys = Keys(page)
        page.goto(live.address + "/dang-nhap")
        keys.reach(page.get_by_label("Tên đăng nhập"))
        keys.write("can.bo")
        keys.reach(page.get_by_label("Mật khẩu"))
        keys.write(factories.PASSWORD)
        keys.press("Enter")
        keys.reach(page.get_by_role("link", name="Mở danh sách chờ"))
        keys.press("Enter")
        expect(page.get_by_text("Báo cáo thứ 1 đến 3 trong 3")).to_be_visible()
        keys.presses = 0
        _walk(page, keys)
        _decide(page, keys)
        record_property("presses", keys.presses)
        print(f"three reports: {keys.presses} presses beside the reason")
        assert keys.presses <= 20
    with live.database.read_session() as session:
        states = dict(
            tuple(row) for row in session.execute(select(ActivityReport.title, ActivityReport.state))
        )
    assert states == {"Lớp một": "verified", "Lớp hai": "returned", "Lớp ba": "verified"}


def _walk(page: Page, keys: Keys) -> None:
    """Down and up the list, not past its ends, then into the first."""
    for key, title in (("j", TITLES[0]), ("j", TITLES[1]), ("k", TITLES[0]), ("k", TITLES[0])):
        keys.press(key)
        expect(page.get_by_role("link", name=title)).to_be_focused()
    shot(page, "desk_queue_keys")
    keys.press("Enter")
    expect(page.get_by_role("heading", name=TITLES[0])).to_be_visible()


def _decide(page: Page, keys: Keys) -> None:
    """The first is verified, the second sent back with a reason, the third verified; K goes back once."""
    keys.press("j")
    expect(page.get_by_role("heading", name=TITLES[1])).to_be_visible()
    keys.press("k")
    expect(page.get_by_role("heading", name=TITLES[0])).to_be_visible()
    _verify(page, keys)
    expect(page.get_by_role("heading", name=TITLES[1])).to_be_visible()
    keys.press("r")
    expect(page.get_by_label("Lý do (khi trả lại")).to_be_focused()
    keys.write("Ai ký danh sách? Rà lại, j k a r")
    shot(page, "desk_reason_keys")
    keys.press("Tab")
    expect(page.get_by_role("button", name="Trả lại để sửa")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", name=TITLES[2])).to_be_visible()
    _verify(page, keys)
    expect(page.get_by_text("Không có báo cáo nào chờ xác minh")).to_be_visible()


def _verify(page: Page, keys: Keys) -> None:
    keys.press("a")
    expect(page.get_by_role("button", name="Xác minh", exact=True)).to_be_focused()
    keys.press("Enter")


def test_a_member_files_by_keys_alone(live: Live, chromium: Browser) -> None:
    yesterday = f"{day_of(datetime.now(UTC) - timedelta(days=1)):%d/%m/%Y}"
    with visiting(chromium, "desk") as page:
        keys = Keys(page)
        sign_in(page, live, "hoi.vien")
        keys.reach(page.get_by_role("main").get_by_role("link", name="Báo cáo mới"))
        keys.press("Enter")
        keys.reach(page.locator("a[href='/bao-cao/moi/F9']"))
        keys.press("Enter")
        expect(page.get_by_role("button", name="Gửi báo cáo")).to_be_visible()
        for name, words in (("title", "Lớp cha mẹ"), ("date_start", yesterday)):
            keys.reach(page.locator(f"input[name={name}]"))
            keys.write(words)
        keys.reach(page.get_by_label("Tỉnh, thành nơi diễn ra"))
        keys.press("ArrowDown")
        for name in ("place_type", "programme"):
            keys.reach(page.locator(f"input[name={name}]").first)
            keys.press("Space")
        for name, number in (("parents_n", "60"), ("fathers_n", "12"), ("sessions_n", "4")):
            keys.reach(page.locator(f"input[name={name}]"))
            keys.write(number)
        keys.press("Enter")
        expect(page.get_by_text("Đã gửi, chờ xác minh")).to_be_visible()
        print(f"F9 by keys: {keys.presses} presses beside the letters")
    with live.database.read_session() as session:
        assert session.scalars(select(ActivityReport.form)).all() == ["F9"]
