"""The desk's pages for who has no e-mail: entering a paper dossier, a code by phone, letters."""

import io
import re
from collections.abc import Callable

from app.applications.services import queries, tasks
from tests import people
from tests.factories import CALL, ISO9001, World, pdf, tax_code
from tests.fixtures.visitor import Visitor, forms_on

CODE = tax_code(60)
UNIT = {
    "kind": "hop_tac_xa",
    "code": CODE,
    "name": "Hợp tác xã Rau Bản Nhàng",
    "commune_code": "05977",
    "representative": "Hà Thị Lìn",
    "contact_name": "Hà Thị Lìn",
    "contact_phone": "0912 345 678",
}
PROFILE = {
    "address": "Bản Nhàng",
    "representative_title": "Giám đốc",
    "field_of_business": "Trồng rau",
    "earlier_support": "Chưa",
}
NEW = "suối trong chín con"


def scan() -> tuple[io.BytesIO, str]:
    return io.BytesIO(pdf()), "quet.pdf"


def test_an_officer_enters_a_paper_dossier_and_its_holder_signs_in_by_phone(
    world: World, clients: Callable[[], Visitor]
) -> None:
    officer, holder = clients(), clients()
    world.officer  # noqa: B018  (made on first asking)
    people.enter(officer, "officer@so.example.vn")
    assert officer.submit("/xet-duyet/nhap-ho", {"code": CODE}).location.endswith("/moi")
    here = officer.submit("/xet-duyet/nhap-ho/moi", UNIT).location
    assert "Nhập hộ cho Hợp tác xã Rau Bản Nhàng" in officer.get(here).text
    early = officer.get(f"{here}/ma-dang-nhap").text
    assert "Chưa có đồng ý trên giấy" in early
    assert "Người nghe máy" not in early
    consent = {"given_on": "20/11/2026", "scan": scan()}
    assert officer.submit(f"{here}/dong-y", consent).location == here
    profile = re.search(r"/to-chuc/\d+/thong-tin", officer.get(here).text)
    assert profile
    assert officer.submit(profile[0], PROFILE).status_code == 303

    begun = officer.submit(here, form=f"/{CALL}/{ISO9001}").location
    dossier = int(begun.rsplit("/", 1)[1])
    page = officer.get(begun).text
    assert "Nhập hộ cho Hợp tác xã Rau Bản Nhàng" in page
    assert "In phiếu đăng ký để ký" not in page
    _fill_in(world, officer, begun, dossier)
    done = officer.submit(f"{begun}/kiem-tra", {"commitment": "y"})
    assert done.status_code == 303, done.text
    seen = officer.get(begun, follow_redirects=True).text
    assert "Cán bộ nhập hộ" in seen

    listed = officer.get("/xet-duyet/thu-can-in").text
    (letter,) = re.findall(r'href="(/xet-duyet/thu-can-in/\d+)"', listed)
    sheet = officer.get(letter).text
    assert "Sao chép tin nhắn Zalo" in sheet
    assert 'href="tel:0912345678"' in sheet
    assert "Bản Nhàng" in officer.get(f"/xet-duyet/thu-can-in/in?thu={letter[-1]}").text
    assert officer.submit(letter, {"how": "in_person"}).status_code == 303
    assert "Không có thư nào cần in" in officer.get("/xet-duyet/thu-can-in").text

    given = officer.submit(f"{here}/ma-dang-nhap", {"called": "y", "spoke_to": "Bà Lìn"}).text
    code = re.search(r'<strong class="ref">([A-Z0-9-]{19})</strong>', given)
    assert code
    assert code[1] not in officer.get(f"{here}/ma-dang-nhap").text
    wrong = holder.submit("/dang-nhap", {"email": "0912345678", "password": "AAAA-AAAA-AAAA-AAAA"})
    assert wrong.status_code == 422
    led = holder.submit("/dang-nhap", {"email": "+84 912 345 678", "password": code[1].lower()})
    assert led.location.startswith("/dat-mat-khau/")
    assert holder.get("/to-chuc").status_code == 302, "a code opens nothing but that page"
    assert holder.submit(led.location, {"password": NEW}).location == "/dang-nhap"
    assert people.enter(holder, "0912 345 678", NEW).status_code == 303
    assert "Hợp tác xã Rau Bản Nhàng" in holder.get("/to-chuc").text
    assert holder.get(begun).status_code == 200
    letters = holder.get("/tai-khoan/nhan-thu").text
    assert "đăng nhập bằng số điện thoại" in letters
    assert "<form" not in letters.split("<main")[1].split("</main>")[0]


def _fill_in(world: World, officer: Visitor, begun: str, dossier: int) -> None:
    with world.reading():
        application = queries.get(dossier)
        keys = [item.key for item in tasks.asked_documents(application) if item.required]
        kinds = {
            f"q_{item.key}": {
                "date": "01/12/2026",
                "choice": (item.options or [""])[0],
                "choices": list(item.options[:1]),
                "yes_no": "co",
            }.get(item.kind, "12")
            for item in application.content_version.questions
        }
    form = forms_on(officer.get(f"{begun}/noi-dung").text)[-1]
    answers = {name: kinds[name] for name in form.names if name in kinds}
    assert officer.submit(f"{begun}/noi-dung", answers).status_code == 303
    for key in keys:
        assert officer.submit(f"{begun}/tep/{key}", {"file": scan()}).status_code == 303
