"""Who acts: a person with roles and organisations, nobody, or the system. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """Roles of the staff (vai trò); an applicant is whoever is member of an organisation."""

    CLERK = "clerk"  # văn thư
    OFFICER = "officer"  # chuyên viên
    LEAD = "lead"  # lãnh đạo Chi cục/phòng
    DIRECTOR = "director"  # lãnh đạo Sở
    AUDITOR = "auditor"  # kiểm tra, thanh tra
    ADMIN = "admin"  # quản trị hệ thống
    COUNCIL = "council"  # thành viên Hội đồng, Tổ xét chọn: only the sessions one sits in


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a person with roles and organisations, nobody, or the system itself."""

    person_id: int | None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    organisation_ids: frozenset[int] = field(default_factory=frozenset)
    signs_for: frozenset[int] = frozenset()  # may submit and withdraw for these
    signatory_of: frozenset[int] = frozenset()  # người ký: may also say who else acts for it
    agent_for: frozenset[int] = frozenset()  # người nộp thay, under a mandate
    organisation_id: int | None = None  # the one of theirs they are acting for now
    system: bool = False
    partner_id: int | None = None  # who speaks for members; no staff
    # Whose work they do today (giao xử lý thay).
    stands_in_for: frozenset[int] = field(default_factory=frozenset)

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def hats(self) -> frozenset[int]:
        """The persons they act as: themself, and whom they stand in for."""
        own = frozenset() if self.person_id is None else frozenset({self.person_id})
        return own | self.stands_in_for

    @property
    def staff(self) -> bool:
        return bool(self.roles)


NOBODY = Actor(person_id=None)
SYSTEM = Actor(person_id=None, name="system", system=True)
