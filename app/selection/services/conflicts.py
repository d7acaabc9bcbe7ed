"""Conflict of interest (xung đột lợi ích): found by the system, or declared by the member.

Who belongs to the organisation or a relative of it, acts for it under a mandate, or entered its
dossier from paper, neither scores the dossier nor sees its scores. Dossiers of one content compete
for the same places: who belongs to the organisation of one of them scores none of them.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select

from app import clock
from app.access import Actor, Permission
from app.accounts.services import sign_in
from app.applications.services import foreign
from app.errors import DomainError, Invalid
from app.extensions import db
from app.selection.models import Conflict, Listed, Mark, Member, Session, Sheet
from app.selection.services import door, sessions
from app.selection.workflow import State
from app.text import _


def of_session(session: Session) -> dict[tuple[int, int], Conflict]:
    """Return the conflicts of a session by (member, dossier of the session)."""
    rows = db.session.scalars(
        select(Conflict)
        .join(Member, Member.id == Conflict.member_id)
        .where(Member.session_id == session.id)
    )
    return {(row.member_id, row.listed_id): row for row in rows}


def barred(member: Member) -> dict[int, Conflict]:
    """Return what bars a member, by dossier of the session."""
    rows = db.session.scalars(select(Conflict).where(Conflict.member_id == member.id))
    return {row.listed_id: row for row in rows}


def closed_to(by: Actor, member: Member | None, dossiers: Iterable[Listed]) -> set[int]:
    """Return the dossiers of a session that `by` neither scores nor sees the scores of.

    What bars the member, and what is true at this moment: an interest may be declared any day.
    Everybody is kept from what they have an interest in, whether they sit or not.
    """
    dossiers = list(dossiers)
    found = barred(member) if member else {}
    seen = foreign.open_to(by, [each.application_id for each in dossiers])
    return {each.id for each in dossiers if each.id in found or each.application_id not in seen}


def check(session: Session, each: Listed, by: Actor) -> None:
    """Raise 403 for whoever may not see the scores of a dossier, nor say what becomes of it."""
    if closed_to(by, _seat(session, by), [each]):
        raise DomainError(403, _("Anh/chị không xem điểm hồ sơ này vì có xung đột lợi ích."))


def check_rivals(session: Session, each: Listed, by: Actor) -> None:
    """Raise 403 for whoever gains by what becomes of a dossier: of it, or one of the same content.

    They compete for the same places: to set one back is to set another forward.
    """
    if closed_to(by, _seat(session, by), [each, *sessions.rivals(session, each)]):
        raise DomainError(403, sessions.RIVALS)


def _seat(session: Session, by: Actor) -> Member | None:
    return next((one for one in session.members if one.person_id == by.person_id), None)


def find(session: Session, members: Iterable[Member], dossiers: Iterable[Listed]) -> None:
    """Write down every conflict that the tables know of and that is not written yet."""
    known = of_session(session)
    dossiers = list(dossiers)
    for member in members:
        organisations = sign_in.actor_of(member.person_id).organisation_ids
        for each in dossiers:
            reason = of_organisations(organisations, each, dossiers) or _why(member, each)
            if reason and (member.id, each.id) not in known:
                write(member, each, reason, declared=False)
    db.session.flush()


def of_organisations(
    organisations: frozenset[int], each: Listed, dossiers: Iterable[Listed]
) -> str:
    """Say why people of `organisations` do not score a dossier that stands among `dossiers`."""
    if not organisations:
        return ""
    if organisations & each.application.related_organisation_ids:
        return _("Là người của đơn vị nộp hồ sơ hoặc đơn vị liên quan.")
    rivals = (
        other.application
        for other in dossiers
        if other.application.content_id == each.application.content_id
    )
    if any(organisations & rival.related_organisation_ids for rival in rivals):
        return _("Là người của đơn vị có hồ sơ khác cùng xét nội dung này.")
    return ""


def bars(session: Session, member: Member, each: Listed, by: Actor) -> bool:
    """Return whether a dossier is closed to a member: what is written, and what is known by now.

    Since the scoring was opened somebody may have joined an organisation or declared an interest.
    """
    if each.id in barred(member) or _why(member, each):
        return True
    rivals = sessions.dossiers(session, live=True) if by.organisation_ids else ()
    return bool(of_organisations(by.organisation_ids, each, rivals))


def check_scorer(session: Session, member: Member, each: Listed, by: Actor) -> None:
    """Raise 403, with the reason, for a dossier that is closed to a member."""
    if bars(session, member, each, by):
        raise DomainError(403, _("Anh/chị không chấm hồ sơ này vì có xung đột lợi ích."))


def _why(member: Member, each: Listed) -> str:
    application = each.application
    if application.entered_by is not None and application.entered_by == member.person_id:
        return _("Đã nhập hộ hồ sơ này.")
    if member.person_id in application.declared_by:
        return _("Đã khai có lợi ích liên quan.")
    return ""


def write(member: Member, each: Listed, reason: str, *, declared: bool) -> None:
    """Bar a member from a dossier; what they scored of it is taken away, and never counted."""
    sheets = select(Sheet.id).where(Sheet.member_id == member.id, Sheet.listed_id == each.id)
    db.session.execute(delete(Mark).where(Mark.sheet_id.in_(sheets)))
    db.session.execute(
        delete(Sheet).where(Sheet.member_id == member.id, Sheet.listed_id == each.id)
    )
    db.session.add(
        Conflict(
            member_id=member.id,
            listed_id=each.id,
            declared=declared,
            reason=reason,
            at=clock.now(),
        )
    )


def declare(session: Session, member: Member, each: Listed, reason: str, by: Actor) -> None:
    """A member declares a conflict with one dossier while the session scores. Raises 422."""
    session = door.begin(session, by, State.SCORING, permission=Permission.SCORE)
    if not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do không chấm hồ sơ này."), "reason")
    if each.id in barred(member):
        return
    write(member, each, reason.strip(), declared=True)
    door.changed(
        session, "declare_conflict", by, {"dossier": each.application_id, "reason": reason.strip()}
    )
