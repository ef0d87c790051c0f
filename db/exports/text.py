"""Which words stand in the files of a snapshot?  Vietnamese; the dictionary and the package say both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ASSOCIATION: Final = "Hội Bảo vệ quyền trẻ em Việt Nam"
SAMPLE_LINE: Final = "CÓ SỐ LIỆU MINH HOẠ, không phải kết quả thật"

# set -> its name in Vietnamese and in English.
SET_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "results": ("Kết quả chỉ số", "Results of the measures"),
    "records": ("Bản ghi đã xác minh", "Verified records"),
    "ledger": ("Sổ đơn thư, yêu cầu (không tên)", "Request ledger (no names)"),
    "consultations": ("Ý kiến trẻ em đã công bố (đã ẩn ô nhỏ)", "Children's opinions as released"),
    "reporting": ("Tình hình báo cáo của đơn vị", "Reporting status of units"),
    "organisations": ("Đơn vị của Hội", "Units of the Association"),
    "strategy": ("Chiến lược và chỉ tiêu", "Strategy and targets"),
    "published": ("Số đã công bố ở nơi khác", "Figures published elsewhere"),
    "answers": ("Câu trả lời đã mã hoá của từng em (đã khái quát)", "Coded answers row by row (generalised)"),
}
SEPARATOR_NAMES: Final = {"comma": "dấu phẩy", "semicolon": "dấu chấm phẩy"}

README: Final = """\
BẢN CHỤP SỐ LIỆU SỐ {number}
{association}
{sample}
Trích dẫn: "Bản chụp số liệu số {number}, {association}, tính đến hết ngày {as_of}".

LỰA CHỌN
  Năm: {years}
  Tính đến hết ngày: {as_of} (giờ Việt Nam). Chỉ gồm những gì hệ thống đã biết đến lúc đó.
  Đơn vị: {unit}
{consultation}\
  Dấu ngăn cách trong tệp Excel: {separator}
  Phiên bản định dạng: {format}

CÁC BẢNG
{tables}

TỆP
  excel/…csv   mở thẳng bằng Excel hoặc LibreOffice. UTF-8 có BOM, xuống dòng CRLF. Ô chữ bắt đầu bằng
               = + - @ | % (kể cả sau dấu cách) được thêm dấu ' ở đầu để không chạy như công thức;
               bỏ dấu ' đó đi là được nguyên văn. Ô số không bao giờ bị sửa.
               Excel đọc mã như 01 hay 1.1 thành số; cần giữ mã thì vào Dữ liệu > Từ văn bản/CSV và chọn
               kiểu Văn bản cho cột mã.
  may/…txt     cho phần mềm đọc: CSV theo RFC 4180, UTF-8, LF, dấu phẩy, chữ giữ nguyên. Đuôi .txt để không
               ai mở nhầm bằng Excel khi nhấp đúp.
  datapackage.json  mô tả các tệp máy đọc (Frictionless Data Package).
  tu-dien.csv  từ điển: nghĩa của từng cột và từng cờ A, P, E, V, B, L, Q, F; tiếng Việt và tiếng Anh.
{iati}\
  Ngày viết theo ISO (năm-tháng-ngày). Tiền là đồng, số nguyên. Ô trống là không có số liệu, không phải 0.

SHA-256 CỦA TỪNG TỆP
{sums}

Cùng một số bản chụp luôn cho cùng những tệp này, đúng từng byte.
"""
IATI_LINE: Final = (
    "  iati-ket-qua.xml  kết quả theo chuẩn IATI 2.03 (chỉ số, kỳ, số gốc, chỉ tiêu, kết quả).\n"
)
WHOLE: Final = "toàn Hội"
CONSULTATION_LINE: Final = "  Đợt lấy ý kiến: {slug}\n"
TABLE_LINE: Final = "  {name}: {title}, {rows} dòng"
