"""`python -m bench.papers`: what a paper costs beside typst alone drawing the same text."""

import json
from datetime import date

from app import clock
from app.papers import kinds, pdf, word
from app.papers.composing import common, compose
from app.papers.frame import Frame
from app.papers.glyphs import all_printable
from bench.timing import in_turns

SAMPLES = ("phieu_tiep_nhan", "quyet_dinh", "so_theo_doi")
TIMES = 60
ROWS = 200  # of the register: a year of a usual province
PROVINCE = {
    "name": "Lạng Sơn",
    "department": "Sở Khoa học và Công nghệ tỉnh Lạng Sơn",
    "chi_cuc": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
}


def report(times: int = TIMES) -> str:
    """Return milliseconds of our way and of typst alone, and their ratio; a line a kind."""
    return "\n".join([*(_line(key, times) for key in SAMPLES), ""])


def _line(key: str, times: int) -> str:
    kind = kinds.get(key)
    frame = Frame(PROVINCE, date(2026, 11, 21))
    turn = iter(range(10**9))  # typst remembers: each drawing says something else

    def data(number: int) -> dict[str, kinds.Value]:
        said = kind.sample | {kind.fields[0].name: f"số {number}"}
        if isinstance(rows := said.get("ho_so"), list):
            said["ho_so"] = rows * ROWS
        return kind.filled(said)

    def ours() -> None:
        pdf.draw(compose(kind, data(next(turn)), frame), clock.now())

    ready = all_printable(compose(kind, data(0), frame))

    def alone() -> None:
        text = json.dumps(ready | {"title": f"số {next(turn)}", "about": [f"số {next(turn)}"]})
        pdf.compiler().compile(
            format="pdf", sys_inputs={"paper": text}, pdf_standards=pdf.STANDARDS
        )

    def copy() -> None:
        word.fill(template, {**data(next(turn)), **common(kind, frame)})

    template = word.build(kind)
    found = in_turns({"ours": ours, "alone": alone, "word": copy}, times)
    one, floor = found["ours"], found["alone"]
    ratio = one.least_cpu / floor.least_cpu
    return (
        f"{key:<16} {one.cpu:6.1f} ms ({one.least_cpu:.1f}), typst alone {floor.cpu:6.1f} ms "
        f"({floor.least_cpu:.1f}): × {ratio:.2f}; Word copy {found['word'].least_cpu:.1f} ms"
    )


if __name__ == "__main__":
    print(report())
