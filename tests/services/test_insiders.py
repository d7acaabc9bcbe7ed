"""A person of the organisation does nothing on its dossier: every deed of the desk, one table."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app import clock
from app.access import Actor, Role
from app.applications.models import Application
from app.applications.services import queries, supplement
from app.appraisal.services import appraisal, interests, visits
from app.errors import DomainError
from app.files import services as files
from app.opinions.services import answering, asking
from app.opinions.services.answering import Answer
from app.opinions.services.asking import To
from app.papers.frame import Signing
from app.papers.services import making
from app.review import papers
from app.review.models import Bundle
from app.review.services import (
    arrival,
    assignment,
    bundle_bar,
    bundles,
    decision,
    issue,
    lists,
    notes,
    reception,
)
from app.review.services.bundles import Said, Signed
from tests.factories import FIVE_S, ISO9001, REASON, World, pdf, sheet_said
from tests.house.appraisals import RECORD, planned

Deed = Callable[[Application, Actor], object]
DEPUTY = Signing("KT.", "Phó Giám đốc", "Lâm Thị Ký")


class Undone(Exception):
    """The deed was possible; nothing of it is kept."""


def _bundle(one: Application) -> Bundle:
    found = bundle_bar.of_application(one.id)
    assert found is not None
    return found


def _scan() -> Any:
    return io.BytesIO(pdf()), "da-ky.pdf"


def _issue(one: Application, by: Actor) -> None:
    issue.issue(one, number="71/QĐ", issued_on=clock.today(), signed=_scan()[0],
                signed_name="qd.pdf", by=by)  # fmt: skip


def _issue_list(one: Application, by: Actor) -> None:
    """Somebody else gathered the list; the row of one's own stays behind."""
    gathered = lists.gather(
        [one.id], "approve", replace(by, person_id=1, organisation_ids=frozenset())
    )
    lists.issue_all(gathered, number="72/QĐ", issued_on=clock.today(), signed=_scan(), by=by)
    (row,) = gathered.rows
    if row.problem:
        raise DomainError(403, row.problem)


def _decide_list(one: Application, by: Actor) -> None:
    try:
        lists.decide({one.id: Said()}, "approve", by)
    except lists.NotAll as refused:
        raise DomainError(403, refused.message) from refused


def _record(one: Application, by: Actor) -> None:
    decision.record_paper(
        one, outcome="approve", reason="", signer_name="Lâm Thị Ký", signer_capacity="KT.",
        signed_on=clock.today(), scan=_scan()[0], scan_name="qd.pdf", by=by,
    )  # fmt: skip


def _number(one: Application, by: Actor) -> None:
    (draft,) = (each for each in papers.about(one) if each.state == "draft")
    making.number(draft, "73/QĐ", clock.today(), by, about=one)


def _assign(one: Application, by: Actor) -> None:
    other = next(each.id for each in assignment.officers() if each.id != by.person_id)
    assignment.assign(one, other, by)


def _opinion(one: Application) -> Any:
    return asking.of_application(one.id)[0]


def _visit(one: Application) -> Any:
    return visits.of_application(one.id)[0]


