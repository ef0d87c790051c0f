"""Do the officers' pages hold the ceremony, open and shut the desk, and let nothing out by accident?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import func, select

import survey.officer_keys
from db.models import AuditEvent, ConcernEvent, Passage, SafeguardingKey
from db.queries.opened_words import released_passages
from db.sealing.keys import GROUPS, lock
from tests.survey.conftest import Survey, hidden
from tests.trust.officers import PASSPHRASE, QUESTION, QUICK, Ceremony, ask_own_words, hold_ceremony, written

DESK, KEYS = "/can-bo-bao-ve", "/can-bo-bao-ve/khoa"
OTHER = "con đò nhỏ chờ khách bên kia"
TEXT = "Chú hàng xóm hay đụng chạm vào người em, em sợ lắm."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keys locked with less work; opening them is the real thing."""
    monkeypatch.setattr(survey.officer_keys, "lock", partial(lock, work=QUICK))
    yield


def post(survey: Survey, path: str, **fields: str):
    return survey.client.post(path, data={"csrf": survey.seal(), **fields})


def sign_in(survey: Survey, ceremony: Ceremony, which: str = "first") -> None:
    """Carry a session of one of the ceremony's officers."""
    from db.commands.sign_in import open_session

    person = getattr(ceremony, which).person
    with survey.database.write_session() as session:
        survey.carry(open_session(session, person.account_id, survey.clock.at))


def open_desk(survey: Survey, passphrase: str = PASSPHRASE):
    return post(survey, DESK, password=passphrase)


def child(survey: Survey, asked, text: str = TEXT, contact: str = "") -> None:
    assert survey.client.post(f"/y-kien/{asked.slug}", data=written(asked, text, contact)).status_code == 303


def first_item(survey: Survey) -> str:
    found = re.search(rf'href="({DESK}/muc/[^"]+)"', survey.client.get(DESK).text)
    assert found
    return found[1]


@pytest.fixture
def desk(survey: Survey) -> tuple[Survey, Ceremony, object]:
    """Keys, an open form, one child's words, the first officer signed in."""
    ceremony = hold_ceremony(survey.database)
    asked = ask_own_words(survey.database)
    child(survey, asked)
    sign_in(survey, ceremony)
    return survey, ceremony, asked


# -- the ceremony --------------------------------------------------------------------------------------


def test_two_officers_hold_the_ceremony_from_the_first_key_to_the_paper(survey: Survey) -> None:
    one = survey.become("officer", "co.mai")
    assert "Chưa đủ khoá: 0/2 cán bộ" in survey.client.get(KEYS).text
    assert "chưa có khoá" in survey.client.get(DESK).text
    assert post(survey, KEYS, password=PASSPHRASE, password_again=PASSPHRASE).status_code == 303
    assert open_desk(survey).status_code == 303
    two = survey.become("officer", "chu.nam")
    assert post(survey, KEYS, password=OTHER, password_again=OTHER).status_code == 303
    mine = survey.client.get(KEYS).text
    mark = re.search(r"Dấu khoá: ((?:[0-9A-F]{4} ?){4})", mine)[1].strip()
    assert "đang chờ một cán bộ khác nhận" in mine and open_desk(survey, OTHER).status_code == 409
    survey.carry(one)
    page = survey.client.get(KEYS).text
    assert mark in page
    admit = re.search(rf'action="({KEYS}/[^"]+/nhan)"', page)[1]
    assert post(survey, admit).status_code == 422  # the marks were not compared
    assert post(survey, admit, chac="1").headers["location"] == f"{KEYS}?xong=admitted"
    paper = post(survey, f"{KEYS}/phuc-hoi").text
    groups = re.findall(r"<li><code>([A-Z2-9]{4})</code></li>", paper)
    assert len(groups) == GROUPS
    assert "recovery" not in [row for row in admitted(survey)]
    wrong = confirm(survey, paper, ["AAAA"] * GROUPS)
    assert wrong.status_code == 422 and groups[0] not in wrong.text
    assert confirm(survey, wrong.text, groups).headers["location"] == f"{KEYS}?xong=recovery"
    assert "Đã đủ khoá" in survey.client.get(KEYS).text
    assert admitted(survey) == ["officer", "officer", "recovery"]
    survey.carry(two)
    assert open_desk(survey, OTHER).status_code == 303
    ask_own_words(survey.database)
    assert not leaked(survey, *groups)


