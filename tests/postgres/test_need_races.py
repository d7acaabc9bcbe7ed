"""Partners whose files name the same members in other orders."""

from app.needs.models import Need
from app.needs.services import sheet
from tests.factories import World, tax_code
from tests.fixtures.crowd import at_once, request, rounds, tally
from tests.shared.wishes import calls_commune, line, partner

MEMBERS = 12


def test_two_files_of_the_same_members_wait_for_one_another_never_both(world: World) -> None:
    one, other, third = (partner(world, name) for name in ("Liên minh", "Hiệp hội", "Sở"))
    for number in rounds():
        with world.reading():
            commune = calls_commune()
        rows = [
            sheet.Row(2 + at, tuple(map(str, line(tax_code(720 + at), commune_code=commune))))
            for at in range(number * MEMBERS, (number + 1) * MEMBERS)
        ]
        there, back = sheet.packed(rows), sheet.packed(rows[::-1])
        with world.writing():
            assert sheet.record(there, third) == (MEMBERS, [])  # the members are known now
        deeds = [
            request(world.app, lambda there=there: sheet.record(there, one)),
            request(world.app, lambda back=back: sheet.record(back, other)),
        ]
        assert tally(at_once(deeds)) == {"done": 2}
        assert world.count(Need) == 3 * MEMBERS * (number + 1)
