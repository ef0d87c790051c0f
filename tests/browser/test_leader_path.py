"""A leader's way: sign in, see the whole strategy, open a measure, hear the children, leave both apps."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.text import text
from dashboard.widgets import MENU
from db.commands.releases import release_tables
from db.commands.sample import load_sample_records
from db.commands.submissions import record_submission
from db.cookies import session_cookie
from db.models import Consultation
from db.queries.consultations import form_definition
from db.rules.definition import choices_of
from db.settings import Settings
from tests import factories
from tests.bench.installation import served
from tests.browser.conftest import SIZES, SLUG, Live, shot, visiting

pytestmark = pytest.mark.browser
CHILDREN = 40
SLOW = 45_000  # the first page of a fresh process, on a busy machine
HOME = "/trang-cua-toi"
FOCUS_SHOWS = (
    "(() => { const one = getComputedStyle(document.activeElement);"
    " return one.outlineStyle !== 'none' && one.outlineWidth !== '0px' || one.boxShadow !== 'none' })()"
)
MOST_LABEL = 150  # longer text is a whole region, not a control


@dataclass
class Installation:
    """Both apps over one database."""

    survey: Live
    dashboard: str


@pytest.fixture
def both(live: Live, sqlite_settings: Settings) -> Iterator[Installation]:
    """The survey of `live` and the dashboard: sample years, a waiting report, a leader, one publication."""
    now = datetime.now(UTC)
    with live.database.write_session() as session:
        load_sample_records(session, now)
        factories.make_account(session, "leader", "lanh.dao", display_name="Lê Văn Mẫu")
        factories.make_report(session, factories.make_person(session), now)
        _children_answer(session, now)
        release_tables(session, "test", SLUG, now, closing=True)
    surroundings = {
        **os.environ,
        "NHIPCAU_DATA_DIR": str(sqlite_settings.data_dir),
        "NHIPCAU_DATABASE_URL": "",
    }
    with served("dashboard.asgi:app", surroundings) as (address, _):
        yield Installation(live, address)


def _children_answer(session: Session, now: datetime) -> None:
    consultation = session.scalars(select(Consultation)).one()
    form = form_definition(session, consultation.form_version_id)
    for child in range(CHILDREN):
        answers = {
            question.name: [choices_of(form, question)[child % 3 // 2].name]
            for question in form.questions
            if question.kind.startswith("select")
        }
        head = {"token": [str(uuid4())], "version": [str(consultation.form_version_id)], "dong_y": ["1"]}
        record_submission(session, factories.SECRET, SLUG, {**head, **answers}, now)


def sign_in(page: Page, both: Installation, path: str = "/") -> None:
    page.goto(both.dashboard + path)
    page.get_by_label(text("sign_in.name")).fill("lanh.dao", timeout=SLOW)
    page.get_by_label(text("sign_in.password"), exact=True).fill(factories.PASSWORD)
    page.keyboard.press("Enter")


def arrive(page: Page, title: str, charts: int = 1) -> None:
    """Wait until the page with this title has drawn itself."""
    expect(page.get_by_role("heading", name=title)).to_be_visible(timeout=SLOW)
    page.wait_for_function(
        "(least) => Array.from(document.querySelectorAll('svg.marks'))"
        ".filter((one) => one.getBoundingClientRect().width > 100).length >= least",
        arg=charts,
        timeout=SLOW,
    )


def whole(page: Page, name: str) -> None:
    """A picture of all of the page: Streamlit scrolls inside it."""
    size = page.viewport_size
    assert size
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(int(tall) + 10, 6000)})
    page.wait_for_timeout(400)
    shot(page, name)
    assert page.evaluate(
        "(() => { const one = document.querySelector('[data-testid=stMain]');"
        " return one.scrollWidth <= one.clientWidth })()"
    ), f"{name} scrolls sideways"
    page.set_viewport_size(size)


def open_sidebar(page: Page, size: str) -> None:
    if size == "phone":
        page.get_by_test_id("stExpandSidebarButton").click()


def menu(page: Page, size: str, key: str) -> None:
    """The menu over the page on a desk, the button that opens it on a phone."""
    if size == "phone":
        page.locator(f".st-key-{MENU}").get_by_role("button").click()
        page.get_by_role("menuitem", name=text(key), exact=True).click()
    else:
        page.get_by_role("link", name=text(key), exact=True).first.click()


def drawing(page: Page) -> Locator:
    """The one of the two drawings that is shown."""
    return page.locator("svg.marks").filter(visible=True).first


@pytest.mark.parametrize("size", SIZES)
def test_from_the_door_to_a_measure_to_the_children_and_out(
    both: Installation, chromium: Browser, size: str
) -> None:
    with visiting(chromium, size) as page:
        sign_in(page, both)
        arrive(page, text("app.strategy"))
        check_hand_over(page, both)
        assert page.locator("html").get_attribute("lang") == "vi"
        expect(page.get_by_text(text("s.demo"))).to_be_visible()
        whole(page, "leader_overview")

        press_row(page, "1.3")
        arrive(page, "1.3 Cán bộ, hội viên được tập huấn")
        assert "ma=1.3" in page.url
        expect(page.get_by_text("đang chờ xác minh")).to_be_visible()
        expect(page.get_by_text(text("measure.published_lead"))).to_be_visible()
        whole(page, "leader_measure")

        menu(page, size, "nav.muc_tieu")
        arrive(page, "1. Phát triển và nâng cao năng lực")
        whole(page, "leader_objective")

        menu(page, size, "nav.y_kien")
        arrive(page, "Em nghĩ gì về an toàn trên mạng?", charts=5)
        expect(page.get_by_text(text("c.helpline"))).to_be_visible()
        whole(page, "leader_children")

        leave_both(page, both, size)


def check_hand_over(page: Page, both: Installation) -> None:
    """The ticket went as a POST: it stands in no address, and no script reads what it became."""
    assert page.url == both.dashboard + "/"
    history = page.evaluate("performance.getEntriesByType('navigation')[0].name")
    assert "ve=" not in history
    names = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert session_cookie(False) not in page.evaluate("document.cookie")
    assert names[session_cookie(False)]["httpOnly"] and names[session_cookie(False)]["sameSite"] == "Lax"


def press_row(page: Page, code: str) -> None:
    """Press the middle of a measure's row, as a thumb or a mouse would."""
    row = drawing(page).get_by_text(code, exact=True).first
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box
    page.mouse.click(box["x"] + 90, box["y"] + box["height"] / 2)


