"""Is a parent who is asked spoken to as a grown-up on every page, and a child as before?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from db.commands.sample_consultation import publish_seed_instrument
from db.rules.definition import CHILDREN, read_definition
from db.rules.suppression import POLICY
from db.seed import instrument
from db.xlsform.convert import convert
from survey.released_words import released_words
from survey.text import TEXT
from survey.text_public_adults import PUBLIC_ADULTS, PUBLIC_ADULTS_EN
from survey.text_public_en import PUBLIC_EN
from tests.factories import NOW, ask_children
from tests.survey.conftest import SLUG, Survey, hidden

EN = "?ngon_ngu=en"
URL = f"/y-kien/{SLUG}"
TO_A_CHILD = re.compile(r"(?<!trẻ )(?<!Trẻ )(?<!cac-)\b[Ee]m\b")  # `cac-em-noi` is a place on a page
OF_CHILDREN = re.compile(TO_A_CHILD.pattern + r"|\b[Bb]ạn\b")
TITLE = {"title_vi": "Nuôi dạy con: điều anh/chị nghĩ và cần", "purpose_vi": "Để cha mẹ nói điều mình cần."}
# Keys of what is said around the questions of one round; `paper.` is for whoever types sheets in.
OF_A_ROUND = (
    *("form.", "thanks.", "slip.", "idle.", "help.", "closed.", "withdraw", "results.", "kq."),
    *("print.", "sheet.", "paper.assent"),
)
SHOWN, SHOWN_EN = {**TEXT, **PUBLIC_ADULTS}, {**PUBLIC_EN, **PUBLIC_ADULTS_EN}
CHILD_EN = re.compile(r"hear you|you trust|Children (?!'s)|children (?:are|could|answered|have)|next child")
FACTS = re.compile(r"\{\w+\}")


def to_an_adult(page: str) -> str:
    """The page, once nothing on it turns to a child."""
    assert TO_A_CHILD.findall(page) == []
    return page


@pytest.fixture
def parents(survey: Survey) -> Survey:
    """Parents are asked; one round is to come, one is over."""
    day = timedelta(days=1)
    with survey.database.write_session() as session:
        version = publish_seed_instrument(session, "test", "bao_luc_phu_huynh", NOW).id
        ask_children(session, SLUG, version, languages=["vi", "en"], **TITLE)
        ask_children(session, "sap-mo", version, opens_at=NOW + day, closes_at=NOW + 2 * day, **TITLE)
        ask_children(session, "da-dong", version, opens_at=NOW - 9 * day, closes_at=NOW - day, **TITLE)
    return survey


def test_from_the_form_to_taking_the_answers_back(parents: Survey) -> None:
    form = to_an_adult(parents.client.get(URL).text)
    for promise in ("anonymous", "skip", "no_harm", "exception", "young", "assent"):
        assert PUBLIC_ADULTS[f"form.{promise}"] in form
    assert "Không ai biết anh/chị là ai" in form and "7 tuổi thì nhờ" not in form and 'href="tel:111"' in form
    refused = parents.client.post(URL, data=hidden(form))
    assert refused.status_code == 422 and "Tôi đã hiểu và tôi muốn trả lời” rồi" in to_an_adult(refused.text)
    asked = {**hidden(form), "dong_y": "1"}
    bad = parents.client.post(URL, data={**asked, "gioi_tinh": "sai"})
    assert bad.status_code == 422 and "Mời anh/chị xem lại" in to_an_adult(bad.text)
    thanks = to_an_adult(parents.client.get(parents.client.post(URL, data=asked).headers["location"]).text)
    assert "Cảm ơn anh/chị!" in thanks
    slip = re.search(r'href="(/phieu/[^"]+)"', thanks)
    assert slip and "Anh/chị trả lời" in to_an_adult(parents.client.get(slip[1]).text)
    withdraw = to_an_adult(parents.client.get(f"{slip[1]}/rut").text)
    gone = parents.client.post(f"{slip[1]}/rut", data=hidden(withdraw)).headers["location"]
    assert "Câu trả lời của anh/chị đã được xoá" in to_an_adult(parents.client.get(gone).text)
    assert "Your answers have been erased" in parents.client.get(gone + "&ngon_ngu=en").text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/y-kien/sap-mo", 403, "Mời anh/chị quay lại"),
        ("/y-kien/da-dong", 410, "Cảm ơn anh/chị đã quan tâm"),
        ("/ket-qua/sap-mo", 200, "Mọi người đã trả lời thế nào?"),
        ("/ket-qua/da-dong", 200, "Số người|đủ nhiều người trả lời"),
        (f"/ket-qua/{SLUG}", 200, "Anh/chị vẫn có thể trả lời"),
    ],
)
def test_other_pages_of_the_round(parents: Survey, path: str, status: int, says: str) -> None:
    page = parents.client.get(path)
    assert page.status_code == status and re.search(says, to_an_adult(page.text))
    there = parents.client.get(path + EN).text
    assert '<html lang="en">' in there and "What did you say?" not in there and "adult you trust" not in there


def test_too_late_or_over_capacity_is_said_to_an_adult_too(parents: Survey) -> None:
    posted = {**hidden(parents.client.get(URL).text), "dong_y": "1"}
    late = parents.client.post("/y-kien/da-dong", data=posted)
    assert late.status_code == 410 and "anh/chị vừa điền" in to_an_adult(late.text)
    declined = re.search(r'href="(/\?khong=1[^"]*)"', parents.client.get(URL).text)
    assert (
        declined and "Cảm ơn anh/chị đã ghé qua" in parents.client.get(declined[1].replace("&amp;", "&")).text
    )
    with parents.client.app.state.service.database.writer.connect() as connection:  # type: ignore[attr-defined]
        connection.execute(text("PRAGMA max_page_count=1"))
    for _ in range(400):
        busy = parents.client.post(URL, data={**posted, "token": str(uuid4())})
        if busy.status_code == 503:
            break
    assert busy.status_code == 503 and 'name="hoi_ai" value="adults"' in to_an_adult(busy.text)


def test_the_last_page_is_the_same_for_all_who_answer_it(parents: Survey) -> None:
    form = {**hidden(parents.client.get(URL).text), "dong_y": "1"}
    pages = []
    for answers in ({"gioi_tinh": "nu"}, {"gioi_tinh": "nam", "thuong_cho_roi": "x"}, {}):
        filled = {**form, "token": str(uuid4()), **{k: v for k, v in answers.items() if v != "x"}}
        at = parents.client.post(URL, data=filled).headers["location"]
        pages.append(parents.client.get(at).text.replace(at.removeprefix("/cam-on/").partition("?")[0], "MÃ"))
    assert len(set(pages)) == 1 and "anh/chị" in pages[0]


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "ẩn vì dưới 10 người"), ("en", "hidden: fewer than 10 people")]
)
def test_what_is_hidden_hides_people(language: str, said: str) -> None:
    asked = read_definition(convert(instrument("bao_luc_phu_huynh"), form_name="thu").definition)
    assert released_words(asked, language)(POLICY.word("hidden")) == said
    to_children = released_words(replace(asked, audience=CHILDREN), language)
    assert re.search("trẻ em|children", to_children(POLICY.word("hidden")))


def test_papers_speak_to_an_adult(parents: Survey) -> None:
    parents.become("staff")
    at = f"/ban-lam-viec/lay-y-kien/{SLUG}"
    sheet = parents.client.get(f"{at}/phieu-in").text.partition("<article")[2]
    assert PUBLIC_ADULTS["print.assent"] in to_an_adult(sheet) and PUBLIC_ADULTS["print.footer"] in sheet
    filled = {"label_vi": "Phường mẫu, sáng", "csrf": parents.seal()}
    made = parents.client.post(
        f"{at}/giay-moi/moi", data=hidden(parents.client.get(f"{at}/giay-moi/moi").text) | filled
    )
    assert made.status_code == 303
    card = parents.client.get(f"{at}/giay-moi/1/in").text.partition("<article")[2]
    assert PUBLIC_ADULTS["sheet.anonymous"] in to_an_adult(card) and PUBLIC_ADULTS["sheet.help"] in card


def test_children_are_spoken_to_as_before(survey: Survey) -> None:
    form = survey.consultation()
    page = survey.client.get(URL).text
    assert TEXT["form.young"] in page and TEXT["form.assent"] in page
    assert "anh/chị" not in page.lower() and "hoi_ai" not in page
    thanks = survey.client.get(f"/cam-on/{survey.answer(form)}").text
    assert "Cảm ơn em!" in thanks and "anh/chị" not in thanks.lower()


def test_every_word_for_adults_has_its_pair() -> None:
    assert set(PUBLIC_ADULTS) <= set(TEXT) and set(PUBLIC_ADULTS_EN) <= set(PUBLIC_EN)
    for own, base in ((PUBLIC_ADULTS, TEXT), (PUBLIC_ADULTS_EN, PUBLIC_EN)):
        for key, words in own.items():
            assert words != base[key] and set(FACTS.findall(words)) == set(FACTS.findall(base[key])), key
    assert not [key for key, words in PUBLIC_ADULTS.items() if OF_CHILDREN.search(words)]
    assert [key for key in SHOWN if key.startswith(OF_A_ROUND) and OF_CHILDREN.search(SHOWN[key])] == []
    assert [key for key in SHOWN_EN if key.startswith(OF_A_ROUND) and CHILD_EN.search(SHOWN_EN[key])] == []
