"""Assisted entry (nhập hộ): an officer enters a paper dossier, and judges nothing of it."""

import io
from datetime import timedelta

import pytest

from app import clock
from app.access import Actor, Role
from app.accounts.models import Consent, Person
from app.accounts.services import phone, sign_in
from app.applications.services import documents, draft, filing, queries, submit, tasks
from app.audit import services as audit
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.services import assisted, profile
from app.organisations.services import queries as organisations
from app.outbox.models import TO_PRINT
from app.programmes.services import calls, contents
from app.review.services import arrival, assignment, reception
from tests.factories import CALL, ISO9001, World, pdf, tax_code

KNOWN = assisted.Known(
    kind="hop_tac_xa",
    code=tax_code(60),
    name="Hợp tác xã Rau Bản Nhàng",
    commune_code="05977",
    representative="Hà Thị Lìn",
    contact_name="Hà Thị Lìn",
    contact_phone="0912 345 678",
)


def known(world: World, *, consent: bool = True) -> int:
    """Make the organisation known, with its consent on paper and a complete profile."""
    by = world.officer
    with world.writing():
        made = assisted.make_known(KNOWN, by)
        if consent:
            assisted.record_consent(
                made,
                name="Hà Thị Lìn",
                given_on=clock.today(),
                stream=io.BytesIO(pdf()),
                file_name="dong-y.pdf",
                by=by,
            )
        values = {
            "address": "Bản Nhàng",
            "email": "",
            "representative_title": "Giám đốc",
            "field_of_business": "Trồng rau",
            "earlier_support": "Chưa",
        }
        profile.save(made.id, made.version, values, by)
        return made.id


def begun(world: World, organisation_id: int, by: Actor) -> int:
    with world.writing():
        organisation = organisations.get(organisation_id)
        return draft.start(organisation, calls.get(CALL), contents.get(ISO9001), by).id


def entered(world: World) -> int:
    """Enter a dossier with its scans and submit it."""
    by = world.officer
    dossier = begun(world, known(world), by)
    answers = {
        "short_text": "Toàn đơn vị", "long_text": "Toàn bộ", "number": 12, "money": 15_000_000,
        "date": "2026-12-01", "yes_no": True,
    }  # fmt: skip
    with world.writing():
        application = queries.get(dossier)
        said = {
            item.key: answers.get(item.kind, list(item.options[:1]))
            if item.kind != "choice"
            else item.options[0]
            for item in application.content_version.questions
        }
        draft.save_answers(application, said, "", by)
        for wanted in tasks.asked_documents(application):
            if wanted.required:
                documents.attach(application, wanted, io.BytesIO(pdf()), "quet.pdf", by)
    world.do(submit.submit, dossier, by)
    return dossier


def test_a_known_code_leads_to_the_organisation_that_has_it(world: World) -> None:
    made = known(world)
    by = world.officer
    with world.writing():
        assert assisted.make_known(KNOWN, by).id == made
        found = assisted.find(KNOWN.code)
        assert found is not None
        assert (found.id, found.origin, found.contact_email) == (made, "assisted", "")
        assert found.contact_phone == "0912345678"
        assert not organisations.profile_missing(found)


def test_nothing_is_entered_before_the_consent_on_paper(world: World) -> None:
    organisation_id, by = known(world, consent=False), world.officer
    with pytest.raises(Conflict, match="đồng ý trên giấy"):
        begun(world, organisation_id, by)


def test_a_consent_is_not_signed_tomorrow(world: World) -> None:
    organisation_id, by = known(world, consent=False), world.officer
    with world.writing(), pytest.raises(Invalid) as refused:
        assisted.record_consent(
            organisations.get(organisation_id),
            name="Hà Thị Lìn",
            given_on=clock.today() + timedelta(days=1),
            stream=io.BytesIO(pdf()),
            file_name="dong-y.pdf",
            by=by,
        )
    assert refused.value.field == "given_on"


