"""Filling a database with plausible dossiers, in bulk: everything is DEMO, nothing is anybody's.

`grow` adds a batch. The first organisation of a batch has many dossiers, and its first dossier and
first draft are heavy, so that pages over them show whether anything is asked once a row. Statuses
follow the workflow's own table, and every dossier has the rows that its status calls for.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select, update

from app import clock
from app.access import Role
from app.accounts.models import Membership, Person, PersonRole
from app.applications.models import Application, ReferenceCounter
from app.applications.workflow import Status
from app.extensions import db
from app.ledger.models import USED, Entry
from app.ledger.services import rule_key
from app.organisations import kinds
from app.organisations.models import Beneficiary, Identifier, Organisation
from app.organisations.services import communes
from app.programmes.models import Call, CallContent, Programme, Project, SupportContent
from bench import names
from bench.dossiers import write
from bench.rows import Rows
from bench.shapes import Owner, Setting, standard

OFFICER = "chuyenvien@demo.invalid"
SCOPE, OLD_SCOPE = "BENCH-2021-2030", "BENCH-2012-2020"
USUAL, MOST = 4, 150  # dossiers of an ordinary organisation, and of a batch's first

# A service of some years: most dossiers have ended. The first five are the first organisation's
# even in the smallest batch.
MIX = [
    *(Status.APPROVED, Status.DRAFT, Status.UNDER_APPRAISAL, Status.SUPPLEMENT_REQUESTED),
    *(Status.SUBMITTED, Status.ACCEPTED, Status.AWAITING_ENDORSEMENT, Status.AWAITING_APPROVAL),
    *(Status.APPROVED_UNISSUED, Status.REJECTED_UNISSUED, Status.DECLINED, Status.REJECTED),
    *(Status.WITHDRAWN, Status.LAPSED, Status.SUBMITTED, Status.UNDER_APPRAISAL, Status.DRAFT),
    *[Status.APPROVED] * 17,
    *[Status.REJECTED, Status.DECLINED, Status.WITHDRAWN],
]


@dataclass
class Batch:
    """What tests and measurements need to know of a batch; ids only."""

    dossier: int  # heavy, approved and issued
    draft: int  # heavy, of the same organisation
    applicant: str  # the address of its person
    organisation: int
    ready: list[tuple[int, str]] = field(default_factory=list)  # drafts that can be submitted
    rows: int = 0


def grow(size: int, *, ready: int = 0, seed: int = 79) -> Batch:
    """Add `size` dossiers, and `ready` complete drafts of organisations of their own.

    Runs in the caller's writing transaction.
    """
    dice = Random(seed + size)
    rows = Rows(db.session.connection())
    setting = _setting(rows)
    spare = names.codes(10 * (_highest(Organisation) + 1))
    batch = Batch(0, 0, "", 0)
    left, mix = size, _mix(dice, size)
    while left > 0:
        first = batch.organisation == 0
        owner = _organisation(rows, dice, next(spare), setting)
        share = min(left, min(max(size // 2, 5), MOST) if first else USUAL)
        for number in range(share):
            wanted = next(mix)
            heavy = first and (number == 0 or (wanted is Status.DRAFT and not batch.draft))
            status, made = write(
                rows, setting, owner, wanted, dice, weight=max(size, 2) if heavy else 1
            )
            if first and status is Status.APPROVED and not batch.dossier:
                batch.dossier = made
            if heavy and status is Status.DRAFT:
                batch.draft = made
        if first:
            batch.organisation, batch.applicant = owner.organisation["id"], owner.email
            _history(rows, setting, owner, min(size, 15))
        left -= share
    for _number in range(ready):
        owner = _organisation(rows, dice, next(spare), setting)
        made = write(rows, setting, owner, Status.DRAFT, dice, weight=1)[1]
        batch.ready.append((made, owner.email))
    batch.rows = rows.write()
    _counted(setting)
    return batch


def _mix(dice: Random, size: int) -> Any:
    yield from MIX
    while True:
        yield dice.choice(MIX)


def _highest(model: Any) -> int:
    return db.session.scalar(select(func.max(model.id))) or 0


def _setting(rows: Rows) -> Setting:
    """Return what all dossiers share, made with the first batch."""
    contents = db.session.scalars(
        select(SupportContent)
        .where(SupportContent.offered, SupportContent.history_only.is_(False))
        .order_by(SupportContent.id)
    ).all()
    call_id = db.session.scalar(select(Call.id).where(Call.code == "BENCH"))
    project_id = db.session.scalar(select(Project.id).where(Project.code == "BENCH"))
    if call_id is None or project_id is None:
        call_id, project_id = _programme(rows, [content.id for content in contents])
        staff = {role: _person(rows, _address(role), f"DEMO {role}", role) for role in Role}
    else:
        staff = {Role(each.role): each.person_id for each in db.session.scalars(select(PersonRole))}
    last = db.session.get(ReferenceCounter, clock.today().year)
    return Setting(
        contents=[content for content in contents if not content.kinds],
        # Without the one that stands for "not known": whoever is there cannot submit.
        communes={each.code: each.name for each in communes.all_communes()},
        call_id=call_id,
        project_id=project_id,
        scope=SCOPE,
        staff=staff,
        officers=_officers(rows, staff),
        last_reference=last.last if last else 0,
    )


def _officers(rows: Rows, staff: dict[Role, int]) -> list[tuple[int, str]]:
    """Return the officers who handle dossiers: the one who signs in, and eleven more."""
    wanted = [OFFICER, *(f"cv{number}@demo.invalid" for number in range(2, 13))]
    known = dict(
        db.session.execute(select(Person.email, Person.id).where(Person.email.in_(wanted))).all()
    )
    dice = Random(1)
    return [
        (
            staff[Role.OFFICER]
            if address == OFFICER
            else known.get(address) or _person(rows, address, names.person(dice), None),
            names.person(dice),
        )
        for address in wanted
    ]


def _address(role: Role) -> str:
    return OFFICER if role is Role.OFFICER else f"{role}@demo.invalid"


def _person(rows: Rows, email: str, name: str, role: Role | None) -> int:
    made = rows.add(
        Person,
        email=email,
        name=name,
        phone="0205 000 000",
        password_hash=None,  # a session is made without one: see bench/visitor.py
        disabled_at=None,
        created_at=clock.now(),
    )
    if role:
        rows.plain(PersonRole, person_id=made, role=role.value)
    return made


def _programme(rows: Rows, content_ids: list[int]) -> tuple[int, int]:
    now = clock.now()
    programme = rows.add(
        Programme, code="BENCH", name="DEMO – Kế hoạch thử tải", scope=SCOPE, is_open=True,
        year_from=2021, year_to=2030, is_demo=True,
    )  # fmt: skip
    project = rows.add(
        Project, programme_id=programme, code="BENCH", name="DEMO – Dự án", year=now.year,
        is_demo=True,
    )  # fmt: skip
    call = rows.add(
        Call, programme_id=programme, code="BENCH", name="DEMO – Đợt đăng ký", is_demo=True,
        opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=30),
        state="published", published_at=now, told_at=now,
        reception_days=3, appraisal_days=10, decision_days=5, supplement_days=10,
        contact_name="Phòng Quản lý TĐC", contact_phone="0205 000 000",
    )  # fmt: skip
    for content_id in content_ids:
        rows.add(CallContent, call_id=call, content_id=content_id, project_id=project)
    return call, project


def _organisation(rows: Rows, dice: Random, code: str, setting: Setting) -> Owner:
    moment = clock.now()
    beneficiary = rows.add(Beneficiary, root_code=code)
    commune = dice.choice(list(setting.communes))
    email = f"dv{code}@demo.invalid"
    said = names.organisation(dice, beneficiary)
    contact = names.person(dice)
    values = {
        **said,
        "short_name": "",
        "commune_code": commune,
        "address": f"Số {dice.randrange(1, 300)}, khối {dice.randrange(1, 12)}",
        "production_site": "",
        "registration_paper": f"{code}, Sở Tài chính",
        "phone": "0205 000 000",
        "email": email,
        "contact_name": contact,
        "contact_phone": "0912 000 000",
        "contact_email": email,
        "field_of_business": "Chế biến nông lâm sản",
        "insured_workers": dice.randrange(3, 200),
        "capital": dice.randrange(1, 90) * 1_000_000_000,
        "revenue": dice.randrange(1, 90) * 1_000_000_000,
        "size": "nho",
        "women_owned": dice.random() < 0.3,
        "certificates": "",
        "earlier_support": "Không",
    }
    made = rows.add(
        Organisation, beneficiary_id=beneficiary, **values, profile_completed_at=moment,
        created_at=moment,
    )  # fmt: skip
    rows.add(
        Identifier, organisation_id=made, scheme="mst", value=code,
        valid_from=clock.today() - timedelta(days=900), valid_to=None,
    )  # fmt: skip
    person = _person(rows, email, contact, None)
    rows.add(
        Membership, person_id=person, organisation_id=made, valid_until=None, created_at=moment
    )
    words = {
        "code": code,
        "scheme": "mst",
        "priorities": [],
        "kind_name": kinds.label(values["kind"]),
        "commune": setting.communes[commune],
        "size_name": kinds.size("nho"),
    }
    return Owner({"id": made, **values}, beneficiary, person, contact, email, code, values | words)


def _history(rows: Rows, setting: Setting, owner: Owner, count: int) -> None:
    """Supports of the plan before, which warn and do not block."""
    for content in setting.contents[:count]:
        rows.add(
            Entry, scope=OLD_SCOPE, beneficiary_id=owner.beneficiary,
            organisation_id=owner.organisation["id"], content_id=content.id,
            rule_key=rule_key(content, standard(content)), state=USED, given_year=2018,
            document_number="DEMO 12/QĐ-SKHCN", application_id=None, standard=standard(content),
            source_reference="", created_at=clock.now(),
        )  # fmt: skip


def _counted(setting: Setting) -> None:
    """The year's sequence goes on after the references given out here; approvals are counted."""
    approved = (
        select(func.count())
        .where(
            Application.call_id == CallContent.call_id,
            Application.content_id == CallContent.content_id,
            Application.status.in_((Status.APPROVED_UNISSUED, Status.APPROVED)),
        )
        .scalar_subquery()
    )
    db.session.execute(
        update(CallContent)
        .where(CallContent.call_id == setting.call_id)
        .values(approved=approved)
        .execution_options(synchronize_session=False)
    )
    year = clock.today().year
    row = db.session.get(ReferenceCounter, year)
    if row is None:
        db.session.add(ReferenceCounter(year=year, last=setting.last_reference))
    else:
        row.last = setting.last_reference
    db.session.flush()


def count() -> int:
    """Return how many dossiers there are."""
    return db.session.scalar(select(func.count(Application.id))) or 0
