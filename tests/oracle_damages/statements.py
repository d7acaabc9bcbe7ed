"""The words damages are written in. Statements name the good database's ids: %(approved)d."""

from dataclasses import dataclass

USED = "state = 'used' AND application_id IS NULL AND batch_id IS NULL"
ENTRY = "scope, beneficiary_id, organisation_id, content_id, rule_key, standard"


@dataclass(frozen=True)
class Damage:
    """What is done, and which laws that breaks."""

    laws: tuple[str, ...]
    statements: tuple[str, ...]
    table: str = ""  # whose triggers refuse it
    bare: tuple[str, ...] = ()  # whose UNIQUE and foreign keys refuse it


def breaks(
    *laws: str, by: str | tuple[str, ...], table: str = "", bare: tuple[str, ...] = ()
) -> Damage:
    return Damage(laws, (by,) if isinstance(by, str) else by, table, bare)


def event(dossier: str, action: str, before: str, after: str, data: str = "{}") -> str:
    """Forge a move."""
    return (
        "INSERT INTO event (subject, subject_id, action, actor_name, before, after, data, at)"
        f" SELECT 'application', %({dossier})d, '{action}', '', {before}, {after}, '{data}',"
        " MAX(at) FROM event"
    )


def dossier(name: str, what: str) -> str:
    return f"UPDATE application SET {what} WHERE id = %({name})d"


def entry(name: str, what: str) -> str:
    return f"UPDATE ledger_entry SET {what} WHERE application_id = %({name})d"


def decision(name: str, what: str) -> str:
    return f"UPDATE decision SET {what} WHERE application_id = %({name})d"


def of(table: str, name: str) -> str:
    return f"DELETE FROM {table} WHERE application_id = %({name})d"


def events(name: str, action: str) -> str:
    return f"WHERE subject = 'application' AND subject_id = %({name})d AND action = '{action}'"