def admitted(survey: Survey) -> list[str]:
    with survey.database.read_session() as session:
        rows = session.scalars(select(SafeguardingKey).where(SafeguardingKey.admitted_at.is_not(None)))
        return sorted(row.kind for row in rows if row.ended_at is None)


def confirm(survey: Survey, page: str, groups: list[str]):
    asked = hidden(page)["so_nhom"]
    typed = {f"password_group_{number}": groups[int(number) - 1].lower() for number in asked.split(",")}
    return post(survey, f"{KEYS}/phuc-hoi/xac-nhan", so_nhom=asked, **typed)


def leaked(survey: Survey, *secrets: str) -> list[str]:
    """Secrets that stand anywhere in the data folder."""
    content = b"".join(path.read_bytes() for path in survey.settings.data_dir.rglob("*") if path.is_file())
    return [secret for secret in secrets if secret.encode() in content]


@pytest.mark.parametrize("asked", ["", "1", "1,1,1", "1,2,99", "0,1,2", "-1,2,3", "1,2,3,4", "a,b,c"])
def test_the_paper_is_not_confirmed_by_asking_for_other_groups(desk, asked: str) -> None:
    survey, _, _ = desk
    open_desk(survey)
    groups = re.findall(r"<li><code>([A-Z2-9]{4})</code></li>", post(survey, f"{KEYS}/phuc-hoi").text)
    typed = {f"password_group_{number}": groups[0] for number in range(-1, 5)}
    assert post(survey, f"{KEYS}/phuc-hoi/xac-nhan", so_nhom=asked, **typed).status_code == 422


def test_a_weak_or_mistyped_passphrase_makes_no_key(survey: Survey) -> None:
    from tests.factories import PASSWORD

    survey.become("officer")
    cases = (("quyt-9", "quyt-9"), (PASSPHRASE, OTHER), ("a" * 20, "a" * 20), (PASSWORD, PASSWORD))
    for typed, again in cases:
        page = post(survey, KEYS, password=typed, password_again=again)
        assert page.status_code == 422 and typed not in page.text
    with survey.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(SafeguardingKey)) == 0


def test_a_key_is_changed_and_the_old_passphrase_opens_nothing(desk) -> None:
    survey, _, _ = desk
    assert post(survey, f"{KEYS}/doi", password=OTHER, password_again=OTHER).status_code == 409  # shut
    open_desk(survey)
    item = first_item(survey)
    assert post(survey, f"{KEYS}/doi", password=OTHER, password_again=OTHER).status_code == 303
    assert survey.client.get(item).status_code == 303  # the desk was shut with the old key
    assert open_desk(survey).status_code == 422
    assert open_desk(survey, OTHER).status_code == 303
    assert TEXT in survey.client.get(item).text


def test_a_lost_passphrase_is_replaced_with_the_paper(desk) -> None:
    from db.sealing.keys import on_paper

    survey, ceremony, _ = desk
    new = {"password": OTHER, "password_again": OTHER}
    assert post(survey, f"{KEYS}/quen", password_paper="ABCD", **new).status_code == 422
    paper = " ".join(on_paper(ceremony.paper))
    assert post(survey, f"{KEYS}/quen", password_paper=paper, **new).status_code == 303
    assert open_desk(survey, OTHER).status_code == 303
    assert TEXT in survey.client.get(first_item(survey)).text
    assert not leaked(survey, OTHER, paper, PASSPHRASE)


def test_an_officers_key_is_ended_by_another_and_an_open_desk_shuts_with_it(desk) -> None:
    survey, ceremony, _ = desk
    sign_in(survey, ceremony, "second")
    open_desk(survey)
    mine = dict(survey.client.cookies)
    item = first_item(survey)
    sign_in(survey, ceremony)
    end = f"{KEYS}/{ceremony.second.key.id}/ket-thuc"
    assert post(survey, end).status_code == 422
    assert post(survey, end, chac="1").status_code == 303
    survey.carry(next(iter(mine.values())))
    assert survey.client.get(item).status_code == 303
    assert open_desk(survey).status_code == 409


# -- opening and shutting ------------------------------------------------------------------------------


def test_a_shut_desk_shows_that_something_waits_and_not_a_word_of_it(desk) -> None:
    survey, _, _ = desk
    page = survey.client.get(DESK).text
    assert "1 mục mới" in page and "hàng xóm" not in page and "đọc ngay" not in page
    assert survey.client.get(first_item(survey)).headers["location"] == DESK


