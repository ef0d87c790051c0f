"""Does the desk give figures out to whom it should, with a reason, a number and nothing half done?"""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.exports import making
from db.exports.store import FOLDER, place_of, say_progress
from db.models import AuditEvent, Snapshot, SnapshotContent
from survey.app import create_app
from survey.endpoints import snapshots
from tests import factories
from tests.exported import SLUG, excel_rows, files_of, make_voices
from tests.survey.conftest import Survey, hidden

PATH = "/ban-lam-viec/xuat"
FORM = {
    "bo": ["results", "records"],
    "tu_nam": "2026",
    "den_nam": "2026",
    "tinh_den": "21/11/2026",
    "don_vi": "",
    "dot": "",
    "dau_cach": "comma",
    "ly_do": "Báo cáo năm gửi Bộ Nội vụ",
}


@pytest.fixture
def desk(survey: Survey) -> Survey:
    """Staff at a desk with one verified figure."""
    with survey.database.write_session() as session:
        factories.make_fact(session, "5.3", 4, date(2026, 3, 1), title="=1+1")
    survey.become("staff", "can.bo")
    return survey


def send(survey: Survey, **changed):
    form = {**FORM, "token": str(uuid4()), **changed}
    return survey.client.post(PATH, data={**form, "csrf": survey.seal()})


def make(survey: Survey, **changed) -> str:
    """A finished snapshot; its address."""
    response = send(survey, **{"chac-chan": "1", **changed})
    assert response.status_code == 303, response.text
    return response.headers["location"]


def test_first_the_summary_then_the_files(desk):
    page = desk.client.get(PATH).text
    assert "21/11/2026" in page and "Chưa có bản chụp nào" in page
    summary = send(desk)
    assert summary.status_code == 200
    assert "Bản ghi đã xác minh: <b>1 dòng</b>" in summary.text
    with desk.database.read_session() as session:
        assert session.scalars(select(Snapshot)).all() == []  # looking makes nothing
    form = hidden(summary.text)
    assert (form["chac-chan"], form["ly_do"], form["tinh_den"]) == ("1", FORM["ly_do"], "21/11/2026")
    address = make(desk)
    shown = desk.client.get(address).text
    assert "Bản chụp số 1" in shown and "Báo cáo năm gửi Bộ Nội vụ" in shown and "SHA-256" in shown
    archive = desk.client.get(f"{address}/ban-chup.zip")
    assert archive.headers["content-type"] == "application/zip"
    assert hashlib.sha256(archive.content).hexdigest() in shown
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        whole = opened.read("excel/records.csv")
    one = desk.client.get(f"{address}/records.csv")
    assert one.content == whole
    assert one.headers["content-disposition"] == 'attachment; filename="ban-chup-so-1-records.csv"'
    assert excel_rows(whole)[1][12] == "'=1+1"


def test_who_why_and_what_is_recorded_and_the_reason_is_not_in_the_log(desk):
    make(desk, ly_do="Vì em Nguyễn Thị Ngọc xin")
    with desk.database.read_session() as session:
        row = session.scalars(select(Snapshot)).one()
        events = session.scalars(select(AuditEvent).where(AuditEvent.noun == "snapshot")).all()
        content = session.scalars(select(SnapshotContent)).one()
    assert (row.made_by, row.reason, row.sets) == (
        "can.bo",
        "Vì em Nguyễn Thị Ngọc xin",
        ["results", "records"],
    )
    assert [event.act for event in events] == ["snapshot_asked", "snapshot_made"]
    assert events[0].facts["as_of"] == "2026-11-21" and events[1].facts["sha256"] == content.sha256
    assert "Ngọc" not in str([event.facts for event in events])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ly_do": " "}, "lấy để làm gì, ít nhất"),
        ({"tinh_den": "22/11/2026"}, "21/11/2026"),
        ({"tinh_den": "hôm nay"}, "ngày"),
        ({"bo": []}, "Chỗ này còn trống. Hãy đi"),
        ({"don_vi": "1"}, "toàn Hội"),
        (
            {"tu_nam": "2023", "den_nam": "2023", "tinh_den": "02/06/2023"},
            "Từ năm 2023 đến năm 2023, tính đến hết ngày 02/06/2023, chưa có",
        ),
    ],
)
def test_a_wrong_choice_keeps_what_was_typed(desk, changed, words):
    form = {**FORM, "ly_do": "Gửi <b>Bộ</b>", **changed}
    response = send(desk, **form)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert words in response.text
    if "ly_do" not in changed:
        assert "Gửi &lt;b&gt;Bộ&lt;/b&gt;" in response.text
    assert f'value="{form["tinh_den"]}"' in response.text
    with desk.database.read_session() as session:
        assert session.scalars(select(Snapshot)).all() == []


def test_a_form_sent_twice_makes_one_snapshot(desk):
    token = str(uuid4())
    first = send(desk, token=token, **{"chac-chan": "1"})
    again = send(desk, token=token, **{"chac-chan": "1"})
    other = send(desk, token=token, ly_do="Một lý do khác", **{"chac-chan": "1"})
    assert first.headers["location"] == again.headers["location"] == f"{PATH}/1"
    assert other.status_code == 422
    with desk.database.read_session() as session:
        assert len(session.scalars(select(Snapshot)).all()) == 1


