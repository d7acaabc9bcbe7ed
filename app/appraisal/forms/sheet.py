"""The form of the appraisal sheet."""

from typing import Any, Self

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.applications.models import Application
from app.appraisal.services import sheet
from app.appraisal.services.sheet import Said
from app.forms import Versioned, Whole
from app.programmes.forms.question_fields import Kept
from app.programmes.services import quota
from app.text import _


class SheetForm(Versioned):
    """The appraisal sheet of one dossier; `sheet_form` adds the items and criteria it asks."""

    draft = HiddenField()  # the version of the draft the person saw; 0: none yet
    opinion = TextAreaField(
        _("Ý kiến thẩm định và lý do đề xuất"),
        [Kept()],
        description=_("Nêu căn cứ của đề xuất. Lãnh đạo đọc phần này trước."),
    )
    recommendation = RadioField(
        _("Đề xuất"),
        choices=[SelectChoice(key, label) for key, label in sheet.RECOMMENDATIONS.items()],
        validators=[Kept()],
    )
    proposed_amount = Whole(_("Mức đề nghị hỗ trợ (đồng)"), [Optional()])

    at_the_end = ("opinion", "recommendation", "proposed_amount")
    items: tuple[sheet.Item, ...] = ()
    measures: tuple[sheet.Measure, ...] = ()
    sending = True
    _application: Application

    def said(self) -> Said:
        """Return what is filled in."""

        def texts(letter: str, keys: list[str]) -> dict[str, str]:
            return {key: self[f"{letter}_{key}"].data or "" for key in keys}

        items, measures = [each.key for each in self.items], [each.key for each in self.measures]
        return Said(
            results=texts("r", items),
            notes=texts("n", items),
            scores={key: self[f"s_{key}"].data for key in measures},
            score_notes=texts("t", measures),
            opinion=self.opinion.data or "",
            recommendation=self.recommendation.data or "",
            proposed_amount=self.proposed_amount.data if "proposed_amount" in self else None,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Say at once all that keeps the sheet from being sent, or the draft from being kept."""
        if not super().validate(extra_validators):
            return False
        said = self.said()
        wrong = sheet.faults(self._application, said) if self.sending else sheet.unkept(said)
        found = list(wrong)
        for name, words in found:
            self[name].errors = [*self[name].errors, words]
        return not found

    @property
    def draft_seen(self) -> int:
        """The version of the draft the person saw; -1, which no draft has, for what is none."""
        typed = self.draft.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1

    @classmethod
    def of(cls, application: Application, said: Said, draft: int) -> Self:
        """Return the form with what is filled in so far."""
        form = cls.about(application, draft=str(draft), **shown(said))
        form._application = application
        return form


def shown(said: Said) -> dict[str, Any]:
    """Return what is filled in, by the fields of the form."""
    fields = {"r": said.results, "n": said.notes, "s": said.scores, "t": said.score_notes}
    values = {f"{a}_{key}": value for a, by_key in fields.items() for key, value in by_key.items()}
    return {
        **values,
        "opinion": said.opinion,
        "recommendation": said.recommendation,
        "proposed_amount": said.proposed_amount,
    }


def sheet_form(application: Application, said: Said, draft: int) -> SheetForm:
    """Return the form that asks what this dossier's call and content ask."""
    items = tuple(sheet.items(application))
    measures = tuple(sheet.measures(application))
    fields: dict[str, Any] = {"items": items, "measures": measures}
    for item in items:
        fields[f"r_{item.key}"] = RadioField(
            item.label,
            choices=[SelectChoice(key, label) for key, label in sheet.RESULTS.items()],
            validators=[Kept()],
        )
        fields[f"n_{item.key}"] = StringField(_("Nhận xét về “%(item)s”", item=item.label))
    for each in measures:
        fields[f"s_{each.key}"] = Whole(
            _("%(label)s (trọng số %(weight)s%%)", label=each.label, weight=each.weight),
            [Kept()],
            description=_("Điểm từ 0 đến 100."),
        )
        fields[f"t_{each.key}"] = StringField(_("Nhận xét về “%(item)s”", item=each.label))
    row = sheet.amounts(application)
    fields["proposed_amount"] = (
        Whole(
            _("Mức đề nghị hỗ trợ (đồng)"),
            [Optional()],
            description=" ".join(quota.limits(row)),
        )
        if row is not None
        else None
    )
    form: type[SheetForm] = type("SheetOfOneDossier", (SheetForm,), fields)
    return form.of(application, said, draft)
