"""Which words stand on the export page?  A part of ``text``; Vietnamese and English under the same keys."""

from __future__ import annotations

from typing import Final

# Acts of the survey's desk: the dashboard never raises these, but a link may bring one back.
_DESK_CODES: Final = (
    "purpose_needed",
    "day_not_over",
    "set_not_by_unit",
    "nothing_to_export",
    "answers_too_few",
    "consultation_not_closed",
    "unknown_snapshot",
    "snapshot_unfinished",
    "snapshot_differs",
    "no_room",
)
EXPORTS: Final[dict[str, str]] = {
    **dict.fromkeys(
        (f"error.{code}" for code in _DESK_CODES),
        "Không xuất được số liệu. Hãy mở trang Xuất số liệu ở bàn làm việc để xem vì sao.",
    ),
    "nav.xuat_so_lieu": "Xuất số liệu",
    "exports.lead": (
        "Mỗi lần xuất là một bản chụp có số, ghi ai lấy, vì sao, và dựng lại được đúng từng byte. "
        "Trích dẫn số bản chụp khi dùng số liệu trong báo cáo."
    ),
    "exports.phone": "Trang này dành cho máy tính: tệp số liệu khó dùng trên điện thoại.",
    "exports.summary": "Nếu xuất lúc này",
    "exports.as_of": (
        "Tính đến hết ngày {as_of}. Số liệu chỉ xuất được đến hết một ngày đã qua, vì số của hôm nay còn đổi."
    ),
    "exports.nothing": "Năm {year}, tính đến hết ngày {as_of}, chưa có số liệu nào. Hãy chọn năm khác.",
    "exports.set": "Bảng",
    "exports.rows": "Số dòng",
    "exports.make": "Chọn và làm bản chụp",
    "exports.staff_only": "Cán bộ làm bản chụp ở bàn làm việc. Bạn tải được các bản chụp dưới đây.",
    "exports.list": "Các bản chụp gần đây",
    "exports.none": "Chưa có bản chụp nào.",
    "exports.number": "Bản chụp",
    "exports.number_n": "Số {n}",
    "exports.made": "Ngày làm",
    "exports.by": "Người làm",
    "exports.as_of_day": "Tính đến",
    "exports.sets": "Các bảng",
    "exports.unfinished": "chưa xong",
    "exports.sample": "có số liệu minh hoạ",
    "exports.results": "Kết quả chỉ số",
    "exports.records": "Bản ghi đã xác minh",
    "exports.ledger": "Sổ đơn thư, yêu cầu (không tên)",
    "exports.consultations": "Ý kiến trẻ em đã công bố (đã ẩn ô nhỏ)",
    "exports.reporting": "Tình hình báo cáo của đơn vị",
    "exports.organisations": "Đơn vị của Hội",
    "exports.strategy": "Chiến lược và chỉ tiêu",
    "exports.published": "Số đã công bố ở nơi khác",
    "exports.answers": "Câu trả lời đã mã hoá của từng em",
}
EXPORTS_EN: Final[dict[str, str]] = {
    **dict.fromkeys(
        (f"error.{code}" for code in _DESK_CODES),
        "The figures could not be exported. Please open the export page of the desk to see why.",
    ),
    "nav.xuat_so_lieu": "Export",
    "exports.lead": (
        "Every export is a numbered snapshot that says who took it and why, and can be made again to the "
        "byte. Quote its number wherever you use the figures."
    ),
    "exports.phone": "This page is meant for a computer: data files are of little use on a phone.",
    "exports.summary": "If you exported now",
    "exports.as_of": (
        "As of the end of {as_of}. Only days that are over can be exported: today's figures still change."
    ),
    "exports.nothing": "No figures of {year} were known by the end of {as_of}. Please choose another year.",
    "exports.set": "Table",
    "exports.rows": "Rows",
    "exports.make": "Choose and make a snapshot",
    "exports.staff_only": "Staff make snapshots at their desk. You may fetch those listed below.",
    "exports.list": "Latest snapshots",
    "exports.none": "There is no snapshot yet.",
    "exports.number": "Snapshot",
    "exports.number_n": "No. {n}",
    "exports.made": "Made on",
    "exports.by": "Made by",
    "exports.as_of_day": "As of",
    "exports.sets": "Tables",
    "exports.unfinished": "not finished",
    "exports.sample": "holds sample data",
    "exports.results": "Results of the measures",
    "exports.records": "Verified records",
    "exports.ledger": "Request ledger (no names)",
    "exports.consultations": "Children's opinions as released (suppressed)",
    "exports.reporting": "Reporting status of units",
    "exports.organisations": "Units of the Association",
    "exports.strategy": "Strategy and targets",
    "exports.published": "Figures published elsewhere",
    "exports.answers": "Coded answers row by row",
}
