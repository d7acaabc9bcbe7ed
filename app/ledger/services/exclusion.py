"""Contents that exclude one another (không đồng thời): e.g. mô hình điểm and 5S.

A setting of the contents, said on both sides. Where one is held or used, the other is refused
within the same scope, whatever its own rule says.
"""

from collections.abc import Sequence
from itertools import combinations

from sqlalchemy import select

from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger.models import BLOCKING, HELD, Entry
from app.programmes.models import ContentVersion, SupportContent
from app.text import _


class Excluded(Conflict):
    """Another content that excludes this one is held or used: `entry`."""

    def __init__(self, entry: Entry, other: str) -> None:
        super().__init__(words(entry, other))
        self.entry = entry


def words(entry: Entry, other: str) -> str:
    """Say why; `other` is the name of the content that stands in the way."""
    if entry.state == HELD:
        return _(
            "Không đăng ký đồng thời với nội dung “%(other)s”: đơn vị đang có hồ sơ %(ref)s. "
            "Đơn vị có thể theo dõi hồ sơ đó, hoặc rút hồ sơ đó rồi đăng ký lại.",
            other=other,
            ref=entry.source_reference,
        )
    return _(
        "Không đăng ký đồng thời với nội dung “%(other)s”: đơn vị đã được hỗ trợ nội dung đó "
        "năm %(year)s.",
        other=other,
        year=entry.given_year,
    )


def find(scope: str, beneficiary_id: int, content: SupportContent) -> Excluded | None:
    """Return the refusal that `content` meets now in `scope`, read afresh, or None."""
    if not content.exclude_with:
        return None
    found = db.session.execute(
        select(Entry, ContentVersion.name)
        .join(SupportContent, SupportContent.id == Entry.content_id)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .where(
            Entry.scope == scope,
            Entry.beneficiary_id == beneficiary_id,
            Entry.state.in_(BLOCKING),
            SupportContent.code.in_(content.exclude_with),
        )
        .order_by(Entry.id)
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()
    return Excluded(found[0], found[1]) if found else None


def check(scope: str, beneficiary_id: int, content: SupportContent) -> None:
    """Raise `Excluded` (409); under the beneficiary's lock, so that two dossiers cannot pass."""
    if refusal := find(scope, beneficiary_id, content):
        raise refusal


def check_together(chosen: Sequence[SupportContent], field: str) -> None:
    """Raise `Invalid` next to `field` when two of the contents chosen at once exclude one another.

    Told when they are chosen, not after both were filled in, printed and signed.
    """
    for one, other in combinations(chosen, 2):
        if other.code in one.exclude_with or one.code in other.exclude_with:
            raise Invalid(
                _(
                    "Không đăng ký đồng thời “%(one)s” và “%(other)s”. Vui lòng chọn một trong "
                    "hai nội dung.",
                    one=_name(one),
                    other=_name(other),
                ),
                field,
            )


def _name(content: SupportContent) -> str:
    return content.version.name if content.version else content.code


def standing_in_the_way(
    content: SupportContent, contents: Sequence[SupportContent], entries: Sequence[Entry]
) -> dict[str, Excluded]:
    """Return by scope what keeps `content` from a beneficiary with `entries`; no query."""
    others = {each.id: each for each in contents if each.code in content.exclude_with}
    return {
        entry.scope: Excluded(entry, _name(other))
        for entry in entries
        if entry.state in BLOCKING and (other := others.get(entry.content_id))
    }
