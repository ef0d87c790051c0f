"""Which words stand on the overview, on an objective's page and in the reminder?  A part of ``text``."""

from __future__ import annotations

from typing import Final

# A letter to Vietnamese units: it stays Vietnamese, whoever drafts it.
LETTER: Final = (
    "Kính gửi: {units}\n\n"
    "Cơ quan thường trực {association} trân trọng cảm ơn các hoạt động vì trẻ em của quý đơn vị.\n\n"
    "Đến ngày {today}, Hội chưa nhận được báo cáo sau:\n{lines}\n\n"
    "Kính đề nghị quý đơn vị gửi báo cáo tại:\n{address}\n\n"
    "Nếu trong quý không có hoạt động nào, xin gửi báo cáo không phát sinh ở cùng trang đó: "
    "không phát sinh là số 0, còn chưa báo cáo thì Hội chưa biết. "
    "Nếu đã gửi trong lúc thư này trên đường, xin bỏ qua thư.\n\n"
    "Cần giúp đỡ khi nhập số liệu, xin liên hệ Văn phòng Hội.\n\n"
    "Trân trọng cảm ơn."
)
LETTER_LINE: Final = "- {unit}: {quarter}, hạn {due}"

OVERVIEW: Final[dict[str, str]] = {
    "legend.forecast": "dự báo cuối năm (khoảng 80 %)",
    "overview.sentence": "{met}/{rated} chỉ số đạt hoặc đúng tiến độ",
    # -- what needs leaders' attention
    "attention.title": "Cần lãnh đạo chú ý",
    "attention.jump": "{n} việc cần lãnh đạo chú ý",
    "attention.none": "Hôm nay không có việc nào cần lãnh đạo chú ý.",
    "attention.all": "Xem cả {n} việc",
    "attention.overdue_abuse": "{n} {unit} quá hạn, {abuse} liên quan xâm hại",
    "attention.overdue": "{n} {unit} quá hạn",
    "attention.behind": "{name}: {share} chỉ tiêu năm",
    "attention.behind_bare": "{name}: chậm so với kế hoạch",
    "attention.unlikely": "{name}: khó đạt chỉ tiêu năm",
    "attention.no_data": "{name}: chưa đơn vị nào báo cáo",
    "attention.decision": "{name}: chưa có số gốc, chưa đặt kế hoạch",
    "attention.due_soon": "{name}: {n} việc sắp đến hạn",
    "attention.oldest": "lâu nhất {days} ngày",
    "attention.needed": "cần thêm {missing} trong {days} ngày",
    "attention.missing": "thiếu {missing} so với mức cần có",
    "attention.chance": "khả năng đạt {share}",
    "attention.chance_small": "dưới 1 %",
    "attention.ask_units": "hỏi các đơn vị, hoặc xác nhận không phát sinh",
    "attention.decide": "cần quyết định của Thường vụ",
    "attention.left": "còn {days} ngày",
    "attention.today": "hạn hôm nay",
    "attention.nobody": "Các việc này chưa có người phụ trách. Khi Hội phân công, tên hiện ở từng dòng.",
    "attention.who": "phụ trách: {owner}",
    # -- deadlines
    "due.title": "Hạn 7 ngày tới",
    "due.none": "Không có hạn nào trong 7 ngày tới.",
    "due.request": "{day}: {name}, {n} {unit} đến hạn",
    "due.window": "{day}: {name}, báo cáo {window}",
    "due.profile": "{day}: {name}, xem lại hồ sơ",
    # -- comments
    "attention.uncommented": "Chậm mà chưa có nhận xét của người phụ trách: {codes}.",
    "objective.remarks": "Nhận xét của người phụ trách",
    "objective.no_remarks": "Chưa có nhận xét nào về các chỉ số của mục tiêu này trong năm {year}.",
    "objective.remark_by": "{code} · {by} · {day}",
    # -- the state of the figures
    "state.title": "Tình trạng số liệu",
    "state.partial": "{n} đơn vị chưa báo cáo {quarter}. Số liệu có thể tăng.",
    "state.units": "Đơn vị đã báo cáo {quarter}",
    "state.units_n": "{reported}/{expected}",
    "state.nobody": "chưa đơn vị nào được giao",
    "state.waiting": "Báo cáo chờ xác minh",
    "state.waiting_n": "{n}, cũ nhất {days} ngày",
    "state.waiting_today": "{n}, đều gửi hôm nay",
    "state.waiting_none": "không có",
    "state.ledger": "Sổ yêu cầu đã kiểm đến",
    "state.ledger_never": "có sổ chưa kiểm lần nào",
    "state.year": "Năm {year}",
    "state.closed": "{state}, khép ngày {day}",
    "state.changed": "Cần điều chỉnh năm đã khép",
    # -- the map on the first page
    "map.title": "34 tỉnh, thành: báo cáo {quarter}",
    "map.reported": "{reported}/{expected} đơn vị",
    "map.no_unit": "chưa có Hội",
    "map.not_due": "chưa đến hạn",
    "map.all_in": "Mọi tỉnh, thành có đơn vị đều đã báo cáo.",
    "map.phone": "Tỉnh, thành cần chú ý",
    # -- an address that chose too much
    "s.undo": "Bỏ lựa chọn, xem năm {year} đến hôm nay",
    # -- an objective
    "objective.cards": "Từng chỉ số",
    "objective.official": "Nguyên văn: {code}",
    "objective.years": "Theo năm {first}–{last}",
    "objective.years_alt": "Trạng thái từng năm của các chỉ số của mục tiêu {title}: {years}",
    "objective.late": "Yêu cầu quá hạn",
    "objective.late_line": "{number}: hạn {due}, quá {days} ngày",
    "objective.late_more": "và {n} yêu cầu khác",
    "objective.card_alt": "{code} {name}: {word}. {sentence}",
    # -- the letter that reminds
    "letter.title": "Soạn thư nhắc",
    "letter.lead": "Bản nháp để cán bộ sao chép, sửa và gửi. Hệ thống không tự gửi thư.",
    "letter.pick": "Gửi cho",
    "letter.everyone": "Tất cả các đơn vị trong danh sách ({n})",
}

