"""The lesser elements of every kind, measured: 份号 to 抄送, each where its clause of GB/T 9704-2012 puts it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from lianxi.core.papers import PaperKind
from lianxi.core.rooms import paper_kinds
from lianxi.papers.layout import OfficialDocument, Paragraph
from lianxi.papers.pdf import render_pdf
from papers.conftest import Opener
from papers.layout import samples
from papers.layout.specimens import EVERY, KINDS, SENTENCE
from papers.measured import POINT, Char, Measured, Sheet

NEAR = 0.5
LINE, LEFT, RIGHT = 28.95 * POINT, 28.0, 184.0
WIDE, SMALL = 156 / 28, 14 * POINT
near = pytest.approx


def font(chars: list[Char]) -> set[str]:
    return {char.font.split("-")[0] for char in chars}


def sheet_with(measured: Measured, text: str) -> Sheet:
    return next(sheet for sheet in measured.sheets if text in sheet.text)


def line_above(sheet: Sheet, char: Char) -> float:
    """The base line next above a character's own."""
    return max(one.base for one in sheet.chars if one.base < char.base - 2)


@cache
def full(kind: PaperKind) -> Measured:
    """A paper of that kind whose second page is full of text."""
    document = next(one for one in KINDS if one.kind is kind)
    return Measured(render_pdf(replace(document, body=(Paragraph(SENTENCE * 40),), annexes=())))


@pytest.mark.parametrize("kind", paper_kinds().values(), ids=lambda kind: kind.code)
def test_a_full_page_of_every_kind_has_22_lines_of_28_characters(kind: PaperKind) -> None:
    sheet = full(kind).sheets[1]
    lines = sheet.lines()
    assert (len(lines), max(map(len, lines))) == (22, 28)
    # Page one shows the text, however long its only paragraph is (7.3.3).
    assert full(kind).sheets[0].lines()[-1][0].base > 230
    assert [low[0].base - high[0].base for high, low in pairwise(lines)] == near([LINE] * 21, abs=0.1)
    line = next(line for line in lines if len(line) == 28)
    assert (line[0].left, line[-1].right) == near((LEFT, RIGHT), abs=NEAR)
    text = sheet.ink(30, 262.5, red=False)
    assert text.top == near(37, abs=1)
    assert {(char.size, char.font.split("-")[0]) for char in lines[3]} == {(16, "FandolFang")}


def test_copy_number_and_urgency_stand_at_the_top_left(printed: Opener, lead: float) -> None:
    sheet = printed("report").sheets[0]
    copy, urgency = sheet.find("000001"), sheet.find("特急")
    assert (copy[0].left, urgency[0].left) == near((LEFT, LEFT), abs=NEAR)
    assert urgency[0].base - copy[0].base == near(LINE, abs=0.1)
    assert font(urgency) == {"NotoSansSC"}
    assert {char.size for char in (*copy, *urgency)} == {16}
    assert sheet.ink(30, 50).top == near(37 + lead, abs=1.5)


@pytest.mark.parametrize("name", ["notice", "circular", "report", "corrigendum", "warning"])
def test_the_addressees_stand_one_blank_line_under_the_title_and_flush_left(
    printed: Opener, name: str
) -> None:
    sheet, document = printed(name).sheets[0], EVERY[name]
    first, title = document.recipients[0], sheet.find(document.title)
    found = sheet.find(document.title + first)[len(document.title) :]
    assert found[0].left == near(LEFT, abs=NEAR)
    # 22 pt stand deeper in their line than 16 pt; both tools agree on the lines.
    assert found[0].base - title[-1].base == near(2 * LINE - 1.5, abs=2)
    lines = [line for line in sheet.lines() if line[0].base >= found[0].base - 0.5]
    colon = next(place for place, line in enumerate(lines) if line[-1].text == "：")
    assert [line[0].left for line in lines[: colon + 1]] == near([LEFT] * (colon + 1), abs=NEAR)
    body = lines[colon + 1]
    assert (
        body[0].left == near(LEFT + 2 * WIDE, abs=NEAR) if body[0].text != "《" else body[0].left > LEFT + 9
    )


def test_the_list_of_attachments_hangs_under_its_first_name(printed: Opener, lead: float) -> None:
    # The stand-in font's stop is narrow, which only our own tool makes up for.
    loose = 1.5 if lead else NEAR
    sheet = sheet_with(printed("notice"), "附件：1.")
    label, first = sheet.find("附件：1."), sheet.find("附件：1.会议议程")[5:]
    assert label[0].left == near(LEFT + 2 * WIDE, abs=NEAR)
    assert label[0].base - line_above(sheet, label[0]) == near(2 * LINE, abs=0.2)
    second = sheet.find("2.参会回执，请各单位")
    assert second[0].left == near(label[3].left, abs=NEAR)
    assert second[2].left == near(first[0].left, abs=loose)
    assert first[0].text == "会"
    under = next(line for line in sheet.lines() if line[0].base > second[0].base + 2)
    assert under[0].text == ("席" if lead else "会")
    assert under[0].left == near(first[0].left, abs=loose)
    assert "。" not in "".join(char.text for char in (*second, *under))


