"""Nhận tin khi có đợt mới: who asked, per content; ended with one press, without signing in."""

from collections.abc import Collection

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select

from app import clock, settings
from app.access import Actor
from app.accounts.models import Person
from app.audit import services as audit
from app.errors import NotFound
from app.extensions import db
from app.outbox import preferences
from app.programmes.models import NewsSubscription, SupportContent
from app.programmes.services import contents
from app.text import _


def consent_words() -> str:
    """Return what one agrees to; kept in the event, as evidence."""
    return _(
        "Tôi đồng ý nhận thư điện tử khi có đợt đăng ký cho các nội dung đã chọn. Có thể ngừng bất "
        "cứ lúc nào."
    )


def asked_by(person_id: int) -> set[int]:
    """Return the ids of the contents this person asked for news of."""
    return set(
        db.session.scalars(
            select(NewsSubscription.content_id).where(NewsSubscription.person_id == person_id)
        )
    )


def choose(wanted: Collection[int], by: Actor) -> None:
    """Let one's news be of exactly these contents (ids); what is not registered for is no news."""
    assert by.person_id is not None  # OWN_ACCOUNT: signed in
    possible = {row.id: row for row in contents.listed()}
    before, after = asked_by(by.person_id), set(wanted) & possible.keys()
    if before == after:
        return
    for content_id in sorted(after - before):
        db.session.add(
            NewsSubscription(person_id=by.person_id, content_id=content_id, created_at=clock.now())
        )
    _end(by.person_id, before - after)
    _reachable(by, asked=bool(after - before))
    codes = sorted(possible[content_id].code for content_id in after)
    audit.record(
        "person",
        by.person_id,
        "choose_news",
        by,
        data={"contents": codes, "consent": consent_words()},
    )


def _reachable(by: Actor, *, asked: bool) -> None:
    """Let news reach again who asks for some after having refused all by a letter's link."""
    person = db.session.get(Person, by.person_id)
    if asked and person is not None and person.email:
        preferences.want_news(person.email, by, ("person", person.id))


def subscribe(content: SupportContent, by: Actor) -> None:
    """Ask for news of one more content."""
    assert by.person_id is not None  # OWN_ACCOUNT: signed in
    choose(asked_by(by.person_id) | {content.id}, by)


def unsubscribe(content: SupportContent, by: Actor) -> None:
    """No more news of one content."""
    assert by.person_id is not None  # OWN_ACCOUNT: signed in
    choose(asked_by(by.person_id) - {content.id}, by)


def _end(person_id: int, content_ids: Collection[int]) -> None:
    db.session.execute(
        delete(NewsSubscription).where(
            NewsSubscription.person_id == person_id, NewsSubscription.content_id.in_(content_ids)
        )
    )
    db.session.flush()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(settings.get("SECRET_KEY", "")), salt="nscl.news")


def end_path(person_id: int) -> str:
    """Return the path of the page that ends this person's news, for a letter."""
    return f"/ngung-nhan-tin/{_signer().dumps(person_id)}"


def person_of(token: str) -> Person:
    """Return whose news the link ends; raises `NotFound` for a link that is not ours."""
    try:
        person_id = _signer().loads(token)
    except BadSignature as error:
        raise NotFound(_("Đường liên kết này không đúng.")) from error
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound(_("Đường liên kết này không đúng."))
    return person


def end_all(person: Person) -> None:
    """End all news of whoever holds the link; pressed twice it does nothing more."""
    had = asked_by(person.id)
    if had:
        _end(person.id, had)
        audit.record("person", person.id, "end_news", Actor(person.id, person.name))
