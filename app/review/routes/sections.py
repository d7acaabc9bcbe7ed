"""The parts of the dossier's page, in their order: one line each, also for other rooms' parts.

A section draws `templates/review/dossier/_<name>.html`, which finds what it shows in `facts`. It
asks a fixed number of questions of the database, whatever the dossier holds; one that shows what a
deed leaves behind asks nothing before the deed was done (`after`).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.access import Actor, Permission, allowed
from app.applications.models import Application
from app.applications.services import changes, filing, queries, tasks, view
from app.applications.workflow import Action
from app.appraisal.services import appraisal, sheet, visits
from app.correspondence.services import sent, threads
from app.delivery import services as delivery
from app.forms import OneButton
from app.ledger.services import alike, overlaps, standing
from app.opinions.services import asking
from app.review.routes import looking, papers
from app.review.services import assignment, decision, extension, notes

Facts = Callable[[Application, Actor], Mapping[str, Any]]


@dataclass(frozen=True)
class Section:
    """One part of the page; those `aside` stand beside what was asked and answered."""

    name: str
    facts: Facts
    aside: bool = False
    after: frozenset[str] = frozenset()  # deeds; without any of them there is nothing to show


def _nothing(_application: Application, _actor: Actor) -> Mapping[str, Any]:
    return {}


def _filing(application: Application, actor: Actor) -> Mapping[str, Any]:
    may_answer = (
        allowed(Permission.ANSWER_SUPPLEMENT, actor, application)
        and queries.open_supplement(application) is not None
    )
    return {"filing": filing.of(application), "may_answer": may_answer}


def _answers(application: Application, _actor: Actor) -> Mapping[str, Any]:
    return {"answers": view.answers(application)}


def _files(application: Application, _actor: Actor) -> Mapping[str, Any]:
    return {"files": queries.files(application), "seen_here": looking.SEEN_HERE}


def _changes(application: Application, _actor: Actor) -> Mapping[str, Any]:
    return {"changes": changes.last(application)}


def _order(application: Application, actor: Actor) -> Mapping[str, Any]:
    officer, beside = assignment.names(application)
    return {
        "officer": officer,
        "beside": beside,
        "instructions": assignment.instructions(application.id),
        "may_note_arrival": allowed(Permission.NOTE_ARRIVAL, actor, application),
    }


def _apology(application: Application, actor: Actor) -> Mapping[str, Any]:
    may_sign = allowed(Permission.SIGN_EXTENSION, actor, application)
    return {"drafted": may_sign and extension.of(application.id) is not None}


def _checklist(application: Application, _actor: Actor) -> Mapping[str, Any]:
    return {"look_up": tasks.registration_to_look_up(application)}


def _supplements(application: Application, actor: Actor) -> Mapping[str, Any]:
    return {"supplements": application.supplements, **_files(application, actor)}


def _appraisals(application: Application, _actor: Actor) -> Mapping[str, Any]:
    return {
        "appraisals": appraisal.of_application(application.id),
        "results": sheet.RESULTS,
        "recommendations": sheet.RECOMMENDATIONS,
        "points": sheet.points,
    }


def _opinions(application: Application, actor: Actor) -> Mapping[str, Any]:
    return {
        "opinions": asking.of_application(application.id),
        "looks": asking.LOOKS,
        "today": clock.today(),
        "may": application.is_open and allowed(Permission.ASK_OPINION, actor, application),
    }


def _visits(application: Application, actor: Actor) -> Mapping[str, Any]:
    return {
        "visits": visits.of_application(application.id),
        "looks": visits.LOOKS,
        "may": application.is_open and allowed(Permission.APPRAISE, actor, application),
    }


def _interests(application: Application, actor: Actor) -> Mapping[str, Any]:
    about = {None, application.id}
    found = [each for each in application.organisation.interests if each.application_id in about]
    return {
        "declared": found,
        "assigned": any(each.person_id == application.officer_id for each in found),
        "may": allowed(Permission.DECLARE_INTEREST, actor, application),
    }


def _decision(application: Application, _actor: Actor) -> Mapping[str, Any]:
    support = delivery.of_application(application.id)
    return {
        "decision": decision.current(application.id),
        "support": support,
        "agreement": delivery.signed(support) if support else None,
    }


def _notes(application: Application, actor: Actor) -> Mapping[str, Any]:
    return {
        "notes": notes.of_application(application.id),
        "may_note": allowed(Permission.WRITE_NOTE, actor, application),
    }


def _ledger(application: Application, _actor: Actor) -> Mapping[str, Any]:
    given = standing.given_to(application.organisation)
    return {
        "given": given,
        "warnings": overlaps.warnings(
            application.organisation, application.content, application.scope, given
        ),
    }


def _alike(application: Application, _actor: Actor) -> Mapping[str, Any]:
    return {"alike": alike.holdings(application.organisation, application.content_id)}


def _questions(application: Application, _actor: Actor) -> Mapping[str, Any]:
    return {"thread": threads.of(application.id)}


def _letters(application: Application, actor: Actor) -> Mapping[str, Any]:
    return {
        "letters": sent.of_dossier(application, actor),
        "may_resend": allowed(Permission.RESEND_LETTER, actor, application),
        "one": OneButton(formdata=None),
    }


_APPRAISED = frozenset({Action.RECOMMEND, Action.RECOMMEND_STRAIGHT, Action.SEND_TO_SELECTION})
_DECIDED = frozenset(
    {Action.APPROVE, Action.REJECT, Action.RECORD_APPROVAL, Action.RECORD_REJECTION}
)

SECTIONS = (
    Section("apology", _apology, after=frozenset({extension.DRAFTING})),
    Section("filing", _filing),
    Section("answers", _answers),
    Section("changes", _changes, after=frozenset({Action.SUPPLEMENT})),
    Section("files", _files),
    Section("checklist", _checklist),
    Section("supplements", _supplements, after=frozenset({Action.REQUEST_SUPPLEMENT})),
    Section("appraisals", _appraisals, after=_APPRAISED),
    Section("opinions", _opinions),
    Section("visits", _visits),
    Section("decision", _decision, after=_DECIDED),
    Section("papers", papers.facts),
    Section("questions", _questions),
    Section("letters", _letters),
    Section("notes", _notes),
    Section("order", _order, aside=True),
    Section("ledger", _ledger, aside=True),
    Section("alike", _alike, aside=True),
    Section("timeline", _nothing, aside=True),
    Section("organisation", _nothing, aside=True),
    Section("interests", _interests, aside=True),
)

Drawn = tuple[Section, Mapping[str, Any]]


def drawn(
    application: Application, actor: Actor, done: Collection[str], *, aside: bool
) -> Iterator[Drawn]:
    """Yield the sections of one side of the page, each with what it shows.

    `done` names the deeds of the dossier's history.
    """
    for section in SECTIONS:
        if section.aside == aside and (not section.after or not section.after.isdisjoint(done)):
            yield section, section.facts(application, actor)
