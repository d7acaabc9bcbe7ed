"""What a dossier leaves behind on its way: events, letters, the slot, papers."""

from collections import deque
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from app.access import Role
from app.applications.emails import once_key
from app.applications.models import (
    Revision,
    SearchWord,
    SupplementItem,
    SupplementRequest,
)
from app.applications.workflow import LOOKS, MOVES, Action, Slot, Status
from app.appraisal.models import Appraisal
from app.appraisal.services.sheet import CHECKLIST
from app.audit.models import Event
from app.delivery.models import Support
from app.ledger.models import HELD, RELEASED, Entry
from app.ledger.services import rule_key
from app.outbox.models import SENT, Letter
from app.papers.models import GivenNumber
from app.papers.services.numbers import key_of
from app.review.models import Decision, IssuedDocument, Note
from app.text import fold, words
from bench.rows import Rows
from bench.shapes import (
    DECIDED,
    ISSUED,
    SUPPLEMENTED,
    Dossier,
    Setting,
    standard,
    stored,
)

BY = {
    Action.ACCEPT: Role.CLERK,
    Action.ASSIGN: Role.LEAD,
    Action.ENDORSE: Role.LEAD,
    Action.APPROVE: Role.DIRECTOR,
    Action.REJECT: Role.DIRECTOR,
    Action.ISSUE_APPROVAL: Role.CLERK,
    Action.ISSUE_REJECTION: Role.CLERK,
}


def _number(dossier: Dossier) -> str:
    """Return a number of its own: the clerk gives none twice in a year."""
    return f"DEMO {dossier.id}/QĐ-SKHCN"


@cache
def path(status: Status) -> tuple[tuple[Action, Status, Status], ...]:
    """Return the shortest way from a draft to `status` by the table of moves."""
    waiting: deque[tuple[Status, tuple[tuple[Action, Status, Status], ...]]] = deque(
        [(Status.DRAFT, ())]
    )
    while waiting:
        here, way = waiting.popleft()
        if here is status:
            return way
        for action, move in MOVES.items():
            if here in move.sources and isinstance(move.target, Status):
                waiting.append((move.target, (*way, (action, here, move.target))))
    raise LookupError(status)


def events(rows: Rows, setting: Setting, dossier: Dossier) -> None:
    owner, at = dossier.owner, dossier.began
    _event(rows, dossier, "start", (owner.person, owner.person_name), at, after=Status.DRAFT)
    for action, before, after in path(dossier.status):
        at += timedelta(hours=5)
        role = BY.get(action)
        staff = role or (action is not Action.WITHDRAW and action is not Action.SUBMIT)
        by = _by(setting, dossier, role) if staff else (owner.person, owner.person_name)
        event = _event(rows, dossier, action.value, by, at, before=before, after=after)
        if letter := MOVES[action].letter:
            _letter(rows, dossier, letter, event, at)


def _by(setting: Setting, dossier: Dossier, role: Role | None) -> tuple[int, str]:
    """Return who of the staff did it: an officer's deeds are those of who has the dossier."""
    if role is None and dossier.officer:
        return dossier.officer
    who = role or Role.OFFICER
    return setting.staff[who], f"DEMO {who}"


def _event(
    rows: Rows, dossier: Dossier, action: str, by: tuple[int, str], at: datetime, *,
    before: Status | None = None, after: Status | None = None,
) -> int:  # fmt: skip
    data: dict[str, Any] = {}
    if action == Action.ASSIGN and dossier.officer:
        data = {"officer": dossier.officer[0], "officer_name": dossier.officer[1]}
    elif action in {Action.ISSUE_APPROVAL, Action.ISSUE_REJECTION}:
        data = {"number": _number(dossier), "issued_on": at.date().isoformat()}
    elif action == Action.REQUEST_SUPPLEMENT:
        data = {"items": ["Bản sao giấy chứng nhận còn hiệu lực"]}
    elif action in MOVES and MOVES[Action(action)].needs_reason:
        data = {"reason": "Hồ sơ chưa phù hợp với nội dung đợt đăng ký (DEMO)."}
    return rows.add(
        Event, subject="application", subject_id=dossier.id, action=action, actor_id=by[0],
        actor_name=by[1], before=before, after=after, data=data, form_key=None, at=at,
    )  # fmt: skip


def _letter(rows: Rows, dossier: Dossier, letter: str, event_id: int, at: datetime) -> None:
    key = once_key(letter, Event(id=event_id))
    rows.add(
        Letter, once_key=key, name=f"application_{letter}", to_address=dossier.owner.email,
        subject=f"Hồ sơ {dossier.reference}", text="DEMO", html="<p>DEMO</p>", state=SENT,
        message_id=f"<{key}@demo.invalid>", attempts=1, next_at=at, created_at=at, sent_at=at,
        lease_by=None, lease_until=None,
    )  # fmt: skip


