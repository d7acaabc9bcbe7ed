"""Papers as people get them: what they say, their versions, numbers and codes."""

import html
import io
import re
import zipfile
from datetime import date

import pikepdf
import pytest
from docx import Document
from flask import Flask

from app import clock, transactions
from app.access import Actor, Role
from app.applications import papers as dossiers
from app.applications.services import queries
from app.errors import DomainError
from app.papers import codes, glyphs, kinds, pdf
from app.papers.composing import compose
from app.papers.frame import LINE, Frame, Signing, balanced, day_in_words
from app.papers.models import Paper
from app.papers.services import making, templates
from app.programmes import grounds
from app.programmes.models import Programme
from tests.factories import World
from tests.pdf_text import read

OFFICER = Actor(7, "Lý Thị Hạnh", frozenset({Role.OFFICER}))
LEAD = Actor(9, "Chi cục trưởng", frozenset({Role.LEAD}))
CLERK = Actor(8, "Văn thư", frozenset({Role.CLERK}))
HOSTILE = '#set text(red) *đậm* $x^2$ \\ @ref <label> "q" _n_ // c /* */ `raw` = H'
PROVINCE = {
    "name": "Lạng Sơn",
    "department": "Sở Khoa học và Công nghệ tỉnh Lạng Sơn",
    "chi_cuc": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
}


def made(kind: str = "to_trinh", by: Actor = OFFICER, **data: object) -> Paper:
    sample = kinds.get(kind).sample
    return making.make(
        kind, subject="session", subject_id=1, reference="PX-1", data=sample | data, by=by
    )


def test_days_are_written_as_the_decree_says() -> None:
    assert day_in_words(date(2021, 4, 5)) == "ngày 05 tháng 4 năm 2021"
    assert day_in_words(date(2026, 2, 15)) == "ngày 15 tháng 02 năm 2026"
    named = Programme(name="Kế hoạch A", document_number="79/KH-UBND", issued_on=date(2021, 4, 5))
    whole = "Kế hoạch số 79/KH-UBND ngày 05 tháng 4 năm 2021 (Kế hoạch A)"
    assert grounds.of_programme(named) == whole
    named.document_number, named.issued_on = "Chương trình số 5", None
    assert grounds.of_programme(named) == "Chương trình số 5 (Kế hoạch A)"
    named.document_number = ""
    assert grounds.of_programme(named) == "Kế hoạch A"
    assert Signing("KT.", "Phó Giám đốc").lines("Giám đốc") == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert Signing("Q.").lines("Giám đốc") == ["Q. GIÁM ĐỐC"]
    assert Signing("TM.", "Chủ tịch", behalf="Hội đồng").lines("") == ["TM. HỘI ĐỒNG", "CHỦ TỊCH"]


def test_what_people_wrote_prints_literally_and_never_stops_a_paper() -> None:
    kind = kinds.get("to_trinh")
    every = " ".join(chr(code) for code in sorted(glyphs.COVERED))
    text = f"{HOSTILE}\n{every}\nمرحبا 🎉 漢 \u202eabc {{{{ co_quan }}}}"
    signing = Signing("KT.", "Phó {{ 7 * 7 }} {% if %}", "Ký {{ 6 * 7 }} {{ khong_co }}")
    frame = Frame(PROVINCE, date(2026, 11, 21), signing=signing)
    drawn = pdf.draw(compose(kind, kind.filled({"ly_do": text}), frame), clock.now())
    said = read(drawn)
    assert HOSTILE in said
    assert signing.title.upper() in said
    assert signing.name in said
    assert set(every) - {"\xa0"} <= set(said)  # every letter the fonts are said to have
    assert "\ufffd\ufffd\ufffd\ufffd\ufffd \ufffd \ufffd abc {{ co_quan }}" in said
    # What was pasted from a table keeps its words apart; what no letter of ours says stays unsaid.
    assert glyphs.printable("2025\t300\v㎡\u2028ﬁ 10⁵") == "2025 300 m² fi 10\ufffd"
    endless = compose(kind, kind.filled({"ly_do": "a" * 20_000}), frame)
    assert (
        read(pdf.draw(endless, clock.now())).count("a") > 20_000
    )  # PDF/A: lines of 16,383 at most


def test_wording_leaves_room_and_ends_what_people_wrote_once() -> None:
    kind = kinds.get("xin_y_kien")
    asked = [{"ten": "Có quy hoạch không?"}, {"ten": "Diện tích;"}, {"ten": "Ý kiến khác."}]
    composed = compose(kind, kind.filled({"can_hoi": asked}), Frame(PROVINCE, date(2026, 11, 21)))
    said = [block["text"] for block in composed["blocks"]]
    assert said[2:5] == ["1. Có quy hoạch không?", "2. Diện tích;", "3. Ý kiến khác."]
    assert "chậm nhất ngày ………" in said[5]
    assert composed["to"] == ["………"]
    assert composed["issuer"] == ["SỞ KHOA HỌC VÀ CÔNG NGHỆ"]
    assert composed["vv"] == ["V/v xin ý kiến đối với", "hồ sơ đề nghị hỗ trợ"]
    office = kinds.get("to_trinh")
    drawn = compose(office, office.filled(office.sample), Frame(PROVINCE, date(2026, 11, 21)))
    assert drawn["issuer"] == ["CHI CỤC TIÊU CHUẨN", "ĐO LƯỜNG CHẤT LƯỢNG"]
    unit = "Công ty TNHH Nông sản Xứ Lạng Nguyễn Ngọc Hạnh"  # 46 letters: two lines were too long
    assert max(map(len, balanced(unit))) <= LINE
    assert balanced("A" * 100 + " B") == ["A" * 100, "B"]
    assert balanced(" ") == []
    assert drawn["blocks"][0]["text"].endswith("tỉnh Lạng Sơn.")  # the last ground ends the list


