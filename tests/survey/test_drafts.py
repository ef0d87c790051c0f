"""A form is kept while it is typed, resumed elsewhere, looked at before it is sent, begun from the last."""

from __future__ import annotations

import re
from html import unescape
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from db.commands.sign_in import open_session
from db.models import Account, ActivityReport, ReportDraft
from tests.survey.conftest import F3, Survey, hidden

SCRIPT = {"accept": "application/json"}


def count(survey: Survey, model: type) -> int:
    with survey.database.read_session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def typed(survey: Survey, **changed: str) -> dict[str, list[str]]:
    form = {"token": str(uuid4()), "csrf": survey.seal(), "title": "Viết dở", "nhap": "0", **changed}
    return {name: [value] for name, value in form.items()}


def save(survey: Survey, form: dict[str, list[str]], path: str = "/bao-cao/moi/F3/nhap"):
    return survey.client.post(path, data=form, headers=SCRIPT)


def test_what_is_typed_is_kept_and_resumed_on_another_device(survey: Survey) -> None:
    survey.become("member", "hoi.vien")
    form = typed(survey, participants_n="12o", audience="officers", la="không có ô này")
    kept = save(survey, form)
    assert (kept.status_code, kept.json()["number"]) == (200, 1) and "Đã lưu nháp" in kept.json()["said"]
    assert save(survey, {**form, "nhap": ["1"], "hours": ["6"]}).json()["number"] == 2
    survey.client.cookies.clear()
    with survey.database.write_session() as session:
        account = session.scalars(select(Account).where(Account.name == "hoi.vien")).one()
        survey_secret = open_session(session, account.id, survey.clock.at)
    survey.carry(survey_secret)
    listed = survey.client.get("/bao-cao").text
    assert "Viết dở" in listed and 'href="/bao-cao/moi/F3"' in listed
    page = survey.client.get("/bao-cao/moi/F3").text
    assert 'value="12o"' in page and 'value="officers" checked' in page and 'value="6"' in page
    assert (hidden(page)["nhap"], hidden(page)["token"]) == ("2", form["token"][0])
    assert "không có ô này" not in page


def test_a_stale_draft_never_overwrites_a_newer_one(survey: Survey) -> None:
    survey.become("member")
    save(survey, typed(survey, title="Máy một"))
    assert save(survey, typed(survey, title="Máy hai", nhap="1")).status_code == 200
    late = save(survey, typed(survey, title="Máy một, cũ", nhap="1"))
    assert late.status_code == 409 and "từ nơi khác" in late.json()["said"]
    assert 'value="Máy hai"' in survey.client.get("/bao-cao/moi/F3").text


def test_a_draft_is_gone_once_filed_and_a_late_save_does_not_bring_it_back(survey: Survey) -> None:
    survey.become("member")
    form = {**F3, "token": [str(uuid4())], "csrf": [survey.seal()], "nhap": ["0"]}
    assert save(survey, form).status_code == 200
    assert survey.client.post("/bao-cao/moi/F3", data={**form, "nhap": ["1"]}).status_code == 303
    assert count(survey, ReportDraft) == 0
    assert save(survey, form).status_code == 409 and save(survey, {**form, "nhap": ["1"]}).status_code == 409
    assert count(survey, ReportDraft) == 0


def test_without_script_a_button_keeps_the_draft_and_another_throws_it_away(survey: Survey) -> None:
    survey.become("member")
    kept = survey.client.post("/bao-cao/moi/F9/nhap", data=typed(survey))
    assert (kept.status_code, kept.headers["location"]) == (303, "/bao-cao#nhap")
    page = survey.client.get("/bao-cao").text
    place = re.search(r'action="(/bao-cao/nhap/\d+/bo)"', page)
    assert place and survey.client.post(place[1], data={"csrf": survey.seal()}).status_code == 303
    assert count(survey, ReportDraft) == 0
    assert survey.client.post(place[1], data={"csrf": survey.seal()}).status_code == 303


def test_a_draft_without_seal_or_by_another_is_not_kept(survey: Survey) -> None:
    survey.become("member", "nguoi.mot", "Hội X")
    assert save(survey, {**typed(survey), "csrf": ["x"]}).status_code == 403
    save(survey, typed(survey))
    with survey.database.read_session() as session:
        number = session.scalars(select(ReportDraft.id)).one()
    survey.become("member", "nguoi.hai", "Hội X")
    assert "Viết dở" not in survey.client.get("/bao-cao").text
    survey.client.post(f"/bao-cao/nhap/{number}/bo", data={"csrf": survey.seal()})
    assert count(survey, ReportDraft) == 1
    assert survey.client.post(f"/bao-cao/nhap/{'9' * 30}/bo", data={"csrf": survey.seal()}).status_code == 303


