"""Which rooms the house has: blueprints, and what a room adds to the application."""

from flask import Flask

from app import guard
from app.accounts import sessions
from app.accounts.routes import blueprints as accounts
from app.applications import models as _applications  # noqa: F401  (tables of every room are known)
from app.audit import models as _audit  # noqa: F401  (as above)
from app.delivery import models as _delivery  # noqa: F401  (as above)
from app.ledger import models as _ledger  # noqa: F401  (as above)
from app.mailbox.routes import mailbox
from app.organisations.routes import blueprint as organisations
from app.outbox import models as _outbox  # noqa: F401  (as above)
from app.programmes.routes import programmes
from app.review import models as _review  # noqa: F401  (as above)
from app.site import display
from app.site.routes import site


def init_app(app: Flask) -> None:
    """Open the rooms. A view that declares no permission stops the start."""
    if app.config.get("MAILBOX_DIR"):  # development only: config.py refuses it in production
        app.register_blueprint(mailbox)
    for room in (site, *accounts, organisations, programmes):
        app.register_blueprint(room)
    display.init_app(app)
    sessions.init_app(app)
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not guard.declared(app.view_functions[rule.endpoint])
    ]
    if undeclared:
        raise RuntimeError(f"views without @requires: {', '.join(sorted(undeclared))}")
