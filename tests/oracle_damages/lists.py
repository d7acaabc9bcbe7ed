"""Damage to lists, and to the documents that decisions are issued by."""

from tests.oracle_damages.statements import breaks

_BUNDLE = (
    "INSERT INTO bundle (call_id, outcome, on_screen, state, version, created_by, created_at,"
    " signer_name, signer_capacity, reason) SELECT call_id, 'approve', true, 'signed', 1,"
    " created_by, created_at, '', '', '' FROM application WHERE id = %(submitted)d"
)
_ROW = (
    "INSERT INTO bundle_row (bundle_id, application_id, state, live, reason, problem, seen_version)"
    " SELECT MAX(id), %(submitted)d, 'signed', true, '', '', 1 FROM bundle"
)

LISTS = {
    "a document with another number than its decisions": breaks(
        "every issued decision has its document",
        "every number given stands in the register",
        by="UPDATE issued_document SET number = '99/QĐ' WHERE kind = 'quyet_dinh'",
    ),
    "a list that says a dossier was signed that nobody decided": breaks(
        "a bundle says what became of its dossiers", by=(_BUNDLE, _ROW)
    ),
    "a document that is not in the register": breaks(
        "every number given stands in the register",
        by="DELETE FROM given_number WHERE number LIKE '%%QĐ%%'",
    ),
}
