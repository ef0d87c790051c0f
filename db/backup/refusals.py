"""Why was a backup, a restore or a move refused?  Sentences for the operator, each saying what to do."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "no_recipient": "Chưa có khóa sao lưu. Hãy tạo trước: python -m db backup-key",
    "bad_recipient": "Khóa công khai này không đúng dạng (phải bắt đầu bằng age1): {recipient}",
    "bad_key": "Khóa mở bản sao lưu không đúng dạng: hãy chép cả dòng bắt đầu bằng AGE-SECRET-KEY-1.",
    "exists": "Đã có tệp {path}. Hãy chọn tên khác; bản cũ không bị ghi đè.",
    "missing": "Không thấy tệp {path}.",
    "unreadable": "Không có quyền đọc tệp này. Hãy chạy bằng tài khoản được đọc nó.",
    "key_file": "Không đọc được tệp khóa {path}. Hãy xem lại đường dẫn và quyền đọc.",
    "wrong_key": "Khóa này không mở được bản sao lưu: nó được niêm cho khóa khác. Chưa có gì bị thay đổi.",
    "damaged": "Bản sao lưu bị hỏng hoặc bị cắt cụt. Hãy dùng bản khác. Chưa có gì bị thay đổi.",
    "foreign": "Tệp này không phải bản sao lưu của Nhịp Cầu. Chưa có gì bị thay đổi.",
    "newer": "Bản sao lưu do phiên bản mới hơn tạo ra ({revision}). Hãy cập nhật chương trình rồi làm lại.",
    "not_empty": "Nơi khôi phục đã có dữ liệu. SQLite: dừng hai ứng dụng rồi thêm --replace (bản đang có "
    "được giữ lại bên cạnh). PostgreSQL: hãy tạo một cơ sở dữ liệu trống.",
    "in_use": "Cơ sở dữ liệu đang được dùng. Hãy dừng hai ứng dụng rồi chạy lại.",
    "unopened": "Không mở được cơ sở dữ liệu đang có: {said}. Chưa có gì bị thay đổi.",
    "other_secret": "Khóa bí mật của máy này khác khóa lúc sao lưu: mã phiếu của các em sẽ không mở được. "
    "Hãy đặt NHIPCAU_SECRET_KEY như lúc sao lưu (xem bằng: python -m db restore TỆP --show-secret).",
    "foreign_tables": "Nơi đến có bảng không phải của lần chuyển này. Hãy tạo một cơ sở dữ liệu trống rồi "
    "chuyển lại. Chưa có gì bị thay đổi.",
    "differs": "Sau khi nạp, bảng {table} không giống bản gốc. Đã bỏ tất cả, chưa có gì bị thay đổi.",
    "move_from": "Lệnh này chuyển từ SQLite; cơ sở dữ liệu đang dùng không phải SQLite.",
    "move_to": "Nơi đến phải là PostgreSQL: postgresql+psycopg://người-dùng:mật-khẩu@máy/tên",
    "move_differs": "Nơi đến khác nguồn ở bảng {table}: nguồn đã thay đổi sau lần chuyển trước, hoặc nơi đến "
    "có dữ liệu lạ. Hãy tạo một cơ sở dữ liệu trống mới rồi chuyển lại. Dữ liệu gốc còn nguyên.",
    "slip_unknown": "Bản sao lưu mở được nhưng không tìm thấy phiếu có mã này trong đó.",
}


class BackupRefused(Exception):
    """A refusal: its `code`, and the sentence for the operator."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(SENTENCES[code].format(**facts))
        self.code = code
