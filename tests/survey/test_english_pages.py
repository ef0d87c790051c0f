"""Does a child who chose English read English to the end, and is every other word marked as Vietnamese?"""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from uuid import uuid4

import pytest
from markupsafe import escape
from sqlalchemy import select, text

import survey as package
from db.commands.releases import release_tables
from db.commands.sample_closed import SLUG as SAMPLE
from db.commands.sample_closed import load_sample_closed
from db.commands.sample_consultation import publish_seed_instrument
from db.models import Province
from db.queries.consultation_forms import consultation_form
from db.rules.suppression import WORDS
from survey.child_pages import marker, speaker
from survey.links import callable_111
from survey.text_public_en import PUBLIC_EN
from survey.text_results_en import CHANNELS_EN, INSTEAD_OF_NUMBERS, REGIONS_EN
from tests.factories import NOW, SECRET, ask_children
from tests.survey.conftest import SLUG, Survey, hidden

EN = "?ngon_ngu=en"
BOTH = ["vi", "en"]
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9àảãáèéìíòóùúýÀÁÈÉÌÍÒÓÙÚÝ]")
NAMES = ("Nhịp Cầu", "·")
VOID = {"br", "input", "meta", "link", "use", "path", "img", "hr"}
TEMPLATES = Path(package.__file__).parent / "templates"
SAID = re.compile(r'say\("([\w.]+)"|else "([a-z]+\.[\w.]+)"')


