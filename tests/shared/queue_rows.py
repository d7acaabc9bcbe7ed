"""The queue of dossiers, for tests."""

from tests.factories import Member

Several = tuple[Member, list[int]]
