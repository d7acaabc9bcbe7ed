"""`flask ledger import` and `rollback`: what is printed, what is written, how they end."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from app.imports.models import ImportBatch
from app.imports.services.perform import get
from app.ledger.models import Entry
from tests.factories import World, tax_code

NEW = tax_code(600)
SURE = f"Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm\nCông ty Một,{NEW},5S,2015\n"
DOUBTFUL = SURE + f"Công ty Một,{NEW},5S,2018\n"


@pytest.fixture
def file(tmp_path: Path, world: World) -> Path:
    return tmp_path / "lich-su.csv"


def test_what_is_sure_is_written_and_said_row_by_row(
    file: Path, cli: FlaskCliRunner, world: World
) -> None:
    file.write_text(SURE)
    done = cli.invoke(args=["ledger", "import", str(file)])
    assert done.exit_code == 0, done.output
    assert f"lich-su.csv\t2\tnew\tCC-5S\t{NEW}\tCông ty Một\t" in done.stdout
    assert "-> use: 1" in done.stdout
    assert "rows judged" in done.stderr
    assert world.count(Entry) == 1


def test_doubtful_rows_wait_in_the_batch_and_the_code_says_so(
    file: Path, cli: FlaskCliRunner, world: World
) -> None:
    file.write_text(DOUBTFUL)
    done = cli.invoke(args=["ledger", "import", str(file), "--programme", "CT712", "--json"])
    assert done.exit_code == 1, done.output
    told = json.loads(done.stdout)
    assert told["address"].endswith(f"/so-ho-tro/nhap-lich-su/{told['batch']}")
    assert [row["judgement"] for row in told["rows"]] == ["new", "duplicate_support"]
    assert told["rows"][1]["why"] == ["trùng với một dòng khác của tệp (lich-su.csv, dòng 2)"]
    assert told["counts"]["outcomes"] == {"use": 1, "open": 1}
    with world.reading():
        assert get(told["batch"]).state == "partly"
    undone = cli.invoke(args=["ledger", "rollback", str(told["batch"]), "--reason", "Sai tệp"])
    assert undone.exit_code == 0, undone.output
    assert world.count(Entry) == 0


def test_a_dry_run_keeps_nothing(file: Path, cli: FlaskCliRunner, world: World) -> None:
    heading, row = SURE.splitlines()
    file.write_text(f"{heading},Dự án,Kinh phí (triệu đồng)\n{row},Dự án Một,15\n")
    events = world.all_events()
    done = cli.invoke(args=["ledger", "import", str(file), "--dry-run", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["batch"] is None
    (said,) = told["rows"]
    assert (said["project"], said["amount"], said["products"]) == ("Dự án Một", 15_000_000, [])
    assert said["why"] == ["Dự án: “Dự án Một” chưa có trong danh sách dự án"]
    assert told["counts"]["amount"] == 15_000_000
    assert world.count(ImportBatch) == world.count(Entry) == 0
    assert world.all_events() == events


def test_what_is_refused_ends_with_two(file: Path, cli: FlaskCliRunner, world: World) -> None:
    file.write_text(SURE)
    assert cli.invoke(args=["ledger", "import", str(file), "--programme", "X"]).exit_code == 2
    assert cli.invoke(args=["ledger", "import", str(file)]).exit_code == 0
    again = cli.invoke(args=["ledger", "import", str(file)])
    assert again.exit_code == 2
    assert "đã nhập ngày" in again.stderr
    assert cli.invoke(args=["ledger", "rollback", "99", "--reason", "x"]).exit_code == 2
    file.write_bytes(b"%PDF-1.7 not a table")
    assert cli.invoke(args=["ledger", "import", str(file)]).exit_code == 2
    assert world.count(Entry) == 1
