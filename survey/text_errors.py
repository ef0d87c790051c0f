"""What does a person read when a rule says no?  One sentence per refusal, and it says what to do.

Children and staff read the same sentences, so they address nobody.
"""

from __future__ import annotations

from typing import Final

FIELD_ERRORS: Final[dict[str, str]] = {
    "error.required": "Chỗ này còn trống. Hãy điền vào.",
    "error.not_a_choice": "Câu trả lời này không có trong danh sách. Hãy chọn lại một ý có sẵn.",
    "error.not_a_whole_number": "Hãy ghi một số nguyên, ví dụ 1.500 (không có phần lẻ).",
    "error.not_a_number": "Hãy ghi một con số, ví dụ 2,5.",
    "error.not_a_date": "Hãy ghi ngày theo mẫu ngày/tháng/năm, ví dụ 05/12/2026.",
    "error.not_a_time": "Hãy ghi giờ và phút, ví dụ 14:30.",
    "error.not_a_moment": "Hãy ghi ngày rồi đến giờ, ví dụ 05/12/2026 14:30.",
    "error.too_small": "Số này nhỏ quá. Hãy ghi từ {least} trở lên.",
    "error.too_large": "Số này lớn quá. Hãy ghi không quá {most}.",
    "error.too_long": "Chỗ này dài quá. Hãy viết ngắn lại, không quá {most} ký tự.",
    "error.part_above_whole": "Số này lớn hơn tổng ({whole}). Hãy xem lại số này hoặc tổng.",
    "error.sum_mismatch": "Cộng các phần lại phải bằng tổng ({whole}). Hãy xem lại từng số.",
    "error.future_date": "Ngày này chưa tới. Hãy ghi ngày đã diễn ra, hôm nay hoặc trước đó.",
    "error.too_early": "Ngày này sớm quá. Hãy ghi từ ngày {least} trở đi.",
    "error.end_before_start": "Ngày kết thúc đang trước ngày bắt đầu. Hãy xem lại hai ngày này.",
    "error.constraint_unmet": "Câu trả lời này chưa hợp với câu hỏi. Hãy xem lại rồi sửa.",
    "error.not_a_link": (
        "Đường dẫn phải bắt đầu bằng https:// hoặc http:// và không có dấu cách. Hãy xem lại."
    ),
    "error.too_many": "Nhiều quá. Hãy giữ lại nhiều nhất {most} mục.",
    "error.bad_text": "Chỗ này có ký tự lạ không lưu được. Hãy xoá đi và gõ lại.",
}

FORM_ERRORS: Final[dict[str, str]] = {
    "error.fields_refused": "Chưa gửi được. Hãy xem lại những chỗ được nêu dưới đây rồi gửi lại.",
    "error.token_missing": "Trang này mở chưa trọn vẹn nên chưa gửi được. Hãy bấm gửi lần nữa.",
    "error.token_malformed": "Trang này mở chưa trọn vẹn nên chưa gửi được. Hãy bấm gửi lần nữa.",
    "error.token_reused": (
        "Trang này đã gửi một lần rồi. Bản gửi đầu vẫn được giữ, bản vừa sửa thì không. "
        "Muốn gửi thêm, hãy mở một trang mới."
    ),
    "error.token_erased": "Những câu trả lời này đã được rút và xoá. Muốn trả lời lại, hãy mở một trang mới.",
    "error.assent_missing": "Hãy đánh dấu vào ô “Em đã hiểu và em muốn trả lời” rồi làm tiếp.",
    "error.too_big": "Nội dung gửi lên lớn quá nên chưa nhận được. Hãy viết ngắn lại rồi gửi lại.",
    "error.form_shape": "Nội dung gửi lên không đúng dạng của trang này. Hãy mở lại trang và gửi từ đó.",
}

