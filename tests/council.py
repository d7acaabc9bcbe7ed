"""A council in small, made through the real services: a call with criteria, members, dossiers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.access import Actor, Role
from app.accounts.services import sign_in
from app.audit import services as audit
from app.audit.models import Event
from app.programmes.models import Criterion
from app.programmes.services import calls, publishing, quota
from app.selection.models import Session
from app.selection.services import (
    conclude,
    conflicts,
    members,
    results,
    scoring,
    sessions,
)
from tests.factories import CALL, FIVE_S, REASON, Member, World

_LABELS = (("Mức độ sẵn sàng", 60), ("Nguồn lực đối ứng", 40))


@dataclass
class Council:
    """A session, with what a test needs to act in it."""

    world: World
    session_id: int
    secretary: Actor
    voters: list[int]  # members' numbers
    dossiers: list[int]
    owners: list[Member]
    criteria: list[int] = field(default_factory=list)

    def session(self) -> Session:
        return sessions.get(self.session_id)

    def actor(self, member_id: int) -> Actor:
        return sign_in.actor_of(members.get(self.session(), member_id).person_id)

    def history(self) -> Sequence[Event]:
        return audit.history("selection_session", self.session_id)

    def score_each(
        self, member_id: int, dossier: int, points: Sequence[int | None], seen: int | None = None
    ) -> None:
        """Let a member give a mark (whole points) to each criterion of a dossier."""
        marks = {
            key: None if mark is None else mark * 100
            for key, mark in zip(self.criteria, points, strict=True)
        }
        with self.world.writing():
            session = self.session()
            scoring.save(
                session,
                members.get(session, member_id),
                sessions.of_session(session, dossier),
                self.actor(member_id),
                marks=marks,
                remark="",
                seen=seen,
            )

    def score(self, member_id: int, dossier: int, points: int, seen: int | None = None) -> None:
        self.score_each(member_id, dossier, (points, points), seen)

    def score_dossier(self, dossier: int, points: int) -> None:
        for member_id in self.voters:
            self.score(member_id, dossier, points)

    def score_all(self, points: int, but: set[tuple[int, int]] | None = None) -> None:
        for dossier in self.dossiers:
            for member_id in self.voters:
                if (member_id, dossier) not in (but or set()):
                    self.score(member_id, dossier, points)

    def declare(self, member_id: int, dossier: int) -> None:
        with self.world.writing():
            session = self.session()
            conflicts.declare(
                session,
                members.get(session, member_id),
                sessions.of_session(session, dossier),
                REASON,
                self.actor(member_id),
            )

    def set(self, **values: Any) -> None:
        """Set what the session, or its call, says."""
        with self.world.writing():
            session = self.session()
            for name, value in values.items():
                setattr(session if hasattr(session, name) else session.call, name, value)

    def quota(self, wanted: int) -> None:
        with self.world.writing():
            publishing.set_quota(calls.get(CALL), self._content(), wanted, REASON, self.world.lead)

    def line(self) -> tuple[int | None, int]:
        """Return (quota, counted approvals)."""
        with self.world.reading():
            row = quota.offered(self.session().call_id, self._content())
            assert row is not None
            return row.quota, row.approved

    def _content(self) -> int:
        return self.session().contents[0].content_id

    def close(self) -> None:
        with self.world.writing():
            scoring.close(self.session(), self.secretary)

    def saw(self) -> str:
        with self.world.reading():
            return results.seen(results.rank(self.session()))

    def conclude(self, saw: str | None = None) -> None:
        looked = self.saw() if saw is None else saw
        with self.world.writing():
            conclude.conclude(self.session(), looked, self.world.lead)

    def want(self, dossier: int, outcome: str, reason: str) -> None:
        with self.world.writing():
            results.set_outcome(self.session(), dossier, outcome, reason, self.secretary)

    def send_back(self, dossier: int, by: Actor | None = None) -> None:
        with self.world.writing():
            conclude.send_back(self.session(), dossier, REASON, by or self.world.lead)

    def drop(self) -> None:
        with self.world.writing():
            sessions.drop(self.session(), REASON, self.secretary)

    def another(self) -> int:
        """Make a second session with the same dossiers."""
        with self.world.writing():
            made = sessions.create(
                calls.get(CALL), [self._content()], sessions.Said(), self.secretary
            )
            sessions.add(made, self.dossiers, self.secretary)
            return made.id


def with_council(world: World, limit: int | None, content: str = FIVE_S) -> list[int]:
    """Give the suite's call a council, criteria and a quota; return the criteria."""
    if limit is not None:
        world.set_quota(content, limit)
    with world.writing():
        call = calls.get(CALL)
        call.council = True
        call.criteria = [
            Criterion(position=at, label=label, weight=weight)
            for at, (label, weight) in enumerate(_LABELS, start=1)
        ]
    with world.reading():
        return [criterion.id for criterion in calls.get(CALL).criteria]


def council(
    world: World,
    *,
    dossiers: int,
    quota: int | None,
    voters: int = 3,
    member_of: int | None = None,
    scoring_open: bool = True,
) -> Council:
    """Return a session that scores `dossiers` dossiers of one content.

    With `member_of` the first voter belongs to the organisation of that dossier.
    """
    criteria = with_council(world, quota)
    owners = [world.organisation() for _n in range(dossiers)]
    waiting = [world.recommended(owner, FIVE_S) for owner in owners]
    secretary = world.officer
    with world.writing():
        call = calls.get(CALL)
        content = next(each for each in call.contents if each.content.code == FIVE_S)
        session = sessions.create(call, [content.content_id], sessions.Said(), secretary)
        sessions.add(session, waiting, secretary)
        session_id = session.id
    seated = []
    for number in range(voters):
        email = f"chuyen-gia-{number}@example.vn"
        if number == 0 and member_of is not None:
            email = owners[member_of].email
        with world.writing():
            seated.append(
                members.seat(
                    sessions.get(session_id),
                    email=email,
                    name=f"Chuyên gia {number}",
                    capacity="chair" if number == 1 else "member",
                    votes=True,
                    position="Trường đại học",
                    by=secretary,
                ).id
            )
    if scoring_open:
        with world.writing():
            scoring.open_scoring(sessions.get(session_id), secretary)
    assert Role.OFFICER in secretary.roles
    return Council(world, session_id, secretary, seated, waiting, owners, criteria)
