"""`/hop-thu`: the letters of this machine. Registered only where MAILBOX_DIR is set."""

from flask import Blueprint, Response, make_response, render_template, request

from app.access import Permission
from app.guard import requires
from app.mailbox import services

mailbox = Blueprint("mailbox", __name__)

# A letter's HTML runs nothing, loads nothing, and opens its links in a tab of their own.
SANDBOX = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@mailbox.get("/hop-thu")
@requires(Permission.PUBLIC_PAGE)
def letters() -> str:
    lines, next_key = services.arrived(before=request.args.get("truoc", ""))
    return render_template("mailbox/letters.html", letters=lines, next_key=next_key)


@mailbox.get("/hop-thu/<letter_id>")
@requires(Permission.PUBLIC_PAGE, on=services.get)
def letter(letter: services.Letter) -> str:
    return render_template("mailbox/letter.html", letter=letter)


@mailbox.get("/hop-thu/<letter_id>/html")
@requires(Permission.PUBLIC_PAGE, on=services.get)
def letter_html(letter: services.Letter) -> Response:
    response = make_response(letter.html or "")
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