def test_a_paper_is_archivable_tagged_and_carries_its_fonts() -> None:
    kind = kinds.get("to_trinh")
    frame = Frame(PROVINCE, date(2026, 11, 21))
    drawn = pdf.draw(compose(kind, kind.filled(kind.sample), frame), clock.now())
    with pikepdf.open(io.BytesIO(drawn)) as document:
        about = document.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "B")
        assert about["pdfuaid:part"] == "1"
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "vi"
        fonts = [
            font.DescendantFonts[0].FontDescriptor
            for page in document.pages
            for font in page.Resources.Font.values()
        ]
        assert fonts
        assert all("/FontFile2" in each for each in fonts)
    assert drawn == pdf.draw(compose(kind, kind.filled(kind.sample), frame), clock.now())


def test_a_long_paper_is_drawn_apart_to_the_same_bytes_and_given_up_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind = kinds.get("to_trinh")
    composed = compose(kind, kind.filled(kind.sample), Frame(PROVINCE, date(2026, 11, 21)))
    here = pdf.draw(composed, clock.now())
    monkeypatch.setattr(pdf, "AT_ONCE", 0)
    assert pdf.draw(composed, clock.now()) == here
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(DomainError) as late:
        pdf.draw(composed, clock.now())
    assert late.value.status == 503
    assert "chia nhỏ" in late.value.message
    monkeypatch.setattr(pdf, "SECONDS", 30)
    monkeypatch.setattr(pdf, "LAYOUT", pdf.LAYOUT.with_name("khong-co.typ"))
    with pytest.raises(DomainError) as broken:
        pdf.draw(composed, clock.now())
    assert broken.value.status == 503


