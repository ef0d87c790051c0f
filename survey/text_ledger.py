"""What do staff read in the request ledger?  Plain words; the forms' own labels stand in the seed tables."""

from __future__ import annotations

from typing import Final

LISTS: Final[dict[str, str]] = {
    "nav.ledger": "Sổ yêu cầu",
    "so.title": "Sổ đơn thư, yêu cầu",
    "so.lead": "Không ghi tên người trong sổ. Tên, địa chỉ nằm trong hồ sơ giấy; số trong sổ dẫn tới hồ sơ.",
    "so.new": "Vào sổ yêu cầu mới",
    "so.confirm": "Xác nhận sổ",
    "so.all": "Tất cả",
    "so.tabs": "Sổ của từng chỉ số",
    "so.views": "Lọc danh sách",
    "so.view.open": "Đang mở",
    "so.view.overdue": "Quá hạn",
    "so.view.soon": "Đến hạn trong 7 ngày",
    "so.view.done": "Đã xong",
    "so.view.excluded": "Rút, ngoài phạm vi",
    "so.view.all": "Toàn bộ",
    "so.search": "Tìm theo số",
    "so.search_button": "Tìm",
    "so.found": "Kết quả tìm “{text}”",
    "so.found_none": "Không có yêu cầu nào mang số này. Hãy xem lại số, hoặc tìm bằng một phần của số.",
    "so.none": "Không có yêu cầu nào ở mục này.",
    "so.stock": (
        "Năm {year}: năm trước chuyển sang {carried} + tiếp nhận {received} − rút, ngoài phạm vi {excluded} "
        "= đã xong {done} + còn lại {left} (quá hạn {overdue})."
    ),
    "so.strip": "Hạn của những yêu cầu đang mở",
    "so.strip.overdue": "Quá hạn",
    "so.strip.today": "Hạn hôm nay",
    "so.strip.soon": "Trong 7 ngày tới",
    "so.strip.later": "Sau 7 ngày",
    "so.strip.without_due": "Chưa có hạn",
    "so.notices": "Chưa báo 111, công an hoặc Ủy ban nhân dân xã",
    "so.notices_lead": (
        "Có dấu hiệu bạo lực, xâm hại trẻ em thì phải báo ngay, không chờ đến hạn trả lời. "
        "Đã báo thì ghi vào sổ."
    ),
    "so.notices_more": "Còn {count} yêu cầu nữa chưa báo.",
    "so.notify": "Ghi đã báo",
    "so.col.number": "Số",
    "so.col.subject": "Nội dung",
    "so.col.received": "Nhận",
    "so.col.due": "Hạn",
    "so.col.stage": "Còn thiếu",
    "so.col.owner": "Phụ trách",
    "so.page": "Trang {number}",
    "so.page.before": "← Trang trước",
    "so.page.after": "Trang sau →",
    "so.choose": "Vào sổ yêu cầu nào?",
    "so.choose_lead": "Mỗi yêu cầu vào đúng một sổ, ngay trong ngày nhận.",
    "so.back": "Về sổ",
    "so.desk": "{open} yêu cầu đang mở, {overdue} quá hạn.",
    "so.desk_notices": (
        "{count} yêu cầu có dấu hiệu bạo lực, xâm hại chưa báo 111, công an, Ủy ban nhân dân xã."
    ),
    "so.open": "Mở sổ",
}

DUE: Final[dict[str, str]] = {
    "so.due.overdue": "quá hạn {days} ngày",
    "so.due.today": "hạn hôm nay",
    "so.due.left": "còn {days} ngày",
    "so.due.none": "chưa có hạn",
    "so.due.in_time": "xong {day}, đúng hạn",
    "so.due.late": "xong {day}, trễ {days} ngày",
    "so.due.excluded": "không tính từ {day}",
    "so.extended": "đã gia hạn từ {day}",
}

STATES: Final[dict[str, str]] = {
    "so.state.received": "Đã nhận",
    "so.state.answered": "Đã trả lời",
    "so.state.handled": "Đã xử lý",
    "so.state.resolved": "Cơ quan đã giải quyết",
    "so.state.tracked": "Đang theo dõi",
    "so.state.set_aside": "Chờ duyệt ngoài phạm vi",
    "so.state.done": "Đã đóng",
    "so.state.withdrawn": "Đã rút",
    "so.state.out_of_scope": "Ngoài phạm vi",
    "so.missing.answered": "trả lời",
    "so.missing.handled": "xử lý",
    "so.missing.resolved": "cơ quan giải quyết",
    "so.missing.tracked": "theo dõi",
    "so.missing.reply_no": "số văn bản trả lời",
    "so.missing.quality_ok": "kiểm chất lượng đạt",
    "so.abuse": "Có dấu hiệu bạo lực, xâm hại",
    "so.notice_due": "Chưa báo",
}