def test_a_revision_has_a_draft_of_its_own(survey: Survey) -> None:
    survey.become("member")
    report = survey.report()
    page = survey.client.get(f"/bao-cao/{report}/sua").text
    form = {**F3, "hours": ["9"], **{k: [v] for k, v in hidden(page).items()}}
    assert save(survey, form, f"/bao-cao/{report}/sua/nhap").status_code == 200
    assert 'name="hours" value="9"' in survey.client.get(f"/bao-cao/{report}/sua").text
    assert 'name="hours" value="9"' not in survey.client.get("/bao-cao/moi/F3").text
    assert survey.client.post(f"/bao-cao/{report}/sua", data=form).status_code == 303
    assert count(survey, ReportDraft) == 0


def test_the_last_report_fills_the_next_but_for_days_numbers_and_proof(survey: Survey) -> None:
    survey.become("member")
    assert "Điền như lần trước" not in survey.client.get("/bao-cao/moi/F3").text
    survey.report(note=["Phối hợp với Sở"], **{"level_n.commune": ["1.120"]})
    assert 'href="/bao-cao/moi/F3?nhu-lan-truoc=1"' in survey.client.get("/bao-cao/moi/F3").text
    page = survey.client.get("/bao-cao/moi/F3?nhu-lan-truoc=1").text
    assert 'value="community" checked' in page and 'value="casework" checked' in page and "với Sở" in page
    for absent in (
        "1.120",
        "05/11/2026",
        "7,5",
        "https://baovequyentreem",
        'name="signin" value="1" checked',
    ):
        assert absent not in page


# -- looked at before it is sent -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"participants_n": ["2.000"], "first_time_n": ["80"]}, "Số tròn nghìn"),
        ({"note": ["Gọi cho tôi 0912 345 678"]}, "số điện thoại"),
        ({"note": ["Em Nguyễn Thị Hoa phát biểu"]}, "tên người"),
        ({"hours": ["1,5"]}, "không cộng vào chỉ số nào"),
    ],
)
def test_what_is_unusual_is_explained_and_nothing_is_filed(
    survey: Survey, change: dict[str, list[str]], words: str
) -> None:
    survey.become("member")
    form = {**F3, **change, "token": [str(uuid4())], "csrf": [survey.seal()], "nhap": ["0"]}
    page = survey.client.post("/bao-cao/moi/F3", data=form)
    assert page.status_code == 200 and "Xem lại trước khi gửi" in page.text and words in unescape(page.text)
    assert (count(survey, ActivityReport), count(survey, ReportDraft)) == (0, 1)
    mark = re.search(r'name="da_xem" value="(\w+)">Vẫn gửi', page.text)
    assert mark and hidden(page.text)["nhap"] == "1"
    other = {**form, "da_xem": [mark[1]], "note": ["Em Trần Văn Bình và 0987 654 321"], "hours": ["1"]}
    assert survey.client.post("/bao-cao/moi/F3", data=other).status_code == 200  # not what was read
    sent = survey.client.post("/bao-cao/moi/F3", data={**form, "da_xem": [mark[1]]})
    assert sent.status_code == 303 and (count(survey, ActivityReport), count(survey, ReportDraft)) == (1, 0)


def test_own_medians_and_earlier_titles_are_known(survey: Survey) -> None:
    survey.become("member", "hoi.vien")
    ids = [survey.report(title=[f"Lớp {n}"], participants_n=["100"], evidence=[""]) for n in range(3)]
    survey.become("staff")
    for report in ids:
        with survey.database.write_session() as session:
            session.get_one(ActivityReport, UUID(report)).state = "verified"
    survey.become("member", "hoi.vien.2")
    form = {**F3, "title": ["Lớp 2"], "token": [str(uuid4())], "csrf": [survey.seal()]}
    page = unescape(survey.client.post("/bao-cao/moi/F3", data=form).text)
    assert "hơn gấp ba lần mức thường gặp của đơn vị (100)" in page and "cùng ngày, cùng tên: Lớp 2" in page


def test_missing_proof_alone_stops_nobody(survey: Survey) -> None:
    survey.become("member")
    form = {**F3, "evidence": [""], "token": [str(uuid4())], "csrf": [survey.seal()]}
    sent = survey.client.post("/bao-cao/moi/F3", data=form)
    assert sent.status_code == 303
    assert "Báo cáo chưa có minh chứng" in survey.client.get(sent.headers["location"]).text
