"""People as the administrators (quản trị) see them: invited, given roles, disabled."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from app import clock
from app.access import Actor, Permission, Role, check
from app.accounts import addresses, emails, names
from app.accounts.models import Consent, Person, PersonRole
from app.accounts.notice import Notice
from app.accounts.services import sign_in, tokens
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.text import _

PAGE = 50


def get(person_id: int) -> Person:
    """Return the person; raises `NotFound`."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def by_email(email: str) -> Person | None:
    """Return the person of a canonical address, or None."""
    return db.session.scalar(select(Person).where(Person.email == email))


def listed(
    *, after: str = "", containing: str = "", staff_only: bool = True
) -> tuple[Sequence[Person], str]:
    """Return a page of people by address, and the address after which the next page begins.

    Who has no address stands by the phone number. `after` is the last address of the page
    before; "" as the second part: that was the last.
    """
    login = func.coalesce(Person.email, Person.phone_login)
    query = select(Person).where(login > after).order_by(login).limit(PAGE + 1)
    if staff_only:
        query = query.where(Person.roles.any())
    if containing:
        query = query.where(login.contains(containing.strip().lower(), autoescape=True))
    found = db.session.scalars(query).all()
    return found[:PAGE], found[PAGE - 1].login if len(found) > PAGE else ""


def register(
    *, email: str, name: str, phone: str, password_hash: str, notice: Notice, consented_at: datetime
) -> Person:
    """Make the account of someone who has proved that `email` (canonical) is theirs.

    `notice` is the text they consented to, at `consented_at`.
    Raises `Conflict` when the address has an account by now.
    """
    if by_email(email) is not None:
        raise Conflict(_("Địa chỉ thư này đã có tài khoản. Anh/chị đăng nhập bằng tài khoản đó."))
    person = Person(
        email=email,
        name=name,
        phone=phone,
        password_hash=password_hash,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Consent(
            person_id=person.id,
            notice_version=notice.version,
            notice_text=notice.text,
            given_at=consented_at,
        )
    )
    audit.record("person", person.id, "registered", Actor(person_id=person.id, name=name))
    return person


def invite(*, email: str, name: str, roles: Collection[Role], actor: Actor) -> Person:
    """Make a member of staff, who sets their own password by the letter's link.

    Raises `Invalid` (no role, a wrong address, a link in the name), `Conflict` (the address has
    an account).
    """
    _may_manage(actor)
    _some(roles)
    return _invited(Person(email=email, name=name), roles, actor)


def invite_for_partner(*, email: str, name: str, partner_id: int, actor: Actor) -> Person:
    """Make a person of a partner (đối tác), without any role; they set their own password.

    Raises as `invite`.
    """
    check(Permission.MANAGE_PARTNERS, actor)
    return _invited(Person(email=email, name=name, partner_id=partner_id), (), actor)


def for_council(*, email: str, name: str, actor: Actor) -> Person:
    """Return who is to sit in a selection session: the account of the address, or a new one.

    Whoever has no role yet gets that of a member of councils, which shows the sessions one sits
    in and nothing else. Who may seat people was asked by the caller. Raises `Invalid`, and
    `Conflict` for a locked account.
    """
    email = addresses.canonical(email)
    person = by_email(email)
    if person is None:
        return _invited(Person(email=email, name=name), (Role.COUNCIL,), actor)
    if person.disabled_at is not None:
        raise Conflict(_("Tài khoản này đang bị khóa."), "email")
    if not person.roles:
        person.roles = [PersonRole(role=Role.COUNCIL.value)]
        db.session.flush()
        audit.record("person", person.id, "roles_changed", actor, after=Role.COUNCIL.value)
    return person


def of_partner(partner_id: int) -> Sequence[Person]:
    """Return the people of a partner by name, at most 100."""
    return db.session.scalars(
        select(Person).where(Person.partner_id == partner_id).order_by(Person.name).limit(100)
    ).all()


def _invited(person: Person, roles: Collection[Role], actor: Actor) -> Person:
    email = addresses.canonical(person.email or "")
    person.email, person.name = email, names.plain(person.name)
    if by_email(email) is not None:
        raise Conflict(
            _("Địa chỉ thư này đã có tài khoản. Anh/chị mở tài khoản đó để giao vai trò."), "email"
        )
    person.created_at = clock.now()
    person.roles = [PersonRole(role=role.value) for role in sorted(set(roles))]
    db.session.add(person)
    db.session.flush()
    said = {"partner": person.partner_id} if person.partner_id else None
    audit.record("person", person.id, "invited", actor, after=_words(roles), data=said)
    _send_invitation(person, email)
    return person


