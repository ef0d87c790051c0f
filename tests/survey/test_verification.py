"""Staff see what stands beside a report, and verify several at once only where nothing warns."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import func, select

import db.queries.waiting
from db.models import AuditEvent, Fact
from tests.survey.conftest import F3, Survey

QUEUE = "/ban-lam-viec/xac-minh"
OTHER_LINK = "https://example.org/khac"


def numbers(survey: Survey) -> list[int]:
    with survey.database.read_session() as session:
        living = select(Fact.value).where(Fact.origin == "report", Fact.voided_at.is_(None))
        return sorted(session.scalars(living))


def queued(survey: Survey, query: str = "") -> list[str]:
    return re.findall(
        rf'<h2><a href="{QUEUE}/[-0-9a-f]+[^"]*"[^>]*>([^<]+)</a>', survey.client.get(QUEUE + query).text
    )


def together(survey: Survey, *chosen: str):
    data = {"chon": list(chosen), "csrf": survey.seal()}
    return survey.client.post(f"{QUEUE}/hang-loat", data=data)


@pytest.fixture
def four(survey: Survey) -> dict[str, str]:
    """Four waiting reports of one unit: two plain, one without proof, one with a telephone number."""
    survey.become("member", "hoi.vien")
    given = {
        "Lớp một": {"evidence": [f"{OTHER_LINK}/1"]},
        "Lớp hai": {"evidence": [f"{OTHER_LINK}/2"], "province_code": ["46"]},
        "Lớp ba": {"evidence": []},
        "Lớp bốn": {"evidence": [f"{OTHER_LINK}/4"], "note": ["Gọi 0912 345 678"]},
    }
    reports = {}
    for title, changed in given.items():
        reports[title] = survey.report(title=[title], **changed)
        survey.clock.pass_by(minutes=1)
    survey.become("staff", "can.bo")
    return reports


def test_the_queue_shows_what_is_asked_for_oldest_first(survey: Survey, four: dict[str, str]) -> None:
    assert queued(survey) == list(four)
    assert queued(survey, "?tinh=46") == ["Lớp hai"]
    assert queued(survey, "?thieu=1") == ["Lớp ba"]
    assert queued(survey, "?canh-bao=1") == ["Lớp ba", "Lớp bốn"]
    assert queued(survey, "?chi-so=1.3") == list(four)
    assert queued(survey, "?chi-so=6.2") == []
    assert queued(survey, "?chi-so=1.3&tinh=%00%ff") == list(four)


@pytest.mark.parametrize(
    ("query", "pages", "counts"),
    [
        ("", [["Lớp một", "Lớp hai"], ["Lớp ba", "Lớp bốn"]], "Báo cáo thứ 1 đến 2 trong 4"),
        ("?chi-so=1.3&tinh=01", [["Lớp một", "Lớp ba"], ["Lớp bốn"]], "Báo cáo thứ 1 đến 2 trong 3"),
        ("?thieu=1", [["Lớp ba"]], "1 báo cáo hợp với lựa chọn, trong các báo cáo thứ 1 đến 4"),
    ],
)
def test_a_long_queue_is_read_page_by_page_to_its_end(
    survey: Survey,
    four: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    pages: list[list[str]],
    counts: str,
) -> None:
    monkeypatch.setattr(db.queries.waiting, "PAGE_ROWS", 2)
    assert counts in survey.client.get(QUEUE + query).text
    for expected in pages:
        assert queued(survey, query) == expected
        following = re.search(
            r'href="[^"?]+([^"]*)">Các báo cáo tiếp theo', survey.client.get(QUEUE + query).text
        )
        query = html.unescape(following[1]) if following else ""
    assert following is None and queued(survey, "?sau=x") == ["Lớp một", "Lớp hai"]


def test_only_rows_without_a_warning_can_be_chosen(survey: Survey, four: dict[str, str]) -> None:
    offered = re.findall(r'name="chon" value="([^":]+):1"', survey.client.get(QUEUE).text)
    assert offered == [four["Lớp một"], four["Lớp hai"]]


def test_several_are_verified_each_by_its_own_act_and_the_rest_say_why(
    survey: Survey, four: dict[str, str]
) -> None:
    stale = f"{four['Lớp hai']}:7"
    page = together(survey, f"{four['Lớp một']}:1", stale, *(f"{four[t]}:1" for t in ("Lớp ba", "Lớp bốn")))
    assert page.status_code == 200 and "Đã xác minh 1 báo cáo." in page.text
    refused = re.findall(r"<li><a [^>]+>([^<]+)</a>: ([^<]+)</li>", page.text)
    assert [title for title, _ in refused] == ["Lớp hai", "Lớp ba", "Lớp bốn"]
    assert "vừa" in refused[0][1] and "riêng" in refused[1][1] and "riêng" in refused[2][1]
    assert numbers(survey) == [1120]
    together(survey, f"{four['Lớp hai']}:1")
    assert numbers(survey) == [1120, 1120]
    with survey.database.read_session() as session:
        acts = select(func.count()).select_from(AuditEvent).where(AuditEvent.act == "report_verify")
        assert session.scalar(acts) == 2


@pytest.mark.parametrize("chosen", [(), ("x",), ("x:1",), ("'; drop:1",)])
def test_nothing_chosen_verifies_nothing(
    survey: Survey, four: dict[str, str], chosen: tuple[str, ...]
) -> None:
    page = together(survey, *chosen)
    assert page.status_code == 422 and "Chưa chọn báo cáo nào" in page.text
    assert numbers(survey) == []


def test_a_report_without_proof_is_not_verified_and_the_page_says_what_is_missing(
    survey: Survey, four: dict[str, str]
) -> None:
    data = {"viec": "xac-minh", "version": "1", "csrf": survey.seal()}
    page = survey.client.post(f"{QUEUE}/{four['Lớp ba']}", data=data)
    assert page.status_code == 409 and "còn thiếu: Minh chứng (đường dẫn)" in page.text
    assert numbers(survey) == []


def test_numbers_stand_beside_those_of_the_last_time(survey: Survey) -> None:
    survey.become("member", "hoi.vien")
    first = survey.report(title=["Khoá một"], participants_n=["200"], date_start=["05/03/2026"])
    survey.clock.pass_by(minutes=10)
    second = survey.report(title=["Khoá một"], participants_n=["900"])
    survey.become("staff")
    page = survey.client.get(f"{QUEUE}/{second}").text
    row = re.search(r"<th scope=\"row\">Số lượt người dự</th>(.*?)</tr>", page, re.DOTALL)
    assert row and re.findall(r">(\d+)<", row[1]) == ["900", "200"]
    assert "Lần trước: “Khoá một”, ngày 05/03/2026" in page
    assert f'href="{QUEUE}/{first}"' in page and "cùng đơn vị, cùng" in page


def test_three_verified_reports_make_a_median(survey: Survey) -> None:
    def filed(number: int, participants: str) -> str:
        survey.become("member", f"hoi.vien{number}", "Hội thử nghiệm Hà Nội")
        survey.clock.pass_by(minutes=1)
        return survey.report(
            title=[f"Khoá {number}"],
            participants_n=[participants],
            first_time_n=["5"],
            female_n=["5"],
            evidence=[f"{OTHER_LINK}/{number}"],
        )

    for number in range(3):
        report = filed(number, str(30 + number))
        survey.become("staff")
        together(survey, f"{report}:1")
    large = filed(9, "94")
    survey.become("staff")
    assert "gấp ba lần mức thường gặp của đơn vị (31)" in survey.client.get(f"{QUEUE}/{large}").text
    assert "Đã xác minh 0 báo cáo." in together(survey, f"{large}:1").text


def test_the_next_report_is_the_next_one_asked_for(survey: Survey, four: dict[str, str]) -> None:
    page = survey.client.get(f"{QUEUE}/{four['Lớp ba']}?canh-bao=1").text
    assert f'{QUEUE}/{four["Lớp bốn"]}?canh-bao=1" data-key="j"' in page and 'data-key="k"' not in page
    data = {"viec": "tra-lai", "version": "1", "ly_do": "Thiếu minh chứng", "csrf": survey.seal()}
    done = survey.client.post(f"{QUEUE}/{four['Lớp ba']}?canh-bao=1", data=data)
    assert done.headers["location"] == f"{QUEUE}/{four['Lớp bốn']}?canh-bao=1"


def test_what_a_version_changed_is_shown(survey: Survey) -> None:
    survey.become("member", "hoi.vien")
    report = survey.report()
    form = {**F3, "participants_n": ["1.200"], "version": ["1"], "csrf": [survey.seal()]}
    form["token"] = ["0d9f4e46-4d9a-4f0e-9f7e-1f2a3b4c5d6e"]
    assert survey.client.post(f"/bao-cao/{report}/sua", data=form).status_code == 303
    survey.become("staff")
    assert "Số lượt người dự: 1.120 → 1.200" in survey.client.get(f"{QUEUE}/{report}").text
