"""Letters, questions and answers in the house: what the pages of `app/correspondence` need."""

from typing import Any

from app.actors import Actor
from app.applications.services import queries
from app.correspondence.services import threads
from app.demo.dossiers import sheet
from app.extensions import db
from app.outbox import letters, preferences, versions
from app.outbox import services as outbox
from app.outbox.models import EMAIL, FAILED

Things = dict[str, dict[str, Any]]
WORDED = "application_accepted"


def things(lead: Actor, owner: Actor, appraised: int) -> Things:
    """Put them into the house and say where they stand."""
    kind = letters.get(WORDED)
    for number, word in enumerate(("Trân trọng.", "Kính chào.")):
        subject, body = versions.words(kind)
        versions.save(kind, subject, body + "\n" + word, "Thêm lời chào", lead, seen=number)
    told = outbox.about_thing("application", appraised)
    letter = next(each for each in told if each.channel == EMAIL and not each.sensitive)
    letter.state, letter.last_error = FAILED, "550 5.1.1 no such user"
    db.session.flush()
    # As long as a line may be: the page must not scroll sideways for it.
    asked = threads.ask(
        queries.get(appraised), f"Khi nào có kết quả? {'x' * 200}", (sheet("ảnh"), "anh.pdf"), owner
    )
    return {
        "discussed": {"application_id": appraised, "message_id": asked.id},
        "letter_link": {"token": _link(appraised)},
        "worded": {"letter": WORDED, "version": 1},
        "unsent": {"application_id": appraised, "letter_id": letter.id},
    }


def _link(dossier: int) -> str:
    """Return what the link of a letter that may wait carries."""
    asked = outbox.about_thing("application", dossier)[0]
    assert asked.name == "question_asked"
    return preferences.page(asked.message_id).rsplit("/", 1)[1]
