import hashlib
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxi.core.rooms import kind_of, paper_kinds
from lianxi.papers.layout import Attendance, OfficialDocument, Paragraph, Stage, Table, render_docx
from lianxi.papers.layout.text import find_unprintable
from lianxi.papers.layout.walk import printed_texts
from papers.layout import samples, specimens
from papers.layout.opened import look, opened, paragraph_with, part, printed, run_face

EVERY = pytest.mark.parametrize("document", samples.ALL, ids=lambda document: document.kind.code)


@EVERY
def test_every_text_of_the_model_is_printed(document: OfficialDocument) -> None:
    text = printed(document)
    shown = text + printed(document, "word/footer1.xml")
    assert [place for place, value in printed_texts(document) if value not in shown] == []
    if document.number:
        assert str(document.number) in text


def in_order(text: str, values: list[str]) -> bool:
    reached = 0
    for value in values:
        reached = text.find(value, reached) + len(value)
        if reached < len(value):
            return False
    return True


def test_a_notice_stands_in_the_order_of_the_standard() -> None:
    document = samples.NOTICE
    blocks = [block.text for block in document.body]
    ends = ["附件：1.会议议程\n", "2.参会回执", f"{samples.OFFICE}\n2026年3月7日\n", f"（{document.note}）\n"]
    ends += ["抄送：市政府办公室。\n", f"{samples.OFFICE}\t2026年3月8日印发\n"]
    start = [
        document.mark,
        "泉职防联办〔2026〕1号\n",
        document.title,
        "、".join(document.recipients) + "：\n",
    ]
    assert in_order(printed(document), [*start, *blocks, *ends])


def test_minutes_stand_in_the_order_of_the_standard() -> None:
    head = [
        samples.MINUTES.mark,
        "〔2026〕1号\n第1期\n",
        f"{samples.OFFICE}\t2026年11月21日\n",
        samples.MINUTES.title,
    ]
    cells = [
        "议定事项\n牵头单位\n配合单位\n完成时限\n",
        "摸底调查\n",
        "经费保障\n市财政局\n\n2026年5月31日\n",
    ]
    lists = ["出席：市卫健委、", "请假：市委宣传部（书面意见）\n", "列席：市疾控中心\n"]
    imprint = [
        "抄报：市人民政府。\n",
        "分送：市卫健委、",
        "抄送：各县",
        f"{samples.OFFICE}\t2026年11月21日印发",
    ]
    assert in_order(printed(samples.MINUTES), head + cells + lists + imprint)


def test_an_extract_is_addressed_to_its_unit() -> None:
    assert f"{samples.EXTRACT.title}\n市财政局：\n" in printed(samples.EXTRACT)
    assert "分送" not in printed(samples.EXTRACT)


def test_a_report_shows_its_signer_beside_the_number() -> None:
    assert "000001\n特急\n" in printed(samples.REPORT)
    line = paragraph_with(opened(samples.REPORT), "签发人：")
    assert line.text == "泉职防联〔2026〕2号\t签发人：召集人"
    assert run_face(line, "召集人") == "楷体_GB2312"


def test_references_are_not_printed() -> None:
    assert "meeting:1" not in printed(samples.NOTICE)
    assert "topic:1" not in printed(samples.NOTICE)


LOOKS = [
    (samples.NOTICE, samples.NOTICE.title, "方正小标宋简体", 22),
    (samples.NOTICE, "泉职防联办〔2026〕1号", "仿宋_GB2312", 16),
    (samples.NOTICE, "市卫健委、", "仿宋_GB2312", 16),
    (samples.NOTICE, "根据《", "仿宋_GB2312", 16),
    (samples.NOTICE, "一、会议时间", "黑体", 16),
    (samples.NOTICE, "（一）研究", "楷体_GB2312", 16),
    (samples.NOTICE, "1.有关材料", "仿宋_GB2312", 16),
    (samples.NOTICE, "（1）专项", "仿宋_GB2312", 16),
    (samples.NOTICE, "抄送：", "仿宋_GB2312", 14),
    (samples.REPORT, "特急", "黑体", 16),
    (samples.MINUTES, "议定事项", "黑体", 12),
]


@pytest.mark.parametrize(("document", "text", "face", "points"), LOOKS)
def test_each_role_has_its_font_and_size(
    document: OfficialDocument, text: str, face: str, points: int
) -> None:
    paragraph = paragraph_with(opened(document), text)
    assert look(paragraph) == (face, points)
    assert paragraph.style.font.bold is False
    if points == 16:
        assert paragraph.style.paragraph_format.line_spacing.pt == 28.95


def test_the_mark_is_red_and_fits_one_line() -> None:
    mark = paragraph_with(opened(samples.NOTICE), samples.NOTICE.mark)
    assert look(mark)[0] == "方正小标宋简体"
    assert str(mark.style.font.color.rgb) == "FF0000"
    assert 22 <= mark.runs[0].font.size.pt <= 442 / len(samples.NOTICE.mark)
    # Less what the line and the font leave over the ink: the ink is measured in test_geometry.
    room = 0.06 * mark.runs[0].font.size.mm
    assert mark.paragraph_format.space_before.mm == pytest.approx(35 - room, abs=0.1)


