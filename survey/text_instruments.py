"""What does staff read on the pages of questionnaires: states, acts, what is different in a version?"""

from __future__ import annotations

from typing import Final

from survey.text_instrument_faults import INSTRUMENT_FAULTS

DESK: Final[dict[str, str]] = {
    "nav.instruments": "Bộ câu hỏi",
    "instrument.title": "Bộ câu hỏi",
    "instrument.lead": (
        "Soạn bằng Excel theo mẫu XLSForm, tải lên, xem thử, rồi công bố. Bản đã công bố không sửa được; "
        "muốn đổi thì công bố phiên bản tiếp theo."
    ),
    "instrument.upload": "Tải phiếu hỏi lên",
    "instrument.none": "Chưa có bộ câu hỏi nào. Hãy bắt đầu từ một bộ mẫu bên dưới, hoặc tải phiếu hỏi lên.",
    "instrument.starters": "Bộ mẫu có sẵn",
    "instrument.starters_lead": (
        "Cho trẻ em 7–10, 11–15, 16–17 tuổi và cha mẹ, bằng tiếng Việt và tiếng Anh. Tải về, sửa trong "
        "Excel, rồi tải lên."
    ),
    "instrument.col.version": "Phiên bản",
    "instrument.col.state": "Trạng thái",
    "instrument.col.questions": "Số câu",
    "instrument.col.uses": "Đợt lấy ý kiến đang dùng",
    "instrument.col.published": "Công bố",
    "instrument.number": "Phiên bản {number}",
    "instrument.state.draft": "Bản nháp",
    "instrument.state.published": "Đã công bố",
    "instrument.state.retired": "Ngừng dùng",
    "instrument.questions": "{count} câu",
    "instrument.by": "{day} · {who}",
    "instrument.open": "Mở",
    "instrument.open_desk": "Mở bộ câu hỏi",
    "instrument.code": "Mã",
    "instrument.for.7_10": "Trẻ em 7–10 tuổi",
    "instrument.for.11_15": "Trẻ em 11–15 tuổi",
    "instrument.for.11_17": "Trẻ em 11–17 tuổi",
    "instrument.for.16_17": "Trẻ em 16–17 tuổi",
    "instrument.for.phu_huynh": "Cha mẹ, người chăm sóc",
    "instrument.excel": "Excel",
    "instrument.markdown": "Markdown",
    "instrument.upload_lead": (
        "Một tệp .xlsx (hoặc .md), nhiều nhất 2 MB. Tệp được đọc trong một vùng riêng; nếu phải sửa thì "
        "không có gì được lưu. Hỏi cha mẹ, người lớn thì ghi adults vào cột audience của trang settings, để "
        "lời quanh câu hỏi không gọi người trả lời là em."
    ),
    "instrument.which": "Đây là",
    "instrument.which_new": "Bộ câu hỏi mới",
    "instrument.which_next": "Phiên bản tiếp theo của: {title}",
    "instrument.file": "Tệp phiếu hỏi",
    "instrument.send": "Tải lên và kiểm tra",
    "instrument.refused": (
        "Phiếu hỏi chưa dùng được: có {count} chỗ cần sửa. Chưa có gì được lưu. Hãy sửa trong tệp rồi "
        "tải lên lại."
    ),
    "instrument.place": "Trang {sheet}, dòng {row}",
    "instrument.place_sheet": "Trang {sheet}",
    "instrument.place_file": "Cả tệp",
    "instrument.draft": "Bản nháp: sẽ là phiên bản {number}",
    "instrument.draft_from": "Từ tệp {name}, {who} tải lên ngày {day}.",
    "instrument.languages": "Ngôn ngữ",
    "instrument.repairs": "Đã tự sửa và cần biết",
    "instrument.clean": "Không có gì phải sửa hay lưu ý.",
    "instrument.changes": "Khác với phiên bản {number}",
    "instrument.no_changes": "Không có gì khác với phiên bản trước.",
    "instrument.first": "Đây là phiên bản đầu tiên.",
    "instrument.preview_in": "Xem thử ({language})",
    "instrument.source": "Tải tệp gốc",
    "instrument.xform": "Tải XForm",
    "instrument.publish": "Công bố phiên bản {number}",
    "instrument.publish_lead": (
        "Sau khi công bố, phiên bản này không sửa được nữa. Tệp gốc, XForm và bản dịch của nó được giữ "
        "nguyên."
    ),
    "instrument.confirm": "Tôi đã xem thử, đã đọc các lưu ý và đồng ý công bố.",
    "instrument.confirm_missing": "Hãy đánh dấu vào ô xác nhận trước khi công bố.",
    "instrument.discard": "Bỏ bản nháp",
    "instrument.replace": "Tải tệp khác thay bản nháp",
    "instrument.next": "Tải phiên bản tiếp theo",
    "instrument.retire": "Ngừng dùng",
    "instrument.restore": "Dùng lại",
    "instrument.retire_lead": "Ngừng dùng: đợt đang hỏi vẫn tiếp tục, đợt mới không chọn được nữa.",
    "instrument.versions": "Các phiên bản",
    "instrument.no_versions": "Chưa công bố phiên bản nào.",
    "instrument.back": "Về danh sách bộ câu hỏi",
    "instrument.preview_title": "Xem thử: {title}",
    "instrument.preview_lead": (
        "Đây là phiếu như trên điện thoại rộng 360 px. Bấm thử thoải mái: không có gì được gửi đi."
    ),
    "instrument.section_named": "Phần «{name}»",
    "instrument.where": "Câu {number}",
    "instrument.where_other": "Dòng {row} («{name}»)",
    "instrument.in_language": " ({language})",
    "instrument.hash": "Mã băm SHA-256",
}

