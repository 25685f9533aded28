"""GB/T 9704-2012 measured on the printed page, in millimetres, for both writers.

Tolerances: 0.5 mm for what the standard fixes, 1 mm for 天头 as the standard itself allows. LibreOffice puts the
room of an exact line above its characters (`lead`); what stands between rules is not touched by that.
"""

from datetime import date
from itertools import pairwise

import pytest

from lianxi.papers.layout import format_date
from papers.conftest import Opener
from papers.layout import samples
from papers.layout.specimens import EVERY, KINDS
from papers.measured import POINT, Box

NEAR, TOP = 0.5, 1.0
LINE, LEFT, RIGHT, FOOT = 28.95 * POINT, 28.0, 184.0, 262.0
WIDE, SMALL = 156 / 28, 14 * POINT
WITH_MARK = [kind.kind.code for kind in KINDS if kind.mark and not kind.is_letter]
LETTERS = [kind.kind.code for kind in KINDS if kind.is_letter]
near = pytest.approx


@pytest.mark.parametrize("name", EVERY)
def test_pages_are_a4_and_the_text_stays_in_the_type_area(printed: Opener, name: str, lead: float) -> None:
    # LibreOffice lets a comma hang over the right edge where Word does too; ours never does.
    hanging = 1.5 if lead else 0
    sheets = printed(name).sheets
    # Every page, but of the longest paper only some: drawing takes its time.
    for sheet in sheets if len(sheets) < 10 else (sheets[0], sheets[5], sheets[-1]):
        upright = sheet.width < sheet.height
        assert sorted((sheet.width, sheet.height)) == near([210, 297], abs=0.1)
        left, right = (LEFT, RIGHT) if upright else (35, 260)
        text = sheet.ink(30, FOOT if upright else 184, red=False, left=0 if upright else 33)
        assert text.left > left - NEAR
        assert text.right < right + NEAR + hanging


def test_a_full_page_has_22_lines_of_28_characters(printed: Opener, lead: float) -> None:
    sheet = printed("forty_pages").sheets[4]
    lines = sheet.lines()
    assert len(lines) == 22
    assert max(map(len, lines)) == 28
    full = next(line for line in lines if len(line) == 28)
    assert (full[0].left, full[-1].right) == near((LEFT, RIGHT), abs=NEAR)
    steps = [low[0].base - high[0].base for high, low in pairwise(lines)]
    assert steps == near([LINE] * 21, abs=0.1)
    assert sheet.ink(25, 60).top == near(37 + lead, abs=TOP)


@pytest.mark.parametrize("name", WITH_MARK)
def test_mark_number_and_red_rule(printed: Opener, name: str, lead: float) -> None:
    sheet, document = printed(name).sheets[0], EVERY[name]
    [rule] = sheet.rules(red=True)
    mark = sheet.ink(50, rule.top - 5, red=True)
    assert mark.top == near(72, abs=TOP if document.mark_organs else NEAR)
    assert mark.middle == near(106, abs=NEAR if not document.mark_organs else 1)
    assert (rule.left, rule.right) == near((LEFT, RIGHT), abs=NEAR)
    assert rule.bottom - rule.top == near(0.4, abs=0.2)
    last = sheet.ink(rule.top - 9, rule.top - 0.4, red=False)
    assert rule.top - last.bottom == near(4, abs=NEAR)
    first = sheet.ink(mark.bottom + 2, rule.top - 0.4, red=False)
    # Two blank lines, and what remains of the mark's own line.
    assert first.top - mark.bottom == near(2 * LINE + 1.5 + lead, abs=2)
    if document.number and not document.is_upward and not document.is_minutes:
        number = sheet.find(str(document.number))
        assert (number[0].left + number[-1].right) / 2 == near(106, abs=NEAR)
        assert {char.size for char in number} == {16}


@pytest.mark.parametrize("name", ["report", "request"])
def test_upward_the_number_shares_the_last_signers_line(printed: Opener, name: str) -> None:
    sheet, document = printed(name).sheets[0], EVERY[name]
    number = sheet.find(str(document.number))
    last = (document.signer, *document.co_signers)[-1]
    signer = sheet.find(f"{document.number}{'' if document.co_signers else '签发人：'}{last}")[-len(last) :]
    assert signer[0].base == near(number[0].base, abs=0.1)
    assert number[0].left == near(LEFT + WIDE, abs=NEAR)
    assert "Kai" in signer[0].font
    if document.co_signers:
        first = sheet.find("签发人：张祎李堃")
        assert first[-1].right == near(RIGHT - WIDE, abs=1)
        assert signer[0].left == near(first[4].left, abs=NEAR)


