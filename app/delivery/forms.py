"""The forms of delivery."""

from wtforms import TextAreaField
from wtforms.validators import Optional

from app.forms import Form, at_most
from app.text import _


class GiveUpForm(Form):
    """The organisation does not go on; it may say why."""

    reason = TextAreaField(_("Lý do"), [Optional(), at_most(2000)])
