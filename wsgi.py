"""What gunicorn and `flask` import: the application, and the end of every upload.

A browser that is still sending when the connection closes shows "connection reset" in place of
the answer. Whatever the application did not read is therefore read and thrown away before the
answer leaves: a file that is too large gets its designed page, and nothing of it is kept.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app import create_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# deploy/nginx.conf lets no larger body through; beyond it the connection is simply closed.
MOST_DRAINED = 64 * 1024 * 1024
PIECE = 64 * 1024


def drained(application: "WSGIApplication") -> "WSGIApplication":
    """Wrap `application` so that its answer leaves after the request has wholly arrived."""

    def call(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answer = application(environ, start_response)
        left = MOST_DRAINED
        while left > 0 and (piece := environ["wsgi.input"].read(min(PIECE, left))):
            left -= len(piece)
        return answer

    return call


app = create_app()
app.wsgi_app = drained(app.wsgi_app)  # type: ignore[method-assign,assignment]  # Flask's documented way
