"""What kinds of files there are: known by their bytes; and what a name may end in."""

from app.errors import Invalid
from app.text import _, nfc

PDF, PNG, JPEG, HEIC = "application/pdf", "image/png", "image/jpeg", "image/heic"
_OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OOXML}wordprocessingml.document"
XLSX = f"{_OOXML}spreadsheetml.sheet"
IMAGES = frozenset({PNG, JPEG, HEIC})
OFFICE = frozenset({DOCX, XLSX})
HEADERS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_ARCHIVE = b"PK\x03\x04"  # of DOCX and XLSX; which of them, only the parts say
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
SUFFIXES = {PDF: "pdf", PNG: "png", JPEG: "jpg", HEIC: "heic", DOCX: "docx", XLSX: "xlsx"}
ENDINGS = {
    PDF: ("pdf",),
    PNG: ("png",),
    JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    HEIC: ("heic", "heif"),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
}
LONGEST_STEM = 110
# Endings that a browser or a desktop runs: "phieu.pdf.exe" and "phieu.exe.pdf" are refused.
_RUN = (
    "apk asp aspx bat chm cmd cpl dll exe gadget hta htm html jar js jse jsp lnk mht mhtml msi msp "
    "php pif ps1 py reg scf scr sh svg svgz swf vb vbe vbs wsf wsh xhtml"
)
RUN_WHEN_OPENED = frozenset(_RUN.split())
# Endings that say the file is something else; inside a name ("phieu.docx.pdf") they do no harm.
_OTHER_KINDS = "app bin com doc docm docx iso ppt pptx rar url xls xlsm xlsx xml zip 7z"
NO_LAST_ENDING = RUN_WHEN_OPENED | frozenset(_OTHER_KINDS.split())


def of_bytes(head: bytes) -> str | None:
    """Return the kind a file's first bytes say; an office file is a DOCX until looked through."""
    for start, kind in HEADERS.items():
        if head.startswith(start):
            return kind
    if head.startswith(_ARCHIVE):
        return DOCX
    return HEIC if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS else None


def shown_name(name: str, media_type: str) -> str:
    """Return the name people see and save under: no path, no ending but a true one.

    Raises 422 for a name that would be run when opened, whatever the bytes are.
    """
    bare = nfc(name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in bare if char.isprintable()).strip(" .")
    endings = [part.strip().lower() for part in shown.split(".")[1:]]
    bad = [ending for ending in endings[:-1] if ending in RUN_WHEN_OPENED]
    bad += [ending for ending in endings[-1:] if ending in NO_LAST_ENDING]
    if bad and bad[-1] not in ENDINGS[media_type]:
        raise Invalid(
            _(
                "Tên tệp có phần đuôi “.%(ending)s” không được nhận. Vui lòng đổi tên tệp.",
                ending=bad[-1],
            ),
            "file",
        )
    if not endings or endings[-1] not in ENDINGS[media_type]:
        shown = f"{shown or 'tep'}.{SUFFIXES[media_type]}"
    stem, ending = shown.rsplit(".", 1)
    return f"{stem[-LONGEST_STEM:] or 'tep'}.{ending}"


def name_of_pages(names: list[str], label: str) -> str:
    """Return the name of a PDF made of pages: the photo's own, or the document's.

    Raises 422 for a page whose name would be run when opened.
    """
    for name in names:
        _with_ending(name)
    return shown_name(_with_ending(names[0]) if len(names) == 1 else label, PDF)


def _with_ending(name: str) -> str:
    """Return a page's name without the ending of its picture; raises as `shown_name`."""
    kind = next((kind for kind, known in ENDINGS.items() if name.lower().endswith(known)), JPEG)
    kept = shown_name(name, kind if kind in IMAGES | {PDF} else JPEG)
    return kept.rsplit(".", 1)[0]
