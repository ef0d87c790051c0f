"""How is a table drawn?  Fixed widths, a header row on every page, rows that stay whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell, _Row

from db.documents.text import say
from db.documents.wording import Cell

COLUMNS = ("indicator", "target", "result", "plan", "period")
WIDTHS_MM = (45, 31, 29, 30, 30)  # together the width of the text
SIDE_MM = 1.2


def add_measures(paper: Paper, rows: Iterable[Sequence[Cell]]) -> Table:
    """The table of one objective: a header and a row per measure."""
    table = paper.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    head = table.rows[0]
    keep_whole(head, header=True)
    for cell, column in zip(head.cells, COLUMNS, strict=True):
        _head_cell(cell, say(f"column.{column}"))
    for cells in rows:
        row = table.add_row()
        keep_whole(row)
        for cell, lines in zip(row.cells, cells, strict=True):
            _fill(cell, lines)
    set_widths(table, WIDTHS_MM, SIDE_MM)
    return table


def _head_cell(cell: _Cell, words: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(words).bold = True


def _fill(cell: _Cell, lines: Cell) -> None:
    for place, line in enumerate(lines):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        run = paragraph.add_run(line.text)
        run.bold, run.italic = line.bold, line.italic


def keep_whole(row: _Row, *, header: bool = False) -> None:
    """The row never splits over pages; a header row repeats on each page."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader") if header else ("w:cantSplit",):
        properties.append(OxmlElement(name))


def set_widths(table: Table, widths_mm: Sequence[int], side_mm: float) -> None:
    """Fixed columns: word processors disagree about automatic ones."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _cell_margins(table, side_mm)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)


def _cell_margins(table: Table, side_mm: float) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", side_mm / 3), ("left", side_mm), ("bottom", side_mm / 3), ("right", side_mm)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(Mm(width).twips)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
