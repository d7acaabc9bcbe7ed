"""All laws, and the examination of a database by them."""

from collections.abc import Callable, Iterator

from app.oracle import (
    appraisals,
    barriers,
    calls,
    contents,
    desk,
    duties,
    exports,
    files,
    imports,
    letters,
    life,
    lineage,
    lists,
    needs,
    order,
    papers,
    people,
    phieu,
    selection,
    slots,
)
from app.oracle.evidence import Evidence, Fault, Law

LAWS: tuple[Law, ...] = tuple(
    law
    for room in (
        life,
        barriers,
        slots,
        duties,
        appraisals,
        letters,
        files,
        exports,
        imports,
        lineage,
        lists,
        desk,
        contents,
        calls,
        people,
        phieu,
        needs,
        order,
        selection,
        papers,
    )
    for law in room.LAWS
)


def name(law: Law) -> str:
    """Return what a law is called, in faults and in the manual."""
    return law.__name__.replace("_", " ")


def examine(see: Evidence, after_each: Callable[[int], None] = lambda _n: None) -> Iterator[Fault]:
    """Yield every breach of every law; `after_each` hears how many laws are done."""
    for number, law in enumerate(LAWS, start=1):
        for subject, words in law(see):
            yield Fault(name(law), subject, words)
        after_each(number)
