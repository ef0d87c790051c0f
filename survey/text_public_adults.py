"""What does a grown-up read who is asked: a parent, a carer, a teacher?

Only what differs from the words for children, under the same keys; a questionnaire says whom it asks
(`db.rules.definition.Definition.audience`).  The questionnaires call the reader “anh/chị”, and so do we.
"""

from __future__ import annotations

from typing import Final

ADULTS_FRAME: Final[dict[str, str]] = {
    "help.adult": "Khi biết một trẻ em có thể đang gặp nguy hiểm, anh/chị hãy gọi ngay.",
    "help.log": (
        "Gọi xong, máy vẫn nhớ cuộc gọi. Anh/chị xoá được trong phần “Gần đây”, hoặc gọi bằng máy khác."
    ),
    "idle.title": "Anh/chị còn ở đó không?",
    "idle.text": "Để không ai đọc được câu trả lời của anh/chị, trang sẽ được xoá sau 20 giây nữa.",
    "idle.stay": "Tôi vẫn đang trả lời",
    "home.declined": "Không sao cả. Cảm ơn anh/chị đã ghé qua. Lúc nào đổi ý, mời anh/chị quay lại.",
    "error.assent_missing": "Hãy đánh dấu vào ô “Tôi đã hiểu và tôi muốn trả lời” rồi làm tiếp.",
}

ADULTS_FORM: Final[dict[str, str]] = {
    "form.before": "Trước khi bắt đầu, anh/chị cần biết",
    "form.happens": (
        "Hội Bảo vệ quyền trẻ em Việt Nam hỏi ý kiến anh/chị, gộp với ý kiến của những người khác, gửi tới "
        "{agency} và báo lại để anh/chị biết."
    ),
    "form.agency_default": "cơ quan đang cần nghe ý kiến này",
    "form.anonymous": (
        "Không ai biết anh/chị là ai. Đừng viết tên, địa chỉ của mình, hay tên, trường, lớp của trẻ."
    ),
    "form.skip": "Câu nào không muốn trả lời, anh/chị cứ bỏ qua. Muốn dừng lúc nào cũng được.",
    "form.no_harm": "Trả lời hay không trả lời đều không ảnh hưởng gì tới anh/chị và gia đình.",
    "form.exception": (
        "Chỉ một ngoại lệ: nếu anh/chị để lại cách liên lạc và cho biết một trẻ em đang bị làm hại, Hội phải "
        "báo ngay cho người có trách nhiệm bảo vệ trẻ em."
    ),
    "form.young": (
        "Phiếu này hỏi người lớn và không được đọc ngay. Khi một trẻ em có thể đang gặp nguy hiểm, anh/chị "
        "gọi ngay 111."
    ),
    "form.assent": "Tôi đã hiểu và tôi muốn trả lời",
    "form.last": "Đã xong các câu hỏi",
    "form.last_text": "Anh/chị có thể quay lại để sửa. Khi nào sẵn sàng, mời anh/chị bấm “Gửi ý kiến”.",
    "form.problems": "Chưa gửi được. Mời anh/chị xem lại:",
    "form.not_sent": (
        "Chưa gửi được, có thể do mạng. Câu trả lời vẫn còn đây: xin đừng đóng trang. Mời anh/chị đợi một "
        "chút rồi bấm “Gửi ý kiến” lần nữa. Bấm mấy lần cũng chỉ tính một lần."
    ),
    "form.cannot_help": (
        "Chúng tôi không biết anh/chị là ai nên không thể đến giúp. Khi anh/chị hay một trẻ em cần giúp, hãy "
        "gọi 111."
    ),
    "form.contact": "Anh/chị muốn có người gọi lại?",
    "form.contact_lead": (
        "Không bắt buộc. Chỉ khi anh/chị muốn có người giúp: ghi cách liên lạc với anh/chị. Chỉ cán bộ bảo "
        "vệ trẻ em của Hội đọc được. Có khi phải qua ngày mới có người đọc: cần gấp, hoặc khi một trẻ em có "
        "thể đang gặp nguy hiểm, anh/chị gọi ngay 111."
    ),
    "form.contact_label": "Số điện thoại, và lúc nào gọi thì tiện và an toàn cho anh/chị",
}

