"""What does staff read about questionnaires: what is wrong with a file, what changed, what to press?"""

from __future__ import annotations

from typing import Final

# Reasons of db.xlsform.faults.REASONS; each says what to do.
REASONS: Final[dict[str, str]] = {
    "xls.reason.unreadable": (
        "Không đọc được tệp. Hãy mở tệp bằng Excel, lưu lại thành .xlsx (không đặt mật khẩu) rồi tải lên "
        "lần nữa."
    ),
    "xls.reason.wrong_extension": (
        "Tệp «{value}» không phải .xlsx hay .md. Hãy lưu phiếu hỏi thành .xlsx rồi tải lên."
    ),
    "xls.reason.renamed": (
        "Nội dung tệp «{value}» không đúng với đuôi tên tệp. Hãy mở bằng Excel và lưu lại thành .xlsx, "
        "đừng chỉ đổi tên."
    ),
    "xls.reason.old_excel": "Tệp ở dạng Excel cũ (.xls). Hãy mở bằng Excel và lưu lại thành .xlsx.",
    "xls.reason.password": (
        "Tệp có đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc), "
        "lưu lại rồi tải lên."
    ),
    "xls.reason.macros": "Tệp có macro nên không nhận. Hãy lưu lại thành .xlsx (không có macro) rồi tải lên.",
    "xls.reason.instrument_exists": (
        "Đã có bộ câu hỏi mang mã «{value}». Nếu đây là phiên bản mới của nó, hãy chọn nó ở ô “Đây là”; "
        "nếu không, hãy đổi form_id."
    ),
    "xls.reason.changed_kind": (
        "Câu «{value}» đã hỏi dạng {before} ở phiên bản trước, nay là {after}. Không gộp được câu trả "
        "lời của hai dạng: hãy giữ dạng cũ, hoặc đặt tên khác cho câu mới."
    ),
    "xls.reason.too_slow": (
        "Đọc phiếu hỏi mất quá nhiều thời gian. Hãy bớt số dòng hoặc rút gọn các công thức."
    ),
    "xls.reason.no_survey": (
        "Không có trang survey, hoặc trang survey không có câu hỏi nào. Hãy xem lại tên các trang."
    ),
    "xls.reason.pyxform": (
        "Bộ chuyển đổi không nhận phiếu hỏi này. Hãy xem lại chỗ được nêu (bằng tiếng Anh): {detail}"
    ),
    "xls.reason.bad_text": "Ô ở cột {column} có ký tự không lưu được. Hãy xoá và gõ lại nội dung ô.",
    "xls.reason.duplicate_language": "Hai cột cùng một ngôn ngữ ({value}). Hãy giữ một.",
    "xls.reason.sheet_unsupported": "Chưa hỗ trợ trang {value}. Hãy xoá trang này.",
    "xls.reason.unknown_audience": (
        "Ô audience ghi «{value}». Hãy ghi children (hỏi trẻ em) hoặc adults (hỏi cha mẹ, người lớn); để "
        "trống là hỏi trẻ em."
    ),
    "xls.reason.unknown_type": "Không có loại câu hỏi «{value}». Hãy xem lại cột type.",
    "xls.reason.needs_device": (
        "Phiếu của trẻ em không được dùng định vị, ảnh, ghi âm, quay phim, quét mã, chữ ký hay tệp "
        "({value}). Hãy bỏ câu này."
    ),
    "xls.reason.needs_later_level": (
        "Chưa hỗ trợ «{value}». Hãy bỏ, hoặc thay bằng câu chọn, số, ngày, giờ hay chữ."
    ),
    "xls.reason.needs_list_file": (
        "Chưa hỗ trợ danh sách lấy từ tệp ngoài ({value}). Hãy chép các lựa chọn vào trang choices."
    ),
    "xls.reason.needs_repeat": "Chưa hỗ trợ nhóm lặp lại ({value}). Hãy viết từng câu ra, hoặc bỏ.",
    "xls.reason.missing_name": "Câu hỏi chưa có tên. Hãy điền cột name, ví dụ cau_1.",
    "xls.reason.missing_label": "«{name}» chưa có lời hiển thị. Hãy điền cột label.",
    "xls.reason.bad_name": (
        "Tên «{value}» chỉ được có chữ cái không dấu, chữ số, dấu _ - và dấu chấm. Hãy đổi, ví dụ: "
        "{suggestion}"
    ),
    "xls.reason.reserved_name": "Tên «{value}» đã được hệ thống dùng. Hãy đặt tên khác.",
    "xls.reason.duplicate_name": (
        "Tên «{value}» đã dùng ở dòng {other_row}. Hãy đặt cho mỗi câu một tên riêng."
    ),
    "xls.reason.group_open": (
        "Nhóm «{value}» thiếu dòng begin_group hoặc end_group tương ứng. Hãy thêm dòng còn thiếu."
    ),
    "xls.reason.group_deep": "Các nhóm lồng nhau quá {most} tầng. Hãy bỏ bớt tầng.",
    "xls.reason.missing_calculation": (
        "«{name}» là calculate nhưng cột calculation còn trống. Hãy ghi biểu thức, hoặc bỏ dòng này."
    ),
    "xls.reason.calculation_not_here": (
        "Chỉ dòng calculate mới có cột calculation; «{name}» thì không. Hãy xoá ô này, hoặc thêm một "
        "dòng calculate riêng."
    ),
    "xls.reason.bad_range": (
        "start, end, step của câu range chưa hợp nhau ({value}). Hãy ghi ví dụ start=0 end=10 step=1; "
        "nhiều nhất {most} giá trị."
    ),
    "xls.reason.or_other_filter": (
        "«{value}» vừa có or_other vừa có choice_filter. Hãy bỏ or_other và tự thêm lựa chọn “Khác” vào "
        "trang choices."
    ),
    "xls.reason.piping": (
        "Chưa hỗ trợ đưa câu trả lời trước vào lời ở cột {column} ({value}). Hãy viết lại lời này."
    ),
    "xls.reason.unknown_list": (
        "Trang choices không có danh sách «{value}». Hãy thêm danh sách, hoặc sửa tên ở cột type."
    ),
    "xls.reason.missing_choice_name": "Lựa chọn thiếu list_name hoặc name. Hãy điền cả hai.",
    "xls.reason.duplicate_choice": (
        "Danh sách đã có lựa chọn «{value}» khác ở dòng {other_row}. Hãy đặt cho mỗi lựa chọn một mã riêng."
    ),
    "xls.reason.bad_choice_name": (
        "Mã lựa chọn «{value}» không được có dấu cách và không quá 60 ký tự. Hãy sửa cột name."
    ),
    "xls.reason.syntax": (
        "Không đọc được biểu thức ở cột {column}, gần «{near}». Hãy xem lại ngoặc, dấu nháy và tên câu."
    ),
    "xls.reason.unknown_question": (
        "Biểu thức ở cột {column} nhắc đến câu «{value}» không có trong phiếu. Hãy sửa tên câu."
    ),
    "xls.reason.unknown_column": (
        "Trang choices không có cột «{value}» mà choice_filter nhắc đến. Hãy thêm cột, hoặc sửa tên."
    ),
    "xls.reason.unknown_function": "Không có hàm {value}() (cột {column}). Hãy xem lại tên hàm.",
    "xls.reason.wrong_arguments": (
        "Hàm {value}() thiếu hoặc thừa tham số (cột {column}). Hãy xem lại trong ngoặc."
    ),
    "xls.reason.needs_place": (
        "Hàm {value}() cần định vị nên không dùng cho phiếu của trẻ em (cột {column}). Hãy bỏ."
    ),
    "xls.reason.not_for_children": "Hàm {value}() không được hỗ trợ (cột {column}). Hãy bỏ.",
    "xls.reason.unsupported_path": "«{value}» ở cột {column} chưa đúng. Hãy viết tên câu hỏi dạng ${{tên}}.",
    "xls.reason.dot_not_here": (
        "Dấu chấm (câu trả lời này) chỉ dùng được ở cột constraint, không dùng ở cột {column}. Hãy ghi "
        "tên câu dạng ${{tên}}."
    ),
    "xls.reason.too_complex": (
        "Biểu thức ở cột {column} quá dài hoặc quá nhiều tầng. Hãy tách thành vài dòng calculate."
    ),
    "xls.reason.pattern_not_literal": (
        "Mẫu của regex() phải viết sẵn trong dấu nháy (cột {column}). Hãy viết mẫu ra."
    ),
    "xls.reason.bad_pattern": (
        "Không dùng được mẫu «{value}» của regex() (cột {column}). Hãy viết mẫu đơn giản hơn."
    ),
    "xls.reason.circular": (
        "Câu «{value}» nằm trong một vòng các câu chờ nhau. Hãy bỏ bớt một điều kiện ở cột {column}."
    ),
}

