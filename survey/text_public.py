"""What do children and the public read?  Plain words for an eleven-year-old; "em" is the child."""

from __future__ import annotations

from typing import Final

FRAME: Final[dict[str, str]] = {
    "app.name": "Nhịp Cầu",
    "app.skip": "Tới nội dung chính",
    "exit.button": "Thoát nhanh",
    "exit.label": "Thoát nhanh: đóng trang này ngay và mở một trang khác",
    "help.title": "Tổng đài bảo vệ trẻ em",
    "help.call": "Gọi 111, miễn phí",
    "help.text": "Miễn phí, 24 giờ mỗi ngày: gọi số 111, nhắn Zalo “111” hoặc dùng ứng dụng “111”.",
    "help.adult": "Em cũng có thể nói với một người lớn em tin.",
    "help.log": "Gọi xong, máy vẫn nhớ cuộc gọi. Em xoá được trong phần “Gần đây”, hoặc gọi bằng máy khác.",
    "sample.label": "SỐ LIỆU MINH HOẠ",
    "sample.consultation": "đợt lấy ý kiến mẫu",
    "idle.title": "Em còn ở đó không?",
    "idle.text": "Để không ai đọc được câu trả lời của em, trang sẽ được xoá sau 20 giây nữa.",
    "idle.stay": "Em vẫn đang trả lời",
}

HOME: Final[dict[str, str]] = {
    "home.title": "Các em nghĩ gì?",
    "home.lead": "Chọn một chủ đề dưới đây để nói điều em nghĩ. Không ai biết em là ai.",
    "home.declined": "Không sao cả. Cảm ơn em đã ghé qua. Lúc nào đổi ý, em cứ quay lại.",
    "home.open": "Đang mở",
    "home.none": "Bây giờ chưa có đợt lấy ý kiến nào đang mở. Em quay lại sau nhé.",
    "home.answer": "Trả lời",
    "home.until": "Mở tới hết ngày {day}",
    "home.others": "Các đợt khác",
    "home.soon": "Sắp mở, từ ngày {day}",
    "home.closed": "Đã khép lại",
    "home.results": "Xem kết quả",
    "home.slip": "Em có phiếu theo dõi?",
    "home.slip_link": "Nhập mã phiếu",
    "home.staff": "Dành cho cán bộ, hội viên: đăng nhập",
}

CHILD_FORM: Final[dict[str, str]] = {
    "form.minutes": "khoảng {minutes} phút",
    "form.before": "Trước khi bắt đầu, em cần biết",
    "form.happens": (
        "Hội Bảo vệ quyền trẻ em Việt Nam hỏi em, gộp ý kiến của em với các bạn khác, gửi tới {agency} và "
        "kể lại "
        "cho các em."
    ),
    "form.agency_default": "cơ quan đang cần nghe các em",
    "form.anonymous": "Không ai biết em là ai. Đừng viết tên, trường hay lớp của em.",
    "form.skip": "Câu nào không muốn, em cứ bỏ qua. Muốn dừng lúc nào cũng được.",
    "form.no_harm": "Trả lời hay không trả lời đều không sao cả.",
    "form.exception": (
        "Chỉ một ngoại lệ: nếu em để lại cách liên lạc và cho biết có bạn đang bị làm hại, Hội phải báo "
        "ngay cho "
        "người có trách nhiệm bảo vệ các em."
    ),
    "form.young": "Em dưới 7 tuổi thì nhờ một người lớn ngồi cùng nhé.",
    "form.history": "“Thoát nhanh” đóng trang này ngay, nhưng máy vẫn nhớ là đã mở trang.",
    "form.assent": "Em đã hiểu và em muốn trả lời",
    "form.no_thanks": "Không, cảm ơn",
    "form.start": "Bắt đầu",
    "form.count": "Câu",
    "form.back": "Quay lại",
    "form.next": "Tiếp tục",
    "form.skip_this": "Bỏ qua câu này",
    "form.needed": "Câu này cần trả lời",
    "form.send": "Gửi ý kiến",
    "form.sending": "Đang gửi…",
    "form.last": "Xong hết rồi!",
    "form.last_text": "Em có thể quay lại để sửa. Khi nào sẵn sàng, em bấm “Gửi ý kiến”.",
    "form.listen": "Nghe câu hỏi",
    "form.listen_page": "Nghe đọc phần này",
    "form.listen_stop": "Dừng đọc",
    "form.pick": "Chọn một ý",
    "form.several": "Chọn được nhiều ý.",
    "form.problems": "Chưa gửi được. Em xem lại giúp nhé:",
    "form.problem_at": "Câu {number}: {text}",
    "form.not_sent": (
        "Chưa gửi được, có thể do mạng. Câu trả lời vẫn còn đây: em đừng đóng trang. Đợi một chút rồi bấm "
        "“Gửi ý kiến” lần nữa nhé. Bấm mấy lần cũng chỉ tính một lần."
    ),
    "form.new_page": "Mở một phiếu mới",
    "form.language": "Ngôn ngữ",
}

