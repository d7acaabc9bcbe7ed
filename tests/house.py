"""A house with everything in it: the demonstration, and a dossier of one organisation at every
stage, so that every page can be opened by everyone. Only plain values are given away."""

import io
import json
import re
import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url, select
from werkzeug.test import TestResponse

from app import clock, transactions
from app.access import NOBODY, SYSTEM, Actor, Role
from app.accounts import passwords
from app.accounts.models import Person
from app.accounts.services import absences, address, mandates, sign_in, tokens
from app.accounts.services import people as accounts
from app.applications.models import Application
from app.applications.services import documents, draft, print_form, queries
from app.demo import dossiers, people
from app.demo.dossiers import Plan
from app.exports.services import jobs
from app.exports.services import work as export_work
from app.extensions import db, limiter
from app.imports.models import ImportRow
from app.imports.services import apply, batches, reading, together
from app.ledger.models import USED, Entry
from app.ledger.services import exceptions
from app.needs.services import partners, say, speaking
from app.needs.services.say import Said
from app.needs.services.speaking import Spoken
from app.organisations.models import Claim
from app.organisations.services import assisted, invitations, registration
from app.organisations.services.queries import by_code
from app.outbox import services as outbox
from app.outbox.models import FAILED
from app.papers import kinds
from app.papers.services import making, templates
from app.programmes.services import builder, calls, contents, draft_checks
from app.registry.services import acts, deeds
from app.registry.services.acts import Paper
from app.review.services import bulk, calendar_feed, extension, notes, views
from tests import (
    house_appraisals,
    house_calls,
    house_correspondence,
    house_lists,
    house_selection,
)
from tests.factories import attach_to_item
from tests.fixtures import run
from tests.fixtures.database import keep, put_back
from tests.people import secret_in, typed

ROLES = (
    "nobody", "owner", "stranger", "clerk", "officer", "other", "lead", "director", "auditor",
    "admin", "partner",
)  # fmt: skip
EMAILS = {
    "owner": people.UNITS[0].email,
    "stranger": "khachsan@" + people.DOMAIN,
    "clerk": "vanthu@" + people.DOMAIN,
    "officer": "chuyenvien@" + people.DOMAIN,  # to whom the dossiers are assigned
    "other": "chuyenvien2@" + people.DOMAIN,
    "lead": "chicuc@" + people.DOMAIN,
    "director": "giamdoc@" + people.DOMAIN,
    "auditor": "thanhtra@" + people.DOMAIN,
    "admin": "quantri@" + people.DOMAIN,
    "partner": "lienminh@" + people.DOMAIN,
    "claimant": "xin-vao@" + people.DOMAIN,
}
PASSWORD = people.PASSWORD
CODE = people.UNITS[0].code
FREE_CODE = "4909900090"
PAPER_CODE = "4909900206"
NOTE = "Ghi chú nội bộ: không ai ngoài Sở đọc dòng này."
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
_OWNER = people.UNITS[0].key

# The owner's dossiers, by how far they have come. The demonstration makes two of them.
STAGES = {
    "draft": Plan(_OWNER, "SP-TCCS", "draft", products=("Rượu hồi DEMO",)),
    "started": Plan(_OWNER, "HTQL-22000", "draft"),
    "submitted": Plan(_OWNER, "SP-HCHQ", "submitted", products=("Trà hồi DEMO",)),
    "accepted": Plan(_OWNER, "NS-XANH", "accepted"),
    "appraised": Plan(_OWNER, "TXNG-AD", "under_appraisal"),
    "asked": Plan(_OWNER, "NN-GAP", "supplement_requested", "VietGAP", ("Hồi DEMO",)),
    "endorsing": Plan(_OWNER, "TXNG-CN", "awaiting_endorsement"),
    "deciding": Plan(_OWNER, "SP-CONGBO", "awaiting_approval", products=("Hồi sấy DEMO",)),
    "issuing": Plan(_OWNER, "CN-ATTP", "approved_unissued"),
    "approved": Plan(_OWNER, "CC-5S", "approved"),
    "rejected": Plan(_OWNER, "CN-NL", "rejected"),
    "declined": Plan(_OWNER, "CN-ATSK", "declined"),
    "withdrawn": Plan(_OWNER, "CDS-QT", "withdrawn"),
}
MADE_BY_THE_DEMONSTRATION = ("appraised", "approved")


