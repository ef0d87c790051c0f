"""Is a blank form that was drawn once the page every child would have got?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.models import Consultation
from survey import blank_forms
from survey.blank_forms import MOST_KEY, PLACE
from survey.text import say
from tests.factories import NOW
from tests.survey.conftest import SLUG, Survey, hidden

URL = f"/y-kien/{SLUG}"


def kept(survey: Survey) -> int:
    return len(survey.client.app.state.service.blank_forms._kept)  # type: ignore[attr-defined]


def test_two_children_get_the_same_page_with_tokens_of_their_own(survey: Survey) -> None:
    survey.consultation()
    pages = [survey.client.get(URL) for _ in range(3)]
    tokens = [hidden(page.text)["token"] for page in pages]
    assert len({*tokens, PLACE}) == 4
    blanks = {page.text.replace(token, "") for page, token in zip(pages, tokens, strict=True)}
    assert len(blanks) == 1 and PLACE not in pages[1].text
    assert {page.headers["cache-control"] for page in pages} == {"no-store"}
    assert kept(survey) == 1


def test_every_invitation_and_language_has_its_own_page(survey: Survey) -> None:
    survey.consultation()
    addresses = [URL, f"{URL}?moi=ABC234", f"{URL}?moi=XYZ567", f"{URL}?ngon_ngu=en"]
    drawn = [survey.client.get(address).text for address in addresses]
    again = [survey.client.get(address).text for address in addresses]
    for first, second in zip(drawn, again, strict=True):
        assert {**hidden(first), "token": ""} == {**hidden(second), "token": ""}
    assert [hidden(page).get("moi") for page in again] == [None, "ABC234", "XYZ567", None]
    assert kept(survey) == 4


def test_what_changes_at_the_desk_is_seen_at_once(survey: Survey) -> None:
    survey.consultation()
    assert "Tên khác" not in survey.client.get(URL).text
    with survey.database.write_session() as session:
        session.execute(update(Consultation).values(title_vi="Tên khác"))
    assert "Tên khác" in survey.client.get(URL).text
    with survey.database.write_session() as session:
        session.execute(update(Consultation).values(closes_at=NOW - timedelta(days=1)))
    assert survey.client.get(URL).status_code == 410


def test_what_was_typed_is_never_kept_for_the_next_child(survey: Survey) -> None:
    form = survey.consultation()
    refused = survey.client.post(URL, data={**form, "so_gio": ["muoi-mot-gio"]})
    assert "muoi-mot-gio" in refused.text
    page = survey.client.get(URL).text
    assert "muoi-mot-gio" not in page and say("form.problems") not in page


def test_made_up_addresses_do_not_fill_the_memory(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blank_forms, "MOST_KEPT", 3)
    survey.consultation()
    for number in range(6):
        assert survey.client.get(f"{URL}?x={number}").status_code == 200
    assert survey.client.get(f"{URL}?x={'a' * MOST_KEY}").status_code == 200
    assert kept(survey) == 3
