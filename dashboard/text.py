"""Which words stand on the dashboard?  All interface text by key; nothing else writes words.

Sentences of refusals stand in ``text_errors``, those of single pages in ``text_pages`` and its neighbours;
each has its English beside it, in a dictionary or a file of the same name with EN.

The keys of statuses, measures, time and states are those the whole house shares.
"""

from __future__ import annotations

from typing import Final

from dashboard.language import EN, language
from dashboard.text_en import BASE_EN
from dashboard.text_errors import ERRORS
from dashboard.text_errors_en import ERRORS_EN
from dashboard.text_exports import EXPORTS, EXPORTS_EN
from dashboard.text_measure import MEASURE_PAGE
from dashboard.text_measure_en import MEASURE_PAGE_EN
from dashboard.text_measure_parts import MEASURE_PARTS
from dashboard.text_measure_parts_en import MEASURE_PARTS_EN
from dashboard.text_network import NETWORK
from dashboard.text_network_en import NETWORK_EN
from dashboard.text_overview import OVERVIEW, OVERVIEW_EN
from dashboard.text_pages import PAGES
from dashboard.text_pages_en import PAGES_EN
from dashboard.text_rules import RULES, RULES_EN
from dashboard.text_time import TIME
from dashboard.text_time_en import TIME_EN
from dashboard.text_voices import VOICES, VOICES_EN

