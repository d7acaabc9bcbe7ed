"""Organisations known before they register: imported, entered for them, named by a partner."""

import re
import unicodedata
from functools import lru_cache
from itertools import combinations

import sqlalchemy as sa
from alembic import op
from rapidfuzz.distance import OSA
from stdnum.vn import mst

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

CHUNK = 1000
PAIRED = 6  # words of a name that are looked up in pairs

# -- how names were taken apart when this migration was written; the living code went on since
COMPANY, COOPERATIVE, HOUSEHOLD = "company", "cooperative", "household"

# Legal forms (loại hình), folded, longest first where one begins another.
_FORMS = {
    "lien hiep hop tac xa": COOPERATIVE, "hop tac xa": COOPERATIVE, "htx": COOPERATIVE,
    "to hop tac": COOPERATIVE, "tht": COOPERATIVE, "lhhtx": COOPERATIVE,
    "doanh nghiep tu nhan": COMPANY, "dntn": COMPANY, "doanh nghiep": COMPANY,
    "tong cong ty": COMPANY, "cong ty": COMPANY, "cong ti": COMPANY, "cty": COMPANY,
    "c ty": COMPANY, "cti": COMPANY, "congty": COMPANY, "ctcp": COMPANY,
    "ho kinh doanh": HOUSEHOLD, "hkd": HOUSEHOLD, "ho kd": HOUSEHOLD, "ho gia dinh": HOUSEHOLD,
    "ho kinh doanh ca the": HOUSEHOLD, "ho kd ca the": HOUSEHOLD, "co so": HOUSEHOLD,
    "cs": HOUSEHOLD, "to ht": COOPERATIVE, "dn tu nhan": COMPANY, "dn tn": COMPANY,
    "doanh nghiep tn": COMPANY, "dn": COMPANY, "ct": COMPANY,
    "chi nhanh": "", "trach nhiem huu han": COMPANY, "tnhh": COMPANY, "co phan": COMPANY,
    "cp": COMPANY, "hop danh": COMPANY, "mot thanh vien": COMPANY, "hai thanh vien": COMPANY,
    "1 thanh vien": COMPANY, "2 thanh vien": COMPANY, "tro len": "", "mtv": COMPANY,
    "1tv": COMPANY, "2tv": COMPANY, "tu nhan": "", "tnhhmtv": COMPANY, "ctytnhh": COMPANY,
    "tnhh1tv": COMPANY, "tnhh1thanhvien": COMPANY, "tnhhmotthanhvien": COMPANY,
}  # fmt: skip
_ANYWHERE = frozenset(
    {"trach nhiem huu han", "tnhh", "co phan", "mot thanh vien", "hai thanh vien", "mtv", "tnhhmtv",
     "1 thanh vien", "2 thanh vien", "cong ty", "cty", "hop tac xa", "htx", "tro len", "ctcp",
     "ho kinh doanh", "doanh nghiep tu nhan", "to hop tac", "co so", "dntn", "hkd"}
)  # fmt: skip
_ONLY_FIRST = frozenset({"cs", "doanh nghiep", "dn", "ct"})
# Where it is, after its name: ", xã Quảng Lạc", "tỉnh Lạng Sơn".
_WHERE = frozenset({"xa", "tinh", "huyen", "thon"})
_DOTTED = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # h.t.x
# Forms long enough to be known in spite of a slip of the pen ("hop tac sa", "co pahn").
_LONG = {}
_COUNTS = {}  # first word → of how many words its forms are, most first
for _form in sorted(_FORMS, key=lambda form: -form.count(" ")):
    if len(_form) >= 7 and " " in _form:
        _LONG.setdefault(_form[0], []).append(_form)
    _COUNTS.setdefault(_form.split()[0], []).append(_form.count(" ") + 1)