def leave_both(page: Page, both: Installation, size: str) -> None:
    """One session serves both apps; one button ends it for both, and for a copied cookie."""
    secret = next(c["value"] for c in page.context.cookies() if c["name"] == session_cookie(False))
    assert status_at_the_survey(page, both) != 401
    open_sidebar(page, size)
    page.get_by_role("button", name=text("nav.logout")).click()
    expect(page.get_by_role("heading", name=text("sign_in.title"))).to_be_visible(timeout=SLOW)
    shot(page, "leader_door")
    assert status_at_the_survey(page, both) == 401
    cookie = {"name": session_cookie(False), "value": secret, "url": both.dashboard}
    page.context.add_cookies([cookie])
    page.goto(both.dashboard)
    expect(page.get_by_role("heading", name=text("sign_in.title"))).to_be_visible(timeout=SLOW)
    assert status_at_the_survey(page, both) == 401


def status_at_the_survey(page: Page, both: Installation) -> int:
    """401 when the survey asks this browser to sign in; anything else when it knows who it is."""
    return page.context.request.get(both.survey.address + HOME, max_redirects=0).status


def test_a_sent_link_survives_the_door(both: Installation, chromium: Browser) -> None:
    with visiting(chromium, "desk") as page:
        sign_in(page, both, "/chi-so?ma=5.3&nam=2025")
        arrive(page, "5.3 Sản phẩm truyền thông")
        expect(page.get_by_text("Năm 2025 · tính đến")).to_be_visible()
        assert "ma=5.3" in page.url and "nam=2025" in page.url


def test_signed_in_at_the_survey_there_is_no_second_form(both: Installation, chromium: Browser) -> None:
    with visiting(chromium, "desk") as page:
        page.goto(both.survey.address + "/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill("can.bo")  # the home of staff is the desk, which is there
        page.get_by_label("Mật khẩu").fill(factories.PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/ban-lam-viec")
        page.goto(both.dashboard)
        arrive(page, text("app.strategy"))


def test_by_keyboard_alone(both: Installation, chromium: Browser) -> None:
    """From the door to a measure, its table and the quality page without the mouse, seeing where one is."""
    with visiting(chromium, "desk") as page:
        page.goto(both.dashboard)
        page.get_by_label(text("sign_in.name")).focus(timeout=SLOW)
        page.keyboard.type("lanh.dao")
        page.keyboard.press("Tab")
        page.keyboard.type(factories.PASSWORD)
        page.keyboard.press("Enter")
        arrive(page, text("app.strategy"))
        tab_to(page, text("s.open_measure"))
        tab_to(page, text("s.table"), most=1)
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="5.3 Sản phẩm truyền thông")).to_be_visible(timeout=SLOW)
        tab_to(page, "5.3 Sản phẩm truyền thông")
        page.keyboard.press("Enter")
        arrive(page, "5.3 Sản phẩm truyền thông")
        open_table(page)
        tab_to(page, text("nav.chat_luong"))
        page.keyboard.press("Enter")
        arrive(page, text("nav.chat_luong"))
        open_table(page)


def open_table(page: Page) -> None:
    """The first picture's table, by keyboard."""
    before = page.get_by_role("table").count()
    tab_to(page, text("s.table"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_have_count(before + 1, timeout=SLOW)


def tab_to(page: Page, words: str, most: int = 80) -> None:
    """Press Tab until the element with these words has the focus, and see that the focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent")
        if words in focused and len(focused) < MOST_LABEL:
            assert page.evaluate(FOCUS_SHOWS), f"nothing shows that {words} has the focus"
            return
    pytest.fail(f"{words} is not reached by Tab")


def test_a_wrong_password_is_one_sentence(both: Installation, chromium: Browser) -> None:
    with visiting(chromium, "phone") as page:
        page.goto(both.dashboard)
        page.get_by_label(text("sign_in.name")).fill("lanh.dao", timeout=SLOW)
        page.get_by_label(text("sign_in.password"), exact=True).fill("không phải câu này")
        page.get_by_role("button", name=text("sign_in.submit")).click()
        expect(page.get_by_text(text("error.sign_in_failed"))).to_be_visible(timeout=SLOW)
        shot(page, "leader_refused")
