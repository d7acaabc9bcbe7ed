"""Each way a database can be damaged, and exactly the laws that the damage breaks.

Statements name the good database's dossiers and people: %(approved)d.
"""

from dataclasses import dataclass

USED = "state = 'used' AND application_id IS NULL"
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


LIFE = {
    "a dossier whose beginning was erased": breaks(
        "every dossier begins with its start",
        by=f"DELETE FROM event {events('draft', 'start')}",
        table="event",
    ),
    "a history that leaps over a status": breaks(
        "the history is unbroken",
        by=(
            event(
                "submitted", "assign", "'accepted'", "'under_appraisal'", '{"officer": %(officer)d}'
            ),
            dossier("submitted", "status = 'under_appraisal', officer_id = %(officer)d"),
        ),
    ),
    "a move that the table does not know": breaks(
        "every move is in the table",
        by=(
            event("submitted", "leap", "'submitted'", "'accepted'"),
            dossier("submitted", "status = 'accepted'"),
        ),
    ),
    "a supplement that leads elsewhere than where it was asked": breaks(
        "a supplement returns where it was asked",
        by=(
            f"UPDATE event SET after = 'accepted' {events('supplemented', 'supplement')}",
            dossier("supplemented", "status = 'accepted'"),
        ),
        table="event",
    ),
    "a status changed behind the events": breaks(
        "the status is the replay", by=dossier("submitted", "status = 'accepted'")
    ),
    "a way back that was changed": breaks(
        "the way back is the replay", by=dossier("waiting", "status_before = 'accepted'")
    ),
    "a discarded draft that came back": breaks(
        "what was discarded is gone",
        "the history is unbroken",
        by=(
            event("draft", "discard", "'draft'", "'discarded'"),
            event("draft", "start", "NULL", "'draft'"),
        ),
    ),
    "a draft removed without a word": breaks(
        "no dossier vanishes", by="DELETE FROM application WHERE id = %(draft)d"
    ),
    "a form that led to two events": breaks(
        "a form leads to one event",
        by="UPDATE event SET form_key = 'twice' WHERE subject = 'person'",
        table="event",
        bare=("receipt", "event"),
    ),
    "a receipt for nothing": breaks(
        "every receipt has its event",
        by="INSERT INTO receipt (form_key, location) VALUES ('nothing', '/ho-so/1')",
    ),
}

LEDGER = {
    "a second support, where the index is missing": breaks(
        "a slot is held or used once",
        "the unique indexes stand",
        by=(
            "DROP INDEX uq_ledger_entry_once",
            (
                f"INSERT INTO ledger_entry ({ENTRY}, state, source_reference, document_number,"
                f" given_year, created_at) SELECT {ENTRY}, 'used', '', '', 2026, created_at"
                " FROM ledger_entry WHERE application_id = %(approved)d"
            ),
        ),
    ),
    "an index of the once-only rule that forgets what was used": breaks(
        "the unique indexes stand",
        by=(
            "DROP INDEX uq_ledger_entry_once",
            (
                "CREATE UNIQUE INDEX uq_ledger_entry_once ON ledger_entry"
                " (scope, beneficiary_id, rule_key) WHERE state IN ('held')"
            ),
        ),
    ),
    "an index of the codes that is gone": breaks(
        "the unique indexes stand", by="DROP INDEX uq_identifier_valid"
    ),
    "a live dossier that lost its hold": breaks(
        "a holding dossier has its hold", by=entry("submitted", "state = 'released'")
    ),
    "an approved dossier without its entry": breaks(
        "a holding dossier has its hold", by=of("ledger_entry", "approved"), table="ledger_entry"
    ),
    "a withdrawn dossier that still holds": breaks(
        "an ended dossier has let go", by=entry("withdrawn", "state = 'held'")
    ),
    "a draft that holds a slot": breaks(
        "a draft holds nothing",
        by=f"INSERT INTO ledger_entry ({ENTRY}, state, application_id, source_reference,"
        " document_number, created_at) SELECT a.scope, o.beneficiary_id, o.id, a.content_id,"
        " c.code, a.standard, 'released', a.id, '', '', a.created_at FROM application a"
        " JOIN organisation o ON o.id = a.organisation_id"
        " JOIN support_content c ON c.id = a.content_id WHERE a.id = %(draft)d",
    ),
    "an entry in another scope than its dossier": breaks(
        "an entry agrees with its dossier", by=entry("submitted", "scope = 'elsewhere'")
    ),
    "an entry of another beneficiary than its dossier": breaks(
        "an entry agrees with its dossier",
        by=entry("outside", "beneficiary_id = (SELECT MIN(id) FROM beneficiary)"),
    ),
    "an entry for a dossier that does not exist": breaks(
        "a hold has its dossier", by=f"UPDATE ledger_entry SET application_id = 99 WHERE {USED}"
    ),
    "a support given in no year": breaks(
        "what was given has a year", by=f"UPDATE ledger_entry SET given_year = NULL WHERE {USED}"
    ),
    "a rule key changed to get round the rule": breaks(
        "every entry has its rule key", by=entry("approved", "rule_key = rule_key || '2'")
    ),
    "a rule key that was emptied": breaks(
        "every entry has its rule key", by=entry("submitted", "rule_key = NULL")
    ),
}

