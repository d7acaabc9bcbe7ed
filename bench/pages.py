"""The pages: CPU and wall time against their floors, queries, bytes; depth; search."""

import gzip
from collections.abc import Callable
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import transactions
from app.access import Actor
from app.accounts.models import Person
from app.applications.models import Application
from app.applications.workflow import Status
from app.extensions import db
from app.organisations.models import Identifier
from app.review.filters import Filters
from app.review.services import order, queue
from bench import fill, floors, timing, visitor
from bench.counting import counted
from bench.report import Line

COMMON = "?trang-thai=duoc-phe-duyet&tim=c%C3%B4ng+ty"
ASKED = "?state=held&q=c%C3%B4ng+ty"
FILTERED = "queue, filtered and searched"
PLAIN = "a plain 50-row list"
FIRST, DEEP = "queue", "queue, 90 % deep"


def client_of(app: Flask, email: str) -> FlaskClient:
    """Return a signed-in client that does not judge the page it gets."""
    client = FlaskClient(app, app.response_class)
    visitor.enter(app, client, email)
    return client


def measure(app: Flask, batch: fill.Batch, times: int) -> list[Line]:
    """Measure every page of the table."""
    officer = client_of(app, fill.OFFICER)
    applicant = client_of(app, batch.applicant)
    with app.app_context(), transactions.reading():
        deep, usual = deep_key(), _usual_dossier(batch)
    plain = floors.plain_list()
    lines = _page(officer, FIRST, "/xet-duyet", times, **{PLAIN: plain})
    first = lines[0]
    lines += _page(officer, FILTERED, f"/xet-duyet{COMMON}", times)
    lines += _page(officer, "dossier", f"/xet-duyet/{usual}", times)
    lines += _page(officer, "dossier, heavy", f"/xet-duyet/{batch.dossier}", times)
    lines += _page(applicant, "applicant's dossier", f"/ho-so/{usual}", times)
    lines += _page(applicant, "applicant's list", "/ho-so", times)
    lines += _page(applicant, "standing", "/to-chuc/con-co-the-dang-ky", times)
    lines += _page(officer, "book of supports", "/so-ho-tro", times)
    lines += _page(officer, "book, filtered and searched", f"/so-ho-tro{ASKED}", times)
    lines += _page(officer, "organisations", "/xet-duyet/to-chuc", times)
    lines += _page(officer, "organisation", f"/xet-duyet/to-chuc/{batch.organisation}", times)
    lines += _page(officer, "needs", "/nhu-cau", times)
    lines += _depth(officer, f"/xet-duyet?sau={deep}", times, first)
    lines += _search(app, times)
    return lines


def _page(client: FlaskClient, name: str, path: str, times: int, **more: FlaskClient) -> list[Line]:
    app = client.application
    with app.app_context():
        engine = db.engine
    with counted(engine) as asked:
        response = client.get(path)
    assert response.status_code == 200, f"{path} answers {response.status_code}"
    bare = {"the same bytes": floors.constant(response.get_data(as_text=True)), **more}
    jobs: dict[str, Callable[[], object]] = {"ours": lambda: client.get(path)}
    jobs |= {floor: partial(other.get, "/") for floor, other in bare.items()}
    found = timing.in_turns(jobs, times)
    return [
        Line(
            name,
            ours=found["ours"],
            floor_name=floor,
            floor=found[floor],
            queries=len(asked),
            size=len(response.data),
            packed=len(gzip.compress(response.data, 6, mtime=0)),
        )
        for floor in bare
    ]


def deep_key() -> str:
    """Return the key of the row that lies 90 % down the queue."""
    total = db.session.scalar(select(func.count(Application.id)).where(Application.is_open)) or 0
    row = db.session.execute(
        select(Application.due_on, Application.id)
        .where(Application.is_open)
        .order_by(Application.due_on, Application.id)
        .offset(int(total * 0.9))
        .limit(1)
    ).one()
    return order.encode(order.DUE, row.due_on, row.id)


def _usual_dossier(batch: fill.Batch) -> int:
    """Return an issued dossier of the batch's applicant with as little as most have."""
    return db.session.scalars(
        select(Application.id)
        .where(
            Application.organisation_id == batch.organisation,
            Application.id != batch.dossier,
            Application.status == Status.APPROVED,
        )
        .order_by(Application.content_id)
        .limit(1)
    ).one()


def _depth(client: FlaskClient, deep: str, times: int, first: Line) -> list[Line]:
    """The page far down the queue against its first page."""
    found = timing.in_turns(
        {"first": lambda: client.get("/xet-duyet"), "deep": lambda: client.get(deep)}, times
    )
    return [
        Line(DEEP, ours=found["deep"], floor_name="the first page", floor=found["first"],
             queries=first.queries)
    ]  # fmt: skip


def _search(app: Flask, times: int) -> list[Line]:
    """The search alone, without its page: what the database and the query cost."""
    with app.app_context(), transactions.reading():
        code = db.session.scalars(select(Identifier.value).order_by(Identifier.id.desc())).first()
        person_id = db.session.scalars(select(Person.id).where(Person.email == fill.OFFICER)).one()
        actor = Actor(person_id=person_id)
        jobs: dict[str, Callable[[], object]] = {}
        for name, words in {
            "no word": "",
            "a common word": "công ty",
            "four words": "nông sản xứ lạng",
            "a tax code": str(code),
            "the beginning of a code": str(code)[:4],
            "nothing to find": "khôngcónơinào",
        }.items():
            for status in ("", "approved"):
                where = "ended" if status else "open"
                filters = Filters(query=words, status=status)
                jobs[f"{name}, {where}"] = partial(queue.page, filters, actor)
        found = timing.in_turns(jobs, times)
    return [
        Line(f"search: {name}", ours=each, floor_name="no word, open", floor=found["no word, open"])
        for name, each in found.items()
        if not name.startswith("no word, open")
    ]