ADULTS_SLIP: Final[dict[str, str]] = {
    "thanks.title": "Cảm ơn anh/chị!",
    "thanks.lead": (
        "Ý kiến của anh/chị đã được gửi. Hội sẽ gộp với ý kiến của những người khác và gửi tới cơ quan đang "
        "cần nghe."
    ),
    "thanks.slip": "Phiếu theo dõi của anh/chị",
    "thanks.keep": (
        "Mời anh/chị chụp lại hoặc chép ra giấy. Dùng mã này để xem Hội đã làm gì với các ý kiến, hoặc để "
        "rút lại câu trả lời."
    ),
    "thanks.next": "Xong rồi, tới người tiếp theo",
    "slip.what": (
        "Phiếu này cho biết ý kiến của anh/chị đã đi tới đâu. Phiếu không ghi tên và không ghi câu trả lời."
    ),
    "slip.step2": "Anh/chị trả lời",
    "slip.step4": "Báo lại để anh/chị biết",
    "slip.results": "Xem mọi người đã trả lời thế nào",
    "withdrawn.text": "Câu trả lời của anh/chị đã được xoá. Cảm ơn anh/chị đã cho Hội biết.",
    "closed.not_open_text": "Mời anh/chị quay lại từ ngày {day}. Cảm ơn anh/chị đã muốn góp ý kiến.",
    "closed.closed_text": "Đợt này nhận ý kiến tới ngày {day}. Cảm ơn anh/chị đã quan tâm.",
    "closed.unsent": "Những gì anh/chị vừa điền chưa được gửi, và máy không giữ lại.",
}

ADULTS_RESULTS: Final[dict[str, str]] = {
    "results.title": "Mọi người đã trả lời thế nào?",
    "results.none": (
        "Chưa có kết quả để xem. Hội chỉ công bố khi đã có đủ nhiều người trả lời, để không ai đoán ra "
        "anh/chị là ai."
    ),
    "results.rounding": (
        "Các số được làm tròn tới 5. Nhóm dưới 10 người không hiện, để không ai đoán ra người nào đã trả lời."
    ),
    "results.base": "Số người trả lời: {base}",
    "results.children": "Số người",
    "results.several": "Mỗi người chọn được nhiều ý, nên cộng lại có thể hơn 100 %.",
    "kq.who": "{n} người đã trả lời, từ {opens} đến {closes}.",
    "kq.who_open": "{n} người đã trả lời, từ {opens} đến nay.",
    "kq.where": "Người trả lời sống ở {n} tỉnh, thành phố.",
    "kq.document": "Cơ quan cần các ý kiến này: {agency}. Việc đang bàn: {document}.",
    "kq.agency": "Cơ quan cần các ý kiến này: {agency}.",
    "kq.said": "Mọi người đã nói",
    "kq.told": "Đã báo lại cho người trả lời",
    "kq.themes": "Mọi người viết về điều gì?",
    "kq.themes_lead": "Hai cán bộ đọc riêng {n} đoạn được viết rồi so lại với nhau.",
    "kq.quotes": "Lời của người trả lời",
    "kq.quotes_lead": (
        "Những lời này đã được hai cán bộ bảo vệ trẻ em đọc và bỏ đi mọi điều có thể cho biết ai viết."
    ),
    "kq.sent": "Ngày {day}, Hội gửi các ý kiến tới cơ quan, bằng văn bản số {number}.",
    "kq.not_sent": "Hội đang tổng hợp các ý kiến để gửi tới cơ quan.",
    "kq.not_asked": "Hội chưa gửi các ý kiến tới cơ quan.",
    "kq.see_questions": "Xem kết quả từng câu hỏi",
    "kq.days": "Từ ngày khép lại đến ngày người trả lời được biết: {n} ngày.",
    "kq.not_told": "Hội chưa báo lại cho người trả lời.",
    "kq.late": "Hội đã trễ hẹn: lẽ ra phải báo lại chậm nhất ngày {day}. Hội xin lỗi anh/chị.",
    "kq.next.open": "Anh/chị vẫn có thể trả lời. Sau đó Hội tổng hợp và gửi tới cơ quan.",
    "kq.next.sent": "Hội chờ cơ quan trả lời, rồi báo lại cho anh/chị.",
    "kq.next.replied": "Hội báo lại cho anh/chị cơ quan đã trả lời thế nào.",
    "kq.next.told": (
        "Hội theo dõi xem cơ quan có làm điều đã hứa không. Anh/chị có ý kiến mới thì xem các đợt đang mở."
    ),
    "kq.slip": "Anh/chị có phiếu theo dõi? Xem phiếu",
    "kq.help": (
        "Cần tư vấn, hoặc biết một trẻ em có thể đang gặp nguy hiểm? Gọi 111: miễn phí, 24 giờ mỗi ngày."
    ),
}