def test_an_open_desk_shuts_after_fifteen_minutes_at_sign_out_and_by_hand(desk) -> None:
    survey, _, _ = desk
    assert open_desk(survey).status_code == 303
    item = first_item(survey)
    page = survey.client.get(item)
    assert TEXT in page.text and page.headers["refresh"].startswith("901;")
    survey.clock.pass_by(minutes=14, seconds=59)
    assert TEXT in survey.client.get(item).text
    survey.clock.pass_by(seconds=1)
    assert survey.client.get(item).status_code == 303
    open_desk(survey)
    post(survey, f"{DESK}/dong")
    assert survey.client.get(item).status_code == 303
    open_desk(survey)
    cookies = dict(survey.client.cookies)
    post(survey, "/dang-xuat")
    assert survey.client.app.state.service.desks._desks == {}
    survey.carry(next(iter(cookies.values())))
    assert survey.client.get(item).status_code == 401


def test_a_wrong_passphrase_is_slowed_noted_and_never_written_back(desk) -> None:
    survey, _, _ = desk
    statuses = []
    for _ in range(7):
        page = open_desk(survey, "một câu sai hoàn toàn")
        statuses.append(page.status_code)
        assert "một câu sai" not in page.text
    assert statuses == [422] * 5 + [429] * 2
    with survey.database.read_session() as session:
        wrong = select(func.count()).select_from(AuditEvent).where(AuditEvent.act == "passphrase_wrong")
        assert session.scalar(wrong) == 5
    survey.clock.pass_by(seconds=15)
    assert open_desk(survey).status_code == 303


def test_a_passphrase_is_not_carried_through_the_sign_in_page_or_a_busy_page(desk) -> None:
    survey, _, _ = desk
    survey.carry("")
    typed = {"password": PASSPHRASE, "password_again": PASSPHRASE, "password_paper": "ABCD EFGH"}
    fields = {**typed, "viec": "x"}
    page = survey.client.post(f"{KEYS}/quen", data=fields)
    assert page.status_code == 401 and 'value="x"' in page.text
    assert PASSPHRASE not in page.text and "ABCD" not in page.text


# -- one child's words ---------------------------------------------------------------------------------


def test_new_items_stand_in_the_order_of_the_word_list_and_none_is_left_out(desk) -> None:
    survey, ceremony, asked = desk
    survey.carry("")
    child(survey, asked, "Em muốn sân trường có nhiều cây hơn.")
    child(survey, asked, "Em thích giờ ra chơi dài hơn.", "zalo của chị em 0912 345 678")
    sign_in(survey, ceremony)
    open_desk(survey)
    page = survey.client.get(DESK).text
    assert page.count(f'href="{DESK}/muc/') == 3
    marks = re.findall(r"đọc ngay|đọc sớm|theo thứ tự", page.split("<tbody>")[1])
    assert marks == ["đọc ngay", "đọc ngay", "theo thứ tự"] and page.count("xin gọi lại") == 1


def test_what_was_done_is_written_down_and_closes_only_with_a_decision(desk) -> None:
    survey, _, asked = desk
    open_desk(survey)
    item = first_item(survey)
    page = survey.client.get(item).text
    seen = hidden(page)["da_thay"]
    refused = post(survey, item, khep="1", da_thay=seen, so_hieu="111-0042")
    assert refused.status_code == 422 and "Chưa ghi việc nào" in refused.text and "111-0042" in refused.text
    done = {"viec": "called_111", "ngay": "22/11/2026", "so_hieu": "111-0042", "khep": "1", "da_thay": seen}
    assert post(survey, item, **done).status_code == 303
    assert post(survey, item, **done).status_code == 409  # sent twice: somebody was faster, oneself
    page = survey.client.get(item).text
    assert "Đã báo Tổng đài 111" in page and "111-0042" in page and TEXT in page
    assert "1 mục mới" not in survey.client.get(DESK).text
    assert asked.title_vi in survey.client.get(f"{DESK}/da-khep").text
    assert post(survey, f"{item}/mo-lai").status_code == 303
    with survey.database.read_session() as session:
        acts = session.scalars(select(ConcernEvent.act).order_by(ConcernEvent.id)).all()
    assert acts == ["read", "called_111", "close", "reopen"]


