"""Office files of strangers: bombs, macros, links.

Each is refused within two seconds and 200 MB.
"""

import struct
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from app.errors import Invalid
from app.files import making
from app.files.kinds import DOCX, XLSX
from tests.shared.making_files import MEMORY, flood, in_time, links, make, office


def workbook() -> bytes:
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/></Types>'
    return office(**{"[Content_Types].xml": types, "xl/workbook.xml": "<w/>"})


def test_a_document_and_a_workbook_are_kept_as_they_are() -> None:
    content = office(
        **{"word/_rels/document.xml.rels": links("hyperlink", "https://a.vn", out=True)}
    )
    assert make((content, "don.docx")) == making.Made(content, DOCX, "don.docx")
    assert make((workbook(), "bang.xlsx")).media_type == XLSX


def bomb() -> bytes:
    return office(**{"word/media/a.xml": b"0" * 70_000_000})


def lying_bomb() -> bytes:
    """A part that says it is small and unpacks to 70 MB."""
    made = bomb()
    return made.replace(struct.pack("<I", 70_000_000), struct.pack("<I", 10))


def hostile_office() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    relations = "word/_rels/document.xml.rels"
    entities = "<!DOCTYPE a [<!ENTITY b 'cccc'>]><Types>&b;</Types>"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    yield "macros", lambda: office(**{"word/vbaProject.bin": b"x"}), "macro"
    yield (
        "a type with macros",
        lambda: office(**{"[Content_Types].xml": f'<T><Override ContentType="{macro}"/></T>'}),
        "macro",
    )
    yield "ActiveX", lambda: office(**{"word/activeX/activeX1.xml": b"x"}), "macro"
    yield "an embedded object", lambda: office(**{"word/embeddings/oleObject1.bin": b"x"}), "macro"
    yield (
        "a template from elsewhere",
        lambda: office(**{relations: links("attachedTemplate", "https://x.vn/t.dotm", out=True)}),
        "macro",
    )
    yield (
        "a picture from elsewhere",
        lambda: office(**{relations: links("image", "file://x/y", out=True)}),
        "macro",
    )
    yield (
        "a link that runs",
        lambda: office(**{relations: links("hyperlink", "javascript:alert(1)", out=True)}),
        "macro",
    )
    yield "a bomb", bomb, "hỏng"
    yield "a bomb that says it is small", lying_bomb, "hỏng"
    yield "entities", lambda: office(**{"[Content_Types].xml": entities}), "hỏng"
    yield (
        "entities in another alphabet",
        lambda: office(**{"[Content_Types].xml": entities.encode("utf-16")}),
        "hỏng",
    )
    yield "any archive", lambda: office(**{"[Content_Types].xml": None}), "hỏng"
    yield "a path that climbs", lambda: office(**{"../../etc/x": b"x"}), "hỏng"
    yield "too many parts", lambda: office(**{f"a/{n}.xml": b"" for n in range(2001)}), "hỏng"
    yield "half an archive", lambda: office()[:-40], "hỏng"


@pytest.mark.parametrize(
    ("content", "words"), [pytest.param(c, w, id=i) for i, c, w in hostile_office()]
)
def test_a_hostile_office_file_is_refused_in_time(content: Callable[[], bytes], words: str) -> None:
    made = content()
    with in_time(), pytest.raises(Invalid, match=words):
        make((made, "don.docx"))


@pytest.mark.parametrize(
    ("script", "content"),
    [
        (making.JOIN_PAGES, struct.pack(">Q", len(flood())) + flood()),
        (making.INSPECT_OFFICE, bomb()),
    ],
    ids=["flood", "bomb"],
)
def test_the_child_needs_little_memory_for_a_hostile_file(script: object, content: bytes) -> None:
    measured = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-I', sys.argv[1]], input=sys.stdin.buffer.read(),"
        " capture_output=True)\n"
        "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    said = subprocess.run(
        [sys.executable, "-I", "-c", measured, str(script)],
        input=content,
        capture_output=True,
        check=True,
    ).stdout.split()
    assert int(said[0]) != 0
    assert int(said[1]) < MEMORY
