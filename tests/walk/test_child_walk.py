"""One child's answer, from the form to the published table, and back out again (house.md section 8).

The real instrument of the seed, a browser without script, a real server, both engines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from db.commands.releases import release_tables
from db.commands.sample_consultation import INSTRUMENT, publish_seed_instrument
from db.commands.submissions import record_submission
from db.engine import Database, open_database
from db.models import Consultation
from db.queries.audit import first_broken_row
from db.queries.consultations import ReleasedTable, consultation, latest_release
from db.settings import Settings
from tests.factories import SECRET, ask_children
from tests.walk.browser import Browser, Form, running_survey

SLUG = "an-toan-tren-mang"
# What this child says; every other question is skipped.
SAYS = {
    "nhom_tuoi": "t11_13",
    "gioi_tinh": "nu",
    "tinh": "p01",
    "thoi_gian_mang": "tu_1_3",
    "chuyen_da_gap": ["bi_xuc_pham", "bi_lua"],
    "duoc_lang_nghe": "doi_khi",
}
OTHERS = 42
WITHDRAWN = 404


@pytest.fixture
def asked(database: Database) -> Consultation:
    """The seed's questionnaire, open for answers."""
    now = datetime.now(UTC)
    with database.write_session() as session:
        version = publish_seed_instrument(session, "test", INSTRUMENT, now)
        return ask_children(session, SLUG, version.id, now)


@pytest.fixture
def child(settings: Settings, asked: Consultation) -> Iterator[Browser]:
    """A child's browser at the running survey."""
    with running_survey(settings) as address:
        yield Browser(address)


def open_form(child: Browser) -> Form:
    page = child.get(f"/y-kien/{SLUG}")
    assert page.status == 200
    return page.form_to(f"/y-kien/{SLUG}")


def slip_of(text: str) -> str:
    found = re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text)
    assert found, text[:2000]
    return found[0]


def stored(database: Database) -> tuple[int, dict[str, set[str]]]:
    """How many submissions there are, and the answers of the one this child gave."""
    with database.reader.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM submissions").scalar_one()
        rows = connection.exec_driver_sql("SELECT question, value FROM responses").all()
    answers: dict[str, set[str]] = {}
    for question, value in rows:
        answers.setdefault(question, set()).add(value)
    return count, answers


def test_a_child_answers_sees_the_slip_and_takes_the_answer_back(child: Browser, database: Database) -> None:
    home = child.get("/")
    assert f"/y-kien/{SLUG}" in home.text
    form = open_form(child)
    sent = child.send(form, dong_y="1", **SAYS)
    assert (sent.status, sent.text) == (303, "")
    count, answers = stored(database)
    assert count == 1
    assert answers == {name: {says} if isinstance(says, str) else set(says) for name, says in SAYS.items()}

    code = slip_of(child.follow(sent).text)
    again = child.send(form, dong_y="1", **SAYS)  # the button pressed twice, or "back" and "send"
    assert again.headers["location"] == sent.headers["location"]
    assert stored(database)[0] == 1

    slip = child.get(f"/phieu/{code.lower()}")
    assert slip.status == 200 and code in slip.text
    asked_again = child.get(f"/phieu/{code}/rut")
    gone = child.follow(child.send(asked_again.form_to(f"/phieu/{code}/rut")))
    assert gone.status == 200
    assert stored(database) == (0, {})
    assert child.get(f"/phieu/{code}").status == WITHDRAWN
    assert child.send(form, dong_y="1", **SAYS).status == 410
    assert stored(database) == (0, {})
    assert not list(child.cookies), "a child's browser keeps nothing of us"


def test_a_form_that_is_refused_keeps_what_was_filled_in(child: Browser, database: Database) -> None:
    both = {**SAYS, "chuyen_da_gap": ["chua_tung", "bi_lua"]}
    refused = child.send(open_form(child), dong_y="1", **both)
    assert refused.status == 422
    assert stored(database)[0] == 0
    kept = refused.form_to(f"/y-kien/{SLUG}")
    assert {name: sorted(kept.fields[name]) for name in both} == {
        name: [says] if isinstance(says, str) else sorted(says) for name, says in both.items()
    }
    mended = child.send(kept, chuyen_da_gap=["chua_tung"])
    assert mended.status == 303
    _, answers = stored(database)
    assert answers["chuyen_da_gap"] == {"chua_tung"}
    assert "duoc_lang_nghe" not in answers  # no longer asked, so not kept


