"""How well, and how fast, organisations alike are told: precision and recall, and the index."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from time import process_time

from app.organisations.likeness import CONVINCING, LEVELS, SURE, Description, score
from app.organisations.services.candidates import Index
from bench.likeness_pairs import EACH, Maker, Pair, pairs

ORGANISATIONS, ROWS = 50_000, 2_000


@dataclass(frozen=True)
class Told:
    """What became of the pairs: how many at each level, of each kind; the rates of the whole."""

    by_kind: dict[tuple[bool, str], Counter[str]]

    def count(self, same: bool, *levels: str) -> int:
        return sum(
            found[level]
            for (is_same, _kind), found in self.by_kind.items()
            for level in levels
            if is_same is same
        )

    def precision(self, *levels: str) -> float:
        """The share of the pairs at these levels that are of one organisation."""
        right, wrong = self.count(True, *levels), self.count(False, *levels)
        return right / (right + wrong) if right + wrong else 1.0

    def recall(self, *levels: str) -> float:
        """The share of the pairs of one organisation that stand at these levels."""
        return self.count(True, *levels) / self.count(True, *LEVELS)


def told(each: int = EACH) -> Told:
    """Compare all generated pairs."""
    found: dict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    for pair in pairs(each):
        found[pair.same, pair.kind][score(pair.a, pair.b).level] += 1
    return Told(dict(found))


@dataclass(frozen=True)
class Looked:
    """What looking rows up in an index cost, and how often it named the right one."""

    build: float  # seconds of CPU
    each: float  # milliseconds of CPU a row
    first: float  # share of rows whose organisation stands first
    among: float  # … is among the five


def looked_up(organisations: int = ORGANISATIONS, rows: int = ROWS) -> Looked:
    """Fill an index and look up messy rows of some of its organisations."""
    maker, index = Maker(7), Index()
    made = [maker.of_many() for _number in range(organisations)]
    began = process_time()
    for number, one in enumerate(made):
        index.add(number, one.said())
    built = process_time() - began
    asked: list[tuple[int, Description]] = []
    for number in range(rows):
        at = number * (organisations // rows)
        asked.append((at, maker.listed(made[at], maker.typo(maker.abbreviated(made[at])))))
    began = process_time()
    answers = [[one.organisation_id for one in index.like(said)] for _at, said in asked]
    took = process_time() - began
    first = sum(answer[:1] == [at] for answer, (at, _said) in zip(answers, asked, strict=True))
    among = sum(at in answer for answer, (at, _said) in zip(answers, asked, strict=True))
    return Looked(built, took / rows * 1000, first / rows, among / rows)


def report() -> str:
    """Measure, and return what is printed."""
    found, looked = told(), looked_up()
    lines = [f"{'likeness of pairs':<40}" + "".join(f"{level:>10}" for level in reversed(LEVELS))]
    for (same, kind), levels in found.by_kind.items():
        label = f"{'same' if same else 'not'}: {kind}"
        lines.append(f"{label:<40}" + "".join(f"{levels[lv]:>10}" for lv in reversed(LEVELS)))
    for name, levels in (("sure", (SURE,)), ("sure + likely", CONVINCING)):
        right, found_of = found.precision(*levels), found.recall(*levels)
        lines.append(f"{name:<40} precision {right:.4f}  recall {found_of:.4f}")
    lines.append(
        f"index of {ORGANISATIONS:,}: built in {looked.build:.1f} s, {looked.each:.2f} ms a row; "
        f"the right one first {looked.first:.3f}, among five {looked.among:.3f}"
    )
    return "\n".join(lines)


def wrong(same: bool, levels: tuple[str, ...]) -> list[Pair]:
    """Return the pairs of one kind of truth that stand at `levels`: what to look at next."""
    return [pair for pair in pairs() if pair.same is same and score(pair.a, pair.b).level in levels]
