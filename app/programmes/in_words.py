"""Amounts of đồng in words (bằng chữ), as Vietnamese papers write them."""

from app.text import _

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def money(amount: int | None) -> str:
    """Return "Chín tỷ hai trăm ba mươi triệu đồng" for 9.230.000.000; nothing for none.

    Every group after the first is read in full ("không trăm linh năm nghìn"): what is left out
    when speaking could be added to a paper.
    """
    if amount is None:
        return ""
    words = " ".join(_read(amount)) or _DIGITS[0]
    return _("%(words)s đồng", words=words[0].upper() + words[1:])


def _read(number: int, *, inside: bool = False) -> list[str]:
    """Return the words; `inside` something larger stands before it."""
    if number >= _BILLION:
        high, low = divmod(number, _BILLION)
        return [*_read(high, inside=inside), "tỷ", *_read(low, inside=True)]
    said: list[str] = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group:
            if place == 0 and group >= 100 and (said[-1:] == ["triệu"] or (inside and not said)):
                said += [_DIGITS[0], "nghìn"]  # "hai triệu năm trăm" is said of 2.500.000 too
            said += [*_group(group, whole=inside or bool(said)), _GROUPS[place]]
    return [word for word in said if word]


def _group(group: int, *, whole: bool) -> list[str]:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    said = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens == 0:
        return said + ([] if ones == 0 else ["linh"] * bool(said) + [_DIGITS[ones]])
    said += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        said.append("mốt")
    elif ones == 5:
        said.append("lăm")
    elif ones:
        said.append(_DIGITS[ones])
    return said