KINDS: Final[dict[str, str]] = {
    "xls.kind.select_one": "chọn một",
    "xls.kind.select_multiple": "chọn nhiều",
    "xls.kind.integer": "số nguyên",
    "xls.kind.decimal": "số",
    "xls.kind.date": "ngày",
    "xls.kind.time": "giờ",
    "xls.kind.datetime": "ngày và giờ",
    "xls.kind.text": "tự viết",
    "xls.kind.note": "lời dẫn",
    "xls.kind.range": "thang số",
    "xls.kind.acknowledge": "đánh dấu đã hiểu",
    "xls.kind.calculate": "tính sẵn",
    "xls.kind.hidden": "ẩn",
}

CHANGES: Final[dict[str, str]] = {
    "xls.change.title": "Đổi tên bộ câu hỏi: “{before}” → “{after}”",
    "xls.change.audience": (
        "Đổi ô audience: {before} → {after}. Lời quanh câu hỏi nói với người được hỏi theo ô này."
    ),
    "xls.change.language_added": "Thêm ngôn ngữ {what}",
    "xls.change.language_removed": "Bỏ ngôn ngữ {what}",
    "xls.change.question_added": "{where} mới: “{after}”",
    "xls.change.question_removed": "Bỏ câu: “{before}”",
    "xls.change.question_moved": "{where} đổi chỗ: “{after}”",
    "xls.change.kind": "{where} đổi dạng: {before} → {after}",
    "xls.change.label": "{where} đổi lời{language}: “{before}” → “{after}”",
    "xls.change.hint": "{where} đổi lời gợi ý{language}: “{before}” → “{after}”",
    "xls.change.required_message": "{where} đổi lời nhắc phải trả lời{language}: “{before}” → “{after}”",
    "xls.change.constraint_message": "{where} đổi lời nhắc khi chưa hợp{language}: “{before}” → “{after}”",
    "xls.change.section": "{where} đổi tên{language}: “{before}” → “{after}”",
    "xls.change.choice_added": "{where} thêm lựa chọn “{after}”",
    "xls.change.choice_removed": "{where} bỏ lựa chọn “{before}”",
    "xls.change.choice_label": "{where} đổi lời lựa chọn{language}: “{before}” → “{after}”",
    "xls.change.choices_moved": "{where} đổi thứ tự các lựa chọn",
    "xls.change.relevant": "{where} đổi điều kiện hiện ra",
    "xls.change.required": "{where} đổi điều kiện phải trả lời",
    "xls.change.constraint": "{where} đổi điều kiện của câu trả lời",
    "xls.change.choice_filter": "{where} đổi cách lọc lựa chọn",
    "xls.change.calculation": "{where} đổi cách tính",
    "xls.change.appearance": "{where} đổi cách trình bày",
}

INSTRUMENTS: Final[dict[str, str]] = {**INSTRUMENT_FAULTS, **DESK, **KINDS, **CHANGES}
