"""Public pages: what can be supported, and when one may apply."""

from flask import render_template, request

from app import clock
from app.access import Permission
from app.forms import clean
from app.guard import current_actor, requires
from app.programmes.models import Call, SupportContent
from app.programmes.routes.room import programmes
from app.programmes.services import calls, catalogue, contents

# Longer than any name; what is typed beyond it cannot find anything.
SEARCH_LENGTH = 100


@programmes.get("/noi-dung-ho-tro")
@requires(Permission.PUBLIC_PAGE)
def content_list() -> str:
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
    return render_template(
        "programmes/content.html",
        content=content,
        # `version` is the product's own, shown at the foot of every page
        current=contents.current_version(content),
        source=catalogue.plan_section(content.plan_section),
        kinds=catalogue.kind_names(content.kinds),
        open_in=[each.call for each in calls.open_for(content, clock.now())],
        actor=current_actor(),
        overlaps=[each for each in contents.listed() if each.code in content.warn_with],
    )


@programmes.get("/dot-dang-ky")
@requires(Permission.PUBLIC_PAGE)
def call_list() -> str:
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
    offered = sorted((each.content for each in call.contents), key=lambda content: content.position)
    phase = calls.phase(call, clock.now())
    return render_template(
        "programmes/call.html",
        call=call,
        look=calls.LOOKS[phase],
        is_open=phase is calls.Phase.OPEN,
        groups=contents.grouped(offered),
        kinds=catalogue.kind_names(call.kinds),
        actor=current_actor(),
    )
