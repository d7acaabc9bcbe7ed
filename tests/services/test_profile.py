"""The profile: told once, never overwritten unseen, looked up by an officer."""

from typing import Any

import pytest
from sqlalchemy import select

from app.access import Actor, Role
from app.accounts.models import Person
from app.audit.models import Event
from app.errors import DomainError, Invalid
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.services import profile, queries
from tests.people import CODES, PERSONAL_NUMBER, actor, person, register, typed

FULL: dict[str, Any] = {
    "address": "Số 5, khối 3",
    "phone": "0205 3812 345",
    "email": "vp@hoixulang.vn",
    "representative_title": "Giám đốc",
    "field_of_business": "Chế biến hồi, quế",
    "earlier_support": "Chưa",
    "capital": 1_500_000_000,
}


def own(**changes: str) -> tuple[Organisation, Actor]:
    organisation = register(**changes)
    assert isinstance(organisation, Organisation)
    wanted = changes.get("contact_email", typed().contact_email)
    return organisation, actor(
        db.session.scalars(select(Person).where(Person.email == wanted)).one()
    )


def test_a_full_profile_lacks_nothing_and_says_since_when(writing: None) -> None:
    organisation, member = own()
    assert len(queries.profile_missing(organisation)) == 4

    profile.save(organisation.id, organisation.version, FULL, member)

    assert queries.profile_missing(organisation) == []
    assert organisation.profile_completed_at is not None
    assert (organisation.phone, organisation.capital) == ("02053812345", 1_500_000_000)
    event = db.session.scalars(select(Event).where(Event.action == "profile_changed")).one()
    assert "capital" in event.data["fields"]


def test_a_stale_profile_is_refused(writing: None) -> None:
    organisation, member = own()
    opened = organisation.version
    profile.save(organisation.id, opened, FULL, member)

    with pytest.raises(profile.Stale) as refusal:
        profile.save(organisation.id, opened, FULL | {"address": "Nơi khác"}, member)

    assert refusal.value.status == 409
    assert organisation.address == FULL["address"]


def test_a_version_nobody_could_have_seen_is_stale(writing: None) -> None:
    organisation, member = own()
    with pytest.raises(profile.Stale):
        profile.save(organisation.id, None, FULL, member)


def test_only_fields_of_the_profile_are_taken(writing: None) -> None:
    organisation, member = own()
    beneficiary = organisation.beneficiary_id

    profile.save(
        organisation.id,
        organisation.version,
        FULL | {"beneficiary_id": 99, "kind": "hop_tac_xa", "contact_email": "x@y.vn"},
        member,
    )

    assert (organisation.beneficiary_id, organisation.kind) == (beneficiary, "doanh_nghiep")
    assert organisation.contact_email == typed().contact_email


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "1900 1234"), ("email", "x"), ("commune_code", "0"), ("size", "khong_lo"),
     ("priorities", ["uu_tien_la"]), ("commune_code", "059\x0077"), ("name", "www.vi-du.example"),
     ("representative", "Mai http://vi-du.example"), ("contact_name", "WWW.vi-du.example"),
     ("capital", -1), ("address", "x" * 251)],
)  # fmt: skip
def test_a_wrong_value_is_refused_next_to_its_field(
    writing: None, field: str, value: object
) -> None:
    organisation, member = own()
    with pytest.raises(Invalid) as refusal:
        profile.save(organisation.id, organisation.version, FULL | {field: value}, member)
    assert refusal.value.field == field


def test_a_stranger_saves_nothing(writing: None) -> None:
    organisation, _member = own()
    _other, stranger = own(code=CODES[1], contact_email="la@xa.vn")
    with pytest.raises(DomainError) as refusal:
        profile.save(organisation.id, organisation.version, FULL, stranger)
    assert refusal.value.status == 403


def test_an_officer_looks_the_registration_up_without_disturbing_who_edits(
    writing: None,
) -> None:
    organisation, member = own()
    officer = actor(person("chuyen-vien@langson.test", Role.OFFICER))
    opened = organisation.version

    profile.check_registration(organisation, officer)

    assert organisation.registration_checked_at is not None
    profile.save(organisation.id, opened, FULL, member)
    assert organisation.registration_checked_at is not None
    profile.save(organisation.id, organisation.version, FULL | {"name": "Tên mới"}, member)
    assert organisation.registration_checked_at is None


def test_an_officer_of_the_organisation_may_not_vouch_for_it(writing: None) -> None:
    organisation, member = own()
    both = Actor(member.person_id, member.name, frozenset({Role.OFFICER}), member.organisation_ids)
    with pytest.raises(DomainError) as refusal:
        profile.check_registration(organisation, both)
    assert refusal.value.status == 403


def test_the_snapshot_keeps_every_field_in_its_own_words(writing: None) -> None:
    organisation, member = own(kind="co_so_sxkd", code=PERSONAL_NUMBER)
    profile.save(organisation.id, organisation.version, FULL | {"size": "nho"}, member)

    snapshot = queries.profile_snapshot(organisation)

    assert (snapshot["code"], snapshot["scheme"]) == (PERSONAL_NUMBER, "so_dinh_danh")
    assert (snapshot["commune"], snapshot["size_name"]) == ("Phường Đông Kinh", "Nhỏ")
    assert set(profile.FIELDS) <= set(snapshot)


def test_members_addresses_leave_out_the_disabled(writing: None) -> None:
    organisation, member = own()
    assert queries.members_emails(organisation.id) == [typed().contact_email]

    someone = db.session.get_one(Person, member.person_id)
    someone.disabled_at = someone.created_at
    db.session.flush()

    assert queries.members_emails(organisation.id) == []
