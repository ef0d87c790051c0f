"""Is a sheet of paper typed in fast: digits choose, Enter goes on, the last Enter saves?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from db.commands.paper import begin_batch
from db.models import Response, Submission
from tests import factories
from tests.browser.conftest import SLUG, Live, shot, visiting
from tests.browser.test_accessibility import TOKEN
from tests.browser.test_member_path import sign_in
from tests.db.consulting import posted

pytestmark = pytest.mark.browser
PILE = f"/ban-lam-viec/lay-y-kien/{SLUG}/phieu-giay/1"
# Assent; 14–15; girl; (province by its name); 1–3 hours; once, twice; two things that happened; then nothing.
KEYS = ("1", "2", "1", "Hà Nội", "2", "2", "13")


@pytest.fixture
def pile(live: Live) -> Live:
    with live.database.write_session() as session:
        by = factories.make_person(session, "staff")
        begin_batch(session, by, SLUG, posted(label_vi="Phường mẫu", token=TOKEN), datetime.now(UTC))
    return live


def stored(live: Live) -> int:
    with live.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(Submission)) or 0


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_sheet_in_some_thirty_keys(pile: Live, chromium: Browser, size: str) -> None:
    with visiting(chromium, size) as page:
        sign_in(page, pile, "can.bo")
        page.goto(pile.address + PILE)
        for keys in KEYS:
            page.keyboard.type(keys)
            page.keyboard.press("Enter")
        shot(page, "paper_entry")
        while page.get_by_text("Đã nhập 0 phiếu").count():
            page.keyboard.press("Enter")
            page.wait_for_load_state()
        expect(page.get_by_text("Đã nhập 1 phiếu trong tập này")).to_be_visible()
        expect(page.locator("[name=dong_y]")).to_be_focused()
        with pile.database.read_session() as session:
            kept = {tuple(row) for row in session.execute(select(Response.question, Response.value))}
            assert session.scalars(select(Submission.channel)).one() == "paper"
        assert kept == {
            ("nhom_tuoi", "t14_15"), ("gioi_tinh", "nu"), ("tinh", "p01"), ("thoi_gian_mang", "tu_1_3"),
            ("noi_dung_xau", "mot_hai_lan"), ("chuyen_da_gap", "bi_lua"), ("chuyen_da_gap", "bi_de_doa"),
        }  # fmt: skip
        page.get_by_role("button", name="Bỏ phiếu vừa nhập (số 1)").click()
        expect(page.get_by_text("Đã nhập 0 phiếu trong tập này")).to_be_visible()
    assert stored(pile) == 0
