"""Which organisation a row means: a known one, one of the file's own, or one a person must name.

Rows that are one organisation in several spellings share a *group* and are made once: by their
tax code, else by a likeness that is sure. A code with a wrong check digit joins nothing by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.imports.models import ERROR, KNOWN, LIKELY, NEW
from app.imports.told import GOOD, WRONG, Told
from app.organisations import identifiers
from app.organisations.likeness import LIKELY as ALIKE
from app.organisations.likeness import SURE, Description
from app.organisations.services.candidates import Candidate
from app.organisations.services.intake import Code, Known
from app.text import _, squeeze

Like = Callable[[Description], Sequence[Candidate]]
Remember = Callable[[int, Description], None]
MOST_SHOWN = 5


@dataclass(slots=True)
class Group:
    """The rows of a file that are one organisation."""

    key: int
    name: str
    match_id: int | None = None
    beneficiary_id: int | None = None
    root_code: str = ""
    candidates: list[dict[str, Any]] = field(default_factory=list)
    score: int = 0  # per cent, of the best candidate that is at least likely
    hint: str = ""
    wrong_code: str = ""

    @property
    def standing(self) -> str:
        """What its rows are, as far as the organisation goes."""
        if self.match_id is not None:
            return KNOWN
        return LIKELY if self.score else NEW


def standing(*, faulty: bool, match_id: int | None, decided: bool, score: int) -> str:
    """Return what a stored row is as to its organisation."""
    if faulty:
        return ERROR
    if match_id is not None:
        return KNOWN
    return LIKELY if score and not decided else NEW


class Matcher:
    """Places the rows of one file, in order. `like` names who may be meant; a group that is made
    is given to `remember` under the negative of its key, so that later rows find it too."""

    def __init__(
        self,
        codes: Mapping[Code, Known],
        roots: Mapping[str, int],
        like: Like,
        remember: Remember,
        first: int = 1,
    ) -> None:
        self._codes = codes
        self._roots = roots
        self._like = like
        self._remember = remember
        self._next = first
        self.groups: dict[int, Group] = {}
        self._by_code: dict[Code, int] = {}

    def place(self, told: Told) -> Group | None:
        """Return the group of a row; None for a row without an organisation."""
        if not told.name and told.code_state != GOOD:
            return None
        if told.code_state == GOOD:
            return self._coded(told)
        return self._named(told)

    def _coded(self, told: Told) -> Group:
        code = (told.scheme, told.code)
        if code in self._by_code:
            return self.groups[self._by_code[code]]
        group = self._known(told) or self._alike(told) or self._fresh(told)
        group.root_code = group.root_code or told.root_code
        self._by_code[code] = group.key
        return group

    def _known(self, told: Told) -> Group | None:
        """Return a group for a code, or a root, that the house knows."""
        known = self._codes.get((told.scheme, told.code))
        hint = ""
        if known is not None and known.ended:
            hint = _("mã này đã hết hiệu lực; đơn vị nay dùng mã khác")
        if known is None and told.root_code != told.code:
            known = self._codes.get((identifiers.MST, told.root_code))
            hint = _("mã chi nhánh: ghi cho tổ chức gốc")
        if known is not None:
            return self._open(
                told,
                match_id=known.organisation_id,
                beneficiary_id=known.beneficiary_id,
                hint=hint,
            )
        owner = self._roots.get(told.root_code)
        if owner is not None:
            return self._open(
                told, beneficiary_id=owner, hint=_("cùng tổ chức gốc với một đơn vị đã có")
            )
        return None

    def _named(self, told: Told) -> Group:
        return self._alike(told) or self._fresh(told)

    def _alike(self, told: Told) -> Group | None:
        """Return the one group of the file that a row surely belongs to, if there is one."""
        found = [
            group
            for candidate in self._like(told.described())
            if (group := self.groups.get(-candidate.organisation_id)) is not None
            and self._surely(told, group, candidate)
            and not (told.code_state == GOOD and group.root_code)
        ]
        return found[0] if len(found) == 1 else None  # between two, a person chooses

    def _surely(self, told: Told, group: Group, candidate: Candidate) -> bool:
        same_name = squeeze(told.name) == squeeze(group.name)
        if WRONG in (told.code_state, WRONG if group.wrong_code else ""):
            return same_name and told.code == group.wrong_code
        return candidate.likeness.level == SURE or (candidate.likeness.level == ALIKE and same_name)

    def _fresh(self, told: Told) -> Group:
        """Return a new group, with who of the house, or of the file, it may be."""
        found = self._like(told.described())
        likely = [_per_cent(one) for one in found if one.likeness.level in (SURE, ALIKE)]
        return self._open(
            told,
            candidates=[shown(one) for one in found[:MOST_SHOWN]],
            score=max(likely, default=0),
        )

    def _open(self, told: Told, **facts: Any) -> Group:
        group = Group(key=self._next, name=told.name, **facts)
        if told.code_state == WRONG:
            group.wrong_code = told.code
        self._next += 1
        self.groups[group.key] = group
        self._remember(-group.key, told.described())
        return group


def _per_cent(candidate: Candidate) -> int:
    return round(100 * candidate.likeness.value)


def shown(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as it is kept on the row; a negative id is a group of the file."""
    return {
        "id": candidate.organisation_id,
        "name": candidate.name,
        "code": candidate.code,
        "commune": candidate.commune,
        "score": _per_cent(candidate),
        "level": candidate.likeness.level,
        "reasons": list(candidate.likeness.reasons),
    }
