"""Which programme a year belongs to, where a file spans several."""

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.programmes.models import Programme


@dataclass(frozen=True)
class Programmes:
    """The programmes, the one to be preferred first."""

    rows: list[tuple[int, int, int]]  # id, first year, last year

    @classmethod
    def load(cls) -> "Programmes":
        """Read them: real ones before the demonstration's, whole plans before those of a year."""
        found = db.session.scalars(select(Programme)).all()
        ordered = sorted(found, key=lambda p: (p.is_demo, p.year_from - p.year_to, p.id))
        return cls([(each.id, each.year_from, each.year_to) for each in ordered])

    def of_year(self, year: int | None) -> int | None:
        """Return the programme in which a support of that year was given, or None."""
        if year is None:
            return None
        return next((key for key, first, last in self.rows if first <= year <= last), None)

    def span(self, programme_id: int | None) -> tuple[int, int]:
        """Return the years of a programme; none allows every year."""
        known = {key: (first, last) for key, first, last in self.rows}
        return known.get(programme_id or 0, (0, 9999))
