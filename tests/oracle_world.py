"""A good database for the checker, in which everything happened once; made once an engine."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask

import config
from app import clock, create_app
from app.access import SYSTEM, Actor, Role
from app.accounts.services import absences, sign_in
from app.applications.services import draft, lapse, queries, submit, supplement, withdraw
from app.correspondence.services import threads
from app.delivery.services import of_application, unsigned
from app.exports.services import jobs
from app.exports.services import work as export_work
from app.extensions import db
from app.imports.services import apply, batches, decide, reading, rollback
from app.imports.services.decide import Bulk
from app.ledger.services import exceptions, history
from app.needs.services import inviting, partners, say, speaking
from app.needs.services.say import Said
from app.needs.services.speaking import Spoken
from app.organisations.models import Claim
from app.organisations.services import claims
from app.organisations.services import queries as organisations
from app.programmes.services import calls, contents
from app.review.services import arrival, assignment, decision, extension, reception
from tests import people
from tests.council import council
from tests.factories import CALL, FIVE_S, GAP, ISO9001, OUTSIDE, REASON, SCOPE, World, tax_code
from tests.fixtures import application, database
from tests.shared.damaged import Good


class Databases:
    """The good database of each engine, made at the first question."""

    def __init__(self, folder: Callable[[str], Path], stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._made: dict[str, Good] = {}

    def good(self, engine: str) -> Good:
        """Return the good database of `engine`; what is done to it must be undone."""
        if engine not in self._made:
            folder = self._folder(f"oracle-{engine}")
            url = self._stack.enter_context(_database(engine, folder))
            app = create_app(config.load(application.environment(url, folder, 1)))
            self._stack.callback(_close, app)
            self._made[engine] = _fill(World(app), folder)
        return self._made[engine]


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{shutil.copy(database.sqlite_template(), folder / 'good.sqlite3')}"
    else:
        yield from database.own_database(f"TEMPLATE {database.postgresql_template()}")


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _fill(world: World, folder: Path) -> Good:
    """Let every kind of thing happen once."""
    one, two, three, four = (world.organisation() for _n in range(4))
    second = world.staff(
        *world.officer.roles, name="Chuyên viên Mai Sáu", email="sau@so.example.vn"
    )
    ids = {
        "approved": world.approved(one),
        "rejected": world.rejected(two),
        "draft": world.draft(one, FIVE_S, signed=False),
        "submitted": world.submitted(two, GAP, standard="viet gap"),
        "outside": world.submitted(three, OUTSIDE),
        "awaiting": world.awaiting_approval(three, FIVE_S),
        "endorsing": world.recommended(four, FIVE_S),
        "waiting": world.supplement_requested(four),
        "supplemented": world.supplement_requested(three),
        "lapsed": world.supplement_requested(two, FIVE_S),
        "withdrawn": world.submitted(one, GAP, standard="GlobalGAP"),
        "declined": world.submitted(four, OUTSIDE),
    }
    ids["person"], ids["organisation"] = one.actor.person_id or 0, one.organisation_id
    ids["officer"], ids["director"] = world.officer.person_id or 0, world.director.person_id or 0
    _end(world, ids, one.actor, three.actor)
    # Returned, assigned to another, appraised again, then decided on paper.
    paper = world.awaiting_approval(two, OUTSIDE)
    world.do(decision.send_back, paper, REASON, world.director)
    world.do(assignment.assign, paper, second.person_id, world.lead)
    world.appraise(paper, second)
    world.do(decision.endorse, paper, world.lead)
    world.record_paper(paper)
    ids["paper"] = paper
    ids["discarded"] = world.draft(two, ISO9001, signed=False)
    world.do(draft.discard, ids["discarded"], two.actor)
    ids["after_discarded"] = world.draft(two, ISO9001, signed=False)
    ids["third"] = world.phieu(two, ("HTQL-22000", "CN-MT"))
    world.do(submit.submit, ids["third"], two.actor)
    world.relatives(four, 1)
    _needs(world, ids)
    with world.writing():
        for year, aside in ((2026, False), (2025, True)):
            history.record_given(
                scope=SCOPE,
                organisation=organisations.get(three.organisation_id),
                content=contents.get("NN-HUUCO"),
                year=year,
                by=SYSTEM,
                set_aside=aside,
            )
    _except(world, ids, three.organisation_id)
    _claim(world, one.actor)
    _import(world)
    _select(world, ids)
    _order(world, ids, second)
    world.do(threads.ask, ids["awaiting"], "Khi nào có kết quả?", None, three.actor)
    with world.writing():
        jobs.ask("ledger", {"as": "csv", "filters": {}}, world.officer)
    with world.app.app_context():
        export_work.work_due()
    return Good(world.app, folder, ids)


def _select(world: World, ids: dict[str, int]) -> None:
    """A session that was concluded; the support it led to was given up before the agreement."""
    sitting = council(world, dossiers=2, quota=1, voters=2)
    for dossier, points in zip(sitting.dossiers, (90, 60), strict=True):
        sitting.score_dossier(dossier, points)
    sitting.declare(sitting.voters[1], sitting.dossiers[1])
    sitting.close()
    sitting.conclude()
    ids["shortlisted"], ids["reserved"] = sitting.dossiers
    world.do(decision.endorse, ids["shortlisted"], world.lead)
    world.do(decision.decide, ids["shortlisted"], "approve", "", world.director)
    world.issue(ids["shortlisted"])
    with world.writing():
        support = of_application(ids["shortlisted"])
        assert support is not None
        unsigned.give_up(support, "", sitting.owners[0].actor)


def _order(world: World, ids: dict[str, int], second: Actor) -> None:
    """Numbers of arrival, a deed in another's place, an apology, dossiers handed over."""
    today, officer_id, second_id = clock.today(), ids["officer"], second.person_id or 0
    for number, name in enumerate(("submitted", "outside"), start=1):
        world.do(arrival.note, ids[name], str(number), today, world.clerk)
    ids["stood_in"] = world.assigned(world.organisation())
    late = world.assigned(world.organisation())
    with world.writing():
        absences.say(officer_id, second_id, world.lead, first_on=today, last_on=today)
        acting = sign_in.actor_of(second_id)
    world.appraise(ids["stood_in"], acting)
    with clock.freeze(clock.now() + timedelta(days=60)), world.writing():
        assert extension.treat(late) == "apologies drafted"
        drafted = extension.of(late)
        assert drafted is not None
        extension.sign(queries.get(late), drafted.answer_on, REASON, world.officer)
        moved = assignment.hand_over([late], officer_id, second_id, world.lead)
        assert list(moved) == [(late, "")]


