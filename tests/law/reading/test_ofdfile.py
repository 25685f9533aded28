"""OFD that others made is read line by line; hostile ones are refused with a sentence within bounded time."""

from pathlib import Path

import pytest

from law.reading.ofds import HOSTILE, MAKERS, ONE, packed, plain, scanned, text, with_page
from law.reading.ofds import page as page_of
from lianxi.law.reading import extract
from lianxi.law.reading.ofdfile import ofd_pages, ofd_text
from lianxi.law.reading.pdffile import pdf_text
from lianxi.law.reading.unreadable import Unreadable
from lianxi.papers.ofd import render_ofd
from lianxi.papers.pdf import render_pdf
from papers.layout.specimens import EVERY

READ = {
    "grouped": (("关于开展A<B&中", "第一又", "行文"),),
    "turned": (("放大一倍接其后", "逐字排成一行", "竖着写字", "侧边字"),),
    "templated": (("页眉字", "第一页", "组合"), ("页眉字", "第二页")),
    "bare": (("国标码",), ("另一份",)),
    "scanned": ((),),
}


@pytest.mark.parametrize("name", MAKERS)
def test_what_others_made_is_read_line_by_line(name: str) -> None:
    assert ofd_pages(MAKERS[name]()) == READ[name]


@pytest.mark.parametrize("name", EVERY)
def test_ours_reads_as_our_pdf(name: str) -> None:
    pdf = render_pdf(EVERY[name])
    ofd = ofd_text(render_ofd(pdf))
    # The cells of a table and what is turned are told in another order.
    assert sorted("".join(ofd.split())) == sorted("".join(pdf_text(pdf).replace("\x02", "-").split()))
    if name in ("letter", "three_pages"):
        assert "".join(ofd.split()) == "".join(pdf_text(pdf).replace("\x02", "-").split())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_sentence(name: str) -> None:
    make, said = HOSTILE[name]
    data = make()
    with pytest.raises(Unreadable, match=said) as refused:
        ofd_text(data)
    assert str(refused.value).startswith("这个")
    assert "请" in str(refused.value)


def test_odd_numbers_do_no_harm() -> None:
    odd = (
        '<ofd:TextCode X="nan" Y="1e999" DeltaX="g 999999999999 5">甲乙丙</ofd:TextCode>'
        '<ofd:TextCode X="" DeltaX="g" DeltaY="g -3 x y">丁</ofd:TextCode><ofd:TextCode/>'
    )
    (lines,) = ofd_pages(with_page(page_of(text(odd, "inf 0 nan", 'CTM="1 2 3"'))))
    assert sorted("".join(lines)) == sorted("甲乙丙丁")
    assert ofd_pages(with_page(page_of(text(ONE.replace("5", "0"), more='CTM="0 0 0 0 0 0"')))) == (
        ("文字",),
    )


def test_a_founding_document_may_come_as_ofd(tmp_path: Path) -> None:
    """By the bytes and not by the name, in a child as a DOCX is."""
    path = tmp_path / "成立文件.ofd"
    path.write_bytes(packed(plain(text('<ofd:TextCode X="0" Y="5">关于建立联席会议的通知</ofd:TextCode>'))))
    assert extract(path) == "关于建立联席会议的通知"
    path.write_bytes(scanned())
    with pytest.raises(Unreadable, match="OCR"):
        extract(path)
    path.write_bytes(HOSTILE["a bomb"][0]())
    with pytest.raises(Unreadable, match="大得不正常"):
        extract(path)
