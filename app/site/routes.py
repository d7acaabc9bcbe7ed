"""Home, the pages about the site itself, the display switch, and answers for machines."""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from app import clock, navigation
from app.access import Permission
from app.accounts import notice
from app.guard import current_actor, requires
from app.programmes.services import calls
from app.site import display, services

site = Blueprint("site", __name__)


@site.get("/")
@requires(Permission.PUBLIC_PAGE)
def home() -> str:
    return render_template(
        "site/home.html",
        calls=calls.open_calls(clock.now()),
        plan=calls.plan_in_force(),
        navigation_home=navigation.work_of(current_actor()),
    )


@site.get("/quyen-rieng-tu")
@requires(Permission.PUBLIC_PAGE)
def privacy() -> str:
    return render_template("site/privacy.html", data_notice=notice.current())


@site.get("/tro-nang")
@requires(Permission.PUBLIC_PAGE)
def accessibility() -> str:
    return render_template("site/accessibility.html")


@site.get("/quan-tri")
@requires(Permission.OPEN_TOOLS)
def tools() -> str:
    """Công việc khác: what the header has no room for."""
    return render_template("site/tools.html", tools=navigation.tools(current_actor()))


@site.post("/hien-thi")
@requires(Permission.PUBLIC_PAGE)
def set_display() -> Response:
    response = Response(status=303)
    response.location = display.way_back(request.form.get("back", ""))
    for name in display.CHOICES:
        display.choose(response, name, request.form.get(name, ""))
    return response


@site.get("/healthz")
@requires(Permission.PUBLIC_PAGE)
def healthz() -> Response:
    """Alive: answers without the database."""
    return Response("ok\n", mimetype="text/plain")


@site.get("/readyz")
@requires(Permission.PUBLIC_PAGE)
def readyz() -> Response:
    """Ready: the database answers too."""
    if services.database_answers():
        return Response("ready\n", mimetype="text/plain")
    return Response("the database does not answer\n", status=503, mimetype="text/plain")


@site.get("/favicon.ico")
@requires(Permission.PUBLIC_PAGE)
def favicon() -> Response:
    """Browsers ask for this address on pages without a head, such as a downloaded file's."""
    return redirect(url_for("static", filename="favicon.svg"), code=301)  # type: ignore[return-value]  # werkzeug's Response is Flask's here