def test_a_joint_mark_has_equal_lines_and_the_word_in_their_middle(printed: Opener) -> None:
    sheet = printed("request").sheets[0]
    organs = [sheet.find(name) for name in EVERY["request"].mark_organs]
    assert [organ[0].left for organ in organs] == near([organs[0][0].left] * 3, abs=0.2)
    assert [organ[-1].right for organ in organs] == near([organs[0][-1].right] * 3, abs=1)
    word = [char for char in sheet.chars if char.text in "文件" and char.size > 20 and char.base < 120][:2]
    assert word[0].left > organs[0][-1].right
    assert word[0].base == near(organs[1][0].base, abs=1)


@pytest.mark.parametrize("name", [name for name in EVERY if EVERY[name].mark and name not in LETTERS])
def test_the_title_stands_two_blank_lines_under_the_rule(printed: Opener, name: str, lead: float) -> None:
    sheet, document = printed(name).sheets[0], EVERY[name]
    rule = sheet.rules(red=True)[0]
    title = sheet.find(document.title)
    assert {(char.size, char.font.split("-")[0]) for char in title} == {(22, "NotoSerifSC")}
    lines = sorted({round(char.base, 1) for char in title})
    box = sheet.ink(rule.bottom + 5, lines[-1] + 1.3, red=False)
    assert box.top - rule.bottom == near(2 * LINE + 2, abs=2)
    for line in lines:
        row = [char for char in title if round(char.base, 1) == line]
        # A closing bracket at the end is drawn in half its room.
        assert (row[0].left + row[-1].right) / 2 == near(106, abs=3 if row[-1].text == "）" else 1.5)
    assert len(lines) == (3 if name == "long_title" else len(lines))


def test_fonts_tell_the_levels_apart(printed: Opener) -> None:
    measured = printed("notice")
    wanted = {
        "一、会议时间": "NotoSansSC",
        "（一）研究": "FandolKai",
        "1.有关材料": "FandolFang",
        "（1）专项治理": "FandolFang",
        "一是": "FandolKai",
        "根据《": "FandolFang",
    }
    for text, font in wanted.items():
        sheet = next(sheet for sheet in measured.sheets if text in sheet.text)
        found = [char for char in sheet.find(text) if char.text > "〇"]
        assert {(char.font.split("-")[0], char.size) for char in found} == {(font, 16)}


def test_an_unsealed_signature_stands_two_characters_in(printed: Opener) -> None:
    found = printed("notice").sheets[1].find(f"{samples.OFFICE}2026年3月7日")
    name, day = found[: len(samples.OFFICE)], found[len(samples.OFFICE) :]
    assert name[-1].right == near(RIGHT - 2 * WIDE, abs=NEAR)
    assert day[0].left == near(name[0].left + 2 * WIDE, abs=NEAR)
    assert day[0].base - name[0].base == near(LINE, abs=0.1)


@pytest.mark.parametrize("name", ["notice", "minutes", "sixty", "request", "long_title", "annexes", "joint"])
def test_the_last_rule_of_the_imprint_lies_on_the_foot_of_the_last_page(printed: Opener, name: str) -> None:
    measured = printed(name)
    rules = measured.sheets[-1].rules()[-3:]
    assert [(rule.left, rule.right) for rule in rules] == [near((LEFT, RIGHT), abs=NEAR)] * 3
    assert rules[-1].bottom == near(FOOT, abs=0.6)
    document = EVERY[name]
    day = format_date(document.printed_on or document.issued_on or date.min)
    printing = measured.sheets[-1].find(f"{document.printed_by}{day}印发")
    assert printing[0].left == near(LEFT + SMALL, abs=NEAR)
    assert {char.size for char in printing} == {14}
    assert rules[1].bottom < printing[0].base < rules[2].top
    assert sum("印发" in sheet.text for sheet in measured.sheets) == 1


