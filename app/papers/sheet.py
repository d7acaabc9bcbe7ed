"""The sheet of a Word copy: page, page numbers, the widths of columns.

Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I. python-docx has no words for part of it: what it lacks
is written as elements of WordprocessingML, in the order its schema asks for.
"""

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt


def lay(document: Any, *, wide: bool) -> None:
    """Set the page, the letter and the page number, which the first page does not carry."""
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if wide:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = width, height
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(6)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(spoken)
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        mark = OxmlElement("w:fldChar" if name else "w:instrText")
        if name:
            mark.set(qn("w:fldCharType"), name)
        else:
            mark.text = text
        run._r.append(mark)  # python-docx has no fields of its own


def count_anew(document: Any) -> None:
    """Begin a page whose number is 1: an annex is counted by itself (mục I.7)."""
    counted = OxmlElement("w:pgNumType")
    counted.set(qn("w:start"), "1")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section._sectPr.insert_element_before(counted, "w:cols", "w:titlePg", "w:docGrid")


def rule(document: Any, paragraph: Any, length: float, *, share: float = 1) -> None:
    """Draw a line `length` mm long in the middle of an empty paragraph.

    `share` is the part of the line that the paragraph has. Nét liền, mục II.1, II.2 and II.5: a
    border, which no letter and no font can break.
    """
    side = int((_line(document) * share - Mm(length)) / 2)
    look = paragraph.paragraph_format
    look.left_indent = look.right_indent = side
    look.space_before, look.space_after = Pt(2), Pt(2)
    look.line_spacing = Pt(4)
    around, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    around.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        around, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _line(document: Any) -> int:
    page = document.sections[-1]
    return int(page.page_width - page.left_margin - page.right_margin)


def divide(document: Any, table: Any, shares: Sequence[float], *, inset: float) -> None:
    """Divide the line between the columns as the shares say, `inset` points beside the text.

    Word reads the widths of cells, others those of the grid; neither if the table fits itself.
    """
    line = _line(document)
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(line * share / sum(shares))
        for cell in column.cells:
            cell.width = column.width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(inset * 20)))  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def mark(row: Any, *names: str) -> None:
    """Mark a row: `cantSplit` keeps it on one page, `tblHeader` repeats it on each."""
    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))
