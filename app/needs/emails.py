"""The letters about needs: an invitation to register, a partner's word to be confirmed."""

from collections.abc import Sequence

from app.needs.models import Need
from app.organisations.emails import on_paper
from app.organisations.models import Organisation
from app.outbox import services as outbox
from app.programmes.models import Call

PAGE = "/to-chuc/nhu-cau"


def invited(
    organisation: Organisation, call: Call, contents: Sequence[str], first_item_id: int
) -> None:
    """Invite the organisation to a call for which it wanted these contents, in one letter.

    What is invited later is another letter: no item is invited to one call twice.
    """
    outbox.post(
        "need_invited",
        organisation.contact_email or organisation.email,
        f"need_invited:{call.id}:{organisation.id}:{first_item_id}",
        {
            "organisation": organisation.name,
            "call": call.name,
            "closes_at": call.closes_at,
            "contents": list(contents),
            "path": PAGE,
        },
        recipient=on_paper(organisation),
    )


def to_confirm(need: Need, organisation: Organisation, partner: str, contents: list[str]) -> None:
    """Ask the organisation whether what a partner said of it is so."""
    outbox.post(
        "need_to_confirm",
        organisation.contact_email,
        f"need_to_confirm:{need.id}",
        {
            "organisation": organisation.name,
            "partner": partner,
            "year": need.wanted_year,
            "contents": contents,
            "path": PAGE,
        },
        recipient=on_paper(organisation),
    )
