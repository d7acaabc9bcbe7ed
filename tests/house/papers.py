"""Papers and files of the house: the receipt of a dossier, what waits for its number, exports."""

import io

from flask import Flask

from app import transactions
from app.exports.services import jobs
from app.exports.services import work as export_work
from app.papers import kinds
from app.papers.services import making, templates
from app.review.services import calendar_feed
from tests.house.names import (
    House,
    actor,
)


def add(house: House) -> None:
    """The receipt of an accepted dossier, and a paper that waits for its number."""
    key = house.id_of("accepted")
    made = making.current("phieu_tiep_nhan", "application", key)
    assert made is not None  # made by the reception itself
    house.things["receipt"] = {"application_id": key, "paper_id": made.id}
    house.things["coded"] = {"code": made.code}
    waiting = making.from_room("phieu_kiem_soat", key, actor("officer"))
    house.things["sheet"] = {"application_id": key, "paper_id": waiting.id}
    late = making.from_room("xin_loi", key, actor("officer"))
    own = io.BytesIO(templates.source(kinds.get("xin_loi")))
    templates.replace(kinds.get("xin_loi"), own, "mau.docx", actor("lead"))
    house.things["template"] = {"kind_key": "xin_loi"}
    house.things["late"] = {"application_id": key, "paper_id": late.id}


def add_exports(app: Flask, house: House) -> None:
    """A file of the officer's that is made, and one that waits."""
    with app.app_context():
        with transactions.writing():
            made = jobs.ask("ledger", {"as": "csv", "filters": {}}, actor("officer"))
            house.things["export"] = {"job_id": made.id}
        export_work.work_due()
        with transactions.writing():
            secret = calendar_feed.make(actor("clerk"), with_names=True)
            house.things["calendar"] = {"secret": secret}
            asked = jobs.ask("needs", {"as": "xlsx", "filters": {}}, actor("officer"))
            house.things["export_waiting"] = {"job_id": asked.id}