def test_a_number_that_is_not_there_is_said_kindly(desk):
    for address in (f"{PATH}/7", f"{PATH}/7/ban-chup.zip", f"{PATH}/99999999999/ban-chup.zip"):
        response = desk.client.get(address)
        assert (response.status_code, "Không có bản chụp số liệu mang số này" in response.text) == (404, True)
    address = make(desk, bo=["results"])
    assert desk.client.get(f"{address}/records.csv").status_code == 404  # not of this snapshot
    assert desk.client.get(f"{address}/..%2f..%2fsecret.key").status_code == 404


def test_leaders_fetch_results_and_nothing_with_single_records(desk):
    open_one, closed_one = make(desk, bo=["results"]), make(desk, bo=["results", "records"])
    for role, expected in (("leader", 200), ("inspector", 200), ("officer", 403), ("admin", 403)):
        desk.become(role)
        assert desk.client.get(f"{open_one}/ban-chup.zip").status_code == expected
        for part in ("", "/ban-chup.zip", "/records.csv", "/results.csv"):
            assert desk.client.get(closed_one + part).status_code == 403, (role, part)
        assert desk.client.get(PATH).status_code == 403
        assert send(desk, **{"chac-chan": "1"}).status_code == 403
    desk.become("member", unit="Hội thử nghiệm Hà Nội")
    assert desk.client.get(f"{open_one}/ban-chup.zip").status_code == 403
    desk.carry("")
    assert desk.client.get(f"{open_one}/ban-chup.zip").status_code == 401


def test_files_that_were_dropped_are_made_again_to_the_byte(desk):
    address = make(desk)
    place = place_of(desk.settings.data_dir, 1)
    before = place.read_bytes()
    place.unlink()
    assert desk.client.get(f"{address}/ban-chup.zip").content == before
    place.write_bytes(b"damaged")
    assert desk.client.get(f"{address}/ban-chup.zip").content == before == place.read_bytes()


def test_a_full_disk_is_said_on_the_page_and_can_be_tried_again(desk, monkeypatch):
    def full(*_given):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(making, "build", full)
        address = make(desk)
    page = desk.client.get(address)
    assert "hết chỗ trên đĩa" in page.text and "Làm lại" in page.text
    assert desk.client.get(f"{address}/ban-chup.zip").status_code == 409
    assert not list((desk.settings.data_dir / FOLDER).glob("*.zip"))
    again = desk.client.post(f"{PATH}/lam-lai/1", data={"csrf": desk.seal()})
    assert again.status_code == 303
    assert "Tải tất cả" in desk.client.get(address).text


def test_long_work_shows_how_far_it_is(desk, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(making, "build", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        address = make(desk)
    (desk.settings.data_dir / FOLDER / "000001.trouble").unlink()
    say_progress(desk.settings.data_dir, 1, {"results": 28, "records": 40_000})
    page = desk.client.get(address).text
    assert "40.028 dòng đã viết" in page and 'http-equiv="refresh"' in page


def test_single_answers_are_never_kept_on_the_server(desk):
    with desk.database.write_session() as session:
        make_voices(session)
    address = make(desk, bo=["answers"], dot=SLUG, ly_do="Nghiên cứu về an toàn mạng")
    folder = desk.settings.data_dir / FOLDER
    assert list(folder.iterdir()) == []
    archive = desk.client.get(f"{address}/ban-chup.zip")
    assert archive.status_code == 200 and list(folder.iterdir()) == []
    assert "không được giữ" in desk.client.get(address).text
    desk.become("leader")
    assert desk.client.get(f"{address}/ban-chup.zip").status_code == 403


def test_a_reader_who_goes_away_leaves_nothing_behind(desk, monkeypatch):
    with desk.database.write_session() as session:
        make_voices(session)
    address = make(desk, bo=["answers"], dot=SLUG, ly_do="Nghiên cứu về an toàn mạng")

    def gone(file):
        with file:
            yield file.read(100)
            raise OSError("the reader went away")

    monkeypatch.setattr(snapshots, "bytes_of", gone)
    with pytest.raises(OSError, match="went away"):
        desk.client.get(f"{address}/ban-chup.zip")
    assert list((desk.settings.data_dir / FOLDER).iterdir()) == []


def test_the_start_sweeps_what_a_killed_run_left(sqlite_settings):
    folder = sqlite_settings.data_dir / FOLDER
    (folder / ".0123").mkdir(parents=True)
    for name in (".4567.zip", "000001.progress", "000001.zip"):
        (folder / name).write_bytes(b"{}")
    create_app(sqlite_settings)
    assert [path.name for path in folder.iterdir()] == ["000001.zip"]


def test_the_desk_leads_to_the_exports(desk):
    assert f'href="{PATH}"' in desk.client.get("/ban-lam-viec").text


def test_unit_and_semicolon_reach_the_files(desk):
    with desk.database.write_session() as session:
        unit = factories.make_organisation(session, "Hội thử nghiệm Huế")
        factories.make_fact(session, "5.3", 9, date(2026, 4, 1), organisation_id=unit.id)
        number = unit.id
    make(desk, bo=["records"], don_vi=str(number), dau_cach="semicolon")
    files = files_of(place_of(desk.settings.data_dir, 1))
    rows = excel_rows(files["excel/records.csv"], ";")
    assert [row[3] for row in rows[1:]] == ["9"]
    assert "Hội thử nghiệm Huế" in files["DOC-TRUOC.txt"].decode("utf-8-sig")
    assert desk.clock.at - timedelta(days=1) > factories.NOW - timedelta(days=2)
