"""Finding a paper by the code printed on it, or by what its thing is called."""

from sqlalchemy import select

from app.errors import NotFound
from app.extensions import db
from app.papers import codes
from app.papers.models import CURRENT, DRAFT, Paper
from app.papers.services import making
from app.text import _


def by_code(code: str) -> Paper:
    """Return the paper; raises `NotFound` in words anyone may read."""
    read = codes.read(code[:60])
    found = db.session.scalar(select(Paper).where(Paper.code == read)) if read else None
    if found is None:
        raise NotFound(
            _("Không có văn bản nào mang mã này. Vui lòng đối chiếu lại mã in dưới mã QR.")
        )
    return found


def typed(code: str) -> Paper:
    """Return the paper whose code somebody typed; raises `NotFound` beside the field."""
    try:
        return by_code(code)
    except NotFound as missing:
        missing.field = "code"
        raise


def newer(paper: Paper) -> Paper | None:
    """Return the version that counts now, when it is another one."""
    if paper.state == CURRENT:
        return None
    return making.current(paper.kind, paper.subject, paper.subject_id)


def standing(kind_key: str, reference: str) -> Paper | None:
    """Return the paper of a thing called `reference` that counts now, else its draft, or None."""
    return db.session.scalar(
        select(Paper)
        .where(
            Paper.reference == reference,
            Paper.kind == kind_key,
            Paper.state.in_((CURRENT, DRAFT)),
        )
        .order_by(Paper.state, Paper.id.desc())  # "current" stands before "draft"
        .limit(1)
    )
