"""Which words tell children what became of what they said?  For readers of eleven years."""

from __future__ import annotations

from typing import Final

RESULT_WORDS: Final[dict[str, str]] = {
    "kq.who": "{n} bạn đã trả lời, từ {opens} đến {closes}.",
    "kq.who_open": "{n} bạn đã trả lời, từ {opens} đến nay.",
    "kq.where": "Các bạn sống ở {n} tỉnh, thành phố.",
    "kq.document": "Cơ quan cần ý kiến của các em: {agency}. Việc đang bàn: {document}.",
    "kq.agency": "Cơ quan cần ý kiến của các em: {agency}.",
    "kq.steps": "Trong trang này",
    "kq.said": "Các em đã nói",
    "kq.did": "Hội đã làm",
    "kq.answered": "Cơ quan trả lời",
    "kq.told": "Đã báo lại cho trẻ em",
    "kq.next": "Tiếp theo là gì?",
    "kq.done": "xong",
    "kq.not_yet": "chưa xong",
    "kq.findings": "Nói ngắn lại",
    "kq.by_question": "Từng câu hỏi",
    "kq.groups_later": (
        "Kết quả theo nhóm tuổi, theo giới và theo vùng sẽ có trong lần công bố cuối, khi đợt này khép lại."
    ),
    "kq.themes": "Các bạn viết về điều gì?",
    "kq.themes_lead": "Hai người đọc riêng {n} đoạn các bạn viết rồi so lại với nhau.",
    "kq.passages": "{n} đoạn",
    "kq.quotes": "Lời của các bạn",
    "kq.quotes_lead": (
        "Những lời này đã được hai cán bộ bảo vệ trẻ em đọc và bỏ đi mọi điều có thể cho biết bạn nào viết."
    ),
    "kq.sent": "Ngày {day}, Hội gửi ý kiến của các em tới cơ quan, bằng văn bản số {number}.",
    "kq.not_sent": "Hội đang tổng hợp ý kiến của các em để gửi tới cơ quan.",
    "kq.collecting": "Đợt này còn đang lấy ý kiến. Khi khép lại, Hội sẽ tổng hợp và gửi tới cơ quan.",
    "kq.replied": "Ngày {day}, cơ quan trả lời bằng văn bản số {number}.",
    "kq.not_replied": "Cơ quan chưa trả lời.",
    "kq.not_asked": "Hội chưa gửi ý kiến của các em tới cơ quan.",
    "kq.see_questions": "Xem các em trả lời từng câu hỏi thế nào",
    "kq.says": "Cơ quan nói: {why}",
    "kq.why": "Vì sao: {why}",
    "kq.verdict.accepted": "Đồng ý làm",
    "kq.verdict.partly": "Đồng ý một phần",
    "kq.verdict.refused": "Chưa đồng ý",
    "kq.told_on": "Ngày {day}: {how}.",
    "kq.told_where": "Ở đâu: {places}",
    "kq.days": "Từ ngày khép lại đến ngày các em được biết: {n} ngày.",
    "kq.not_told": "Hội chưa báo lại cho các em.",
    "kq.due": "Hội đã hẹn báo lại chậm nhất ngày {day}.",
    "kq.late": "Hội đã trễ hẹn: lẽ ra phải báo lại chậm nhất ngày {day}. Hội xin lỗi các em.",
    "kq.next.open": "Các em vẫn có thể trả lời. Sau đó Hội tổng hợp và gửi tới cơ quan.",
    "kq.next.closed": "Hội tổng hợp các câu trả lời rồi gửi tới cơ quan.",
    "kq.next.sent": "Hội chờ cơ quan trả lời, rồi kể lại cho các em.",
    "kq.next.replied": "Hội kể lại cho các em cơ quan đã trả lời thế nào.",
    "kq.next.told": (
        "Hội theo dõi xem cơ quan có làm điều đã hứa không. Em có ý kiến mới thì xem các đợt đang mở."
    ),
    "kq.answer_now": "Trả lời ngay",
    "kq.slip": "Em có phiếu theo dõi? Xem phiếu",
    "kq.print": "Bản để in, treo bảng tin",
    "kq.screen": "Về bản thường",
    "kq.help": (
        "Em cần giúp đỡ? Gọi 111: miễn phí, 24 giờ mỗi ngày. Em cũng có thể nói với một người lớn em tin."
    ),
}
