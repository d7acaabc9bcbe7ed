"""What the body that selects is called: Hội đồng or Tổ, as the call says. Pure."""

from app.text import _

COUNCILS = {"hoi_dong": _("Hội đồng xét chọn"), "to": _("Tổ xét chọn")}