@dataclass
class House:
    """What is in the house: for each thing, the parts of its addresses."""

    things: dict[str, dict[str, Any]] = field(default_factory=dict)

    def id_of(self, thing: str) -> int:
        """Return the number of a dossier."""
        return int(self.things[thing]["application_id"])

    def path(self, template: str) -> str:
        """Return the address: the first {name} is a thing, others are parts of that thing."""
        thing: dict[str, Any] = {}

        def fill(found: re.Match[str]) -> str:
            nonlocal thing
            if thing:
                return str(thing[found[1]])
            thing = self.things[found[1]]
            return str(next(iter(thing.values())))

        return re.sub(r"{(\w+)}", fill, template)


def open_house(app: Flask, moment: str = "") -> House:
    """Put the house into the application's database: built once a run for each stopped clock.

    Where the clock runs, `moment` says for how long a house is kept: its shortest link lives for
    an hour.
    """
    engine = "sqlite" if _on_sqlite(app) else "postgresql"
    name = f"house_{engine}_{moment or format(clock.now(), '%Y%m%dt%H%M')}"
    kept, files = run.folder() / name, Path(app.config["FILES_DIR"])
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    with run.alone(f"house-{engine}"):
        if not kept.exists():
            house = build(app)
            rest(app)
            keep(url, name)
            unfinished = kept.with_suffix(".part")
            shutil.copytree(files, unfinished / "files")
            (unfinished / "things.json").write_text(json.dumps(house.things))
            unfinished.rename(kept)
            return house
    rest(app)
    put_back(url, name)
    shutil.copytree(kept / "files", files, dirs_exist_ok=True)
    return House(json.loads((kept / "things.json").read_text()))


def _on_sqlite(app: Flask) -> bool:
    return str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")


