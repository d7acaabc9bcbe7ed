"""The demonstration's people and organisations. None of them exists; every name says DEMO."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import SYSTEM, Actor, Role
from app.accounts import notice, passwords
from app.accounts.models import Person
from app.accounts.services import people, recovery, sign_in, tokens
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.services import admission, profile

DOMAIN = "demo.example"
# Known to everyone who reads this: production refuses DEMO, and `flask check` names such people.
PASSWORD = "hoa-hoi-tam-canh"  # noqa: S105  (meant to be read)


@dataclass(frozen=True)
class Staff:
    """A member of staff of the demonstration."""

    key: str
    name: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


STAFF = (
    Staff("quantri", "Quản trị DEMO", (Role.ADMIN,)),
    Staff("vanthu", "Văn thư DEMO", (Role.CLERK,)),
    Staff("chuyenvien", "Chuyên viên DEMO Một", (Role.OFFICER,)),
    Staff("chuyenvien2", "Chuyên viên DEMO Hai", (Role.OFFICER,)),
    Staff("chicuc", "Lãnh đạo Chi cục DEMO", (Role.LEAD,)),
    Staff("giamdoc", "Lãnh đạo Sở DEMO", (Role.DIRECTOR,)),
    Staff("thanhtra", "Thanh tra DEMO", (Role.AUDITOR,)),
    Staff("chuyengia", "Chuyên gia DEMO", (Role.COUNCIL,)),  # from outside, sits in sessions
)


@dataclass(frozen=True)
class Unit:
    """An organisation of the demonstration, with a checksum-valid invented tax code."""

    key: str
    kind: str
    code: str
    name: str
    commune: str
    field: str
    reviewed: bool = True  # its profile is filled in
    representative: str = "Người đại diện DEMO"
    phone: str = "02053812345"

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


UNITS = (
    Unit("hoahoi", "hop_tac_xa", "4909900005", "Hợp tác xã DEMO Hoa Hồi", "06253",
         "Trồng và chế biến hoa hồi"),
    Unit("davoi", "doanh_nghiep", "4909900012", "Công ty TNHH DEMO Đá Vôi", "06385",
         "Sản xuất vật liệu xây dựng"),
    Unit("nabuoi", "hop_tac_xa", "4909900037", "Hợp tác xã DEMO Na Bưởi", "06463",
         "Trồng na, bưởi"),
    Unit("hopchuan", "to_chuc_dgsph", "4909900044", "Trung tâm DEMO Hợp Chuẩn", "06187",
         "Thử nghiệm, chứng nhận"),
    Unit("daynghe", "co_so_gdnn", "4909900051", "Trường Trung cấp nghề DEMO", "05983",
         "Giáo dục nghề nghiệp"),
    Unit("khachsan", "co_so_dich_vu", "4909900069", "Nhà nghỉ DEMO Mẫu Sơn", "06541",
         "Dịch vụ lưu trú"),
    Unit("xuongmoc", "co_so_sxkd", "4909900076", "Cơ sở DEMO Xưởng Mộc", "05977", "Đồ gỗ"),
    Unit("moidangky", "doanh_nghiep", "4909900083", "Công ty cổ phần DEMO Mới Đăng Ký", "05986",
         "", reviewed=False),
)  # fmt: skip

# One sign-in for each role, as `make run` prints them.
SIGN_INS = (
    ("applicant", UNITS[0].email),
    ("clerk", "vanthu@" + DOMAIN),
    ("officer", "chuyenvien@" + DOMAIN),
    ("lead", "chicuc@" + DOMAIN),
    ("director", "giamdoc@" + DOMAIN),
    ("auditor", "thanhtra@" + DOMAIN),
    ("admin", "quantri@" + DOMAIN),
    ("council", "chuyengia@" + DOMAIN),
)


def loaded() -> bool:
    """Return whether the demonstration is already here."""
    return people.by_email(STAFF[0].email) is not None


def actor_of(email: str) -> Actor:
    """Return the actor of a demonstration account."""
    person = db.session.scalars(select(Person).where(Person.email == email.lower())).one()
    return sign_in.actor_of(person.id)


def staff(key: str) -> Actor:
    """Return the actor of a member of staff."""
    return actor_of(f"{key}@{DOMAIN}")


def add_staff(one: Staff) -> None:
    """Invite the member of staff and answer the invitation."""
    person = people.invite(email=one.email, name=one.name, roles=one.roles, actor=SYSTEM)
    secret, _token = tokens.issue(person, tokens.INVITATION)
    recovery.set_by_link(secret, tokens.INVITATION, PASSWORD)


def add_unit(unit: Unit) -> Organisation:
    """Register the organisation and fill in its profile."""
    person = people.register(
        email=unit.email.lower(),
        name=f"Người liên hệ DEMO {unit.name.split()[-1]}",
        phone=unit.phone,
        password_hash=passwords.hash_password(PASSWORD),
        notice=notice.current(),
        consented_at=clock.now(),
    )
    found = admission.admit(
        person,
        "mst",
        unit.code,
        {
            "kind": unit.kind,
            "name": unit.name,
            "commune_code": unit.commune,
            "representative": unit.representative,
            "contact_name": person.name,
            "contact_phone": unit.phone,
            "so_dkhtx": "",
        },
    )
    assert isinstance(found, Organisation), "a demonstration code is taken"
    db.session.refresh(person)
    if unit.reviewed:
        profile.save(found.id, found.version, _profile(unit), actor_of(unit.email))
    return found


def _profile(unit: Unit) -> dict[str, Any]:
    return {
        "address": "Số 1, đường DEMO",
        "representative_title": "Giám đốc",
        "field_of_business": unit.field,
        "insured_workers": 12,
        "size": "nho",
        "earlier_support": "Chưa được hỗ trợ",
    }