_APP: Final = {
    "app.title": "Nhịp Cầu: tiến độ Chiến lược đến 2035",
    "app.association": "Hội Bảo vệ quyền trẻ em Việt Nam",
    "app.strategy": "Tiến độ Chiến lược đến 2035",
    "app.needs_script": "Bảng theo dõi cần JavaScript. Hãy bật JavaScript rồi mở lại trang.",
    "app.support_code": "Mã hỗ trợ: {code}",
    "app.person": "Đang xem: {name}",
    "app.to_survey": "Mở trang phiếu hỏi và báo cáo",
    "nav.tong_quan": "Tổng quan",
    "nav.muc_tieu": "Mục tiêu",
    "nav.chi_so": "Chỉ số",
    "nav.y_kien": "Ý kiến trẻ em",
    "nav.logout": "Đăng xuất",
    "language.vi": "Tiếng Việt",  # each in its own words, for whoever reads only that
    "language.en": "English",
    "nav.menu": "Trang: {here}",
    "nav.back": "Về Tổng quan",
}
_SIGN_IN: Final = {
    "sign_in.title": "Đăng nhập bảng theo dõi",
    "sign_in.name": "Tên đăng nhập",
    "sign_in.password": "Mật khẩu",
    "sign_in.code": "Mã xác nhận 6 số (nếu tài khoản có)",
    "sign_in.submit": "Đăng nhập",
    "sign_in.forgotten": "Quên mật khẩu? Quản trị viên của Hội đặt lại mật khẩu cho bạn.",
    "sign_in.going_on": "Đã đăng nhập, đang mở trang…",
    "sign_in.go_on": "Tiếp tục",
}
_STATUS: Final = {
    "status.achieved": "Đạt",
    "status.on_track": "Đúng tiến độ",
    "status.at_risk": "Cần chú ý",
    "status.behind": "Chậm",
    "status.nearly": "Gần đạt",
    "status.missed": "Không đạt",
    "status.no_data": "Chưa có số liệu",
    "status.no_target": "Năm gốc",
    "status.no_requests": "Không phát sinh",
    "status.not_due": "Chưa đến hạn",
    "status.unrated": "Chưa xếp loại",
    "rollup": "{met}/{rated} đạt hoặc đúng tiến độ",
    "rollup.none": "Chưa xếp loại",
}
_MEASURES: Final = {
    "m.code": "Mã",
    "m.name": "Chỉ số",
    "m.status": "Trạng thái",
    "m.actual": "Kết quả",
    "m.target": "Chỉ tiêu",
    "m.actual_target": "Đạt / chỉ tiêu",
    "m.note": "Ghi chú",
    "m.objective": "Mục tiêu",
    "m.unit": "Đơn vị tính",
    "unit.billion": "tỷ đồng",
    "unit.million": "triệu đồng",
    "unit.dong": "đồng",
    "m.baseline": "Số gốc",
    "m.plan": "Kế hoạch năm",
    "m.expected": "Mức cần có đến hôm nay",
    "m.gap": "Còn thiếu",
    "m.verified": "Đã xác minh",
    "m.waiting": "Chờ xác minh",
    "m.overdue": "Quá hạn",
    "m.full": "100 % chỉ tiêu năm",
    "m.years": "{first} → {last}",
    "m.more_than": "> {n}",
    "m.none": "–",
    "m.days_share": "{share} số ngày",
    "m.no_requests": "0 yêu cầu",
    "legend.verified": "đã xác minh",
    "legend.waiting": "chờ xác minh",
    "legend.expected": "mức cần có đến hôm nay",
    "legend.target": "chỉ tiêu năm",
    "legend.overdue": "quá hạn",
    "legend.window_open": "kỳ chưa báo cáo",
    "note.waiting": "+{n} chờ xác minh",
    "note.overdue": "{n} quá hạn",
    "note.open": "{n} chưa đến hạn",
    "note.age": "cập nhật {n} ngày trước",
    "note.windows": "kỳ trong năm",
    "note.plan": "{unit} · đặt kế hoạch",
    "note.estimated": "chỉ tiêu ước tính",
    "bar.no_data.member": "chưa đơn vị nào báo cáo",
    "bar.no_data.staff": "Văn phòng chưa ghi",
    "bar.no_ledger": "chưa có sổ của năm",
    "bar.no_target": "chưa có số gốc để so sánh",
    "bar.no_plan": "chưa có kế hoạch năm",
    "bar.no_requests": "không có yêu cầu nào đến hạn",
    "bar.not_due": "chưa yêu cầu nào đến hạn",
    "bar.year_ahead": "năm chưa bắt đầu",
    "bar.no_profile": "chưa cập nhật lần nào",
    "window.year": "hạn {due}",
    "window.half1": "6 tháng đầu",
    "window.half2": "6 tháng cuối",
    "window.year_done": "báo cáo năm",
    "window.lost": "lỡ kỳ",
}
_TIME: Final = {
    "t.year": "Năm",
    "t.asof": "Tính đến",
    "t.asof_help": "Trang hiện đúng những gì đã xác minh đến hết ngày này.",
    "t.header": "Năm {year} · tính đến {as_of}",
    "d.verified_only": "chỉ tính số liệu đã xác minh",
    "d.ahead": "năm chưa bắt đầu",
    "d.open": "năm đang chạy",
    "d.provisional": "sơ bộ",
    "d.final": "chính thức",
    "d.revised": "đã điều chỉnh",
    "d.estimated": "Ước tính",
}
_STATES: Final = {
    "s.loading": "Đang tải số liệu…",
    "s.empty": "Chưa có số liệu cho lựa chọn này",
    "s.first_run": "Chưa có số liệu năm {year}. Đơn vị đầu tiên báo cáo sẽ hiện ở đây.",
    "s.away_title": "Tạm thời chưa có số liệu",
    "s.away": "Không đọc được số liệu. Số liệu của Hội vẫn an toàn. Hãy thử lại sau ít phút.",
    "s.last_read": "Lần gần nhất đọc được số liệu: {time}.",
    "s.retry": "Thử lại",
    "s.denied": "Bạn không có quyền xem trang này",
    "s.denied_who": "Quản trị viên của Hội cấp quyền xem bảng theo dõi. Hãy liên hệ Văn phòng Hội.",
    "s.denied_member": "Tài khoản đơn vị báo cáo ở trang phiếu hỏi và báo cáo.",
    "s.demo": "SỐ LIỆU MINH HOẠ, không phải kết quả thật",
    "s.table": "Xem dạng bảng",
    "s.how": "Cách tính",
    "s.chart_failed": "Không vẽ được biểu đồ. Xem dạng bảng.",
    "s.open_measure": "Mở một chỉ số",
}
TEXT: Final[dict[str, str]] = {
    **_APP,
    **_SIGN_IN,
    **_STATUS,
    **_MEASURES,
    **_TIME,
    **_STATES,
    **PAGES,
    **NETWORK,
    **TIME,
    **OVERVIEW,
    **MEASURE_PAGE,
    **MEASURE_PARTS,
    **RULES,
    **EXPORTS,
    **VOICES,
    **ERRORS,
}


TEXT_EN: Final[dict[str, str]] = {
    **BASE_EN,
    **PAGES_EN,
    **NETWORK_EN,
    **TIME_EN,
    **OVERVIEW_EN,
    **MEASURE_PAGE_EN,
    **MEASURE_PARTS_EN,
    **RULES_EN,
    **EXPORTS_EN,
    **VOICES_EN,
    **ERRORS_EN,
}


def text(key: str, **facts: object) -> str:
    """The words under this key, in the reader's language, with their facts filled in.

    Raises: KeyError for a key nobody wrote, or a fact nobody gave.
    """
    words = _words(key)
    return words.format(**facts) if facts else words


def written(key: str, language: str) -> str:
    """The words under a key in one language, whoever reads."""
    return TEXT_EN[key] if language == EN else TEXT[key]


def refusal(code: str, facts: dict[str, object]) -> str:
    """The sentence of a refusal; it always says what to do."""
    return _words(f"error.{code}").format_map(facts)


def _words(key: str) -> str:
    return written(key, language())
