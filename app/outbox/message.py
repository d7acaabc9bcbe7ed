"""A letter on the wire, with its header lines folded once and rightly."""

from email.charset import QP, Charset
from email.header import Header
from email.mime.text import MIMEText
from email.policy import SMTP

from flask_mail import Message

# Python 3.11 loses the space between two encoded words when it folds a header a second time
# ("điện tử của" arrives as "điện tửcủa"), so what was folded here is left alone.
AS_WRITTEN = SMTP.clone(refold_source="none")
# A server refuses lines over 998 octets (RFC 5321, 4.5.3.1.6): one long paragraph of a reason
# would be enough. Quoted-printable folds them, and passes servers without 8BITMIME too.
FOLDED = Charset("utf-8")
FOLDED.body_encoding = QP


class LetterMessage(Message):
    """A message whose Vietnamese subject arrives as it was written, however long."""

    def __init__(
        self, subject: str, to: str, text: str, html: str, message_id: str, *, unsubscribe: str = ""
    ) -> None:
        """`unsubscribe`: the address that ends such letters with one press (RFC 8058), if any."""
        folded = Header(subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
        more = {
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        super().__init__(
            subject=folded,
            recipients=[to],
            body=text,
            html=html,
            extra_headers=more if unsubscribe else None,
        )
        self.msgId = message_id

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        return MIMEText(text or "", subtype, FOLDED)  # type: ignore[arg-type]  # takes a Charset

    def as_bytes(self) -> bytes:
        """Return the letter as the mail server gets it."""
        message = self._message()
        message.policy = AS_WRITTEN
        return bytes(message.as_bytes())
