"""What the office set up and what organisations would want."""

from app import clock
from app.accounts import passwords
from app.accounts.services import sign_in
from app.demo import dossiers
from app.extensions import db
from app.needs.services import partners, say, speaking
from app.needs.services.say import Said
from app.needs.services.speaking import Spoken
from app.organisations.services.queries import by_code
from app.programmes.services import builder, calls, draft_checks
from app.review.services import bulk, views
from tests.house.names import CODE, EMAILS, PASSWORD, House, actor

TABLE = {
    "label": "Máy móc",
    "kind": "table",
    "help": "Loại chính.",
    "unit": "",
    "options": [],
    "required": True,
    "max_length": None,
    "columns": [
        {"key": "ten", "label": "Tên máy", "kind": "short_text"},
        {"key": "nam", "label": "Năm mua", "kind": "number"},
        {"key": "gia", "label": "Nguyên giá", "kind": "money"},
    ],
    "show_when": {"question": "da_ky_tu_van", "answer": "co"},
}


def add(house: House) -> None:
    """Add both."""
    _codes(house)
    _needs(house)


def _codes(house: House) -> None:
    house.things["content"] = {"code": "CC-5S"}
    lead = actor("lead")
    house.things["kept"] = {"view_id": views.keep("Quá hạn", "han=qua-han", lead, shared=True).id}
    asked = bulk.carry_out("phan-cong", [(house.id_of("draft"), 1)], lambda *_seen: None, lead, "")
    house.things["bulk"] = {"event_id": asked.id}
    house.things["programme"] = {"code": "KH79"}
    drafted = builder.of("HTQL-9001")
    builder.put(drafted, draft_checks.QUESTIONS, None, TABLE, actor("lead"))
    house.things["drafted"] = {"code": "HTQL-9001"}
    house.things["question"] = {"code": "CC-5S", "key": "hien_trang"}
    house.things["document"] = {"code": "CC-5S", "key": "gcn_dk"}
    house.things["day"] = {"day": "2026-01-01"}
    house.things["commune"] = {"code": "05977"}
    house.things["call"] = {"code": dossiers.CALL, "content_code": "MH-DIEM"}


def _needs(house: House) -> None:
    """What the owner wants, and what a partner says that it wants."""
    organisation = by_code("mst", CODE)
    assert organisation is not None
    contact = {"contact_name": organisation.contact_name, "contact_phone": "0912345678"}
    year = clock.today().year + 1
    need = say.say(organisation, Said(("HTQL-9001",), year, **contact), actor("owner"))
    house.things["need"] = {"item_id": need.items[0].id}
    partner = partners.add("Liên minh DEMO", "lien_minh_htx", "", actor("admin"))
    house.things["partner"] = {"partner_id": partner.id}
    person = partners.invite(partner, EMAILS["partner"], "Hà Vân DEMO", actor("admin"))
    person.password_hash = passwords.hash_password(PASSWORD)
    db.session.flush()
    spoken = Spoken(
        CODE, "Gõ Tay DEMO", organisation.kind, "05977", "0912345678", "", Said(("CC-5S",), year)
    )
    said = speaking.speak(spoken, sign_in.actor_of(person.id))
    house.things["unconfirmed"] = {"item_id": said.items[0].id}
    house.things["inviting"] = {"call_id": calls.get(dossiers.CALL).id}
