"""Organisations of the small world, and who acts for them."""

from typing import Any

from sqlalchemy import select

from app.access import SYSTEM, Actor
from app.accounts.models import Person
from app.accounts.services import sign_in
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.services import admission, profile
from app.organisations.services import queries as organisations
from tests import people
from tests.factories.ground import Ground
from tests.factories.things import Member, tax_code


class Organisations(Ground):
    """Organisations, registered and complete."""

    _organisations = 0

    def organisation(self, kind: str = "doanh_nghiep", *, code: str = "", **said: Any) -> Member:
        """Register an organisation with a new tax code and complete its profile."""
        self._organisations += 1
        number = self._organisations
        email = f"don-vi-{number}@example.vn"
        with self.writing():
            made = people.register(
                kind=kind,
                code=code or tax_code(number),
                name=said.pop("name", f"Công ty TNHH Mẫu Thử {number}"),
                contact_email=email,
            )
            assert isinstance(made, Organisation), "that code leads to a claim"
            person = db.session.scalars(select(Person).where(Person.email == email)).one()
            member = Member(_member(person), made.id, email)
            complete(made, member.actor, said)
        return member

    def relatives(self, parent: Member, count: int) -> Member:
        """Give `parent` branches 001… with 13-digit codes; return who acts for all of them."""
        with self.writing():
            person = db.session.get_one(Person, parent.actor.person_id)
            root = organisations.get(parent.organisation_id)
            for number in range(1, count + 1):
                branch = admission.create(
                    person,
                    root.beneficiary,
                    scheme="mst",
                    code=f"{root.code}{number:03d}",
                    details={
                        "kind": root.kind,
                        "name": f"Chi nhánh {number}",
                        "commune_code": root.commune_code,
                        "representative": root.representative,
                        "contact_name": root.contact_name,
                        "contact_phone": root.contact_phone,
                    },
                    actor=SYSTEM,
                )
                person = db.session.get_one(Person, parent.actor.person_id, populate_existing=True)
                complete(branch, _member(person), {})
            return Member(_member(person), parent.organisation_id, parent.email)


def _member(person: Person) -> Actor:
    return sign_in.actor_of(person.id)


def complete(organisation: Organisation, by: Actor, said: dict[str, Any]) -> None:
    usual = {
        "address": "Số 1, đường Trần Hưng Đạo",
        "representative_title": "Giám đốc",
        "field_of_business": "Chế biến hồi",
        "earlier_support": "Chưa được hỗ trợ",
    }
    profile.save(organisation.id, organisation.version, {**usual, **said}, by)
