"""What people type, as the forms take it."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from app.errors import Invalid
from app.forms import Day, Form, Whole, Year, fresh_key
from app.programmes import answering
from app.programmes.forms.fields import Measure
from app.programmes.models import Question
from app.text import format_measure


class Typed(Form):
    """Every kind of field that reads what is typed."""

    class Meta(Form.Meta):
        csrf = False

    line = StringField("line")
    text = TextAreaField("text")
    amount = Whole("amount")
    size = Measure("size")
    year = Year("year")
    day = Day("day")
    most = Whole("most", [Optional(), NumberRange(max=9)])
    when = Day("when", [Optional()])
    choice = RadioField("choice", choices=[SelectChoice("a", "A")])


def form(**typed: str) -> Typed:
    """Return the form as it was sent."""
    app = Flask(__name__)
    app.secret_key = "only to make a form"
    with app.test_request_context(method="POST"):
        made = Typed(MultiDict(typed))
        made.validate()
        return made


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1500000", 1_500_000), ("1.500.000", 1_500_000), ("1 500 000 đ", 1_500_000), ("1,500", 1500)],
)
def test_money_is_read_as_people_write_it(typed: str, amount: int) -> None:
    assert form(amount=typed).amount.data == amount


@pytest.mark.parametrize("typed", ["1.500,000", "1.5", "mười", "-1", "1e6", "1.00.000"])
def test_a_number_that_can_be_read_in_two_ways_is_refused(typed: str) -> None:
    refused = form(amount=typed)
    assert refused.amount.errors == ["Vui lòng điền một số nguyên, ví dụ 12 hoặc 1.500.000."]
    assert typed in refused.amount()  # and nothing typed is lost


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("1,5", "1.5", "1,5"),
        ("1.500,25", "1500.25", "1.500,25"),
        ("0,10", "0.1", "0,1"),
        ("2,00", 2, "2"),
        ("1.500", 1500, "1.500"),
        ("9999999999999,99", "9999999999999.99", "9.999.999.999.999,99"),
    ],
)
def test_what_is_measured_has_a_part_after_the_comma_and_is_kept_exactly(
    typed: str, kept: int | str, shown: str
) -> None:
    assert form(size=typed).size.data == kept
    assert format_measure(kept) == shown
    check_answer("ha", kept)
    if isinstance(kept, str):
        with pytest.raises(Invalid):  # what is counted stays whole
            check_answer("hộ", kept)


@pytest.mark.parametrize("typed", ["1.5", "1,500", "1,5,5", "-1", ",5", "1.50,5", "mười"])
def test_a_measure_that_can_be_read_in_two_ways_is_refused(typed: str) -> None:
    refused = form(size=typed)
    assert "ví dụ 12 hoặc 1.500,25" in refused.size.errors[0]
    assert typed in refused.size()


@pytest.mark.parametrize("value", ["1.50", "1,5", "01.5x", 1.5, True, -1, "1.", "1e3", "15"])
def test_a_measure_that_no_form_makes_is_no_answer(value: object) -> None:
    with pytest.raises(Invalid):
        check_answer("m²", value)


def check_answer(unit: str, value: object) -> None:
    """Let the rule of a question in `unit` judge `value`."""
    answering.check(Question(key="a", kind="number", unit=unit, options=[], columns=[]), value)


def test_a_field_of_one_line_stays_one_line() -> None:
    sent = form(line=" Nguyễn\r\n\r\nMở ngay\tđây \x00", text="một\r\nhai")
    assert sent.line.data == "Nguyễn Mở ngay đây"
    assert sent.text.data == "một\nhai"
    # As pasted from a page or from Word: spaces that do not break, Word's line break.
    pasted = form(line="Hợp tác xã\u00a0Hồi\u200b", text="một\u000bhai\u202f\u202eba\ud800")
    assert pasted.line.data == "Hợp tác xã Hồi"
    assert pasted.text.data == "một hai ba"


@pytest.mark.parametrize("typed", ["05/04/2021", "5-4-2021", "2021-04-05"])
def test_a_date_is_read_day_first(typed: str) -> None:
    assert f"{form(day=typed).day.data:%Y%m%d}" == "20210405"


def test_what_cannot_be_read_is_told_once_and_an_empty_field_may_be_left_empty() -> None:
    wrong = form(most="mười", when="31/02/2026")
    assert wrong.most.errors == ["Vui lòng điền một số nguyên, ví dụ 12 hoặc 1.500.000."]
    assert wrong.when.errors == ["Ngày không hợp lệ. Vui lòng ghi như 05/04/2021."]
    empty = form(most="", when=" ")
    assert (list(empty.most.errors), list(empty.when.errors)) == ([], [])


def test_wtforms_own_words_are_never_shown() -> None:
    assert form(choice="b").choice.errors == ["Vui lòng chọn một mục trong danh sách."]


def test_a_form_key_is_new_each_time() -> None:
    assert fresh_key() != fresh_key()


def test_a_year_is_shown_without_a_separator_and_a_number_with_it() -> None:
    app = Flask(__name__)
    app.secret_key = "only to make a form"
    with app.test_request_context():
        shown = Typed(data={"year": 2026, "amount": 2026})
        assert 'value="2026"' in shown.year()
        assert 'value="2.026"' in shown.amount()