def test_without_assent_nothing_is_kept(child: Browser, database: Database) -> None:
    refused = child.send(open_form(child), **SAYS)
    assert refused.status == 422
    assert stored(database)[0] == 0
    assert child.send(refused.form_to(f"/y-kien/{SLUG}"), dong_y="1").status == 303


PAGES = ("y-kien", "ket-qua", "phieu", "cam-on")
NOBODYS = ("%00", "an-toan%00", "%ED%A0%80", "%F0%9F%98%80", "AN-TOAN-TREN-MANG", "khong-co", "x" * 2000)


def test_an_address_nobody_can_have_is_not_found_on_both_engines(child: Browser) -> None:
    paths = [f"/{page}/{name}" for page in PAGES for name in NOBODYS]
    assert [path[:40] for path in paths if child.get(path).status != 404] == []


# -- what leaders see ----------------------------------------------------------------------------------


def others_answer(database: Database, asked: Consultation) -> None:
    """Forty-two more children: most from Hà Nội, three boys of 16–17."""
    now = datetime.now(UTC)
    for number in range(OTHERS):
        form = {
            "token": [f"00000000-0000-4000-8000-{number:012}"],
            "version": [str(asked.form_version_id)],
            "dong_y": ["1"],
            "nhom_tuoi": ["t16_17" if number < 3 else "t11_13"],
            "gioi_tinh": ["nam" if number < 3 else "nu"],
            "tinh": ["p01"],
            "thoi_gian_mang": ["hon_10" if number < 13 else "tu_1_3"],
        }
        with database.write_session() as session:
            record_submission(session, SECRET, SLUG, form, now)


def released(settings: Settings) -> dict[tuple[str, str | None], ReleasedTable]:
    """What the dashboard can get hold of: a connection of its own that moves no WAL and cannot write."""
    with (
        closing(open_database(settings, checkpoints=False)) as dashboard,
        dashboard.read_session() as session,
    ):
        card = latest_release(session, SLUG)
        assert card is not None
        shown = consultation(session, SLUG, datetime.now(UTC)).responses_shown
        assert shown == "45"
        assert not re.search(r"\b(43|42|39)\b", json.dumps(asdict(card)["tables"], ensure_ascii=False))
    return {(table.question, table.by): table for table in card.tables}


def test_what_children_said_reaches_the_leaders_suppressed(
    child: Browser, settings: Settings, database: Database, asked: Consultation
) -> None:
    assert child.send(open_form(child), dong_y="1", **SAYS).status == 303
    others_answer(database, asked)
    words = re.sub(r"<[^>]+>", " ", child.get(f"/ket-qua/{SLUG}").text)
    assert "Chưa có kết quả" in words and "%" not in words  # nothing but the rounded count before a release
    with database.write_session() as session:
        release_tables(session, "cli:test", SLUG, datetime.now(UTC), closing=True)
        assert first_broken_row(session) is None

    tables = released(settings)
    online = tables["thoi_gian_mang", None].rows[0]
    assert online.base_shown == "45"
    assert {cell.label_vi: cell.shown for cell in online.cells} == {
        "Dưới 1 giờ": "dưới 10",
        "Từ 1 đến 3 giờ": "30",
        "Từ 4 đến 6 giờ": "dưới 10",
        "Từ 7 đến 10 giờ": "dưới 10",
        "Hơn 10 giờ": "15",
    }
    few = [row for row in tables["thoi_gian_mang", "nhom_tuoi"].rows if row.group_vi == "16 hoặc 17 tuổi"]
    assert few and all(cell.count is None for cell in few[0].cells)
    mine = tables["chuyen_da_gap", None].rows[0]  # answered by this one child only
    assert all(cell.count is None and cell.share_pct is None for cell in mine.cells)

    page = child.get(f"/ket-qua/{SLUG}").text
    assert "Từ 1 đến 3 giờ" in page and "dưới 10" in page
    assert not re.search(r">\s*(43|42|39)\b", page)