CONSULTATION_ERRORS: Final[dict[str, str]] = {
    "error.unknown_consultation": (
        "Không có đợt lấy ý kiến nào ở địa chỉ này. Hãy xem lại đường dẫn, hoặc về trang đầu."
    ),
    "error.consultation_not_open": "Đợt lấy ý kiến này chưa mở. Hãy quay lại từ ngày {opens_on}.",
    "error.consultation_closed": "Đợt lấy ý kiến này đã khép lại ngày {closed_on}. Vẫn có thể xem kết quả.",
    "error.unknown_version": "Phiếu hỏi vừa được thay bằng bản mới. Hãy xem lại các câu rồi gửi lần nữa.",
    "error.consultation_exists": "Đã có một đợt mang tên đường dẫn này. Hãy đặt tên đường dẫn khác.",
    "error.step_incomplete": (
        "Bước trước còn thiếu. Hãy điền đủ những mục còn thiếu ở trang của đợt rồi làm tiếp."
    ),
    "error.closes_before_now": "Lúc đóng phải sau lúc mở và sau bây giờ. Hãy xem lại ngày giờ.",
    "error.unknown_invitation": (
        "Giấy mời này không đúng hoặc không còn. Hãy xem lại mã trên giấy, hoặc hỏi người đã đưa giấy."
    ),
    "error.unknown_theme": "Không có chủ đề này. Hãy mở lại trang mã hoá của đợt lấy ý kiến.",
    "error.theme_exists": "Đã có chủ đề mang tên này. Hãy đặt tên khác, hoặc gộp hai chủ đề.",
    "error.theme_merged": "Chủ đề này đã gộp vào chủ đề khác. Hãy chọn một chủ đề còn dùng.",
    "error.coders_full": "Đợt này đã có hai người mã hoá. Hãy xem kết quả khi hai người đã xong.",
    "error.coding_running": "Hai người mã hoá chưa cùng xong. Hãy chờ cả hai mã hoá hết các đoạn.",
    "error.coding_compared": "Hai bản mã hoá đã được so sánh. Hãy thống nhất các đoạn còn khác nhau.",
    "error.nothing_to_settle": "Hai người đã chọn giống nhau ở đoạn này. Hãy xem các đoạn còn khác nhau.",
    "error.quotes_full": "Mỗi đợt công bố nhiều nhất {most} đoạn trích. Hãy bỏ một đoạn rồi chọn lại.",
    "error.unknown_point": "Không có mục này. Hãy mở lại trang của đợt lấy ý kiến.",
    "error.unknown_batch": "Không có tập phiếu giấy này. Hãy chọn lại trong danh sách.",
    "error.unknown_group": "Nhóm phiếu này không còn chờ xem. Hãy mở lại trang để xem các nhóm còn lại.",
    "error.no_sheet": "Tập này chưa có phiếu nào để bỏ. Hãy nhập phiếu đầu tiên.",
    "error.unknown_slip": (
        "Không tìm thấy phiếu có mã này. Hãy xem lại từng chữ trong mã, hoặc phiếu đã được rút."
    ),
    "error.form_refused": "Tệp phiếu hỏi chưa dùng được. Hãy sửa những chỗ được nêu rồi tải lên lại.",
    "error.unknown_instrument": "Không có bộ câu hỏi hoặc phiên bản này. Hãy mở lại từ danh sách bộ câu hỏi.",
    "error.unknown_draft": (
        "Bản nháp này đã được công bố, thay hoặc bỏ. Hãy mở lại từ danh sách bộ câu hỏi."
    ),
    "error.free_text_needs_sealing": (
        "Phiếu hỏi có câu để trẻ tự viết, nên chưa mở được: cần ít nhất hai cán bộ bảo vệ trẻ em có khoá và "
        "một khoá phục hồi đã in. Hãy nhờ cán bộ bảo vệ lập khoá, hoặc bỏ câu đó khỏi phiếu."
    ),
    "error.release_too_small": "Chưa đủ câu trả lời mới để công bố (cần {needed}). Hãy chờ thêm.",
    "error.release_is_final": "Bản công bố cuối đã có, sau đó không công bố thêm. Hãy dùng bản ấy.",
    "error.release_too_soon": "Hôm nay đã công bố một lần. Hãy công bố tiếp vào ngày mai.",
}

