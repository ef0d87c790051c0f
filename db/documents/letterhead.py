"""Who says it, to whom, under which number?  The blocks round the text (Decree 30/2020/NĐ-CP, Annex I)."""

from __future__ import annotations

from datetime import date

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from db.documents.grid import keep_whole, set_widths
from db.documents.paper import BODY_PT, SMALL_PT, TEXT_WIDTH_MM
from db.documents.text import say
from db.rules.numbers import write_date

LEFT_MM, RIGHT_MM = 65, 100
MOTTO_RULE_MM, BODY_RULE_MM, SUBJECT_RULE_MM = 62, 26, 60
RECEIVERS = 5


def write_head(paper: Paper, year: int, as_of: date, state: str) -> None:
    """Motto and issuing body, number, place and date, kind of paper and what it is about."""
    table = _two_columns(paper, rows=2)
    left, right = table.rows[0].cells
    for words in ("letter.body_first", "letter.body_second"):
        _say(left, say(words), SMALL_PT, bold=True)
    _rule(left, LEFT_MM, BODY_RULE_MM)
    _say(right, say("letter.nation"), SMALL_PT, bold=True)
    _say(right, say("letter.motto"), BODY_PT, bold=True)
    _rule(right, RIGHT_MM, MOTTO_RULE_MM)
    left, right = table.rows[1].cells
    _say(left, say("letter.number"), SMALL_PT)
    _say(right, place_and_date(as_of), SMALL_PT, italic=True)
    _title(paper, year, as_of, state)


def place_and_date(day: date) -> str:
    """Hà Nội, ngày 05 tháng 02 năm 2027: zeros before days under 10 and before months 1 and 2 only."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return say("letter.place_date", day=f"{day.day:02d}", month=month, year=day.year)


def subject(year: int, as_of: date, state: str) -> tuple[str, ...]:
    """What the report is about, in three lines."""
    when = say(f"letter.subject.{state}", year=year, as_of=write_date(as_of))
    return (say("letter.subject.1"), say("letter.subject.2"), when)


def write_foot(paper: Paper) -> None:
    """Who receives it, who signs it."""
    _stay_with_text(paper)
    table = _two_columns(paper)
    keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    _say(left, say("sign.receivers"), 12, bold=True, italic=True, centred=False)
    for number in range(1, RECEIVERS + 1):
        _say(left, say(f"sign.receiver.{number}"), 11, centred=False)
    for words in ("sign.for", "sign.rank"):
        _say(right, say(words), BODY_PT, bold=True)
    for _ in range(4):
        _say(right, "", BODY_PT)
    _say(right, say("sign.name"), BODY_PT, bold=True)
    paper.add_paragraph()  # some word processors refuse a text that ends with a table


def _stay_with_text(paper: Paper) -> None:
    """A signature never stands alone on a page: the last words come along."""
    for paragraph in (paper.paragraphs[-1], paper.add_paragraph()):
        paragraph.paragraph_format.keep_with_next = True


def _title(paper: Paper, year: int, as_of: date, state: str) -> None:
    paper.add_paragraph()
    for line in (say("letter.kind"), *subject(year, as_of, state)):
        paragraph = paper.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.font.size = True, Pt(BODY_PT)
    _draw(paper.add_paragraph(), TEXT_WIDTH_MM, SUBJECT_RULE_MM)
    paper.add_paragraph()


def _two_columns(paper: Paper, rows: int = 1) -> Table:
    table = paper.add_table(rows=rows, cols=2)
    set_widths(table, (LEFT_MM, RIGHT_MM), side_mm=0)
    return table


def _say(
    cell: _Cell, words: str, size: int, *, bold: bool = False, italic: bool = False, centred: bool = True
) -> None:
    paragraph = _next(cell)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _next(cell: _Cell) -> Paragraph:
    """A cell comes with one empty paragraph: use it first."""
    only = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not only.runs
    return only if fresh else cell.add_paragraph()


def _rule(cell: _Cell, width_mm: int, line_mm: int) -> None:
    _draw(_next(cell), width_mm, line_mm)


def _draw(paragraph: Paragraph, width_mm: int, line_mm: int) -> None:
    """A line of its own length in the middle: the upper border of an empty, indented paragraph."""
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)
    side = Mm((width_mm - line_mm) / 2)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = side
    form.space_before, form.line_spacing_rule, form.line_spacing = Pt(2), WD_LINE_SPACING.EXACTLY, Pt(8)
