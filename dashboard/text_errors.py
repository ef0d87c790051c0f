"""What does a reader of the dashboard see when a rule says no?  One sentence per refusal, with what to do.

The dashboard takes no forms, so refusals of forms and of desk work share one sentence that leads there.
"""

from __future__ import annotations

from typing import Final

_AT_THE_DESK = (
    "Việc này làm ở trang phiếu hỏi và báo cáo, không làm trên bảng theo dõi. Hãy mở trang đó để thực hiện."
)
_NUMBERS = "Một số liệu nhập vào chưa đúng nên chưa tính được. Hãy báo cán bộ phụ trách số liệu kiểm tra lại."

# Written out, not derived: a new refusal has no sentence until somebody decides which one it needs.
_OF_FORMS = (
    "required",
    "not_a_choice",
    "too_long",
    "too_early",
    "not_a_link",
    "too_many",
    "part_above_whole",
    "sum_mismatch",
    "future_date",
    "end_before_start",
    "constraint_unmet",
    "bad_text",
    "fields_refused",
    "token_missing",
    "token_malformed",
    "token_reused",
    "token_erased",
    "assent_missing",
    "too_big",
    "form_shape",
    "consultation_not_open",
    "consultation_closed",
    "unknown_version",
    "unknown_slip",
    "form_refused",
    "free_text_needs_sealing",
    "release_too_small",
    "release_too_soon",
    "account_exists",
    "account_name_bad",
    "password_too_short",
    "password_too_long",
    "password_too_common",
    "organisation_needed",
    "unknown_organisation",
    "unknown_account",
    "other_organisation",
    "unknown_report",
    "unknown_form",
    "unknown_request",
    "wrong_state",
    "own_report",
    "second_person_needed",
    "stale_version",
    "reason_needed",
    "stale_draft",
    "unknown_file",
    "file_empty",
    "file_too_big",
    "file_kind",
    "file_renamed",
    "file_damaged",
    "file_unsafe",
    "picture_too_large",
    "too_many_files",
    "no_file_chosen",
    "statement_missing",
    "nil_conflict",
    "quarter_running",
    "nil_exists",
    "unknown_nil",
    "has_warnings",
    "not_verifiable",
    "organisation_exists",
    "organisation_ended",
    "organisation_loop",
    "own_account",
    "link_dead",
    "wrong_password",
    "passwords_differ",
    "year_running",
    "year_closed",
    "year_not_closed",
    "year_not_ready",
    "year_unchanged",
    "note_needed",
    "unknown_target",
    "unknown_review",
    "method_not_allowed",
)
_OF_NUMBERS = (
    "not_a_whole_number",
    "not_a_number",
    "not_a_date",
    "too_small",
    "too_large",
    "unknown_kind",
    "bad_parameter",
)

ERRORS: Final[dict[str, str]] = {
    **{f"error.{code}": _AT_THE_DESK for code in _OF_FORMS},
    **{f"error.{code}": _NUMBERS for code in _OF_NUMBERS},
    "error.sign_in_needed": "Phiên đăng nhập đã kết thúc. Mời đăng nhập lại.",
    "error.sign_in_failed": "Tên đăng nhập, mật khẩu hoặc mã xác nhận chưa đúng. Hãy kiểm tra rồi thử lại.",
    "error.too_many_attempts": "Đã thử nhiều lần. Hãy đợi {seconds} giây rồi thử lại.",
    "error.forbidden": (
        "Bạn không có quyền xem trang này. Quản trị viên của Hội cấp quyền; hãy liên hệ Văn phòng Hội."
    ),
    "error.forged_request": "Yêu cầu không đến từ trang này nên không nhận. Hãy mở lại trang và thử lại.",
    "error.unknown_measure": "Không có chỉ số mang mã này. Hãy chọn một chỉ số trong danh sách.",
    "error.unknown_consultation": "Không có đợt lấy ý kiến này. Hãy chọn một đợt trong danh sách.",
    "error.not_found": "Không có trang ở địa chỉ này. Hãy về trang Tổng quan.",
    "error.unavailable": "Không đọc được số liệu. Số liệu của Hội vẫn an toàn. Hãy thử lại sau ít phút.",
    "error.broken": (
        "Trang gặp lỗi. Số liệu vẫn an toàn. Hãy thử lại; nếu vẫn lỗi, gửi mã dưới đây cho Văn phòng Hội."
    ),
}
