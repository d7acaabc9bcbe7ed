"""The applicant's question to the ledger: what can we still register for?"""

from typing import Any

from flask import render_template

from app.access import Permission
from app.forms import OneButton
from app.guard import current_actor, requires
from app.ledger.routes.room import ledger
from app.ledger.services import standing
from app.organisations.services import queries as organisations
from app.programmes.services import calls


@ledger.get("/to-chuc/con-co-the-dang-ky")
@requires(Permission.REPRESENT)
def standing_page() -> Any:
    """Nội dung còn có thể đăng ký: every content with its state for this organisation."""
    organisation = organisations.of_actor(current_actor())
    assert organisation is not None  # the policy says so
    return render_template(
        "ledger/standing.html",
        organisation=organisation,
        overview=standing.overview(organisation),
        plan=calls.plan_in_force(),
        one=OneButton(),
    )
