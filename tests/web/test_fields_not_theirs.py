"""Fields that a form does not have are added to it: nothing comes of them."""

from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import transactions
from app.accounts.models import Membership, PersonRole
from app.applications.models import Application
from app.extensions import db
from tests import house
from tests.fixtures.visitor import forms_on

MORE = {
    "status": "approved",
    "status_before": "submitted",
    "officer_id": "4",
    "organisation_id": "2",
    "person_id": "1",
    "beneficiary_id": "2",
    "is_open": "1",
    "reference": "NSCL-26-99999-K",
    "submitted_at": "2026-11-01",
    "appraiser_ids": "1",
    "approved_amount": "999999999",
    "role": "admin",
    "roles": "admin",
    "state": "used",
    "registration_checked_at": "2026-11-01",
}
FIXED = ("status", "officer_id", "organisation_id", "reference", "submitted_at", "created_by")


def _facts(app: Flask, number: int) -> tuple[object, ...]:
    with app.app_context(), transactions.reading():
        row = db.session.get_one(Application, number)
        roles = db.session.execute(select(PersonRole.person_id, PersonRole.role)).all()
        members = db.session.execute(select(Membership.person_id, Membership.organisation_id)).all()
        checked = row.organisation.registration_checked_at
        facts = tuple(getattr(row, name) for name in FIXED)
        return (*facts, checked, sorted(map(tuple, roles)), sorted(map(tuple, members)))


def _post_with_more(client: FlaskClient, path: str) -> int:
    """Send the page's own form as it is, with fields nobody offered."""
    form = next(f for f in forms_on(client.get(path).text) if f.method == "post")
    data = form.values.copy()
    for name, value in MORE.items():
        data.setdefault(name, value)
    return client.post(urljoin(path, form.action or path), data=data).status_code


@pytest.mark.parametrize(
    ("stage", "page"),
    [
        ("draft", "/noi-dung"), ("draft", "/san-pham"), ("draft", "/san-pham/{product_id}"),
        ("started", "/phieu"), ("draft", "/tep/{key}"), ("draft", "/kiem-tra"),
        ("asked", "/bo-sung/{item_id}"), ("submitted", "/rut"),
    ],
)  # fmt: skip
def test_an_applicant_cannot_add_fields_that_are_not_theirs(
    app: Flask, things: house.House, callers: house.Callers, stage: str, page: str
) -> None:
    number = things.id_of(stage)
    before = _facts(app, number)
    client = callers.client("owner")

    status = _post_with_more(client, things.path(f"/ho-so/{{{stage}}}{page}"))

    after = _facts(app, number)
    assert status in {200, 302, 303, 422}
    if page == "/rut":  # withdrawn, and nothing else
        assert after[0] == "withdrawn"
        assert after[1:] == before[1:]
    else:
        assert after == before


def test_the_profile_takes_nothing_but_the_profile(
    app: Flask, things: house.House, callers: house.Callers
) -> None:
    before = _facts(app, things.id_of("draft"))
    assert _post_with_more(callers.client("owner"), "/to-chuc/ho-so") == 303
    assert _facts(app, things.id_of("draft")) == before
