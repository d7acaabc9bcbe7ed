"""The ledger: "một nội dung chỉ được hỗ trợ 01 lần", and each entry in step with its dossier."""

import json
from typing import Any

from app.applications.workflow import LOOKS, Slot, Status
from app.oracle.evidence import Evidence, Found, Law
from app.text import squeeze

HOLDING = frozenset(status.value for status, look in LOOKS.items() if look.slot is Slot.HELD)
FREED = frozenset(status.value for status in Status) - HOLDING - {Status.DRAFT.value}


def a_slot_is_held_or_used_once(see: Evidence) -> Found:
    """One held or used entry for a scope, beneficiary and rule key; counted from the rows."""
    for row in see.rows(
        """
        SELECT scope, beneficiary_id, rule_key, COUNT(*) AS times, MIN(id) AS first, MAX(id) AS last
        FROM ledger_entry WHERE state IN ('held', 'used') AND rule_key IS NOT NULL
        GROUP BY scope, beneficiary_id, rule_key HAVING COUNT(*) > 1
        """
    ):
        yield (
            f"beneficiary {row.beneficiary_id}",
            f"{row.times} entries, {row.first} to {row.last}, have {row.rule_key} in {row.scope}",
        )


def a_holding_dossier_has_its_hold(see: Evidence) -> Found:
    """A live or approved dossier holds its slot; an approved one may have used it.

    What an exception set aside, or a director's conclusion freed, is judged by its own law.
    """
    for row in see.rows(
        """
        SELECT a.id, a.status, l.state FROM application a
        LEFT JOIN ledger_entry l ON l.application_id = a.id
        WHERE a.status IN :holding
          AND COALESCE(l.state, '') <> 'held'
          AND NOT (a.status = 'approved'
                   AND COALESCE(l.state, '') IN ('used', 'set_aside', 'released'))
        """,
        holding=HOLDING,
    ):
        yield f"dossier {row.id}", f"it is {row.status} and its ledger entry is {row.state}"


def an_ended_dossier_has_let_go(see: Evidence) -> Found:
    """A dossier that ended without a support has released its slot."""
    for row in see.rows(
        """
        SELECT a.id, a.status, l.state FROM application a
        LEFT JOIN ledger_entry l ON l.application_id = a.id
        WHERE a.status IN :freed AND COALESCE(l.state, '') <> 'released'
        """,
        freed=FREED,
    ):
        yield f"dossier {row.id}", f"it is {row.status} and its ledger entry is {row.state}"


def a_draft_holds_nothing(see: Evidence) -> Found:
    """A draft has no entry in the ledger."""
    for row in see.rows(
        """
        SELECT a.id, l.id AS entry FROM application a
        JOIN ledger_entry l ON l.application_id = a.id WHERE a.status = 'draft'
        """
    ):
        yield f"dossier {row.id}", f"it is a draft and has ledger entry {row.entry}"


def an_entry_agrees_with_its_dossier(see: Evidence) -> Found:
    """Scope, beneficiary, organisation, content, standard and reference are the dossier's.

    Where the unit became "organisation and standard" later, only the entry names the standard.
    """
    for row in see.rows(
        """
        SELECT l.id, a.id AS dossier FROM ledger_entry l
        JOIN application a ON a.id = l.application_id
        JOIN organisation o ON o.id = a.organisation_id
        WHERE l.scope <> a.scope OR l.beneficiary_id <> o.beneficiary_id
           OR l.organisation_id <> a.organisation_id OR l.content_id <> a.content_id
           OR (l.standard <> a.standard AND a.standard <> '')
           OR l.source_reference <> COALESCE(a.reference, '')
        """
    ):
        yield f"entry {row.id}", f"it says something else than dossier {row.dossier}"


def a_hold_has_its_dossier(see: Evidence) -> Found:
    """Only a dossier holds a slot, and the dossier exists.

    A support without one is released by a director alone, who said that it does not count.
    """
    for row in see.rows(
        """
        SELECT l.id, l.state, l.application_id FROM ledger_entry l
        LEFT JOIN application a ON a.id = l.application_id
        WHERE a.id IS NULL AND (l.application_id IS NOT NULL OR l.state = 'held')
        """
    ):
        yield f"entry {row.id}", f"it is {row.state} for dossier {row.application_id}, which is not"


