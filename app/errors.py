"""Refusals: what services raise, in words a person can act on."""


class DomainError(Exception):
    """A rule refused the deed.

    `status` is the HTTP status the refusal answers with (403, 404, 409, 410, 413, 422, 429),
    `message` is the Vietnamese sentence for the person, `field` the form field it belongs to.
    """

    def __init__(self, status: int, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.field = field


class NotFound(DomainError):
    """What does not exist, and what the person may not know exists: the same answer."""

    def __init__(self, message: str = "") -> None:
        super().__init__(404, message)


class Conflict(DomainError):
    """Somebody was faster, or the thing has moved on (409)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(409, message, field)


class OtherOrganisation(Conflict):
    """The form was opened for another organisation than the one acted for now (409)."""


class Invalid(DomainError):
    """What was typed breaks a rule (422); the message stands next to the field."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(422, message, field)