ADULTS_ON_PAPER: Final[dict[str, str]] = {
    "sheet.ask": "Hội muốn nghe ý kiến của anh/chị.",
    "sheet.anonymous": "Không ai biết anh/chị là ai: phiếu không hỏi tên, địa chỉ, trường, lớp.",
    "sheet.free": "Anh/chị trả lời hay không đều được. Câu nào không muốn trả lời thì bỏ qua.",
    "sheet.after": "Trả lời xong, anh/chị nhận một mã để xem Hội đã làm gì với các ý kiến.",
    "sheet.help": (
        "Cần tư vấn, hoặc biết một trẻ em có thể đang gặp nguy hiểm: gọi 111, miễn phí, cả ngày đêm."
    ),
    "paper.assent": "Ô “Tôi đã hiểu và tôi muốn trả lời” được đánh dấu",
    "print.list": "Viết tên anh/chị chọn:",
    "print.words": "Viết vào các dòng dưới. Đừng viết tên, địa chỉ của mình, hay tên, trường, lớp của trẻ.",
    "print.only_if": "Nếu câu này không hợp với anh/chị, xin để trống.",
    "print.assent": "Tôi đã hiểu và tôi muốn trả lời",
    "print.thanks": (
        "Cảm ơn anh/chị! Mời anh/chị gấp phiếu lại, bỏ vào phong bì hoặc hộp chung; không cần ghi tên."
    ),
    "print.footer": (
        "Tổng đài 111: miễn phí, 24 giờ. Khi biết một trẻ em có thể đang gặp nguy hiểm, hãy gọi ngay."
    ),
}

PUBLIC_ADULTS: Final[dict[str, str]] = {
    **ADULTS_FRAME,
    **ADULTS_FORM,
    **ADULTS_SLIP,
    **ADULTS_RESULTS,
    **ADULTS_ON_PAPER,
}

# Words instead of numbers in what is published (key of `suppression.WORDS`), where these name children.
INSTEAD_ADULTS: Final[dict[str, str]] = {"hidden": "ẩn vì dưới {threshold} người"}
INSTEAD_ADULTS_EN: Final[dict[str, str]] = {"hidden": "hidden: fewer than {threshold} people"}

# English says “you” to both: only what names children, or what a grown-up is told instead.
PUBLIC_ADULTS_EN: Final[dict[str, str]] = {
    "help.adult": "If you know of a child who may be in danger, please call at once.",
    "form.agency_default": "the agency that needs to hear this",
    "form.anonymous": (
        "Nobody knows who you are. Do not write your name or address, or a child's name, school or class."
    ),
    "form.no_harm": "Whether you answer or not, nothing will change for you or your family.",
    "form.young": (
        "This form is for adults and is not read at once. When a child may be in danger, call 111 right away."
    ),
    "form.last": "That was the last question",
    "form.cannot_help": (
        "We do not know who you are, so we cannot come and help. If you or a child need help, call 111."
    ),
    "form.contact_lead": (
        "You do not have to. Only if you want help: leave a way to reach you. Only the Association's child "
        "protection officers can read it. It may be read only the next day: if it is urgent, or if a child "
        "may be in danger, call 111 at once."
    ),
    "form.contact_label": "A phone number, and when you can be called easily and safely",
    "thanks.lead": (
        "Your answers have been sent. We will put them together with those of others and send them to the "
        "agency that needs to hear them."
    ),
    "thanks.next": "Done, next person",
    "slip.results": "See how everybody answered",
    "closed.not_open_text": "Please come back from {day}. Thank you for wanting to give your view.",
    "results.title": "How did everybody answer?",
    "results.none": (
        "There are no results yet. We publish only when enough people have answered, so that nobody can "
        "guess who you are."
    ),
    "results.base": "People who answered: {base}",
    "results.children": "People",
    "results.several": "Each person could choose several, so together they may be more than 100 %.",
    "kq.who": "{n} people answered, from {opens} to {closes}.",
    "kq.who_open": "{n} people have answered since {opens}.",
    "kq.document": "The agency that needs these answers: {agency}. What is being decided: {document}.",
    "kq.agency": "The agency that needs these answers: {agency}.",
    "kq.said": "What people said",
    "kq.told": "How people were told",
    "kq.themes": "What did people write about?",
    "kq.quotes": "In people's own words",
    "kq.collecting": "People are still answering. When this round is over, we will send it to the agency.",
    "kq.see_questions": "See the results of each question",
    "kq.help": (
        "Do you need advice, or know of a child who may be in danger? Call 111: free, day and night."
    ),
}