@pytest.mark.parametrize(
    ("field", "typed"), [("viec", "nothing"), ("ngay", "31/12/2099"), ("ngay", "x"), ("so_hieu", "a" * 121)]
)
def test_a_bad_note_is_refused_on_the_page(desk, field: str, typed: str) -> None:
    survey, _, _ = desk
    open_desk(survey)
    item = first_item(survey)
    survey.client.get(item)
    assert post(survey, item, **{"viec": "police", field: typed}).status_code == 422


# -- what leaves ---------------------------------------------------------------------------------------


def propose(survey: Survey, item: str, passage: str, **more: str):
    return post(survey, f"{item}/trich", token=str(uuid4()), cau=QUESTION, doan=passage, **more)


def test_a_passage_leaves_only_when_a_second_officer_lets_it_out(desk) -> None:
    survey, ceremony, asked = desk
    open_desk(survey)
    item = first_item(survey)
    survey.client.get(item)
    passage = "em sợ người lớn ở gần nhà"
    assert propose(survey, item, passage).status_code == 303
    assert not leaked(survey, passage)
    address = re.search(rf'action="({DESK}/trich/[^"]+)"', survey.client.get(DESK).text)[1]
    assert post(survey, address, cho_ra="1").status_code == 403  # the same officer
    sign_in(survey, ceremony, "second")
    assert post(survey, address, cho_ra="1").status_code == 409  # the desk is shut: nobody reads it
    open_desk(survey)
    assert passage in survey.client.get(DESK).text
    assert post(survey, address, cho_ra="1").status_code == 303
    with survey.database.read_session() as session:
        out = released_passages(session, asked.id)
    assert [(one.text_vi, one.age_band, one.question) for one in out] == [(passage, "t11_13", QUESTION)]
    assert out[0].region_vi and not hasattr(out[0], "province")
    assert post(survey, address, cho_ra="1").status_code == 404


TELLING = {
    "tên người": "bạn Lan Anh ngồi cạnh em",
    "số điện thoại": "gọi em số 0912 345 678 nhé",
    "trường, lớp": "trường thcs của em rất ồn",
}


@pytest.mark.parametrize("mark", TELLING)
def test_a_passage_with_a_name_a_number_or_a_school_is_warned_of(desk, mark: str) -> None:
    survey, _, _ = desk
    open_desk(survey)
    item = first_item(survey)
    survey.client.get(item)
    warned = propose(survey, item, TELLING[mark])
    assert warned.status_code == 422 and mark in warned.text and TELLING[mark] in warned.text
    with survey.database.read_session() as session:
        assert session.scalar(select(func.count()).select_from(Passage)) == 0
    assert propose(survey, item, TELLING[mark], da_xem="1").status_code == 303


def test_a_passage_kept_in_leaves_nothing(desk) -> None:
    survey, _, asked = desk
    open_desk(survey)
    item = first_item(survey)
    propose(survey, item, "em muốn được lắng nghe")
    address = re.search(rf'action="({DESK}/trich/[^"]+)"', survey.client.get(DESK).text)[1]
    assert post(survey, address, cho_ra="0").status_code == 303
    with survey.database.read_session() as session:
        row = session.scalars(select(Passage)).one()
        assert (row.state, row.text_vi, row.item_id) == ("refused", "", None)
        assert released_passages(session, asked.id) == ()


# -- everybody else ------------------------------------------------------------------------------------


def test_a_day_later_the_desk_and_the_staff_are_told_without_content(desk) -> None:
    survey, ceremony, _ = desk
    survey.clock.pass_by(days=1)
    sign_in(survey, ceremony)
    assert "1 mục đã sang ngày hôm sau" in survey.client.get(DESK).text
    survey.become("staff")
    page = survey.client.get("/ban-lam-viec").text
    assert "1 mục của trẻ em đã sang ngày hôm sau" in page and "hàng xóm" not in page


def test_the_form_says_before_each_box_that_nobody_can_come(desk) -> None:
    survey, _, asked = desk
    survey.carry("")
    page = survey.client.get(f"/y-kien/{asked.slug}").text
    called = re.compile(r"nên không thể đến giúp\. Nếu em cần giúp, gọi <a href=\"tel:111\"[^>]*>111</a>\.")
    assert len(called.findall(page)) == page.count("không thể đến giúp") == 1
    assert page.index("không thể đến giúp") < page.index('name="y_kien"') and 'name="+goi_lai"' in page
