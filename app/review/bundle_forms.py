"""The forms of lists and bundles: a table of dossiers, each with fields of its own."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, Field, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from app import clock
from app.forms import Checkboxes, Day, Form, Versioned, Whole, at_most, required
from app.papers.forms import CAPACITY_WORDS
from app.papers.frame import Signing
from app.review.models import BundleRow
from app.review.services.bundles import Said, Signed
from app.review.services.waiting import Row
from app.text import _, row_number


class ChosenForm(Form):
    """Which decided dossiers are issued under one number."""

    dossiers = Checkboxes(_("Hồ sơ"), coerce=row_number, validate_choice=False)


class ListForm(Versioned):
    """Base of a form with fields for each dossier."""

    def of(self, application_id: int, name: str) -> Any:
        """Return a field of a dossier, None where it is not asked for."""
        return self._fields.get(f"{name}_{application_id}")

    def value(self, application_id: int, name: str) -> Any:
        """Return what a field of a dossier says."""
        field = self.of(application_id, name)
        return None if field is None else field.data

    def said(self, application_ids: Iterable[int]) -> dict[int, Said]:
        """Return amount and reason of each dossier."""
        return {
            key: Said(self.value(key, "amount"), (self.value(key, "reason") or "").strip())
            for key in application_ids
        }


class SigningForm(ListForm):
    """Who signs, and by which right (thẩm quyền ký)."""

    capacity = SelectField(
        _("Quyền hạn ký"),
        choices=[SelectChoice(value, label) for value, label in CAPACITY_WORDS.items()],
    )
    title = StringField(
        _("Chức vụ người ký"),
        [Optional(), at_most(100)],
        description=_("Để trống nếu người đứng đầu ký. Ví dụ: Phó Giám đốc."),
    )
    name = StringField(_("Họ tên người ký"), [required(), at_most(100)])

    @property
    def signing(self) -> Signing:
        """Who signs, as it was said."""
        return Signing(self.capacity.data or "", self.title.data or "", self.name.data or "")


class SignedForm(SigningForm):
    """That the papers came back signed; some names may be struck out."""

    def begin(self, planned: Signing) -> None:
        """Begin with who was to sign: it is seldom somebody else, and nobody writes it twice."""
        self.capacity.data, self.title.data = planned.capacity, planned.title
        self.name.data = planned.name

    signed_on = Day(_("Ngày ký"), [required()])

    def validate_signed_on(self, field: Day) -> None:
        """Say once what the service would say of each of a hundred rows."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(_("Ngày ký không được sau ngày hôm nay."))

    @property
    def signed(self) -> Signed:
        """Who signed, by which right, and when."""
        return Signed(self.signing, self.signed_on.data)

    def struck(self, application_ids: Iterable[int]) -> dict[int, str]:
        """Return the reason of each dossier whose name was struck out."""
        return {
            key: self.value(key, "reason") or ""
            for key in application_ids
            if self.value(key, "strike")
        }


def decide_form(rows: Sequence[Row], outcome: str) -> type[ListForm]:
    """Return the form of a list that a director decides."""
    fields: dict[str, Field] = {}
    for row in rows:
        key = row.application.id
        fields[f"seen_{key}"] = HiddenField(default=str(row.application.version))
        fields |= _said(row.application.reference or "", key, outcome, row.wants_amount)
    return type("DecideListForm", (ListForm,), fields)


def edit_form(rows: Iterable[BundleRow], outcome: str, wanting: set[int]) -> type[ListForm]:
    """Return the form of a drafted bundle; `wanting` are the dossiers that want an amount."""
    fields: dict[str, Field] = {}
    for row in rows:
        key, reference = row.application_id, row.application.reference or ""
        fields |= _said(reference, key, outcome, key in wanting)
        fields[f"remove_{key}"] = BooleanField(_("Bỏ %(ref)s khỏi bộ", ref=reference))
    return type("EditBundleForm", (ListForm,), fields)


def signed_form(rows: Iterable[BundleRow]) -> type[SignedForm]:
    """Return the form that says a bundle came back signed."""
    fields: dict[str, Field] = {}
    for row in rows:
        key, reference = row.application_id, row.application.reference or ""
        fields[f"strike_{key}"] = BooleanField(_("Gạch tên %(ref)s", ref=reference))
        fields[f"reason_{key}"] = StringField(
            _("Lý do gạch tên %(ref)s", ref=reference), [Optional(), at_most(500)]
        )
    return type("BundleSignedForm", (SignedForm,), fields)


def _said(reference: str, key: int, outcome: str, wants_amount: bool) -> dict[str, Field]:
    if outcome == "reject":
        label = _("Lý do không phê duyệt %(ref)s", ref=reference)
        return {f"reason_{key}": StringField(label, [at_most(2000)])}
    if not wants_amount:
        return {}
    label = _("Số tiền hỗ trợ %(ref)s (đồng)", ref=reference)
    return {
        f"amount_{key}": Whole(label, render_kw={"inputmode": "numeric", "autocomplete": "off"})
    }
