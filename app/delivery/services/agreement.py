"""Whether the agreement (thỏa thuận) of a support was signed, as the office's register says it."""

from sqlalchemy import ColumnElement, select

from app.delivery.models import Support
from app.extensions import db
from app.papers.models import Paper

KIND, SUBJECT = "thoa_thuan", "support"


def _numbered(support_id: object) -> tuple[ColumnElement[bool], ...]:
    return (
        Paper.subject == SUBJECT,
        Paper.subject_id == support_id,
        Paper.kind == KIND,
        Paper.number != "",
    )


def unsigned() -> ColumnElement[bool]:
    """Say which supports have no agreement that was signed."""
    return ~select(Paper.id).where(*_numbered(Support.id)).correlate(Support).exists()


def signed(support: Support) -> Paper | None:
    """Return the agreement that was signed, the newest version; None while there is none.

    The clerk numbers it once it is signed (NĐ 30/2020/NĐ-CP, Điều 15 khoản 2). One that was
    withdrawn, to be made again, was signed all the same: no timer ends the support meanwhile.
    """
    newest = select(Paper).where(*_numbered(support.id)).order_by(Paper.id.desc()).limit(1)
    return db.session.scalar(newest)