PEOPLE_ERRORS: Final[dict[str, str]] = {
    "error.sign_in_needed": "Hãy đăng nhập để mở trang này.",
    "error.sign_in_failed": "Tên, mật khẩu hoặc mã xác thực không đúng. Hãy xem lại rồi thử lần nữa.",
    "error.too_many_attempts": "Đã thử nhiều lần. Hãy đợi {seconds} giây rồi thử lại.",
    "error.forbidden": "Bạn không có quyền xem trang này. Nếu cần, hãy liên hệ người quản trị của Hội.",
    "error.other_organisation": "Không tìm thấy báo cáo này. Hãy mở lại từ danh sách báo cáo.",
    "error.forged_request": (
        "Yêu cầu này không đến từ trang của chúng tôi nên chưa được nhận. Hãy mở lại trang và gửi từ đó."
    ),
    "error.unknown_account": "Không có tài khoản tên này. Hãy xem lại tên.",
    "error.account_exists": "Đã có tài khoản tên này. Hãy chọn tên khác.",
    "error.account_name_bad": (
        "Tên tài khoản chỉ gồm chữ thường không dấu, số, dấu chấm và gạch nối. Hãy đặt lại."
    ),
    "error.password_too_short": "Mật khẩu ngắn quá. Hãy đặt từ {least} ký tự trở lên, ví dụ một câu dễ nhớ.",
    "error.password_too_long": "Mật khẩu dài quá. Hãy đặt không quá {most} ký tự.",
    "error.password_too_common": "Mật khẩu này dễ đoán. Hãy ghép vài từ không liên quan với nhau.",
    "error.organisation_needed": "Tài khoản hội viên cần có đơn vị. Hãy chọn đơn vị.",
    "error.organisation_exists": "Đã có đơn vị mang tên này. Hãy tìm đơn vị đó trong danh sách.",
    "error.organisation_ended": "Đơn vị này đã kết thúc hoạt động. Hãy mở lại trang để xem thông tin mới.",
    "error.organisation_loop": (
        "Không thể hợp nhất đơn vị vào chính nó hoặc vào đơn vị đã nhập vào nó. Hãy chọn đơn vị khác."
    ),
    "error.own_account": "Không tự đổi vai trò hoặc khoá tài khoản của mình. Hãy nhờ một quản trị viên khác.",
    "error.link_dead": (
        "Đường dẫn này đã dùng rồi, đã được thay hoặc quá 24 giờ. "
        "Hãy nhờ quản trị viên của Hội gửi đường dẫn mới."
    ),
    "error.wrong_password": "Mật khẩu đang dùng chưa đúng. Hãy gõ lại.",
    "error.passwords_differ": "Hai lần gõ mật khẩu mới chưa giống nhau. Hãy gõ lại cả hai.",
    "error.unknown_organisation": "Không có đơn vị này. Hãy chọn lại trong danh sách.",
}

