"""Which support contents free words name ("HTQLCL ISO 9001-2008", "TXNG", "5S và VietGAP"). Pure.

The longest words known are taken first; how offices abbreviate is data (`data/words.yaml`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from app.text import _, fold

DATA = Path(__file__).with_name("data") / "words.yaml"
# How sure a word makes us: the office's abbreviation or the full name; a synonym of the
# catalogue that only one content has; a name that only resembles.
SURE, LIKELY, POSSIBLE = 0.95, 0.8, 0.6
RESEMBLES = 88  # of 100, by rapidfuzz's token_sort_ratio
_PART = re.compile(r"[;,+&\n/]|\bva\b|\bvoi\b|\bkem\b|(?<=\s)[-–](?=\s)")
_EDITION = re.compile(r"\b(\d{4,5})\s*[:\-–/]\s*((?:19|20)\d{2})\b")


@dataclass(frozen=True)
class StandardTerm:
    """A named standard or tool of a content, as `SupportContent.standards` has it."""

    name: str
    code: str = ""
    synonyms: Sequence[str] = ()


@dataclass(frozen=True)
class ContentTerm:
    """A content: its code, its names (the present one and earlier ones), its synonyms."""

    code: str
    names: Sequence[str]
    synonyms: Sequence[str] = ()
    standards: Sequence[StandardTerm] = ()


@dataclass(frozen=True)
class Found:
    """A content that a text names. `standard` is spelled as the catalogue does, or empty.

    `edition` is the year of the standard (phiên bản); `why` says which words led here.
    """

    code: str
    standard: str
    edition: str
    confidence: float
    why: str


@dataclass(frozen=True)
class _Term:
    code: str
    standard: str
    confidence: float
    when: tuple[tuple[str, ...], ...]  # any of these words must stand in the same part


Words = tuple[str, ...]


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return loaded


def _words(text: str) -> Words:
    return tuple(re.findall(r"[a-z0-9]+", fold(text)))


class ContentWords:
    """Finds contents in free words; made once for an import."""

    def __init__(self, contents: Iterable[ContentTerm]) -> None:
        self._contents = {content.code: content for content in contents}
        self._terms: dict[Words, list[_Term]] = {}
        self._remembered: dict[str, list[Found]] = {}
        self._from_names()
        self._from_data()
        self._from_synonyms()
        self._longest = max((len(words) for words in self._terms), default=0)

    def _add(self, text: str, term: _Term) -> None:
        words = _words(text)
        known = self._terms.setdefault(words, []) if words else []
        if not any((each.code, each.when) == (term.code, term.when) for each in known):
            known.append(term)

    def _from_names(self) -> None:
        for content in self._contents.values():
            for name in (content.code, *content.names):
                self._add(name, _Term(content.code, "", 1.0, ()))
            for standard in content.standards:
                for name in (standard.name, re.sub(r"\(.*", "", standard.name)):
                    self._add(name, _Term(content.code, standard.name, SURE, ()))

    def _from_data(self) -> None:
        data = _data()
        for line in data["terms"]:
            if line["code"] not in self._contents:
                continue
            asked = line.get("when", ())
            asked = data[asked] if isinstance(asked, str) else asked
            when = tuple(_words(each) for each in asked)
            standard = self._standard(line["code"], line.get("standard", ""))
            for text in line["terms"]:
                self._add(text, _Term(line["code"], standard, SURE, when))

    def _standard(self, code: str, name: str) -> str:
        """Return a standard of the data only when the catalogue still has it."""
        names = {standard.name for standard in self._contents[code].standards}
        return name if name in names else ""

    def _from_synonyms(self) -> None:
        """Take synonyms of the catalogue that belong to one content; "iso" tells nothing."""
        owners: dict[Words, list[tuple[str, str]]] = {}
        for content in self._contents.values():
            for text in content.synonyms:
                owners.setdefault(_words(text), []).append((content.code, ""))
            for standard in content.standards:
                for text in standard.synonyms:
                    owners.setdefault(_words(text), []).append((content.code, standard.name))
        for words, found in owners.items():
            codes = {code for code, _standard in found}
            if len(codes) == 1 and words not in self._terms and len("".join(words)) > 2:
                self._add(" ".join(words), _Term(*found[-1], LIKELY, ()))

    def find(self, text: str) -> list[Found]:
        """Return the contents a cell names, in its order; empty when no word is known."""
        if text not in self._remembered:
            if len(self._remembered) > 10_000:
                self._remembered.clear()
            self._remembered[text] = self._find(text)
        return self._remembered[text]

    def _find(self, text: str) -> list[Found]:
        whole = self._exactly(_words(text))
        if whole:
            return [whole]
        found: dict[tuple[str, str], Found] = {}
        for part in _PART.split(_keep_names(fold(text))):
            for each in self._in_part(part):
                known = found.get((each.code, each.standard))
                if known is None or (each.edition and not known.edition):
                    found[each.code, each.standard] = each
        named = _without_vague(list(found.values()))
        return named or self._resembling(text)

    def _exactly(self, words: Words) -> Found | None:
        terms = [term for term in self._terms.get(words, ()) if not term.when]
        if len({term.code for term in terms}) != 1 or terms[0].confidence < 1:
            return None
        return Found(terms[0].code, terms[0].standard, "", 1.0, _("Đúng tên nội dung hỗ trợ."))

    def _in_part(self, part: str) -> Iterator[Found]:
        editions = dict(_EDITION.findall(part))
        # The year of a standard is no word: "9001:2015" is looked up as 9001.
        words = _words(_EDITION.sub(r"\1", part))
        at = 0
        while at < len(words):
            length, term = self._longest_at(words, at)
            if term is None:
                at += 1
                continue
            said = words[at : at + length]
            edition = next((editions[word] for word in said if word in editions), "")
            why = _("Theo cụm từ “%(words)s”.", words=" ".join(said))
            yield Found(term.code, term.standard, edition, term.confidence, why)
            at += length

    def _longest_at(self, words: Words, at: int) -> tuple[int, _Term | None]:
        for length in range(min(self._longest, len(words) - at), 0, -1):
            terms = self._terms.get(words[at : at + length], [])
            fitting = [term for term in terms if not term.when or _any_in(term.when, words)]
            if fitting:
                # What asks for a word beside it knows more than what does not.
                return length, max(fitting, key=lambda term: (bool(term.when), term.confidence))
        return 0, None

    def _resembling(self, text: str) -> list[Found]:
        """Return the content whose name the text nearly is: a slip of the keyboard."""
        wanted = fold(text)
        best: tuple[float, str] = (0.0, "")
        for content in self._contents.values():
            for name in content.names:
                best = max(best, (fuzz.token_sort_ratio(wanted, fold(name)), content.code))
        if best[0] < RESEMBLES:
            return []
        return [Found(best[1], "", "", POSSIBLE, _("Gần giống tên nội dung hỗ trợ."))]


def _any_in(wanted: Iterable[Words], words: Words) -> bool:
    line = f" {' '.join(words)} "
    return any(f" {' '.join(each)} " in line for each in wanted)


def _keep_names(folded: str) -> str:
    """Join names that hold a separator: "ISO/IEC 17025", "hợp chuẩn, hợp quy", "GAP/GAHP"."""
    joined = re.sub(r"iso\s*/\s*iec", "iso iec", folded)
    joined = re.sub(r"hop chuan\s*[,/]?\s*(?:va )?hop quy", "hop chuan hop quy", joined)
    joined = re.sub(r"(\d{4,5})\s*/\s*((?:19|20)\d{2})", r"\1:\2", joined)
    return re.sub(r"ma so\s*[,/]\s*ma vach", "ma so ma vach", joined)


def _without_vague(found: list[Found]) -> list[Found]:
    """Leave out what better words say already: a family beside its named standard, a synonym
    beside an abbreviation, the application of a system beside its certificate."""
    sure = [each for each in found if each.confidence >= SURE] or found
    named = {each.code for each in sure if each.standard}
    kept = [each for each in sure if each.standard or each.code not in named]
    if len(kept) < len(found):
        editions = {each.code: each.edition for each in found if each.edition}
        kept = [replace(each, edition=each.edition or editions.get(each.code, "")) for each in kept]
    return kept
