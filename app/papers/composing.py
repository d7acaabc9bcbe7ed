"""A paper's fields put into its wording: what the layout prints, as plain texts. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.papers import codes, wording
from app.papers import frame as around
from app.papers.frame import Frame
from app.papers.kinds import Block, Kind

# No escaping: what comes out is data for the layout, which never reads it as markup.
_WORDS = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=False)
_WORDS.filters["ket"] = wording.ended
PLAIN = ("text", "bare", "strong", "basis", "centre", "attached", "note", "heading")
EACH = "dong"  # what one row of a list is called in the wording and in office templates


@lru_cache(maxsize=1_000)
def _template(text: str) -> Template:
    return _WORDS.from_string(text)


def said(text: str, values: Mapping[str, Any]) -> str:
    """Return a piece of wording with its fields filled in."""
    return _template(text).render(values) if "{" in text else text


def told(text: str, values: Mapping[str, Any]) -> str:
    """Return a piece of wording as `said`, with room to write what is not known."""
    return said(wording.with_room(text), values)


def common(kind: Kind, frame: Frame) -> dict[str, Any]:
    """Return the fields every kind has: what stands around the text."""
    above, issuer = around.issuer_lines(kind, frame)
    return {
        "co_quan_chu_quan": "\n".join(above),
        "co_quan_ban_hanh": "\n".join(issuer),
        "co_quan": around.issuing_body(kind, frame.province),
        "so_ky_hieu": around.number_line(kind, frame),
        "dia_danh_ngay_thang": around.dated_line(kind, frame),
        "ngay_thang": around.day_line(frame),
        "quyen_han_chuc_vu": "\n".join(frame.signing.lines(frame.head(kind))),
        "ho_ten_nguoi_ky": frame.signing.name,
    }


def compose(kind: Kind, data: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Return everything the layout prints. `data` is complete, as `Kind.filled` returns it."""
    values = {**data, **common(kind, frame)}
    blocks = list(_blocks(kind, values))
    end = next((at for at, block in enumerate(blocks) if block["kind"] == "annex"), len(blocks))
    body, after = blocks[:end], blocks[end:]
    if kind.issuer != "unit":
        _close(body)
    return {
        "title": kind.title,
        "author": values["co_quan"],
        "wide": kind.wide,
        "above": values["co_quan_chu_quan"].split("\n") if values["co_quan_chu_quan"] else [],
        "issuer": values["co_quan_ban_hanh"].split("\n"),
        "number": values["so_ky_hieu"],
        "vv": [] if kind.name else around.balanced(told(kind.about, values), around.ABOUT),
        "dated": values["dia_danh_ngay_thang"],
        "name": kind.name.split("\n") if kind.name else [],
        "about": told(kind.about, values).split("\n") if kind.name and kind.about else [],
        "to": _to(kind, values),
        "blocks": body,
        "after": after,
        "sign": _sign(kind, values),
        "copies": [told(each, values) for each in kind.copies],
        "code": None if not frame.code else _code(kind, frame),
    }


def _code(kind: Kind, frame: Frame) -> dict[str, Any]:
    """Return the code of a paper anyone can check, with the address that does it."""
    return {
        "svg": codes.qr(frame.address),
        "alt": f"Mã QR: {frame.address}",
        "words": [f"Mã văn bản: {frame.code}", "Kiểm tra tại:", frame.address],
    }


def _to(kind: Kind, values: Mapping[str, Any]) -> list[str]:
    return [line for line in told(kind.to, values).split("\n") if line.strip()]


def _sign(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any] | None:
    if kind.sign is None:
        return None
    # Only the kind's own wording has fields to fill in: what a person typed is a value of one.
    capacity = said(kind.sign.get("capacity", "{{ quyen_han_chuc_vu }}"), values)
    return {
        "capacity": capacity.split("\n"),
        "hint": kind.sign.get("hint", ""),
        "name": said(kind.sign.get("name", "{{ ho_ten_nguoi_ky }}"), values),
    }


def _close(body: list[dict[str, Any]]) -> None:
    """End the text with "./." as administrative papers do; a table or signature closes itself."""
    written = [block for block in body if block["kind"] != "signers"]
    last = written[-1] if written else {}
    if "text" in last and last["kind"] in {"text", "article"}:
        last["text"] = f"{last['text'].rstrip().removesuffix('.')}./."


def _blocks(kind: Kind, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    article = 0
    for block in kind.blocks:
        if "when" in block and not values[block["when"]]:
            continue
        article += "article" in block
        yield from _block(block, values, article)


def _block(block: Block, values: Mapping[str, Any], article: int) -> Iterator[dict[str, Any]]:
    rows = values[block["each"]] if "each" in block else [None]
    for at, row in enumerate(rows):
        here = values if row is None else _of_row(values, rows, at)
        if "article" in block:
            head = f"Điều {article}."
            yield {"kind": "article", "head": head, "text": told(block["article"], here)}
        elif "table" in block:
            yield _table(block, values)
        elif "pairs" in block:
            pairs = [[row["nhan"], row["gia_tri"]] for row in values[block["pairs"]]]
            yield {"kind": "pairs", "pairs": pairs}
        elif "signers" in block:
            yield {"kind": "signers", "signers": [_signer(each, here) for each in block["signers"]]}
        elif "annex" in block:
            label, name, of = (told(each, here) for each in block["annex"])
            yield {"kind": "annex", "label": label, "name": name, "of": of}
        else:
            yield from _plain(block, here)


def _of_row(values: Mapping[str, Any], rows: Sequence[Any], at: int) -> dict[str, Any]:
    """Return what the wording of a row may name: the last of a list ends it with a full stop."""
    last = at + 1 == len(rows)
    return {**values, EACH: rows[at], "thu_tu": str(at + 1), "dau": "." if last else ";"}


def _plain(block: Block, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a block of text; each line that somebody typed is a paragraph of its own."""
    name = next(each for each in PLAIN if each in block)
    for line in told(block[name], values).split("\n"):
        if line.strip():
            yield {"kind": name, "text": line}


def _table(block: Block, values: Mapping[str, Any]) -> dict[str, Any]:
    columns = block["columns"]
    rows = [
        [said(cell, {**values, EACH: row, "thu_tu": str(at + 1)}) for _l, cell, _w, _a in columns]
        for at, row in enumerate(values[block["table"]])
    ]
    shown = [{"label": label, "width": wide, "align": side} for label, _c, wide, side in columns]
    return {"kind": "table", "columns": shown, "rows": rows}


def _signer(each: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "capacity": said(each["capacity"], values).split("\n"),
        "hint": each.get("hint", ""),
        "name": said(each.get("name", ""), values),
    }