REPORT_ERRORS: Final[dict[str, str]] = {
    "error.unknown_report": "Không tìm thấy báo cáo này. Hãy mở lại từ danh sách báo cáo.",
    "error.unknown_request": "Không có yêu cầu này trong sổ. Hãy mở lại từ sổ.",
    "error.unknown_form": "Không có biểu báo cáo này. Hãy chọn lại trong danh sách biểu.",
    "error.wrong_state": (
        "Báo cáo đang ở trạng thái “{state}” nên không làm được việc này. Hãy tải lại trang để xem."
    ),
    "error.second_person_needed": "Việc này cần một người khác trong đơn vị xác nhận. Hãy nhờ đồng nghiệp.",
    "error.own_report": "Không tự xác minh số liệu của mình. Hãy nhờ một cán bộ khác xác minh.",
    "error.stale_version": (
        "Người khác vừa thay đổi báo cáo này. Hãy xem bản mới nhất dưới đây rồi quyết định lại."
    ),
    "error.has_warnings": (
        "Báo cáo này có điểm cần xem lại nên không xác minh cùng loạt được. Hãy mở riêng từng báo cáo."
    ),
    "error.not_verifiable": "Chưa xác minh được vì còn thiếu: {fields}. Hãy trả lại để đơn vị bổ sung.",
    "error.reason_needed": "Hãy ghi lý do để đơn vị biết cần sửa gì.",
    "error.year_running": "Năm này chưa hết nên chưa khép được. Hãy quay lại sau ngày 31/12.",
    "error.year_closed": "Năm này đã được khép. Hãy mở trang của năm để xem bản đã chốt.",
    "error.year_not_closed": "Năm này chưa được khép nên chưa có gì để điều chỉnh. Hãy khép năm trước.",
    "error.year_not_ready": "Còn báo cáo định kỳ trong hạn nộp đến {until}. Hãy khép năm sau ngày đó.",
    "error.year_empty": "Năm {year} chưa có số liệu nào nên chưa có báo cáo. Hãy chọn năm khác.",
    "error.year_unchanged": "Số liệu của năm không khác bản đã chốt. Hãy giữ nguyên bản đó.",
    "error.note_needed": "Hãy viết vài lời: vì sao và làm gì tiếp theo.",
    "error.unknown_target": "Không có mục tiêu chung này. Hãy chọn lại.",
    "error.unknown_review": "Chiến lược không có đợt sơ kết, tổng kết vào năm này. Hãy chọn lại.",
    "error.stale_draft": (
        "Bản nháp này đã được lưu từ nơi khác, đã gửi hoặc đã bỏ. Hãy tải lại trang để xem bản mới nhất."
    ),
    "error.unknown_file": "Không có tệp này. Hãy mở lại từ trang của báo cáo.",
    "error.file_empty": "Tệp “{name}” trống. Hãy chọn lại tệp.",
    "error.file_too_big": "Tệp “{name}” lớn quá. Hãy chọn tệp không quá {most} MB.",
    "error.file_kind": (
        "Không nhận loại tệp của “{name}”. Hãy gửi ảnh JPG, PNG, WebP, hoặc tệp PDF, DOCX, XLSX, ODT."
    ),
    "error.file_renamed": (
        "Nội dung của “{name}” không đúng với đuôi tên tệp. Hãy gửi tệp gốc, không đổi đuôi tên."
    ),
    "error.file_damaged": "Tệp “{name}” bị hỏng hoặc chưa trọn vẹn. Hãy mở thử, lưu lại rồi gửi lần nữa.",
    "error.file_unsafe": (
        "Tệp “{name}” có mã chạy kèm, có phần ẩn hoặc có mật khẩu. Hãy lưu lại thành tệp thường rồi gửi."
    ),
    "error.picture_too_large": "Ảnh “{name}” có kích thước lớn quá. Hãy thu nhỏ ảnh rồi gửi lại.",
    "error.too_many_files": "Mỗi báo cáo có nhiều nhất {most} minh chứng. Hãy bỏ bớt rồi thêm lại.",
    "error.no_file_chosen": "Chưa chọn tệp nào. Hãy chọn tệp rồi bấm thêm.",
    "error.statement_missing": (
        "Hãy xem kỹ từng tệp, rồi đánh dấu vào ô cam kết không có hình ảnh nhận ra trẻ em. "
        "Tệp chưa được lưu, hãy chọn lại."
    ),
    "error.nil_conflict": (
        "Đơn vị đã có báo cáo trong quý cho chỉ số {codes}. Hãy bỏ đánh dấu, hoặc rút báo cáo kia trước."
    ),
    "error.quarter_running": "Quý này chưa hết (đến {ends_on}). Hãy chọn quý đã kết thúc.",
    "error.half_year_needed": "Việc này báo cáo 6 tháng một lần. Hãy chọn 6 tháng đầu hoặc 6 tháng cuối năm.",
    "error.whole_year_needed": "Việc này báo cáo mỗi năm một lần. Hãy chọn cả năm.",
    "error.unit_ended": (
        "Đơn vị đã kết thúc hoạt động ngày {ended_on} nên không báo cáo hoạt động sau ngày đó. "
        "Hãy xem lại ngày, hoặc để đơn vị tiếp nhận báo cáo."
    ),
    "error.nil_exists": "Đơn vị đã có báo cáo không phát sinh cho quý này. Hãy mở bản đó để xem hoặc rút.",
    "error.unknown_nil": "Không tìm thấy báo cáo không phát sinh này. Hãy mở lại từ danh sách báo cáo.",
    "error.unknown_measure": "Không có chỉ số này. Hãy chọn lại trong danh sách.",
    "error.unknown_kind": "Không có loại chỉ tiêu này. Hãy chọn lại trong danh sách.",
    "error.year_final": "Năm này đã chốt nên giữ cách tính cũ. Hãy chọn từ năm {least} trở đi.",
    "error.value_unusable": "Giá trị này không dùng được. Hãy xem lại theo gợi ý của mục.",
    "error.rule_unchanged": (
        "Các thông số giống hệt cách tính đang dùng cho năm {year}. Hãy sửa thông số cần đổi rồi gửi lại."
    ),
    "error.rule_waits": (
        "Chỉ số này đang có một đề nghị đổi cách tính chờ người thứ hai. Hãy xử lý đề nghị đó trước."
    ),
    "error.unknown_proposal": "Không có đề nghị này. Hãy mở lại từ trang của chỉ số.",
    "error.proposal_decided": "Đề nghị này đã được xử lý rồi. Hãy xem lịch sử bên dưới.",
    "error.unknown_objective": "Không có mục tiêu này. Hãy chọn lại trong danh sách.",
    "error.bad_parameter": "Thông số “{name}” của chỉ tiêu chưa đúng. Hãy xem lại.",
}

MACHINE_ERRORS: Final[dict[str, str]] = {
    "error.not_found": "Không có trang nào ở địa chỉ này. Hãy xem lại đường dẫn, hoặc về trang đầu.",
    "error.method_not_allowed": "Trang này không mở được theo cách đó. Hãy về trang đầu.",
    "error.unavailable": (
        "Nội dung CHƯA gửi được vì máy chủ đang bận. Chưa có gì được lưu. Hãy đợi một phút rồi thử lại."
    ),
    "error.broken": "Trang này đang bị lỗi từ phía chúng tôi. Hãy thử lại sau ít phút.",
}

ERRORS: Final[dict[str, str]] = {
    **FIELD_ERRORS,
    **FORM_ERRORS,
    **CONSULTATION_ERRORS,
    **PEOPLE_ERRORS,
    **REPORT_ERRORS,
    **MACHINE_ERRORS,
}
