"""What waits for a signature, or for the clerk: by call and content, with what a decision needs."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.access import Actor, Permission, allowed
from app.applications.mark_models import DossierMark
from app.applications.models import Application
from app.applications.services import foreign, marks
from app.applications.workflow import Status
from app.appraisal.models import Appraisal
from app.extensions import db
from app.organisations.interests import Interest
from app.organisations.models import Beneficiary, Organisation
from app.predicates import not_appraiser, not_enterer
from app.programmes.models import Call, CallContent
from app.programmes.services import quota
from app.review.filters import label
from app.review.models import Bundle, BundleRow
from app.review.workflow import State
from app.selection.services import reading
from app.text import _, row_number

MOST = 100
_LAST = 1_000_000  # a dossier without a rank stands behind those with one
_KEY = (
    Application.call_id,
    Application.content_id,
    func.coalesce(Application.rank, _LAST),
    Application.id,
)
_SHOWN = (
    joinedload(Application.organisation)
    .joinedload(Organisation.beneficiary)
    .selectinload(Beneficiary.organisations),
    joinedload(Application.organisation)
    .selectinload(Organisation.interests)
    .joinedload(Interest.person),
    joinedload(Application.call),
    joinedload(Application.content_version),
    selectinload(Application.content),
)


@dataclass(frozen=True)
class Row:
    """A dossier of a list, with what whoever decides must know."""

    application: Application
    appraisal: Appraisal | None
    rank: int | None
    score: int | None  # hundredths of a point
    offered: CallContent | None
    bundle: Bundle | None
    warnings: Sequence[str]

    @property
    def drafted(self) -> bool:
        """Whether it is in a bundle that somebody is only drafting."""
        return self.bundle is not None and self.bundle.state == State.DRAFT

    @property
    def wants_amount(self) -> bool:
        """Whether its approval says an amount."""
        return self.offered is not None and quota.wants_amount(self.offered)

    @property
    def proposed(self) -> int | None:
        """The amount an approval begins with, in đồng: who appraised says it, else the ceiling."""
        said = self.appraisal.proposed_amount if self.appraisal is not None else None
        return said or (self.offered.ceiling if self.offered is not None else None)


@dataclass(frozen=True)
class Group:
    """The dossiers of one content in one call, and what may still be given, in words."""

    call_id: int
    content_id: int
    call: str
    content: str
    left: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Page:
    """A page of what waits, and the key of the next one ("" on the last)."""

    groups: Sequence[Group]
    next_key: str


def page(status: Status, by: Actor, after: str = "", call_id: int = 0) -> Page:
    """Return up to 100 dossiers of a status by call, content, rank; in so many queries.

    `call_id`: of this call alone; 0: of all.
    """
    query = _chosen(by).where(Application.status == status.value)
    if call_id:
        query = query.where(Application.call_id == call_id)
    if key := _decoded(after):
        query = query.where(tuple_(*_KEY) > tuple_(*key))
    found = db.session.scalars(query.order_by(*_KEY).limit(MOST + 1)).unique().all()
    kept = found[:MOST]
    last = kept[-1] if len(found) > MOST else None
    return Page(groups(_rows(kept, by)), "" if last is None else _encoded(last))


def calls(status: Status, by: Actor) -> Sequence[tuple[int, str, int]]:
    """Return (call, its name, how many of its dossiers wait) of each call that has some."""
    rows = db.session.execute(
        select(Call.id, Call.name, func.count())
        .join(Application, Application.call_id == Call.id)
        .where(Application.status == status.value, *foreign.others(by, Application))
        .group_by(Call.id, Call.name)
        .order_by(Call.id)
    )
    return [(call_id, name, count) for call_id, name, count in rows]


def whole(status: Status, call_id: int, content_id: int, by: Actor) -> list[int]:
    """Return the dossiers of a content in a call that wait and are in no list yet: 100 at most.

    What an officer is only drafting keeps no director from deciding (`bundle_bar`).
    """
    listed = select(BundleRow.application_id).where(BundleRow.live.is_(True))
    if allowed(Permission.DECIDE_LISTS, by):
        listed = listed.join(Bundle).where(Bundle.state != State.DRAFT.value)
    query = _chosen(by).where(
        Application.status == status.value,
        Application.call_id == call_id,
        Application.content_id == content_id,
        Application.id.not_in(listed),
    )
    return [each.id for each in db.session.scalars(query.order_by(*_KEY).limit(MOST)).unique()]


def these(application_ids: Collection[int], by: Actor) -> list[Row]:
    """Return the dossiers of a list as they are now, but those somebody may not look at."""
    wanted = list(application_ids)[:MOST]
    query = _chosen(by).where(Application.id.in_(wanted), Application.submitted_at.is_not(None))
    found = db.session.scalars(query.order_by(*_KEY)).unique().all()
    return _rows([each for each in found if allowed(Permission.VIEW_DOSSIER, by, each)], by)


def groups(rows: Sequence[Row]) -> list[Group]:
    """Return the rows by call and content, in their order."""
    found: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        key = (row.application.call_id, row.application.content_id)
        found.setdefault(key, []).append(row)
    return [_group(each) for each in found.values()]


def _group(rows: Sequence[Row]) -> Group:
    first = rows[0]
    return Group(
        call_id=first.application.call_id,
        content_id=first.application.content_id,
        call=first.application.call.name,
        content=first.application.content_version.name,
        left=_left(first.offered),
        rows=rows,
    )


def _left(offered: CallContent | None) -> list[str]:
    if offered is None:
        return []
    found = quota.limits(offered)
    if offered.quota is not None:
        found.insert(
            0,
            _(
                "Chỉ tiêu còn %(left)s/%(quota)s lượt.",
                left=offered.quota - offered.approved,
                quota=offered.quota,
            ),
        )
    return found


def _chosen(by: Actor) -> Select[Application]:
    query = select(Application).options(*_SHOWN)
    query = query.where(*foreign.others(by, Application))
    return query


def _rows(found: Sequence[Application], by: Actor) -> list[Row]:
    keys = [each.id for each in found]
    appraisals = {
        each.application_id: each
        for each in db.session.scalars(
            select(Appraisal).where(Appraisal.application_id.in_(keys)).order_by(Appraisal.id)
        )
    }
    concluded = reading.concluded(keys)
    offered = _offered(found)
    bundles, warned = _bundles(keys), _marks(keys)
    return [
        Row(
            application=each,
            appraisal=appraisals.get(each.id),
            rank=each.rank or concluded.get(each.id, (None, None))[0],
            score=concluded.get(each.id, (None, None))[1],
            offered=offered.get((each.call_id, each.content_id)),
            bundle=bundles.get(each.id),
            warnings=_warnings(each, warned[each.id], by),
        )
        for each in found
    ]


def _offered(found: Sequence[Application]) -> dict[tuple[int, int], CallContent]:
    rows = db.session.scalars(
        select(CallContent)
        .where(
            CallContent.call_id.in_({each.call_id for each in found}),
            CallContent.content_id.in_({each.content_id for each in found}),
        )
        .options(joinedload(CallContent.project))
    )
    return {(row.call_id, row.content_id): row for row in rows}


def _bundles(keys: Sequence[int]) -> dict[int, Bundle]:
    rows = db.session.execute(
        select(BundleRow.application_id, Bundle)
        .join(Bundle, and_(Bundle.id == BundleRow.bundle_id, BundleRow.live.is_(True)))
        .where(BundleRow.application_id.in_(keys))
    )
    return {row[0]: row[1] for row in rows}


def _marks(keys: Sequence[int]) -> dict[int, set[str]]:
    """Return the kinds of warnings each dossier was submitted with."""
    found: dict[int, set[str]] = defaultdict(set)
    wanted = {marks.warning(kind): kind for kind in marks.KINDS}
    for row in db.session.execute(
        select(DossierMark.application_id, DossierMark.mark).where(
            DossierMark.application_id.in_(keys), DossierMark.mark.in_(wanted)
        )
    ):
        found[row.application_id].add(wanted[row.mark])
    return found


def _warnings(application: Application, warned: Collection[str], by: Actor) -> list[str]:
    """Say what stands against deciding it in a list without opening it."""
    found = [f"{label('warning', kind)}." for kind in marks.KINDS if kind in warned]
    if application.has_warning and not found:
        found.append(_("Có cảnh báo trùng hoặc tương tự trong sổ hỗ trợ; xem hồ sơ."))
    if names := _interested(application, by):
        found.append(_("Đã khai có lợi ích liên quan: %(names)s.", names=", ".join(names)))
    if allowed(Permission.DECIDE_LISTS, by):
        found += _separate(application, by)
    if application.is_open and application.due_on and application.due_on < clock.today():
        found.append(_("Quá hạn bước này."))
    return found


def _separate(application: Application, by: Actor) -> Iterator[str]:
    """Yield why a director who did something else on the dossier does not decide it."""
    if not not_appraiser(by, application):
        yield _("Anh/chị đã thẩm định hoặc đang thụ lý hồ sơ này nên không quyết định được.")
    if not not_enterer(by, application):
        yield _("Anh/chị đã nhập hộ hồ sơ này nên không quyết định được.")


def _interested(application: Application, by: Actor) -> list[str]:
    """Return the staff who declared an interest, for who may know: leaders ask who appraised."""
    if not allowed(Permission.READ_INTERESTS, by):
        return []
    standing = application.organisation.interests
    concerned = {each.person for each in standing if each.application_id in {None, application.id}}
    return sorted(each.name for each in concerned)


def _encoded(application: Application) -> str:
    rank = _LAST if application.rank is None else application.rank
    return f"{application.call_id}-{application.content_id}-{rank}-{application.id}"


def _decoded(key: str) -> tuple[int, ...] | None:
    """Return the place a key names; nonsense begins at the first page."""
    parts = [row_number(part) for part in key.split("-")]
    if len(parts) != len(_KEY):
        return None
    numbers = tuple(part for part in parts if part is not None)
    return numbers if len(numbers) == len(_KEY) else None
