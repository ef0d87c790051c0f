"""May staff upload, look at, publish, compare and retire a questionnaire, and is a fault told in words?"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from db.models import AuditEvent, FormDraft, FormVersion
from db.queries.instruments import instrument_card, published_versions, version_source
from db.seed import instrument
from db.xlsform.starter import starter_file, starters
from tests.db.xlsforms import sheet, workbook
from tests.survey.conftest import Survey

DESK = "/ban-lam-viec/bo-cau-hoi"
FORM = """
| survey |
| | type | name | label | label::English (en) | relevant |
| | integer | tuoi | Em mấy tuổi? | How old are you? | |
| | select_one co_khong | vui | Em có vui không? | Are you happy? | ${tuoi} > 6 |
| choices |
| | list_name | name | label | label::English (en) |
| | co_khong | co | Có | Yes |
| | co_khong | khong | Không | No |
| settings |
| | form_title | form_id |
| | Hỏi thử | hoi_thu |
"""
NEXT = (
    FORM.replace("Em có vui không?", "Em thấy vui chứ?")
    .replace("| | co_khong | khong | Không | No |\n", "| | co_khong | it | Hơi hơi | A little |\n")
    .replace("${tuoi} > 6", "${tuoi} > 7")
    .replace("| | integer | tuoi", "| | date | ngay | Hôm nào? | Which day? | |\n| | integer | tuoi")
)


@pytest.fixture
def desk(survey: Survey) -> Survey:
    survey.become("staff")
    return survey


def send(desk: Survey, content: str | bytes, name: str = "hoi_thu.md", slug: str = ""):
    data = content.encode() if isinstance(content, str) else content
    return desk.client.post(
        f"{DESK}/tai-len", data={"csrf": desk.seal(), "bo": slug}, files={"tep": (name, data)}
    )


def act(desk: Survey, path: str, **form: str):
    return desk.client.post(f"{DESK}/{path}", data={"csrf": desk.seal(), **form})


def publish(desk: Survey, slug: str = "hoi_thu"):
    page = desk.client.get(f"{DESK}/{slug}").text
    seen = re.search(r'name="version" value="(\w{64})"', page)
    assert seen, page
    return act(desk, f"{slug}/cong-bo", version=seen[1], xac_nhan="1")


def read(desk: Survey, query):
    with desk.database.read_session() as session:
        return query(session)


def counted(desk: Survey, model) -> int:
    return read(desk, lambda session: session.scalar(select(func.count()).select_from(model)))


def test_from_the_file_to_a_version_that_can_be_asked(desk: Survey) -> None:
    sent = send(desk, FORM)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{DESK}/hoi_thu")
    listed = desk.client.get(DESK).text
    assert "Hỏi thử" in listed and "Bản nháp" in listed
    page = desk.client.get(f"{DESK}/hoi_thu").text
    assert "Bản nháp: sẽ là phiên bản 1" in page and "Đây là phiên bản đầu tiên" in page
    assert "Cột «label» không ghi ngôn ngữ, đã hiểu là Tiếng Việt (vi)." in page
    assert not read(desk, published_versions)
    assert act(desk, "hoi_thu/cong-bo", version="x").status_code == 422  # nobody confirmed
    assert act(desk, "hoi_thu/cong-bo", version="x", xac_nhan="1").status_code == 409  # another file
    assert publish(desk).status_code == 303
    (card,) = read(desk, published_versions)
    assert (card.slug, card.title_vi, card.number, card.questions_n) == ("hoi_thu", "Hỏi thử", 1, 2)
    assert [language.code for language in card.languages] == ["vi", "en"]
    assert read(desk, lambda session: version_source(session, "hoi_thu", 1)).data == FORM.encode()
    assert act(desk, "hoi_thu/cong-bo", version="x", xac_nhan="1").status_code == 404  # nothing waits now
    acts = read(desk, lambda session: session.scalars(select(AuditEvent.act)).all())
    assert acts[-2:] == ["form_uploaded", "form_published"]


def test_the_next_version_says_what_is_different(desk: Survey) -> None:
    send(desk, FORM)
    publish(desk)
    assert send(desk, NEXT).status_code == 422  # “new”, but under the name of one that exists
    assert send(desk, NEXT, slug="hoi_thu").status_code == 303
    page = desk.client.get(f"{DESK}/hoi_thu").text
    for line in (
        "Khác với phiên bản 1",
        "Câu 1 mới: “Hôm nào?”",
        "Câu 3 đổi lời: “Em có vui không?” → “Em thấy vui chứ?”",
        "Câu 3 thêm lựa chọn “Hơi hơi”",
        "Câu 3 bỏ lựa chọn “Không”",
        "Câu 3 đổi điều kiện hiện ra",
    ):
        assert line in page
    publish(desk)
    assert "Câu 3 đổi lời: “Em có vui không?” → “Em thấy vui chứ?”" in desk.client.get(f"{DESK}/hoi_thu").text
    card = read(desk, lambda session: instrument_card(session, "hoi_thu"))
    assert [(one.number, one.state) for one in card.versions] == [(2, "published"), (1, "published")]


def test_a_changed_type_is_refused_with_its_row(desk: Survey) -> None:
    send(desk, FORM)
    publish(desk)
    changed = send(desk, FORM.replace("| integer | tuoi", "| text | tuoi"), slug="hoi_thu")
    assert changed.status_code == 422
    assert "Trang survey, dòng 2" in changed.text
    assert "đã hỏi dạng số nguyên ở phiên bản trước, nay là tự viết" in changed.text
    assert counted(desk, FormDraft) == 0
    assert 'value="hoi_thu" selected' in changed.text


def test_a_version_is_retired_and_offered_again(desk: Survey) -> None:
    send(desk, FORM)
    publish(desk)
    assert act(desk, "hoi_thu/1/doi/ngung").status_code == 303
    assert not read(desk, published_versions)
    assert "Ngừng dùng" in desk.client.get(DESK).text
    assert act(desk, "hoi_thu/1/doi/ngung").status_code == 409
    assert act(desk, "hoi_thu/1/doi/dung-lai").status_code == 303
    assert len(read(desk, published_versions)) == 1
    assert act(desk, "hoi_thu/9/doi/ngung").status_code == 404
    assert act(desk, "hoi_thu/1/doi/xoa").status_code == 404


def test_a_draft_is_replaced_and_thrown_away(desk: Survey) -> None:
    send(desk, FORM)
    send(desk, NEXT, slug="hoi_thu")
    assert counted(desk, FormDraft) == 1
    assert desk.client.get(f"{DESK}/hoi_thu/0/tep").content == NEXT.encode()
    assert act(desk, "hoi_thu/bo").status_code == 303
    assert counted(desk, FormDraft) == counted(desk, FormVersion) == 0
    assert desk.client.get(f"{DESK}/hoi_thu").status_code == 404


def test_every_fault_is_told_at_once_and_nothing_is_kept(desk: Survey) -> None:
    lines = ["geopoint | a | Ở đâu?", "integer | tuổi | Mấy?", "select_one khong_co | c | Chọn"]
    told = send(desk, sheet(lines))
    assert told.status_code == 422
    assert "có 3 chỗ cần sửa" in told.text and told.text.count("<li><b>Trang survey, dòng ") == 3
    assert "Hãy đổi, ví dụ: tuoi" in told.text
    assert counted(desk, FormDraft) == 0
    assert send(desk, sheet(["integer | a | Mấy?"]), "hoi_thu.md").status_code == 303  # mended, sent again


def test_a_private_item_stands_first_and_names_the_decree(desk: Survey) -> None:
    send(desk, sheet(["text | ho_ten | Em tên là gì?"]), "rieng.md")
    page = desk.client.get(f"{DESK}/rieng").text
    first = re.search(r"<li[^>]*>(.*?)</li>", page.split("Đã tự sửa và cần biết")[1])
    assert first and "Nghị định 56/2017" in first[1]


def test_a_preview_cannot_be_sent(desk: Survey) -> None:
    send(desk, FORM)
    for language, words in (("vi", "Em có vui không?"), ("en", "Are you happy?"), ("xx", "Em có vui không?")):
        page = desk.client.get(f"{DESK}/hoi_thu/0/xem-thu?ngon-ngu={language}").text
        inside = page.split('id="xem-thu"')[1].split("</main>")[0]
        assert words in inside and 'name="vui"' in inside
        assert "<form" not in inside and "<button" not in inside
    assert "relevance" in page and "preview" in page


@pytest.mark.parametrize("slug", ["bao_luc_7_10", "truong_hoc_phu_huynh"])
def test_a_starter_comes_back_as_it_went_out(desk: Survey, slug: str) -> None:
    for ending in ("xlsx", "md"):
        got = desk.client.get(f"{DESK}/mau/{slug}.{ending}")
        assert got.status_code == 200 and "attachment" in got.headers["content-disposition"]
    assert got.content == instrument(slug).encode()
    assert send(desk, starter_file(f"{slug}.xlsx"), f"{slug}.xlsx").status_code == 303
    assert "Không có gì phải sửa" in desk.client.get(f"{DESK}/{slug}").text
    assert desk.client.get(f"{DESK}/mau/../../x.md").status_code in (404, 405)
    assert desk.client.get(f"{DESK}/mau/khong_co.md").status_code == 404


def test_a_file_s_name_keeps_letters_only(desk: Survey) -> None:
    assert send(desk, FORM, "thư mục\\Phiếu <b>;1.md").status_code == 303
    file = read(desk, lambda session: version_source(session, "hoi_thu", 0))
    assert file.name == "Phiếu _b__1.md"


def test_the_library_is_listed(desk: Survey) -> None:
    page = desk.client.get(DESK).text
    assert len(starters()) == 17
    assert all(f"{one.slug}.xlsx" in page for one in starters())


def test_an_upload_without_a_file_or_with_an_old_seal(desk: Survey) -> None:
    assert desk.client.post(f"{DESK}/tai-len", data={"csrf": desk.seal(), "bo": ""}).status_code == 422
    stale = desk.client.post(
        f"{DESK}/tai-len", data={"csrf": "cũ", "bo": ""}, files={"tep": ("a.md", FORM.encode())}
    )
    assert stale.status_code == 403 and "Tải lên và kiểm tra" in stale.text
    assert counted(desk, FormDraft) == 0


def test_a_workbook_says_what_was_mended(desk: Survey) -> None:
    rows = [
        ["type", "name", "label", "image"],
        ["integer", "so", "Mấy?", "a.png"],
        ["deviceid", "may", "", ""],
    ]
    assert send(desk, workbook(survey=rows), "bang.xlsx").status_code == 303
    page = desk.client.get(f"{DESK}/bang").text
    assert "luôn để trống" in page and "không được hiển thị" in page
