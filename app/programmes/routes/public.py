"""Public pages: what can be supported, and when one may apply."""

from typing import Any

from flask import Response, render_template, request

from app import clock
from app.access import Permission
from app.files import services as files
from app.files.serving import served
from app.forms import OneButton, clean
from app.guard import current_actor, requires
from app.organisations import kinds
from app.programmes.models import Call, SupportContent
from app.programmes.routes.room import programmes
from app.programmes.services import calls, catalogue, contents, news, public_documents

# Longer than any name; what is typed beyond it cannot find anything.
SEARCH_LENGTH = 100


@programmes.get("/noi-dung-ho-tro")
@requires(Permission.PUBLIC_PAGE)
def content_list() -> str:
    """Every content by group, found by what people call it, with until when it is open."""
    search = clean(request.args.get("q", "")[:SEARCH_LENGTH])
    # Of several open calls the one that closes last remains: they come in order of closing.
    open_until = {
        each.content_id: each.call.closes_at for each in calls.call_contents_open(clock.now())
    }
    found = contents.find(contents.listed(), search)
    return render_template(
        "programmes/contents.html",
        search=search,
        groups=contents.grouped(found),
        count=len(found),
        open_until=open_until,
    )


@programmes.get("/noi-dung-ho-tro/<code>")
@requires(Permission.PUBLIC_PAGE, on=contents.get)
def content_page(content: SupportContent) -> str:
    """What one content gives, asks and requires, and the calls that take it now."""
    actor = current_actor()
    return render_template(
        "programmes/content.html",
        content=content,
        # `version` is the product's own, shown at the foot of every page
        current=contents.current_version(content),
        source=catalogue.plan_section(content.plan_section),
        kinds=kinds.names(content.kinds),
        open_in=[each.call for each in calls.open_for(content, clock.now())],
        actor=actor,
        overlaps=[each for each in contents.listed() if each.code in content.warn_with],
        wants_news=content.id in news.asked_by(actor.person_id) if actor.person_id else False,
        button=OneButton(formdata=None),
    )


@programmes.get("/dot-dang-ky")
@requires(Permission.PUBLIC_PAGE)
def call_list() -> str:
    """The calls by where they stand now, the open ones first."""
    at = clock.now()
    found = calls.listed()
    by_phase = {
        phase: [call for call in found if calls.phase(call, at) is phase]
        for phase in (calls.Phase.OPEN, calls.Phase.UPCOMING, calls.Phase.CLOSED)
    }
    return render_template("programmes/calls.html", by_phase=by_phase, looks=calls.LOOKS)


@programmes.get("/dot-dang-ky/<code>")
@requires(Permission.PUBLIC_PAGE, on=calls.get)
def call_page(call: Call) -> str:
    """One call as it was announced: contents, time, whom to ask, documents."""
    return render_template(
        "programmes/call.html", preview=False, **call_context(call, calls.phase(call, clock.now()))
    )


def call_context(call: Call, phase: calls.Phase) -> dict[str, Any]:
    """Return what the page of a call says; a preview of a draft says the same."""
    offered = sorted(call.contents, key=lambda each: each.content.position)
    return {
        "call": call,
        "look": calls.LOOKS[phase],
        "is_open": phase is calls.Phase.OPEN,
        "groups": contents.grouped([each.content for each in offered]),
        "limits": {each.content_id: each for each in offered},
        "kinds": kinds.names(call.kinds),
        "communes": calls.commune_names(call),
        "priorities": [name for code, name in kinds.priorities() if code in call.priorities],
        "criteria": call.criteria,
        "documents": public_documents.on_page_of(call),
        "actor": current_actor(),
    }


@programmes.get("/dot-dang-ky/<code>/van-ban/<int:document_id>")
@requires(Permission.PUBLIC_PAGE, on=calls.get)
def call_document_file(call: Call, document_id: int) -> Response:
    """Serve a document that the call's page names, to everyone."""
    document = public_documents.shown_with(call, document_id)
    return served(document.file, files.read(document.file))