def test_only_the_clerk_numbers_and_a_newer_version_supersedes(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        first, second = made(), made()
        assert (first.state, second.state) == ("superseded", "draft")
        assert "Số: /TTr-" in read(making.content(second))
        with pytest.raises(DomainError) as refused:
            making.number(second, "15/TTr-X", clock.today(), OFFICER)
        assert refused.value.status == 403
        making.number(second, " 15/TTr-TĐC ", date(2026, 2, 5), CLERK)
        assert (second.state, second.number) == ("current", "15/TTr-TĐC")
        said = read(making.content(second))
        assert "Số: 15/TTr-TĐC" in said
        assert "ngày 05 tháng 02 năm 2026" in said
        third = made()
        assert (second.state, third.state, third.version) == ("current", "draft", 3)
        making.number(third, "6/TTr-TĐC", clock.today(), CLERK)
        assert (second.state, third.state) == ("superseded", "current")
        assert third.number == "06/TTr-TĐC"  # as the decree writes it
        fourth = made()
        with pytest.raises(DomainError, match="phải có chữ số"):
            making.number(fourth, "000/abc", clock.today(), CLERK)
        with pytest.raises(DomainError, match="trước ngày"):  # a slip in the year
            making.number(fourth, "7", date(26, 1, 1), CLERK, since=date(2026, 1, 1))
        making.number(fourth, "7a", clock.today(), CLERK)
        assert fourth.number == "07a/TTr-CCTĐC"  # with the symbol that stands on the draft
        with pytest.raises(DomainError, match="đã cấp"):
            making.number(made("to_trinh_khong_ho_tro"), "7a/TTr-cctđc", clock.today(), CLERK)
        with pytest.raises(DomainError) as again:
            making.number(third, "17", clock.today(), CLERK)
        assert again.value.status == 409
        making.withdraw(fourth, "Ghi nhầm đợt", OFFICER)
        assert making.current("to_trinh", "session", 1) is None


def in_word(content: bytes) -> str:
    """What a Word file says."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = parts.read("word/document.xml").decode()
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def template(text: str, title: str = "") -> io.BytesIO:
    """A Word file with one paragraph."""
    document, written = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.core_properties.title = title
    document.save(written)
    written.seek(0)
    return written


def test_the_word_copy_says_the_same_and_the_office_may_bring_its_own(app: Flask) -> None:
    kind = kinds.get("to_trinh")
    with app.app_context(), transactions.writing():
        first = made(ly_do=f"{HOSTILE} <b>&amp;\x0b {{{{ 7 * 7 }}}}")
        said = in_word(making.word_copy(first))
        assert f"{HOSTILE} <b>&amp;  {{{{ 7 * 7 }}}}" in said
        assert "TỜ TRÌNH" in said
        assert "Hợp tác xã Hồi Mẫu Sơn" in said
        assert "quyết định./." in said
        written = Document(io.BytesIO(making.word_copy(first)))
        number, name, *_rest = (column.width for column in written.tables[1].columns)
        assert 4 * number < name  # as wide as on the PDF
        own = (
            "Mẫu riêng: {{ dot_dang_ky }} {% for dong in danh_sach %}{{ dong.don_vi }} {% endfor %}"
        )
        templates.replace(kind, template(own), "mau.docx", LEAD)
        second = made()
        assert "Mẫu riêng: Đợt 1 năm 2026 Hợp tác xã" in in_word(making.word_copy(second))
        assert "Mẫu riêng" not in in_word(making.word_copy(first))  # as it was when it was made
        templates.back_to_default(kind, LEAD)
        assert "Mẫu riêng" not in in_word(making.word_copy(made()))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ mat_khau }}", "trường không có: mat_khau"),
        ("{{ dot_dang_ky.__class__.__mro__ }}", "không lập được"),
        ("{{ dot_dang_ky.format(1) }}", "tên trường"),
        ("{{ dot_dang_ky * 1000000000 }}", "không lập được"),
        ("{{ dot_dang_ky|replace(' ', dot_dang_ky)|replace(' ', dot_dang_ky) }}", "một lần"),
        ("{{ (dot_dang_ky|replace('a', 'aa') ~ 'a')|replace('a', 'aa') }}", "một lần"),
        ("Quyết định của đơn vị khác", "không có trường nào"),
        ("{% for a in can_cu %}{% for b in can_cu %}x{% endfor %}{% endfor %}", "không lồng nhau"),
        ("{% for dong in danh_sach %}{{ dong.luong }}{% endfor %}", "không lập được"),
        ("{% if dot_dang_ky %}", "không lập được"),
    ],
)
def test_a_template_that_asks_for_more_than_its_fields_is_refused(text: str, why: str) -> None:
    hidden = template("{{ dot_dang_ky }}", title=text)  # where Word shows nobody
    for each in (template(text), hidden) if "{" in text else (template(text),):
        with pytest.raises(DomainError) as refused:
            templates.check(kinds.get("to_trinh"), each.getvalue())
        assert refused.value.status == 422
        assert why in refused.value.message


def test_reception_makes_a_receipt_that_anyone_can_check_and_that_names_nobody(
    app: Flask, world: World
) -> None:
    dossier = world.accepted(world.organisation())
    with world.writing():
        application = queries.get(dossier)
        name = application.organisation.name
        receipt, phieu = sorted(dossiers.for_applicant(application), key=lambda each: -each.id)
        assert (receipt.kind, phieu.kind) == ("phieu_tiep_nhan", "phieu_dang_ky")
        said = read(making.content(receipt))
        assert application.reference in said
        assert name in said
        assert str(receipt.code) in said
        code = str(receipt.code)
    public = app.test_client()
    page = public.get(f"/kiem-tra/{code}").text
    assert "đang có giá trị" in page
    assert name not in page
    with world.writing():
        making.from_room("phieu_tiep_nhan", dossier, OFFICER)
    assert "đã được thay bằng bản mới hơn" in public.get(f"/kiem-tra/{code.lower()}").text
    assert public.get("/kiem-tra/0000-0000-0000").status_code == 404


def test_a_code_is_read_however_it_was_typed() -> None:
    code = codes.fresh()
    assert codes.read(code.lower().replace("-", " ")) == code
    assert codes.read("OIL0-0000-0000") == "0110-0000-0000"
    assert codes.read("khong-co") is None


def test_every_kind_is_drawn_from_its_sample_in_the_decrees_frame() -> None:
    for kind in kinds.all_kinds().values():
        frame = Frame(PROVINCE, date(2026, 11, 21), unit="Hợp tác xã Hồi Mẫu Sơn")
        said = read(pdf.draw(compose(kind, kind.filled(kind.sample), frame), clock.now()))
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said, kind.key
        assert ("Số: /" in said) == kind.numbered, kind.key
        assert all(line in said for line in kind.name.split("\n")), kind.key
        assert "{{" not in said, kind.key
        shared = kind.key in {"thoa_thuan", "bien_ban_khao_sat"}  # two sides keep one each
        assert ("Nơi nhận:" in said) == (kind.numbered and not shared), kind.key
        if kind.key in {"so_theo_doi", "mau_07"}:
            assert "123/QĐ-SKHCN" in said  # its column holds it in one piece
        if any("annex" in block for block in kind.blocks):
            assert "/" in said.split("(Kèm theo")[1].split("ngày tháng năm 2026 của")[0], kind.key
    assert kinds.in_place_of("phieu_tiep_nhan", published=True) == "mau_01"
    assert kinds.in_place_of("phieu_tiep_nhan", published=False) == "phieu_tiep_nhan"
    assert kinds.in_place_of("to_trinh", published=True) == "to_trinh"
