"""Questionnaires as nobody honest would send them: file name, bytes, words of the refusal."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from tests.db.xlsforms import CHOICES, sheet, workbook

HEAD = ["type", "name", "label"]
PLAIN = [HEAD, ["integer", "so", "Mấy?"]]
NULL_COLUMN = "| choices | list_name | name | label | vung\0 |\n| | l | a | A | b |\n"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rezipped(source: bytes, **added: bytes) -> bytes:
    """The same package with more, or other, members."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in added:
                new.writestr(name, old.read(name))
        for name, content in added.items():
            new.writestr(name, content)
    return kept.getvalue()


def packed(**members: bytes) -> bytes:
    """A package with these members only."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return kept.getvalue()


def entities() -> bytes:
    """A billion laughs in the sheet's own XML."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;</worksheet>'
    return rezipped(workbook(survey=PLAIN), **{"xl/worksheets/sheet1.xml": bomb.encode()})


def nested() -> str:
    return "(" * 1_500 + "- " * 60 + "1" + ")" * 1_500


def stuffed(name: str, content: bytes) -> bytes:
    return rezipped(workbook(survey=PLAIN), **{name: content})


def many_choices() -> bytes:
    rows = "\n".join(f"||l|c{number}|x|" for number in range(100_000))
    survey = "|survey|type|name|label|\n||select_one l|q|Chọn|\n"
    return f"{survey}\n|choices|list_name|name|label|\n{rows}\n".encode()


def circle() -> bytes:
    rows = ["integer | a | A | ${b} = 1", "integer | b | B | ${c} = 1", "integer | c | C | ${a} = 1"]
    return sheet(rows, "type | name | label | relevant", CHOICES).encode()


def ruled(rule: str) -> bytes:
    return sheet([f"text | q | Gõ | {rule}"], "type | name | label | constraint", CHOICES).encode()


def wide() -> bytes:
    return workbook(survey=[[*HEAD, *(f"cot_{number}" for number in range(500))], PLAIN[1]])


HOSTILE = {
    "empty": ("a.xlsx", b"", "không đúng với đuôi tên tệp"),
    "empty_text": ("a.md", b"", "Không đọc được tệp"),
    "zip_bomb": ("a.xlsx", stuffed("xl/media/bomb.bin", bytes(60_000_000)), "khi mở ra lớn quá"),
    "many_members": (
        "a.xlsx",
        rezipped(workbook(survey=PLAIN), **{f"m{number}": b"" for number in range(500)}),
        "khi mở ra lớn quá",
    ),
    "many_choices": ("a.md", many_choices(), "quá 5.000 dòng"),
    "wide": ("a.xlsx", wide(), "quá 100 cột"),
    "entities": ("a.xlsx", entities(), "Không đọc được tệp"),
    "circle": ("a.md", circle(), "vòng các câu chờ nhau"),
    "deep_brackets": ("a.md", ruled(nested()), "quá dài hoặc quá nhiều tầng"),
    "backreference": ("a.md", ruled(r"regex(., '(a+)+\1')"), "Hãy viết mẫu đơn giản hơn"),
    "look_ahead": ("a.md", ruled("regex(., '(?=a)*b')"), "Hãy viết mẫu đơn giản hơn"),
    "huge_repeat": ("a.md", ruled("regex(., '((a{500}){500}){500}')"), "Hãy viết mẫu đơn giản hơn"),
    "not_a_zip": ("a.xlsx", b"| survey | type |", "không đúng với đuôi tên tệp"),
    "truncated": ("a.xlsx", workbook(survey=PLAIN)[:2_000], "Không đọc được tệp"),
    "another_package": ("a.xlsx", packed(**{"word/document.xml": b"<x/>"}), "Không đọc được tệp"),
    "wrong_extension": ("a.csv", b"type,name,label", "không phải .xlsx hay .md"),
    "no_extension": ("phieu", b"| survey |", "không phải .xlsx hay .md"),
    "renamed_workbook": ("a.md", workbook(survey=PLAIN), "không đúng với đuôi tên tệp"),
    "old_excel": ("a.xls", COMPOUND + bytes(500), "Excel cũ"),
    "old_excel_renamed": ("a.xlsx", COMPOUND + bytes(500), "Excel cũ"),
    "password": ("a.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le") + bytes(500), "bỏ mật khẩu"),
    "macros": ("a.xlsx", stuffed("xl/vbaProject.bin", b"\x01"), "không có macro"),
    "macros_told": ("a.xlsm", workbook(survey=PLAIN), "không có macro"),
    "null_byte": ("a.md", sheet(["integer | a | Mấy\x00?"]).encode(), "ký tự không lưu được"),
    "null_header": (
        "a.md",
        sheet(["integer | a | Mấy?"], "type | name | label::Tiếng\0Việt").encode(),
        "ký tự không lưu được",
    ),
    "null_column": (
        "a.md",
        sheet(["select_one l | a | Mấy?"], rest=NULL_COLUMN).encode(),
        "ký tự không lưu được",
    ),
    "not_utf8": (
        "a.md",
        b"| survey | type | name | label |\n| | integer | a | \xff\xfe |\n",
        "Không đọc được tệp",
    ),
    "too_large": ("a.md", b"|" * (2 * 1024 * 1024 + 1), "nhiều nhất 2 MB"),
}


def with_formulas() -> bytes:
    """A label made by a formula that was never computed, and a merged cell."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "survey"
    for row in ([*HEAD, "hint"], ["integer", "so", "Mấy?", "=HYPERLINK(1)"], ["note", "loi", "Chào em", ""]):
        page.append(row)
    page.merge_cells("C3:D3")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
