"""Is a question read aloud by a voice that can, and by no other; and is it silent when the child has left?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.pages import NEUTRAL_PAGE
from tests.browser.conftest import Live, visiting
from tests.browser.test_child_path import PATH, choose

pytestmark = pytest.mark.browser

# A device's voices, which a test hands over when it wants; what is said is written down.
DEVICE = """
const device = new EventTarget();
Object.assign(device, { voices: [], said: [],
  getVoices() { return this.voices; },
  speak(one) { this.said.push({ words: one.text, lang: one.lang, voice: one.voice.name }); this.now = one;
    sessionStorage.removeItem('silence'); },
  cancel() { this.now = null; console.info('silence'); sessionStorage.setItem('silence', 'yes'); } });
Object.defineProperty(window, 'speechSynthesis', { value: device });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
window.arrive = (voices) => { device.voices = voices; device.dispatchEvent(new Event('voiceschanged')); };
"""
VIETNAMESE = {"name": "Linh", "lang": "vi_VN", "localService": True}  # as Android writes it
FAR = {"name": "Mây", "lang": "vi-VN", "localService": False}
ENGLISH = {"name": "Amy", "lang": "en-GB", "localService": True}


@contextmanager
def listening(chromium: Browser, live: Live, *voices: dict[str, Any], query: str = "") -> Iterator[Page]:
    """The form on a device that has these voices from the start."""
    with visiting(chromium, "phone") as page:
        page.add_init_script(f"{DEVICE} device.voices = {json.dumps(voices)};")
        page.goto(live.address + PATH + query)
        yield page


def said(page: Page) -> list[dict[str, str]]:
    return page.evaluate("speechSynthesis.said")


def silent(page: Page) -> bool:
    return page.evaluate("!speechSynthesis.now")


def first_question(page: Page) -> None:
    page.locator("[name=dong_y]").check()
    page.locator("[data-start-button]").click()


def test_voices_that_arrive_late_read_what_is_on_the_page(live: Live, chromium: Browser) -> None:
    with listening(chromium, live) as page:
        expect(page.locator(".listen")).to_have_count(0)
        page.evaluate("arrive", [ENGLISH, FAR, VIETNAMESE])
        page.get_by_role("button", name="Nghe đọc phần này").click()
        assert "Không ai biết em là ai." in said(page)[0]["words"]
        assert "Em đã hiểu và em muốn trả lời" in said(page)[0]["words"]
        first_question(page)
        page.get_by_role("button", name="Nghe câu hỏi").click()
        assert said(page)[1] == {
            "words": "Em bao nhiêu tuổi?. 11 đến 13 tuổi. 14 hoặc 15 tuổi. 16 hoặc 17 tuổi",
            "lang": "vi_VN",
            "voice": "Linh",  # the one on the device, not the one that asks the network
        }


def test_without_a_voice_for_the_page_there_is_no_button(live: Live, chromium: Browser) -> None:
    with listening(chromium, live, ENGLISH) as page:
        first_question(page)
        expect(page.locator(".listen")).to_have_count(0)
        page.evaluate("arrive", [VIETNAMESE])
        expect(page.get_by_role("button", name="Nghe câu hỏi")).to_be_visible()
        page.evaluate("arrive", [])
        expect(page.locator(".listen")).to_have_count(0)


def test_an_english_page_asks_for_an_english_voice(live: Live, chromium: Browser) -> None:
    query = "?ngon_ngu=en"
    with listening(chromium, live, VIETNAMESE, query=query) as page:
        expect(page.locator(".listen")).to_have_count(0)
    with listening(chromium, live, VIETNAMESE, ENGLISH, query=query) as page:
        page.get_by_role("button", name="Listen to this").click()
        words = said(page)[0]
        assert words["voice"] == "Amy" and "Nobody knows who you are." in words["words"]
        assert "an toàn trên mạng" not in words["words"]  # Vietnamese in an English voice helps nobody


def test_it_stops_when_asked_and_when_the_question_is_left(live: Live, chromium: Browser) -> None:
    with listening(chromium, live, VIETNAMESE) as page:
        first_question(page)
        page.get_by_role("button", name="Nghe câu hỏi").click()
        assert not silent(page)
        page.get_by_role("button", name="Dừng đọc").click()
        assert silent(page) and len(said(page)) == 1
        page.get_by_role("button", name="Nghe câu hỏi").click()
        choose(page, "14 hoặc 15 tuổi")
        assert silent(page)
        page.get_by_role("button", name="Nghe câu hỏi").click()
        page.evaluate("speechSynthesis.now.onend()")
        expect(page.get_by_role("button", name="Nghe câu hỏi")).to_be_visible()
        page.get_by_role("button", name="Nghe câu hỏi").click()
        page.evaluate("speechSynthesis.now.onerror()")  # the voice has gone
        expect(page.get_by_role("button", name="Nghe câu hỏi")).to_be_visible()


def by_quick_exit(page: Page) -> None:
    page.get_by_role("link", name="Thoát nhanh").click()
    page.get_by_text("Trời nắng").wait_for()


def by_the_name(page: Page) -> None:
    page.locator("a.brand").click()
    page.get_by_role("heading", name="Các em nghĩ gì?").wait_for()


def left_alone(page: Page) -> None:
    page.clock.run_for(71_000)
    page.clock.run_for(21_000)
    page.get_by_role("button", name="Bắt đầu").wait_for()


@pytest.mark.parametrize("leave", [by_quick_exit, by_the_name, left_alone])
def test_it_is_silent_once_the_page_is_left(
    live: Live, chromium: Browser, leave: Callable[[Page], None]
) -> None:
    with listening(chromium, live, VIETNAMESE) as page:
        neutral = NEUTRAL_PAGE.split("?")[0] + "**"
        page.route(
            neutral, lambda route: route.fulfill(body="Trời nắng", content_type="text/html; charset=utf-8")
        )
        page.clock.install()
        first_question(page)
        page.get_by_role("button", name="Nghe câu hỏi").click()
        heard: list[str] = []
        page.on("console", lambda told: heard.append(told.text))
        leave(page)
        assert "silence" in heard or page.evaluate("sessionStorage.getItem('silence')") == "yes"
