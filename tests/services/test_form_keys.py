"""The same form twice: one deed, one receipt."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import transactions
from app.access import SYSTEM
from app.audit import services as audit
from app.audit.models import Event, Receipt
from app.extensions import db
from tests import people
from tests.factories import World
from tests.fixtures.visitor import forms_on
from tests.shared.own_pages import PLAIN, serve

KEY = "0123456789abcdef" * 2


def form_view(app: Flask, *, succeed: list[bool]) -> None:
    def view() -> Any:
        if not succeed.pop(0):
            return "", 422, PLAIN[2]
        audit.record("test", 7, "done", SYSTEM)
        return "", 303, {"Location": f"/bien-nhan/{len(succeed)}"}

    serve(app, "/bieu-mau", view, "POST")


def events(app: Flask) -> int:
    with app.app_context(), transactions.reading():
        return len(db.session.scalars(select(Event).where(Event.subject == "test")).all())


def test_the_same_form_key_again_gives_the_same_receipt_and_does_nothing(app: Flask) -> None:
    form_view(app, succeed=[True, True])
    client = app.test_client()
    first = client.post("/bieu-mau", data={"form_key": KEY})
    again = client.post("/bieu-mau", data={"form_key": KEY})
    other = client.post("/bieu-mau", data={"form_key": KEY[::-1]})
    assert [reply.status_code for reply in (first, again, other)] == [303] * 3
    assert first.location == again.location != other.location
    assert events(app) == 2


def test_a_form_that_was_refused_can_be_sent_again_with_its_key(app: Flask) -> None:
    form_view(app, succeed=[False, True])
    client = app.test_client()
    assert client.post("/bieu-mau", data={"form_key": KEY}).status_code == 422
    assert client.post("/bieu-mau", data={"form_key": KEY}).status_code == 303
    assert events(app) == 1


def test_a_form_without_a_key_is_done_each_time(app: Flask) -> None:
    form_view(app, succeed=[True, True])
    client = app.test_client()
    client.post("/bieu-mau")
    client.post("/bieu-mau", data={"form_key": ""})
    assert events(app) == 2
    with app.app_context(), transactions.reading():
        assert db.session.scalars(select(Receipt)).all() == []


def test_the_key_of_somebody_elses_form_shows_nothing_and_does_nothing(world: World) -> None:
    one, two = world.organisation(), world.organisation()
    mine, other = world.submitted(one), world.submitted(two)
    client, thief = world.app.test_client(), world.app.test_client()
    people.enter(client, one.email)  # type: ignore[arg-type]  # the suite's client
    people.enter(thief, two.email)  # type: ignore[arg-type]  # as above
    form = forms_on(client.get(f"/ho-so/{mine}/rut").get_data(as_text=True))[-1]
    data = form.values.to_dict()
    done = client.post(f"/ho-so/{mine}/rut", data=data)
    assert done.status_code == 303
    theirs = forms_on(thief.get(f"/ho-so/{other}/rut").get_data(as_text=True))[-1]
    stolen = theirs.values.to_dict() | {"form_key": data["form_key"]}
    answer = thief.post(f"/ho-so/{other}/rut", data=stolen)
    assert answer.status_code == 409
    assert world.status(other) == "submitted"


@pytest.mark.parametrize("key", ["\x00", "k\x00", "k" * 10_000, "đ'\"; --", "\ud800"])
def test_no_form_key_breaks_the_house(app: Flask, key: str) -> None:
    form_view(app, succeed=[True])
    typed = "".join(f"%{byte:02x}" for byte in key.encode("utf-8", "surrogatepass"))
    answer = app.test_client().post(
        "/bieu-mau", data=f"form_key={typed}", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code < 500
