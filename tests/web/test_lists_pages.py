"""Many dossiers in one act, on the pages: signed on screen, signed on paper, issued once."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from app import clock
from app.text import format_date
from tests import people
from tests.factories import ISO9001, World, pdf
from tests.fixtures.visitor import Visitor

AT = "/xet-duyet/bo-trinh-ky"


def upload(name: str = "qd.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(pdf()), name


def ticked(dossiers: list[int]) -> str:
    return "?" + urlencode([("dossiers", each) for each in dossiers])


def test_the_paper_way_and_the_screen_way_on_the_pages(
    world: World, clients: Callable[[], Visitor]
) -> None:
    officer = world.officer
    assert {world.clerk.name, world.director.name}  # made before they sign in
    first, second, third, fourth, fifth = (
        world.awaiting_approval(world.organisation()) for _ in range(5)
    )
    world.set_quota(ISO9001, 3)
    references = {each: world.fact(each, "reference") for each in (first, third, fourth)}

    client = clients()
    people.enter(client, "officer@so.example.vn")
    page = client.get("/xet-duyet/cho-ky").text
    assert "Chỉ tiêu còn 3/3 lượt." in page
    assert "Đề nghị hỗ trợ" in page
    made = client.submit(f"{AT}/moi/phe-duyet{ticked([first, second])}")
    assert made.status_code == 303
    bundle = made.location.removesuffix("/sua")
    assert client.submit(f"{bundle}/sua").status_code == 303
    said = {"capacity": "KT.", "title": "Phó Giám đốc", "name": "Lâm Thị Ký"}
    singly = f"/xet-duyet/{first}/ghi-nhan-quyet-dinh"
    assert singly in client.get(f"/xet-duyet/{first}").text
    untitled = client.submit(f"{bundle}/trinh-ky", said | {"title": ""})
    assert untitled.status_code == 422
    assert "Ký KT. thì vui lòng ghi chức vụ" in untitled.text
    assert client.submit(f"{bundle}/trinh-ky", said).status_code == 303
    page = client.get(f"/xet-duyet/{first}").text
    assert f'href="{bundle}"' in page  # where it is decided now; no form leads to a refusal
    assert singly not in page
    page = client.get(f"{bundle}/da-ky").text  # who was to sign is not written twice
    assert 'value="Lâm Thị Ký"' in page
    assert 'value="Phó Giám đốc"' in page
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"{bundle}/ca-bo").data))
    endings = [name.rsplit(".", 1)[1] for name in packed.namelist()]
    assert endings == ["pdf", "docx"] * 3
    part = client.get(f"/xet-duyet/{first}").text.split('id="van-ban"')[1]
    assert f'href="{bundle}"' in part  # the dossier names its bundle, with the papers of it
    taken = re.findall(rf'href="({bundle}/van-ban/[0-9]+/pdf)"', part)
    assert len(taken) == 3
    assert client.get(taken[0]).data.startswith(b"%PDF-")
    refused = client.submit(
        f"{bundle}/da-ky",
        {"capacity": "", "name": officer.name, "signed_on": format_date(clock.today())},
    )
    assert refused.status_code == 409
    assert "thẩm định không được ký" in refused.text
    assert officer.name in refused.text  # nothing typed is lost
    ahead = {**said, "signed_on": format_date(clock.today() + timedelta(days=1))}
    refused = client.submit(f"{bundle}/da-ky", ahead)
    assert refused.status_code == 422
    assert 'id="signed_on-error"' in refused.text  # once, not in the words of every row
    struck = {f"strike_{second}": "y", f"reason_{second}": "Chờ xác minh."}
    answer = client.submit(
        f"{bundle}/da-ky", {**said, "signed_on": format_date(clock.today()), **struck}
    )
    assert answer.status_code == 303

    client = clients()
    people.enter(client, "clerk@so.example.vn")
    number = {"number": "20/QĐ-SKHCN", "issued_on": format_date(clock.today())}
    broken = (io.BytesIO(b"MZ no PDF"), "qd.pdf")
    refused = client.submit(f"{bundle}/ban-hanh", {**number, "signed": broken})
    assert refused.status_code == 422
    assert 'id="signed-error"' in refused.text  # said next to the field, not only on top
    answer = client.submit(f"{bundle}/ban-hanh", {**number, "signed": upload()})
    assert answer.status_code == 303
    out = client.get(bundle).text
    assert "20/QĐ-SKHCN" in out
    assert "Dự thảo" not in out  # what has a number is a draft no more
    assert client.get(f"{bundle}/da-ban-hanh").data == pdf()
    assert [world.status(each) for each in (first, second)] == ["approved", "awaiting_approval"]

    client = clients()
    people.enter(client, "director@so.example.vn")
    chosen = [third, fourth, fifth]
    whole = f"{world.fact(third, 'call_id')}-{world.fact(third, 'content_id')}"
    assert f'value="{whole}"' in client.get("/xet-duyet/cho-ky").text
    named = client.get(f"/xet-duyet/cho-ky/phe-duyet?tat-ca={whole}").location
    assert named.endswith(ticked([second, *chosen]))  # each by name: the page shows what is done
    none = client.get("/xet-duyet/cho-ky?dot=999").text
    assert references[third] not in none
    assert client.get(f"/xet-duyet/cho-ky/phe-duyet{ticked(chosen)}").status_code == 200
    answer = client.submit(f"/xet-duyet/cho-ky/phe-duyet{ticked(chosen)}")
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "đủ 3 lượt" in shown  # the fifth: told in its row
    assert world.status(fifth) == "awaiting_approval"

    client = clients()
    people.enter(client, "clerk@so.example.vn")
    page = client.get("/xet-duyet/cho-ban-hanh/phe-duyet").text
    assert references[third] in page
    again = client.submit(f"{answer.location}/ban-hanh", {**number, "signed": upload()})
    assert again.status_code == 409
    assert "đã cấp cho văn bản khác" in again.text
    number["number"] = "21/QĐ-SKHCN"
    done = client.submit(f"{answer.location}/ban-hanh", {**number, "signed": upload()})
    assert done.status_code == 303
    assert [world.status(each) for each in (third, fourth)] == ["approved", "approved"]
    assert len(world.letters("application_approved")) == 3