def submitted(rows: Rows, setting: Setting, dossier: Dossier, dice: Random) -> None:
    """The slot, the snapshot, the words to be found by, the supplements and the notes."""
    owner, content = dossier.owner, dossier.content
    rows.add(
        Entry, scope=setting.scope, beneficiary_id=owner.beneficiary,
        organisation_id=owner.organisation["id"], content_id=content.id,
        rule_key=rule_key(content, standard(content)), standard=standard(content),
        state=HELD if LOOKS[dossier.status].slot is Slot.HELD else RELEASED,
        application_id=dossier.id, source_reference=dossier.reference, document_number="",
        given_year=None, created_at=dossier.began,
    )  # fmt: skip
    rows.add(
        Revision, application_id=dossier.id, number=1, at=dossier.began,
        data={"standard": standard(content), "profile": owner.profile},
    )  # fmt: skip
    assert content.version is not None
    assert dossier.reference is not None
    found = {"".join(words(dossier.reference)), *words(dossier.reference), owner.code}
    for said in (owner.organisation["name"], owner.organisation["representative"], content.code,
                 content.version.name, standard(content)):  # fmt: skip
        found.update(words(said))
    for word in found:
        rows.plain(SearchWord, word=word, application_id=dossier.id)
    heavy = dossier.weight > 1
    for number in range(min(dossier.weight, 5) if heavy else dossier.status in SUPPLEMENTED):
        _supplement(rows, dossier, waits=number == 0 and not heavy)
    for number in range(min(dossier.weight, 100) if heavy else dice.random() < 0.2):
        author = setting.officers[number % len(setting.officers)]
        note = rows.add(
            Note, application_id=dossier.id, person_id=author[0], at=dossier.began,
            text="Đã gọi điện trao đổi với đơn vị.",
        )  # fmt: skip
        _event(rows, dossier, "note", author, dossier.began)
        rows.waiting["event"][-1]["data"] = {"note": note}


def _supplement(rows: Rows, dossier: Dossier, *, waits: bool) -> None:
    due = dossier.due_on
    open_now = waits and dossier.status is Status.SUPPLEMENT_REQUESTED
    asked = rows.add(
        SupplementRequest, application_id=dossier.id, asked_at=dossier.began,
        deadline_on=due, due_before=due, answer_before=due,
        closed_at=None if open_now else dossier.began,
    )  # fmt: skip
    for position in range(2):
        rows.add(
            SupplementItem, request_id=asked, position=position,
            text="Bản sao giấy chứng nhận còn hiệu lực", answer="" if open_now else "Đã gửi",
        )  # fmt: skip


def appraised(rows: Rows, setting: Setting, dossier: Dossier) -> None:
    """The appraisal, the decision, its issue and the support that begins."""
    assert dossier.officer is not None
    at, status = dossier.began, dossier.status
    approves = status not in {Status.REJECTED, Status.REJECTED_UNISSUED}
    rows.add(
        Appraisal, application_id=dossier.id, person_id=dossier.officer[0], at=at,
        checklist=[
            {"key": key, "label": label, "result": "pass", "note": ""}
            for key, label in CHECKLIST.items()
        ],
        scores=[], total=None, proposed_amount=None, opinion="Đủ điều kiện hỗ trợ.",
        recommendation="approve" if approves else "reject",
    )  # fmt: skip
    if status not in DECIDED:
        return
    issued = status in ISSUED
    document = _document(rows, setting, dossier, approves) if issued else (None, None)
    rows.add(
        Decision, application_id=dossier.id, outcome="approve" if approves else "reject",
        reason="" if approves else "Chưa phù hợp với kế hoạch.", at=at,
        appraised_by=dossier.officer[0], decided_by=setting.staff[Role.DIRECTOR],
        recorded_by=None, signed_on=None, scan_id=None, number=_number(dossier) if issued else "",
        issued_on=at.date() if issued else None, issued_file_id=document[0],
        issued_by=setting.staff[Role.CLERK] if issued else None,
        issued_at=at if issued else None, document_id=document[1],
    )  # fmt: skip
    if status is Status.APPROVED:
        rows.add(
            Support, application_id=dossier.id, organisation_id=dossier.owner.organisation["id"],
            content_id=dossier.content.id, document_number=_number(dossier), approved_on=at.date(),
            created_at=at,
        )  # fmt: skip


def _document(
    rows: Rows, setting: Setting, dossier: Dossier, approves: bool
) -> tuple[int | None, int | None]:
    """Return the signed file of an issued decision, and its line in the clerk's register."""
    file_id, number = stored(rows, f"demo/{dossier.id}/issued", dossier), _number(dossier)
    rows.add(
        GivenNumber, year=dossier.began.year, number_key=key_of(number, "quyet_dinh"),
        number=number, dated_on=dossier.began.date(), subject="application",
        subject_id=dossier.id, issued=True, given_by=setting.staff[Role.CLERK],
        given_at=dossier.began,
    )  # fmt: skip
    return file_id, rows.add(
        IssuedDocument, kind="quyet_dinh" if approves else "thong_bao", year=dossier.began.year,
        number=number, number_key="".join(fold(number).split()), issued_on=dossier.began.date(),
        file_id=file_id, issued_by=setting.staff[Role.CLERK], issued_at=dossier.began,
    )  # fmt: skip
