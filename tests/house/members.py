"""Who is in the house: staff that come and go, members, agents, who has no e-mail."""

from datetime import timedelta

from app import clock
from app.access import NOBODY, SYSTEM, Role
from app.accounts.services import absences, address, mandates, tokens
from app.accounts.services import people as accounts
from app.applications.services import draft
from app.demo import dossiers, people
from app.organisations.services import assisted, invitations
from app.organisations.services.queries import by_code
from app.programmes.services import calls, contents
from app.review.services import extension
from tests.house.names import CODE, EMAILS, PAPER_CODE, PASSWORD, House, actor
from tests.people import secret_in


def add(house: House) -> None:
    """Add them."""
    _people(house)
    _members(house)
    _from_paper(house)


def _people(house: House) -> None:
    invited = accounts.invite(
        email="tapsu@" + people.DOMAIN, name="Tập sự DEMO", roles=(Role.OFFICER,), actor=SYSTEM
    )
    secret, _token = tokens.issue(invited, tokens.INVITATION)
    house.things["invited"] = {"person_id": invited.id}
    house.things["invitation"] = {"token": secret}
    house.things["colleague"] = {"person_id": actor("other").person_id}
    officer, other = actor("officer"), actor("other")
    away = absences.say(
        officer.person_id or 0,
        other.person_id or 0,
        officer,
        first_on=clock.today() + timedelta(days=30),
        last_on=clock.today() + timedelta(days=32),
        reason="Đi học DEMO",
    )
    late = house.id_of("appraised")
    with clock.freeze(clock.now() + timedelta(days=90)):
        assert extension.treat(late) == "apologies drafted"
    house.things["holder"] = {"person_id": officer.person_id}
    house.things["absence"] = {"absence_id": away.id}
    owner = accounts.by_email(EMAILS["owner"])
    assert owner is not None
    secret, _token = tokens.issue(owner, tokens.RESET)
    house.things["reset"] = {"token": secret}
    organisation = by_code("mst", CODE)
    assert organisation is not None
    house.things["organisation"] = {"organisation_id": organisation.id}


def _members(house: House) -> None:
    """A preparer, an agent with a mandate, one who is invited, and an address to be changed."""
    owner, organisation = actor("owner"), by_code("mst", CODE)
    assert organisation is not None
    for name, capacity in (("nguoilap", "preparer"), ("nopthay", "agent"), ("duocmoi", "preparer")):
        mandate = None
        if capacity == "agent":
            mandate = mandates.Typed(
                number="05/GUQ",
                valid_until=clock.today() + timedelta(days=90),
                submits=True,
                stream=dossiers.sheet("giấy ủy quyền"),
                file_name="giay-uy-quyen.pdf",
            )
        invited = invitations.invite(
            organisation,
            email=f"{name}@{people.DOMAIN}",
            name=f"Người {name} DEMO",
            capacity=capacity,
            mandate=mandate,
            by=owner,
        )
        secret = secret_in("member_invitation", invited.email)
        if name == "duocmoi":
            house.things["joining"] = {"token": secret}
            house.things["member_invitation"] = {"invitation_id": invited.id}
            continue
        new = invitations.NewPerson(name=invited.name, phone="0912345678", password=PASSWORD)
        joined = invitations.accept(secret, NOBODY, new)
        house.things[capacity] = {"membership_id": joined.id}
        if joined.mandate_id is not None:
            house.things["mandate"] = {"mandate_id": joined.mandate_id}
    moved = "dia-chi-moi@" + people.DOMAIN
    address.ask(owner, moved, PASSWORD)
    house.things["new_address"] = {"token": secret_in("email_change", moved)}


def _from_paper(house: House) -> None:
    """An organisation without e-mail, and a dossier that the officer is entering for it."""
    by = actor("officer")
    made = assisted.make_known(
        assisted.Known(
            kind="hop_tac_xa",
            code=PAPER_CODE,
            name="Hợp tác xã DEMO Bản Nhàng",
            commune_code="05977",
            representative="Hà Thị Lìn",
            contact_name="Hà Thị Lìn",
            contact_phone="0912345678",
        ),
        by,
    )
    assisted.record_consent(
        made,
        name="Hà Thị Lìn",
        given_on=clock.today(),
        stream=dossiers.sheet("đồng ý"),
        file_name="dong-y.pdf",
        by=by,
    )
    content = "CC-5S"
    begun = draft.start(made, calls.get(dossiers.CALL), contents.get(content), by)
    house.things["entered"] = {"application_id": begun.id}
    house.things["without_email"] = {
        "organisation_id": made.id,
        "call": dossiers.CALL,
        "content": content,
    }
