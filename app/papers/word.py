"""The Word copy of a paper: filled from the office's own template, or from one built here.

The built one says what the PDF says, block by block, with the fields still named in it: it is what
the office takes away, changes in Word and sends back as its own template.
"""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate

from app.papers import office, sheet
from app.papers.composing import EACH, PLAIN
from app.papers.kinds import Block, Kind
from app.papers.wording import with_room

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_SIDES = {"l": WD_ALIGN_PARAGRAPH.LEFT, "c": _CENTRE, "r": _RIGHT}
_HEAD = (43.0, 57.0)  # who issues, and the nation: as in the layout of the PDF
_MOTTO = 58.0  # mm, as long as "Độc lập - Tự do - Hạnh phúc" is at 13.5 pt
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {"indent": True},
    "bare": {},
    "strong": {"bold": True, "indent": True},
    "basis": {"italic": True, "indent": True},
    "centre": {"bold": True, "align": _CENTRE},
    "attached": {"italic": True, "align": _CENTRE},
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
        return _NOT_XML.sub("", value.replace("\v", " ").replace("\f", " "))
    if isinstance(value, Mapping):
        return {name: _xml(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_xml(each) for each in value]
    return value


def build(kind: Kind) -> bytes:
    """Return the template of a kind in the layout of NĐ 30/2020, with its fields named."""
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments, about.language = kind.title, "", "", "vi"
    sheet.lay(document, wide=kind.wide)
    _top(document, kind)
    blocks = list(kind.blocks)
    annex = next((at for at, block in enumerate(blocks) if "annex" in block), len(blocks))
    article = 0
    for block in closed(kind, blocks[:annex]):
        article += "article" in block
        if "signers" in block:
            _keep_with_signature(document)
        _add(document, block, article)
    if kind.sign is not None:
        _keep_with_signature(document)
    _bottom(document, kind)
    for block in blocks[annex:]:
        _add(document, block, article)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def closed(kind: Kind, body: list[Block]) -> list[Block]:
    """Return the blocks of the text, the last of them ending with "./.", as in the PDF.

    What is said only when there is something closes nothing here: Word cannot know what is last.
    """
    written = [at for at, block in enumerate(body) if "signers" not in block]
    last = body[written[-1]] if written else {}
    name = next((each for each in ("text", "article") if each in last), "")
    if not name or "when" in last or "each" in last or kind.issuer == "unit":
        return body
    ended = {**last, name: f"{last[name].rstrip().removesuffix('.')}./."}
    return [*body[: written[-1]], ended, *body[written[-1] + 1 :]]


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
    """Return the wording as Word's template says it: where a row stands is the loop's to say."""
    last = "'.' if loop.last else ';'"
    for ours, words in (
        ("{{ thu_tu }}", "{{ loop.index }}"),
        ("{{ dau }}", f"{{{{ {last} }}}}"),
        ("ket(dau)", f"ket({last})"),
    ):
        text = text.replace(ours, words)
    return text


def _cells(document: Any, shares: Sequence[float], rows: int = 1) -> list[Any]:
    """Return the cells of an invisible table, row by row, ready to be written into."""
    table = document.add_table(rows=rows, cols=len(shares))
    sheet.divide(document, table, shares, inset=0)
    for row in table.rows:
        sheet.mark(row, "cantSplit")
    cells = [cell for row in table.rows for cell in row.cells]
    for cell in cells:
        _tight(cell.paragraphs[0]).alignment = _CENTRE
    return cells


def _tight(paragraph: Any) -> Any:
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _more(cell: Any) -> Any:
    paragraph = _tight(cell.add_paragraph())
    paragraph.alignment = _CENTRE
    return paragraph


def _top(document: Any, kind: Kind) -> None:
    issuer, nation, number, dated = _cells(document, _HEAD, rows=2)
    _write(issuer.paragraphs[0], "{{ co_quan_chu_quan }}", size=12.5)
    _write(_more(issuer), "{{ co_quan_ban_hanh }}", bold=True, size=12.5)
    sheet.rule(document, _more(issuer), 24, share=_HEAD[0] / 100)
    _write(nation.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12.5)
    _write(_more(nation), "Độc lập - Tự do - Hạnh phúc", bold=True, size=13.5)
    sheet.rule(document, _more(nation), _MOTTO, share=_HEAD[1] / 100)
    _write(number.paragraphs[0], "{{ so_ky_hieu }}", size=13)
    _write(dated.paragraphs[0], "{{ dia_danh_ngay_thang }}", italic=True, size=13.5)
    if kind.name:
        titles = [*kind.name.split("\n"), *([with_room(kind.about)] if kind.about else [])]
        for at, line in enumerate(titles):
            title = _tight(_write(document.add_paragraph(), line, bold=True, align=_CENTRE))
            title.paragraph_format.space_before = Pt(0 if at else 16)
        if kind.about:
            sheet.rule(document, document.add_paragraph(), 40)
    else:
        about = _write(_more(number), with_room(kind.about), size=12.5)
        about.paragraph_format.space_before = Pt(6)  # mục II.5
    if kind.to:
        whom = _write(document.add_paragraph(), f"Kính gửi: {with_room(kind.to)}", align=_CENTRE)
        whom.paragraph_format.space_before = whom.paragraph_format.space_after = Pt(10)


def _keep_with_signature(document: Any) -> None:
    """Keep the last words on the signature's page: it never stands on one by itself."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True


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
        _write(paragraph, with_room(block["article"]), indent=True)
    elif "table" in block:
        _table(document, block)
    elif "pairs" in block:
        document.add_paragraph(f"{{%p for {EACH} in {block['pairs']} %}}")
        _write(document.add_paragraph(), f"{{{{ {EACH}.nhan }}}}: {{{{ {EACH}.gia_tri }}}}")
        document.add_paragraph("{%p endfor %}")
    elif "signers" in block:
        for cell, each in zip(
            _cells(document, [1] * len(block["signers"])), block["signers"], strict=True
        ):
            _signed(cell, each["capacity"], each.get("hint", ""), each.get("name", ""))
            for paragraph in cell.paragraphs:  # nơi nhận, where there is one, stays with them
                paragraph.paragraph_format.keep_with_next = True
    elif "annex" in block:
        _annex(document, block)
    else:
        name = next(each for each in PLAIN if each in block)
        paragraph = _write(document.add_paragraph(), with_room(block[name]), **_LOOKS[name])
        paragraph.paragraph_format.keep_with_next = name == "heading"


def _annex(document: Any, block: Block) -> None:
    """Begin the annex: a page of its own, its pages counted anew (mục I.7)."""
    sheet.count_anew(document)
    label, name, of = (with_room(each) for each in block["annex"])
    _tight(_write(document.add_paragraph(), label, bold=True, align=_CENTRE))
    _tight(_write(document.add_paragraph(), name, bold=True, align=_CENTRE))
    _tight(_write(document.add_paragraph(), of, italic=True, align=_CENTRE))
    sheet.rule(document, document.add_paragraph(), 60)


def _table(document: Any, block: Block) -> None:
    columns = block["columns"]
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    sheet.divide(document, table, [width for _label, _cell, width, _side in columns], inset=3)
    sheet.mark(table.rows[0], "cantSplit", "tblHeader")
    sheet.mark(table.rows[2], "cantSplit")
    for at, (label, cell, _width, side) in enumerate(columns):
        head = table.cell(0, at)
        head.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for own, text, bold, align in (
            (head, label, True, _CENTRE),
            (table.cell(2, at), cell, False, _SIDES[side]),
        ):
            paragraph = _write(own.paragraphs[0], text, bold=bold, size=12, align=align)
            paragraph.paragraph_format.space_before = Pt(2)
            paragraph.paragraph_format.space_after = Pt(2)
    # docxtpl repeats what stands between these two rows, and takes them out.
    table.cell(1, 0).paragraphs[0].add_run(f"{{%tr for {EACH} in {block['table']} %}}")
    table.cell(3, 0).paragraphs[0].add_run("{%tr endfor %}")
    _tight(document.add_paragraph()).paragraph_format.line_spacing = Pt(6)


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
    left, right = _cells(document, (1, 1))
    left.paragraphs[0].alignment = _SIDES["l"]
    if kind.copies:
        _write(left.paragraphs[0], "Nơi nhận:", bold=True, italic=True, size=12)
        for each in kind.copies:
            _write(_more(left), f"- {with_room(each)}", size=11, align=_SIDES["l"])
    if kind.sign is not None:
        _signed(
            right,
            kind.sign.get("capacity", "{{ quyen_han_chuc_vu }}"),
            kind.sign.get("hint", ""),
            kind.sign.get("name", "{{ ho_ten_nguoi_ky }}"),
        )
