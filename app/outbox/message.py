"""A letter on the wire, with its header lines folded once and rightly."""

from email.header import Header
from email.policy import SMTP

from flask_mail import Message

# Python 3.11 loses the space between two encoded words when it folds a header a second time
# ("điện tử của" arrives as "điện tửcủa"), so what was folded here is left alone.
AS_WRITTEN = SMTP.clone(refold_source="none")


class LetterMessage(Message):
    """A message whose Vietnamese subject arrives as it was written, however long."""

    def __init__(self, subject: str, to: str, text: str, html: str, message_id: str) -> None:
        folded = Header(subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
        super().__init__(subject=folded, recipients=[to], body=text, html=html)
        self.msgId = message_id

    def as_bytes(self) -> bytes:
        """Return the letter as the mail server gets it."""
        message = self._message()
        message.policy = AS_WRITTEN
        return bytes(message.as_bytes())