SLIP: Final[dict[str, str]] = {
    "thanks.title": "Cảm ơn em!",
    "thanks.lead": (
        "Ý kiến của em đã được gửi. Hội sẽ gộp với ý kiến của các bạn khác và gửi tới cơ quan đang cần "
        "nghe các em."
    ),
    "thanks.slip": "Phiếu theo dõi của em",
    "thanks.keep": (
        "Chụp lại hoặc chép ra giấy. Dùng mã này để xem Hội đã làm gì với ý kiến của các em, hoặc để rút "
        "lại câu "
        "trả lời."
    ),
    "thanks.view": "Xem phiếu",
    "thanks.next": "Xong rồi, tới bạn tiếp theo",
    "slip.title": "Phiếu theo dõi",
    "slip.what": (
        "Phiếu này cho biết ý kiến của em đã đi tới đâu. Phiếu không ghi tên và không ghi câu trả lời."
    ),
    "slip.sent_on": "Gửi ngày {day}",
    "slip.steps": "Bốn bước của đợt này",
    "slip.done": "xong",
    "slip.now": "đang làm",
    "slip.waiting": "chưa tới",
    "slip.step1": "Chuẩn bị câu hỏi",
    "slip.step2": "Các em trả lời",
    "slip.step3": "Hội tổng hợp, gửi tới cơ quan và chờ cơ quan trả lời",
    "slip.step4": "Kể lại cho các em biết",
    "slip.results": "Xem các em đã nói gì",
    "slip.withdraw": "Rút lại câu trả lời",
    "slip.ask_title": "Nhập mã phiếu theo dõi",
    "slip.ask_label": "Mã phiếu (8 chữ và số)",
    "slip.ask_hint": "Chữ hoa hay chữ thường đều được, có gạch nối hay không cũng được.",
    "slip.ask_button": "Xem phiếu",
    "withdraw.title": "Rút lại câu trả lời?",
    "withdraw.text": (
        "Câu trả lời của phiếu {code} sẽ bị xoá hẳn và không lấy lại được. Lần công bố sau sẽ không tính "
        "phiếu này."
    ),
    "withdraw.yes": "Xoá hẳn",
    "withdraw.no": "Không, giữ lại",
    "withdrawn.title": "Đã xoá",
    "withdrawn.text": "Câu trả lời của em đã được xoá. Cảm ơn em đã cho Hội biết.",
    "withdrawn.home": "Về trang đầu",
}

RESULTS: Final[dict[str, str]] = {
    "results.title": "Các em đã nói gì?",
    "results.none": (
        "Chưa có kết quả để xem. Hội chỉ công bố khi đã có đủ nhiều bạn trả lời, để không ai đoán ra em là "
        "ai."
    ),
    "results.released": "Công bố lần {number}, ngày {day}.",
    "results.final": "Đây là lần công bố cuối của đợt này.",
    "results.rounding": (
        "Các số được làm tròn tới 5. Nhóm dưới 10 bạn không hiện, để không ai đoán ra bạn nào đã trả lời."
    ),
    "results.base": "Số bạn trả lời: {base}",
    "results.by": "Theo {group}",
    "results.by.nhom_tuoi": "Theo nhóm tuổi",
    "results.by.gioi_tinh": "Theo giới",
    "results.by.vung": "Theo vùng",
    "results.group": "Nhóm",
    "results.children": "Số bạn",
    "results.several": "Mỗi bạn chọn được nhiều ý, nên cộng lại có thể hơn 100 %.",
    "closed.not_open": "Đợt này chưa mở",
    "closed.not_open_text": "Em quay lại từ ngày {day} nhé. Cảm ơn em đã muốn nói điều mình nghĩ.",
    "closed.closed": "Đợt này đã khép lại",
    "closed.closed_text": "Đợt này nhận ý kiến tới ngày {day}. Cảm ơn em đã quan tâm.",
    "closed.unsent": "Những gì em vừa điền chưa được gửi, và máy không giữ lại.",
    "closed.home": "Xem các đợt khác",
}

REFUSAL_PAGES: Final[dict[str, str]] = {
    "refusal.title": "Chưa làm được việc này",
    "refusal.404": "Không tìm thấy",
    "refusal.410": "Không còn nữa",
    "refusal.403": "Không mở được trang này",
    "refusal.413": "Nội dung lớn quá",
    "refusal.500": "Xin lỗi, trang đang bị lỗi",
    "refusal.503": "CHƯA gửi được",
    "refusal.503_read": "Trang chưa mở được",
    "refusal.503_read_text": "Máy chủ đang bận. Hãy đợi một phút rồi mở lại trang này.",
    "refusal.kept": (
        "Những gì đã điền vẫn còn trong trang này. Đừng đóng trang; đợi một phút rồi bấm nút dưới đây."
    ),
    "refusal.retry": "Gửi lại",
    "refusal.home": "Về trang đầu",
}

PUBLIC: Final[dict[str, str]] = {**FRAME, **HOME, **CHILD_FORM, **SLIP, **RESULTS, **REFUSAL_PAGES}
