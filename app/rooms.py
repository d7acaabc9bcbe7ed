"""Which rooms the house has: blueprints, and what a room adds to the application."""

from flask import Flask

from app import guard, navigation, settings
from app.accounts import sessions
from app.accounts.routes import blueprints as accounts
from app.applications import papers as application_papers
from app.applications.routes import blueprint as applications
from app.applications.services import following as _following  # noqa: F401  (drafts follow claims)
from app.appraisal import papers as appraisal_papers
from app.appraisal.routes import blueprint as appraisal
from app.correspondence.routes import blueprint as correspondence
from app.delivery import papers as delivery_papers
from app.delivery.routes import blueprint as delivery
from app.exports.routes import blueprint as exports
from app.exports.services import hourly as _exports  # noqa: F401  (what the hour takes away)
from app.imports.routes import blueprint as imports
from app.imports.services import export as import_export
from app.ledger.routes import ledger
from app.ledger.services import export as book_export
from app.mailbox.routes import mailbox
from app.needs.routes import blueprint as needs
from app.needs.services import export as needs_export
from app.needs.services import lineage as _needs  # noqa: F401  (needs follow claims)
from app.opinions import papers as opinion_papers
from app.opinions.routes import blueprint as opinions
from app.opinions.services import hourly as _opinions  # noqa: F401  (what the hour brings)
from app.organisations.routes import blueprint as organisations
from app.outbox import digest as _digest  # noqa: F401  (what the hour brings)
from app.papers.routes import blueprint as papers
from app.programmes.routes import programmes
from app.programmes.services import province
from app.registry.routes import blueprint as registry
from app.registry.services import export as registry_export
from app.review import papers as review_papers
from app.review.routes import blueprint as review
from app.review.services import dossier_zip, queue_lines, register
from app.review.services import hourly as _desk_hourly  # noqa: F401  (what the hour brings)
from app.selection import papers as selection_papers
from app.selection.routes import blueprint as selection
from app.selection.services import hourly as _hourly  # noqa: F401  (what the hour brings)
from app.site import display
from app.site.routes import site


def init_app(app: Flask) -> None:
    """Open the rooms. A view that declares no permission stops the start."""
    settings.use(app.config)
    settings.provide("PROVINCE", province.current)
    for supplier in (
        application_papers,
        delivery_papers,
        appraisal_papers,
        opinion_papers,
        review_papers,
        selection_papers,
    ):
        supplier.register()
    for taken_away in (
        book_export,
        needs_export,
        queue_lines,
        register,
        dossier_zip,
        registry_export,
        import_export,
    ):
        taken_away.register()
    sessions.init_app(app)
    navigation.init_app(app)
    display.init_app(app)
    for room in (
        site,
        programmes,
        *accounts,
        exports,
        organisations,
        ledger,
        imports,
        applications,
        delivery,
        correspondence,
        needs,
        opinions,
        appraisal,
        selection,
        review,
        registry,
        papers,
    ):
        app.register_blueprint(room)
    if app.config.get("MAILBOX_DIR"):  # development only: config.py refuses it in production
        app.register_blueprint(mailbox)
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not guard.declared(app.view_functions[rule.endpoint])
    ]
    if undeclared:
        raise RuntimeError(f"views without @requires: {', '.join(sorted(undeclared))}")
