"""Damage to letters, files, lineage, the desk and people."""

from tests.oracle_damages.statements import breaks, decision, dossier, of

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
    "a question that waits no more without an answer": breaks(
        "a question waits until it is answered",
        by="UPDATE thread SET waiting_since = NULL, due_on = NULL",
    ),
    "a result that waits for a digest": breaks(
        "what must be sent never waits",
        by="UPDATE letter SET state = 'gathered'"
        " WHERE name = 'application_approved' AND channel = 'email'",
    ),
    "a letter that left in a digest to somebody else": breaks(
        "a digest goes where its letters go",
        by="UPDATE letter SET state = 'digested', digest_id = (SELECT MIN(id) FROM letter)"
        " WHERE name = 'question_asked'",
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
    "an organisation with a code that is marked as having none": breaks(
        "who has a code is not provisional",
        by="UPDATE organisation SET is_provisional = true WHERE id = %(organisation)d",
    ),
    "a stand-in that has submitted": breaks(
        "a standin has only drafts",
        "who has a code is not provisional",
        by="UPDATE organisation SET is_standin = true WHERE id = %(organisation)d",
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
    "a warning that no filter finds": breaks(
        "a received dossier has what the queue asks for",
        by=dossier("submitted", "has_warning = NOT has_warning"),
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
    "an agent without a mandate": breaks(
        "every agent has a mandate of the organisation",
        by="UPDATE membership SET capacity = 'agent' WHERE person_id = %(person)d",
    ),
    "a dossier submitted under another organisation's mandate": breaks(
        "an agents dossier names its organisations mandate",
        by=(
            (
                "INSERT INTO mandate (organisation_id, number, file_id, submits, valid_until,"
                " given_by, given_at) VALUES ((SELECT MAX(id) FROM organisation), '1/GUQ', 1, TRUE,"
                " '2030-01-01', 1, '2026-01-01')"
            ),
            dossier(
                "approved",
                "mandate_id = (SELECT MAX(id) FROM mandate)",
            ),
        ),
    ),
    "a dossier assigned to the officer who entered it": breaks(
        "who entered a dossier judges nothing of it",
        by=dossier("approved", "entered_by = officer_id"),
    ),
    "someone registered whose consent is lost": breaks(
        "who registered has consented",
        by="DELETE FROM consent WHERE person_id = %(person)d",
        table="consent",
    ),
}
