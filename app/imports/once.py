"""The once-only rule over the rows of a file: which support is new, which is told twice. Pure.

A row is compared with the ledger and with the rows before it in the file. What a person decided
is kept as long as it still has a meaning.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.imports.models import ASIDE, DUPLICATE, ERROR, LIKELY, OPEN, SKIP, USE
from app.ledger.models import BLOCKING, GIVEN, HELD
from app.text import _, squeeze

# Whom the rule looks at: a known beneficiary, a tax code's root, or a group of rows of the file.
Target = tuple[str, int | str]
Key = tuple[str, ...]


@dataclass(slots=True)
class Given:
    """An entry of the ledger, as far as the rule asks."""

    scope: str
    beneficiary_id: int
    content_id: int
    rule_key: str | None
    state: str
    year: int | None
    document: str
    source: str


@dataclass(slots=True)
class Line:
    """A row of the file as the rule sees it, and what came of it."""

    row_id: int
    place: str
    scope: str
    target: Target
    standing: str  # what the row is as to its organisation: new, known, likely_known, error
    content_id: int | None
    rule_key: str | None
    year: int | None
    given_on: date | None
    document: str
    decision: str
    judgement: str = ""
    proposal: str = ""
    outcome: str = OPEN
    why: list[tuple[str, str]] = field(default_factory=list)
    other_scope: bool = False  # had in another scope, which warns and does not block


@dataclass(slots=True)
class _Seen:
    """What already stands in the way: an entry, or an earlier row."""

    year: int | None
    document: str
    words: str
    blocking: bool
    held: bool = False  # by a live dossier, which may yet let it go


class Rule:
    """The rule for one batch: fed with the ledger, then asked row by row in the file's order."""

    def __init__(self, entries: Iterable[Given]) -> None:
        self._seen: dict[tuple[str, Target, Key], list[_Seen]] = defaultdict(list)
        # The first support of a key in each scope: had elsewhere, it warns.
        self._had: dict[tuple[Target, str], dict[str, int | None]] = defaultdict(dict)
        for entry in entries:
            self.know(entry)

    def know(self, entry: Given) -> None:
        """Take an entry of the ledger into account."""
        target: Target = ("beneficiary", entry.beneficiary_id)
        if entry.state not in (*BLOCKING, *GIVEN):
            return
        if entry.state in GIVEN and entry.rule_key:
            self._had[target, entry.rule_key].setdefault(entry.scope, entry.year)
        key = _key(entry.rule_key, entry.content_id, entry.year, entry.document)
        if key is not None:
            self._seen[entry.scope, target, key].append(
                _Seen(
                    entry.year,
                    entry.document,
                    _told(entry),
                    entry.state in BLOCKING and entry.rule_key is not None,
                    entry.state == HELD,
                )
            )

    def judge(self, line: Line) -> None:
        """Say what `line` is and what apply will do with it."""
        line.judgement, line.proposal = line.standing, ""
        if line.standing in (ERROR, LIKELY):
            line.outcome = SKIP if line.decision == SKIP else OPEN
            return
        key = _key(line.rule_key, line.content_id, line.year, line.document)
        found = self._met(line, key) if key else None
        if found is not None:
            self._duplicate(line, found)
            if key is not None and line.proposal == ASIDE and line.outcome != SKIP:
                self._see(line, key, blocking=False)
            return
        self._warn(line)
        if line.decision == SKIP:
            line.outcome = SKIP
            return
        line.outcome = USE
        if line.rule_key:
            self._had[line.target, line.rule_key].setdefault(line.scope, line.year)
        if key is not None:
            self._see(line, key, blocking=line.rule_key is not None)

    def _see(self, line: Line, key: Key, *, blocking: bool) -> None:
        """Remember a row, so that the next telling of it is found."""
        words = _("trùng với một dòng khác của tệp (%(place)s)", place=line.place)
        self._seen[line.scope, line.target, key].append(
            _Seen(line.year, line.document, words, blocking)
        )

    def _met(self, line: Line, key: Key) -> _Seen | None:
        """Return the telling that is most likely this same support, else what blocks it."""
        met = self._seen.get((line.scope, line.target, key), ())
        same = (seen for seen in met if _same(seen, line))
        blocking = (seen for seen in met if seen.blocking)
        return next(same, None) or next(blocking, None)

    def _duplicate(self, line: Line, found: _Seen) -> None:
        line.judgement = DUPLICATE
        line.proposal = SKIP if _same(found, line) else ASIDE
        line.outcome = {SKIP: SKIP, ASIDE: ASIDE}.get(line.decision, OPEN)
        line.why.append(("", found.words))
        if found.held:
            # Beside a hold nothing is set aside: the dossier may let go, and then the support
            # that was given would block nothing.
            line.proposal, line.outcome = "", SKIP if line.decision == SKIP else OPEN
            return
        if line.proposal == SKIP:
            line.why.append(("", _("năm và văn bản khớp: một lượt được ghi hai lần")))

    def _warn(self, line: Line) -> None:
        if not line.rule_key:
            return
        for scope, year in self._had[line.target, line.rule_key].items():
            if scope != line.scope:
                words = _(
                    "đã được hỗ trợ nội dung này năm %(year)s, giai đoạn %(scope)s: không chặn",
                    year=year,
                    scope=scope,
                )
                line.why.append(("", words))
                line.other_scope = True


def _key(
    rule_key: str | None, content_id: int | None, year: int | None, document: str
) -> Key | None:
    """Return what may stand only once; outside the rule, the very same act told twice."""
    if rule_key is not None:
        return (rule_key,)
    if not document:
        return None
    return ("", str(content_id), str(year), squeeze(document))


def _same(seen: _Seen, line: Line) -> bool:
    """Whether year and document agree; a document that one telling leaves out does not differ."""
    if seen.year is None or seen.year != line.year:
        return False
    here, there = squeeze(line.document), squeeze(seen.document)
    return here == there or not here or not there


def _told(entry: Given) -> str:
    if entry.state == HELD:
        return _(
            "hồ sơ %(reference)s đang giữ nội dung này: xem hồ sơ đó trước khi ghi",
            reference=entry.source,
        )
    return _(
        "sổ đã có lượt hỗ trợ này, năm %(year)s%(document)s",
        year=entry.year,
        document=_(", văn bản số %(number)s", number=entry.document) if entry.document else "",
    )


def target_of(beneficiary_id: int | None, root_code: str, group_key: int) -> Target:
    """Return whom the rule looks at for a row."""
    if beneficiary_id is not None:
        return ("beneficiary", beneficiary_id)
    return ("root", root_code) if root_code else ("group", group_key)