TOO_BIG: Final[dict[str, str]] = {
    "xls.too_big.file": "Tệp lớn quá. Hãy chia nhỏ hoặc bỏ bớt; nhiều nhất 2 MB.",
    "xls.too_big.unpacked": (
        "Tệp khi mở ra lớn quá mức cho phép. Hãy chép các trang survey, choices, settings sang một tệp "
        "mới rồi tải lên."
    ),
    "xls.too_big.rows": "Trang này có quá {most} dòng. Hãy bỏ bớt dòng, hoặc chia thành nhiều bộ câu hỏi.",
    "xls.too_big.columns": "Trang này có quá {most} cột. Hãy xoá các cột không dùng.",
    "xls.too_big.cell": "Ô ở cột {column} dài quá {most} ký tự. Hãy viết ngắn lại.",
    "xls.too_big.memory": "Phiếu hỏi lớn quá nên không đọc hết được. Hãy chia thành nhiều bộ câu hỏi.",
}

NOTES: Final[dict[str, str]] = {
    "xls.note.merged_columns": "Cột «{dropped}» cùng nghĩa với «{kept}» nên đã gộp làm một.",
    "xls.note.named_language": "Cột «{column}» không ghi ngôn ngữ, đã hiểu là {language}.",
    "xls.note.dropped_choice": "Lựa chọn «{value}» ghi hai lần giống nhau, đã giữ một.",
    "xls.note.blanked_metadata": "«{name}» ({value}) có thể nhận ra máy hoặc người nên luôn để trống.",
    "xls.note.dropped_media": "Hình ảnh, âm thanh ở cột «{column}» không được hiển thị.",
    "xls.note.normalised_text": "Đã chuẩn hóa dấu tiếng Việt ở {count} ô.",
    "xls.note.default_ignored": "Không chọn sẵn thay trẻ em: bỏ giá trị mặc định của «{name}».",
    "xls.note.or_other": "«{name}» có or_other: đã thêm lựa chọn “Khác” và một câu hỏi “cụ thể là gì”.",
    "xls.note.read_only": "Câu chỉ đọc «{name}» được hiện như lời ghi chú.",
    "xls.note.ignored_column": "Cột «{column}» không có tác dụng ở đây.",
    "xls.note.private_item": (
        "«{name}» có vẻ hỏi thông tin riêng tư của trẻ em ({value}); xem {law}. Hãy cân nhắc bỏ câu này."
    ),
    "xls.note.merged_cells": "Tệp có ô gộp; chỉ ô đầu tiên có giá trị.",
    "xls.note.formulas": "Tệp có công thức; đã dùng giá trị tính sẵn gần nhất.",
    "xls.note.pyxform": "Ghi chú của bộ chuyển đổi: {detail}",
    "xls.note.free_text": (
        "«{name}» để người trả lời tự viết. Lời viết được niêm phong khi gửi; chỉ cán bộ bảo vệ trẻ em "
        "đọc được."
    ),
}

INSTRUMENT_FAULTS: Final[dict[str, str]] = {**REASONS, **TOO_BIG, **NOTES}
