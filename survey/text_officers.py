"""What do the safeguarding officers read?"""

from __future__ import annotations

from typing import Final

from survey.text_keys import KEYS

DESK: Final[dict[str, str]] = {
    "nav.officers": "Bàn bảo vệ trẻ em",
    "nav.keys": "Khoá của cán bộ bảo vệ",
    "officer.title": "Bàn bảo vệ trẻ em",
    "officer.lead": (
        "Lời các em tự viết chỉ mở được ở đây, bằng câu mật khẩu của cán bộ bảo vệ. Quản trị viên và "
        "người giữ máy chủ không mở được."
    ),
    "officer.new": "{count} mục mới",
    "officer.new_none": "Không có mục mới.",
    "officer.overdue": (
        "{count} mục đã sang ngày hôm sau mà chưa ai đọc. Cán bộ nào vào được trước thì đọc ngay."
    ),
    "officer.staff_alert": (
        "{count} mục của trẻ em đã sang ngày hôm sau mà chưa cán bộ bảo vệ nào đọc. Hãy nhắc cán bộ bảo "
        "vệ ngay."
    ),
    "officer.to_confirm": "{count} đoạn trích chờ người thứ hai",
    "officer.open_title": "Mở bàn",
    "officer.passphrase": "Câu mật khẩu của khoá",
    "officer.passphrase_hint": "Không phải mật khẩu đăng nhập. Bàn mở 15 phút rồi tự đóng.",
    "officer.open": "Mở bàn",
    "officer.shut": "Đóng bàn",
    "officer.open_until": "Bàn đang mở tới {time}.",
    "officer.no_key": "Chưa mở được bàn: bạn chưa có khoá, hoặc khoá chưa được cán bộ khác nhận.",
    "officer.to_keys": "Tới trang khoá",
    "officer.lost": "Quên câu mật khẩu",
    "officer.queue": "Cần đọc",
    "officer.order_note": (
        "Danh sách từ ngữ chỉ xếp thứ tự đọc, không bỏ bớt mục nào. Không có dấu hiệu không có nghĩa là "
        "an toàn: mục nào cũng phải đọc."
    ),
    "officer.order_shut": "Mở bàn để xếp mục cần đọc trước lên đầu. Bây giờ đang xếp theo ngày.",
    "officer.queue_none": "Không còn mục nào cần đọc hay đang xử lý.",
    "officer.order.1": "đọc ngay",
    "officer.order.2": "đọc sớm",
    "officer.order.3": "theo thứ tự",
    "officer.state.new": "chưa đọc",
    "officer.state.read": "đang xử lý",
    "officer.state.closed": "đã khép",
    "officer.contact_mark": "xin gọi lại",
    "officer.overdue_mark": "đã sang ngày sau",
    "officer.col.item": "Mục",
    "officer.col.state": "Trạng thái",
    "officer.col.day": "Ngày nhận",
    "officer.col.order": "Thứ tự",
    "officer.closed_title": "Các mục đã khép",
    "officer.closed_none": "Chưa có mục nào được khép.",
    "officer.closed_link": "Xem các mục đã khép",
    "officer.support": "Chỗ dựa cho cán bộ bảo vệ",
    "officer.support_text": (
        "Đọc những điều này rất nặng. Anh chị có thể gọi 111 để được tư vấn cách xử lý, cả cho chính "
        "mình, bất cứ lúc nào."
    ),
    "concern.title": "Một mục từ {consultation}",
    "concern.received": "Nhận ngày {day}",
    "concern.about": "Em cho biết",
    "concern.about.nhom_tuoi": "Nhóm tuổi",
    "concern.about.gioi_tinh": "Giới",
    "concern.about.tinh": "Tỉnh, thành phố",
    "concern.words": "Em viết",
    "concern.contact": "Em muốn có người gọi lại",
    "concern.erased": "Lời em viết đã được xoá ngày {day}. Việc cán bộ đã làm vẫn được ghi lại.",
    "concern.must": (
        "Có dấu hiệu trẻ bị xâm hại thì phải báo ngay: 111, cơ quan bảo vệ trẻ em, công an hoặc ủy ban "
        "nhân dân cấp xã (Nghị định 56/2017, Điều 25)."
    ),
    "concern.decide": "Ghi việc đã làm",
    "concern.what": "Việc đã làm",
    "concern.on": "Ngày làm",
    "concern.reference": "Số hồ sơ, người nhận",
    "concern.reference_hint": "Chỉ ghi số hồ sơ hoặc nơi nhận. Không chép lời của em vào đây.",
    "concern.closing": "Khép mục này (lời em viết sẽ được xoá sau 90 ngày)",
    "concern.save": "Ghi lại",
    "concern.reopen": "Mở lại mục này",
    "concern.history": "Đã làm",
    "concern.by": "{who}, {at}",
    "concern.act.read": "Đã đọc",
    "concern.act.called_111": "Đã báo Tổng đài 111",
    "concern.act.police": "Đã báo công an",
    "concern.act.commune": "Đã báo ủy ban nhân dân cấp xã",
    "concern.act.child_authority": "Đã báo cơ quan bảo vệ trẻ em",
    "concern.act.called_back": "Đã gọi lại cho em",
    "concern.act.no_action": "Không cần làm gì thêm",
    "concern.act.other": "Việc khác",
    "concern.act.close": "Khép mục",
    "concern.act.reopen": "Mở lại mục",
    "concern.back": "Về bàn bảo vệ",
}