@pytest.mark.parametrize("name", ["three_pages", "minutes", "annexes"])
def test_page_numbers_stand_outside_7_mm_under_the_text(printed: Opener, name: str) -> None:
    for place, sheet in enumerate(printed(name).sheets, 1):
        if sheet.width > sheet.height:
            continue
        left, *_, right = number = [char for char in sheet.chars if char.base > 264]
        assert "".join(char.text for char in number) == f"—{place}—"
        assert {(char.size, char.font.split("-")[0]) for char in number} == {(14, "NotoSerifSC")}
        dash = sheet.ink(264, 280, left=left.left, right=left.right)
        assert (dash.top + dash.bottom) / 2 == near(FOOT + 7, abs=NEAR)
        if place % 2:
            assert right.right == near(RIGHT - SMALL, abs=NEAR)
        else:
            assert left.left == near(LEFT + SMALL, abs=NEAR)


def test_on_a_turned_page_the_number_stays_where_it_is(printed: Opener) -> None:
    for place, sheet in enumerate(printed("annexes").sheets, 1):
        if sheet.width < sheet.height:
            continue
        number: Box = sheet.ink(0, 209, right=33)
        # Turned back upright: 7 mm under the text, and at the outer edge.
        assert (number.left + number.right) / 2 == near(35 - 7, abs=0.8)
        assert (number.bottom if place % 2 else number.top) == near(
            (RIGHT - SMALL) if place % 2 else (LEFT + SMALL), abs=NEAR
        )


def test_bound_attachments_start_pages_with_label_and_title(printed: Opener, lead: float) -> None:
    measured = printed("annexes")
    for place, annex in enumerate(EVERY["annexes"].annexes, 1):
        sheet = next(sheet for sheet in measured.sheets if sheet.text.startswith(f"附件{place}{annex.title}"))
        label, title = sheet.find(f"附件{place}"), sheet.find(annex.title)
        assert label[0].left == near(LEFT if sheet.width < sheet.height else 35, abs=NEAR)
        assert label[0].font.startswith("NotoSansSC")
        assert (title[0].left + title[-1].right) / 2 == near(
            106 if sheet.width < sheet.height else 147.5, abs=NEAR
        )
        # In the third line; 22 pt stand 6 pt deeper in it.
        assert title[0].base - label[0].base == near(2 * LINE + (6 * POINT if not lead else 0), abs=1.2)


def test_a_table_repeats_its_head_on_every_page(printed: Opener) -> None:
    for name, count in (("annexes", 4), ("roster", 3)):
        pages = [sheet for sheet in printed(name).sheets if "副主任" in sheet.text]
        assert len(pages) == count
        assert all(sheet.text.startswith("序号单位姓名") for sheet in pages[1:])
        rows = "".join(sheet.text for sheet in pages).count("0595-00000000")
        assert rows == 60


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_has_its_own_head(printed: Opener, name: str, lead: float) -> None:
    measured, document = printed(name), EVERY[name]
    sheet = measured.sheets[0]
    upper, lower = sheet.rules(red=True)
    mark = sheet.ink(20, upper.top - 1, red=True)
    assert mark.top == near(30, abs=NEAR)
    assert upper.top - mark.bottom == near(4, abs=NEAR)
    assert [(rule.left, rule.right) for rule in (upper, lower)] == [near((20, 190), abs=NEAR)] * 2
    assert lower.bottom == near(277, abs=NEAR)
    number = sheet.find(str(document.number))
    assert number[-1].right == near(RIGHT, abs=1)
    first = sheet.ink(upper.bottom + 0.3, upper.bottom + 10)
    assert first.top - upper.bottom == near(14 * POINT + lead, abs=TOP)
    assert not [char for char in sheet.chars if char.base > 264]
    assert [char.text for char in measured.sheets[1].chars if char.base > 264] == list("—2—")
    assert not measured.sheets[-1].rules()
    assert "印发" not in measured.text


def test_attendance_follows_the_minutes_text(printed: Opener) -> None:
    sheet = printed("minutes").sheets[2]
    label = sheet.find("出席：市卫健委")
    assert label[0].left == near(LEFT + 2 * WIDE, abs=NEAR)
    assert {char.font.split("-")[0] for char in label[:3]} == {"NotoSansSC"}
    assert {char.font.split("-")[0] for char in label[3:]} == {"FandolFang"}
    names = sheet.lines()[1]
    assert names[0].left == near(label[3].left, abs=NEAR)


@pytest.mark.parametrize(("name", "pages"), [("one_page", 1), ("three_pages", 3), ("forty_pages", 40)])
def test_documents_have_the_pages_they_should(printed: Opener, name: str, pages: int) -> None:
    assert len(printed(name).sheets) == pages