def _database(app: Flask) -> Path:
    return Path(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")


def rest(app: Flask) -> None:
    """Close every connection, so that the database file may be copied."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def build(app: Flask) -> House:
    """Load the demonstration as `flask demo load` does, and add what it lacks."""
    app.config["DEMO"] = True
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    house = House()
    with app.app_context(), transactions.writing():
        for stage, plan in STAGES.items():
            if stage not in MADE_BY_THE_DEMONSTRATION:
                dossiers.make(plan)
            house.things[stage] = {"application_id": _application(plan).id}
        _complete_draft(house)
        _answer_one_item(house)
        for stage in STAGES:
            _name_parts(house, stage)
        notes.write(queries.get(house.id_of("approved")), NOTE, _actor("officer"))
        _people(house)
        _ledger(house)
        _letters(house)
        _members(house)
        _from_paper(house)
        _codes(house)
        _history(house)
        _needs(house)
        _papers(house)
        _act(house)
        house.things |= house_appraisals.things(_actor, house.id_of("appraised"))
        house.things |= house_selection.things(EMAILS["other"])
        house.things |= house_lists.things()
        house.things |= house_correspondence.things(
            _actor("lead"), _actor("owner"), house.id_of("appraised")
        )
        house.things |= house_calls.things(_actor("lead"), EMAILS["owner"])
    _exports(app, house)
    return house


def _exports(app: Flask, house: House) -> None:
    """A file of the officer's that is made, and one that waits."""
    with app.app_context():
        with transactions.writing():
            made = jobs.ask("ledger", {"as": "csv", "filters": {}}, _actor("officer"))
            house.things["export"] = {"job_id": made.id}
        export_work.work_due()
        with transactions.writing():
            secret = calendar_feed.make(_actor("clerk"), with_names=True)
            house.things["calendar"] = {"secret": secret}
            asked = jobs.ask("needs", {"as": "xlsx", "filters": {}}, _actor("officer"))
            house.things["export_waiting"] = {"job_id": asked.id}


def _papers(house: House) -> None:
    """The receipt of an accepted dossier, and a paper that waits for its number."""
    key = house.id_of("accepted")
    made = making.current("phieu_tiep_nhan", "application", key)
    assert made is not None  # made by the reception itself
    house.things["receipt"] = {"application_id": key, "paper_id": made.id}
    house.things["coded"] = {"code": made.code}
    waiting = making.from_room("phieu_kiem_soat", key, _actor("officer"))
    house.things["sheet"] = {"application_id": key, "paper_id": waiting.id}
    late = making.from_room("xin_loi", key, _actor("officer"))
    own = io.BytesIO(templates.source(kinds.get("xin_loi")))
    templates.replace(kinds.get("xin_loi"), own, "mau.docx", _actor("lead"))
    house.things["template"] = {"kind_key": "xin_loi"}
    house.things["late"] = {"application_id": key, "paper_id": late.id}


def _actor(role: str) -> Actor:
    return people.actor_of(EMAILS[role])


def _person(role: str) -> Person:
    person = accounts.by_email(EMAILS[role])
    assert person is not None
    return person


def _application(plan: Plan) -> Application:
    organisation = by_code("mst", CODE)
    assert organisation is not None
    return next(
        item
        for item in queries.of_organisation(organisation.id)
        if item.content.code == plan.content
    )


def _complete_draft(house: House) -> None:
    """Give the draft its files: only the submission is left to do."""
    draft, owner = queries.get(house.id_of("draft")), _actor("owner")
    print_form.printed(draft, owner)
    for item in draft.content_version.documents:
        if item.required or item.kind == "registration":
            documents.attach(draft, item, dossiers.sheet(item.label), f"{item.key}.pdf", owner)


def _answer_one_item(house: House) -> None:
    asked = queries.open_supplement(queries.get(house.id_of("asked")))
    assert asked is not None
    house.things["asked"]["item_id"] = asked.items[0].id
    attach_to_item(
        queries.get(house.id_of("asked")), asked.items[0], dossiers.sheet("bổ sung"), "bo-sung.pdf",
        _actor("owner"),
    )  # fmt: skip


def _name_parts(house: House, stage: str) -> None:
    application, parts = queries.get(house.id_of(stage)), house.things[stage]
    parts["key"] = application.content_version.documents[0].key
    parts["kind"] = "ban-hanh"
    for file in queries.files(application):
        parts["attachment_id"] = file.id
    for product in application.products[:1]:
        parts["product_id"] = product.id


def _people(house: House) -> None:
    invited = accounts.invite(
        email="tapsu@" + people.DOMAIN, name="Tập sự DEMO", roles=(Role.OFFICER,), actor=SYSTEM
    )
    secret, _token = tokens.issue(invited, tokens.INVITATION)
    house.things["invited"] = {"person_id": invited.id}
    house.things["invitation"] = {"token": secret}
    house.things["colleague"] = {"person_id": _actor("other").person_id}
    officer, other = _actor("officer"), _actor("other")
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
    owner, organisation = _actor("owner"), by_code("mst", CODE)
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
    by = _actor("officer")
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


def _letters(house: House) -> None:
    registration.ask(typed(code=CODE, contact_email=EMAILS["claimant"], password=PASSWORD))
    registration.confirm(secret_in("registration_confirm", EMAILS["claimant"]), PASSWORD)
    claim = db.session.scalars(select(Claim)).one()
    house.things["claim"] = {"claim_id": claim.id}
    waiting = "cho@" + people.DOMAIN
    registration.ask(typed(code=FREE_CODE, contact_email=waiting))
    house.things["pending"] = {"token": secret_in("registration_confirm", waiting)}
    letter = outbox.post("password_changed", waiting, "house", {"name": "DEMO", "at": clock.now()})
    letter.state, letter.last_error = FAILED, "550 no such mailbox"
    house.things["letter"] = {"letter_id": letter.id}
    printed = outbox.post(
        "password_changed",
        "",
        "house on paper",
        {"name": "DEMO", "at": clock.now()},
        recipient=outbox.Recipient("Đơn vị DEMO", "Thôn DEMO", "02053812345"),
    )
    house.things["paper_letter"] = {"letter_id": printed.id}
    secret, _token = tokens.issue(_person("owner"), tokens.FIRST_PASSWORD)
    house.things["first_password"] = {"token": secret}


def _act(house: House) -> None:
    """Rename one organisation, with the scan of the document."""
    organisation = by_code("mst", people.UNITS[-1].code)
    assert organisation is not None
    act = deeds.rename(
        organisation.id,
        "Công ty cổ phần DEMO Đã Đổi Tên",
        clock.today(),
        Paper("DEMO-2/GCN", clock.today(), "DEMO – đăng ký thay đổi tên."),
        _actor("officer"),
    )
    acts.attach(act, dossiers.sheet("giấy chứng nhận"), "gcn.pdf", _actor("officer"))
    house.things["act"] = {"act_id": act.id}


def _ledger(house: House) -> None:
    organisation = by_code("mst", CODE)
    assert organisation is not None
    entry = db.session.scalars(
        select(Entry).where(Entry.organisation_id == organisation.id, Entry.state == USED)
    ).first()
    assert entry is not None
    house.things["entry"] = {"entry_id": entry.id}
    request = exceptions.propose(
        entry,
        reason="Lý do DEMO",
        document_number="DEMO-12/TTr-CCTĐC",
        document_on=clock.today(),
        by=_actor("lead"),
        scan=(dossiers.sheet("tờ trình"), "to-trinh.pdf"),
    )
    house.things["exception"] = {"request_id": request.id}


def _codes(house: House) -> None:
    house.things["content"] = {"code": "CC-5S"}
    lead = _actor("lead")
    house.things["kept"] = {"view_id": views.keep("Quá hạn", "han=qua-han", lead, shared=True).id}
    asked = bulk.carry_out("phan-cong", [(house.id_of("draft"), 1)], lambda *_seen: None, lead, "")
    house.things["bulk"] = {"event_id": asked.id}
    house.things["programme"] = {"code": "KH79"}
    drafted = builder.of("HTQL-9001")
    builder.put(drafted, draft_checks.QUESTIONS, None, TABLE, _actor("lead"))
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
    need = say.say(organisation, Said(("HTQL-9001",), year, **contact), _actor("owner"))
    house.things["need"] = {"item_id": need.items[0].id}
    partner = partners.add("Liên minh DEMO", "lien_minh_htx", "", _actor("admin"))
    house.things["partner"] = {"partner_id": partner.id}
    person = partners.invite(partner, EMAILS["partner"], "Hà Vân DEMO", _actor("admin"))
    person.password_hash = passwords.hash_password(PASSWORD)
    db.session.flush()
    spoken = Spoken(
        CODE, "Gõ Tay DEMO", organisation.kind, "05977", "0912345678", "", Said(("CC-5S",), year)
    )
    said = speaking.speak(spoken, sign_in.actor_of(person.id))
    house.things["unconfirmed"] = {"item_id": said.items[0].id}
    house.things["inviting"] = {"call_id": calls.get(dossiers.CALL).id}


HISTORY = """Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm,Số văn bản
HTX Hồi Thung Nắng DEMO,,VietGAP,2016,12/QĐ
HTX Hồi Thung Nắng DEMO,,VietGAP,2018,15/QĐ
Công ty TNHH Đá Suối Hồng DEMO,,múa lân,2017,
"""


def _history(house: House) -> None:
    """One file of history that is judged, one whose columns wait, one that is in the ledger."""
    by = _actor("officer")
    for thing, number in (("history", 1), ("history_raw", 2), ("history_done", 3)):
        content = HISTORY.replace("Thung Nắng", f"Thung Nắng {number}").encode()
        batch = batches.upload(content, f"lich-su-{number}.csv", by)
        if thing != "history_raw":
            batch = batches.judge_file(batch, reading.chosen_for(batch), by)
        if thing == "history_done":
            batch = apply.start(batch, by)
        row_id = db.session.scalar(
            select(ImportRow.id).where(ImportRow.batch_id == batch.id, ImportRow.position == 2)
        )
        house.things[thing] = {"batch_id": batch.id, "row_id": row_id}
        house.things[thing]["key"] = next((one.key for one in together.found(batch.id)), "")


class Callers:
    """A browser for each role. On SQLite the database is as it was before after each POST."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._cookies: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        for role in ("nobody", *EMAILS):
            self._enter(role)
        rest(app)
        self._kept = _database(app).read_bytes() if _on_sqlite(app) else b""

    def open(
        self, role: str, method: str, path: str, data: dict[str, Any] | None = None
    ) -> TestResponse:
        """Send one request as `role`; a POST carries the role's own CSRF token."""
        client = self.client(role)
        if method == "GET":
            return client.get(path, buffered=True)
        limiter.reset()
        answer = client.post(path, data={"csrf_token": self._tokens[role], **(data or {})})
        self._restore()
        return answer

    def client(self, role: str) -> FlaskClient:
        """Return a browser that is signed in as `role`."""
        client = FlaskClient(self.app, self.app.response_class)
        client.set_cookie("nscl", self._cookies[role])
        return client

    def cookie(self, role: str) -> str:
        """Return the session cookie of `role`."""
        return self._cookies[role]

    def _enter(self, role: str) -> None:
        client = FlaskClient(self.app, self.app.response_class)
        page = client.get("/dang-nhap").text
        if role != "nobody":
            limiter.reset()
            values = {"email": EMAILS[role], "password": PASSWORD, "csrf_token": _token(page)}
            assert client.post("/dang-nhap", data=values).status_code == 303, role
            page = client.get("/tai-khoan").text
        cookie = client.get_cookie("nscl")
        assert cookie is not None
        self._cookies[role], self._tokens[role] = cookie.value, _token(page)

    def _restore(self) -> None:
        if not self._kept:
            return
        rest(self.app)
        file = _database(self.app)
        for name in ("-wal", "-shm"):
            file.with_name(file.name + name).unlink(missing_ok=True)
        file.write_bytes(self._kept)


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "a page without a CSRF token"
    return found[1]
