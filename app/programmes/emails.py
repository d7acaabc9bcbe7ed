"""The letters about calls: one that opens, one that is about to close."""

from app.outbox import services as outbox
from app.programmes.models import Call


def told_key(call: Call, email: str) -> str:
    """Return the key under which a call is told to an address once."""
    return f"call_published:{call.id}:{email.lower()}"


def published(
    call: Call, email: str, name: str, contents: tuple[str, ...], end_path: str | None
) -> None:
    """Tell that a call was published; `end_path` is where whoever asked for news may end it."""
    outbox.post(
        "call_published",
        email,
        told_key(call, email),
        {
            "name": name,
            "call": call.name,
            "path": f"/dot-dang-ky/{call.code}",
            "opens_at": call.opens_at,
            "closes_at": call.closes_at,
            "contents": list(contents),
            "contact_name": call.contact_name,
            "contact_phone": call.contact_phone,
            "end_path": end_path,
        },
    )
