"""A ZIP with a table of contents (mục lục): in pieces, the same bytes for the same parts.

Nothing is compressed (what is in it mostly is already), no time of making stands in it, and names
are Latin letters under one folder: it opens alike everywhere, and two can be compared.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from app.errors import Invalid
from app.text import _, fold

CONTENTS_TEXT, CONTENTS_JSON = "muc-luc.txt", "muc-luc.json"
MOST_PARTS = 2_000
MOST_BYTES = 1 << 30  # of one archive
LONGEST_NAME = 80
MOST_CONTENTS = 16 << 20  # bytes of a table of contents that is read back
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can name
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Part:
    """One part: where it lies under the folder, what it is, how long, and its digest."""

    path: str
    title: str
    size: int
    sha256: str


def safe(name: str) -> str:
    """Return a file's name in small Latin letters, digits, points and hyphens, without a path.

    The last ending stays; "Giấy phép (bản 2).PDF" is "giay-phep-ban-2.pdf".
    """
    bare = fold(name.replace("\\", "/").rsplit("/", 1)[-1])
    stem, _point, ending = bare.rpartition(".")
    if not stem:
        stem, ending = ending, ""
    kept = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:LONGEST_NAME].strip("-") or "tep"
    ending = re.sub(r"[^a-z0-9]", "", ending)[:8]
    return f"{kept}.{ending}" if ending else kept


class Archive:
    """Writes an archive: parts one after the other, then the table of contents."""

    def __init__(self, place: BinaryIO, folder: str, about: dict[str, Any]) -> None:
        self._zip = zipfile.ZipFile(place, "w", zipfile.ZIP_STORED)
        self._folder = safe(folder)
        self._about = about
        self._parts: dict[str, Part] = {}
        self._bytes = 0

    def add(self, path: str, title: str, pieces: Iterable[bytes]) -> None:
        """Add a part. Raises 422 for more than an archive holds."""
        if path in self._parts:
            raise ValueError(f"{path} is there already")
        digest, size = sha256(), 0
        with self._zip.open(self._info(path), "w") as part:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                self._bytes += len(piece)
                if self._bytes > MOST_BYTES or len(self._parts) >= MOST_PARTS:
                    raise Invalid(_("Hồ sơ quá lớn để đóng thành một tệp (trên 1 GB)."))
                part.write(piece)
        self._parts[path] = Part(path, title, size, digest.hexdigest())

    def close(self) -> None:
        """Write the table of contents, for people and for programs, and end the archive."""
        said = {**self._about, "parts": [asdict(part) for part in self._parts.values()]}
        with self._zip:
            for path, text in (
                (CONTENTS_TEXT, self._text()),
                (CONTENTS_JSON, json.dumps(said, ensure_ascii=False, indent=1) + "\n"),
            ):
                self._zip.writestr(self._info(path), text.encode())

    def _info(self, path: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(f"{self._folder}/{path}", _EPOCH)
        info.create_system, info.external_attr = 3, 0o100644 << 16
        return info

    def _text(self) -> str:
        head = [_("MỤC LỤC HỒ SƠ"), *(f"{key}: {value}" for key, value in self._about.items()), ""]
        lines = [
            f"{number}. {part.title}\n   {part.path}\n   "
            + _("%(n)s byte, SHA-256 %(digest)s", n=part.size, digest=part.sha256)
            for number, part in enumerate(self._parts.values(), start=1)
        ]
        return "\n".join([*head, *lines]) + "\n"


def faults(file: BinaryIO) -> Iterator[str]:
    """Yield, in English, whatever of an archive is not as its table of contents says.

    Nothing is unpacked: each part is read in pieces, at most as long as it is said to be.
    """
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        yield "this is no ZIP"
        return
    with archive:
        names = [info.filename for info in archive.infolist()]
        folder = next((name.split("/")[0] for name in names), "")
        listed = _listed(archive, f"{folder}/{CONTENTS_JSON}")
        if listed is None:
            yield f"there is no readable {CONTENTS_JSON}"
            return
        told = {f"{folder}/{CONTENTS_JSON}", f"{folder}/{CONTENTS_TEXT}"}
        expected = {f"{folder}/{part.path}": part for part in listed}
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{name}: is there more than once"
        for name in sorted(set(names) - set(expected) - told):
            yield f"{name}: is not in the table of contents"
        for name in names:
            if name.startswith("/") or ".." in PurePosixPath(name).parts:
                yield f"{name}: leads out of the folder"
        for name, part in expected.items():
            yield from _wrong(archive, name, part)


def _listed(archive: zipfile.ZipFile, name: str) -> list[Part] | None:
    try:
        with archive.open(name) as contents:
            said = json.loads(contents.read(MOST_CONTENTS))
        return [Part(**each) for each in said["parts"]]
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
        return None


def _wrong(archive: zipfile.ZipFile, name: str, part: Part) -> Iterator[str]:
    try:
        size, digest = _measured(archive, name, part.size)
    except KeyError:
        yield f"{name}: is missing"
        return
    except (zipfile.BadZipFile, EOFError, OSError):
        yield f"{name}: cannot be read"
        return
    if size != part.size:
        yield f"{name}: is not {part.size} bytes long"
    elif digest != part.sha256:
        yield f"{name}: is not what the table of contents says"


def _measured(archive: zipfile.ZipFile, name: str, most: int) -> tuple[int, str]:
    digest, size = sha256(), 0
    with archive.open(name) as part:
        while (piece := part.read(_CHUNK)) and size <= most:
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def digest_of(file: BinaryIO) -> str:
    """Return the digest of a whole file."""
    digest = sha256()
    while piece := file.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()
