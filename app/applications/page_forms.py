"""The form for the pages of one document: a file, or photos that become one PDF."""

from collections.abc import Collection
from typing import Any, BinaryIO, Self

from flask_wtf.file import MultipleFileField
from wtforms.validators import ValidationError
from wtforms.widgets import FileInput

from app.files.making import MAX_PHOTO
from app.files.services import OFFICE_FILES, PHOTOS
from app.forms import Form
from app.text import _


class Pages(MultipleFileField):  # type: ignore[misc]  # Flask-WTF ships no types
    """Several files for one document: photos of its pages are joined into one PDF."""

    widget = FileInput(multiple=True)

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, render_kw={"data-max-bytes": str(MAX_PHOTO)}, **kwargs)


class PagesForm(Form):
    """A form with the file, or the pages, of one document."""

    file = Pages(_("Tệp hoặc ảnh chụp các trang"))

    @classmethod
    def accepting(cls, accepts: Collection[str]) -> Self:
        """Return the form for a document that takes files of these kinds."""
        form = cls()
        kinds = {"pdf": "application/pdf", "image": PHOTOS, "office": OFFICE_FILES}
        known = [kinds[kind] for kind in kinds if kind in accepts]
        form.file.render_kw = {**form.file.render_kw, "accept": ",".join(known)}
        return form

    @property
    def uploads(self) -> list[tuple[BinaryIO, str]]:
        """The bytes and the names they came with, in the order they were chosen."""
        given = self.file.data or []
        return [(item.stream, item.filename) for item in given if item and item.filename]

    def validate_file(self, field: Pages) -> None:
        if not self.uploads:
            raise ValidationError(_("Vui lòng chọn tệp."))