def invite_again(person: Person, actor: Actor) -> None:
    """Send a new invitation; the earlier link dies. Raises `Conflict` once a password is set."""
    _may_manage(actor)
    if person.email is None:
        raise Conflict(_("Người này không có thư điện tử; cán bộ cấp mã đăng nhập qua điện thoại."))
    if person.password_hash is not None or person.disabled_at is not None:
        raise Conflict(_("Người này đã đặt mật khẩu hoặc đang bị khóa, không cần thư mời."))
    audit.record("person", person.id, "invited_again", actor)
    _send_invitation(person, person.email)


def _send_invitation(person: Person, to: str) -> None:
    secret, token = tokens.issue(person, tokens.INVITATION)
    emails.invitation(person, to, secret, token.expires_at, token.id)


def change_roles(person: Person, roles: Collection[Role], actor: Actor) -> None:
    """Give `person` exactly these roles; their sessions end.

    Raises `Conflict` when no administrator would be left.
    """
    _may_manage(actor)
    before = {Role(item.role) for item in person.roles}
    if before == set(roles):
        return
    if Role.ADMIN in before and Role.ADMIN not in roles:
        _another_admin(person)
    person.roles = [item for item in person.roles if Role(item.role) in roles]
    person.roles += [PersonRole(role=role.value) for role in sorted(set(roles) - before)]
    db.session.flush()
    audit.record(
        "person", person.id, "roles_changed", actor, before=_words(before), after=_words(roles)
    )
    sign_in.end_sessions(person.id)


_ASKED: list[Callable[[int], str]] = []  # what other rooms say against locking somebody


def asks(question: Callable[[int], str]) -> Callable[[int], str]:
    """Let another room say what is left with a person; "" when nothing is."""
    _ASKED.append(question)
    return question


def left_with(person: Person) -> str:
    """Return in words what the person still has in hand; "" when nothing."""
    return " ".join(filter(None, (question(person.id) for question in _ASKED)))


def disable(person: Person, actor: Actor, *, anyway: bool = True) -> None:
    """Lock the account (khóa tài khoản) at once: its sessions are dead at their next request.

    Without `anyway` it is refused (`Conflict`) while something is left with the person. Raises
    `Conflict` for the last administrator.
    """
    _may_manage(actor)
    if not anyway and (left := left_with(person)):
        raise Conflict(left)
    if person.disabled_at is not None:
        return
    if any(item.role == Role.ADMIN for item in person.roles):
        _another_admin(person)
    person.disabled_at = clock.now()
    db.session.flush()
    audit.record("person", person.id, "disabled", actor)
    sign_in.end_sessions(person.id)


def enable(person: Person, actor: Actor) -> None:
    """Open a locked account again."""
    _may_manage(actor)
    if person.disabled_at is None:
        return
    person.disabled_at = None
    db.session.flush()
    audit.record("person", person.id, "enabled", actor)


def _another_admin(person: Person) -> None:
    """Refuse unless someone else can still administer.

    The rows are locked in one order: two administrators cannot remove each other at once.
    """
    left = db.session.scalars(
        select(Person)
        .where(
            Person.id.in_(select(PersonRole.person_id).where(PersonRole.role == Role.ADMIN.value)),
            Person.disabled_at.is_(None),
            Person.password_hash.is_not(None),
        )
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    admins = [one for one in left if any(item.role == Role.ADMIN for item in one.roles)]
    if not any(one.id != person.id for one in admins):
        raise Conflict(
            _(
                "Đây là người quản trị hệ thống cuối cùng. Vui lòng giao vai trò này cho người "
                "khác trước."
            )
        )


def _may_manage(actor: Actor) -> None:
    if not actor.system:
        check(Permission.MANAGE_PEOPLE, actor)


def _some(roles: Collection[Role]) -> None:
    if not roles:
        raise Invalid(_("Vui lòng chọn ít nhất một vai trò."), "roles")


def _words(roles: Collection[Role]) -> str:
    return ",".join(sorted(role.value for role in roles))
