"""Everybody at once: whatever the moment, the rule, the decision and the numbers hold.

Threads start at a barrier, each with a context and a transaction of its own, as requests do;
nothing sleeps. The same tests run on SQLite.
"""

from functools import partial

import pytest
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

from app.access import Actor
from app.applications.models import Application
from app.applications.services import compose, draft, submit, withdraw
from app.audit.models import Event
from app.errors import DomainError, NotFound
from app.extensions import db
from app.ledger.models import BLOCKING, Entry
from app.organisations.models import Beneficiary
from app.organisations.services import members
from app.programmes.services import contents
from app.review.models import Decision
from app.review.services import decision
from tests import people
from tests.factories import FIVE_S, ISO9001, Member, World, joined
from tests.fixtures.crowd import at_once, in_request, tally
from tests.fixtures.visitor import forms_on

CROWD = 50
MODEL = "MH-DIEM"


@pytest.fixture
def app_environment(app_environment: dict[str, str]) -> dict[str, str]:
    """Give every thread of the crowd a connection of its own, as a production host would."""
    return app_environment | {"WEB_THREADS": "60"}


def crowd_of_drafts(world: World, content: str = ISO9001) -> tuple[Member, list[int]]:
    """Return 50 drafts for one content by a parent and its 49 branches: one beneficiary."""
    everyone = world.relatives(world.organisation(), CROWD - 1)
    organisations = sorted(everyone.actor.organisation_ids)
    assert len(organisations) == CROWD
    return everyone, [
        world.draft(everyone, content, organisation_id=organisation_id)
        for organisation_id in organisations
    ]


def blocking(world: World) -> int:
    return world.count(Entry, Entry.state.in_(BLOCKING))


def test_of_fifty_submissions_for_one_beneficiary_and_content_exactly_one_succeeds(
    world: World,
) -> None:
    member, drafts = crowd_of_drafts(world)
    outcomes = at_once([in_request(world.app, submit.submit, d, member.actor) for d in drafts])
    assert tally(outcomes) == {"done": 1, 409: CROWD - 1}
    (winner,) = [d for d in drafts if world.status(d) == "submitted"]
    reference = world.fact(winner, "reference")
    refusals = [outcome for outcome in outcomes if isinstance(outcome, DomainError)]
    assert all(reference in refusal.message for refusal in refusals)
    assert blocking(world) == 1
    assert world.slot(winner) == "held"
    assert len(world.letters("application_submitted")) == 1
    assert world.count(Event, Event.action == "submit") == 1


def test_of_contents_that_exclude_one_another_submitted_at_once_exactly_one_is_held(
    world: World,
) -> None:
    """The index knows nothing of exclusion: the beneficiary's lock alone keeps it."""
    with world.writing():
        contents.get(MODEL).exclude_with = [FIVE_S]
        contents.get(FIVE_S).exclude_with = [MODEL]
    everyone = world.relatives(world.organisation(), 9)
    drafts = [
        world.draft(everyone, (FIVE_S, MODEL)[at % 2], organisation_id=organisation_id)
        for at, organisation_id in enumerate(sorted(everyone.actor.organisation_ids))
    ]
    outcomes = at_once([in_request(world.app, submit.submit, d, everyone.actor) for d in drafts])
    assert tally(outcomes) == {"done": 1, 409: len(drafts) - 1}
    assert blocking(world) == 1


