"""B16: no hostile file is kept as it was sent, no picture keeps a word about its place, time or device."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from db.evidence.taking import LIMITS, take
from db.models import AuditEvent, EvidenceFile
from db.rules.errors import RuleError
from db.rules.evidence_kinds import MOST_BYTES
from tests.reading import ROOT
from tests.survey.conftest import Survey
from tests.survey.hostile_files import CANARY, HTML, REDRAWN, REFUSED
from tests.survey.proof_files import GOOD, SECRET, docx, pdf, photo, picture

REASONS = {
    "file_empty", "file_kind", "file_renamed", "file_damaged", "file_unsafe", "picture_too_large", "bad_text",
}  # fmt: skip
MEMORY_BAR = 300 * 1024  # kilobytes
PEAK = """
import re, sys
from db.evidence.worker import taken
from db.limited_process import bind_itself
bind_itself(20, int(sys.argv[2]))
taken(sys.stdin.buffer.read(), sys.argv[1])
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def stored(survey: Survey) -> list[Path]:
    folder = survey.settings.data_dir / "evidence"
    return sorted(folder.iterdir()) if folder.exists() else []


def send(survey: Survey, report: str, *files: tuple[str, bytes], agreed: str = "1", seal: str = ""):
    data = {"csrf": seal or survey.seal(), "cam_ket": agreed}
    posted = [("tep", (name, content, "application/octet-stream")) for name, content in files]
    return survey.client.post(f"/bao-cao/{report}/minh-chung", data=data, files=posted)


def rows(survey: Survey) -> list[EvidenceFile]:
    with survey.database.read_session() as session:
        return list(session.scalars(select(EvidenceFile).order_by(EvidenceFile.name)))


def decide(survey: Survey, report: str):
    data = {"viec": "xac-minh", "version": "1", "ly_do": "", "csrf": survey.seal()}
    return survey.client.post(f"/ban-lam-viec/xac-minh/{report}", data=data)


# -- files alone ---------------------------------------------------------------------------------------


def test_there_are_sixty_hostile_files() -> None:
    assert len({name for name, _ in REFUSED}) == len(REFUSED) and len(REFUSED) + len(REDRAWN) >= 60


@pytest.mark.parametrize(("name", "data"), REFUSED, ids=[name for name, _ in REFUSED])
def test_a_hostile_file_is_refused_with_a_reason(name: str, data: bytes) -> None:
    with pytest.raises(RuleError) as refused:
        take(data, name)
    assert refused.value.code in REASONS


@pytest.mark.parametrize(("name", "data"), REDRAWN, ids=[name for name, _ in REDRAWN])
def test_a_picture_that_is_something_else_as_well_is_only_a_picture_afterwards(
    name: str, data: bytes
) -> None:
    taken = take(data, name)
    assert CANARY not in taken.data and b"PK\x05\x06" not in taken.data and b"%PDF" not in taken.data
    assert taken.data != data and Image.open(BytesIO(taken.data)).size == (120, 80)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken(name: str) -> None:
    sent = GOOD[name]()
    taken = take(sent, f"C:\\Users\\toi\\{name}")
    assert taken.name == name
    if taken.kind in ("pdf", "docx", "xlsx", "odt"):
        assert taken.data == sent
        return
    assert SECRET.encode() in sent or taken.kind == "png"
    with Image.open(BytesIO(taken.data)) as image:
        image.load()
        assert not image.getexif() and not getattr(image, "text", {}) and SECRET.encode() not in taken.data
        said = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background",
                                  "timestamp", "duration"}  # fmt: skip
        assert said == set()


def test_a_picture_stands_upright_and_small() -> None:
    with Image.open(BytesIO(take(photo(), "anh.JPG").data)) as image:
        assert image.size == (80, 120)
        top, bottom = image.getpixel((40, 10)), image.getpixel((40, 110))
        assert top[0] > 150 > top[2] and bottom[2] > 150 > bottom[0]  # what was left is above now
    with Image.open(BytesIO(take(picture(size=(6_000, 4_000)), "to.jpg").data)) as image:
        assert max(image.size) == 2_560


def test_reading_stays_under_its_memory() -> None:
    """The reading process dies rather than grow, and at its hungriest it stays under the bar."""
    hungry = picture("PNG", size=(3_990, 3_990))
    with pytest.raises(RuleError) as killed:
        take(hungry, "anh.png", replace(LIMITS, memory=90_000_000))
    assert killed.value.code in ("file_damaged", "picture_too_large")
    for signature, data in (("png", hungry), ("jpeg", picture(size=(8_000, 6_000), quality=30))):
        command = [sys.executable, "-c", PEAK, signature, str(LIMITS.memory)]
        said = subprocess.run(command, input=data, capture_output=True, check=True, cwd=ROOT).stdout
        assert 10_000 < int(said) < MEMORY_BAR


# -- over HTTP -----------------------------------------------------------------------------------------


