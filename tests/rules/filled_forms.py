"""The forms as they are seeded, and one well-filled example of each, as a browser posts it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from db.rules.report_forms import forms_of

SEED = Path(__file__).parents[2] / "db" / "seed"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROVINCES = {row["code"]: row["name_vi"] for row in rows_of(SEED / "provinces.csv")}
FORMS = forms_of(rows_of(SEED / "report_fields.csv"), PROVINCES)

TODAY = date(2026, 6, 30)

_PLACE = {"date_start": "13/06/2026", "province_code": "01", "place_type": "office"}

FILLED: Mapping[str, Mapping[str, object]] = {
    "F1": {
        "title": "Hội Bảo vệ quyền trẻ em tỉnh Lào Cai",
        "province_code": "15",
        "org_kind": "provincial",
        "decision_no": "12/QĐ-UBND",
        "decision_date": "02/03/2026",
        "issuer": "Ủy ban nhân dân tỉnh",
        "how": "new",
    },
    "F2": {"date_start": "30/06/2026", "province_code": "01", "experts_n": "5", "volunteers_n": "10"},
    "F3": {
        **_PLACE,
        "title": "Tập huấn kỹ năng tư vấn",
        "audience": "officers",
        "participants_n": "40",
        "first_time_n": "30",
        "female_n": "25",
        "hours": "7,5",
        "topic": ["casework", "abuse"],
        "signin": "1",
    },
    "F4": {
        "partner": "Đài Tiếng nói Việt Nam",
        "partner_kind": "state",
        "doc_no": "05/CTPH",
        "signed_on": "10/02/2026",
        "scope": ["media"],
    },
    "F6": {"req_link": "2.3-2026-004", "method": "survey"},
    "F7": {"measure": "3.2", "period": "2026", "partners": "UNICEF\nChildFund"},
    "F8": {
        "date_start": "01/06/2026",
        "province_code": "01",
        "title": "Tháng hành động vì trẻ em",
        "items_n": "12",
        "medium": "website",
        "topic": "abuse",
        "links": "https://treem.vn/1\nhttps://treem.vn/2",
    },
    "F8b": {
        "title": "Video Em nói, người lớn nghe",
        "released_on": "20/05/2026",
        "province_code": "79",
        "product_kind": "video",
    },
    "F8c": {
        "title": "Phòng chống đuối nước",
        "date_start": "03/06/2026",
        "province_code": "01",
        "interviews_n": "2",
        "outlet": "VOV",
        "outlet_kind": "radio",
        "speaker_level": "leader",
    },
    "F9": {
        **_PLACE,
        "title": "Lớp cha mẹ",
        "programme": "positive_discipline",
        "parents_n": "60",
        "fathers_n": "12",
        "sessions_n": "4",
    },
    "F10": {
        "date_start": "15/04/2026",
        "province_code": "48",
        "title": "Phiên tòa giả định về bạo lực học đường",
        "setting": "school",
        "audience_n": "450",
        "children_n": "430",
        "topic": "bullying",
    },
    "F11": {
        "title": "Câu lạc bộ Em lên tiếng",
        "founded_on": "05/05/2026",
        "province_code": "01",
        "model_kind": "club",
        "status": "active",
        "target_group": ["children"],
    },
    "F12": {"partner": "ChildFund", "stage": "sent", "sent_on": "10/03/2026"},
    "F13": {
        "doc_name": "profile_vi",
        "updated": "20/03/2026",
        "version": "https://hbvqte.vn/gioi-thieu",
        "change": "Cập nhật số tổ chức thành viên",
    },
    "F14": {
        **_PLACE,
        "title": "Trao học bổng",
        "children_n": "50",
        "first_time_n": "45",
        "girls_n": "24",
        "circumstance": ["orphan", "poor"],
        "support_kind": ["scholarship"],
    },
    "F14b": {
        "title": "Học bổng năm học mới",
        "received_on": "01/06/2026",
        "province_code": "01",
        "cash_vnd": "150.000.000 đồng",
        "inkind_vnd": "0",
        "source_kind": "company",
        "purpose": "direct",
    },
    "F15": {
        "task": "Truyền thông về quyền trẻ em",
        "agency": "Bộ Y tế",
        "decision_no": "88/QĐ-BYT",
        "allocated_on": "15/01/2026",
        "allocated_vnd": "300.000.000",
    },
    "F16": {"quarter": "2026-Q1", "nil_codes": ["5.5", "6.3"]},
    "F17": {
        "year": "2026",
        "plan_value": "1.200",
        "approved_on": "10/01/2026",
        "approved_by": "Ban Thường vụ, 03/KH-HBVQTE",
    },
}


def filled(form: str, changes: Mapping[str, object] | None = None) -> dict[str, list[str]]:
    """What a browser posts for the example, with some fields typed otherwise."""
    posted = {**FILLED[form], **(changes or {})}
    return {name: list(value) if isinstance(value, list) else [str(value)] for name, value in posted.items()}