def test_the_note_stands_under_the_date_in_brackets(printed: Opener) -> None:
    sheet = sheet_with(printed("notice"), "（联系人：")
    note = sheet.find("（联系人：")
    # A bracket is drawn in the right half of its room.
    assert note[1].left == near(LEFT + 3 * WIDE, abs=NEAR)
    day = [line for line in sheet.lines() if line[0].base < note[0].base - 2][-1]
    assert "".join(char.text for char in day) == "2026年3月7日"
    assert note[0].base - day[0].base == near(LINE, abs=0.1)


def test_the_lists_of_attendance_follow_one_another(printed: Opener) -> None:
    measured, document = printed("minutes"), EVERY["minutes"]
    labels = [item.label for item in document.attendance]
    assert labels == ["出席", "请假", "列席"]
    reached = 0.0
    for place, label in enumerate(labels):
        sheet = sheet_with(measured, f"{label}：")
        found = sheet.find(f"{label}：")
        assert found[0].left == near(LEFT + 2 * WIDE, abs=NEAR)
        assert font(found) == {"NotoSansSC"}
        # One blank line under the text, none between the lists; here the first opens a page.
        if place:
            assert found[0].base - line_above(sheet, found[0]) == near(LINE, abs=0.2)
        assert found[0].base > reached
        reached = found[0].base


@pytest.mark.parametrize("name", ["sixty", "notice", "minutes"])
def test_copies_stand_one_character_in_and_hang_after_the_colon(printed: Opener, name: str) -> None:
    sheet, document = printed(name).sheets[-1], EVERY[name]
    label = "分送：" if document.is_minutes else "抄送："
    found = sheet.find(label)
    assert {char.size for char in found} == {14}
    assert found[0].left == near(LEFT + SMALL, abs=NEAR)
    small = [line for line in sheet.lines(14) if found[0].base < line[0].base + 0.5]
    inside = small[1:-1] if name == "sixty" else []
    hung = [line[0].left for line in inside if not line[0].text.startswith("抄")]
    assert hung == near([found[-1].left + SMALL] * len(hung), abs=NEAR)
    # A mark at the end of a line is drawn in half its room.
    assert all(line[-1].right <= RIGHT - SMALL / 2 + NEAR for line in small)
    end = small[-2] if len(small) > 1 else small[-1]
    assert end[-1].text == "。"


@pytest.mark.parametrize("name", ["letter", "urging", "reminder"])
def test_a_letters_rules_are_thick_outside_and_its_title_two_lines_down(
    printed: Opener, name: str, lead: float
) -> None:
    sheet, document = printed(name).sheets[0], EVERY[name]
    title, number = sheet.find(document.title), sheet.find(str(document.number))
    assert title[0].base - number[0].base == near(3 * LINE + (1.5 if not lead else -1.5), abs=3)
    assert (title[0].left + title[-1].right) / 2 == near(106, abs=2)
    if lead:
        # LibreOffice draws a double line as one; what the file asks for is in layout/test_render.py.
        return
    for rule, thick_first in zip(sheet.rules(red=True), (True, False), strict=True):
        marked = sheet._marked(True)[round(rule.top * 10) : round(rule.bottom * 10)]
        rows = [bool(row) for row in marked.sum(axis=1) > 1000]
        gap = rows.index(False)
        above, below = gap, len(rows) - gap - rows[gap:].index(True)
        assert (above > below) is thick_first


def test_a_secret_letter_shares_the_line_of_its_number() -> None:
    assert EVERY["letter"].classification.urgency == "加急"
    sheet = Measured(render_pdf(EVERY["letter"])).sheets[0]
    urgency, number = sheet.find("加急"), sheet.find(str(EVERY["letter"].number))
    assert urgency[0].base == near(number[0].base, abs=0.1)
    assert urgency[0].left == near(LEFT, abs=NEAR)


@pytest.mark.parametrize(
    ("made", "moved"),
    [
        (lambda: samples.NOTICE, False),
        (lambda: replace(samples.NOTICE, recipients=tuple(f"第{n}成员单位" for n in range(1, 61))), True),
    ],
)
def test_sixty_recipients_of_a_notice_move_into_an_annex(
    made: Callable[[], OfficialDocument], moved: bool
) -> None:
    document = made()
    measured = Measured(render_pdf(document))
    assert any("主送：" in sheet.text for sheet in measured.sheets) is moved
    assert (document.recipients[-1] in measured.sheets[0].text) is not moved
    assert "根据" in measured.sheets[0].text
    rules = measured.sheets[-1].rules()[-3:]
    assert rules[-1].bottom == near(262, abs=0.6)


@pytest.mark.parametrize(
    "name", [name for name, one in EVERY.items() if not one.is_minutes and not one.is_inner]
)
def test_no_signature_is_alone_on_its_page(printed: Opener, name: str) -> None:
    document = EVERY[name]
    sheet = next(
        sheet for sheet in reversed(printed(name).sheets) if document.signed_by[-1] + "2026年" in sheet.text
    )
    # A page in small print, such as the imprint's, does not count.
    first = "".join(char.text for char in sheet.lines()[0])
    assert not document.signed_by[0].startswith(first[:4])
