"""What the house knows that rows are judged by: contents, scopes, and what was given or is held."""

from collections.abc import Iterable

from sqlalchemy import select

from app.errors import Invalid
from app.extensions import db
from app.imports.once import Given, Rule
from app.ledger.services import batches as ledger
from app.ledger.services.rule import rule_key
from app.programmes.models import Programme, Project, SupportContent


def keyed(content: SupportContent | None, standard: str, year: int | None) -> str | None:
    """Return the key of the once-only rule, None where there is none to speak of."""
    if content is None:
        return None
    try:
        return rule_key(content, standard, year)
    except Invalid:  # the reading has said that the standard is missing
        return None


def contents() -> dict[int, SupportContent]:
    """Return every content by its id."""
    return {each.id: each for each in db.session.scalars(select(SupportContent))}


def scopes() -> dict[int, str]:
    """Return programme id → the once-only scope its supports count in."""
    found = db.session.execute(select(Programme.id, Programme.scope))
    return {row.id: row.scope for row in found}


def rule_for(beneficiary_ids: Iterable[int]) -> Rule:
    """Return the rule, fed with what the beneficiaries have and hold now."""
    return Rule(
        (
            Given(
                row.scope,
                row.beneficiary_id,
                row.content_id,
                row.rule_key,
                row.state,
                row.given_year,
                row.document_number,
                row.source_reference,
            )
            for row in ledger.of_beneficiaries(beneficiary_ids)
        ),
    )


def content_codes() -> dict[int, str]:
    """Return content id → code, for what a command prints."""
    return {key: content.code for key, content in contents().items()}


def project_codes() -> dict[int, str]:
    """Return project id → code, for what a command prints."""
    return {row.id: row.code for row in db.session.execute(select(Project.id, Project.code))}


def project_name(project_id: int | None) -> str:
    """Return what a project is called, nothing for none."""
    found = db.session.get(Project, project_id) if project_id else None
    return found.name if found else ""
