"""What waits for somebody besides dossiers: it appears and goes by the deed itself."""

from app.access import Actor
from app.applications.services import queries
from app.ledger.services import exceptions
from app.opinions.services import asking
from app.organisations.services import claims
from app.review.services import errands
from tests.council import council
from tests.factories import World, tax_code
from tests.shared.claimed import ask, make_old
from tests.shared.given import DOCUMENT, give


def titles(world: World, by: Actor) -> list[tuple[str, str]]:
    with world.reading():
        return [(each.errand.title, each.words) for each in errands.waiting(by)]


def test_a_request_to_act_for_an_organisation_waits_for_each_officer_until_it_is_answered(
    world: World,
) -> None:
    make_old(world, code=tax_code(70))
    asked = ask(world, tax_code(70))
    assert titles(world, world.officer) == [("Yêu cầu tham gia đơn vị", "1")]
    assert titles(world, world.director) == []
    with world.writing():
        claims.refuse(asked.claim, "Không phải người của đơn vị", world.officer)
    assert titles(world, world.officer) == []


def test_a_proposed_exception_waits_for_a_director_who_did_not_propose_it(world: World) -> None:
    entry = give(world, world.organisation())
    both = world.staff(*world.lead.roles, *world.director.roles, email="hai-vai@so.example.vn")
    with world.writing():
        made = exceptions.propose(exceptions.entry(entry), by=both, **DOCUMENT).id
    assert titles(world, both) == []
    assert titles(world, world.director) == [("Đề nghị cho phép thêm chờ quyết định", "1")]
    with world.writing():
        exceptions.decide(exceptions.get(made), approve=True, reason="", by=world.director)
    assert titles(world, world.director) == []


def test_a_scored_session_waits_for_the_lead_and_an_opinion_for_who_asked(world: World) -> None:
    sitting = council(world, dossiers=1, quota=1, voters=2)
    sitting.score_all(80)
    with world.writing():
        application = queries.get(sitting.dossiers[0])
        to = asking.To("Phòng Kinh tế DEMO", "kinh-te@demo.example")
        asked = asking.ask(application, to, ["Có hoạt động không"], 5, world.officer).id
    assert titles(world, world.lead) == []
    sitting.close()
    assert titles(world, world.lead) == [("Phiên xét chọn đã khóa chấm điểm, chờ kết luận", "1")]
    assert titles(world, world.officer) == [("Ý kiến anh/chị đã xin, đang chờ trả lời", "1")]
    sitting.conclude()
    with world.writing():
        application = queries.get(sitting.dossiers[0])
        asking.close(application, asking.get(application, asked), "Đã rõ.", world.officer)
    assert titles(world, world.lead) == titles(world, world.officer) == []
