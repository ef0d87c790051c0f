"""Which words stand in the documents?  Every sentence by key, Vietnamese; nothing else writes words."""

from __future__ import annotations

from typing import Final

_LETTER: Final = {
    "letter.nation": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "letter.motto": "Độc lập - Tự do - Hạnh phúc",
    "letter.body_first": "HỘI BẢO VỆ QUYỀN",
    "letter.body_second": "TRẺ EM VIỆT NAM",
    "letter.number": "Số: …/BC-HBVQTE",
    "letter.place_date": "Hà Nội, ngày {day} tháng {month} năm {year}",
    "letter.kind": "BÁO CÁO",
    "letter.subject.1": "Kết quả thực hiện Chiến lược Phát triển",
    "letter.subject.2": "Hội Bảo vệ quyền trẻ em Việt Nam đến năm 2035",
    "letter.subject.open": "trong năm {year} (số liệu đến ngày {as_of})",
    "letter.subject.provisional": "trong năm {year} (số liệu sơ bộ)",
    "letter.subject.final": "trong năm {year}",
    "letter.subject.revised": "trong năm {year} (số liệu đã điều chỉnh)",
    "letter.sample": "SỐ LIỆU MINH HOẠ, không phải kết quả thật",
    "letter.author": "Hội Bảo vệ quyền trẻ em Việt Nam",
    "sign.receivers": "Nơi nhận:",
    "sign.receiver.1": "- Bộ Nội vụ (để b/c);",
    "sign.receiver.2": "- Ban Thường vụ, Ban Chấp hành Hội;",
    "sign.receiver.3": "- Ủy ban Kiểm tra Hội;",
    "sign.receiver.4": "- Các Hội địa phương, đơn vị trực thuộc;",
    "sign.receiver.5": "- Lưu: VT, VP.",
    "sign.for": "TM. BAN THƯỜNG VỤ",
    "sign.rank": "CHỦ TỊCH",
    "sign.name": "[Họ và tên]",
}
_OPENING: Final = {
    "open.basis": (
        "Căn cứ Quyết định số 87/QĐ-HBVQTE ngày 01/6/2023 của Chủ tịch Hội Bảo vệ quyền trẻ em Việt Nam "
        "ban hành Chiến lược Phát triển Hội Bảo vệ quyền trẻ em Việt Nam đến năm 2035 (sau đây gọi là "
        "Chiến lược), Hội Bảo vệ quyền trẻ em Việt Nam báo cáo kết quả thực hiện Chiến lược năm {year} "
        "như sau:"
    ),
    "part.general": "I. TÌNH HÌNH CHUNG",
    "part.results": "II. KẾT QUẢ THEO TÁM MỤC TIÊU",
    "part.difficulties": "III. KHÓ KHĂN, VƯỚNG MẮC",
    "part.directions": "IV. PHƯƠNG HƯỚNG NĂM {year}",
    "part.method": "V. GHI CHÚ VỀ SỐ LIỆU",
    "state.open": (
        "Tình trạng số liệu: Đang chạy, tính đến ngày {as_of}. Năm {year} chưa kết thúc, các kết quả dưới "
        "đây chưa phải kết quả cả năm."
    ),
    "state.provisional": (
        "Tình trạng số liệu: Sơ bộ, tính đến ngày {as_of}. Năm {year} đã kết thúc nhưng số liệu chưa chốt, "
        "còn có thể thay đổi."
    ),
    "state.final": (
        "Tình trạng số liệu: Chính thức, tính đến ngày {as_of}. Số liệu năm {year} đã được chốt."
    ),
    "state.revised": (
        "Tình trạng số liệu: Đã điều chỉnh, tính đến ngày {as_of}. Số liệu năm {year} đã được chốt và có "
        "thay đổi sau khi chốt."
    ),
    "summary": "Trong {all} chỉ số của {objectives} mục tiêu: {counts}.",
    "summary.count": "{n} chỉ số {status}",
    "summary.waiting": (
        "Có {n} chỉ số còn số liệu chờ xác minh; phần chờ xác minh ghi riêng trong bảng và không tính vào "
        "kết quả."
    ),
}
_STATUS: Final = {
    "status.achieved": "Đạt",
    "status.on_track": "Đúng tiến độ",
    "status.at_risk": "Cần chú ý",
    "status.behind": "Chậm",
    "status.nearly": "Gần đạt",
    "status.missed": "Không đạt",
    "status.no_data": "Chưa có số liệu",
    "status.no_target": "Năm gốc",
    "status.no_requests": "Không phát sinh",
    "status.not_due": "Chưa đến hạn",
}
_OBJECTIVE: Final = {
    "objective.rollup": "{met}/{rated} chỉ số đạt hoặc đúng tiến độ.",
    "objective.unrated": "Chưa có chỉ số được xếp loại.",
    "objective.owner": "Phụ trách: {owner}.",
    "column.indicator": "Chỉ báo",
    "column.target": "Chỉ tiêu",
    "column.result": "Kết quả",
    "column.plan": "So với kế hoạch",
    "column.period": "So với cùng kỳ",
    "indicator": "{code}. {wording}",
    "indicator.about": "({short})",
    "target.more_than": "trên {n}",
    "target.no_base": "chưa có số gốc",
    "target.no_plan": "chưa có kế hoạch được duyệt",
    "target.estimated": "ước tính",
    "target.provisional": "tạm tính, số gốc chưa chốt",
    "target.broken": "số gốc theo phạm vi mới",
    "target.plan_late": "kế hoạch duyệt sau hạn",
    "target.plan_changed": "điều chỉnh từ {n}",
    "none": "–",
    "result.waiting": "+{n}\u00a0chờ xác minh",
    "result.overdue": "{n}\u00a0quá hạn",
    "result.carried": "{n}\u00a0quá hạn từ năm trước",
    "result.open": "{n}\u00a0chưa đến hạn",
    "result.late": "{n}\u00a0trả lời muộn",
    "result.age": "cập nhật {n} ngày trước",
    "window.1": "báo cáo năm",
    "window.H1": "6 tháng đầu năm",
    "window.H2": "6 tháng cuối năm",
    "window.Q1": "quý I",
    "window.Q2": "quý II",
    "window.Q3": "quý III",
    "window.Q4": "quý IV",
    "window.lost": "{window}: lỡ kỳ",
    "window.done_late": "{window}: làm muộn",
    "window.waiting": "{window}: hạn {due}",
    "window.in_grace": "{window}: hạn {due}",
    "window.due_soon": "{window}: hạn {due}",
    "period.up": "tăng {n}",
    "period.down": "giảm {n}",
    "period.same": "bằng cùng kỳ",
    "period.share": "({share})",
    "period.points": "{n}\u00a0điểm\u00a0%",
    "period.before": "cùng kỳ: {n}",
    "period.why.no_actual": "không có kết quả để so",
    "period.why.unknown": "chưa có số liệu cùng kỳ",
    "period.why.partial": "số liệu cùng kỳ không đủ",
    "period.why.no_window": "cùng kỳ chưa ghi nhận kỳ nào",
    "period.why.no_requests": "sổ cùng kỳ không có yêu cầu",
    "period.why.not_due": "cùng kỳ chưa đến hạn",
}
_DIFFICULTIES: Final = {
    "hard.none": "Không có chỉ số nào chậm, cần chú ý hoặc chưa có số liệu.",
    "hard.late": "1. Chỉ số chậm hoặc không đạt",
    "hard.attention": "2. Chỉ số cần chú ý hoặc gần đạt",
    "hard.no_data": "3. Chỉ số chưa có số liệu",
    "hard.nothing": "Không có.",
    "hard.measure": "- Chỉ số {code} ({short}): {what}",
    "hard.of_target": "đạt {actual} so với chỉ tiêu {target}, bằng {share}",
    "hard.expected": "mức cần có đến ngày {as_of} là {expected}",
    "hard.requests": "đã làm xong {actual} đến hạn",
    "hard.no_request": "chưa có {unit} nào đến hạn trong năm",
    "hard.windows": "đã làm {actual}",
    "hard.coverage": "hồ sơ còn mới trong {actual}",
    "hard.no_data_list": "Chưa có số liệu được xác minh ở {n} chỉ số: {names}.",
    "hard.no_data_next": (
        "Cần nhắc đơn vị phụ trách báo cáo; không phát sinh cũng cần báo cáo là không phát sinh."
    ),
    "hard.cause": "[Người soạn bổ sung: nguyên nhân, khó khăn khác và kiến nghị]",
    "direction.1": "1. Nhiệm vụ trọng tâm theo tám mục tiêu",
    "direction.2": "2. Giải pháp đối với các chỉ số chậm, cần chú ý hoặc chưa có số liệu",
    "direction.3": "3. Đề xuất, kiến nghị",
    "direction.blank": "[Người soạn bổ sung]",
    "blank.line": "…………………………………………………………………………",
}
_METHOD: Final = {
    "method.verified": (
        "- Kết quả chỉ gồm số liệu đã được xác minh đến hết ngày {as_of}. Số liệu đã gửi nhưng chờ xác minh "
        "không tính vào kết quả. Không có báo cáo thì ghi “Chưa có số liệu”, không ghi 0."
    ),
    "method.measures": (
        "- {activities} chỉ báo của Chiến lược được đo bằng {measures} chỉ số, vì chỉ báo 8.1 gồm số trẻ em "
        "và kinh phí. Mã số do Hội đặt theo thứ tự trong Chiến lược."
    ),
    "method.plan": (
        "- “So với kế hoạch” là kết quả trên chỉ tiêu cả năm; riêng chỉ tiêu 100% yêu cầu là số đã làm "
        "xong trên số đến hạn. Chỉ tiêu chưa đạt ghi cao nhất là 99,9 %."
    ),
    "method.words.open": (
        "- “Đúng tiến độ” là đạt từ {high} mức cần có đến ngày tính, “Cần chú ý” từ {low} đến dưới {high}, "
        "“Chậm” dưới {low}, trừ chỉ số Hội quy định mức riêng. Chỉ tiêu 100% yêu cầu mà còn quá hạn thì "
        "không xếp “Đúng tiến độ”."
    ),
    "method.words.over": (
        "- “Gần đạt” là hết năm đạt từ {high} chỉ tiêu, “Không đạt” là dưới {high}, trừ chỉ số Hội quy định "
        "mức riêng."
    ),
    "method.period": (
        "- “So với cùng kỳ” là so với kết quả năm {before} tính đến ngày {day}, đã được xác minh đến hết "
        "ngày {as_of}."
    ),
    "method.period.over": (
        "- “So với cùng kỳ” là so với kết quả cả năm {before}, đã được xác minh đến hết ngày {as_of}."
    ),
    "method.overlap": (
        "- Số người và số trẻ em có thể trùng giữa các đơn vị. Không cộng kinh phí ở 8.1b, 8.2 và 8.3 với "
        "nhau vì một khoản có thể nằm ở nhiều dòng{end}"
    ),
    "method.estimated": (
        "- “Ước tính”: thiếu kết quả năm liền trước nên chỉ tiêu tính từ kết quả gần nhất đã biết."
    ),
    "method.engine": (
        "- Kết quả, chỉ tiêu và xếp loại do hệ thống theo dõi tính theo bộ quy tắc phiên bản {engine}."
    ),
    "method.end": "./.",
}
TEXT: Final = {**_LETTER, **_OPENING, **_STATUS, **_OBJECTIVE, **_DIFFICULTIES, **_METHOD}


def say(key: str, **facts: object) -> str:
    """The words under a key, with its facts.  Raises: KeyError for an unknown key or a missing fact."""
    return TEXT[key].format(**facts)