DUTIES = {
    "an appraiser who decided": breaks(
        "who appraised did not decide",
        "every recommendation has its appraisal",
        by=(
            "UPDATE appraisal SET person_id = %(director)d WHERE application_id = %(approved)d",
            dossier("approved", "appraiser_ids = '[%(director)d]'"),
        ),
    ),
    "a recommender who decided": breaks(
        "who recommended did not decide",
        "a decision is by who did it",
        by=f"UPDATE event SET actor_id = %(officer)d {events('approved', 'approve')}",
        table="event",
    ),
    "an appraiser who signed on paper": breaks(
        "who appraised did not sign on paper",
        by=decision("paper", "signer_name = 'chuyên viên  mai sáu'"),
    ),
    "a dossier in hand that is nobody's": breaks(
        "a dossier in hand has its officer", by=dossier("awaiting", "officer_id = NULL")
    ),
    "an officer whom nobody assigned": breaks(
        "the officer is who was assigned", by=dossier("awaiting", "officer_id = %(director)d")
    ),
    "an appraisal that was removed": breaks(
        "every recommendation has its appraisal",
        by=(of("appraisal", "awaiting"), dossier("awaiting", "appraiser_ids = '[]'")),
    ),
    "a decision turned into its opposite": breaks(
        "a decision fits the status", by=decision("paper", "outcome = 'reject', reason = 'x'")
    ),
    "a rejection without a decision": breaks(
        "a decided dossier has one decision", by=of("decision", "rejected")
    ),
    "a decision issued by another than the events say": breaks(
        "a decision is by who did it", by=decision("approved", "issued_by = %(director)d")
    ),
    "an approval without a support": breaks(
        "an approval begins a support", by=of("support", "approved")
    ),
    "a support under another number": breaks(
        "an approval begins a support",
        by="UPDATE support SET document_number = '13/QĐ' WHERE application_id = %(approved)d",
    ),
    "a support of a rejected dossier": breaks(
        "a support has its approval",
        by="INSERT INTO support (application_id, organisation_id, content_id, status,"
        " document_number, approved_on, created_at) SELECT id, organisation_id, content_id,"
        " 'awaiting_contract', '13/QĐ', due_on, created_at FROM application"
        " WHERE id = %(rejected)d",
    ),
}

LETTERS = {
    "a letter that was never posted": breaks(
        "every move has its letter", by="DELETE FROM letter WHERE name = 'application_approved'"
    ),
    "a letter about a move that was not made": breaks(
        "every letter has its move",
        by="UPDATE letter SET name = 'application_approved'"
        " WHERE id = (SELECT MIN(id) FROM letter WHERE name = 'registration_confirm')",
    ),
    "a claimant who never heard the answer": breaks(
        "every answered claim has its letter",
        by="DELETE FROM letter WHERE name = 'claim_answered'",
    ),
    "a letter posted twice": breaks(
        "once keys are used once",
        by="UPDATE letter SET once_key = 'twice' WHERE name = 'registration_confirm'",
        bare=("letter",),
    ),
    "a file of a dossier without a row": breaks(
        "every file reference has its row",
        by="UPDATE application_file SET file_id = 999 WHERE application_id = %(approved)d",
    ),
    "a signed decision without a row": breaks(
        "every file reference has its row", by=decision("approved", "issued_file_id = 999")
    ),
}

