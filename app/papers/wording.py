"""What the wording of a paper may do with a field: leave room for it, end a sentence. Pure."""

import re

ROOM = "………"  # where nothing is known yet, somebody writes by hand
# Named, not computed: a row's own number and its punctuation are never empty.
_PLAIN = re.compile(r"\{\{ (?!thu_tu\b|dau\b|loop\b)(\w+(?:\.\w+)?) \}\}")


def with_room(wording: str) -> str:
    """Return a piece of wording that leaves dots where a field it names is empty."""
    return _PLAIN.sub(rf"{{{{ \1 or '{ROOM}' }}}}", wording)


def ended(text: str, mark: str) -> str:
    """Return what somebody wrote, ended by `mark` once: a question keeps its question mark.

    In the wording and in office templates it is the filter `ket` (kết câu).
    """
    bare = (text or ROOM).rstrip()
    if bare.endswith("?"):
        return bare
    return f"{bare.rstrip('.;,: ') or ROOM}{mark}"
