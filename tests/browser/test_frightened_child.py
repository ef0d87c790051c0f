"""A frightened child, a small phone, a bad network: is nothing lost, whatever is tapped?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import update

from db.commands.consultations import publish_form
from db.models import Consultation
from tests.browser.axe import violations
from tests.browser.conftest import SLUG, Live, shot, visiting
from tests.browser.test_child_path import PATH, choose, skip_to_the_end, small_targets, start, stored
from tests.db.starter import converted
from tests.factories import ask_children

pytestmark = pytest.mark.browser
AGE = "14 hoặc 15 tuổi"
SEND = "Gửi ý kiến"
WALKED = ("bao_luc_7_10", "truong_hoc_16_17")
OURS = "<main id='noi-dung'><h1>Xin lỗi</h1></main>"
# A café's sign-in page, a proxy, a page of ours that says nothing about the answers.
ANSWERS = (
    (200, "<p>Đăng nhập Wi-Fi</p>"),
    (200, OURS),
    (500, OURS),
    (502, "Bad gateway"),
    (429, OURS),
    (413, ""),
)
LARGE = ("/", "/phieu?ma=SAI", "/khong-co?x=1", f"/ket-qua/{SLUG}?x=1", f"{PATH}?x=1")


def at_the_end(page: Page, live: Live) -> None:
    """One answer given, everything else skipped, ready to send."""
    start(page, live)
    choose(page, AGE)
    skip_to_the_end(page)


def still_there(page: Page) -> None:
    """Everything can be sent again, and the answer stands where it was given."""
    expect(page.get_by_role("alert").filter(has_text="Câu trả lời vẫn còn đây")).to_be_visible()
    expect(page.get_by_role("button", name=SEND)).to_be_enabled()
    assert page.get_by_label(AGE).is_checked()


def test_no_is_an_answer_too(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        page.goto(live.address + PATH)
        page.get_by_role("link", name="Không, cảm ơn").click()
        expect(page.get_by_text("Không sao cả. Cảm ơn em đã ghé qua.")).to_be_visible()
        shot(page, "child_declined")
        assert violations(page) == []
    assert stored(live) == 0


@pytest.mark.parametrize("slug", WALKED)
def test_the_first_and_the_last_page_of_a_seed_questionnaire(
    live: Live, chromium: Browser, slug: str
) -> None:
    now, made = datetime.now(UTC), converted(slug)
    path = slug.replace("_", "-")
    with live.database.write_session() as session:
        version = publish_form(session, "test", slug, "", made["xml"], made["definition"], now)
        ask_children(session, path, version.id, now)
    with visiting(chromium, "phone") as page:
        page.goto(f"{live.address}/y-kien/{path}")
        assert small_targets(page) == []
        page.locator("[name=dong_y]").check()
        page.get_by_role("button", name="Bắt đầu").click()
        while page.get_by_role("button", name=SEND).is_hidden():
            assert small_targets(page) == []
            assert page.get_by_role("link", name="Gọi 111, miễn phí").last.get_attribute("href") == "tel:111"
            shown = page.locator("section.step:visible")
            skip = shown.get_by_role("button", name="Bỏ qua câu này")
            if not skip.count():
                shown.locator("input").first.check()
            (skip if skip.count() else shown.get_by_role("button", name="Tiếp tục")).click()
        shot(page, f"seed_{slug}_last")
        page.get_by_role("button", name=SEND).click()
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()


def test_a_double_tap_on_next_skips_nothing(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        page.goto(live.address + PATH)
        page.get_by_label("Em đã hiểu và em muốn trả lời").check()
        page.get_by_role("button", name="Bắt đầu").dblclick()
        expect(page.get_by_text("Câu 1 / 9")).to_be_visible()
        page.locator("section.step:visible [data-forward]").dblclick()
        expect(page.get_by_text("Câu 2 / 9")).to_be_visible()


def test_the_network_is_gone_when_it_is_sent(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        at_the_end(page, live)
        page.context.set_offline(True)
        page.get_by_role("button", name=SEND).click()
        still_there(page)
        shot(page, "child_offline")
        page.context.set_offline(False)
        page.get_by_role("button", name=SEND).click()
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()
    assert stored(live) == 1


def test_something_else_answers(live: Live, chromium: Browser) -> None:
    left = list(ANSWERS)

    def answer(route: Route) -> None:
        if route.request.method != "POST" or not left:
            route.continue_()
            return
        status, body = left.pop()
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    with visiting(chromium, "phone") as page:
        at_the_end(page, live)
        page.route(f"**{PATH}", answer)
        while left:
            with page.expect_response(f"**{PATH}"):
                page.get_by_role("button", name=SEND).click()
            still_there(page)
        assert stored(live) == 0
        page.get_by_role("button", name=SEND).click()
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()
    assert stored(live) == 1


def close(live: Live, ago: timedelta) -> None:
    with live.database.write_session() as session:
        closed = datetime.now(UTC) - ago
        session.execute(update(Consultation).where(Consultation.slug == SLUG).values(closes_at=closed))


def test_it_is_closed_while_the_child_answers(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        at_the_end(page, live)
        close(live, timedelta(minutes=5))
        page.get_by_role("button", name=SEND).click()
        expect(page.get_by_role("heading", name="Cảm ơn em!")).to_be_visible()
        assert stored(live) == 1
        close(live, timedelta(0))
        page.goto(live.address + "/")
    with visiting(chromium, "phone") as page:
        close(live, -timedelta(days=1))
        at_the_end(page, live)
        close(live, timedelta(hours=1))
        page.get_by_role("button", name=SEND).click()
        expect(page.get_by_role("heading", name="Đợt này đã khép lại")).to_be_focused()
        expect(page.get_by_text("chưa được gửi, và máy không giữ lại")).to_be_visible()
        expect(page.get_by_role("link", name="Gọi 111, miễn phí").first).to_be_visible()
        shot(page, "child_closed_meanwhile")
        assert violations(page) == []
    assert stored(live) == 1


def test_reloading_begins_again_and_keeps_nothing(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        start(page, live)
        choose(page, AGE)
        page.reload()
        expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()
        assert page.locator("input:checked").count() == 0


def beyond_the_edge(page: Page) -> list[str]:
    """Whatever stands further right than the screen, beside what scrolls by itself."""
    return page.evaluate(
        "() => [...document.querySelectorAll('main *, footer *, .top *')].filter((one) =>"
        " one.getClientRects().length && !one.closest('.unseen, .sheet, .wide, svg')"
        " && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 80))"
    )


def test_text_twice_as_large_fits_a_narrow_phone(live: Live, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        page.set_viewport_size({"width": 320, "height": 640})
        for path in LARGE:
            page.goto(f"{live.address}{path}&ngon_ngu=en")
            page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
            assert beyond_the_edge(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
