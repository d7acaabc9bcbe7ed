"""Stored files are what their rows say, and nothing is stored that no row knows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import obstore
from obstore.store import LocalStore

from app.oracle.evidence import Evidence, Found, Law

_ORPHAN_AGE = timedelta(hours=1)  # younger bytes may belong to a transaction still open


def every_file_reference_has_its_row(see: Evidence) -> Found:
    """What a dossier, a decision, a visit or an opinion names as its file has a row."""
    for row in see.rows(
        """
        SELECT named.place, named.file_id FROM (
            SELECT 'file ' || CAST(id AS TEXT) || ' of a dossier' AS place, file_id
            FROM application_file
            UNION ALL
            SELECT 'public document ' || CAST(id AS TEXT), file_id FROM public_document
            UNION ALL
            SELECT 'scan of decision ' || CAST(id AS TEXT), scan_id FROM decision
            UNION ALL
            SELECT 'export ' || CAST(id AS TEXT), file_id FROM export_job
            UNION ALL
            SELECT 'signed file of decision ' || CAST(id AS TEXT), issued_file_id FROM decision
            UNION ALL
            SELECT 'signed record of visit ' || CAST(id AS TEXT), signed_file_id FROM field_visit
            UNION ALL
            SELECT 'photos of visit ' || CAST(visit_id AS TEXT), file_id FROM visit_photos
            UNION ALL
            SELECT 'answer of opinion ' || CAST(id AS TEXT), file_id FROM opinion
        ) AS named LEFT JOIN stored_file s ON s.id = named.file_id
        WHERE named.file_id IS NOT NULL AND s.id IS NULL
        """
    ):
        yield row.place, f"stored file {row.file_id} has no row"


def every_file_has_its_bytes(see: Evidence) -> Found:
    """The bytes of every stored file are there, as many, and (deep) the same."""
    rows = see.rows("SELECT id, key, size, sha256 FROM stored_file ORDER BY id")
    # Listed after the rows were read: a file's bytes are written before its row.
    sizes = {path: size for path, size, _at in _stored(see.files)}
    for row in rows:
        if row.key not in sizes:
            yield f"stored file {row.id}", f"its bytes {row.key} are missing"
        elif sizes[row.key] != row.size:
            yield f"stored file {row.id}", f"{sizes[row.key]} bytes; its row says {row.size}"
        elif see.deep and _digest(see.files, row.key) != row.sha256:
            yield f"stored file {row.id}", f"its bytes {row.key} are not those of its row"


def every_byte_has_its_row(see: Evidence) -> Found:
    """Stored bytes older than an hour belong to a row."""
    known = {row.key for row in see.rows("SELECT key FROM stored_file")}
    # The real time, as the store's own: a stopped clock of a test does not age files.
    limit = datetime.now(UTC) - _ORPHAN_AGE
    for path, _size, at in _stored(see.files):
        if path not in known and at < limit:
            yield f"bytes {path}", "no row knows them (`flask files sweep` removes them)"


def _stored(folder: Path) -> Iterator[tuple[str, int, datetime]]:
    if folder.is_dir():
        for batch in obstore.list(LocalStore(folder)):
            for item in batch:
                yield item["path"], item["size"], item["last_modified"]


def _digest(folder: Path, key: str) -> str:
    return sha256(obstore.get(LocalStore(folder), key).bytes()).hexdigest()


LAWS: tuple[Law, ...] = (
    every_file_reference_has_its_row,
    every_file_has_its_bytes,
    every_byte_has_its_row,
)