_SHORT = {
    "nn": "nong nghiep", "tm": "thuong mai", "dv": "dich vu", "sx": "san xuat",
    "xnk": "xuat nhap khau", "xk": "xuat khau", "xd": "xay dung", "vlxd": "vat lieu xay dung",
    "kd": "kinh doanh", "dt": "dau tu", "pt": "phat trien", "cb": "che bien", "ns": "nong san",
    "ls": "lang son", "tmdv": "thuong mai dich vu", "dvtm": "dich vu thuong mai",
    "sxtm": "san xuat thuong mai", "tmsx": "thuong mai san xuat", "sxkd": "san xuat kinh doanh",
    "dvnn": "dich vu nong nghiep", "nlsx": "nong lam san xuat", "nl": "nong lam",
    "lsx": "san xuat", "th": "tong hop", "dl": "du lich", "vt": "van tai", "cn": "cong nghe",
    "dtpt": "dau tu phat trien", "tmxd": "thuong mai xay dung", "sxdv": "san xuat dich vu",
    "tp": "thuc pham", "sp": "san pham", "vn": "viet nam", "hn": "ha noi",
    "cssx": "san xuat", "csdv": "dich vu", "xntn": "", "va": "", "and": "", "cac": "", "cua": "",
}  # fmt: skip
# What organisations do, and where all of them are: it does not say which one it is.
_TRADES = re.compile(
    r"\b(nong nghiep|nong lam nghiep|nong lam|nong san|lam nghiep|lam san|san xuat|thuong mai"
    r"|dich vu|kinh doanh|xuat nhap khau|xuat khau|nhap khau|xay dung|vat lieu|che bien|dau tu"
    r"|phat trien|tong hop|thuc pham|san pham|van tai|du lich|cong nghe|lang son|viet nam|tinh"
    r"|so|huyen|xa|thon|thanh pho|thi tran|thi xa|chan nuoi|trong trot)\b"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_TITLES = re.compile(r"^(ong|ba|anh|chi|mr|ms|mrs|giam doc|chu tich)\s+")


def _tokens(name):
    return re.findall(r"[a-z0-9]+", _DOTTED.sub(r"\1", _fold(name)))


def _telling(written):
    return tuple(_TRADES.sub(" ", " ".join(written)).split())


def _without_place(written):
    """Return the words before a place, unless only the place tells which one it is."""
    for at, word in enumerate(written[:-1]):
        if word in _WHERE and len(written) - at <= 6 and _telling(written[:at]):
            return written[:at]
    return written


def _number(word):
    """Return the number a word is ("II" and "2" are one), or ""."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    return _ROMAN.get(word, "") if word != "vi" else ""  # Vi is a family name


def _without_form(tokens):
    """Return the words that are left, and the family of the first legal form."""
    families = []
    at = 0
    while at < len(tokens):
        found = _form_at(tokens, at, first=at == 0)
        if found is None:
            break
        families.append(_FORMS[found[0]])
        at += found[1]
    rest, cut = tokens[at:], 0
    while cut < len(rest):
        found = _exact_form_at(rest, cut)
        if found and found[0] in _ANYWHERE:
            families.append(_FORMS[found[0]])
            del rest[cut : cut + found[1]]
        else:
            cut += 1
    return rest or tokens, next((family for family in families if family), "")


def _form_at(tokens, at, *, first):
    """Return the form that begins at a word, slips forgiven, and how many words it takes."""
    if (found := _exact_form_at(tokens, at)) and (first or found[0] not in _ONLY_FIRST):
        return found
    for count in (5, 4, 3, 2):
        if at + count <= len(tokens) and (near := _mistyped(" ".join(tokens[at : at + count]))):
            return near, count
    return None


def _exact_form_at(tokens, at):
    for count in _COUNTS.get(tokens[at], ()):
        said = " ".join(tokens[at : at + count])
        if said in _FORMS and at + count <= len(tokens):
            return said, count
    return None


@lru_cache(maxsize=8192)
def _mistyped(said):
    for form in _LONG.get(said[0], ()):
        near = 1 if len(form) < 10 else 2
        if OSA.distance(said, form, score_cutoff=near) <= near:
            return form
    return None


def _person(name):
    return _TITLES.sub("", " ".join(_words_of(name)))


def _fold(text):
    decomposed = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def _words_of(text):
    return list(dict.fromkeys(re.findall(r"[a-z0-9]+", _fold(text))))


def _squeeze(text):
    return re.sub(r"[^a-z0-9]", "", _fold(text))


def _root_of(code):
    digits = re.sub(r"\D", "", code)
    if len(digits) in (9, 12) and mst.is_valid("0" + digits):
        digits = digits if len(digits) == 12 and digits[0] == "0" else "0" + digits
    return digits[:10] if len(digits) == 13 else digits


def _written(row):
    """Return every key an organisation is kept under: of likeness, and each word of its name."""
    rest, _family = _without_form([*_tokens(row.name)])
    written = _without_place(
        tuple(word for token in rest for word in _SHORT.get(token, token).split())
    )
    plain = tuple(word for word in written if not _number(word))
    telling = _telling(plain)
    found = {f"w:{word}" for word in telling or plain}
    several = sorted(set(telling))[:PAIRED]
    found |= {f"b:{one} {other}" for one, other in combinations(several, 2)}
    if telling:
        found.add("i:" + "".join(sorted(word[0] for word in telling)))
        found.add("s:" + _squeeze(" ".join(telling)))
    phone = re.sub(r"\D", "", row.phone)
    for sign, value in (
        ("c", _root_of(row.value or "")),
        ("p", phone[-9:] if len(phone) >= 9 else ""),
        ("e", row.email.strip().casefold()),
        ("r", _person(row.representative)),
    ):
        if value:
            found.add(f"{sign}:{value}")
    found |= {f"a:{word}" for word in (*_words_of(row.name), *_words_of(" ".join(written)))}
    return {key[:120] for key in found}


# -- the tables


def upgrade():
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(
            sa.Column("origin", sa.Text(), nullable=False, server_default="registered")
        )
        for name in ("is_provisional", "is_standin"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("joined_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_organisation_joined_into_id"), "organisation", ["joined_into_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_organisation_origin"),
            "origin IN ('registered','imported','assisted','partner')",
        )
        batch_op.create_check_constraint(
            op.f("ck_organisation_standin"), "NOT (is_standin AND is_provisional)"
        )
        batch_op.create_check_constraint(
            op.f("ck_organisation_joined_into"), "joined_into_id <> id"
        )
        batch_op.create_index("ix_organisation_batch", ["batch_id"], unique=False)
        batch_op.create_index(op.f("ix_organisation_joined_into_id"), ["joined_into_id"])
    with op.batch_alter_table("claim") as batch_op:
        batch_op.add_column(sa.Column("basis", sa.Text(), nullable=False, server_default="code"))
        batch_op.add_column(sa.Column("confirmation", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("standin_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_claim_standin_id"), "organisation", ["standin_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f("ck_claim_basis"), "basis IN ('code','likeness')")
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_former_name_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    op.create_index(op.f("ix_former_name_organisation_id"), "former_name", ["organisation_id"])
    op.create_table(
        "organisation_word",
        sa.Column(
            "word", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_word_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("word", "organisation_id", name=op.f("pk_organisation_word")),
    )
    op.create_index("ix_organisation_word_organisation", "organisation_word", ["organisation_id"])
    _unknown_commune()
    _words()


def _unknown_commune():
    # A downgrade leaves it where organisations refer to it.
    op.execute(
        "INSERT INTO commune (code, name, position) SELECT '00000', 'Chưa xác định', 0 "
        "WHERE NOT EXISTS (SELECT 1 FROM commune WHERE code = '00000')"
    )


def _words():
    """Write the keys by which the organisations that are there already are found."""
    words = sa.table("organisation_word", sa.column("word"), sa.column("organisation_id"))
    rows = []
    for row in op.get_bind().execute(
        sa.text(
            "SELECT o.id, o.name, o.representative, o.phone, o.email, i.value FROM organisation o "
            "LEFT JOIN identifier i ON i.organisation_id = o.id AND i.valid_to IS NULL"
        )
    ):
        rows += [(word, row.id) for word in _written(row)]
    # An organisation with two valid codes has two rows above.
    found = [{"word": word, "organisation_id": key} for word, key in sorted(set(rows))]
    for start in range(0, len(found), CHUNK):
        op.bulk_insert(words, found[start : start + CHUNK])


def downgrade():
    op.drop_table("organisation_word")
    op.drop_table("former_name")
    with op.batch_alter_table("claim") as batch_op:
        batch_op.drop_constraint(op.f("ck_claim_basis"), type_="check")
        batch_op.drop_constraint(op.f("fk_claim_standin_id"), type_="foreignkey")
        for name in ("standin_id", "confirmation", "basis"):
            batch_op.drop_column(name)
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_index(op.f("ix_organisation_joined_into_id"))
        batch_op.drop_index("ix_organisation_batch")
        for name in ("joined_into", "standin", "origin"):
            batch_op.drop_constraint(op.f(f"ck_organisation_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_organisation_joined_into_id"), type_="foreignkey")
        for name in ("joined_into_id", "batch_id", "is_standin", "is_provisional", "origin"):
            batch_op.drop_column(name)
    op.execute(
        "DELETE FROM commune WHERE code = '00000' AND NOT EXISTS "
        "(SELECT 1 FROM organisation WHERE commune_code = '00000')"
    )
