"""What the house has of lists: a bundle that is drafted, one that is out, decisions gathered."""

from typing import Any

from sqlalchemy import select

from app.applications.models import Application
from app.demo import dossiers, people
from app.demo.dossiers import Plan
from app.extensions import db
from app.organisations.services.queries import by_code
from app.papers.frame import Signing
from app.review import bundle_papers
from app.review.services import bundles, lists


def things() -> dict[str, dict[str, Any]]:
    """Make them of two dossiers of the demonstration and one of its own."""
    officer = people.actor_of("chuyenvien@" + people.DOMAIN)
    out = Plan("nabuoi", "NS-XANH", "awaiting_approval")
    dossiers.make(out)
    drafted = bundles.create([_of("davoi", "HTQL-9001")], "approve", officer)
    sent = bundles.create([_of(out.unit, out.content)], "reject", officer)
    sent.rows[0].reason = "Lý do DEMO."
    bundles.send_out(sent, Signing("", "", "Giám đốc DEMO"), officer)
    clerk = people.actor_of("vanthu@" + people.DOMAIN)
    gathered = lists.gather([_of("xuongmoc", "SP-TCCS")], "approve", clerk)
    return {
        "drafted_bundle": {"bundle_id": drafted.id},
        "bundle_out": {"bundle_id": sent.id, "paper_id": bundle_papers.of(sent)[0].id},
        "gathered": {"bundle_id": gathered.id},
    }


def _of(unit: str, code: str) -> int:
    organisation = by_code("mst", next(each.code for each in people.UNITS if each.key == unit))
    assert organisation is not None
    found = db.session.scalars(
        select(Application).where(Application.organisation_id == organisation.id)
    )
    return next(each.id for each in found if each.content.code == code)
