"""Damage to histories, to the ledger, and to the separation of duties."""

from tests.oracle_damages.statements import (
    ENTRY,
    USED,
    breaks,
    decision,
    dossier,
    entry,
    event,
    events,
    of,
)

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
    "a support set aside by nobody": breaks(
        "what was set aside has its ground",
        by=f"UPDATE ledger_entry SET state = 'set_aside' WHERE {USED}",
    ),
    "a support freed by nobody": breaks(
        "what was freed was decided",
        by=f"UPDATE ledger_entry SET state = 'released' WHERE {USED}",
    ),
    "an exception that changed nothing": breaks(
        "an approved exception has set aside",
        by="UPDATE ledger_entry SET state = 'used' WHERE id = %(excepted)d",
    ),
    "an exception decided by who proposed it": breaks(
        "an approved exception has set aside",
        by="UPDATE exception_request SET decided_by = proposed_by",
    ),
}

PHIEU = {
    "a dossier on another organisation's phiếu": breaks(
        "every dossier stands on its phieu",
        by="UPDATE registration_form SET organisation_id = %(organisation)d WHERE id ="
        " (SELECT form_id FROM application WHERE id = %(submitted)d)",
    ),
    "a phiếu of which one dossier was submitted alone": breaks(
        "a phieu is submitted whole",
        by="UPDATE application SET form_id = (SELECT form_id FROM application WHERE id = %(third)d)"
        " WHERE id = %(after_discarded)d",
    ),
    "the one letter of a phiếu that was never posted": breaks(
        "every move has its letter",
        by="DELETE FROM letter WHERE name = 'application_submitted'"
        " AND text LIKE '%%mỗi nội dung%%'",
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
        table="appraisal",
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
        table="appraisal",
    ),
    "a total that is not the sum": breaks(
        "a total is the sum of its scores",
        by="UPDATE appraisal SET total = 7000 WHERE application_id = %(awaiting)d",
        table="appraisal",
    ),
    "a draft sheet that outlived its sheet": breaks(
        "a draft sheet is of a dossier being appraised",
        by="INSERT INTO appraisal_draft (application_id, person_id, said, version, updated_at)"
        " SELECT id, officer_id, '{}', 1, created_at FROM application WHERE id = %(awaiting)d",
    ),
    "an officer who acted in spite of an interest": breaks(
        "who declared an interest did not act",
        by="INSERT INTO interest (person_id, organisation_id, application_id, reason, declared_at,"
        " withdrawn_reason) SELECT officer_id, organisation_id, id, 'x', '2020-01-01 00:00:00', ''"
        " FROM application WHERE id = %(awaiting)d",
    ),
    "an opinion that nobody was asked for": breaks(
        "every opinion was asked by letter",
        by="INSERT INTO opinion (application_id, name, email, address, questions, deadline_on,"
        " asked_by, asked_at, state, answer_via, answer_number, answer_text, answerer,"
        " close_reason) SELECT id, 'x', '', '', '[]', due_on, officer_id, created_at, 'asked',"
        " '', '', '', '', '' FROM application WHERE id = %(awaiting)d",
    ),
    "a decision turned into its opposite": breaks(
        "a decision fits the status", by=decision("paper", "outcome = 'reject', reason = 'x'")
    ),
    "a rejection without a decision": breaks(
        "a decided dossier has one decision", by=of("decision", "rejected")
    ),
    "a decision signed in the year one": breaks(
        "days follow one another", by=decision("paper", "signed_on = '0001-01-01'")
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