PASSAGES: Final[dict[str, str]] = {
    "passage.title": "Trích một đoạn ra ngoài",
    "passage.lead": (
        "Đoạn trích để cán bộ tổng hợp và để kể lại cho mọi người. Bỏ hết tên, trường, lớp, nơi ở, số "
        "điện thoại. Đi kèm chỉ có nhóm tuổi và vùng. Một cán bộ bảo vệ khác phải xác nhận."
    ),
    "passage.question": "Từ câu hỏi",
    "passage.text": "Đoạn trích",
    "passage.propose": "Đề nghị trích",
    "passage.warned": "Đoạn này có thể cho biết em là ai. Hãy xem lại: {marks}.",
    "passage.seen": "Đã xem lại. Đoạn trích không cho biết em là ai",
    "passage.mark.phone": "số điện thoại",
    "passage.mark.link": "địa chỉ mạng hoặc tài khoản",
    "passage.mark.school": "trường, lớp",
    "passage.mark.place": "nơi ở",
    "passage.mark.birthday": "ngày sinh",
    "passage.mark.name": "tên người",
    "passage.waiting": "Đoạn trích chờ người thứ hai xác nhận",
    "passage.own": "Bạn đã đề nghị đoạn này. Một cán bộ bảo vệ khác xác nhận.",
    "passage.release": "Cho ra",
    "passage.refuse": "Không cho ra",
    "passage.withdraw": "Thôi, không trích nữa",
    "passage.of_this": "Đoạn trích từ mục này",
    "passage.state.proposed": "chờ xác nhận",
    "passage.state.released": "đã cho ra",
    "passage.state.refused": "không cho ra",
}

OWN_WORDS: Final[dict[str, str]] = {
    "form.cannot_help": "Chúng tôi không biết em là ai nên không thể đến giúp. Nếu em cần giúp, gọi 111.",
    "form.contact": "Em muốn có người gọi lại?",
    "form.contact_lead": (
        "Không bắt buộc. Chỉ khi em muốn có người giúp: ghi cách liên lạc với em. Chỉ cán bộ bảo vệ trẻ "
        "em của Hội đọc được. Có khi phải qua ngày mới có người đọc: cần gấp thì em gọi 111."
    ),
    "form.contact_label": "Số điện thoại, và lúc nào gọi thì an toàn cho em",
}

REFUSED: Final[dict[str, str]] = {
    "error.desk_shut": "Bàn đã đóng. Hãy gõ câu mật khẩu để mở lại.",
    "error.wrong_passphrase": "Câu mật khẩu chưa đúng. Hãy gõ lại, để ý dấu và chữ hoa.",
    "error.passphrases_differ": "Hai lần gõ câu mật khẩu không giống nhau. Hãy gõ lại cả hai.",
    "error.passphrase_is_password": "Câu mật khẩu phải khác mật khẩu đăng nhập. Hãy chọn câu khác.",
    "error.key_exists": "Bạn đã có khoá đang dùng. Muốn đổi, hãy mở bàn rồi chọn “Đổi khoá”.",
    "error.no_key": "Không có khoá nào dùng được cho việc này. Hãy xem trang khoá.",
    "error.unknown_key": "Khoá này không còn chờ nữa. Hãy mở lại trang khoá để xem.",
    "error.last_key": "Đây là khoá cán bộ cuối cùng. Hãy nhận khoá của một cán bộ khác trước.",
    "error.recovery_mistyped": "Có chữ gõ nhầm trong khoá phục hồi. Hãy so lại từng nhóm với bản giấy.",
    "error.wrong_recovery_key": "Đây không phải khoá phục hồi đang dùng. Hãy tìm bản giấy mới nhất.",
    "error.recovery_unconfirmed": (
        "Các nhóm vừa gõ không khớp bản giấy. Hãy gõ lại, hoặc làm khoá phục hồi mới."
    ),
    "error.recovery_forgotten": (
        "Chưa kịp xác nhận nên khoá phục hồi vừa làm đã bỏ. Hãy làm lại và huỷ bản giấy."
    ),
    "error.unknown_concern": "Không tìm thấy mục này. Hãy mở lại từ bàn bảo vệ.",
    "error.words_erased": "Lời của em trong mục này đã được xoá. Hãy xem lại phần việc đã làm.",
    "error.words_unreadable": (
        "Mục này đã bị sửa từ ngoài hệ thống nên không khoá nào mở được. Hãy báo ngay Ủy ban Kiểm tra."
    ),
    "error.decision_needed": "Chưa ghi việc nào đã làm. Hãy chọn một việc, kể cả “Không cần làm gì thêm”.",
    "error.unknown_passage": "Đoạn trích này không còn chờ xác nhận. Hãy mở lại bàn bảo vệ.",
    "error.passage_identifies": "Đoạn trích có thể cho biết em là ai. Hãy xem lại trước khi gửi.",
}

AUDITED: Final[dict[str, str]] = {
    "audit.key_made": "Lập khoá bảo vệ",
    "audit.key_admitted": "Nhận khoá bảo vệ",
    "audit.key_ended": "Kết thúc khoá bảo vệ",
    "audit.desk_opened": "Mở bàn bảo vệ",
    "audit.passphrase_wrong": "Gõ sai câu mật khẩu",
    "audit.concern_opened": "Mở đọc một mục",
    "audit.concern_read": "Đọc một mục lần đầu",
    "audit.concern_close": "Khép một mục",
    "audit.concern_erased": "Xoá lời của em",
    "audit.passage_proposed": "Đề nghị trích",
    "audit.passage_released": "Cho đoạn trích ra",
    "audit.passage_refused": "Không cho đoạn trích ra",
    "noun.concern": "mục bảo vệ",
    "noun.passage": "đoạn trích",
    "noun.safeguarding_key": "khoá bảo vệ",
}

OFFICER_WORDS: Final[dict[str, str]] = {
    **DESK,
    **PASSAGES,
    **KEYS,
    **OWN_WORDS,
    **REFUSED,
    **AUDITED,
}
