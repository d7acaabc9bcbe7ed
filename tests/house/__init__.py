"""A house with everything in it: the demonstration, and a dossier of one organisation at every
stage, so that every page can be opened by everyone. Only plain values are given away."""

from tests.house.callers import Callers
from tests.house.dossiers import STAGES
from tests.house.keeping import open_demonstration, open_house
from tests.house.names import CODE, EMAILS, FREE_CODE, NOTE, PASSWORD, ROLES, House

__all__ = [
    "CODE",
    "EMAILS",
    "FREE_CODE",
    "NOTE",
    "PASSWORD",
    "ROLES",
    "STAGES",
    "Callers",
    "House",
    "open_demonstration",
    "open_house",
]
