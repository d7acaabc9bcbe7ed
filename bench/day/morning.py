"""What lay there in the morning: two calls, the organisations, the dossiers they sent overnight."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from random import Random

from app import clock, transactions
from app.applications.services import submit
from app.demo import dossiers, people
from app.demo.dossiers import Plan
from app.demo.people import Unit
from app.programmes.models import Call
from app.programmes.services import contents, publishing, set_up_calls
from app.programmes.services.set_up_calls import Line
from bench import names
from bench.day.place import Place

FIRST = "DEMO-NGAY-HD"  # the call with a council
SECOND = dossiers.CALL  # without one, signed on screen
CONTENT = "HTQL-9001"
SKIPPED = 980_000  # of the invented tax codes: those before are of the other dossiers
CRITERIA = (
    ("Thuộc nhóm ưu tiên của kế hoạch", 30),
    ("Mức độ sẵn sàng áp dụng", 40),
    ("Nguồn lực đối ứng", 30),
)


@dataclass(frozen=True)
class Sizes:
    """How many dossiers a day has."""

    first: int = 34  # one of them is sent in during the day, from a telephone
    quota: int = 30
    second: int = 12


@dataclass(frozen=True)
class Mail:
    """What the day works on. Those of the second round have been appraised already."""

    sizes: Sizes
    telephone: Unit  # the one that will send its dossier from a telephone
    first: list[tuple[Unit, str]]  # with the references
    second: list[tuple[Unit, str]]
    content: str  # the content's name


def arrive(place: Place, sizes: Sizes) -> Mail:
    """Let the organisations register and send their dossiers; the letters about it leave."""
    with place.app.app_context(), transactions.writing():
        _call(sizes)
        name = contents.name_of(contents.get(CONTENT))
    units = []
    for number, code in enumerate(islice(names.codes(SKIPPED), sizes.first + sizes.second)):
        # Each by itself: whoever writes for seconds keeps the letter worker from writing.
        with place.app.app_context(), transactions.writing():
            units.append(_unit(number, code))
    first, second = units[1 : sizes.first], units[sizes.first :]
    mail = Mail(
        sizes,
        units[0],
        [(unit, _sent(place, unit, FIRST)) for unit in first],
        [(unit, _sent(place, unit, SECOND)) for unit in second],
        name,
    )
    place.quiet()
    return mail


def _call(sizes: Sizes) -> Call:
    """Publish a call with a council and a quota."""
    lead = people.staff("chicuc")
    values = {
        **set_up_calls.proposal(),
        "code": FIRST,
        "name": "DEMO – Đợt một ngày làm việc, có Hội đồng",
        "opens_at": clock.now() - timedelta(days=10),
        "closes_at": clock.now() + timedelta(days=60),
        "reserve_days": 60,
        "unsigned_days": 30,
        "council": True,
    }
    del values["programme_id"]
    call = set_up_calls.create(dossiers.programme(), values, lead)
    set_up_calls.offer(call, {contents.get(CONTENT).id: Line(quota=sizes.quota)}, lead)
    set_up_calls.set_criteria(call, CRITERIA, lead)
    publishing.publish(call, lead)
    return call


def _unit(number: int, code: str) -> Unit:
    dice = Random(number)
    trade = names.TRADES[number % len(names.TRADES)]
    place = names.PLACES[number * 5 % len(names.PLACES)]
    unit = Unit(
        f"ngay{number:02d}",
        "doanh_nghiep",
        code,
        f"Công ty TNHH DEMO {trade} {place} {names.person(dice)}",
        people.UNITS[number % len(people.UNITS)].commune,
        "Chế biến nông lâm sản",
        representative=f"{names.person(dice)} DEMO {number}",
        phone=f"09120{number:05d}",
    )
    people.add_unit(unit)
    return unit


def _sent(place: Place, unit: Unit, call: str) -> str:
    """Let one dossier be sent in; that of the second round goes on to the leader's desk."""
    plan = Plan(unit.key, CONTENT, "submitted", call=call)
    with place.app.app_context(), transactions.writing():
        application = dossiers.drafted(plan, unit)
        submit.submit(application, people.actor_of(unit.email))
        if call == SECOND:
            for stage in ("accepted", "under_appraisal", "awaiting_endorsement"):
                dossiers.STAGES[stage](application)
        assert application.reference is not None
        return application.reference
