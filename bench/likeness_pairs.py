"""Pairs of descriptions as offices write them, labelled: the same organisation (đơn vị) or not.

Made from invented names and a fixed seed. The ways of writing below are those of lists of past
supports; they are made here without a look at how `app.organisations.likeness` compares.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from app.organisations.likeness import Description
from app.organisations.models import UNKNOWN
from app.text import fold
from bench.names import FAMILIES, GIVEN, MIDDLES, codes

SEED = 2026
EACH = 150  # pairs of each kind

COMMUNES = [f"{number:05d}" for number in range(5977, 6042)]
OLD_COMMUNES = ("Quảng Lạc", "Hoàng Đồng", "Mai Pha", "Tân Thành", "Chi Lăng", "Vạn Linh",
                "Yên Khoái", "Tú Đoạn", "Hữu Kiên", "Gia Cát", "Hợp Thành", "Tân Liên")  # fmt: skip
FORMS = ("Công ty TNHH", "Công ty TNHH Một thành viên", "Công ty cổ phần", "Hợp tác xã",
         "Doanh nghiệp tư nhân", "Hộ kinh doanh", "Cơ sở", "Tổ hợp tác")  # fmt: skip
# What one may turn into: mostly its like, now and then a household (hộ) into a company.
TURNS = {
    "Công ty TNHH": ("Công ty cổ phần", "Công ty TNHH Một thành viên"),
    "Công ty TNHH Một thành viên": ("Công ty TNHH", "Công ty cổ phần"),
    "Công ty cổ phần": ("Công ty TNHH",),
    "Hợp tác xã": ("Tổ hợp tác", "Liên hiệp hợp tác xã"),
    "Tổ hợp tác": ("Hợp tác xã",),
    "Doanh nghiệp tư nhân": ("Công ty TNHH", "Công ty TNHH Một thành viên"),
    "Hộ kinh doanh": ("Cơ sở", "Cơ sở", "Hộ gia đình", "Công ty TNHH"),
    "Cơ sở": ("Hộ kinh doanh", "Hộ kinh doanh", "Hộ kinh doanh", "Hợp tác xã"),
}
SHORT_FORMS = {
    "Công ty TNHH": ("Cty TNHH", "CT TNHH", "Công ty Trách nhiệm hữu hạn", "CÔNG TY TNHH",
                     "C.ty TNHH"),
    "Công ty TNHH Một thành viên": ("Cty TNHH MTV", "Công ty TNHH MTV", "Cty TNHH 1TV",
                                    "Công ty TNHH 1 thành viên", "Cty trách nhiệm hữu hạn MTV"),
    "Công ty cổ phần": ("CTCP", "Cty CP", "Công ty CP", "Công Ty Cổ Phần", "Cty cổ phần"),
    "Hợp tác xã": ("HTX", "Htx", "Hợp tác sã", "HỢP TÁC XÃ", "H.T.X"),
    "Doanh nghiệp tư nhân": ("DNTN", "DN tư nhân", "Doanh nghiệp TN"),
    "Hộ kinh doanh": ("HKD", "Hộ KD", "Hộ kinh doanh cá thể"),
    "Cơ sở": ("CS", "Cơ sở SX", "Cơ Sở"),
    "Tổ hợp tác": ("THT", "Tổ HT", "Tổ Hợp Tác"),
}  # fmt: skip
TRADES = ("", "", "", "Nông nghiệp", "Sản xuất và Thương mại", "Thương mại dịch vụ", "Xây dựng",
          "Dịch vụ nông nghiệp", "Xuất nhập khẩu", "Nông lâm nghiệp", "Chế biến nông sản",
          "Chăn nuôi", "Du lịch", "Đầu tư phát triển")  # fmt: skip
SHORT_TRADES = {
    "Nông nghiệp": "NN", "Sản xuất và Thương mại": "SX&TM", "Thương mại dịch vụ": "TMDV",
    "Xây dựng": "XD", "Dịch vụ nông nghiệp": "DVNN", "Xuất nhập khẩu": "XNK",
    "Chế biến nông sản": "CB nông sản", "Đầu tư phát triển": "ĐTPT",
}  # fmt: skip
GOODS = ("Hoa Hồi", "Na Dai", "Thạch Đen", "Mật Ong", "Chè", "Miến Dong", "Hồng Vành Khuyên",
         "Quế", "Rau Sạch", "Gà Sáu Ngón", "Ba Kích", "Cao Khô", "Rượu Men Lá",
         "Vịt Quay")  # fmt: skip
PLACES = ("Xứ Lạng", "Mẫu Sơn", "Bắc Sơn", "Tràng Định", "Lộc Bình", "Văn Quan", "Cao Lộc",
          "Kỳ Cùng", "Hữu Lũng", "Bình Gia", "Na Sầm", "Đồng Mỏ", "Thất Khê", "Hội Hoan",
          "Đồng Bành", "Bản Chu", "Nà Thuộc", "Khuổi Phầy", "Pò Mã", "Lũng Vài")  # fmt: skip
PROPER = ("Thành Công", "Hoàng Long", "Minh Phát", "Thiên Phú", "An Khang", "Đại Việt", "Tân Tiến",
          "Hùng Vương", "Phúc Lộc", "Quang Huy", "Ngọc Bảo", "Trường Giang", "Sao Mai", "Bảo Tín",
          "Hải Đăng", "Vĩnh Thịnh", "Phương Nam", "Đông Á", "Tuấn Kiệt", "Kim Sơn")  # fmt: skip
SYLLABLES = (
    "An", "Anh", "Ánh", "Bảo", "Bình", "Cát", "Châu", "Chiến", "Công", "Cường", "Đại", "Đạt",
    "Đăng", "Điệp", "Định", "Đông", "Đức", "Dũng", "Duy", "Dương", "Giang", "Hà", "Hải", "Hằng",
    "Hiền", "Hiệp", "Hiếu", "Hoa", "Hoài", "Hoàn", "Huân", "Hùng", "Hưng", "Hương", "Huy",
    "Khang", "Khải", "Khánh", "Khôi", "Kiên", "Lâm", "Lập", "Liên", "Linh", "Lộc", "Lợi", "Long",
    "Luân", "Lương", "Mạnh", "Minh", "Mỹ", "Nam", "Nga", "Nghĩa", "Ngọc", "Nguyên", "Nhân",
    "Nhật", "Ninh", "Phát", "Phong", "Phú", "Phúc", "Quân", "Quang", "Quốc", "Quyết", "Sáng",
    "Tâm", "Tân", "Thái", "Thắng", "Thanh", "Thành", "Thảo", "Thịnh", "Thu", "Thủy", "Tiến",
    "Toàn", "Trí", "Trung", "Trường", "Tuấn", "Tùng", "Uy", "Văn", "Việt", "Vinh", "Xuân", "Yên",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two descriptions; `same`: of one organisation; `kind`: how they were made."""

    a: Description
    b: Description
    same: bool
    kind: str


