"""What does the desk read when figures are taken out?"""

from __future__ import annotations

from typing import Final

ERRORS: Final[dict[str, str]] = {
    "error.day_not_over": (
        "Số liệu chỉ xuất được đến hết một ngày đã qua, vì số của hôm nay còn đổi. "
        "Hãy chọn ngày {last} hoặc trước đó."
    ),
    "error.purpose_needed": (
        "Hãy ghi số liệu được lấy để làm gì, ít nhất vài chữ. Lý do được giữ cùng bản chụp."
    ),
    "error.set_not_by_unit": (
        "Có bảng chỉ nói về toàn Hội, không tách theo đơn vị. Hãy bỏ chọn bảng đó hoặc chọn toàn Hội."
    ),
    "error.nothing_to_export": (
        "Từ năm {first} đến năm {last}, tính đến hết ngày {as_of}, chưa có số liệu nào. "
        "Hãy chọn năm khác hoặc ngày muộn hơn."
    ),
    "error.answers_too_few": (
        "Có nhóm dưới {least} em ngay cả khi tính cả nước, nên không xuất được câu trả lời của từng em. "
        "Hãy dùng bảng ý kiến trẻ em đã công bố."
    ),
    "error.consultation_not_closed": (
        "Đợt lấy ý kiến chưa kết thúc. Hãy xuất câu trả lời của từng em sau khi đợt kết thúc."
    ),
    "error.unknown_snapshot": (
        "Không có bản chụp số liệu mang số này. Hãy xem lại số, hoặc tìm trong danh sách bản chụp."
    ),
    "error.snapshot_unfinished": (
        "Tệp của bản chụp này chưa làm xong. Hãy mở trang của bản chụp để xem tiến độ hoặc làm lại."
    ),
    "error.snapshot_differs": (
        "Tệp làm lại không trùng với tệp đã ghi nhận, nên không phát ra. Có thể câu trả lời đã được rút, "
        "hoặc phần mềm đã đổi định dạng. Hãy làm một bản chụp mới."
    ),
    "error.no_room": (
        "Máy chủ hết chỗ trên đĩa nên chưa làm được tệp; không tệp dở dang nào được giữ lại. "
        "Hãy báo người quản trị dọn đĩa rồi làm lại."
    ),
}
WORDS: Final[dict[str, str]] = {
    "nav.exports": "Xuất số liệu",
    "desk.exports": "Tệp Excel và tệp cho máy đọc, có số để trích dẫn, dựng lại được đúng từng byte.",
    "desk.open_exports": "Xuất số liệu",
    "xuat.title": "Xuất số liệu",
    "xuat.lead": (
        "Mỗi lần xuất là một bản chụp có số. Bản chụp ghi ai lấy, vì sao, lấy gì, và giữ lại mã SHA-256 "
        "của từng tệp."
    ),
    "xuat.sets": "Lấy những bảng nào?",
    "xuat.first_year": "Từ năm",
    "xuat.last_year": "Đến năm",
    "xuat.as_of": "Tính đến hết ngày",
    "xuat.as_of_hint": "Chậm nhất {last}: số của một ngày chưa hết còn đổi, bản chụp thì không được đổi.",
    "xuat.unit": "Đơn vị",
    "xuat.unit_all": "Toàn Hội",
    "xuat.unit_hint": "Chỉ bản ghi, tình hình báo cáo và danh sách đơn vị tách được theo đơn vị.",
    "xuat.consultation": "Đợt lấy ý kiến (chỉ khi lấy câu trả lời của từng em)",
    "xuat.consultation_none": "Không lấy",
    "xuat.separator": "Dấu ngăn cách trong tệp Excel",
    "xuat.comma": "Dấu phẩy",
    "xuat.semicolon": "Dấu chấm phẩy (Excel tiếng Việt)",
    "xuat.reason": "Lấy để làm gì?",
    "xuat.reason_hint": "Ví dụ: báo cáo năm gửi Bộ Nội vụ. Đừng ghi tên trẻ em.",
    "xuat.look": "Xem tóm tắt trước",
    "xuat.summary": "Tóm tắt",
    "xuat.asof_line": "Tính đến hết ngày {as_of} (giờ Việt Nam)",
    "xuat.years_line": "Năm {first} đến năm {last}",
    "xuat.rows": "{count} dòng",
    "xuat.make": "Làm bản chụp",
    "xuat.change": "Sửa lựa chọn",
    "xuat.list": "Các bản chụp gần đây",
    "xuat.none": "Chưa có bản chụp nào.",
    "xuat.number": "Bản chụp số {number}",
    "xuat.col.number": "Số",
    "xuat.col.made": "Ngày làm",
    "xuat.col.by": "Người làm",
    "xuat.col.as_of": "Tính đến",
    "xuat.col.sets": "Bảng",
    "xuat.col.rows": "Số dòng",
    "xuat.working": "Đang làm tệp: {count} dòng đã viết. Trang tự mở lại sau vài giây.",
    "xuat.unfinished": "Tệp chưa làm xong.",
    "xuat.again": "Làm lại",
    "xuat.download": "Tải tất cả (.zip)",
    "xuat.one": "Tải riêng bảng này cho Excel",
    "xuat.files": "Tệp trong bản chụp",
    "xuat.whole": "SHA-256 của cả tệp .zip",
    "xuat.by": "{name} làm lúc {at}",
    "xuat.why": "Lý do",
    "xuat.quote": (
        "Trích dẫn: Bản chụp số liệu số {number}, Hội Bảo vệ quyền trẻ em Việt Nam, "
        "tính đến hết ngày {as_of}."
    ),
    "xuat.not_kept": "Bản chụp này có câu trả lời của từng em nên tệp không được giữ trên máy chủ.",
    "xuat.all": "Tất cả bản chụp",
    "occasion.asked": "theo yêu cầu",
    "occasion.weekly": "tự động hằng tuần",
    "occasion.quarterly": "tự động hằng quý",
    "set.results": "Kết quả chỉ số (28 chỉ số × năm)",
    "set.records": "Bản ghi đã xác minh",
    "set.ledger": "Sổ đơn thư, yêu cầu (không tên)",
    "set.consultations": "Ý kiến trẻ em đã công bố (đã ẩn ô nhỏ)",
    "set.reporting": "Tình hình báo cáo của đơn vị",
    "set.organisations": "Đơn vị của Hội",
    "set.strategy": "Chiến lược và chỉ tiêu",
    "set.published": "Số đã công bố ở nơi khác",
    "set.answers": "Câu trả lời đã mã hoá của từng em (khái quát, mỗi nhóm từ 10 em)",
    "noun.snapshot": "bản chụp số liệu",
    "audit.snapshot_asked": "yêu cầu bản chụp số liệu",
    "audit.snapshot_made": "làm xong bản chụp số liệu",
    "audit.snapshot_files_dropped": "bỏ tệp của bản chụp cũ",
}
EXPORT_WORDS: Final[dict[str, str]] = {**ERRORS, **WORDS}
