"""Photos of strangers: floods, halves, two things at once.

Each is refused within two seconds and 200 MB; what is good becomes one upright PDF.
"""

import io
import struct
from collections.abc import Iterator

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from app.errors import DomainError, Invalid
from app.files import making
from tests.factories import pdf
from tests.shared.making_files import flood, in_time, make, office

pillow_heif.register_heif_opener()


def photo(
    size: tuple[int, int] = (640, 480), kind: str = "JPEG", *, turned: int = 0, mode: str = "RGB"
) -> bytes:
    """Return a photo whose upper half is red, as a telephone keeps it: turned by EXIF."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    exif = Image.Exif()
    exif[0x010F] = "TELEPHONE-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    if turned:
        exif[0x0112] = turned
    made = io.BytesIO()
    picture.convert(mode).save(made, kind, exif=exif.tobytes(), comment=b"TELEPHONE at 21.85 N")
    return made.getvalue()


def image_of(page: pikepdf.Page) -> pikepdf.Object:
    (name,) = page.obj.Resources.XObject.keys()
    return page.obj.Resources.XObject[name]


def first_pixels(content: bytes) -> tuple[float, float, int, int]:
    """Return the first page's width and height, and the red of its top and bottom."""
    with pikepdf.open(io.BytesIO(content)) as document:
        page = document.pages[0]
        drawn = image_of(page)
        shown = pikepdf.PdfImage(drawn).as_pil_image().convert("RGB")
        top, bottom = (
            shown.getpixel((shown.width // 2, 5)),
            shown.getpixel((shown.width // 2, shown.height - 5)),
        )
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        return float(page.mediabox[2]), float(page.mediabox[3]), top[1], bottom[1]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photo_becomes_a_page_without_the_place_it_was_taken_at(kind: str) -> None:
    made = make((photo(kind=kind), "IMG_1.jpg"))
    assert (made.media_type, made.name) == ("application/pdf", "IMG_1.pdf")
    assert b"TELEPHONE" not in made.content
    across, up, top, bottom = first_pixels(made.content)
    assert across > up
    assert (top < 60, bottom > 200) == (True, True)  # red above, white below


def test_a_turned_photo_stands_upright() -> None:
    made = make((photo(turned=6), "anh.jpg"))  # turned by a quarter to the right
    across, up, top, bottom = first_pixels(made.content)
    assert up > across
    assert top > 0
    with pikepdf.open(io.BytesIO(made.content)) as document:
        drawn = image_of(document.pages[0])
        shown = pikepdf.PdfImage(drawn).as_pil_image().convert("RGB")
    left, right = shown.getpixel((5, 300)), shown.getpixel((shown.width - 5, 300))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[1] > 200  # white at the left, red at the right
    assert right[1] < 60
    assert bottom >= 0


def test_pages_keep_their_order_and_a_pdf_among_them_is_joined() -> None:
    wide, high = photo((640, 480)), photo((480, 640))
    made = make((high, "b.jpg"), (wide, "a.jpg"), (pdf(), "c.pdf"))
    assert made.name == "Phiếu đăng ký đã ký.pdf"
    with pikepdf.open(io.BytesIO(made.content)) as document:
        shapes = [page.mediabox[2] > page.mediabox[3] for page in document.pages]
    assert shapes == [False, True, False]


def test_names_sorted_by_the_browser_are_put_in_order_by_their_numbers() -> None:
    def order(*names: str) -> list[str]:
        return [name for _stream, name in making.in_order([(io.BytesIO(), n) for n in names])]

    assert order("anh1.jpg", "anh10.jpg", "anh2.jpg") == ["anh1.jpg", "anh2.jpg", "anh10.jpg"]
    assert order("sau.jpg", "truoc.jpg", "giua.jpg") == ["sau.jpg", "truoc.jpg", "giua.jpg"]


def test_a_large_photo_is_made_small_and_a_clear_one_gets_a_white_page() -> None:
    made = make((photo((5000, 3000)), "to.jpg"))
    with pikepdf.open(io.BytesIO(made.content)) as document:
        drawn = image_of(document.pages[0])
        assert (int(drawn.Width), int(drawn.Height)) == (2200, 1320)
    clear = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(clear, "PNG")
    assert first_pixels(make((clear.getvalue(), "a.png")).content)[2] > 250


def heic_that_says(width: int, height: int) -> bytes:
    """Return a HEIC whose header speaks of far more pixels than there are."""
    made = photo((64, 64), "HEIF")
    size = made.index(b"ispe") + 8
    return made[:size] + struct.pack(">II", width, height) + made[size + 8 :]


def hostile_photos() -> Iterator[tuple[str, bytes, str]]:
    good = photo()
    yield "a flood of pixels", flood(), "a.png"
    yield "a HEIC that says it is huge", heic_that_says(60_000, 60_000), "a.heic"
    yield "a HEIC that says it is larger than it is", heic_that_says(6_000, 4_000), "a.heic"
    yield "half a HEIC", photo(kind="HEIF")[:300], "a.heic"
    yield "half a JPEG", good[:400], "a.jpg"
    yield "a JPEG's head on a page", b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "a.jpg"
    yield "a HEIC's head on nothing", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 60, "a.heic"
    yield "an AVIF named as a HEIC", b"\x00\x00\x00\x18ftypavif" + b"\x00" * 60, "a.heic"
    yield "a photo under a program's name", good, "anh.jpg.exe"


@pytest.mark.parametrize(
    ("content", "name"), [pytest.param(c, n, id=i) for i, c, n in hostile_photos()]
)
def test_a_hostile_photo_is_refused_in_time(content: bytes, name: str) -> None:
    with in_time(), pytest.raises(Invalid):
        make((content, name))


def test_a_photo_with_something_else_behind_it_comes_out_alone() -> None:
    both = photo() + office() + b"<script>alert(1)</script>"
    made = make((both, "anh.jpg"))
    assert b"<script>" not in made.content
    assert b"PK\x03\x04" not in made.content


def test_one_bad_page_is_named_and_the_size_of_all_is_limited() -> None:
    with pytest.raises(Invalid, match=r"Tệp “b.jpg”: Tệp bị hỏng"):
        make((photo(), "a.jpg"), (photo()[:300], "b.jpg"))
    with pytest.raises(Invalid, match="tối đa 20 tệp"):
        make(*[(photo(), f"{number}.jpg") for number in range(21)])
    with pytest.raises(DomainError) as refused:
        make((b"\xff\xd8\xff" + b"0" * making.MAX_PHOTO, "to.jpg"))
    assert refused.value.status == 413


def test_what_a_document_does_not_take_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match=r"Chỉ nhận tệp PDF, ảnh JPEG, PNG, HEIC\."):
        make((office(), "don.docx"), accepts=("pdf", "image"))
    with pytest.raises(Invalid, match=r"Chỉ nhận tệp DOCX, XLSX\."):
        make((photo(), "a.jpg"), accepts=("office",))
    with pytest.raises(Invalid, match="tải lên riêng"):
        make((office(), "don.docx"), (photo(), "a.jpg"))
