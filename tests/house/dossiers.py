"""The owner's dossiers, one at every stage."""

from app.applications.models import Application
from app.applications.services import documents, print_form, queries
from app.demo import dossiers, people
from app.demo.dossiers import Plan
from app.organisations.services.queries import by_code
from app.review.services import notes
from tests.factories import attach_to_item
from tests.house.names import CODE, NOTE, House, actor

_OWNER = people.UNITS[0].key

# The owner's dossiers, by how far they have come. The demonstration makes two of them.
STAGES = {
    "draft": Plan(_OWNER, "SP-TCCS", "draft", products=("Rượu hồi DEMO",)),
    "started": Plan(_OWNER, "HTQL-22000", "draft"),
    "submitted": Plan(_OWNER, "SP-HCHQ", "submitted", products=("Trà hồi DEMO",)),
    "accepted": Plan(_OWNER, "NS-XANH", "accepted"),
    "appraised": Plan(_OWNER, "TXNG-AD", "under_appraisal"),
    "asked": Plan(_OWNER, "NN-GAP", "supplement_requested", "VietGAP", ("Hồi DEMO",)),
    "endorsing": Plan(_OWNER, "TXNG-CN", "awaiting_endorsement"),
    "deciding": Plan(_OWNER, "SP-CONGBO", "awaiting_approval", products=("Hồi sấy DEMO",)),
    "issuing": Plan(_OWNER, "CN-ATTP", "approved_unissued"),
    "approved": Plan(_OWNER, "CC-5S", "approved"),
    "rejected": Plan(_OWNER, "CN-NL", "rejected"),
    "declined": Plan(_OWNER, "CN-ATSK", "declined"),
    "withdrawn": Plan(_OWNER, "CDS-QT", "withdrawn"),
}
MADE_BY_THE_DEMONSTRATION = ("appraised", "approved")


def add(house: House) -> None:
    """Bring a dossier to every stage; the draft is complete, one item of a supplement answered."""
    for stage, plan in STAGES.items():
        if stage not in MADE_BY_THE_DEMONSTRATION:
            dossiers.make(plan)
        house.things[stage] = {"application_id": _application(plan).id}
    _complete_draft(house)
    _answer_one_item(house)
    for stage in STAGES:
        _name_parts(house, stage)
    notes.write(queries.get(house.id_of("approved")), NOTE, actor("officer"))


def _application(plan: Plan) -> Application:
    organisation = by_code("mst", CODE)
    assert organisation is not None
    return next(
        item
        for item in queries.of_organisation(organisation.id)
        if item.content.code == plan.content
    )


def _complete_draft(house: House) -> None:
    """Give the draft its files: only the submission is left to do."""
    draft, owner = queries.get(house.id_of("draft")), actor("owner")
    print_form.printed(draft, owner)
    for item in draft.content_version.documents:
        if item.required or item.kind == "registration":
            documents.attach(draft, item, dossiers.sheet(item.label), f"{item.key}.pdf", owner)


def _answer_one_item(house: House) -> None:
    asked = queries.open_supplement(queries.get(house.id_of("asked")))
    assert asked is not None
    house.things["asked"]["item_id"] = asked.items[0].id
    attach_to_item(
        queries.get(house.id_of("asked")), asked.items[0], dossiers.sheet("bổ sung"), "bo-sung.pdf",
        actor("owner"),
    )  # fmt: skip


def _name_parts(house: House, stage: str) -> None:
    application, parts = queries.get(house.id_of(stage)), house.things[stage]
    parts["key"] = application.content_version.documents[0].key
    parts["kind"] = "ban-hanh"
    for file in queries.files(application):
        parts["attachment_id"] = file.id
    for product in application.products[:1]:
        parts["product_id"] = product.id
