"""Making papers: data frozen, versions counted, files kept; numbered by the clerk alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app import access, clock, settings
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.files.kinds import PDF
from app.files.making import Made
from app.papers import codes, kinds, pdf, registry
from app.papers.composing import common, compose
from app.papers.frame import Frame, Signing, issuing_body
from app.papers.kinds import Kind
from app.papers.models import CURRENT, DRAFT, SUPERSEDED, WITHDRAWN, Paper
from app.papers.services import numbers, templates
from app.text import _, fold

CHECK_PATH = "/kiem-tra/"
_PROVINCE = ("name", "department", "chi_cuc")


def make(
    kind_key: str,
    *,
    subject: str,
    subject_id: int,
    reference: str,
    data: Mapping[str, Any],
    by: Actor,
    signing: Signing | None = None,
    unit: str = "",
    drawn: bool = True,
) -> Paper:
    """Freeze the data as the next version of a paper, and draw it.

    The version before it is superseded: the draft by a draft, the current one at once, or for a
    numbered kind when the clerk numbers the new one. `drawn=False` leaves the drawing to whoever
    reads it first: for papers that a deed makes under a lock. Whether `by` may is asked by the
    caller, who knows the thing. Raises 422 for more than a paper holds and for a signing as
    `Signing.check` does, 503 where drawing failed.
    """
    kind = kinds.get(kind_key)
    signing = signing or Signing()
    signing.check()
    paper = Paper(
        kind=kind.key,
        subject=subject,
        subject_id=subject_id,
        reference=reference,
        version=_next_version(kind, subject, subject_id),
        state=DRAFT if kind.numbered else CURRENT,
        code=codes.fresh() if kind.coded else None,
        issuer=issuing_body(kind, province()),
        frame={"province": province(), "signing": asdict(signing), "unit": unit},
        data=kind.filled(data),
        dated_on=None if kind.numbered or kind.issuer == "unit" else clock.today(),
        template=templates.in_force(kind.key) if kind.word else None,
        made_by=by.person_id,
        maker_name=by.name,
        made_at=clock.now(),
    )
    _end(_standing(paper, paper.state), SUPERSEDED)
    db.session.add(paper)
    db.session.flush()
    if drawn:
        _keep_drawn(paper, by)
    said = {"kind": kind.key, "reference": reference, "version": paper.version}
    audit.record("paper", paper.id, "make", by, after=paper.state, data=said)
    return paper


def from_room(
    kind_key: str,
    subject_id: int,
    by: Actor,
    *,
    signing: Signing | None = None,
    drawn: bool = True,
) -> Paper:
    """Make the next version of a paper from what its room says now.

    Raises `NotFound`, `Conflict` (409) while the room has nothing to say, and as `make` does.
    """
    provider = registry.of(kind_key)
    supply = provider.supply(subject_id)
    return make(
        kind_key,
        subject=provider.subject,
        subject_id=subject_id,
        reference=supply.reference,
        data=supply.data,
        by=by,
        signing=signing or supply.signing,
        unit=supply.unit,
        drawn=drawn,
    )


def draft(kind_key: str, data: Mapping[str, Any], *, unit: str = "") -> bytes:
    """Draw a paper that is not kept: without number, without code."""
    kind = kinds.get(kind_key)
    frame = Frame(province(), clock.today(), unit=unit)
    return pdf.draw(compose(kind, kind.filled(data), frame), clock.now())


def number(
    paper: Paper,
    given: str,
    dated_on: date,
    by: Actor,
    *,
    about: Any = None,
    since: date | None = None,
) -> Paper:
    """Write the number and date the clerk gave; the draft becomes the current version.

    The number is the office's own (số, ký hiệu), never made up here. `about` is the dossier that
    the paper is about, if it is one: nobody numbers what they have an interest in. `since`: when
    what it is about began. Raises 403; 409 for what is no draft any more or must have
    no number yet (`Provider.number_due`), or for a number that another document has; 422 also for
    a day ahead or before `since`.
    """
    paper = lock(paper.id)
    may_number(paper, by, about)
    registry.number_due(paper.kind, paper.subject, paper.subject_id)
    given = numbers.read(given, paper.kind)
    numbers.possible(dated_on, since)
    numbers.take(given, dated_on, paper.kind, (paper.subject, paper.subject_id), by)
    _end(_standing(paper, CURRENT), SUPERSEDED)
    paper.number, paper.dated_on = given, dated_on
    paper.numbered_by, paper.numbered_at = by.person_id, clock.now()
    paper.state = CURRENT
    if kinds.get(paper.kind).coded:
        paper.code = codes.fresh()
    db.session.flush()
    _keep_drawn(paper, by)
    said = {"number": given, "dated_on": dated_on.isoformat()}
    audit.record("paper", paper.id, "number", by, before=DRAFT, after=CURRENT, data=said)
    return paper


def may_number(paper: Paper, by: Actor, about: Any = None) -> None:
    """Raise 403 for who is no clerk, or has an interest in what it is about; 409 for no draft."""
    access.check(Permission.NUMBER_PAPER, by, about)
    if paper.state != DRAFT:
        raise Conflict(_("Văn bản này không còn là dự thảo. Vui lòng tải lại trang."))


def withdraw(paper: Paper, reason: str, by: Actor) -> Paper:
    """Say that a paper of ours counts no more (thu hồi), and why. Raises 409, 422."""
    paper = lock(paper.id)
    if kinds.get(paper.kind).issuer == "unit":
        raise Conflict(_("Phiếu của đơn vị chỉ đơn vị lập lại, không thu hồi ở đây."))
    if paper.state not in {DRAFT, CURRENT}:
        raise Conflict(_("Văn bản này đã được thay thế hoặc thu hồi."))
    if not reason.strip():
        raise Invalid(_("Vui lòng ghi lý do thu hồi."), "reason")
    before = paper.state
    if paper.dated_on is not None and paper.number:
        numbers.free(paper.number, paper.dated_on, paper.kind)
    _end([paper], WITHDRAWN, reason.strip())
    audit.record("paper", paper.id, "withdraw", by, before=before, after=WITHDRAWN)
    return paper


def get(paper_id: int) -> Paper:
    """Return a paper; raises `NotFound`."""
    found = db.session.get(Paper, paper_id)
    if found is None:
        raise NotFound
    return found


def lock(paper_id: int) -> Paper:
    """Return a paper as it is now, locked; raises `NotFound`."""
    found = db.session.get(Paper, paper_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def of_subjects(*subjects: tuple[str, int]) -> Sequence[Paper]:
    """Return the papers about things of ours, newest first; at most 200."""
    wanted = [(Paper.subject == name) & (Paper.subject_id == key) for name, key in subjects]
    if not wanted:
        return ()
    either = wanted[0]
    for each in wanted[1:]:
        either |= each
    return db.session.scalars(
        select(Paper).where(either).order_by(Paper.id.desc()).limit(200)
    ).all()


def current(kind_key: str, subject: str, subject_id: int) -> Paper | None:
    """Return the version that counts now, or None."""
    return db.session.scalar(
        select(Paper).where(
            Paper.kind == kind_key,
            Paper.subject == subject,
            Paper.subject_id == subject_id,
            Paper.state == CURRENT,
        )
    )


def content(paper: Paper) -> bytes:
    """Return the PDF: as it was kept, or drawn from the frozen data."""
    return files.read(paper.file) if paper.file is not None else _drawn(paper)


def word_copy(paper: Paper) -> bytes:
    """Return the Word copy, filled from the frozen data by the template of that time.

    Raises `NotFound` for a kind without one, 503 where the template fails.
    """
    kind = kinds.get(paper.kind)
    if not kind.word:
        raise NotFound
    values = {**paper.data, **common(kind, frame_of(paper))}
    return templates.filled(kind, paper.template, values)


def file_name(paper: Paper, ending: str = "pdf") -> str:
    """Return what the file is called: to-trinh-NSCL-26-00042-K-ban-2.pdf."""
    version = f"-ban-{paper.version}" if paper.version > 1 else ""
    stem = "-".join(fold(kinds.get(paper.kind).called(paper.number)).split())
    return f"{stem}-{paper.reference}{version}.{ending}".replace("/", "-")


def frame_of(paper: Paper) -> Frame:
    """Return what stands around a paper's text, as it was when it was made."""
    said = paper.frame
    return Frame(
        province=said["province"],
        made_on=clock.local(paper.made_at).date(),
        number=paper.number,
        dated_on=paper.dated_on,
        signing=Signing(**said["signing"]),
        unit=said["unit"],
        code=paper.code or "",
        address=f"{settings.get('BASE_URL', '')}{CHECK_PATH}{paper.code}" if paper.code else "",
    )


