"""The queue's pages: taken away as a file, and one deed on many dossiers, from tick to result."""

import re
from html import unescape

import pytest
from flask import Flask

from app import transactions
from app.access import SYSTEM
from app.applications.services import queries
from app.delivery.services import of_application
from app.delivery.services.perform import perform
from app.delivery.workflow import Action
from tests import house


@pytest.mark.engines("sqlite")
def test_the_view_is_taken_away_and_many_are_dealt_with_from_the_list(app: Flask) -> None:
    things = house.open_house(app)
    with app.app_context(), transactions.writing():
        support = of_application(things.id_of("approved"))
        assert support is not None
        perform(support.id, Action.EXPIRE, SYSTEM)
    callers = house.Callers(app)
    with app.app_context():
        submitted = queries.get(things.id_of("submitted"))
        reference, ticked = submitted.reference or "", f"{submitted.id}-{submitted.version}"
        declined = queries.get(things.id_of("declined"))
        over, ended = f"{declined.id}-{declined.version}", declined.reference or ""

    asked = callers.open(
        "clerk", "GET", f"/xet-duyet/hang-loat?viec=tiep-nhan&hs={ticked}&hs={over}"
    )
    assert reference in asked.text
    assert "Không thực hiện được ở trạng thái này" in asked.text
    assert ">Tiếp nhận 1 hồ sơ<" in asked.text  # what can be done, not what was ticked
    only = callers.open("clerk", "GET", f"/xet-duyet/hang-loat?viec=tiep-nhan&hs={over}").text
    assert "0 hồ sơ" in only
    assert "hồ sơ</button>" not in only
    # Who is asked for by number stays asked for when the form over the list is sent.
    named = callers.open("officer", "GET", "/xet-duyet?chuyen-vien=3").text
    assert '<option selected value="3">' in named
    assert named.count('name="chuyen-vien"') == 2  # the list, and what the deeds on many keep

    # A reference is looked for among what is open; what has ended is one press away.
    hint = callers.open("clerk", "GET", f"/xet-duyet?tim={ended}").text
    assert f"tim={ended}" in hint
    (there,) = re.findall(r'href="([^"]*trang-thai=da-ket-thuc[^"]*)">Tìm trong', hint)
    assert f">{ended}</a>" in callers.open("clerk", "GET", unescape(there)).text
    whole = callers.open(
        "clerk", "GET", f"/xet-duyet/hang-loat?viec=tiep-nhan&tat-ca=1&tim={reference}"
    )
    assert f'value="{ticked}"' in whole.text

    sent = {"viec": "tiep-nhan", "hs": [ticked, over], "form_key": "b" * 32}
    done = callers.open("clerk", "POST", "/xet-duyet/hang-loat", sent)
    assert done.status_code == 303
    assert "/xet-duyet/hang-loat/" in done.location
    # A deed that is not the person's is none of theirs on this page either.
    refused = callers.open("clerk", "POST", "/xet-duyet/hang-loat", sent | {"viec": "phan-cong"})
    assert refused.status_code == 422

    # What the council shortlisted comes thirty at once: a lead sends them up in one go.
    with app.app_context():
        endorsing = queries.get(things.id_of("endorsing"))
        sent |= {
            "viec": "trinh-so",
            "hs": [f"{endorsing.id}-{endorsing.version}"],
            "form_key": "c" * 32,
        }
    assert callers.open("officer", "POST", "/xet-duyet/hang-loat", sent).status_code == 422
    done = callers.open("lead", "POST", "/xet-duyet/hang-loat", sent)
    assert done.status_code == 303
    assert "/xet-duyet/hang-loat/" in done.location

    assert "không có chữ hoặc số" in callers.open("officer", "GET", "/xet-duyet?tim=%25_%27").text
    other_digits = "/xet-duyet/%D9%A3"  # 3, as it is written in Arabic
    assert callers.open("officer", "GET", other_digits).status_code == 404

    found = callers.open("officer", "POST", f"/xet-duyet/xuat?tim={reference}", {"kind": "csv"})
    assert reference in found.text
    assert len(found.text.strip().splitlines()) == 2

    # An approval whose support was cancelled is no approval in the list either.
    approved = callers.open("officer", "GET", "/xet-duyet?trang-thai=duoc-phe-duyet").text
    assert approved.count("Hết thời hạn ký thỏa thuận") == 1
