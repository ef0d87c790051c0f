"""What does a member read beside the forms themselves: choosing, drafts, proof, quarters without activity?"""

from __future__ import annotations

from typing import Final

CHOOSE: Final[dict[str, str]] = {
    "choose.objective": "Mục tiêu",
    "choose.all": "Tất cả mục tiêu",
    "choose.one": "{number}. {name}",
    "choose.search": "Tìm biểu",
    "choose.search_hint": "Ví dụ: tập huấn, học bổng. Gõ không dấu cũng được.",
    "choose.button": "Tìm",
    "choose.none": "Không có biểu nào khớp với “{words}”. Hãy thử từ khác hoặc xem tất cả biểu.",
    "choose.show_all": "Xem tất cả biểu",
    "choose.measure": "Chỉ số {code}: {measure}",
    "choose.draft": "Đang có bản nháp",
    "choose.nil": "Báo cáo không phát sinh trong quý",
    "choose.nil_text": "Cả quý không có việc nào của một chỉ số? Đánh dấu để ghi số 0.",
}

FORM: Final[dict[str, str]] = {
    "rform.last": "Điền như lần trước",
    "rform.last_text": "Lấy lại báo cáo gần nhất cùng biểu, trừ ngày, số liệu và minh chứng.",
    "rform.as_last": "Đã điền như lần trước. Hãy ghi ngày, số liệu và minh chứng của lần này.",
    "rform.resumed": "Đây là bản nháp lưu lúc {moment}. Hãy điền tiếp.",
    "rform.feeds": "Dùng cho chỉ số {codes}.",
    "rform.sending": "Đang gửi…",
    "rform.unsent": "CHƯA gửi được vì mất mạng. Những gì đã điền vẫn còn ở đây. Hãy gửi lại khi có mạng.",
    "draft.save": "Lưu nháp",
    "draft.saved": "Đã lưu nháp lúc {moment}.",
    "draft.waiting": "Đang lưu nháp…",
    "draft.lost": "Chưa lưu được nháp vì mạng yếu. Những gì đã điền vẫn còn ở đây, sẽ tự lưu lại.",
    "draft.ended": (
        "Phiên làm việc đã hết nên bản nháp không còn tự lưu. Hãy bấm Lưu nháp: "
        "trang sẽ hỏi đăng nhập và giữ nguyên những gì đã điền."
    ),
    "draft.title": "Bản nháp",
    "draft.lead": "Chưa gửi, chỉ bạn thấy. Mở được trên máy khác.",
    "draft.untitled": "Chưa có tên",
    "draft.revises": "Bản sửa của báo cáo đã gửi",
    "draft.resume": "Điền tiếp",
    "draft.discard": "Bỏ bản nháp",
    "review.title": "Xem lại trước khi gửi",
    "review.lead": "Báo cáo CHƯA được gửi (đã lưu nháp). Có chỗ khác thường. Nếu đúng như vậy, cứ gửi.",
    "review.send": "Vẫn gửi",
    "review.mend": "Sửa lại",
}

EVIDENCE: Final[dict[str, str]] = {
    "files.title": "Minh chứng",
    "files.none": "Chưa có tệp nào.",
    "files.missing": "Báo cáo chưa có minh chứng nên chưa xác minh được. Hãy thêm tệp hoặc đường dẫn.",
    "files.added": "{kind} · {size} KB · thêm ngày {day}",
    "files.kind.picture": "Ảnh",
    "files.kind.document": "Tài liệu",
    "files.links": "Đường dẫn",
    "files.to_add": "Thêm minh chứng",
    "files.add": "Thêm tệp",
    "files.choose": "Chọn tệp",
    "files.hint": (
        "Ảnh JPG, PNG, WebP; PDF, DOCX, XLSX, ODT. Mỗi tệp không quá 10 MB, còn thêm được {room}. "
        "Ngày giờ, nơi chụp ghi trong ảnh sẽ được xoá."
    ),
    "files.statement": (
        "Tôi đã xem từng tệp: không có hình ảnh nhận ra trẻ em, không có danh sách tên trẻ em."
    ),
    "files.full": "Đã đủ 5 minh chứng. Muốn thêm, hãy bỏ bớt một tệp.",
    "files.remove": "Bỏ tệp “{name}”",
    "files.partly": "Đã thêm {count} tệp trước đó. {words}",
    "files.preview": "Ảnh minh chứng: {name}",
}

NIL: Final[dict[str, str]] = {
    "nil.title": "Báo cáo không phát sinh",
    "nil.lead": (
        "Đánh dấu việc mà cả quý không có. Đánh dấu nghĩa là số liệu bằng 0, không phải là chưa báo cáo."
    ),
    "nil.second": "Sau khi gửi, một người khác của đơn vị phải xác nhận thì số 0 mới được tính.",
    "nil.reported": "đã có báo cáo trong quý",
    "nil.quarter": "Quý {number} năm {year}",
    "nil.send": "Gửi để xác nhận",
    "nil.one": "Không phát sinh, quý {number} năm {year}",
    "nil.filed": "Người gửi: {name}, ngày {day}",
    "nil.confirmed": "Người xác nhận: {name}, ngày {day}",
    "nil.state.filed": "Chờ người thứ hai xác nhận",
    "nil.state.confirmed": "Đã xác nhận, số liệu bằng 0",
    "nil.state.withdrawn": "Đã rút",
    "nil.codes": "Những chỉ số ghi 0",
    "nil.code": "{code}: {measure}",
    "nil.difficulties": "Khó khăn, kiến nghị",
    "nil.confirm": "Xác nhận",
    "nil.confirm_text": "Bạn xác nhận rằng đơn vị không có việc nào trong các chỉ số trên, cả quý?",
    "nil.own": "Bạn là người gửi, nên cần một người khác của đơn vị đăng nhập và xác nhận.",
    "nil.withdraw": "Rút báo cáo không phát sinh",
    "nil.reason": "Lý do rút",
    "nil.waiting": "Chờ xác nhận",
}

QUARTER: Final[dict[str, str]] = {
    "quarter.title": "Quý của đơn vị",
    "quarter.label": "Quý {number}/{year}",
    "quarter.show": "Xem quý",
    "quarter.measure": "Chỉ số",
    "quarter.state": "Tình hình",
    "quarter.verified": "Đã xác minh: {value} {unit}",
    "quarter.submitted": "Chờ xác minh: {value} {unit}",
    "quarter.returned": "Trả lại để sửa: {value} {unit}",
    "quarter.nil": "Không phát sinh (0)",
    "quarter.nil_waiting": "Không phát sinh, chờ xác nhận",
    "quarter.nothing": "Chưa có báo cáo",
    "quarter.open_n": "{count} chỉ số chưa có báo cáo.",
    "quarter.all_done": "Mọi chỉ số của quý đều đã có báo cáo.",
    "filter.state": "Trạng thái",
    "filter.year": "Năm",
    "filter.any": "Tất cả",
    "filter.show": "Lọc",
    "filter.none": "Không có báo cáo nào khớp. Hãy bỏ bớt điều kiện lọc.",
}

MEMBERS: Final[dict[str, str]] = {**CHOOSE, **FORM, **EVIDENCE, **NIL, **QUARTER}