def test_the_red_rule_stands_under_the_last_line_of_the_head() -> None:
    for document, text in (
        (samples.NOTICE, "泉职防联办〔2026〕1号"),
        (samples.MINUTES, f"{samples.OFFICE}\t"),
    ):
        ruled = part(document, "word/document.xml").findall(f".//{qn('w:pBdr')}")
        assert len(ruled) == 1
        paragraph = paragraph_with(opened(document), text)
        assert paragraph._p.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}").get(qn("w:color")) == "FF0000"


def test_emphasis_and_attendance_labels_have_their_fonts() -> None:
    paragraph = paragraph_with(opened(samples.NOTICE), "一是请各单位")
    assert [run.text for run in paragraph.runs] == ["一是", "请各单位提前研究；", "二是", "请按时反馈意见。"]
    assert run_face(paragraph, "一是") == "楷体_GB2312"
    assert [run.text for run in paragraph.runs if run.bold] == ["二是"]
    assert run_face(paragraph_with(opened(samples.MINUTES), "出席："), "出席：") == "黑体"


def test_the_page_is_a4_with_the_standard_margins() -> None:
    section = opened(samples.NOTICE).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.05)
    assert [side.mm for side in sides] == pytest.approx([37, 35, 28, 26], abs=0.05)


def test_body_paragraphs_start_two_characters_in() -> None:
    paragraph = paragraph_with(opened(samples.NOTICE), "根据《")
    indents = paragraph.style.element.pPr.find(qn("w:ind"))
    assert indents.get(qn("w:firstLineChars")) == "200"
    assert paragraph.style.paragraph_format.first_line_indent.pt == 32


def test_signature_and_date_stand_as_the_standard_says() -> None:
    def lefts(document: OfficialDocument, name: str, day: str) -> list[int]:
        docx = opened(document)
        paragraphs = [item for item in docx.paragraphs if item.text in (name, day)]
        return (
            [round(item.paragraph_format.left_indent.twips / 315) for item in paragraphs]
            if paragraphs
            else []
        )

    # Longer name: 2 characters in, date 2 characters after its start.
    assert lefts(samples.NOTICE, samples.OFFICE, "2026年3月7日") == [28 - 2 - 17, 28 - 2 - 17 + 2]
    # Longer date: date 2 characters in, name 2 characters before its start.
    assert lefts(samples.REPORT, "市卫健委", "2026年3月7日") == [28 - 2 - 6 - 2, 28 - 2 - 6]
    # Sealed: date 4 characters in, name centered above it as far as the line allows.
    assert lefts(samples.CIRCULAR, samples.HOST, "2026年3月7日") == [28 - 4 - 3 - 5, 28 - 4 - 6]


def test_page_numbers_stand_on_the_outer_edge() -> None:
    odd, even = printed(samples.CIRCULAR, "word/footer1.xml"), printed(samples.CIRCULAR, "word/footer2.xml")
    assert odd == "以2026年7月1日台账为准\t— 1 —\n"
    assert even == "— 1 —\t以2026年7月1日台账为准\n"
    footer = part(samples.NOTICE, "word/footer1.xml")
    assert [node.text for node in footer.iter(qn("w:instrText"))] == ["PAGE"]
    assert part(samples.NOTICE, "word/settings.xml").find(qn("w:evenAndOddHeaders")) is not None


@pytest.mark.parametrize("path", ["word/header1.xml", "word/header2.xml"])
def test_unfinished_and_demonstration_papers_say_so_on_every_page(path: str) -> None:
    assert printed(samples.NOTICE, path).strip() == ""
    assert printed(replace(samples.NOTICE, stage=Stage.DRAFT), path).strip() == "【草稿】"
    assert (
        printed(replace(samples.NOTICE, stage=Stage.COSIGN, demonstration=True), path).strip()
        == "【会签稿】　【演示】"
    )


def test_the_language_is_chinese_and_no_japanese_default_is_left() -> None:
    raw = render_docx(samples.NOTICE)
    assert b"ja-JP" not in raw
    languages = part(samples.NOTICE, "word/styles.xml").findall(f".//{qn('w:lang')}")
    assert {node.get(qn("w:eastAsia")) for node in languages} == {"zh-CN"}
    assert (
        part(samples.NOTICE, "word/settings.xml").find(qn("w:themeFontLang")).get(qn("w:eastAsia")) == "zh-CN"
    )


def test_hanging_punctuation_keeps_every_character() -> None:
    values = {
        node.get(qn("w:val")) for node in part(samples.NOTICE, "word/styles.xml").iter(qn("w:overflowPunct"))
    }
    assert values == {"1"}


def test_properties_come_from_the_document() -> None:
    properties = opened(samples.NOTICE).core_properties
    assert properties.title == samples.NOTICE.title
    assert properties.subject == "泉职防联办〔2026〕1号"
    assert properties.created is not None
    assert properties.created.date() == date(2026, 3, 7)
    assert opened(replace(samples.NOTICE, issued_on=None)).core_properties.created is None


