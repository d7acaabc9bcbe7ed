"""The one form in which typed text is kept. Pure, and alone: the reader of spreadsheets has it."""

import unicodedata


def clean(text: str) -> str:
    """Return the text composed (NFC), trimmed, without signs that cannot be seen.

    Line breaks and tabs stay. Other white space (a space that does not break, as pages and Word
    have it; Word's own line break) is a space: else two words would become one. Control signs,
    signs that turn the direction of reading and halves of signs (surrogates), which no database
    takes, are left out.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    if not composed.isprintable():
        composed = "".join(map(_shown, composed))
    return composed.strip()


def _shown(sign: str) -> str:
    if sign in "\n\t" or sign.isprintable():
        return sign
    return " " if sign.isspace() else ""