def test_files_prove_a_report_and_only_then_it_is_verified(survey: Survey) -> None:
    member = survey.become("member", "hoi.vien", "Hội X")
    report = survey.report(evidence=[""])
    staff = survey.become("staff", "can.bo")
    assert decide(survey, report).status_code == 409
    survey.carry(member)
    assert "chưa có minh chứng" in survey.client.get(f"/bao-cao/{report}").text
    assert send(survey, report, ("anh.jpg", photo()), ("biên bản.pdf", pdf())).status_code == 303
    page = survey.client.get(f"/bao-cao/{report}").text
    assert "biên bản.pdf" in page and "chưa có minh chứng" not in page
    assert [(row.kind, row.version) for row in rows(survey)] == [("jpeg", 1), ("pdf", 1)]
    assert {path.name for path in stored(survey)} == {row.sha256 for row in rows(survey)}
    survey.carry(staff)
    assert decide(survey, report).status_code == 303
    survey.carry(member)
    assert send(survey, report, ("them.jpg", picture())).status_code == 409  # judged as it was


def test_a_file_is_saved_never_opened_and_only_by_its_unit_and_staff(survey: Survey) -> None:
    member = survey.become("member", "hoi.vien", "Hội X")
    report, letter = survey.report(), docx()  # a second letter would carry another second of the clock
    send(survey, report, ("thư mời.docx", letter))
    file = rows(survey)[0]
    own, desk = (
        f"/bao-cao/{report}/minh-chung/{file.id}",
        f"/ban-lam-viec/xac-minh/{report}/minh-chung/{file.id}",
    )
    answer = survey.client.get(own)
    assert answer.status_code == 200 and answer.content == letter
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''th%C6%B0")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].endswith("; sandbox")
    other = survey.report(title=["Báo cáo khác"])
    assert survey.client.get(f"/bao-cao/{other}/minh-chung/{file.id}").status_code == 404
    survey.become("member", "nguoi.kia", "Hội Y")
    assert survey.client.get(own).status_code == 404 and survey.client.get(desk).status_code == 403
    assert send(survey, report, ("a.jpg", picture())).status_code == 404
    survey.become("staff")
    assert survey.client.get(desk).status_code == 200 and survey.client.get(own).status_code == 403
    survey.carry("")
    assert survey.client.get(own).status_code == 401
    survey.carry(member)


@pytest.mark.parametrize(
    ("files", "given", "words"),
    [
        ([("anh.jpg", HTML)], {}, "không đúng với đuôi tên tệp"),
        ([("trang.html", HTML)], {}, "Không nhận loại tệp"),
        ([("anh.jpg", picture())], {"agreed": "0"}, "cam kết không có hình ảnh nhận ra trẻ em"),
        ([], {}, "Chưa chọn tệp nào"),
        ([("lon.pdf", b"%PDF-" + bytes(MOST_BYTES))], {}, "không quá 10 MB"),
        ([(f"{n}.jpg", picture(size=(9, 9 + n))) for n in range(5)], {}, "nhiều nhất 5 minh chứng"),
        ([("anh.jpg", picture())], {"seal": "cu"}, "không đến từ trang của chúng tôi"),
    ],
)
def test_a_refused_file_is_explained_and_not_kept(
    survey: Survey, files: list[tuple[str, bytes]], given: dict[str, str], words: str
) -> None:
    survey.become("member")
    report = survey.report()  # its link is one of the five
    answer = send(survey, report, *files, **given)
    assert answer.status_code in (403, 413, 422) and words in answer.text
    assert rows(survey) == [] and stored(survey) == []


def test_what_was_taken_before_a_refused_file_stays(survey: Survey) -> None:
    survey.become("member")
    report = survey.report()
    answer = send(survey, report, ("anh.jpg", picture()), ("xau.jpg", HTML))
    assert answer.status_code == 422 and "Đã thêm 1 tệp trước đó" in answer.text
    assert [row.name for row in rows(survey)] == ["anh.jpg"]
    send(survey, report, ("anh.jpg", picture()))
    assert len(rows(survey)) == 1  # the same file again is the same proof


def test_a_file_taken_away_is_gone_and_its_row_says_so(survey: Survey) -> None:
    survey.become("member")
    report = survey.report()
    send(survey, report, ("anh.jpg", picture()))
    file = rows(survey)[0]
    place = f"/bao-cao/{report}/minh-chung/{file.id}"
    assert survey.client.post(f"{place}/bo", data={"csrf": survey.seal()}).status_code == 303
    assert stored(survey) == [] and rows(survey)[0].removed_at is not None
    assert survey.client.get(place).status_code == 404
    assert survey.client.post(f"{place}/bo", data={"csrf": survey.seal()}).status_code == 404
    with survey.database.read_session() as session:
        acts = session.scalars(select(AuditEvent.act).where(AuditEvent.noun_id == str(UUID(report)))).all()
        facts = session.scalars(select(AuditEvent.facts).where(AuditEvent.act == "evidence_added")).all()
    assert acts[-2:] == ["evidence_added", "evidence_removed"] and facts == [{"kind": "jpeg"}]


def test_nothing_is_read_from_somebody_who_may_not_send(survey: Survey) -> None:
    survey.become("member")
    report = survey.report()
    survey.carry("")
    assert send(survey, report, ("anh.jpg", picture())).status_code == 401
    survey.become("leader")
    assert send(survey, report, ("anh.jpg", picture())).status_code == 403
    big = survey.client.post("/bao-cao/moi/F3", data={"title": "x" * 400_000})
    assert big.status_code == 413  # files are taken in one place only