def test_without_the_lock_and_the_check_the_index_alone_still_lets_one_through(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member, drafts = crowd_of_drafts(world)
    monkeypatch.setattr("app.ledger.services.slots.holder", lambda *_args: None)
    monkeypatch.setattr(
        "app.ledger.services.slots.lock_beneficiary", partial(db.session.get_one, Beneficiary)
    )
    outcomes = at_once([in_request(world.app, submit.submit, d, member.actor) for d in drafts])
    assert tally(outcomes) == {"done": 1, 409: CROWD - 1}
    assert blocking(world) == 1


def test_of_fifty_approvals_of_one_dossier_exactly_one_decides(world: World) -> None:
    dossier = world.awaiting_approval(world.organisation())
    approve = in_request(world.app, decision.decide, dossier, "approve", "", world.director)
    assert tally(at_once([approve] * CROWD)) == {"done": 1, 409: CROWD - 1}
    assert world.count(Decision) == 1
    assert world.events(dossier).count("approve") == 1


def test_of_fifty_dossiers_pushed_before_the_director_only_the_holder_is_approved(
    world: World,
) -> None:
    """Even with 50 dossiers of one beneficiary smuggled up by raw SQL, one slot gives one."""
    member, drafts = crowd_of_drafts(world)
    holder = drafts[17]
    world.do(submit.submit, holder, member.actor)
    officer, director = world.officer, world.director
    with world.writing():
        for dossier in drafts:
            db.session.execute(
                text(
                    "UPDATE application SET status = 'awaiting_approval', is_open = :yes,"
                    " officer_id = :officer, due_on = '2026-12-31', answer_on = '2026-12-31',"
                    " submitted_at = created_at, reference = coalesce(reference, :reference)"
                    " WHERE id = :id"
                ),
                {
                    "yes": True,
                    "officer": officer.person_id,
                    "reference": f"FORCED-{dossier}",
                    "id": dossier,
                },
            )
    outcomes = at_once(
        [in_request(world.app, decision.decide, d, "approve", "", director) for d in drafts]
    )
    assert tally(outcomes) == {"done": 1, 409: CROWD - 1}
    with world.reading():
        approved = db.session.scalars(
            select(Application.id).where(Application.status == "approved_unissued")
        ).all()
    assert approved == [holder]
    assert world.count(Decision) == 1
    assert blocking(world) == 1


def test_of_approval_and_withdrawal_at_once_exactly_one_happens(world: World) -> None:
    for content in (ISO9001, FIVE_S, "HTQL-22000", "TXNG-AD"):
        member = world.organisation()
        dossier = world.awaiting_approval(member, content)
        outcomes = at_once(
            [
                in_request(world.app, decision.decide, dossier, "approve", "", world.director),
                in_request(world.app, withdraw.withdraw, dossier, member.actor),
            ]
        )
        assert tally(outcomes) == {"done": 1, 409: 1}
        approved = not isinstance(outcomes[0], DomainError)
        assert world.status(dossier) == ("approved_unissued" if approved else "withdrawn")
        assert world.slot(dossier) == ("held" if approved else "released")
        assert world.count(Decision, Decision.application_id == dossier) == int(approved)


def test_twenty_organisations_at_once_get_numbers_without_gaps_or_twins(world: World) -> None:
    members = [world.organisation() for _ in range(20)]
    drafts = [world.draft(member) for member in members]
    # One more, refused in the middle of its submission, spends no number.
    twin = world.relatives(members[0], 1)
    drafts.append(world.draft(twin, organisation_id=max(twin.actor.organisation_ids)))
    members.append(twin)
    outcomes = at_once(
        [
            in_request(world.app, submit.submit, dossier, member.actor)
            for dossier, member in zip(drafts, members, strict=True)
        ]
    )
    assert tally(outcomes) == {"done": 20, 409: 1}
    with world.reading():
        given = db.session.scalars(
            select(Application.reference).where(Application.reference.is_not(None))
        ).all()
    numbers = sorted(int(str(reference).split("-")[2]) for reference in given)
    assert numbers == list(range(1, 21))


def test_a_quota_of_one_is_not_exceeded_by_approvals_at_once(world: World) -> None:
    world.set_quota(ISO9001, 1)
    dossiers = [world.awaiting_approval(world.organisation()) for _ in range(6)]
    outcomes = at_once(
        [in_request(world.app, decision.decide, d, "approve", "", world.director) for d in dossiers]
    )
    assert tally(outcomes) == {"done": 1, 409: 5}


def test_the_same_form_sent_twenty_times_at_once_moves_one_dossier_once(world: World) -> None:
    member = world.organisation()
    dossier = world.draft(member)
    visitor = world.app.test_client()
    people.enter(visitor, member.email)  # type: ignore[arg-type]  # the suite's client
    path = f"/ho-so/{dossier}/kiem-tra"
    page = visitor.get(path).get_data(as_text=True)
    (form,) = [form for form in forms_on(page) if "commitment" in form.names]
    fields = form.values.to_dict() | {"commitment": "y"}
    name = world.app.config["SESSION_COOKIE_NAME"]
    cookie = visitor.get_cookie(name)
    assert cookie is not None

    def send() -> TestResponse:
        client = world.app.test_client()
        client.set_cookie(name, cookie.value)
        return client.post(path, data=fields)

    replies = at_once([send] * 20)
    for reply in replies:
        if isinstance(reply, BaseException):
            raise reply
    assert {reply.status_code for reply in replies} == {303}
    assert {reply.location for reply in replies} == {f"/ho-so/{dossier}/da-nop"}
    assert world.events(dossier).count("submit") == 1
    assert blocking(world) == 1
    assert len(world.letters("application_submitted")) == 1
    # …and once more, later: the same receipt.
    assert send().location == f"/ho-so/{dossier}/da-nop"


def test_two_signatories_who_end_each_other_at_once_leave_one(world: World) -> None:
    member = world.organisation()
    other = joined(world, member, "hai@example.vn", members.SIGNATORY)
    with world.reading():
        rows = {row.person_id: row.id for row in members.listed(member.organisation_id)}

    def end(by: Actor, whom: Actor) -> None:
        with world.writing():
            members.end(members.get(rows[whom.person_id or 0]), by)

    ended = at_once([partial(end, member.actor, other), partial(end, other, member.actor)])
    assert sorted(type(each).__name__ for each in ended) == ["Conflict", "NoneType"]
    with world.reading():
        left = members.listed(member.organisation_id)
        assert [row.capacity for row in left] == [members.SIGNATORY]


def test_one_phieu_submitted_twenty_times_at_once_makes_one_set_of_dossiers(world: World) -> None:
    member = world.organisation()
    first = world.phieu(member, (ISO9001, FIVE_S, "CN-MT"))
    ids = world.dossiers(first)
    # Whichever of its drafts the page was opened by.
    outcomes = at_once(
        [in_request(world.app, submit.submit, ids[n % 3], member.actor) for n in range(20)]
    )
    assert tally(outcomes) == {"done": 1, 409: 19}
    assert {world.status(each) for each in ids} == {"submitted"}
    assert len({world.fact(each, "reference") for each in ids}) == 3
    assert blocking(world) == 3
    assert world.count(Event, Event.action == "submit") == 3
    assert len(world.letters("application_submitted")) == 1


def test_of_two_phieu_that_share_a_content_one_gets_everything_the_other_nothing(
    world: World,
) -> None:
    for common in (FIVE_S, ISO9001, "CN-MT"):
        member = world.organisation()
        branch = world.relatives(member, 1)
        other = max(branch.actor.organisation_ids)
        one = world.phieu(member, ("HTQL-22000", common))
        two = world.phieu(branch, (common, "CN-ATTP"), organisation_id=other)
        outcomes = at_once(
            [
                in_request(world.app, submit.submit, one, member.actor),
                in_request(world.app, submit.submit, two, branch.actor),
            ]
        )
        assert tally(outcomes) == {"done": 1, 409: 1}
        winner, loser = (two, one) if isinstance(outcomes[0], DomainError) else (one, two)
        assert {world.status(each) for each in world.dossiers(winner)} == {"submitted"}
        assert {world.status(each) for each in world.dossiers(loser)} == {"draft"}
        assert {world.slot(each) for each in world.dossiers(loser)} == {None}


def test_a_phieu_composed_and_submitted_at_once_is_whole(world: World) -> None:
    for _round in range(3):
        member = world.organisation()
        dossier = world.phieu(member, (ISO9001, FIVE_S))
        ids = world.dossiers(dossier)
        outcomes = at_once(
            [
                in_request(world.app, submit.submit, dossier, member.actor),
                in_request(world.app, compose.take_out, ids[1], member.actor),
                in_request(world.app, draft.discard, ids[0], member.actor),
            ]
        )
        tally([each for each in outcomes if not isinstance(each, NotFound)])
    with world.reading():
        split = db.session.execute(
            select(Application.form_id)
            .group_by(Application.form_id)
            .having(func.count(Application.submitted_at).not_in([0, func.count()]))
        ).all()
    assert split == []
