"""One request, one transaction, committed in one place."""

import re

from flask import Flask, Request, Response, abort, current_app, redirect, request
from sqlalchemy.exc import IntegrityError
from werkzeug.routing import IntegerConverter, Map

from app import guard, templating, transactions
from app.audit import services as audit
from app.errors import Conflict, DomainError
from app.text import LARGEST_ID, _

FORM_KEY = re.compile(r"[0-9a-f]{32}")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Id(IntegerConverter):
    """`<int:…>` in addresses: what no row can have is no address of ours (404, not an error).

    Nor are the digits of other scripts, which `int` would read.
    """

    regex = "[0-9]+"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


class HouseRequest(Request):
    """A request that may be as large as its own page allows."""

    @property
    def max_content_length(self) -> int | None:
        """The most bytes of its body, by its address; the setting for all others."""
        view = current_app.view_functions.get(self.endpoint) if self.endpoint else None
        return guard.largest_body(view) or super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        Request.max_content_length.fset(self, value)  # type: ignore[attr-defined]  # a property


class Nscl(Flask):
    """The application: reading requests read, writing requests commit below status 400."""

    request_class = HouseRequest
    jinja_environment = templating.HouseEnvironment

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.url_map.converters["int"] = Id

    def dispatch_request(self) -> Response:
        """Run the view in its transaction; a failed commit meets the ordinary error handlers."""
        rule = request.url_rule
        view = self.view_functions.get(rule.endpoint) if rule else None
        if rule and view is not None and rule.endpoint != "static" and not guard.declared(view):
            abort(403)  # closed unless declared open
        if "\0" in request.path or any("\0" in value for value in request.args.values()):
            abort(400)  # no text of ours holds one, and no database takes it
        if request.method in SAFE_METHODS:
            with transactions.opened(writing=False):
                return self.make_response(super().dispatch_request())
        # The body was read by the CSRF check, before the first statement of the transaction.
        form_key = request.form.get("form_key", "")
        form_key = form_key if FORM_KEY.fullmatch(form_key) else ""
        with transactions.opened(writing=True):
            return self._write(form_key)

    def _write(self, form_key: str) -> Response:
        if form_key and (earlier := self._receipt(form_key)):
            return earlier
        audit.expect(form_key)
        try:
            response = self.make_response(super().dispatch_request())
            if response.status_code < 400:
                if form_key and response.location:
                    person = guard.current_actor().person_id
                    audit.keep_receipt(form_key, person, response.location)
                transactions.commit()
                return response
            refusal: Exception | None = None
        except (DomainError, IntegrityError) as error:
            refusal = error
        finally:
            audit.expect(None)
        # Refused: perhaps because the same form, sent twice at once, has just succeeded.
        transactions.rollback()
        if form_key and (earlier := self._receipt(form_key)):
            return earlier
        if isinstance(refusal, IntegrityError):
            # The services' checks under lock give better words; this is the backstop.
            raise Conflict(
                _("Dữ liệu vừa được người khác thay đổi. Vui lòng tải lại trang và thử lại.")
            ) from refusal
        if refusal is not None:
            raise refusal
        return response

    def _receipt(self, form_key: str) -> Response | None:
        location = audit.receipt_for(form_key, guard.current_actor().person_id)
        return self.make_response(redirect(location, 303)) if location else None
