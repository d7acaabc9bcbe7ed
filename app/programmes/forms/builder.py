"""Forms of the content builder: settings, texts, one document, publishing."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.forms import Checkboxes, Form, Versioned, at_most, required
from app.organisations import kinds
from app.programmes.keys import key_for
from app.programmes.services import builder, draft_checks, edit_contents
from app.programmes.services.draft_checks import LONGEST, LONGEST_OF_ROW
from app.programmes.shapes import DocumentKind, Unit
from app.text import _

LINES = _("Mỗi dòng một mục.")
DOCUMENTS = {
    DocumentKind.OTHER: _("Tài liệu khác"),
    DocumentKind.SIGNED_FORM: _("Phiếu đăng ký đã ký"),
    DocumentKind.REGISTRATION: _("Giấy chứng nhận đăng ký (không hỏi khi cán bộ đã tra cứu)"),
}
UNITS = {
    Unit.ORGANISATION: _("Tổ chức"),
    Unit.PRODUCT: _("Sản phẩm"),
    Unit.PERSON: _("Người"),
}
ACCEPTS = {"pdf": _("PDF"), "image": _("Ảnh"), "office": _("Word, Excel")}
NEW_GROUP = "*"


def choices(words: Any) -> list[SelectChoice]:
    """Return the choices of a field from value → words, or pairs."""
    pairs = words.items() if isinstance(words, dict) else words
    return [SelectChoice(str(value), label) for value, label in pairs]


def lines(typed: str | None) -> list[str]:
    """Return the lines that say something, each once."""
    said = (" ".join(line.split()) for line in (typed or "").splitlines())
    return list(dict.fromkeys(line for line in said if line))


class SettingsForm(Versioned):
    """What belongs to the content itself and changes at once."""

    group_code = SelectField(_("Nhóm"))
    group_name = StringField(
        _("Tên nhóm mới"),
        [Optional(), at_most(200)],
        description=_("Chỉ điền khi chọn “Nhóm mới”."),
    )
    plan_section = SelectField(_("Mục của kế hoạch"))
    unit = RadioField(_("Một lượt hỗ trợ tính cho"), choices=choices(UNITS))
    kinds = Checkboxes(
        _("Loại hình được đăng ký"),
        [Optional()],
        choices=choices(kinds.labels()),
        description=_("Không chọn loại hình nào là nhận mọi loại hình."),
    )
    editions = TextAreaField(
        _("Phiên bản tiêu chuẩn"), [Optional(), at_most(4000)], description=LINES
    )
    synonyms = TextAreaField(
        _("Tên gọi khác"),
        [Optional(), at_most(4000)],
        description=_("Từ người dân hay dùng để tìm. Mỗi dòng một mục."),
    )
    warn_with = Checkboxes(
        _("Cảnh báo khi có thể trùng với"),
        [Optional()],
        description=_("Cán bộ được nhắc xem xét phần trùng; đơn vị vẫn nộp được."),
    )
    exclude_with = Checkboxes(
        _("Không đăng ký đồng thời với"),
        [Optional()],
        description=_(
            "Đơn vị đang có hồ sơ hoặc đã được hỗ trợ một nội dung thì không nộp được nội dung kia "
            "trong cùng phạm vi. Ghi ở một nội dung, hệ thống ghi cả nội dung kia."
        ),
    )
    offered = BooleanField(_("Nhận đăng ký"))
    history_only = BooleanField(_("Chỉ giữ để ghi lịch sử"))

    def prepare(self, others: list[tuple[str, str]]) -> None:
        """Fill the lists to choose from; `others` is (code, name) of the other contents."""
        groups = [*edit_contents.groups(), (NEW_GROUP, _("Nhóm mới"))]
        self.group_code.choices = choices(groups)
        self.plan_section.choices = choices([("", _("Không nêu")), *edit_contents.sections()])
        self.warn_with.choices = self.exclude_with.choices = choices(others)

    def values(self) -> dict[str, Any]:
        """Return the settings as the service takes them."""
        typed = self.group_name.data or ""
        named = dict(edit_contents.groups())
        code = self.group_code.data
        new = code == NEW_GROUP
        return {
            "group_code": (key_for(typed, named) if typed else "") if new else code,
            "group_name": typed if new else named.get(code, ""),
            "plan_section": self.plan_section.data or "",
            "unit": self.unit.data or "",
            "kinds": self.kinds.data or [],
            "editions": lines(self.editions.data),
            "synonyms": lines(self.synonyms.data),
            "warn_with": self.warn_with.data or [],
            "exclude_with": self.exclude_with.data or [],
            "offered": bool(self.offered.data),
            "history_only": bool(self.history_only.data),
        }


class NewContentForm(Form):
    """A content that the catalogue does not have yet; the rest is filled in afterwards."""

    code = StringField(
        _("Mã nội dung"),
        [required(), at_most(40)],
        description=_("Chữ in hoa không dấu, chữ số và gạch nối, ví dụ NN-HUUCO. Không đổi được."),
    )
    name = StringField(_("Tên nội dung"), [required(), at_most(LONGEST["name"])])
    group_code = SelectField(_("Nhóm"))
    unit = RadioField(
        _("Một lượt hỗ trợ tính cho"), choices=choices(UNITS), default=Unit.ORGANISATION.value
    )

    def prepare(self) -> None:
        """Fill the groups to choose from."""
        self.group_code.choices = choices(edit_contents.groups())

    def values(self) -> dict[str, Any]:
        """Return the settings as the service takes them."""
        code = self.group_code.data
        name = dict(edit_contents.groups()).get(code, "")
        return {"group_code": code, "group_name": name, "unit": self.unit.data}


class TextsForm(Versioned):
    """What the version says; an empty text is shown as "chưa quy định"."""

    name = StringField(_("Tên nội dung"), [required(), at_most(LONGEST["name"])])
    summary = TextAreaField(_("Giới thiệu"), [Optional(), at_most(LONGEST["summary"])])
    given = TextAreaField(_("Được hỗ trợ gì"), [Optional(), at_most(LONGEST["given"])])
    own_contribution = TextAreaField(
        _("Đơn vị đóng góp"), [Optional(), at_most(LONGEST["own_contribution"])]
    )
    provider = TextAreaField(_("Ai thực hiện"), [Optional(), at_most(LONGEST["provider"])])
    duration = StringField(_("Thời gian thực hiện"), [Optional(), at_most(LONGEST["duration"])])
    guidance = TextAreaField(
        _("Hướng dẫn chuẩn bị"),
        [Optional(), at_most(LONGEST["guidance"])],
        description=_("Đơn vị đọc trước khi khai."),
    )
    checklist = TextAreaField(
        _("Các mục cán bộ kiểm tra"),
        [Optional(), at_most(4000)],
        description=_("Cán bộ xem khi tiếp nhận, thẩm định. Mỗi dòng một mục."),
    )

    def values(self) -> dict[str, Any]:
        """Return the texts as the service takes them."""
        names = ("name", "summary", "given", "own_contribution", "provider", "duration", "guidance")
        said = {name: self[name].data or "" for name in names}
        return {**said, "checklist": lines(self.checklist.data)}


class DocumentForm(Versioned):
    """One required document."""

    label = StringField(_("Tên giấy tờ"), [required(), at_most(LONGEST_OF_ROW["label"])])
    help = TextAreaField(_("Giải thích"), [Optional(), at_most(LONGEST_OF_ROW["help"])])
    kind = SelectField(_("Loại"), choices=choices(DOCUMENTS))
    required = BooleanField(_("Bắt buộc nộp"))
    accepts = Checkboxes(_("Nhận tệp"), choices=choices(ACCEPTS))

    def values(self) -> dict[str, Any]:
        """Return the document as the service takes it."""
        return {
            "label": self.label.data,
            "help": self.help.data or "",
            "kind": self.kind.data,
            "required": bool(self.required.data),
            "accepts": list(self.accepts.data or ["pdf", "image"]),
        }


def document_form(draft: builder.Draft, key: str | None) -> DocumentForm:
    """Return the form of a document, or of a new one, filled from the draft."""
    usual = {"kind": "other", "accepts": ["pdf", "image"]}
    row = draft.item(draft_checks.DOCUMENTS, key) if key else usual
    return DocumentForm.about(draft, **row)


class PublishForm(Versioned):
    """Making the draft the version in force."""

    note = TextAreaField(
        _("Lý do, căn cứ"),
        [required(), at_most(1000)],
        description=_("Ví dụ: số, ngày văn bản của Sở. Được lưu cùng phiên bản."),
    )
