"""Damage to the desk's own order: arrivals, stand-ins, letters of apology."""

from tests.oracle_damages.statements import breaks, dossier

ORDER = {
    "a number of arrival given twice, where the index is missing": breaks(
        "a number of arrival is given once a year",
        by=("DROP INDEX uq_application_arrival", dossier("submitted", "arrival_number = '2'")),
    ),
    "an arrival under another year than its day's": breaks(
        "an arrival is noted under its year", by=dossier("submitted", "arrival_year = 2020")
    ),
    "an absence that the absent person confirmed": breaks(
        "nobody confirmed their own absence", by="UPDATE absence SET confirmed_by = person_id"
    ),
    "a deed in the place of who was not away": breaks(
        "what was done for another was allowed", by="DELETE FROM absence"
    ),
    "an apology that another sent than signed it": breaks(
        "every letter of apology was signed", by="UPDATE extension SET signed_by = %(director)d"
    ),
    "a dossier with another officer than it was handed over to": breaks(
        "the officer is who was assigned",
        by="UPDATE application SET officer_id = %(officer)d WHERE id ="
        " (SELECT MAX(subject_id) FROM event WHERE action = 'change_officer')",
    ),
}
