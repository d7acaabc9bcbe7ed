"""The ledger, the registry and the history of earlier years."""

from sqlalchemy import select

from app import clock
from app.demo import dossiers, people
from app.extensions import db
from app.imports.models import ImportRow
from app.imports.services import apply, batches, reading, together
from app.ledger.models import USED, Entry
from app.ledger.services import exceptions
from app.organisations.services.queries import by_code
from app.registry.services import acts, deeds
from app.registry.services.acts import Paper
from tests.house.names import CODE, House, actor


def add(house: House) -> None:
    """An exception asked for, an act on an organisation, three files of history."""
    _ledger(house)
    _act(house)
    _history(house)


def _ledger(house: House) -> None:
    organisation = by_code("mst", CODE)
    assert organisation is not None
    entry = db.session.scalars(
        select(Entry).where(Entry.organisation_id == organisation.id, Entry.state == USED)
    ).first()
    assert entry is not None
    house.things["entry"] = {"entry_id": entry.id}
    request = exceptions.propose(
        entry,
        reason="Lý do DEMO",
        document_number="DEMO-12/TTr-CCTĐC",
        document_on=clock.today(),
        by=actor("lead"),
        scan=(dossiers.sheet("tờ trình"), "to-trinh.pdf"),
    )
    house.things["exception"] = {"request_id": request.id}


def _act(house: House) -> None:
    """Rename one organisation, with the scan of the document."""
    organisation = by_code("mst", people.UNITS[-1].code)
    assert organisation is not None
    act = deeds.rename(
        organisation.id,
        "Công ty cổ phần DEMO Đã Đổi Tên",
        clock.today(),
        Paper("DEMO-2/GCN", clock.today(), "DEMO – đăng ký thay đổi tên."),
        actor("officer"),
    )
    acts.attach(act, dossiers.sheet("giấy chứng nhận"), "gcn.pdf", actor("officer"))
    house.things["act"] = {"act_id": act.id}


HISTORY = """Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm,Số văn bản
HTX Hồi Thung Nắng DEMO,,VietGAP,2016,12/QĐ
HTX Hồi Thung Nắng DEMO,,VietGAP,2018,15/QĐ
Công ty TNHH Đá Suối Hồng DEMO,,múa lân,2017,
"""


def _history(house: House) -> None:
    """One file of history that is judged, one whose columns wait, one that is in the ledger."""
    by = actor("officer")
    for thing, number in (("history", 1), ("history_raw", 2), ("history_done", 3)):
        content = HISTORY.replace("Thung Nắng", f"Thung Nắng {number}").encode()
        batch = batches.upload(content, f"lich-su-{number}.csv", by)
        if thing != "history_raw":
            batch = batches.judge_file(batch, reading.chosen_for(batch), by)
        if thing == "history_done":
            batch = apply.start(batch, by)
        row_id = db.session.scalar(
            select(ImportRow.id).where(ImportRow.batch_id == batch.id, ImportRow.position == 2)
        )
        house.things[thing] = {"batch_id": batch.id, "row_id": row_id}
        house.things[thing]["key"] = next((one.key for one in together.found(batch.id)), "")
