"""How may a child leave the form on a shared tablet?  Each way types its own mark and goes.

A mark is a number of twelve digits, typed into a field of the form: as text it would be found on the disk
wherever the browser had kept the page, the field, the request or the answer.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from survey.pages import NEUTRAL_PAGE

GZIP = b"\x1f\x8b\x08"
MOST_UNPACKED = 4_000_000
FIELD = "so_em"


def begin(page: Page, address: str, mark: str) -> None:
    """Open the form, say yes, and type the mark into the question that takes a number."""
    page.goto(address)
    page.locator("[name=dong_y]").check()
    page.get_by_role("button", name="Bắt đầu").click()
    while not page.locator(f"[name={FIELD}]").is_visible():
        page.get_by_role("button", name="Tiếp tục").click()
    page.locator(f"[name={FIELD}]").fill(mark)


def _to_the_end(page: Page) -> None:
    while page.get_by_role("button", name="Gửi ý kiến").is_hidden():
        page.get_by_role("button", name="Tiếp tục").click()


def _send(page: Page) -> None:
    _to_the_end(page)
    page.get_by_role("button", name="Gửi ý kiến").click()


def quick_exit(page: Page) -> None:
    page.get_by_role("link", name="Thoát nhanh").click()
    page.wait_for_url(NEUTRAL_PAGE.split("?")[0] + "**")


def quick_exit_and_back(page: Page) -> None:
    quick_exit(page)
    page.go_back()


def sent_then_next_child(page: Page) -> None:
    _send(page)
    page.get_by_role("link", name="Xong rồi, tới bạn tiếp theo").click()
    page.get_by_role("button", name="Bắt đầu").wait_for()


def sent_then_back(page: Page) -> None:
    _send(page)
    page.locator(".code").wait_for()
    page.go_back()


def sent_then_withdrawn(page: Page) -> None:
    _send(page)
    page.get_by_role("link", name="Xem phiếu").click()
    page.get_by_role("link", name="Rút lại câu trả lời").click()
    page.get_by_role("button", name="Xoá hẳn").click()
    page.get_by_text("Câu trả lời của em đã được xoá").wait_for()


def left_alone(page: Page) -> None:
    page.clock.run_for(71_000)
    page.clock.run_for(21_000)
    page.get_by_role("button", name="Bắt đầu").wait_for()


def closed_tab(page: Page) -> None:
    page.close()


def another_address(page: Page) -> None:
    page.goto("about:blank")


def the_phones_back(page: Page) -> None:
    page.go_back()
    page.go_back()


def reloaded(page: Page) -> None:
    page.reload()


def home_by_the_name(page: Page) -> None:
    page.locator("a.brand").click()
    page.get_by_role("heading", name="Các em nghĩ gì?").wait_for()


def network_lost(page: Page) -> None:
    page.route(
        "**/y-kien/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    _send(page)
    page.get_by_text("Câu trả lời vẫn còn đây").wait_for()
    page.get_by_role("link", name="Thoát nhanh").click()


def refused_then_exit(page: Page) -> None:
    page.locator("[name=token]").evaluate("one => { one.value = 'hong'; }")
    _send(page)
    page.locator("#chua-gui").wait_for()
    time.sleep(4)  # the browser writes what it keeps every few seconds
    page.get_by_role("link", name="Thoát nhanh").click()


WAYS: tuple[Callable[[Page], None], ...] = (
    quick_exit,
    quick_exit_and_back,
    sent_then_next_child,
    sent_then_back,
    sent_then_withdrawn,
    left_alone,
    closed_tab,
    another_address,
    the_phones_back,
    reloaded,
    home_by_the_name,
    network_lost,
    refused_then_exit,
)


def leave_all_ways(context: BrowserContext, address: str) -> dict[str, str]:
    """Every way, one after the other on the same device; way → its mark."""
    marks = {}
    for number, way in enumerate(WAYS):
        page = context.new_page()
        page.clock.install()
        mark = marks[way.__name__] = str(731_900_000_000 + number * 7_654_321)
        begin(page, address, mark)
        way(page)
        if not page.is_closed():
            page.close()
    return marks


def traces(folder: Path, marks: dict[str, str]) -> dict[str, list[str]]:
    """Way → files of the browser's profile in which its mark stands, plain or inside something packed."""
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        contents = list(_readings(path.read_bytes()))
        for way, mark in marks.items():
            forms = (mark.encode(), mark.encode("utf-16-le"))
            if any(form in content for content in contents for form in forms):
                found.setdefault(way, []).append(str(path.relative_to(folder)))
    return found


def _readings(content: bytes) -> Iterator[bytes]:
    """The bytes as they are, and whatever gzip stream begins somewhere in them."""
    yield content
    start = content.find(GZIP)
    while start >= 0:
        with suppress(zlib.error):  # three bytes that only look like a beginning
            yield zlib.decompressobj(31).decompress(content[start:], MOST_UNPACKED)
        start = content.find(GZIP, start + 1)
