"""Which pages of the access table each role is the one to look at."""

import re
from collections.abc import Iterator

from tests import house
from tests.access import LINES

# Who shows what the others do not; whoever is signed in sees the public pages as everyone does.
APPLICANTS = ("nobody", "owner", "claimant", "partner")
STAFF = ("officer", "clerk", "lead", "director", "auditor", "admin")
NO_PAGE = re.compile(
    r"^/(healthz|readyz|favicon|static)|/(tai-ve|trong-khung)$|/html$|/mau$|/uy-quyen/"
    r"|^/(ho-so|dot-dang-ky|xet-duyet)/\{\w+\}/van-ban(/|$)|/van-ban/[^/]+/(pdf|word|docx)$"
    r"|/giay-to/[^/]+(/pdf|/word)?$|/ca-bo$|/(nhap-lich-su|hoi-dap)/[^/]+/tep$|\.ics$"
)


def addresses(role: str) -> Iterator[str]:
    """Yield the addresses of the pages that `role` is the one to look at."""
    for line in LINES:
        if line.method != "GET" or NO_PAGE.search(line.address):
            continue
        answers = line.answers | {"claimant": "200" if line.address == "/to-chuc" else "404"}
        if answers[role] == "200" and (role == "nobody" or answers["nobody"] != "200"):
            yield line.address
    if role in {"owner", "officer"}:  # a dossier at every stage
        room = "/ho-so" if role == "owner" else "/xet-duyet"
        wanted = [stage for stage in house.STAGES if stage not in {"draft", "started"}]
        yield from (f"{room}/{{{stage}}}" for stage in wanted)
        if role == "owner":
            yield from ("/ho-so/{started}", "/ho-so/{started}/phieu", "/ho-so/{started}/kiem-tra")
    if role in {"clerk", "lead", "director"}:
        stage = {"clerk": "issuing", "lead": "endorsing", "director": "deciding"}[role]
        yield f"/xet-duyet/{{{stage}}}"
