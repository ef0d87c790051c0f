"""A child's way through the form: with the scripts, without them, on a shared tablet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import func, select

from db.models import Response, Submission
from tests.browser.conftest import SIZES, SLUG, Live, shot, visiting

pytestmark = pytest.mark.browser
PATH = f"/y-kien/{SLUG}"
TARGET = 44  # pixels a thumb needs


def stored(live: Live) -> int:
    with live.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(Submission)) or 0


def start(page: Page, live: Live) -> None:
    page.goto(live.address + PATH)
    page.get_by_label("Em đã hiểu và em muốn trả lời").check()
    page.get_by_role("button", name="Bắt đầu").click()


def choose(page: Page, words: str) -> None:
    page.get_by_text(words, exact=True).click()
    page.get_by_role("button", name="Tiếp tục").click()


def skip_to_the_end(page: Page) -> None:
    while page.get_by_role("button", name="Gửi ý kiến").is_hidden():
        page.get_by_role("button", name="Bỏ qua câu này").click()


def small_targets(page: Page) -> list[str]:
    return page.evaluate(
        """(least) => Array.from(document.querySelectorAll(
            '.button, .exit, .option, .link, .line, .brand, .n111, .listen'))
        .filter((one) => one.getClientRects().length)
        .filter((one) => one.getBoundingClientRect().height < least).map((one) => one.textContent)""",
        TARGET,
    )


@pytest.mark.parametrize("size", SIZES)
def test_one_question_at_a_time_from_assent_to_slip(live: Live, chromium: Browser, size: str) -> None:
    with visiting(chromium, size) as page:
        page.goto(live.address + "/")
        shot(page, "child_home")
        page.get_by_role("link", name="Trả lời").click()
        shot(page, "child_assent")
        page.get_by_role("button", name="Bắt đầu").click()
        expect(page.locator("#can-dong-y")).to_be_visible()
        page.get_by_label("Em đã hiểu và em muốn trả lời").check()
        page.get_by_role("button", name="Bắt đầu").click()
        expect(page.locator("section.step:visible")).to_have_count(1)
        expect(page.get_by_text("Câu 1 / 9")).to_be_visible()  # the tenth depends on an answer
        choose(page, "14 hoặc 15 tuổi")
        choose(page, "Nữ")
        page.locator("select[name=tinh]").select_option("p01")
        page.get_by_role("button", name="Tiếp tục").click()
        choose(page, "Từ 1 đến 3 giờ")
        expect(page.locator("svg.face:visible")).to_have_count(4)
        shot(page, "child_faces")
        choose(page, "Một, hai lần")
        page.get_by_role("button", name="Quay lại").click()
        expect(page.get_by_label("Một, hai lần")).to_be_checked()
        assert small_targets(page) == []
        page.get_by_role("button", name="Tiếp tục").click()
        skip_to_the_end(page)
        shot(page, "child_last")
        page.get_by_role("button", name="Gửi ý kiến").click()
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()
        shot(page, "child_thanks")
        page.get_by_role("link", name="Xem phiếu").click()
        expect(page.get_by_text("Bốn bước của đợt này")).to_be_visible()
        shot(page, "child_slip")
    with live.database.read_session() as session:
        kept = dict(session.execute(select(Response.question, Response.value)).all())
    assert kept == {
        "nhom_tuoi": "t14_15",
        "gioi_tinh": "nu",
        "tinh": "p01",
        "thoi_gian_mang": "tu_1_3",
        "noi_dung_xau": "mot_hai_lan",
    }


def test_a_question_that_does_not_apply_is_stepped_over(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        start(page, live)
        for _ in range(5):
            page.get_by_role("button", name="Bỏ qua câu này").click()
        page.get_by_text("Bị đe dọa hoặc ép buộc").click()
        expect(page.get_by_text("Câu 6 / 10")).to_be_visible()
        page.get_by_role("button", name="Tiếp tục").click()
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.get_by_text("người lớn có lắng nghe em không?")).to_be_visible()
        page.get_by_role("button", name="Quay lại").click()
        page.get_by_role("button", name="Quay lại").click()
        page.get_by_role("button", name="Bỏ qua câu này").click()
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.get_by_text("Em biết cách làm những việc nào")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_without_scripts_it_is_one_form(live: Live, chromium: Browser, size: str) -> None:
    with visiting(chromium, size, java_script_enabled=False) as page:
        page.goto(live.address + PATH)
        shot(page, "child_no_script")
        expect(page.get_by_text("16 hoặc 17 tuổi")).to_be_hidden()  # a page for each section
        page.get_by_role("link", name="Bắt đầu").click()
        page.get_by_text("16 hoặc 17 tuổi").click()
        expect(page.get_by_text("Em đã hiểu và em muốn trả lời", exact=True)).to_be_hidden()
        while page.get_by_role("button", name="Gửi ý kiến").is_hidden():
            page.locator(".part-row:visible").get_by_role("link", name="Tiếp tục").click()
        page.locator(".part-row:visible").get_by_role("link", name="Quay lại").click()
        shot(page, "child_no_script_section")
        page.locator(".part-row:visible").get_by_role("link", name="Tiếp tục").click()
        page.get_by_role("button", name="Gửi ý kiến").click()
        expect(page.get_by_text("Chưa gửi được. Em xem lại giúp nhé:")).to_be_visible()
        expect(page.get_by_label("16 hoặc 17 tuổi")).to_be_checked()
        shot(page, "child_no_script_refused")
        page.get_by_text("Em đã hiểu và em muốn trả lời", exact=True).click()
        page.get_by_role("link", name="Bắt đầu").click()
        while page.get_by_role("button", name="Gửi ý kiến").is_hidden():
            page.locator(".part-row:visible").get_by_role("link", name="Tiếp tục").click()
        page.get_by_role("button", name="Gửi ý kiến").click()
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()
        assert page.locator('a[href="tel:111"], .n111').count() and page.locator("a.exit").count()
    assert stored(live) == 1


def test_a_refused_form_opens_where_the_problem_is(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        start(page, live)
        for _ in range(5):
            page.get_by_role("button", name="Bỏ qua câu này").click()
        page.get_by_text("Bị đe dọa hoặc ép buộc").click()
        page.get_by_text("Chưa từng gặp chuyện nào").click()
        page.get_by_role("button", name="Tiếp tục").click()
        skip_to_the_end(page)
        page.get_by_role("button", name="Gửi ý kiến").click()
        expect(page.locator("#chuyen_da_gap-loi")).to_be_visible()
        expect(page.locator("#chua-gui")).to_be_focused()
        shot(page, "child_refused")
        page.get_by_text("Bị đe dọa hoặc ép buộc").click()
        page.get_by_role("button", name="Tiếp tục").click()
        skip_to_the_end(page)
        page.get_by_role("button", name="Gửi ý kiến").click()
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()
    assert stored(live) == 1


def test_pressing_twice_and_a_lost_answer_leave_one_submission(live: Live, chromium: Browser) -> None:
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch(max_redirects=0)  # it arrives and is kept, but the child never hears of it
            route.abort()
        else:
            route.continue_()

    with visiting(chromium, "phone") as page:
        start(page, live)
        skip_to_the_end(page)
        page.route(f"**{PATH}", lose_the_first_answer)
        page.get_by_role("button", name="Gửi ý kiến").dblclick()
        expect(page.get_by_text("Câu trả lời vẫn còn đây")).to_be_visible()
        assert stored(live) == 1
        page.get_by_role("button", name="Gửi ý kiến").dblclick()
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()
    assert len(lost) == 1 and stored(live) == 1


def test_the_phones_back_leads_to_the_question_before(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        start(page, live)
        choose(page, "14 hoặc 15 tuổi")
        choose(page, "Nữ")
        page.go_back()
        expect(page.get_by_label("Nữ")).to_be_checked()
        page.go_back()
        expect(page.get_by_label("14 hoặc 15 tuổi")).to_be_checked()


def test_large_text_on_a_narrow_phone_needs_no_sideways_scroll(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(live.address + PATH)
        for large in ("100%", "175%", "200%"):
            page.evaluate("(size) => { document.documentElement.style.fontSize = size }", large)
            page.evaluate(
                "() => { for (const one of document.querySelectorAll('[data-step]')) one.hidden = false }"
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_everything_can_be_done_with_the_keyboard(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "desk") as page:
        page.goto(live.address + PATH)
        page.get_by_label("Em đã hiểu và em muốn trả lời").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("legend", has_text="Em bao nhiêu tuổi?")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_label("11 đến 13 tuổi")).to_be_checked()
        page.keyboard.press("Enter")
        expect(page.locator("legend", has_text="bạn nữ hay bạn nam")).to_be_focused()