LINEAGE = {
    "a beneficiary with another root than its organisation": breaks(
        "every root is its beneficiarys",
        by="UPDATE beneficiary SET root_code = '0100233488'"
        " WHERE id = (SELECT MIN(id) FROM beneficiary)",
    ),
    "a branch with a beneficiary of its own": breaks(
        "every root is its beneficiarys",
        "one root is one beneficiary",
        by=(
            "INSERT INTO beneficiary (root_code) VALUES ('0100233488')",
            (
                "UPDATE organisation SET beneficiary_id = (SELECT MAX(id) FROM beneficiary)"
                " WHERE name = 'Chi nhánh 1'"
            ),
        ),
    ),
    "a beneficiary that is nobody": breaks(
        "every beneficiary has an organisation",
        by="INSERT INTO beneficiary (root_code) VALUES ('0100233488')",
    ),
    "an organisation without a code": breaks(
        "every organisation goes by a code",
        by="UPDATE identifier SET valid_to = valid_from WHERE organisation_id = %(organisation)d",
    ),
    "a code that is valid twice": breaks(
        "a valid code is one organisations",
        "the unique indexes stand",
        by=(
            "DROP INDEX uq_identifier_valid",
            (
                "INSERT INTO identifier (organisation_id, scheme, value, valid_from)"
                " SELECT organisation_id, scheme, value, valid_from FROM identifier"
                " WHERE organisation_id = %(organisation)d"
            ),
        ),
    ),
    "a tax code with a wrong check digit": breaks(
        "every code is well formed",
        by=(
            "UPDATE identifier SET value = '1234567890' WHERE organisation_id = %(organisation)d",
            (
                "UPDATE beneficiary SET root_code = '1234567890' WHERE id ="
                " (SELECT beneficiary_id FROM organisation WHERE id = %(organisation)d)"
            ),
        ),
    ),
}

DESK = {
    "a reference whose check character is wrong": breaks(
        "every reference is right",
        "a received dossier can be found",
        "an entry agrees with its dossier",
        by=dossier(
            "submitted",
            "reference = SUBSTR(reference, 1, LENGTH(reference) - 1)"
            " || CASE WHEN reference LIKE '%%A' THEN 'B' ELSE 'A' END",
        ),
    ),
    "a counter that lags behind": breaks(
        "the sequence of a year has no gap", by="UPDATE reference_counter SET last = last - 1"
    ),
    "a counter that ran ahead of the dossiers": breaks(
        "the sequence of a year has no gap", by="UPDATE reference_counter SET last = last + 1"
    ),
    "a received dossier without its commune": breaks(
        "a received dossier is whole", by=dossier("submitted", "commune_code = NULL")
    ),
    "a received dossier that is due on no day": breaks(
        "a received dossier is whole", by=dossier("submitted", "due_on = NULL")
    ),
    "a revision that was removed": breaks(
        "what was said is kept",
        by="DELETE FROM revision WHERE application_id = %(supplemented)d AND number = 1",
        table="revision",
    ),
    "a dossier that search does not find": breaks(
        "a received dossier can be found", by=of("search_word", "submitted")
    ),
    "an open dossier that is not in the queue": breaks(
        "the queue shows what is open", by=dossier("submitted", "is_open = false")
    ),
    "appraisers who were forgotten": breaks(
        "the appraisers are those of the papers", by=dossier("awaiting", "appraiser_ids = '[]'")
    ),
    "a supplement waited for that nobody asks": breaks(
        "a supplement is asked while it is waited for",
        by="UPDATE supplement_request SET closed_at = asked_at WHERE application_id = %(waiting)d",
    ),
    "a supplement asked of a dossier that has lapsed": breaks(
        "a supplement is asked while it is waited for",
        by="UPDATE supplement_request SET closed_at = NULL WHERE application_id = %(lapsed)d",
    ),
}

PEOPLE = {
    "a member who cannot be written to": breaks(
        "every member can be written to",
        by="UPDATE person SET email = 'nobody' WHERE id = %(person)d",
    ),
    "a member who does not exist": breaks(
        "every member can be written to",
        by="UPDATE membership SET person_id = 999 WHERE person_id = %(person)d",
    ),
    "someone registered whose consent is lost": breaks(
        "who registered has consented",
        by="DELETE FROM consent WHERE person_id = %(person)d",
        table="consent",
    ),
}

DAMAGES = {**LIFE, **LEDGER, **DUTIES, **LETTERS, **LINEAGE, **DESK, **PEOPLE}
