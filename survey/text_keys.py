"""What do the safeguarding officers read at their key ceremony?"""

from __future__ import annotations

from typing import Final

KEYS: Final[dict[str, str]] = {
    "key.title": "Khoá của cán bộ bảo vệ",
    "key.lead": (
        "Lời các em được niêm bằng khoá của từng cán bộ bảo vệ và một khoá phục hồi in trên giấy. Muốn "
        "hỏi câu để em tự viết thì phải đủ hai cán bộ và khoá phục hồi."
    ),
    "key.enough": "Đã đủ khoá: phiếu hỏi có thể có câu để trẻ tự viết.",
    "key.missing": "Chưa đủ khoá: {officers}/{needed} cán bộ, khoá phục hồi: {recovery}.",
    "key.recovery_yes": "có",
    "key.recovery_no": "chưa có",
    "key.steps": "Buổi lập khoá, từng bước",
    "key.step1": "Hai cán bộ bảo vệ ngồi cùng một phòng, không có ai khác, có máy in hoặc giấy bút.",
    "key.step2": "Người thứ nhất lập khoá của mình, rồi mở bàn bằng câu mật khẩu.",
    "key.step3": (
        "Người thứ hai lập khoá trên máy của mình. Hai người đọc to dấu khoá cho nhau nghe; trùng thì "
        "người thứ nhất nhận khoá."
    ),
    "key.step4": (
        "Một người làm khoá phục hồi: in ra, gõ lại vài nhóm chữ để chắc bản in đọc được, cho vào phong "
        "bì dán kín, hai người ký, cất vào két của Hội."
    ),
    "key.step5": "Xoá bản in khỏi máy in và máy tính. Không chụp ảnh, không gửi qua mạng.",
    "key.own": "Khoá của tôi",
    "key.make_lead": "Chọn một câu mật khẩu riêng, khác mật khẩu đăng nhập. Không ai lấy lại được hộ bạn.",
    "key.passphrase": "Câu mật khẩu mới",
    "key.again": "Gõ lại câu mật khẩu",
    "key.make": "Lập khoá",
    "key.remake": "Lập lại khoá đang chờ",
    "key.waits": "Khoá của bạn đang chờ một cán bộ khác nhận. Dấu khoá: {fingerprint}",
    "key.have": "Bạn có khoá từ {day}. Dấu khoá: {fingerprint}",
    "key.rotate": "Đổi khoá và câu mật khẩu",
    "key.rotate_lead": (
        "Nên đổi mỗi năm, hoặc ngay khi nghi có người biết câu mật khẩu. Mọi mục đang giữ được niêm lại "
        "cho khoá mới."
    ),
    "key.open_first": "Hãy mở bàn trước khi làm việc này.",
    "key.others": "Các khoá",
    "key.col.mark": "Dấu khoá",
    "key.state.waiting": "chờ nhận",
    "key.state.admitted": "đang dùng",
    "key.state.ended": "đã thôi dùng",
    "key.recovery": "Khoá phục hồi (trên giấy)",
    "key.admit": "Nhận khoá này",
    "key.admit_check": "Tôi đã nghe {who} đọc dấu khoá và thấy trùng",
    "key.end": "Kết thúc khoá này",
    "key.end_sure": "{who} không còn làm cán bộ bảo vệ, hoặc khoá đã lộ",
    "key.recovery_make": "Làm khoá phục hồi",
    "key.recovery_remake": "Làm khoá phục hồi mới",
    "key.recovery_lead": (
        "Khoá phục hồi mở lại được mọi mục khi cán bộ quên câu mật khẩu. Làm bản mới thì bản giấy cũ hết "
        "tác dụng."
    ),
    "key.paper": "Khoá phục hồi: in hoặc chép ngay",
    "key.paper_lead": (
        "Chỉ hiện một lần. Có 14 nhóm, mỗi nhóm 4 chữ; không có chữ O, chữ I, số 0 và số 1. Ai có tờ giấy "
        "này và vào được trang cán bộ bảo vệ thì đọc được mọi lời các em viết."
    ),
    "key.paper_sheet": "Khoá phục hồi của Hội, lập ngày {day}. Dấu khoá: {fingerprint}",
    "key.ask_back": "Gõ lại từ bản giấy",
    "key.group": "Nhóm {number}",
    "key.confirm": "Xác nhận khoá phục hồi",
    "key.lost_title": "Quên câu mật khẩu",
    "key.lost_lead": (
        "Lấy phong bì khoá phục hồi trong két, cùng một người làm chứng. Sau khi dùng, hãy làm khoá phục "
        "hồi mới, vì khoá cũ đã được gõ vào máy. Nếu còn cán bộ khác mở được bàn thì không cần phong bì: "
        "lập khoá mới và nhờ người ấy nhận."
    ),
    "key.lost_paper": "14 nhóm chữ trên giấy",
    "key.lost_save": "Lập khoá mới bằng khoá phục hồi",
    "key.told.made": "Đã lập khoá.",
    "key.told.admitted": "Đã nhận khoá. Mọi mục đang giữ nay mở được bằng cả khoá này.",
    "key.told.rotated": "Đã đổi khoá. Hãy mở bàn bằng câu mật khẩu mới.",
    "key.told.recovery": "Khoá phục hồi đã dùng được. Hãy dán phong bì và cất vào két.",
    "key.told.ended": "Khoá đã thôi dùng.",
    "key.back": "Về trang khoá",
}
