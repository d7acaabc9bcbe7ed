"""The queue (danh sách hồ sơ), and the page of its filters with how many dossiers each has."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for

from app import clock, links
from app.access import Permission
from app.applications.services import search
from app.applications.workflow import LOOKS, look_of
from app.exports.sending import sent
from app.forms import clean_line
from app.guard import current_actor, requires
from app.review import filters as asked
from app.review import queue_form
from app.review.filters import AFTER, LABELS, NAMES, OVER, TITLES, Filters
from app.review.queue_form import said
from app.review.routes import bulk
from app.review.routes.room import blueprint
from app.review.services import bulk as bulks
from app.review.services import facets, naming, views
from app.review.services import queue as queues
from app.text import _, format_number

# The filters that stand over the list; the others show as marks one can take away.
OVER_THE_LIST = ("query", "status", "due", "officer", "sort")
LANGUAGE = [key for name, key in NAMES.items() if name != "query"]


def address(filters: Filters, **changes: Any) -> str:
    """Return the queue's address for the filters."""
    return links.page("review.queue") + "?" + urlencode(asked.written(filters, **changes))


def asked_for() -> tuple[Filters, dict[str, str]]:
    """Return what this request's address asks for, and what its codes are called."""
    return naming.understood(asked.read(request.args.to_dict()))


@blueprint.get("/xet-duyet")
@requires(Permission.READ_DESK)
def queue() -> Any:
    """Earliest due first, unless asked otherwise; an address that asks nothing is one's usual."""
    actor = current_actor()
    kept = views.of(actor)
    if not request.query_string and (usual := next((one for one in kept if one.usual), None)):
        return redirect(links.page("review.queue") + "?" + usual.query)
    filters, called = asked_for()
    page = queues.page(filters, actor, counted=True)
    here = asked.written(filters)
    here_query = urlencode(here)
    queue_url = links.page("review.queue")
    return render_template(
        "review/queue.html",
        typed=clean_line(filters.query),
        picks=queue_form.picks(filters, page.statuses, called.get("officer", "")),
        page=page,
        today=clock.today(),
        look_of=look_of,
        queue_url=queue_url,
        next_url=f"{queue_url}?{here_query}&{AFTER}={page.next_key}" if page.next_key else None,
        filters=filters,
        total=said(page.total),
        marks=_marks(filters, called),
        in_vain=bool(filters.query.strip()) and not search.terms(filters.query),
        hidden=_hidden(filters),
        here=here,
        here_query=here_query,
        views=kept,
        views_url=f"{links.page('review.view_list')}?{here_query}",
        more_url=f"{links.page('review.queue_filters')}?{here_query}",
        all_url=address(Filters()),
        # Who types the reference of a dossier means that one, wherever it stands.
        ended_url=address(filters, status=OVER) if filters.query and not filters.status else None,
        export_url=f"{links.page('review.export_queue')}?{here_query}",
        dossier_url=url_for("review.dossier", application_id=0).removesuffix("0"),
        order_name=LABELS["sort"][filters.sort],
        deeds=[(deed.slug, deed.label) for deed in bulk.offered(actor)],
        bulk_most=bulks.MOST,
        language_names=", ".join(LANGUAGE),
    )


def _hidden(filters: Filters) -> list[tuple[str, str]]:
    """Return the filters the form does not show, so that it keeps them."""
    shown = {NAMES[name] for name in OVER_THE_LIST}
    return [(key, value) for key, value in asked.written(filters).items() if key not in shown]


def _marks(filters: Filters, called: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return (filter, what it is set to, the address without it) of what the form does not show."""
    names = [name for name in asked.NARROWING if name not in OVER_THE_LIST]
    return [
        (TITLES[name], LABELS.get(name, {}).get(value) or called.get(name, value),
         address(filters, **{name: ""}))
        for name in names
        if (value := getattr(filters, name))
    ]  # fmt: skip


@blueprint.get("/xet-duyet/bo-loc")
@requires(Permission.READ_DESK)
def queue_filters() -> Any:
    """Every filter with how many dossiers it leaves, the others being as they are."""
    filters, called = asked_for()
    groups = facets.groups(filters, current_actor())
    return render_template(
        "review/queue_filters.html",
        groups=[
            (
                TITLES[group.name],
                [
                    (each.label, _number(each), address(filters, **{group.name: each.value}),
                     getattr(filters, group.name) == each.value)
                    for each in group.options
                ],
            )
            for group in groups
        ],
        marks=_marks(filters, called),
        back_url=address(filters),
        looks=LOOKS,
    )  # fmt: skip


def _number(option: facets.Option) -> str:
    """Return the count of an option; of what was not looked at to its end, the least it can be."""
    if not option.at_least:
        return said(option.number)
    return f"{format_number(option.number)}+" if option.number else _("chưa đếm hết")


@blueprint.post("/xet-duyet/xuat")
@requires(Permission.READ_DESK)
def export_queue() -> Any:
    """Give the view in the address as a file, or the page on which a long one is being made."""
    filters, _called = asked_for()
    kind = "csv" if request.form.get("kind") == "csv" else "xlsx"
    return sent("queue", filters, kind, current_actor())