OVERVIEW_EN: Final[dict[str, str]] = {
    "legend.forecast": "year-end forecast (80 % range)",
    "overview.sentence": "{met}/{rated} measures achieved or on track",
    "attention.title": "For leaders' attention",
    "attention.jump": "{n} matters for leaders' attention",
    "attention.none": "Nothing needs leaders' attention today.",
    "attention.all": "Show all {n}",
    "attention.overdue_abuse": "Overdue {unit}: {n}, of which {abuse} concerning abuse",
    "attention.overdue": "Overdue {unit}: {n}",
    "attention.behind": "{name}: {share} of the year's target",
    "attention.behind_bare": "{name}: behind plan",
    "attention.unlikely": "{name}: unlikely to reach the year's target",
    "attention.no_data": "{name}: no unit has reported",
    "attention.decision": "{name}: no baseline and no plan",
    "attention.due_soon": "{name}: {n} due soon",
    "attention.oldest": "oldest {days} days",
    "attention.needed": "{missing} more needed in {days} days",
    "attention.missing": "{missing} short of what was expected by now",
    "attention.chance": "chance of reaching it {share}",
    "attention.chance_small": "under 1 %",
    "attention.ask_units": "ask the units, or confirm that nothing happened",
    "attention.decide": "needs a decision of the Standing Board",
    "attention.left": "{days} days left",
    "attention.today": "due today",
    "attention.nobody": "Nobody is named as responsible yet. Names will stand on each line.",
    "attention.who": "responsible: {owner}",
    "due.title": "Due in the next 7 days",
    "due.none": "Nothing is due in the next 7 days.",
    "due.request": "{day}: {name}, {unit} due: {n}",
    "due.window": "{day}: {name}, report for {window}",
    "due.profile": "{day}: {name}, look at the profile again",
    "attention.uncommented": "Behind, and nobody responsible has commented yet: {codes}.",
    "objective.remarks": "Comments of those responsible",
    "objective.no_remarks": "No comment yet on this objective's measures in {year}.",
    "objective.remark_by": "{code} · {by} · {day}",
    "state.title": "State of the figures",
    "state.partial": "{n} units have not reported {quarter}. Figures may rise.",
    "state.units": "Units that reported {quarter}",
    "state.units_n": "{reported}/{expected}",
    "state.nobody": "no unit has been asked to",
    "state.waiting": "Reports waiting for verification",
    "state.waiting_n": "{n}, the oldest for {days} days",
    "state.waiting_today": "{n}, all filed today",
    "state.waiting_none": "none",
    "state.ledger": "Ledgers checked up to",
    "state.ledger_never": "one ledger was never checked",
    "state.year": "Year {year}",
    "state.closed": "{state}, closed on {day}",
    "state.changed": "The closed year needs revision",
    "map.title": "34 provinces and cities: reports of {quarter}",
    "map.reported": "{reported} of {expected} units",
    "map.no_unit": "no unit yet",
    "map.not_due": "not due yet",
    "map.all_in": "Every province that has a unit has reported.",
    "map.phone": "Provinces that need attention",
    "s.undo": "Undo the choice: {year}, up to today",
    "objective.cards": "Measure by measure",
    "objective.official": "Official wording: {code}",
    "objective.years": "By year {first}–{last}",
    "objective.years_alt": "Status by year of the measures of objective {title}: {years}",
    "objective.late": "Overdue requests",
    "objective.late_line": "{number}: due {due}, {days} days overdue",
    "objective.late_more": "and {n} more",
    "objective.card_alt": "{code} {name}: {word}. {sentence}",
    "letter.title": "Draft a reminder",
    "letter.lead": "A draft for staff to copy, change and send. The system sends nothing by itself.",
    "letter.pick": "To",
    "letter.everyone": "All units in the list ({n})",
}
