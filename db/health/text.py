"""In which words does the operator read a finding?  The terminal and the inspector's page say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from db.health.finding import Finding
from db.queries.moments import VIETNAM
from db.rules.numbers import write_number

MARKS: Final = {"good": "Tốt", "look": "Nên xem", "bad": "CẦN XỬ LÝ"}

WORDS: Final[Mapping[str, str]] = {
    "unreadable": "Không kiểm tra được ({reason}).",
    "integrity.good": "Tệp cơ sở dữ liệu nguyên vẹn.",
    "integrity.broken": "Tệp cơ sở dữ liệu bị hỏng: {said}. Hãy dừng hai ứng dụng, khôi phục bản sao lưu.",
    "integrity.no_checksums": "PostgreSQL không giữ mã kiểm của từng trang. Nên bật data_checksums.",
    "references.good": "Không bản ghi nào trỏ tới chỗ trống.",
    "references.broken": "{n} bản ghi trỏ tới chỗ trống (bảng {table}). Hãy khôi phục bản sao lưu gần nhất.",
    "audit.good": "Nhật ký nguyên vẹn: {rows} dòng. Mã dòng cuối: {head}",
    "audit.broken": "Nhật ký bị thay đổi ngoài hệ thống, từ dòng {row}. Hãy báo Ủy ban Kiểm tra.",
    "sums.good": "Tổng theo năm khớp với {n} số liệu đã xác minh.",
    "sums.differ": "Tổng theo năm không khớp với số liệu đã xác minh. Đừng dùng bảng theo dõi; hãy khôi "
    "phục bản sao lưu.",
    "clock.good": "Đồng hồ máy không lùi so với nhật ký.",
    "clock.ahead": "Nhật ký có dòng lúc {at}, sau giờ máy bây giờ ({now}). Hãy chỉnh đồng hồ máy chủ.",
    "evidence.good": "Đủ {n} tệp minh chứng, không tệp nào bị đổi.",
    "evidence.missing": "Thiếu {n} tệp minh chứng (đầu tiên: {first}…). Hãy lấy lại từ bản sao lưu.",
    "evidence.changed": "{n} tệp minh chứng đã bị đổi (đầu tiên: {first}…). Hãy lấy lại từ bản sao lưu.",
    "evidence.orphans": "{n} tệp minh chứng không thuộc báo cáo nào (còn lại sau một lần gửi dở).",
    "snapshots.good": "Thư mục bản chụp số liệu không có gì bỏ dở.",
    "snapshots.leftovers": "{n} tệp bỏ dở trong thư mục bản chụp số liệu (data/snapshots). Lần xuất sau sẽ "
    "dọn; tệp có số mà sổ không ghi thì hãy tự xóa.",
    "backup.never": "Chưa có bản sao lưu nào. Hãy chạy: python -m db backup",
    "backup.last": "Bản sao lưu gần nhất: {at} ({days} ngày trước).",
    "backup.late": "Bản sao lưu gần nhất đã {days} ngày ({at}). Hãy chạy: python -m db backup",
    "backup_key.none": "Chưa có khóa sao lưu. Hãy chạy: python -m db backup-key",
    "backup_key.one": "Bản sao lưu chỉ có một khóa mở: mất nó là mất hết. Hãy thêm khóa cho người thứ hai.",
    "backup_key.good": "Bản sao lưu có {n} khóa mở.",
    "officers.good": "{n} cán bộ bảo vệ trẻ em có khóa, có khóa dự phòng trên giấy.",
    "officers.few": "Mới có {n} cán bộ bảo vệ trẻ em có khóa (cần {least}), khóa dự phòng: {recovery}. Chưa "
    "mở được câu hỏi viết lời.",
    "unread.good": "Không lời nào của trẻ em chờ đọc quá 24 giờ.",
    "unread.late": "{n} lời của trẻ em chờ đọc quá 24 giờ. Hãy gọi cán bộ bảo vệ trẻ em ngay.",
    "key_age.good": "Không khóa nào của cán bộ bảo vệ trẻ em dùng quá một năm.",
    "key_age.old": "Có khóa của cán bộ bảo vệ trẻ em dùng từ {at}. Nên đổi khóa mỗi năm.",
    "disk.good": "Ổ đĩa còn {mb} MB.",
    "disk.low": "Ổ đĩa chỉ còn {mb} MB. Hãy dọn bớt hoặc thêm chỗ trong tuần này.",
    "disk.full": "Ổ đĩa chỉ còn {mb} MB: sắp không ghi được câu trả lời nữa. Hãy dọn ngay.",
    "secret.good": "Khóa bí mật và dữ liệu chỉ chủ máy đọc được.",
    "secret.open": "Người khác trên máy đọc được: {names}. Hãy chạy: chmod 600 cho các tệp này.",
    "sample.good": "Không có tài khoản mẫu nào đang mở.",
    "sample.accounts": "{n} tài khoản mẫu đang mở. Trên máy chủ thật phải khóa hết.",
}


def mark(finding: Finding) -> str:
    """How serious it is, in a word."""
    return MARKS[finding.state]


def words(finding: Finding) -> str:
    """What was found and what to do."""
    return WORDS[finding.words].format(**{name: _shown(fact) for name, fact in finding.facts.items()})


def sentence(finding: Finding) -> str:
    """One line for the terminal."""
    return f"[{mark(finding)}] {words(finding)}"


def _shown(fact: object) -> str:
    if isinstance(fact, datetime):
        return f"{fact.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    return write_number(fact) if isinstance(fact, int) else str(fact)
