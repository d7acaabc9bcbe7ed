"""The queue's address and its search language: nothing typed is an error, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from app.applications.workflow import Status
from app.review import filters as asked
from app.review.filters import Filters
from app.review.language import parse

VALUES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(sorted(asked.SLUGS[name])) for name in asked.SLUGS},
        "content": st.from_regex(r"[A-Z]{2,6}-[0-9A-Z]{1,5}", fullmatch=True),
        "commune": st.from_regex(r"[0-9]{5}", fullmatch=True),
        "query": st.from_regex(r"[a-zđơ]{1,8}( [a-z0-9]{1,8})?", fullmatch=True),
        "size": st.integers(1, asked.MOST),
    },
)


@given(VALUES)
def test_an_address_says_the_filters_and_nothing_else(values: dict[str, str]) -> None:
    wanted = Filters(**values)  # type: ignore[arg-type]  # as drawn
    assert asked.read(asked.written(wanted)) == wanted


@given(VALUES)
def test_the_language_says_what_an_address_says(values: dict[str, str]) -> None:
    ours = {name: value for name, value in values.items() if name in asked.SLUGS}
    typed = " ".join(
        f"{asked.NAMES[name]}:{asked.SLUGS[name][value]}" for name, value in ours.items()
    )
    assert parse(f'{typed} "mật ong"').values == ours
    assert parse(f'{typed} "mật ong"').words == "mật ong"


@given(st.text(max_size=80))
def test_whatever_is_typed_is_understood_somehow(typed: str) -> None:
    found = parse(typed)
    if ":" not in typed and '"' not in typed:
        assert found.words == " ".join(typed.split())
        assert not found.values
    assert set(found.values) | set(found.names) <= set(asked.NAMES)


def test_marks_quotes_and_other_names_are_understood() -> None:
    found = parse('Hạn:"Quá hạn" trạng-thái:cho_tiep_nhan can-bo:toi xa:đông-kinh lạ:gì http://a')
    assert found.values == {"due": "overdue", "status": "submitted", "officer": "me"}
    assert found.names == {"commune": "dong-kinh"}
    assert found.words == "lạ gì http //a"


def test_every_status_has_a_word_in_addresses_and_every_word_is_one() -> None:
    assert set(asked.SLUGS["status"]) == {*Status} - {Status.DRAFT} | {asked.OVER}
    for name, slugs in asked.SLUGS.items():
        assert len(set(slugs.values())) == len(slugs)
        assert set(slugs) <= set(asked.LABELS[name])