def _import(world: World) -> None:
    """One file of history in the ledger, and one that was taken back."""
    for number in (1, 2):
        told = f"HTX Hồi Thung Nắng {number},,VietGAP,2016"
        content = f"Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm\n{told}\n".encode()
        with world.writing():
            batch = batches.upload(content, f"lich-su-{number}.csv", world.officer)
            batch = batches.judge_file(batch, reading.chosen_for(batch), world.officer)
            decide.bulk(batch, Bulk("new_likely"), world.officer)
            batch = apply.start(batch, world.officer)
            if number == 2:
                rollback.start(batch, REASON, world.lead)


def _except(world: World, ids: dict[str, int], organisation_id: int) -> None:
    """A support that a lead proposed to set aside, and a director did."""
    with world.writing():
        entry = history.record_given(
            scope=SCOPE,
            organisation=organisations.get(organisation_id),
            content=contents.get("NS-XANH"),
            year=2026,
            by=SYSTEM,
        )
        request = exceptions.propose(
            entry,
            reason=REASON,
            document_number="7/TTr-CCTĐC",
            document_on=clock.today(),
            by=world.lead,
        )
        exceptions.decide(request, approve=True, reason="", by=world.director)
        ids["excepted"] = entry.id


def _needs(world: World, ids: dict[str, int]) -> None:
    """One need that is open, one that was invited, one that only a partner said."""
    who, officer = world.organisation(), world.officer
    admin = world.staff(Role.ADMIN, email="quan-tri-doi-tac@so.example.vn")
    year = clock.today().year + 1
    with world.writing():
        organisation = organisations.get(who.organisation_id)
        said = Said((ISO9001, FIVE_S), year, "", "Nông Tú", "0912345678")
        first, second = (item.id for item in say.say(organisation, said, who.actor).items)
        inviting.invite(calls.get(CALL), [second], officer)
        partner = partners.add("Liên minh HTX", "lien_minh_htx", "", admin)
        person = partners.invite(partner, "lien-minh@doi-tac.example.vn", "Hà Vân", admin)
        spoken = Spoken(
            tax_code(950), "HTX Ba", "hop_tac_xa", "05977", "0912345678", "", Said((GAP,), year)
        )
        (third,) = speaking.speak(spoken, sign_in.actor_of(person.id)).items
        ids |= {"need_open": first, "need_invited": second, "need_said": third.id}


def _end(world: World, ids: dict[str, int], withdrawer: Actor, supplementer: Actor) -> None:
    with world.writing():
        dossier = queries.get(ids["supplemented"])
        asked = queries.open_supplement(dossier)
        assert asked is not None
        for item in asked.items:
            supplement.answer(dossier, item, "Đã bổ sung", supplementer)
        supplement.send(dossier, supplementer)
    world.do(withdraw.withdraw, ids["withdrawn"], withdrawer)
    world.do(reception.decline, ids["declined"], REASON, world.officer)
    with clock.freeze(clock.now() + timedelta(days=90)), world.writing():
        assert lapse.treat(ids["lapsed"]) == "lapsed"


def _claim(world: World, member: Actor) -> None:
    for number in (0, 1):
        with world.writing():
            email = f"xin-vao-{number}@example.vn"
            claim = people.register(code=tax_code(1), contact_email=email)
            assert isinstance(claim, Claim)
            if number:
                claims.grant(claim.id, member)