def what_was_freed_was_decided(see: Evidence) -> Found:
    """A support released while its dossier stays approved, or without one, has its conclusion."""
    for row in see.rows(
        """
        SELECT l.id FROM ledger_entry l LEFT JOIN application a ON a.id = l.application_id
        WHERE l.state = 'released'
          AND (a.id IS NULL OR (a.status = 'approved' AND a.cancelled = ''))
          AND NOT EXISTS (
            SELECT 1 FROM event e WHERE e.subject = 'ledger_entry' AND e.subject_id = l.id
              AND e.action = 'close' AND e.after = 'released')
        """
    ):
        yield f"entry {row.id}", "it is released, and nobody concluded that it does not count"


def what_was_set_aside_has_its_ground(see: Evidence) -> Found:
    """Set aside by an approved exception or a joining, or recorded so, by hand or by an import."""
    for row in see.rows(
        """
        SELECT l.id FROM ledger_entry l
        WHERE l.state = 'set_aside' AND l.batch_id IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM exception_request x WHERE x.entry_id = l.id AND x.state = 'approved')
          AND NOT EXISTS (
            SELECT 1 FROM event e WHERE e.subject = 'ledger_entry' AND e.subject_id = l.id
              AND e.after = 'set_aside' AND (e.action = 'record_given'
                OR (e.action = 'set_aside' AND CAST(e.data AS TEXT) LIKE '%joined%')))
        """
    ):
        yield f"entry {row.id}", "it is set aside, and nothing says why"


def an_approved_exception_has_set_aside(see: Evidence) -> Found:
    """What a director allowed blocks no more; who proposed has not decided."""
    for row in see.rows(
        """
        SELECT x.id, l.state, x.proposed_by, x.decided_by FROM exception_request x
        JOIN ledger_entry l ON l.id = x.entry_id
        WHERE (x.state = 'approved' AND l.state NOT IN ('set_aside', 'released'))
           OR x.proposed_by = x.decided_by
        """
    ):
        yield f"exception {row.id}", f"its entry is {row.state}, or one person did both"


def what_was_given_has_a_year(see: Evidence) -> Found:
    """A support that was given (used or set aside) has its year."""
    for row in see.rows(
        """
        SELECT id, state FROM ledger_entry
        WHERE state IN ('used', 'set_aside') AND given_year IS NULL
        """
    ):
        yield f"entry {row.id}", f"it is {row.state} and has no year"


def every_entry_has_its_rule_key(see: Evidence) -> Found:
    """The key is the content's code, with the standard or the year, or none outside the rule."""
    contents = {
        row.id: row for row in see.rows("SELECT id, code, rule, standards FROM support_content")
    }
    for row in see.rows(
        """
        SELECT content_id, standard, rule_key, MIN(id) AS first, COUNT(*) AS times
        FROM ledger_entry GROUP BY content_id, standard, rule_key
        """
    ):
        expected = _rule_key(contents.get(row.content_id), row.standard, row.rule_key)
        if row.rule_key != expected:
            yield (
                f"entry {row.first}",
                f"its rule key is {row.rule_key}, not {expected} ({row.times} such entries)",
            )


def _rule_key(content: Any, standard: str, found: str | None) -> str | None:
    """State the rule again: KH 79/KH-UBND 05/4/2021, section II.2.2, and the content's unit."""
    if content is None or content.rule == "none":
        return None
    if content.rule == "content":
        return str(content.code)
    if content.rule == "year":
        return f"{content.code}:{str(found)[-4:]}"  # of the year the dossier was submitted in
    known = content.standards
    names = json.loads(known) if isinstance(known, str) else known  # SQLite keeps JSON as text
    spelled = squeeze(standard)
    for item in names:
        if spelled in {squeeze(name) for name in (item["name"], *_other_names(item))}:
            return f"{content.code}:{squeeze(item['name'])}"
    return f"{content.code}:{spelled}" if spelled else "a named standard"


def _other_names(item: dict[str, Any]) -> list[str]:
    return [name for name in (item.get("code", ""), *item.get("synonyms", ())) if name]


LAWS: tuple[Law, ...] = (
    a_slot_is_held_or_used_once,
    a_holding_dossier_has_its_hold,
    an_ended_dossier_has_let_go,
    a_draft_holds_nothing,
    an_entry_agrees_with_its_dossier,
    a_hold_has_its_dossier,
    what_was_freed_was_decided,
    what_was_set_aside_has_its_ground,
    an_approved_exception_has_set_aside,
    what_was_given_has_a_year,
    every_entry_has_its_rule_key,
)