def test_a_paper_dossier_is_submitted_with_its_scan_and_says_who_entered_it(world: World) -> None:
    dossier = entered(world)
    with world.reading():
        application = queries.get(dossier)
        assert "form" not in [task.key for task in tasks.tasks(application)]
        event = audit.history("application", dossier)[-1]
        assert (event.actor_name, event.data) == (world.officer.name, {"assisted": True})
        found = filing.of(application)
        assert found is not None
        assert (found.name, found.assisted) == (world.officer.name, True)
    (letter,) = world.letters("application_submitted")
    assert (letter.state, letter.recipient["phone"]) == (TO_PRINT, "0912345678")


def test_who_entered_accepts_but_is_not_assigned_and_does_not_appraise(world: World) -> None:
    dossier = entered(world)
    lead, other = world.lead, world.staff(Role.OFFICER, email="hai@so.example.vn")
    came = clock.today() - timedelta(days=3)  # a paper comes before it is entered, no ten years
    ten_years = came.replace(year=came.year - 10)
    with pytest.raises(Invalid, match="quá một năm"):
        world.do(reception.accept, dossier, world.clerk, number="7", arrived_on=ten_years)
    world.do(arrival.note, dossier, "7", came, world.clerk)
    world.do(reception.accept, dossier, world.officer)
    with pytest.raises(Invalid, match="nhập hộ"):
        world.do(assignment.assign, dossier, world.officer.person_id, lead)
    world.do(assignment.assign, dossier, other.person_id, lead)
    with pytest.raises(DomainError) as refused:
        world.appraise(dossier, world.officer)
    assert refused.value.status == 403
    world.appraise(dossier, other)


def test_a_draft_that_is_entered_is_the_entering_officers_alone(world: World) -> None:
    organisation_id, by = known(world), world.officer
    dossier = begun(world, organisation_id, by)
    other = world.staff(Role.OFFICER, email="hai@so.example.vn")
    with pytest.raises(Conflict, match="bản nháp"):
        begun(world, organisation_id, other)
    with pytest.raises(DomainError) as refused:
        world.do(draft.discard, dossier, other)
    assert refused.value.status == 403
    for someone in (world.clerk, Actor(None)):
        with pytest.raises(DomainError):
            begun(world, organisation_id, someone)


def test_an_officer_edits_no_profile_of_an_organisation_that_has_e_mail(world: World) -> None:
    member, by = world.organisation(), world.officer
    with world.writing(), pytest.raises(DomainError) as refused:
        profile.save(member.organisation_id, 1, {"name": "Khác"}, by)
    assert refused.value.status == 403
    with world.writing():
        organisation = db.session.get_one(Organisation, member.organisation_id)
        with pytest.raises(Conflict, match="thư điện tử"):
            assisted.issue_code(organisation, called=True, spoke_to="Ai đó", by=by)


def test_a_code_is_given_after_the_call_and_its_holder_signs_for_the_organisation(
    world: World,
) -> None:
    organisation_id, by = known(world), world.officer
    for called, spoke_to in ((False, "Bà Lìn"), (True, " ")):
        with world.writing(), pytest.raises(Invalid):
            assisted.issue_code(
                organisations.get(organisation_id), called=called, spoke_to=spoke_to, by=by
            )
    with world.writing():
        code = assisted.issue_code(
            organisations.get(organisation_id), called=True, spoke_to="Bà Lìn", by=by
        )
        assert phone.enter("0912345678", code)
        person = db.session.query(Person).filter_by(phone_login="0912345678").one()
        consent = db.session.query(Consent).filter_by(person_id=person.id).one()
        assert consent.paper_id is not None
        actor = sign_in.actor_of(person.id)
        assert actor.signatory_of == {organisation_id}


def test_a_number_that_is_anothers_sign_in_gets_no_code(world: World) -> None:
    first, by = known(world), world.officer
    with world.writing():
        assisted.issue_code(organisations.get(first), called=True, spoke_to="Bà Lìn", by=by)
    member = world.organisation()
    with world.writing():
        other = db.session.get_one(Organisation, member.organisation_id)
        other.contact_email, other.contact_phone = "", "0912345678"
        db.session.flush()
        with pytest.raises(Conflict, match="người khác"):
            assisted.issue_code(other, called=True, spoke_to="Ai đó", by=by)
