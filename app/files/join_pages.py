"""Joins photos and PDFs from standard input into one upright PDF, in a process of its own.

Photos of strangers are decoded here, with little memory and time: whatever happens to this
process, the web server goes on. EXIF is applied (the page stands upright) and left behind (no
place, no camera, no comment in the result). Run as a script, alone, without the application.

Standard input: each file as eight bytes of its length and its bytes. Standard output: the PDF.
Ends with one of the codes below; standard error names the file (from 0) that is not to be taken.
"""

import io
import os
import resource
import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
import pillow_heif
from PIL import Image, ImageOps

MEMORY = 1000 * 1024 * 1024  # bytes of address space; the libraries alone take a third
HEAP = 240 * 1024 * 1024  # bytes really asked for: a HEIC of 24 million pixels just fits
SECONDS = 20
MOST_PIXELS = 50_000_000  # a pixel flood is refused before it is decoded
MOST_DECODED = 26_000_000  # pixels in memory at once: PNG and HEIC are decoded whole
LONG_SIDE = 2200  # pixels: an A4 page at about 190 dpi
QUALITY = 80
A4_LONG, A4_SHORT = 842.0, 595.0  # points
MOST_BYTES = 10 * 1024 * 1024  # of the result
MOST_PAGES = 60

GOOD, LOCKED, BAD, FLOOD, LARGE = 0, 3, 4, 5, 6


class Refused(Exception):
    """The file at hand is not to be taken; `code` says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def files(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the files one after the other: one is in memory at a time."""
    while head := stream.read(8):
        yield stream.read(struct.unpack(">Q", head)[0])


def photo(content: bytes) -> tuple[bytes, int, int]:
    """Return a photo as an upright JPEG, with its width and height in pixels."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "HEIF")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Refused(FLOOD)
        if image.format == "JPEG":  # decoded small at once: an eighth of the memory and time
            image.draft("RGB", (LONG_SIDE, LONG_SIDE))
        if image.width * image.height > MOST_DECODED:
            raise Refused(FLOOD)
        image.thumbnail((LONG_SIDE, LONG_SIDE))
        upright = ImageOps.exif_transpose(image)
    made = io.BytesIO()
    drawn = _flat(upright)
    drawn.info.clear()  # a JPEG's comment would be written into the new one
    drawn.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue(), upright.width, upright.height


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture in plain colours, what was see-through on white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        page = Image.new("RGB", clear.size, "white")
        page.paste(clear, mask=clear.getchannel("A"))
        return page
    return image if image.mode == "L" else image.convert("RGB")


def add_photo(pdf: pikepdf.Pdf, content: bytes) -> None:
    """Add one page that a photo fills."""
    jpeg, width, height = photo(content)
    with Image.open(io.BytesIO(jpeg)) as image:
        grey = image.mode == "L"
    scale = min(
        A4_LONG / max(width, height),
        A4_SHORT / min(width, height),
    )
    across, up = width * scale, height * scale
    drawn = pikepdf.Stream(pdf, jpeg)
    drawn.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = pdf.add_blank_page(page_size=(across, up))
    name = page.add_resource(drawn, pikepdf.Name.XObject)
    page.Contents = pikepdf.Stream(pdf, f"q {across:.3f} 0 0 {up:.3f} 0 0 cm {name} Do Q".encode())


def add_pdf(pdf: pikepdf.Pdf, content: bytes) -> None:
    """Add the pages of a PDF."""
    try:
        source = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Refused(LOCKED) from error
    if not len(source.pages) or len(source.pages) + len(pdf.pages) > MOST_PAGES:
        raise Refused(BAD if not len(source.pages) else LARGE)
    pdf.pages.extend(source.pages)


def add(pdf: pikepdf.Pdf, content: bytes) -> int:
    """Add one file's pages; return how it went."""
    try:
        (add_pdf if content.startswith(b"%PDF-") else add_photo)(pdf, content)
    except Refused as refused:
        return refused.code
    except Exception:  # whatever a parser raises over hostile bytes is a refusal
        return BAD
    return GOOD


def main() -> int:
    """Join what comes in."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_DATA, (HEAP, HEAP))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with pikepdf.new() as pdf:
        for number, content in enumerate(files(sys.stdin.buffer)):
            if code := add(pdf, content):
                sys.stderr.write(str(number))
                return code
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    if len(made.getvalue()) > MOST_BYTES:
        return LARGE
    sys.stdout.buffer.write(made.getvalue())
    return GOOD


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    sys.exit(main())