# By the stage of the dossier.
DEEDS: dict[str, dict[str, Deed]] = {
    "submitted": {
        "accept": reception.accept,
        "decline": lambda one, by: reception.decline(one, REASON, by),
        "note the number of arrival": lambda one, by: arrival.note(one, "7", clock.today(), by),
        "request a supplement": lambda one, by: supplement.request(one, ["Sơ đồ"], by),
        "write a note": lambda one, by: notes.write(one, "Ghi chú.", by),
    },
    "accepted": {"assign": _assign},
    "assigned": {
        "keep a half-filled sheet": lambda one, by: appraisal.save_draft(one, sheet_said(one), by),
        "appraise": lambda one, by: appraisal.recommend(one, sheet_said(one), by=by),
        "plan a visit": planned,
        "write a visit down": lambda one, by: visits.save(one, _visit(one), RECORD, by),
        "cancel a visit": lambda one, by: visits.cancel(one, _visit(one), REASON, by),
        "ask for an opinion": lambda one, by: asking.ask(
            one, To("UBND xã", "xa@example.vn"), ["Có hoạt động không"], 5, by
        ),
        "record an opinion": lambda one, by: answering.record(
            one, _opinion(one), Answer("Có.", "Chủ tịch", "15/UBND", clock.today(), _answer()), by
        ),
        "close an opinion": lambda one, by: asking.close(one, _opinion(one), REASON, by),
    },
    "recommended": {
        "endorse": decision.endorse,
        "return": lambda one, by: decision.send_back(one, REASON, by),
    },
    "awaiting": {
        "approve": lambda one, by: decision.decide(one, "approve", "", by),
        "reject": lambda one, by: decision.decide(one, "reject", REASON, by),
        "record a paper decision": _record,
        "decide a list": _decide_list,
        "make a bundle": lambda one, by: bundles.create([one.id], "approve", by),
    },
    "drafted": {
        "edit a bundle": lambda one, by: bundles.edit(_bundle(one), {}, [], by),
        "send a bundle out": lambda one, by: bundles.send_out(_bundle(one), DEPUTY, by),
    },
    "out": {
        "take a bundle back": lambda one, by: bundles.take_back(_bundle(one), by),
        "sign a bundle": lambda one, by: bundles.sign(
            _bundle(one), Signed(DEPUTY, clock.today()), {}, by
        ),
        "cancel a bundle": lambda one, by: bundles.cancel(_bundle(one), REASON, by),
    },
    "unissued": {
        "issue": _issue,
        "gather a list": lambda one, by: lists.gather([one.id], "approve", by),
        "issue a list": _issue_list,
        "number its decision": _number,
        "make a paper": lambda one, by: papers.make(one, "phieu_kiem_soat", Signing(), by),
    },
}


def _answer() -> Any:
    return files.make([(io.BytesIO(pdf()), "tra-loi.pdf")], ("pdf",), "Trả lời")


def stages(world: World, insider: Actor) -> tuple[int, dict[str, int]]:
    """Make a dossier of one organisation at every stage, the insider's to handle."""
    member = world.organisation()
    found = {
        "submitted": world.submitted(member, ISO9001),
        "accepted": world.accepted(member, FIVE_S),
        "assigned": world.assigned(member, "HTQL-22000", to=insider),
        "recommended": world.recommended(member, "TXNG-AD"),
        "awaiting": world.awaiting_approval(member, "TXNG-CN"),
        "drafted": world.awaiting_approval(member, "SP-TCCS"),
        "out": world.awaiting_approval(member, "NS-XANH"),
        "unissued": world.approved_unissued(member, "SP-HCHQ"),
    }
    with world.writing():
        planned(queries.get(found["assigned"]), insider)
        to = To("UBND xã", "xa@example.vn")
        asking.ask(queries.get(found["assigned"]), to, ["Có không"], 5, insider)
        bundles.create([found["drafted"]], "approve", world.officer)
        made = bundles.create([found["out"]], "approve", world.officer)
        bundles.send_out(made, DEPUTY, world.officer)
        making.from_room("quyet_dinh", found["unissued"], world.officer, drawn=False)
    return member.organisation_id, found


def refused(world: World, deed: Deed, dossier: int, by: Actor) -> int | None:
    """Return with which status a deed is refused, None when it is not; nothing is kept."""
    try:
        with world.writing():
            deed(queries.get(dossier), by)
            raise Undone
    except Undone:
        return None
    except DomainError as error:
        return error.status


@pytest.mark.engines("sqlite")
def test_who_belongs_to_the_organisation_or_declared_it_does_none_of_the_desks_deeds(
    world: World,
) -> None:
    roles = (Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR)
    insider = world.staff(*roles, name="Cán bộ kiêm nhiệm", email="kiem@so.example.vn")
    organisation, dossiers = stages(world, insider)
    own = frozenset({organisation})
    mandated = replace(insider, organisation_ids=own, agent_for=own)
    table = [(stage, name, deed) for stage, deeds in DEEDS.items() for name, deed in deeds.items()]

    def outcome(by: Actor) -> dict[str, int | None]:
        return {name: refused(world, deed, dossiers[stage], by) for stage, name, deed in table}

    # The same person does each of them for any other organisation: nothing else stands in the way.
    assert {name: status for name, status in outcome(insider).items() if status} == {}
    everything = {name: 403 for _stage, name, _deed in table}
    assert outcome(replace(insider, organisation_ids=own)) == everything
    assert outcome(mandated) == everything
    with world.writing():
        interests.declare(queries.get(dossiers["submitted"]), "Em ruột.", insider, whole=True)
    assert outcome(insider) == everything
