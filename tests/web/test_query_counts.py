"""A page asks the database as often for ten thousand dossiers as for ten."""

from collections import defaultdict
from collections.abc import Callable

from flask import Flask

from app import transactions
from app.extensions import db
from bench import fill, visitor
from bench.counting import counted
from tests.fixtures.visitor import Visitor

SIZES = (10, 990, 9_000)  # added one after the other: 10, 1,000, 10,000 dossiers
QUEUE_MOST = 8

QUEUE = {
    "queue": "",
    "queue, a status": "?trang-thai=duoc-phe-duyet",
    "queue, a content": "?noi-dung=HTQL-9001",
    "queue, a commune": "?xa=05977",
    "queue, mine": "?chuyen-vien=toi",
    "queue, a word": "?tim=c%C3%B4ng+ty",
    "queue, words": "?tim=n%C3%B4ng+s%E1%BA%A3n+x%E1%BB%A9+l%E1%BA%A1ng",
    "queue, nothing found": "?tim=kh%C3%B4ngc%C3%B3",
    "queue, deep": "?sau=ZHVlfDF8MjA5OS0wMS0wMQ",  # after 2099-01-01
    "queue, another order": "?sap-xep=don-vi&canh-bao=co",
    "queue, the language": "?tim=xa%3Adong-kinh+noi-dung%3Acc-5s+hop+tac",
    "queue, everything": "?trang-thai=cho-tiep-nhan&noi-dung=CC-5S&xa=05977&chuyen-vien=toi"
    "&tim=c%C3%B4ng&so=100&loai=doanh-nghiep&uu-tien=chuoi-gia-tri&han=qua-han&sap-xep=moi-nop",
}


def _staff_pages(batch: fill.Batch) -> dict[str, str]:
    pages = {name: f"/xet-duyet{query}" for name, query in QUEUE.items()}
    return pages | {"dossier": f"/xet-duyet/{batch.dossier}"}


def _applicant_pages(batch: fill.Batch) -> dict[str, str]:
    return {
        "own dossiers": "/ho-so",
        "own dossier": f"/ho-so/{batch.dossier}",
        "own draft": f"/ho-so/{batch.draft}",
        "standing": "/to-chuc/con-co-the-dang-ky",
    }


def _queries(app: Flask, client: Visitor, pages: dict[str, str]) -> dict[str, list[str]]:
    with app.app_context():
        engine = db.engine
    found = {}
    for name, path in pages.items():
        with counted(engine) as asked:
            response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        # An empty page of the queue is another one: it counts its statuses in a query of their own.
        empty = name in QUEUE and "data-rows" not in response.text
        found[f"{name}, empty" if empty else name] = list(asked)
    return found


def test_pages_ask_a_constant_number_of_queries(app: Flask, clients: Callable[[], Visitor]) -> None:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for size in SIZES:
        with app.app_context(), transactions.writing():
            batch = fill.grow(size)
        for email, pages in (
            (fill.OFFICER, _staff_pages(batch)),
            (batch.applicant, _applicant_pages(batch)),
        ):
            client = clients()
            visitor.enter(app, client, email)
            for name, asked in _queries(app, client, pages).items():
                found[name].append(asked)
    for name, runs in found.items():
        counts = [len(asked) for asked in runs]
        more = [statement for statement in runs[-1] if runs[-1].count(statement) > 1]
        assert len(set(counts)) == 1, f"{name}: {counts} queries\n" + "\n".join(more[:3])
        if name.removesuffix(", empty") in QUEUE:
            assert counts[0] <= QUEUE_MOST, f"{name}: {counts[0]} queries"
