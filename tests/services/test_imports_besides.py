"""What rows of a history tell besides: project, money, products, certificate; in and out again."""

from sqlalchemy import select

from app.delivery.models import ProductResult
from app.extensions import db
from app.imports.services import batches, reading, rollback
from app.imports.services.correct import Correction, correct
from app.imports.services.perform import get
from app.ledger.models import Entry
from app.ledger.services import book
from app.programmes.models import Programme, Project
from tests.factories import World, tax_code
from tests.shared.histories import applied, brought, dump, rows, with_batch, with_row

HEADINGS = (
    "Tên đơn vị;Mã số thuế;Nội dung hỗ trợ;Năm;Dự án;Kinh phí hỗ trợ (triệu đồng);Sản phẩm;"
    "Số giấy chứng nhận;Ngày cấp giấy chứng nhận"
)
ONE, TWO = tax_code(410), tax_code(411)
FILE = "\n".join(
    (
        HEADINGS,
        f"Công ty Một;{ONE};Công bố hợp quy;2022;Dự án: da-hop quy;15,5;Gạch, đá;CB-07;15/12/2022",
        f"Công ty Một;{ONE};5S;2022;Dự án Không Tên;15000000;Bao bì;;",
        f"Công ty Hai;{TWO};XD TCCS;2022;;20.000.000 đ;Miến dong;Số 9;2022",
        f"Công ty Hai;{TWO};TXNG và VietGAP;2022;;30;;;",
    )
).encode()


def _project(world: World) -> int:
    with world.writing():
        programme = db.session.scalars(select(Programme).where(Programme.code == "KH79")).one()
        found = Project(
            programme_id=programme.id, code="DA-HOP-QUY", name="Hợp chuẩn, hợp quy", year=2022
        )
        db.session.add(found)
        db.session.flush()
        return found.id


def test_project_money_products_and_certificate_come_in_and_go_with_their_batch(
    world: World,
) -> None:
    project, before = _project(world), dump(world)
    batch = brought(world, FILE)
    found = rows(world, batch)
    assert [row.amount for row in found] == [15_500_000, None, 20_000_000, None, None]
    assert [row.project_id for row in found] == [project, None, None, None, None]
    assert found[1].project_words == "Dự án Không Tên"
    assert "sai đơn vị tính" in found[1].hints[0][1]
    assert found[1].hints[0][0] == "F3"  # the cell
    assert found[2].hints[0][0] == "I4"  # a year is no day of issue
    assert "không tách được" in found[4].hints[0][1]  # 30 million for two contents
    with_row(
        world, batch, 2, correct,
        Correction(
            "Công ty Một", ONE, found[1].content_id, "", 2022, "", "Dự án Không Tên", 7_000_000
        ),
    )  # fmt: skip
    with world.writing():
        batches.judge_file(get(batch), reading.Settings.of(get(batch)), world.officer)
    assert rows(world, batch)[1].amount == 7_000_000  # kept when the columns are chosen again
    applied(world, batch)
    with world.reading():
        entries = {
            (e.organisation.name, e.content.code): e for e in db.session.scalars(select(Entry))
        }
        declared = entries["Công ty Một", "SP-CONGBO"]
        assert (declared.amount, declared.project_id, declared.project_words) == (
            15_500_000, project, "",
        )  # fmt: skip
        assert entries["Công ty Một", "CC-5S"].products == ["Bao bì"]
        assert entries["Công ty Một", "CC-5S"].project_words == "Dự án Không Tên"
        assert entries["Công ty Hai", "SP-TCCS"].certificate_number == "Số 9"
        results = db.session.execute(
            select(ProductResult.product, ProductResult.kind, ProductResult.document_number)
            .order_by(ProductResult.product)
        ).all()  # fmt: skip
        assert [tuple(each) for each in results] == [
            ("Gạch", "cong_bo", "CB-07"), ("Miến dong", "tccs", ""), ("đá", "cong_bo", "CB-07"),
        ]  # fmt: skip
        totals = book.totals(book.Filters(year=2022))
        assert (totals.amount, totals.priced, totals.given) == (42_500_000, 3, 5)
        counts = get(batch).counts
        assert (counts["amount"], counts["priced"]) == (42_500_000, 3)
    with_batch(world, batch, rollback.start, "Nhầm tệp", world.lead)
    assert dump(world) == before
    assert world.count(ProductResult) == 0
