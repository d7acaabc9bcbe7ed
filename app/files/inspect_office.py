"""Looks through a DOCX or XLSX from standard input in a process of its own, with limits.

An office file is an archive: it may unpack to gigabytes, run macros, or fetch things from
elsewhere when opened. Only documents and workbooks without any of that are taken. Run as a
script, alone, without the application. Ends with 10 for a document, 11 for a workbook, 3 for one
that is active (macros, embedded objects, ActiveX, links that load by themselves), 4 for a bad one.
"""

import io
import posixpath
import resource
import sys
import zipfile
from xml.parsers import expat

MEMORY = 300 * 1024 * 1024  # bytes of address space
SECONDS = 5
MOST_ENTRIES = 2_000
MOST_UNPACKED = 60 * 1024 * 1024  # bytes, counted while unpacking: what is declared may lie
MOST_XML = 8 * 1024 * 1024  # of one part that is parsed

DOCUMENT, WORKBOOK, ACTIVE, BAD = 10, 11, 3, 4
_MAIN = "application/vnd.openxmlformats-officedocument."
MAIN = {
    f"{_MAIN}wordprocessingml.document.main+xml": DOCUMENT,
    f"{_MAIN}spreadsheetml.sheet.main+xml": WORKBOOK,
}
# Parts that run, or carry another file in them.
_ACTIVE_PARTS = (
    "vbaproject",
    "vbadata",
    "/activex/",
    "/embeddings/",
    "oleobject",
    "/externallinks/",
)
_ACTIVE_TYPES = ("macroenabled", "vbaproject", "activex", "oleobject", "ms-office.activex")
# The only links out that wait for a click; all others are loaded when the file is opened.
_CLICKED = "/relationships/hyperlink"
_WEB = ("http://", "https://", "mailto:", "tel:")


class Refused(Exception):
    """The file is not to be taken; `code` says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return (name, attributes) of every element; a document type is refused."""
    found: list[tuple[str, dict[str, str]]] = []

    def no_type(*_said: object) -> None:
        raise Refused(BAD)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = no_type
    parser.StartElementHandler = lambda name, given: found.append((name.split(":")[-1], given))
    parser.Parse(content, True)
    return found


def unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack everything, counting; return the parts that say how the others belong together."""
    kept: dict[str, bytes] = {}
    unpacked = 0
    for entry in archive.infolist():
        name = entry.filename.lower()
        wanted = name == "[content_types].xml" or name.endswith(".rels")
        parts = []
        with archive.open(entry) as stream:
            while chunk := stream.read(1 << 16):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise Refused(BAD)
                if wanted:
                    parts.append(chunk)
        if wanted:
            kept[name] = b"".join(parts)
            if len(kept[name]) > MOST_XML:
                raise Refused(BAD)
    return kept


def check_names(names: list[str]) -> None:
    """Refuse too many parts, parts twice, parts outside the archive, parts that run."""
    lower = [name.lower() for name in names]
    if not 0 < len(names) <= MOST_ENTRIES or len(set(lower)) != len(lower):
        raise Refused(BAD)
    for name in lower:
        if name.startswith("/") or "\\" in name or ".." in posixpath.normpath(name).split("/"):
            raise Refused(BAD)
        if any(part in f"/{name}" for part in _ACTIVE_PARTS):
            raise Refused(ACTIVE)


def kind(types: bytes) -> int:
    """Return what the content types say the file is."""
    found = set()
    for name, given in elements(types):
        if name not in {"Override", "Default"}:
            continue
        said = given.get("ContentType", "").lower()
        if any(word in said for word in _ACTIVE_TYPES):
            raise Refused(ACTIVE)
        if said in MAIN:
            found.add(MAIN[said])
    if len(found) != 1:
        raise Refused(BAD)
    return found.pop()


def check_links(relationships: bytes) -> None:
    """Refuse whatever is loaded from elsewhere when the file is opened."""
    for name, given in elements(relationships):
        if name != "Relationship" or given.get("TargetMode", "").lower() != "external":
            continue
        target = given.get("Target", "").strip().lower()
        clicked = given.get("Type", "").lower().endswith(_CLICKED)
        if not (clicked and target.startswith(_WEB)):
            raise Refused(ACTIVE)


def judge(content: bytes) -> int:
    """Return how the file is."""
    if not content.startswith(b"PK\x03\x04"):
        return BAD
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_names(archive.namelist())
            kept = unpack(archive)
        found = kind(kept.pop("[content_types].xml"))
        for relationships in kept.values():
            check_links(relationships)
    except Refused as refused:
        return refused.code
    except Exception:  # whatever a parser raises over hostile bytes is a refusal
        return BAD
    return found


def main() -> int:
    """Judge what comes in."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return judge(sys.stdin.buffer.read())


if __name__ == "__main__":
    sys.exit(main())