class Spoken(HTMLParser):
    """What a page says, each piece with the language it is said to be in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = [("", "")]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self._open[-1][1]
        for name in ("aria-label", "placeholder", "data-not-sent", "data-stop", "data-words"):
            self.pieces.append((language, given.get(name) or ""))
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open[-1][0] not in ("script", "title"):  # a title can hold one language only
            self.pieces.append((self._open[-1][1], data))


def not_english(page: str) -> list[str]:
    """Vietnamese words that the page says are English."""
    found = []
    for language, piece in Spoken(page).pieces:
        for name in NAMES:
            piece = piece.replace(name, "")
        if language == "en" and VIETNAMESE.search(piece):
            found.append(piece.strip())
    return found


def english(survey: Survey, path: str, status: int = 200) -> str:
    reply = survey.client.get(path)
    assert reply.status_code == status, path
    assert '<html lang="en">' in reply.text and not_english(reply.text) == [], path
    assert '<a class="n111" href="tel:111" aria-label="Call 111, free">' in reply.text
    return reply.text


@pytest.fixture
def asked(survey: Survey) -> Survey:
    """A consultation in both languages, one that is to come, one that is over."""
    day = timedelta(days=1)
    with survey.database.write_session() as session:
        version = publish_seed_instrument(session, "test", "an_toan_tren_mang", NOW)
        ask_children(session, SLUG, version.id, agency_vi="cơ quan soạn thảo", sample=True, languages=BOTH)
        ask_children(session, "sap-mo", version.id, opens_at=NOW + day, closes_at=NOW + 2 * day)
        ask_children(session, "da-dong", version.id, opens_at=NOW - 9 * day, closes_at=NOW - day)
    return survey


def leads(page: str, path: str) -> str:
    """The one link of a page to this place, as it is written there."""
    found = {one.replace("&amp;", "&") for one in re.findall(rf'href="({re.escape(path)}[^"]*)"', page)}
    assert len(found) == 1, (path, found)
    return found.pop()


def test_from_the_first_page_to_taking_the_answers_back(asked: Survey) -> None:
    home = english(asked, "/" + EN)
    form = english(asked, leads(home, f"/y-kien/{SLUG}"))
    assert "thank you for coming" in english(asked, leads(form, "/?khong=1")).lower()
    posted = {**hidden(form), "dong_y": "1"}
    thanks = english(asked, asked.client.post(f"/y-kien/{SLUG}", data=posted).headers["location"])
    slip = english(asked, leads(thanks, "/phieu/"))
    english(asked, leads(slip, "/ket-qua/").partition("#")[0])
    code = leads(slip, "/phieu/").split("/")[2]
    ask = english(asked, leads(home, "/phieu"))
    assert hidden(ask) == {"ngon_ngu": "en"}
    found = asked.client.get("/phieu", params={**hidden(ask), "ma": code}).headers["location"]
    assert found == f"/phieu/{code}{EN}"
    withdraw = english(asked, leads(slip, f"/phieu/{code}/rut"))
    assert f'action="/phieu/{code}/rut{EN}"' in withdraw
    gone = english(asked, asked.client.post(f"/phieu/{code}/rut{EN}").headers["location"])
    assert leads(gone, "/?") == "/" + EN


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/y-kien/sap-mo", 403, "not open yet"),
        ("/y-kien/da-dong", 410, "This round is over"),
        ("/ket-qua/sap-mo", 200, "not open yet"),
        ("/y-kien/khong-co", 404, "no round at this address"),
        ("/ket-qua/khong-co", 404, "no round at this address"),
        ("/khong-co", 404, "no page at this address"),
        ("/m/ZZZZZZ", 404, "This invitation is wrong"),
        ("/phieu/ABCD-2345", 404, "No slip has this code"),
        ("/phieu?ma=sai", 404, "No slip has this code"),
    ],
)
def test_dead_ends(asked: Survey, path: str, status: int, says: str) -> None:
    page = english(asked, path + EN.replace("?", "&" if "?" in path else "?"), status)
    assert says in page
    assert re.search(r'<a href="\?[^"]*ngon_ngu=vi" lang="vi" hreflang="vi">Tiếng Việt</a>', page)
    assert ('href="?ma=sai&amp;ngon_ngu=vi"' in page) == ("ma=" in path)
    assert f'href="/{EN}"' in page


def test_over_capacity_in_both_ways(asked: Survey) -> None:
    """A page that cannot be opened, and answers that cannot be kept now: nothing is lost by a language."""
    form = asked.client.get(f"/y-kien/{SLUG}{EN}").text
    with asked.client.app.state.service.database.writer.connect() as connection:  # type: ignore[attr-defined]
        connection.execute(text("PRAGMA max_page_count=1"))
    for _ in range(400):
        posted = {**hidden(form), "token": str(uuid4()), "dong_y": "1"}
        busy = asked.client.post(f"/y-kien/{SLUG}", data=posted)
        if busy.status_code != 303:
            break
    assert busy.status_code == 503 and "NOT sent yet" in busy.text and not_english(busy.text) == []
    assert hidden(busy.text) == posted and 'class="languages"' not in busy.text
    with asked.database.write_session() as session:
        session.execute(text("ALTER TABLE consultations RENAME TO away"))
    assert "could not be opened" in english(asked, f"/y-kien/{SLUG}{EN}", 503)


def test_what_was_published_is_read_in_english(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.commands.sample_closed.CHILDREN", 90)
    with survey.database.write_session() as session:
        load_sample_closed(session, SECRET, NOW)
    page = english(survey, f"/ket-qua/{SAMPLE}{EN}")
    for words in ("They will do it", "Why: ", "fewer than 10", "hidden: fewer than 10 children", "By region"):
        assert words in page, words
    assert "through schools" in page and '<span lang="vi">' in page
    board = survey.client.get(f"/ket-qua/{SAMPLE}{EN}&in=1").text
    assert not_english(board) == [] and f'href="/ket-qua/{SAMPLE}{EN}"' in board
    assert 'href="?in=1&amp;ngon_ngu=vi"' in board


def test_a_release_before_any_group_is_read_in_english_too(asked: Survey) -> None:
    form = hidden(asked.client.get(f"/y-kien/{SLUG}{EN}").text)
    for _ in range(30):
        answers = {"token": str(uuid4()), "dong_y": "1", "nhom_tuoi": "t11_13"}
        assert asked.client.post(f"/y-kien/{SLUG}", data={**form, **answers}).status_code == 303
    with asked.database.write_session() as session:
        release_tables(session, "test", SLUG, NOW)
    page = english(asked, f"/ket-qua/{SLUG}{EN}")
    assert "nearly all" in page and "Children who answered: 30" in page and "11 to 13" in page


def test_staff_and_vietnamese_pages_stay_as_they_are(asked: Survey) -> None:
    assert '<html lang="vi">' in asked.client.get("/").text
    assert '<span lang="vi">' not in asked.client.get("/").text
    asked.become("staff")
    page = asked.client.get(f"/ban-lam-viec/so/999999{EN}")
    assert page.status_code == 404 and '<html lang="vi">' in page.text and "languages" not in page.text


def test_a_strange_language_is_not_written_into_the_page(asked: Survey) -> None:
    page = asked.client.get('/?ngon_ngu="><script>&in="><b>').text
    assert '<html lang="vi">' in page and "<script>" not in page and "<b>" not in page.split("<footer")[0]


def test_every_word_of_a_public_page_has_an_english_pair() -> None:
    """Staff's sign-in link leads to a Vietnamese page, so it may say so; everything else is a child's."""
    children = [
        path for path in TEMPLATES.glob("*.html") if 'extends "public.html"' in path.read_text("utf-8")
    ]
    shared = [
        TEMPLATES / name for name in ("base.html", "public.html", "languages.html", "sample_label.html")
    ]
    named = {
        key
        for path in [*children, *shared, *(TEMPLATES / "fields").glob("*.html")]
        for found in SAID.findall(path.read_text("utf-8"))
        for key in found
        if key and not key.endswith(".")
    }
    families = {f"slip.step{number}" for number in (1, 2, 3, 4)} | {"slip.done", "slip.now", "slip.waiting"}
    assert len(children) >= 9 and len(named) > 100
    assert sorted(name for name in named | families if name not in PUBLIC_EN) == []
    assert speaker("en")("kq.agency", agency=marker("en")("<Bộ>")).endswith(
        '<span lang="vi">&lt;Bộ&gt;</span>.'
    )


def test_words_kept_in_releases_have_a_pair(survey: Survey) -> None:
    channels = consultation_form("tell_children").field("channels")
    assert channels and {code for code, _ in channels.choices} == set(CHANNELS_EN)
    assert set(WORDS) == set(INSTEAD_OF_NUMBERS)
    with survey.database.read_session() as session:
        assert set(session.scalars(select(Province.region_vi))) == set(REGIONS_EN)


def test_the_helplines_number_is_called_and_its_names_are_not() -> None:
    words = callable_111("Gọi 111, nhắn “111”; 1111, a111 <b>", "Gọi 111")
    assert words.count("tel:111") == 1 and words.startswith(
        'Gọi <a href="tel:111" aria-label="Gọi 111">111</a>,'
    )
    assert "“111”; 1111, a111 &lt;b&gt;" in words


def test_a_form_in_a_third_language_marks_what_is_vietnamese_and_shows_no_tags() -> None:
    """Its own words are the author's; the page around them speaks Vietnamese."""
    agency = marker("hmn")("cơ quan <soạn thảo>")
    said = speaker("hmn")("form.happens", agency=agency)
    assert '<span lang="vi">cơ quan &lt;soạn thảo&gt;</span>' in said and said == escape(said)
    assert speaker("hmn")("form.minutes", minutes="<b>") == speaker("vi")("form.minutes", minutes="<b>")