def _drawn(paper: Paper) -> bytes:
    kind = kinds.get(paper.kind)
    return pdf.draw(compose(kind, paper.data, frame_of(paper)), paper.made_at)


def _keep_drawn(paper: Paper, by: Actor) -> None:
    paper.file = files.keep(Made(_drawn(paper), PDF, file_name(paper)), by)
    db.session.flush()


def province() -> dict[str, str]:
    """Return what papers say of the province and its bodies."""
    found = settings.get("PROVINCE", {})
    return {name: str(found.get(name) or "") for name in _PROVINCE}


def _next_version(kind: Kind, subject: str, subject_id: int) -> int:
    last = db.session.scalar(
        select(func.max(Paper.version)).where(
            Paper.kind == kind.key, Paper.subject == subject, Paper.subject_id == subject_id
        )
    )
    return (last or 0) + 1


def _standing(paper: Paper, state: str) -> Sequence[Paper]:
    """Return the paper of that kind and thing that is in `state` now, locked."""
    return db.session.scalars(
        select(Paper)
        .where(
            Paper.kind == paper.kind,
            Paper.subject == paper.subject,
            Paper.subject_id == paper.subject_id,
            Paper.state == state,
        )
        .with_for_update(of=Paper)
    ).all()


def _end(standing: Sequence[Paper], state: str, reason: str = "") -> None:
    for each in standing:
        each.state, each.ended_at, each.ended_reason = state, clock.now(), reason
    db.session.flush()
