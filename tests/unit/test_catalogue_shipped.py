"""The catalogue that ships: what stands in it."""

from collections import Counter

from app.organisations import kinds
from app.programmes.services import catalogue


def test_the_shipped_catalogue_has_28_contents_65_communes_and_six_kinds() -> None:
    shape = catalogue.shipped()
    assert (len(shape.contents), len(shape.communes)) == (28, 65)
    assert Counter(each.name.split()[0] for each in shape.communes) == {"Xã": 61, "Phường": 4}
    assert len(kinds.names(())) == 6


def test_the_once_only_rule_counts_as_the_design_says() -> None:
    rules = {each.code: each.rule for each in catalogue.shipped().contents}
    per_standard = {"HTQL-NGANH", "HTQL-MOI", "CC-KHAC", "CDS-QT", "CDS-TM", "NN-GAP"}
    outside = {"DT-CG", "DT-QL", "DT-SV", "GTCLQG"}
    assert {code for code, rule in rules.items() if rule == "standard"} == per_standard
    assert {code for code, rule in rules.items() if rule == "none"} == outside


def test_an_application_never_asks_for_more_than_twelve_typed_fields() -> None:
    shape = catalogue.shipped()
    typed = {"short_text", "long_text", "number", "money", "date"}
    products = 3  # name, standard, output of the first product; OCOP is chosen
    for content in shape.contents:
        asked = [*shape.common_questions, *content.questions]
        count = sum(each.kind in typed for each in asked) + products * content.asks_products
        assert count <= 12, content.code
        assert len(content.questions) <= 3, content.code


def test_texts_never_say_what_nobody_has_decided() -> None:
    for content in catalogue.shipped().contents:
        assert content.own_contribution is None, content.code
        assert content.duration is None, content.code
        for text in (content.summary, content.given, content.provider):
            assert not any(sign in (text or "") for sign in ("triệu", "₫", "%", "!")), content.code


def test_pictures_of_identity_cards_are_never_asked_for() -> None:
    labels = [each.label.lower() for each in catalogue.shipped().common_documents]
    assert not any("căn cước" in label or "cccd" in label for label in labels)
