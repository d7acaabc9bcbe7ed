"""The letter that says a file is ready. It carries no file: who opens the link signs in."""

from app.exports.models import Job
from app.outbox import services as outbox


def ready(job: Job) -> None:
    """Tell who asked, once; who has no address sees it on their page."""
    if job.asker.email is None:
        return
    outbox.post(
        "export_ready",
        job.asker.email,
        f"export_ready:{job.id}",
        {
            "name": job.asker.name,
            "title": job.title,
            "expires_at": job.expires_at,
            "path": f"/tep-da-xuat/{job.id}",
        },
    )
