"""The pages of an organisation's people: inviting, joining, choosing, two tabs, waiting to sign."""

import io
from collections.abc import Callable

from app.organisations.models import Organisation
from app.organisations.services import invitations
from app.organisations.services import queries as organisations
from tests import people
from tests.factories import Member, World, joined, pdf
from tests.fixtures.visitor import Visitor, forms_on

EMAIL = "en@example.vn"
TWICE = {"phone": "0912 345 678", "password": people.PASSWORD, "consent": "y"}


def name_of(world: World, member: Member) -> str:
    with world.reading():
        found: Organisation = organisations.get(member.organisation_id)
        return found.name


def secret(world: World, name: str, to: str) -> str:
    with world.reading():
        return people.secret_in(name, to)


def test_an_agent_is_invited_with_the_mandate_joins_by_the_letter_and_is_listed(
    world: World, clients: Callable[[], Visitor]
) -> None:
    member = world.organisation()
    owner, agent = clients(), clients()
    people.enter(owner, member.email)
    page = f"/to-chuc/{member.organisation_id}/nguoi"
    typed = {"name": "Lộc Thị Én", "email": EMAIL, "capacity": "agent"}
    refused = owner.submit(f"{page}/moi", typed)
    assert refused.status_code == 422
    assert refused.text.count("Người nộp thay cần giấy ủy quyền") >= 3
    paper = {
        "number": "05/GUQ",
        "valid_until": "31/12/2030",
        "submits": "y",
        "file": (io.BytesIO(pdf()), "giay.pdf"),
    }
    assert owner.submit(f"{page}/moi", typed | paper).status_code == 303

    letter = f"/to-chuc/loi-moi/{secret(world, 'member_invitation', EMAIL)}"
    assert agent.submit(letter, TWICE).location == "/dang-nhap"
    assert agent.get(letter).status_code == 410
    people.enter(agent, EMAIL)
    overview = agent.get("/to-chuc").text
    assert name_of(world, member) in overview
    asks = "Yêu cầu tham gia đơn vị"  # only a signatory answers
    assert asks not in overview
    assert asks in owner.get("/to-chuc").text
    listed = owner.get(page).text
    assert "Người ký duy nhất" in listed
    assert listed.count("Cho thôi") == 1, "the agent; nobody else could sign"
    assert "Giấy ủy quyền số 05/GUQ" in listed
    assert "đến hết ngày 31/12/2030" in listed
    assert agent.get(f"{page}/moi").status_code == 403


def test_a_form_of_one_organisation_never_acts_on_another_chosen_in_a_second_tab(
    world: World, clients: Callable[[], Visitor]
) -> None:
    first, second = world.organisation(), world.organisation()
    joined(world, first, EMAIL, "signatory")
    _join_second(world, clients(), second)
    client = clients()
    people.enter(client, EMAIL)

    names = [name_of(world, each) for each in (first, second)]
    assert names[0] in client.get("/to-chuc/ho-so").text  # the first joined, in the header too
    tab = client.get("/to-chuc/ho-so")
    chosen = client.submit("/to-chuc/chuyen", form=f"/to-chuc/{second.organisation_id}/chuyen")
    assert chosen.status_code == 303
    assert names[1] in client.get("/to-chuc").text
    form = forms_on(tab.text)[-1]
    form.values["name"] = "Tên của đơn vị thứ nhất"
    stale = client.post("/to-chuc/ho-so", data=form.values)
    assert stale.status_code == 409
    assert "đơn vị khác với đơn vị đang chọn" in stale.text
    assert "Mở trong thẻ mới" in stale.text
    assert [name_of(world, each) for each in (first, second)] == names

    client.submit("/to-chuc/chuyen", form=f"/to-chuc/{first.organisation_id}/chuyen")
    assert client.post("/to-chuc/ho-so", data=form.values).status_code == 303
    assert name_of(world, first) == "Tên của đơn vị thứ nhất"
    assert name_of(world, second) == names[1]


def _join_second(world: World, client: Visitor, second: Member) -> None:
    """Let the person of EMAIL join the second organisation too."""
    with world.writing():
        organisation = organisations.get(second.organisation_id)
        invitations.invite(
            organisation,
            email=EMAIL,
            name="Lộc Thị Én",
            capacity="preparer",
            mandate=None,
            by=second.actor,
        )
    letter = f"/to-chuc/loi-moi/{secret(world, 'member_invitation', EMAIL)}"
    assert "Đăng nhập" in client.get(letter).text
    people.enter(client, EMAIL)
    assert client.submit(letter).location == "/to-chuc"
    # Who has joined is there; the message says the name whichever organisation is shown.
    assert f"<h1>{name_of(world, second)}</h1>" in client.get("/to-chuc").text


def test_nobody_chooses_an_organisation_that_is_not_theirs(world: World, client: Visitor) -> None:
    member, other = world.organisation(), world.organisation()
    people.enter(client, member.email)
    page = client.get("/to-chuc/chuyen")
    assert "Đang chọn" in page.text
    assert name_of(world, other) not in page.text


def test_a_preparer_is_told_who_signs_and_asks_them_with_a_button(
    world: World, client: Visitor
) -> None:
    member = world.organisation()
    preparer = joined(world, member, EMAIL, "preparer")
    dossier = world.draft(Member(preparer, member.organisation_id, EMAIL))
    people.enter(client, EMAIL)
    page = client.get(f"/ho-so/{dossier}/kiem-tra").text
    assert "Chờ người ký nộp" in page
    assert "Nông Văn Tú" in page
    asked = client.submit(f"/ho-so/{dossier}/kiem-tra", form="/bao-nguoi-ky")
    assert asked.status_code == 303
    assert [letter.to for letter in world.letters("signature_wanted")] == [member.email]


def test_an_address_is_changed_from_the_account_page(world: World, client: Visitor) -> None:
    member = world.organisation()
    people.enter(client, member.email)
    path, typed = "/tai-khoan/thu-dien-tu", {"email": "moi@example.vn"}
    wrong = client.submit(path, typed | {"current_password": "sai mật khẩu"})
    assert wrong.status_code == 422
    wanted = "/tai-khoan/nhan-thu"
    assert client.submit(wanted, {"questions": "daily"}).status_code == 303
    assert client.submit(path, typed | {"current_password": people.PASSWORD}).status_code == 303
    link = f"{path}/{secret(world, 'email_change', 'moi@example.vn')}"
    assert "moi@example.vn" in client.get(link).text
    assert client.submit(link).location == "/tai-khoan"
    assert "moi@example.vn" in client.get("/tai-khoan").text
    assert forms_on(client.get(wanted).text)[0].values["questions"] == "daily"  # it came along
    assert client.get(link).status_code == 410
