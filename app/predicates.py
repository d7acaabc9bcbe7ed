"""The words of the policy: who somebody is to a thing. Pure: no Flask, no database."""

from collections.abc import Callable, Collection
from typing import Any

from app.actors import Actor, Role

Predicate = Callable[[Actor, Any], bool]


def anyone(actor: Actor, thing: Any) -> bool:
    return True


def signed_in(actor: Actor, thing: Any) -> bool:
    return actor.signed_in


def represents_someone(actor: Actor, thing: Any) -> bool:
    return bool(actor.organisation_ids)


def member(actor: Actor, thing: Any) -> bool:
    """Members of the organisation the thing belongs to."""
    return thing is not None and thing.organisation_id in actor.organisation_ids


def speaks_for_members(actor: Actor, thing: Any) -> bool:
    """A person of a partner that is not closed; no staff, whatever else they are."""
    return actor.partner_id is not None and not actor.staff


def without_address(actor: Actor, thing: Any) -> bool:
    """An organisation without e-mail: its letters go on paper, officers enter for it."""
    organisation = getattr(thing, "organisation", thing)
    return getattr(organisation, "contact_email", None) == ""


def signs(actor: Actor, thing: Any) -> bool:
    """Who may bind the organisation: its signatories, and agents whose mandate says so."""
    return thing is not None and thing.organisation_id in actor.signs_for


def signatory(actor: Actor, thing: Any) -> bool:
    """Signatories (người ký) of the organisation; no agent is one, whatever the mandate."""
    return thing is not None and thing.organisation_id in actor.signatory_of


def enters(actor: Actor, thing: Any) -> bool:
    """The officer who is entering this dossier from paper (nhập hộ)."""
    entered_by = getattr(thing, "entered_by", None)
    return entered_by is not None and entered_by == actor.person_id and assists(actor, thing)


def not_enterer(actor: Actor, thing: Any) -> bool:
    """Who entered a dossier may accept it, but judges nothing of it: separation of duties."""
    entered_by = getattr(thing, "entered_by", None)
    return entered_by is None or entered_by not in actor.hats


def system(actor: Actor, thing: Any) -> bool:
    return actor.system


def role(*roles: Role) -> Predicate:
    """Staff of one of `roles`."""
    wanted = frozenset(roles)
    return lambda actor, thing: bool(actor.roles & wanted)


def both(*predicates: Predicate) -> Predicate:
    return lambda actor, thing: all(predicate(actor, thing) for predicate in predicates)


def either(*predicates: Predicate) -> Predicate:
    return lambda actor, thing: any(predicate(actor, thing) for predicate in predicates)


def no_interest(actor: Actor, thing: Any) -> bool:
    """Whether `actor` belongs to none of the organisations that share the thing's beneficiary.

    Nor has declared an interest in it (có lợi ích liên quan).
    """
    if thing is None:
        return True
    if actor.staff and actor.person_id in getattr(thing, "declared_by", ()):
        return False
    if not actor.organisation_ids:
        return True
    related = getattr(thing, "related_organisation_ids", {thing.organisation_id})
    return not actor.organisation_ids & related


def assigned(actor: Actor, thing: Any) -> bool:
    """The officer the dossier was assigned to (chuyên viên thụ lý), or who stands in for them."""
    return thing is not None and thing.officer_id in actor.hats


def not_appraiser(actor: Actor, thing: Any) -> bool:
    """Who appraised may not approve: separation of duties (ASVS 2.3.5).

    It holds for a stand-in and for whom they stand in for: what one did, the other did.
    """
    appraisers: Collection[int] = () if thing is None else thing.appraiser_ids
    return actor.hats.isdisjoint(appraisers) and getattr(thing, "officer_id", None) not in (
        actor.hats
    )


def not_proposer(actor: Actor, thing: Any) -> bool:
    """Who proposed may not decide."""
    return thing is None or actor.person_id != getattr(thing, "proposed_by", None)


def submitted(actor: Actor, thing: Any) -> bool:
    """A draft (bản nháp) is the applicant's alone."""
    return thing is not None and thing.submitted_at is not None


def handling(*predicates: Predicate) -> Predicate:
    """Who works on a submitted dossier of somebody else's, as the predicates say."""
    return both(submitted, no_interest, *predicates)


def answers_claim(actor: Actor, thing: Any) -> bool:
    """Signatories of any organisation of the beneficiary that is claimed."""
    return thing is not None and bool(thing.organisation_ids & actor.signatory_of)


def ones_own(actor: Actor, thing: Any) -> bool:
    """What the person asked for themself."""
    return thing is not None and actor.signed_in and thing.person_id == actor.person_id


def of_someone_else(actor: Actor, thing: Any) -> bool:
    """Nobody answers their own claim."""
    return thing is None or thing.person_id != actor.person_id


def seated(actor: Actor, thing: Any) -> bool:
    """Who sits in the selection session (thành viên phiên xét chọn)."""
    return thing is not None and actor.person_id in thing.seated_ids


def keeps_records(actor: Actor, thing: Any) -> bool:
    """The secretary (thư ký) of the selection session."""
    return thing is not None and actor.person_id in thing.secretary_ids


assists = both(role(Role.OFFICER), no_interest)
