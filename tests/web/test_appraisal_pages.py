"""The pages of the appraisal and of opinions: half-filled sheets wait, a link answers once."""

import io
import re

from app.applications.services import queries
from app.opinions.services import agencies, asking
from app.opinions.services.asking import To
from tests import people
from tests.factories import World, pdf
from tests.fixtures.visitor import Visitor
from tests.people import secret_in


def test_a_sheet_waits_half_filled_and_says_at_once_all_that_lacks(
    world: World, client: Visitor
) -> None:
    dossier = world.assigned(world.organisation())
    page = f"/xet-duyet/{dossier}/tham-dinh"
    assert world.officer.name
    people.enter(client, "officer@so.example.vn")
    half = {"r_eligible": "pass", "r_complete": "fail", "opinion": "Mới xem một nửa"}
    assert client.submit(page, {**half, "then": "draft"}).status_code == 303
    assert "Mới xem một nửa" in client.get(page).text
    refused = client.submit(page, {"then": "send"})
    assert refused.status_code == 422
    assert "Mục không đạt cần ghi nhận xét." in refused.text
    assert "Vui lòng chọn đề xuất." in refused.text
    summary = refused.text.split('aria-labelledby="error-summary-title"')[1].split("</ul>")[0]
    assert summary.index("Mục không đạt") < summary.index("chọn đề xuất")  # as on the page
    assert world.status(dossier) == "under_appraisal"
    rest = {f"r_{key}": "pass" for key in ("not_supported", "feasible", "contribution")}
    whole = {**rest, "n_complete": "Thiếu sơ đồ", "recommendation": "reject", "then": "send"}
    assert client.submit(page, whole).status_code == 303
    assert world.status(dossier) == "awaiting_endorsement"


def test_who_declared_an_interest_is_told_why_the_dossier_is_gone_until_a_lead_withdraws_it(
    world: World, client: Visitor
) -> None:
    dossier = world.assigned(world.organisation())
    page, reference = f"/xet-duyet/{dossier}", world.fact(dossier, "reference")
    assert world.officer.name
    assert world.lead.name
    people.enter(client, "officer@so.example.vn")
    client.submit(f"{page}/loi-ich", {"about": "dossier", "reason": "Em ruột là giám đốc."})
    for refused in (
        client.get(page),
        client.get(f"{page}/tham-dinh"),
        client.get(f"/ho-so/{dossier}"),
    ):
        assert refused.status_code == 403
        assert "đã khai có lợi ích liên quan" in refused.text
    assert reference not in client.get("/viec-cua-toi").text + client.get("/xet-duyet").text

    client.delete_cookie("nscl")
    people.enter(client, "lead@so.example.vn")
    (way,) = re.findall(
        r"/xet-duyet/loi-ich-lien-quan/\d+/rut", client.get("/xet-duyet/loi-ich-lien-quan").text
    )
    assert client.submit(way, {"reason": "Khai nhầm đơn vị."}).status_code == 303
    client.delete_cookie("nscl")
    people.enter(client, "officer@so.example.vn")
    assert client.get(page).status_code == 200


def test_one_body_is_asked_at_a_time_and_no_day_that_is_none(world: World, client: Visitor) -> None:
    dossier = world.assigned(world.organisation())
    with world.writing():
        agency = agencies.save(None, {"name": "UBND xã Công Sơn"}, world.officer).id
    people.enter(client, "officer@so.example.vn")
    both = {"agency": str(agency), "name": "Sở Công Thương", "questions": "Gì", "days": "0"}
    refused = client.submit(f"/xet-duyet/{dossier}/xin-y-kien/moi", both)
    assert "chỉ chọn hoặc chỉ ghi nơi khác" in refused.text
    assert "Vui lòng điền mục này." not in refused.text
    assert refused.status_code == 422


def test_whoever_has_the_link_answers_without_signing_in_once(
    world: World, client: Visitor
) -> None:
    dossier = world.assigned(world.organisation())
    with world.writing():
        to = To("UBND xã Công Sơn", "xa@cong-son.example.vn")
        asking.ask(queries.get(dossier), to, ["Có hoạt động không"], 5, world.officer)
        page = f"/tra-loi-y-kien/{secret_in('opinion_asked', to.email)}"
    assert "Có hoạt động không" in client.get(page).text
    said = {"text": "Có hoạt động", "answerer": "Chủ tịch"}
    wrong = client.submit(page, {**said, "file": (io.BytesIO(b"MZ"), "x.pdf")})
    assert wrong.status_code == 422
    assert "Có hoạt động" in wrong.text
    sent = client.submit(page, {**said, "file": (io.BytesIO(pdf()), "tra-loi.pdf")})
    assert (sent.status_code, sent.location) == (303, "/tra-loi-y-kien")
    assert "Đã nhận ý kiến trả lời" in client.get(page).text
    assert client.get(page[:-1]).status_code == 410
    people.enter(client, "officer@so.example.vn")
    assert "Đã trả lời" in client.get(f"/xet-duyet/{dossier}").text
