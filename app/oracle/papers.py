"""Official papers: one version counts, it has what its kind asks for, the clerk's number stays."""

from sqlalchemy import and_, select

from app.extensions import Base
from app.oracle.evidence import Evidence, Found, Law
from app.papers import kinds


def one_version_of_a_paper_counts(see: Evidence) -> Found:
    """Of one kind about one thing one version counts, and only a newer one superseded another."""
    for row in see.rows(
        """
        SELECT p.kind, p.subject, p.subject_id FROM paper p
        GROUP BY p.kind, p.subject, p.subject_id
        HAVING SUM(CASE WHEN p.state = 'current' THEN 1 ELSE 0 END) > 1
            OR SUM(CASE WHEN p.state = 'draft' THEN 1 ELSE 0 END) > 1
            OR MAX(p.version) <> COUNT(*)
            OR MAX(p.version) = MAX(CASE WHEN p.state = 'superseded' THEN p.version ELSE 0 END)
        """
    ):
        yield f"{row.subject} {row.subject_id}", f"its versions of {row.kind} contradict each other"


def every_paper_has_what_its_kind_asks_for(see: Evidence) -> Found:
    """Who counts has its number, if the kind is numbered, and keeps its code for ever, if coded."""
    known = kinds.all_kinds().values()
    for row in see.rows(
        """
        SELECT id, kind FROM paper
        WHERE kind NOT IN :known
           OR (kind IN :numbered AND state = 'current' AND (number = '' OR dated_on IS NULL))
           OR (kind NOT IN :numbered AND number <> '')
           OR (kind IN :coded AND state <> 'draft' AND code IS NULL)
           OR (kind NOT IN :coded AND code IS NOT NULL)
        ORDER BY id
        """,
        known=frozenset(each.key for each in known),
        numbered=frozenset(each.key for each in known if each.numbered),
        coded=frozenset(each.key for each in known if each.coded),
    ):
        yield f"paper {row.id}", f"{row.kind} has not the number, date or code it should have"


def every_number_is_the_one_the_clerk_gave(see: Evidence) -> Found:
    """The number and date of a paper are those its event kept."""
    paper, event = (Base.metadata.tables[name] for name in ("paper", "event"))
    given = and_(
        event.c.subject == "paper", event.c.subject_id == paper.c.id, event.c.action == "number"
    )
    for row in see.select(
        select(paper.c.id, paper.c.number, paper.c.dated_on, event.c.data)
        .select_from(paper.outerjoin(event, given))
        .where(paper.c.number != "")
        .order_by(paper.c.id)
    ):
        said = {"number": row.number, "dated_on": row.dated_on.isoformat()}
        if row.data != said:
            yield f"paper {row.id}", f"nobody gave it the number {row.number}"


LAWS: tuple[Law, ...] = (
    one_version_of_a_paper_counts,
    every_paper_has_what_its_kind_asks_for,
    every_number_is_the_one_the_clerk_gave,
)