DETAIL: Final[dict[str, str]] = {
    "so.stages": "Tiến độ",
    "so.stage.received": "Nhận",
    "so.stage.due": "Hạn",
    "so.stage.answered": "Trả lời",
    "so.stage.handled": "Xử lý",
    "so.stage.resolved": "Cơ quan giải quyết",
    "so.stage.tracked": "Theo dõi",
    "so.stage.quality": "Kiểm chất lượng",
    "so.stage.notified": "Báo 111, công an, Ủy ban nhân dân xã",
    "so.stage.closed": "Đóng",
    "so.stage.not_yet": "chưa",
    "so.quality.passed": "Đạt 5/5 ({document})",
    "so.quality.failed": "Chưa đạt ({document})",
    "so.answered_no": "{day}, số {number}",
    "so.content": "Nội dung",
    "so.history": "Lịch sử",
    "so.acts": "Ghi vào sổ",
    "so.acts_more": "Việc khác",
    "so.own": "Bạn là người phụ trách: việc đóng và kiểm chất lượng cần một người khác ghi.",
    "so.own_proposal": "Bạn là người đề nghị: việc duyệt ngoài phạm vi cần một người khác.",
    "so.set_aside": "Đề nghị xếp ngoài phạm vi: {reason}",
    "so.recorded": "ghi ngày {day}, {name}",
    "so.latest": "Bản mới nhất: {act}, {name} ghi ngày {day}.",
    "so.changed": "{label}: “{before}” → “{after}”",
    "so.nothing": "(trống)",
    "so.reason": "Lý do: {reason}",
    "so.note": "Ghi chú: {reason}",
    "so.number": "Số: {number}",
    "so.until": "Gia hạn đến {day}, người duyệt: {name}",
    "so.points": "{count}/5 điểm đạt",
}

ACTS: Final[dict[str, str]] = {
    "so.act.receive": "Vào sổ",
    "so.act.answer": "Ghi trả lời",
    "so.act.handle": "Ghi xử lý",
    "so.act.resolve": "Ghi kết quả giải quyết",
    "so.act.track": "Ghi theo dõi",
    "so.act.notify": "Ghi đã báo",
    "so.act.extend": "Gia hạn",
    "so.act.withdraw": "Ghi rút yêu cầu",
    "so.act.set_aside": "Đề nghị ngoài phạm vi",
    "so.act.approve": "Duyệt ngoài phạm vi",
    "so.act.decline": "Không duyệt",
    "so.act.assess": "Kiểm chất lượng",
    "so.act.close": "Đóng",
    "so.act.reopen": "Mở lại",
    "so.act.correct": "Sửa, bổ sung",
    "so.did.receive": "Nhận",
    "so.did.answer": "Trả lời",
    "so.did.handle": "Xử lý",
    "so.did.resolve": "Cơ quan giải quyết",
    "so.did.track": "Theo dõi",
    "so.did.notify": "Báo 111, công an, Ủy ban nhân dân xã",
    "so.did.extend": "Gia hạn",
    "so.did.withdraw": "Rút",
    "so.did.set_aside": "Đề nghị ngoài phạm vi",
    "so.did.approve": "Duyệt ngoài phạm vi",
    "so.did.decline": "Không duyệt ngoài phạm vi",
    "so.did.assess": "Kiểm chất lượng",
    "so.did.close": "Đóng",
    "so.did.reopen": "Mở lại",
    "so.did.correct": "Sửa, bổ sung",
}

FORMS: Final[dict[str, str]] = {
    "so.section.what": "Yêu cầu",
    "so.section.figures": "Chi tiết",
    "so.section.more": "Bổ sung sau cũng được",
    "so.needed_to_close": "(cần có để đóng)",
    "so.measure": "Dùng cho chỉ số {code}",
    "so.save": "Ghi vào sổ",
    "so.save_anyway": "Vẫn gửi",
    "so.cancel": "Thôi, không ghi",
    "so.problems": "Chưa ghi được. Hãy xem lại những chỗ sau:",
    "so.private": "Chưa ghi vào sổ: có vẻ có tên người, số điện thoại hoặc địa chỉ",
    "so.private_lead": (
        "Sổ này không giữ tên, số điện thoại, địa chỉ của bất kỳ ai: những điều đó chỉ nằm trong hồ sơ giấy. "
        "Hãy bỏ đi ở những chỗ sau. Nếu đó không phải là tên người hay địa chỉ, hãy bấm “Vẫn gửi”."
    ),
    "so.private_line": "{label}: {words}",
    "so.number_example": "Số trong sổ đơn thư, ví dụ 4.1-2026-012",
    "so.confirm_lead": (
        "Mỗi tháng một lần, người giữ sổ kiểm lại công văn, hộp thư, điện thoại và xác nhận: mọi yêu cầu "
        "nhận đến hết ngày này đều đã vào sổ. Không có yêu cầu nào và sổ đã xác nhận thì bảng theo dõi ghi "
        "“Không phát sinh”."
    ),
    "so.confirmed_to": "sổ đã kiểm đến {day}",
    "so.confirmed_by": "sổ đã kiểm đến {day} ({name})",
    "so.confirmed_never": "sổ chưa được xác nhận lần nào",
    "so.confirm_last": "Lần xác nhận gần nhất",
    "so.confirm_save": "Xác nhận",
    "so.refused.stale_version": (
        "Người khác vừa ghi thêm vào yêu cầu này. Hãy xem điều mới ghi dưới đây; nếu vẫn đúng, hãy gửi lại."
    ),
    "so.refused.wrong_state": "Yêu cầu này hiện không còn làm được việc đó. Hãy xem lại tình trạng dưới đây.",
    "so.refused.reason_needed": "Hãy ghi lý do để người khác hiểu vì sao.",
    "so.refused.second_person_needed": (
        "Việc này cần hai người: người phụ trách không tự đóng, không tự kiểm; người đề nghị không tự duyệt. "
        "Hãy nhờ đồng nghiệp ghi."
    ),
    "so.refused.token_reused": (
        "Trang này đã ghi vào sổ một lần rồi; bản ghi đầu vẫn được giữ. Muốn ghi thêm, hãy mở lại từ sổ."
    ),
    "so.refused.end_before_start": "Ngày này trước ngày nhận, hoặc không sau hạn đang có. Hãy xem lại.",
    "so.refused.required": "Chỗ này còn trống. Hãy điền vào.",
}

LEDGER: Final[dict[str, str]] = {**LISTS, **DUE, **STATES, **DETAIL, **ACTS, **FORMS}
