"""Can every questionnaire be completed without a script, the starter library and all kinds of question?"""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import select

from db.commands.consultations import publish_form
from db.models import Response
from db.queries.consultations import form_definition
from db.queries.moments import day_of
from db.rules.answer_kinds import stored_values
from db.rules.answers import check_answers
from db.xlsform.worker import process
from tests.db.starter import FIRST, SLUGS, converted
from tests.factories import ask_children
from tests.survey.conftest import Survey
from tests.walk.browser import Form, Page

KINDS = """
| survey |
| | type | name | label | calculation | relevant | parameters | constraint | constraint_message |
| | range | diem | Mấy điểm? | | | start=0 end=2 step=0.5 | | |
| | acknowledge | hieu | Em hiểu là có thể dừng. | | | | | |
| | time | gio | Mấy giờ? | | | | | |
| | dateTime | luc | Lúc nào? | | | | | |
| | date | ngay | Ngày nào? | | | | | |
| | integer | so | Mấy lần? | | | | . < 100 | Ít hơn 100 nhé. |
| | calculate | gap | | ${diem} * 2 | | | | |
| | decimal | them | Thêm mấy? | | ${gap} > 2 | | | |
| | note | cuoi | Cảm ơn em. | | | | | |
"""
SAYS = {
    "diem": "1.5", "hieu": "OK", "gio": "7h05", "luc": "22/11/2026 14:30",
    "ngay": "1/11/2026", "so": "12", "them": "0,5", "gap": "99",
}  # fmt: skip


def opened(survey: Survey, slug: str, made) -> int:
    """A consultation that asks this questionnaire now; the version's number."""
    now = survey.clock.at
    with survey.database.write_session() as session:
        version = publish_form(session, "test", slug, "", made["xml"], made["definition"], now)
        ask_children(session, slug, version.id, now)
        return version.id


def page_of(survey: Survey, slug: str) -> Form:
    got = survey.client.get(f"/y-kien/{slug}")
    assert got.status_code == 200, got.text[:500]
    return Page(200, "", got.headers, got.text).form_to(f"/y-kien/{slug}")  # type: ignore[arg-type]


def kept(survey: Survey, code: str) -> dict[str, set[str]]:
    with survey.database.read_session() as session:
        rows = session.execute(select(Response.question, Response.value)).all()
    found: dict[str, set[str]] = {}
    for question, value in rows:
        found.setdefault(question, set()).add(value)
    return found


def filled(form: Form, chance: Random) -> dict[str, list[str]]:
    """One choice of everything that offers some, as a thumb would tap; the hidden fields as they stand."""
    chosen = {name: [chance.choice([one for one in codes if one])] for name, codes in form.offered.items()}
    return {**form.fields, **chosen, "dong_y": ["1"]}


@pytest.mark.parametrize("slugs", [[FIRST, *SLUGS[:8]], SLUGS[8:]], ids=["first", "second"])
def test_every_starter_is_completed_without_a_script(survey: Survey, slugs: list[str]) -> None:
    chance, before = Random(36), dict[str, set[str]]()
    for slug in slugs:
        version = opened(survey, slug, converted(slug))
        form = page_of(survey, slug)
        posted = filled(form, chance)
        sent = survey.client.post(f"/y-kien/{slug}", data=posted)
        assert sent.status_code == 303, (slug, sent.text[:2000])
        assert survey.client.get(sent.headers["location"]).status_code == 200
        with survey.database.read_session() as session:
            definition = form_definition(session, version)
        wanted = check_answers(definition, posted, today=day_of(survey.clock.at)).values
        assert len(wanted) >= 5, slug
        for name, answer in wanted.items():
            before.setdefault(name, set()).update(stored_values(answer))
        assert kept(survey, slug) == before, slug


def test_every_kind_is_completed_without_a_script(survey: Survey) -> None:
    opened(survey, "cac-dang", process(KINDS.encode(), ".md", "cac_dang"))
    form = page_of(survey, "cac-dang")
    assert form.offered["diem"] == ["0", "0.5", "1", "1.5", "2"] and form.offered["hieu"] == ["OK"]
    assert {"gio", "luc", "ngay", "so", "them"} <= form.typed and "gap" not in form.typed
    posted = {**form.fields, **{name: [value] for name, value in SAYS.items()}, "dong_y": ["1"]}
    wrong = survey.client.post("/y-kien/cac-dang", data={**posted, "gio": ["25h"], "so": ["100"]})
    assert wrong.status_code == 422
    assert "ví dụ 14:30" in wrong.text and "Ít hơn 100 nhé." in wrong.text and 'value="25h"' in wrong.text
    assert survey.client.post("/y-kien/cac-dang", data=posted).status_code == 303
    assert kept(survey, "cac-dang") == {
        "diem": {"1.5"},
        "hieu": {"OK"},
        "gio": {"07:05:00"},
        "luc": {"2026-11-22T14:30:00"},
        "ngay": {"2026-11-01"},
        "so": {"12"},
        "them": {"1/2"},
    }


def test_a_note_behind_the_last_question_is_shown(survey: Survey) -> None:
    opened(survey, "cac-dang", process(KINDS.encode(), ".md", "cac_dang"))
    page = survey.client.get("/y-kien/cac-dang").text
    assert page.index('name="them"') < page.index("Cảm ơn em.") < page.index("data-send>")