@EVERY
def test_equal_documents_are_equal_files(document: OfficialDocument) -> None:
    raw = render_docx(document)
    assert raw == render_docx(replace(document))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {0}
    assert raw != render_docx(replace(document, title="另一个标题"))


def test_another_process_makes_the_same_file() -> None:
    code = "import sys; from papers.layout import samples; from lianxi.papers.layout import render_docx\n"
    code += "sys.stdout.buffer.write(render_docx(samples.MINUTES))"
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=root, env=environment
    )
    assert hashlib.sha256(done.stdout).digest() == hashlib.sha256(render_docx(samples.MINUTES)).digest()


# The order CT_PPr lays down, as far as it is used; Word calls a file damaged that breaks it.
ORDER = ["pStyle", "keepNext", "widowControl", "pBdr", "tabs", "overflowPunct", "autoSpaceDE", "autoSpaceDN"]
ORDER += ["snapToGrid", "spacing", "ind", "jc", "outlineLvl"]


@EVERY
@pytest.mark.parametrize("path", ["document", "styles", "header1", "footer1", "footer2"])
def test_paragraph_properties_are_in_schema_order(document: OfficialDocument, path: str) -> None:
    for properties in part(document, f"word/{path}.xml").iter(qn("w:pPr")):
        places = [ORDER.index(child.tag.split("}")[1]) for child in properties]
        assert places == sorted(set(places))


def test_every_style_used_is_defined() -> None:
    defined = {
        node.get(qn("w:styleId")) for node in part(samples.NOTICE, "word/styles.xml").iter(qn("w:style"))
    }
    for document in samples.ALL:
        used = {node.get(qn("w:val")) for node in part(document, "word/document.xml").iter(qn("w:pStyle"))}
        assert used <= defined


HOSTILE = [
    "<&>\"'</w:t>]]>",
    "𠀀𠮷㐀龥〇",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "e\u0301",
    "前\t后",
    "一\n二",
    " 前后空格 ",
    "\u3000",
    "{{ x }} %s",
    "\u2028",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_strange_text_is_printed_as_it_is(text: str) -> None:
    document = OfficialDocument(
        kind_of("minutes"),
        text,
        mark=text,
        recipients=(text,),
        body=(Paragraph(text), Table((text, ""), ((text,), ()))),
        attachments=(text, text),
        attendance=(Attendance(text, (text,)),),
        printed_by=text,
    )
    assert printed(document).count(text) >= 10
    opened(document)


def test_a_carriage_return_is_a_line_break() -> None:
    assert "一\n二\n三" in printed(OfficialDocument(kind_of("notice"), "一\r\n二\r三"))


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\x85", "\ud800", "\ufffe", "\uffff"]
)
def test_control_characters_are_refused_with_their_place(character: str) -> None:
    document = replace(samples.NOTICE, body=(Paragraph("好"), Table(("甲",), ((f"坏{character}",),))))
    with pytest.raises(ValueError, match=rf"正文第2段的表第1行第1格里有.* U\+{ord(character):04X}"):
        render_docx(document)


def test_a_very_long_paragraph_is_printed_whole() -> None:
    text = "会议指出，要持续治理。" * 30_000
    assert text in printed(OfficialDocument(kind_of("notice"), "通知", body=(Paragraph(text),)))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=10), max_size=3))
def test_any_text_is_printed_or_refused_in_chinese(text: str, entries: list[str]) -> None:
    document = OfficialDocument(
        kind_of("report"),
        text,
        signer=text,
        recipients=tuple(entries),
        body=(Paragraph(text),),
        signed_by=tuple(entries),
    )
    if any(find_unprintable(value) for _, value in printed_texts(document)):
        with pytest.raises(ValueError, match="不能印出"):
            render_docx(document)
    else:
        opened(document)


@pytest.mark.parametrize("rows", [(), ((),), (("", ""),), (("一",), ("", ""))])
def test_tables_without_content_are_still_tables(rows: tuple[tuple[str, ...], ...]) -> None:
    table = opened(replace(samples.NOTICE, body=(Table(("甲", "乙"), rows),))).tables[0]
    assert len(table.rows) == len(rows) + 1
    assert all(len(row.cells) == 2 for row in table.rows)


def test_column_widths_fill_the_type_area() -> None:
    table = opened(samples.MINUTES).tables[0]
    widths = [column.width.twips for column in table.columns]
    assert sum(widths) == 8845
    assert widths[0] == pytest.approx(2 * widths[1], abs=2)


def test_the_emptiest_document_renders() -> None:
    for kind in paper_kinds().values():
        assert opened(OfficialDocument(kind, "")).element.body is not None


def test_a_draft_without_number_keeps_its_red_rule() -> None:
    document = replace(samples.NOTICE, number=None, issued_on=None, stage=Stage.DRAFT)
    assert part(document, "word/document.xml").find(f".//{qn('w:pBdr')}") is not None


def test_a_letters_double_rules_are_thick_on_their_outer_side() -> None:
    xml = opened(specimens.LETTER).element.xml
    assert [xml.count(f'cmpd="{kind}"') for kind in ("thickThin", "thinThick")] == [1, 1]
    assert xml.index("thickThin") < xml.index("thinThick")
