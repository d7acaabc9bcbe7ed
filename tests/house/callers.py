"""A browser for everybody who calls at the house."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import limiter
from tests.house.keeping import database, on_sqlite, rest
from tests.house.names import EMAILS, PASSWORD


class Callers:
    """A browser for each role. On SQLite the database is as it was before after each POST."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._cookies: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        for role in ("nobody", *EMAILS):
            self._enter(role)
        rest(app)
        self._kept = database(app).read_bytes() if on_sqlite(app) else b""

    def open(
        self, role: str, method: str, path: str, data: dict[str, Any] | None = None
    ) -> TestResponse:
        """Send one request as `role`; a POST carries the role's own CSRF token."""
        client = self.client(role)
        if method == "GET":
            return client.get(path, buffered=True)
        limiter.reset()
        answer = client.post(path, data={"csrf_token": self._tokens[role], **(data or {})})
        self._restore()
        return answer

    def client(self, role: str) -> FlaskClient:
        """Return a browser that is signed in as `role`."""
        client = FlaskClient(self.app, self.app.response_class)
        client.set_cookie("nscl", self._cookies[role])
        return client

    def cookie(self, role: str) -> str:
        """Return the session cookie of `role`."""
        return self._cookies[role]

    def _enter(self, role: str) -> None:
        client = FlaskClient(self.app, self.app.response_class)
        page = client.get("/dang-nhap").text
        if role != "nobody":
            limiter.reset()
            values = {"email": EMAILS[role], "password": PASSWORD, "csrf_token": _token(page)}
            assert client.post("/dang-nhap", data=values).status_code == 303, role
            page = client.get("/tai-khoan").text
        cookie = client.get_cookie("nscl")
        assert cookie is not None
        self._cookies[role], self._tokens[role] = cookie.value, _token(page)

    def _restore(self) -> None:
        if not self._kept:
            return
        rest(self.app)
        file = database(self.app)
        for name in ("-wal", "-shm"):
            file.with_name(file.name + name).unlink(missing_ok=True)
        file.write_bytes(self._kept)


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "a page without a CSRF token"
    return found[1]
