"""How is a written report read back?  Its tables, headers and paragraphs, for the tests of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.table import Table
from docx.text.paragraph import Paragraph

COLUMNS = ["Chỉ báo", "Chỉ tiêu", "Kết quả", "So với kế hoạch", "So với cùng kỳ"]
LABEL = "SỐ LIỆU MINH HOẠ"


def read(content: bytes) -> Paper:
    return Document(BytesIO(content))


def measure_tables(paper: Paper) -> list[Table]:
    return [table for table in paper.tables if table.rows[0].cells[0].text == COLUMNS[0]]


def rows_by_code(paper: Paper) -> dict[str, list[str]]:
    cells = [[cell.text for cell in row.cells] for t in measure_tables(paper) for row in t.rows[1:]]
    return {row[0].partition(". ")[0]: row for row in cells}


def headers(paper: Paper) -> tuple[list[Paragraph], list[Paragraph]]:
    section = paper.sections[0]
    return section.first_page_header.paragraphs, section.header.paragraphs


def all_paragraphs(paper: Paper) -> Iterator[Paragraph]:
    yield from paper.paragraphs
    for paragraphs in headers(paper):
        yield from paragraphs
    for table in paper.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def number(shown: str) -> Fraction:
    found = re.match(r"[\d.,]+", shown)
    assert found, shown
    return Fraction(found[0].replace(".", "").replace(",", "."))
