"""Each way a database can be damaged, and exactly the laws that the damage breaks."""

from tests.oracle_damages.around import DESK, LETTERS, LINEAGE, PEOPLE
from tests.oracle_damages.calls import CALLS
from tests.oracle_damages.contents import CONTENTS
from tests.oracle_damages.dossiers import DUTIES, LEDGER, LIFE, PHIEU
from tests.oracle_damages.exports import EXPORTS
from tests.oracle_damages.imports import IMPORTS
from tests.oracle_damages.lists import LISTS
from tests.oracle_damages.needs import NEEDS
from tests.oracle_damages.order import ORDER
from tests.oracle_damages.papers import PAPERS
from tests.oracle_damages.selection import SELECTION
from tests.oracle_damages.statements import Damage

DAMAGES = {
    **LIFE,
    **PHIEU,
    **LEDGER,
    **DUTIES,
    **LETTERS,
    **LINEAGE,
    **DESK,
    **PEOPLE,
    **CONTENTS,
    **CALLS,
    **IMPORTS,
    **EXPORTS,
    **NEEDS,
    **LISTS,
    **ORDER,
    **SELECTION,
    **PAPERS,
}

__all__ = ["DAMAGES", "Damage"]
