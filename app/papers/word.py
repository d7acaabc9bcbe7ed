"""The Word copy of a paper: filled from the office's own template, or from one built here.

The built one says what the PDF says, block by block, with the fields still named in it: it is what
the office takes away, changes in Word and sends back as its own template.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate

from app.papers import office
from app.papers.composing import EACH, PLAIN
from app.papers.kinds import Block, Kind

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_SIDES = {"l": WD_ALIGN_PARAGRAPH.LEFT, "c": _CENTRE, "r": _RIGHT}
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {"indent": True},
    "bare": {},
    "strong": {"bold": True, "indent": True},
    "basis": {"italic": True, "indent": True},
    "centre": {"bold": True, "align": _CENTRE},
    "note": {"italic": True, "size": 12},
    "heading": {"bold": True},
}


def fill(template: bytes, values: Mapping[str, Any]) -> bytes:
    """Return the template with its fields filled in; what was typed stays plain text.

    Raises `jinja2.TemplateError` for a template that asks for what there is not.
    """
    document = DocxTemplate(io.BytesIO(template))
    document.render(_xml(values), jinja_env=office.environment(), autoescape=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _xml(value: Any) -> Any:
    """Return values without the signs that no XML text may hold."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, Mapping):
        return {name: _xml(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_xml(each) for each in value]
    return value


def build(kind: Kind) -> bytes:
    """Return the template of a kind in the layout of NĐ 30/2020, with its fields named."""
    document = Document()
    _page(document, kind)
    _top(document, kind)
    article = 0
    end: list[Block] = []
    for block in kind.blocks:
        if "annex" in block or end:
            end.append(block)
            continue
        article += "article" in block
        _add(document, block, article)
    _bottom(document, kind)
    for block in end:
        _add(document, block, article)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Any, kind: Kind) -> None:
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if kind.wide:
        section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    section.page_width, section.page_height = width, height
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(6)
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    for name, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        mark = OxmlElement("w:fldChar" if name else "w:instrText")
        if name:
            mark.set(qn("w:fldCharType"), name)
        else:
            mark.text = text
        run._r.append(mark)  # python-docx has no fields of its own


def _write(
    paragraph: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = 14,
    align: Any = None,
    indent: bool = False,
) -> Any:
    run = paragraph.add_run(_own_words(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if align is not None:
        paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(10)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _own_words(text: str) -> str:
    """Return the wording as Word's template says it: the number of a row is the loop's."""
    return text.replace("{{ thu_tu }}", "{{ loop.index }}")


def _cells(document: Any, count: int) -> list[Any]:
    cells = list(document.add_table(rows=1, cols=count).rows[0].cells)
    for cell in cells:
        cell.paragraphs[0].alignment = _CENTRE
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    return cells


def _more(cell: Any) -> Any:
    paragraph = cell.add_paragraph()
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _top(document: Any, kind: Kind) -> None:
    left, right = _cells(document, 2)
    _write(left.paragraphs[0], "{{ co_quan_chu_quan }}", size=12.5)
    _write(_more(left), "{{ co_quan_ban_hanh }}", bold=True, size=12.5)
    _write(_more(left), "――――――", size=8)
    _write(_more(left), "{{ so_ky_hieu }}", size=13)
    _write(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12.5)
    _write(_more(right), "Độc lập - Tự do - Hạnh phúc", bold=True, size=13.5)
    _write(_more(right), "――――――――――――――", size=8)
    _write(_more(right), "{{ dia_danh_ngay_thang }}", italic=True, size=13.5)
    if kind.name:
        document.add_paragraph()
        for line in kind.name.split("\n"):
            _write(document.add_paragraph(), line, bold=True, align=_CENTRE)
        if kind.about:
            _write(document.add_paragraph(), kind.about, bold=True, align=_CENTRE)
    else:
        _write(_more(left), kind.about, size=12.5)
    if kind.to:
        _write(document.add_paragraph(), f"Kính gửi: {kind.to}", align=_CENTRE)


def _add(document: Any, block: Block, article: int) -> None:
    """Write a block; what is said for each row, or only when there is something, says so."""
    around = []
    if "when" in block:
        around.append((f"{{%p if {block['when']} %}}", "{%p endif %}"))
    if "each" in block:
        around.append((f"{{%p for {EACH} in {block['each']} %}}", "{%p endfor %}"))
    for before, _after in around:
        document.add_paragraph(before)
    _content(document, block, article)
    for _before, after in reversed(around):
        document.add_paragraph(after)


def _content(document: Any, block: Block, article: int) -> None:
    if "article" in block:
        paragraph = _write(document.add_paragraph(), f"Điều {article}. ", bold=True)
        _write(paragraph, block["article"], indent=True)
    elif "table" in block:
        _table(document, block)
    elif "pairs" in block:
        document.add_paragraph(f"{{%p for {EACH} in {block['pairs']} %}}")
        _write(document.add_paragraph(), f"{{{{ {EACH}.nhan }}}}: {{{{ {EACH}.gia_tri }}}}")
        document.add_paragraph("{%p endfor %}")
    elif "signers" in block:
        for cell, each in zip(
            _cells(document, len(block["signers"])), block["signers"], strict=True
        ):
            _signed(cell, each["capacity"], each.get("hint", ""), each.get("name", ""))
    elif "annex" in block:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        label, name, of = block["annex"]
        _write(document.add_paragraph(), label, bold=True, align=_CENTRE)
        _write(document.add_paragraph(), name, bold=True, align=_CENTRE)
        _write(document.add_paragraph(), of, italic=True, align=_CENTRE)
    else:
        name = next(each for each in PLAIN if each in block)
        _write(document.add_paragraph(), block[name], **_LOOKS[name])


def _table(document: Any, block: Block) -> None:
    columns = block["columns"]
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    for at, (label, cell, _width, side) in enumerate(columns):
        _write(table.cell(0, at).paragraphs[0], label, bold=True, size=12, align=_CENTRE)
        _write(table.cell(2, at).paragraphs[0], cell, size=12, align=_SIDES[side])
    # docxtpl repeats what stands between these two rows, and takes them out.
    table.cell(1, 0).paragraphs[0].add_run(f"{{%tr for {EACH} in {block['table']} %}}")
    table.cell(3, 0).paragraphs[0].add_run("{%tr endfor %}")
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _signed(cell: Any, capacity: str, hint: str, name: str) -> None:
    _write(cell.paragraphs[0], capacity, bold=True)
    if hint:
        _write(_more(cell), hint, italic=True, size=12)
    for _line in range(4):  # room for the signature, the seal and the initials (ký nháy)
        _more(cell)
    _write(_more(cell), name, bold=True)


def _bottom(document: Any, kind: Kind) -> None:
    if kind.sign is None and not kind.copies:
        return
    left, right = _cells(document, 2)
    left.paragraphs[0].alignment = _SIDES["l"]
    if kind.copies:
        _write(left.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=12)
        for each in kind.copies:
            _write(_more(left), f"- {each}", size=11, align=_SIDES["l"])
    if kind.sign is not None:
        _signed(
            right,
            kind.sign.get("capacity", "{{ quyen_han_chuc_vu }}"),
            kind.sign.get("hint", ""),
            kind.sign.get("name", "{{ ho_ten_nguoi_ky }}"),
        )
