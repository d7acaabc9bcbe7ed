"""What "một nội dung" is for each content: the key that may be held or used only once."""

from app import clock
from app.errors import Invalid
from app.programmes.models import SupportContent
from app.text import _, squeeze


def standard_name(content: SupportContent, typed: str) -> str:
    """Return the named standard or tool as the content's list spells it.

    "Viet GAP", "vietgap" and a synonym are one standard. Only the Sở's list counts: with free
    text, a second spelling would be a second support. Contents whose unit is not "organisation +
    standard" have none. Raises 422 for a name that is missing or not on the list.
    """
    if content.rule != "standard":
        return ""
    wanted = squeeze(typed)
    for known in content.standards:
        names = (known["name"], known.get("code", ""), *known.get("synonyms", ()))
        if wanted and wanted in {squeeze(name) for name in names}:
            return str(known["name"])
    raise Invalid(_("Vui lòng chọn tiêu chuẩn, công cụ trong danh sách."), "standard")


def rule_key(content: SupportContent, standard: str, year: int | None = None) -> str | None:
    """Return the key of the once-only rule, or None for contents outside the rule.

    KH 79/KH-UBND 05/4/2021 section II.2.2; which unit applies to which content is a setting
    (`SupportContent.rule`) until the Sở's own document says so (`rule_document`). `year` counts
    only for contents that new products may have once a year; this year when none is named.
    """
    if content.rule == "none":
        return None
    if content.rule == "standard":
        return f"{content.code}:{squeeze(standard_name(content, standard))}"
    if content.rule == "year":
        return f"{content.code}:{year or clock.today().year}"
    return content.code