@dataclass(frozen=True)
class Made:
    """An organisation as it is, in parts, so that it can be written in many ways."""

    form: str
    trade: str
    own: str  # what tells it from others
    commune: str
    representative: str
    phone: str
    email: str
    code: str

    def name(self) -> str:
        return " ".join(part for part in (self.form, self.trade, self.own) if part)

    def said(self, name: str = "") -> Description:
        return Description(
            name or self.name(), self.code, self.commune, self.representative, self.phone,
            self.email,
        )  # fmt: skip


class Maker:
    """Makes organisations and their ways of being written, from one seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.dice = Random(seed)
        self._codes = codes(500_000)

    def organisation(self) -> Made:
        dice = self.dice
        own = dice.choice((
            f"{dice.choice(GOODS)} {dice.choice(PLACES)}",
            f"{dice.choice(PROPER)} {dice.choice(PLACES)}",
            f"{dice.choice(PROPER)}",
            f"{dice.choice(SYLLABLES)} {dice.choice(SYLLABLES)}",
            f"{dice.choice(SYLLABLES)} {dice.choice(SYLLABLES)} {dice.choice(PLACES)}",
            f"{dice.choice(GOODS)} {dice.choice(SYLLABLES)} {dice.choice(SYLLABLES)}",
            f"{dice.choice(SYLLABLES)} {dice.choice(SYLLABLES)} {dice.choice(SYLLABLES)}",
            f"{dice.choice(PLACES)}",
            f"{dice.choice(GOODS)} {dice.choice(PROPER)}",
        ))  # fmt: skip
        return Made(
            form=dice.choice(FORMS),
            trade=dice.choice(TRADES),
            own=own,
            commune=dice.choice(COMMUNES),
            representative=self.person(),
            phone=self.phone(),
            email=f"{fold(own).replace(' ', '')}{dice.randrange(10_000)}@example.vn",
            code=next(self._codes),
        )

    def of_many(self) -> Made:
        """Return one of a province of many: names of three syllables, few alike."""
        own = " ".join(self.dice.choices(SYLLABLES, k=3))
        return replace(self.organisation(), own=own)

    def person(self) -> str:
        dice = self.dice
        return f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"

    def phone(self) -> str:
        return f"09{self.dice.randrange(10**8):08d}"

    def code(self) -> str:
        return next(self._codes)

    # -- the same organisation, as an old list has it

    def listed(self, made: Made, name: str) -> Description:
        """Return it under `name`, with as much of the rest as such a list has."""
        dice = self.dice
        representative = dice.choices(
            ("", made.representative, fold(made.representative).upper(),
             "Ông " + made.representative, self.person()),
            (45, 30, 8, 9, 8),
        )[0]  # fmt: skip
        return Description(
            name,
            code="",
            commune_code=made.commune if dice.random() < 0.65 else UNKNOWN,
            representative=representative,
            phone=dice.choices((made.phone, "", self.phone()), (25, 60, 15))[0],
        )

    def typo(self, text: str) -> str:
        """Return `text` with one slip of the pen in a word that tells."""
        dice = self.dice
        places = [at for at, char in enumerate(text) if char.isalpha() and at > 0]
        at = dice.choice(places[len(places) // 3 :])
        return dice.choice((
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
            text[:at] + dice.choice("aeiounghtr") + text[at + 1 :],
        ))  # fmt: skip

    def abbreviated(self, made: Made) -> str:
        form = self.dice.choice(SHORT_FORMS[made.form])
        trade = SHORT_TRADES.get(made.trade, made.trade)
        return " ".join(part for part in (form, trade, made.own) if part)


def _variant(change: Callable[[Maker, Made], str]) -> Callable[[Maker], Pair]:
    def make(maker: Maker) -> Pair:
        made = maker.organisation()
        return Pair(made.said(), maker.listed(made, change(maker, made)), True, "")

    return make


def _another_form(maker: Maker, made: Made) -> str:
    return replace(made, form=maker.dice.choice(TURNS[made.form])).name()


def _other_order(maker: Maker, made: Made) -> str:
    return maker.dice.choice((
        f"{made.own} {made.form} {made.trade}".strip(),
        f"{made.own}, {made.form}",
        f"{made.form} {made.own} {made.trade}".strip(),
    ))  # fmt: skip


def _everything(maker: Maker, made: Made) -> str:
    return fold(maker.typo(maker.abbreviated(made)))


SAME: dict[str, Callable[[Maker], Pair]] = {
    "other spelling": _variant(lambda m, o: o.name().upper().replace("HÒA", "HOÀ")),
    "marks lost": _variant(lambda _m, o: fold(o.name())),
    "abbreviated": _variant(lambda m, o: m.abbreviated(o)),
    "abbreviated, marks lost": _variant(lambda m, o: fold(m.abbreviated(o))),
    "another legal form": _variant(_another_form),
    "other word order": _variant(_other_order),
    "a typo": _variant(lambda m, o: m.typo(o.name())),
    "a typo, abbreviated, marks lost": _variant(_everything),
    "province added": _variant(lambda m, o: f"{m.abbreviated(o)} tỉnh Lạng Sơn"),
    "old commune added": _variant(
        lambda m, o: f"{m.abbreviated(o)}, xã {m.dice.choice(OLD_COMMUNES)}"
    ),
    "no legal form": _variant(lambda _m, o: " ".join(filter(None, (o.trade, o.own)))),
    "words run together": _variant(lambda m, o: replace(o, own=o.own.replace(" ", "", 1)).name()),
}


# -- two organisations


def _same_name_elsewhere(maker: Maker) -> Pair:
    one = maker.organisation()
    other = replace(maker.organisation(), form=one.form, trade=one.trade, own=one.own)
    while other.commune == one.commune:
        other = replace(other, commune=maker.dice.choice(COMMUNES))
    said = replace(maker.listed(other, other.name()), commune_code=other.commune)
    if maker.dice.random() < 0.1:  # nobody wrote down where: often nobody can tell
        said = replace(said, commune_code=UNKNOWN)
    return Pair(one.said(), said, False, "")


def _chain(maker: Maker) -> Pair:
    one = maker.organisation()
    number, other = maker.dice.sample(range(1, 9), 2)
    style = maker.dice.choice(("số {}", "{}", "số 0{}"))
    first = replace(one, form="Hợp tác xã", own=f"{one.own} {style.format(number)}")
    second = replace(first, own=f"{one.own} {style.format(other)}", representative=maker.person())
    return Pair(first.said(), maker.listed(second, second.name()), False, "")


def _sister(maker: Maker) -> Pair:
    """Cooperatives of one pattern, each named after its place."""
    place, other = maker.dice.sample(PLACES, 2)
    one = replace(maker.organisation(), form="Hợp tác xã", trade="Dịch vụ nông nghiệp", own=place)
    second = replace(one, own=other, representative=maker.person(), phone=maker.phone())
    return Pair(one.said(), maker.listed(second, second.name()), False, "")


def _branch(maker: Maker) -> Pair:
    one = maker.organisation()
    code = f"{one.code}{maker.dice.randrange(1, 20):03d}"
    style = maker.dice.choice(
        ("Chi nhánh {}", "{} - Chi nhánh Lộc Bình", "Chi nhánh {} tại Cao Lộc")
    )
    return Pair(one.said(), replace(one.said(style.format(one.name())), code=code), False, "")


def _another_code(maker: Maker) -> Pair:
    one = maker.organisation()
    other = replace(one, code=maker.code(), phone=maker.phone(), email="khac@example.vn")
    return Pair(one.said(), other.said(maker.abbreviated(one)), False, "")


def _consultant(maker: Maker) -> Pair:
    one, other = maker.organisation(), maker.organisation()
    return Pair(
        one.said(), replace(other.said(), code="", phone=one.phone, email=one.email), False, ""
    )


def _one_person_two_units(maker: Maker) -> Pair:
    one = maker.organisation()
    other = replace(maker.organisation(), representative=one.representative, commune=one.commune)
    if fold(other.own) == fold(one.own):
        other = replace(other, own=f"{other.own} Khác Hẳn")
    return Pair(one.said(), replace(other.said(), code=""), False, "")


def _one_word_else(maker: Maker) -> Pair:
    """Names that share most words, in one commune; one telling word differs."""
    one = maker.organisation()
    goods, place = maker.dice.choice(GOODS), maker.dice.choice(PLACES)
    other_goods = maker.dice.choice([each for each in GOODS if each != goods])
    first = replace(one, own=f"{goods} {place}")
    second = replace(first, own=f"{other_goods} {place}", representative=maker.person())
    return Pair(first.said(), maker.listed(second, second.name()), False, "")


def _strangers(maker: Maker) -> Pair:
    one, other = maker.organisation(), maker.organisation()
    return Pair(one.said(), maker.listed(other, maker.abbreviated(other)), False, "")


DIFFERENT: dict[str, Callable[[Maker], Pair]] = {
    "one name in two communes": _same_name_elsewhere,
    "numbered cooperatives": _chain,
    "cooperatives of one pattern": _sister,
    "a branch of the same root": _branch,
    "one name, two valid codes": _another_code,
    "a consultant's phone and e-mail": _consultant,
    "one person, two units": _one_person_two_units,
    "one telling word else": _one_word_else,
    "strangers": _strangers,
}


def pairs(each: int = EACH, seed: int = SEED) -> Iterator[Pair]:
    """Yield `each` pairs of every kind; the same for the same seed."""
    maker = Maker(seed)
    for same, kinds in ((True, SAME), (False, DIFFERENT)):
        for kind, make in kinds.items():
            for _number in range(each):
                yield replace(make(maker), same=same, kind=kind)
