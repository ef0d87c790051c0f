"""Does an English reader get English, and nothing but?  Words, numbers, links and the whole first page."""

from __future__ import annotations

import re
import string
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import figures, language, text_en
from dashboard.language import EN, PARAMETER, VI, worded
from dashboard.state import PAGES
from dashboard.text import TEXT, TEXT_EN, text, written
from dashboard.widgets import MENU
from tests.dashboard.conftest import words_of
from tests.dashboard.test_text import DIACRITICS

FOLDER = Path(text_en.__file__).parent
# The name of the system, the two archipelagos and their provinces, the switch back, who is in charge: names,
# not words.
NAMES = re.compile(
    r"Nhịp Cầu|Hoàng Sa|Trường Sa|Đà Nẵng|Khánh Hòa|Tiếng Việt|Lê Văn Mẫu|(?<=responsible: )[^<·]+"
)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who chose English."""
    monkeypatch.setattr(language, "_asked", [lambda: EN])


def facts_of(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def test_every_key_has_both_languages_with_the_same_facts():
    assert TEXT.keys() == TEXT_EN.keys()
    differ = {key for key, words in TEXT.items() if facts_of(words) != facts_of(TEXT_EN[key])}
    assert not differ
    assert not {key for key, words in TEXT_EN.items() if not words.strip()}


def test_english_words_are_english():
    assert not {key: words for key, words in TEXT_EN.items() if DIACRITICS.search(NAMES.sub("", words))}


def test_no_words_are_read_around_the_switch():
    """A chart or a page that takes the dictionary itself would stay Vietnamese."""
    taken = [
        path.name for path in FOLDER.rglob("*.py") if re.search(r"\bTEXT(_EN)?\[", path.read_text("utf-8"))
    ]
    assert taken == ["text.py"]
    around = re.compile(r"from db\.rules\.numbers import .*write_")
    assert [path.name for path in FOLDER.rglob("*.py") if around.search(path.read_text("utf-8"))] == [
        "figures.py"
    ]


@pytest.mark.parametrize(
    ("made", "vietnamese", "expected"),
    [
        (lambda: figures.write_number(Fraction(12345, 10)), "1.234,5", "1,234.5"),
        (lambda: figures.write_percent(Fraction(825, 1000)), "82,5\u00a0%", "82.5%"),
        (lambda: figures.write_money(1_500_000_000), "1,5\u00a0tỷ đồng", "1.5\u00a0billion VND"),
        (lambda: figures.write_money(350_000_000), "350\u00a0triệu đồng", "350\u00a0million VND"),
        (lambda: figures.write_money(950_000), "950.000\u00a0đồng", "950,000\u00a0VND"),
    ],
)
def test_numbers_in_both_languages(made, vietnamese, expected, monkeypatch):
    monkeypatch.setattr(language, "_asked", [])
    assert made() == vietnamese
    monkeypatch.setattr(language, "_asked", [lambda: EN])
    assert made() == expected


def test_a_record_without_english_words_keeps_its_own(english):
    class Unit:
        name_vi = "Hội Bảo vệ quyền trẻ em tỉnh A"
        short_vi, short_en = "Sản phẩm", "Products"

    assert worded(Unit, "name") == Unit.name_vi
    assert worded(Unit, "short") == "Products"
    assert text("status.behind") == written("status.behind", EN) != written("status.behind", VI)


def test_the_overview_in_english_has_no_vietnamese_word(board):
    board.be(display_name="Le Van Mau")
    at = board.open("", **{PARAMETER: EN})
    assert not at.exception and not at.error
    words = NAMES.sub("", words_of(at).replace("\\", ""))  # a link is Markdown
    assert written("app.strategy", EN) in words
    assert not [line for line in words.splitlines() if DIACRITICS.search(line)]


@pytest.mark.parametrize("page", [page for page in PAGES.values() if page != PAGES[""]])
def test_every_page_opens_in_english(page, board):
    board.be()
    at = opened_in_english(board, page)
    assert not at.exception and not at.error
    assert not [key for key in ("t.asof", "s.table", "s.how", "m.name") if TEXT[key] in words_of(at)]


def opened_in_english(board, page: str) -> AppTest:
    return board.open(page, **{PARAMETER: EN})


def test_the_switch_keeps_the_page_and_stands_in_the_address(board):
    board.be()
    at = board.open("", nam="2025")
    at.button(key="ngon-ngu-ben").click().run()
    assert (at.query_params[PARAMETER], at.query_params["nam"]) == (EN, "2025")
    assert written("app.strategy", EN) in words_of(at)
    at.switch_page(PAGES["chi-so"]).run()  # the menu drops parameters
    assert written("measure.chart", EN) in words_of(at)
    at.button(key="ngon-ngu-ben").click().run()
    assert TEXT["measure.chart"] in words_of(at)


def test_the_door_speaks_english_too(board):
    at = board.open("", **{PARAMETER: EN})
    assert written("sign_in.title", EN) in words_of(at) or at.title[0].value == written("sign_in.title", EN)
    assert not [line for line in NAMES.sub("", words_of(at)).splitlines() if DIACRITICS.search(line)]


def test_an_unknown_language_is_vietnamese(board):
    board.be()
    at = board.open("", **{PARAMETER: "fr"})
    assert TEXT["app.strategy"] in words_of(at)


def test_a_measure_in_english_says_what_the_decision_wants_and_its_own_words(board):
    board.be()
    words = words_of(board.open(PAGES["chi-so"], ma="4.1", **{PARAMETER: EN})).replace("\\", "")
    assert "A written reply is given to the parents and children" in words
    assert written("measure.corrected", EN).format(wording="Có văn bản trả lời cha mẹ và trẻ em") in words


def test_the_menu_of_a_phone_opens_the_pages_and_changes_the_language(board):
    board.be()
    at = board.open("", nam="2025")
    menu = at.menu_button(key=MENU)
    assert menu.label == text("nav.menu", here=text("nav.tong_quan"))
    assert len(menu.options) == len(PAGES) + 1 and menu.options[-1] == "English"
    menu.click("chat-luong").run()
    assert not at.exception and f'<h1 class="nc-ten">{text("nav.chat_luong")}' in words_of(at)
    assert "Năm 2025" in words_of(at)  # the year looked at goes along
    at.menu_button(key=MENU).click(EN).run()
    assert at.query_params[PARAMETER] == EN and at.menu_button(key=MENU).label == "Page: Data quality"
    assert at.menu_button(key=MENU).options[-1] == "Tiếng Việt"
    at.menu_button(key=MENU).click("").run()  # the first page has no address of its own
    assert not at.exception and written("app.strategy", EN) in words_of(at)
