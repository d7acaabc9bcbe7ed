"""What organisations would want, for tests: said by themselves and by partners."""

from typing import Any

from app import clock
from app.access import Actor, Role
from app.accounts.services import sign_in
from app.needs.services import (
    partners,
    perform,
    say,
    sheet,
    speaking,
)
from app.needs.services.say import Said
from app.needs.services.speaking import Spoken
from app.organisations.services import queries as organisations
from tests.factories import ISO9001, Member, World

COMMUNE = "05977"


def said(*contents: str, ahead: int = 1, **more: Any) -> Said:
    typed = {"note": "Hồi khô", "contact_name": "Nông Tú", "contact_phone": "0912345678"}
    return Said(contents, clock.today().year + ahead, **(typed | more))


def say_it(world: World, who: Member, *contents: str, **more: Any) -> list[int]:
    with world.writing():
        need = say.say(organisations.get(who.organisation_id), said(*contents, **more), who.actor)
        return [item.id for item in need.items]


def partner(world: World, name: str = "Liên minh Hợp tác xã tỉnh") -> Actor:
    admin = world.staff(Role.ADMIN, email=f"{abs(hash(name))}@so.example.vn")
    with world.writing():
        made = partners.add(name, "lien_minh_htx", "", admin)
        person = partners.invite(made, f"p{made.id}@doi-tac.example.vn", "Hà Vân", admin)
        return sign_in.actor_of(person.id)


def spoken(code: str, *contents: str, **more: Any) -> Spoken:
    typed: dict[str, Any] = {
        "name": "HTX Gõ Tay", "kind": "hop_tac_xa", "commune_code": COMMUNE,
        "phone": "0912345678", "email": "",
    }  # fmt: skip
    return Spoken(code=code, said=said(*contents), **(typed | more))


def speak_it(world: World, by: Actor, code: str, *contents: str, **more: Any) -> list[int]:
    with world.writing():
        return [item.id for item in speaking.speak(spoken(code, *contents, **more), by).items]


def status(world: World, item_id: int) -> str:
    with world.reading():
        return perform.get(item_id).status


def code_of(world: World, member: Member) -> str:
    with world.reading():
        return organisations.get(member.organisation_id).code


def line(code: Any, **more: Any) -> tuple[Any, ...]:
    usual = {
        "code": code, "name": "HTX Một", "kind": "Hợp tác xã", "commune_code": "",
        "phone": "0912345678", "email": "", "contents": ISO9001,
        "year": str(clock.today().year + 1), "note": "",
    } | more  # fmt: skip
    return tuple(usual[name] for name, _column in sheet.COLUMNS)


def calls_commune() -> str:
    return next(each.name for each in speaking.communes.offered() if each.code == COMMUNE)
