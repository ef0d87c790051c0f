"""What does a page look like?  A4, margins, Times New Roman, page numbers: Decree 30/2020/NĐ-CP, Annex I."""

from __future__ import annotations

from typing import Final

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from db.documents.text import say

FONT: Final = "Times New Roman"
BODY_PT, SMALL_PT = 14, 13
PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 25, 20, 30, 15
TEXT_WIDTH_MM = PAGE_WIDTH_MM - LEFT_MM - RIGHT_MM
HEADER_MM = 10  # the sample label and the page number fit above the text
INDENT_MM = 10
BLACK = RGBColor(0, 0, 0)
AMBER, GREY = "F5C26B", "E7E7E7"

BODY, PART, OBJECTIVE = "Body Text", "Heading 1", "Heading 2"

# style: size, bold, space before and after in points, line spacing, first-line indent in mm
_STYLES: Final = {
    "Normal": (SMALL_PT, False, 0, 0, 1.0, 0),  # tables and the blocks round the text
    "Header": (SMALL_PT, False, 0, 0, 1.0, 0),
    BODY: (BODY_PT, False, 0, 6, 1.15, INDENT_MM),
    PART: (BODY_PT, True, 12, 6, 1.15, INDENT_MM),
    OBJECTIVE: (BODY_PT, True, 10, 4, 1.15, INDENT_MM),
}


def new_paper(sample: bool) -> Paper:
    """An empty paper in the Decree's form; `sample` puts the label of sample data on every page."""
    paper = Document()
    _plain_defaults(paper)
    for name, form in _STYLES.items():
        style = paper.styles[name]
        assert isinstance(style, ParagraphStyle)
        _shape(style, *form)
    paper.styles[BODY].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    section = paper.sections[0]
    _measure(section)
    _head(section, sample)
    return paper


def _plain_defaults(paper: Paper) -> None:
    """Without this the template's Latin theme font and English spelling show through."""
    defaults = paper.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _font(defaults.find(qn("w:rFonts")))
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "vi-VN")


def _font(fonts: BaseOxmlElement) -> None:
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _shape(
    style: ParagraphStyle, size: int, bold: bool, before: int, after: int, lines: float, indent: int
) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, BLACK
    _font(style.element.rPr.rFonts)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), lines
    form.first_line_indent = Mm(indent)
    form.widow_control = True


def _measure(section: Section) -> None:
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance, section.footer_distance = Mm(HEADER_MM), Mm(HEADER_MM)


def _head(section: Section, sample: bool) -> None:
    """Page number centred at the top, none on page 1; the sample label on all pages."""
    section.different_first_page_header_footer = True
    first, rest = section.first_page_header, section.header
    first.is_linked_to_previous = rest.is_linked_to_previous = False
    number = rest.paragraphs[0]
    if sample:
        _label(first.paragraphs[0])
        _label(number)
        number = rest.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_field(number)


def _label(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(say("letter.sample"))
    run.bold = True
    shade(run, AMBER)


def _page_field(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = code
        run._r.append(part)


def shade(run: Run, colour: str) -> None:
    """A coloured ground behind words; the words stay black."""
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        ground.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(ground)
