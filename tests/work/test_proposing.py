"""Proposals for acts: each document judged by the labelled acts of others; parties as printed; the command's lines."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from lianxi.cli.commands import run
from lianxi.work.rules.proposing import propose
from lianxi.work.rules.proposing.likeness import Example, Likeness, examples
from lianxi.work.rules.proposing.parties import co_units_of, receivers_of
from lianxi.work.rules.proposing.proposal import MOST_CHOICES, USUAL
from lianxi.work.rules.proposing.wording import rule_for, word_rules

SHIPPED = ("QZ", "GD")
FOUNDING = """关于建立水库移民工作联席会议制度的通知
各县（市、区）人民政府，市直有关单位：
经市政府同意，建立水库移民工作联席会议制度。
一、主要职责
（一）分析研判移民安置形势；协调解决重大问题。
二、成员单位
联席会议由市水利局、市财政局、市民政局等3个部门组成，市水利局为牵头单位。
三、成员单位职责
（一）市水利局：编制移民安置规划，及时将移民信息抄送市民政局。
（二）市财政局：保障移民工作经费，对经费使用进行监督。
（三）市民政局：将符合条件的移民纳入最低生活保障。
"""


@cache
def _judged() -> tuple[tuple[Example, str | None, str, tuple[str, ...]], ...]:
    """Judge every labelled act by a likeness that has not seen its document (the two shipped ones count as one)."""
    judged = []
    for document in sorted({one.document for one in examples()} - {"GD"}):
        own = SHIPPED if document == "QZ" else (document,)
        model = Likeness(one for one in examples() if one.document not in own)
        for one in examples():
            if one.document in own:
                found = propose(one.unit, one.text, model)
                judged.append((one, found.pattern, found.by, found.choices))
    return tuple(judged)


def test_the_likeness_alone_is_right_on_more_than_half_of_unseen_documents() -> None:
    """The word rules were read with these texts at hand; the likeness judges each document without it."""
    right = Counter[bool]()
    for document in sorted({one.document for one in examples()} - set(SHIPPED)):
        model = Likeness(one for one in examples() if one.document != document)
        for one in examples():
            if one.document == document:
                right[model.ranked(one.unit, one.text)[0] == one.pattern] += 1
    assert right[True] / right.total() > 0.55


def test_nobody_is_asked_only_where_words_and_likeness_agree() -> None:
    ruled = [(one.pattern, pattern) for one, pattern, by, _ in _judged() if by == "rule"]
    assert len(ruled) / len(_judged()) > 0.6
    assert sum(wanted == got for wanted, got in ruled) / len(ruled) > 0.95


def test_what_is_asked_offers_three_at_most_with_the_first_choice_first() -> None:
    for _one, pattern, by, choices in _judged():
        assert by in ("rule", "similar", "asked")
        assert len(choices) == len(set(choices)) <= MOST_CHOICES
        assert choices[0] == pattern
        assert set(choices) <= set(USUAL)


def test_every_word_rule_is_met_by_a_labelled_act_or_named_here() -> None:
    met = {rule_for(one.unit, one.text) for one in examples()}
    assert sum(rule not in met for rule in word_rules()) <= 6
    assert {rule.pattern for rule in word_rules()} == set(USUAL)


@pytest.mark.parametrize(
    ("text", "receivers", "co_units"),
    [
        ("及时抄送市公安局、市住房和城乡建设局", ["市公安局", "市住房和城乡建设局"], []),
        ("会同市教育局和市体育局开展检查", [], ["市教育局", "市体育局"]),
        ("指导各县（市、区）落实防汛责任", ["各县（市、区）"], []),
        ("向市委、市政府报告重大情况", ["市委", "市政府"], []),
        ("督促检查有关企业整改隐患", ["有关企业"], []),
        ("配合消防救援机构开展灭火", [], ["消防救援机构"]),
        ("负责河道采砂管理", [], []),
        ("健全联合惩戒机制", [], []),
    ],
)
def test_parties_are_printed_and_nothing_is_added(
    text: str, receivers: list[str], co_units: list[str]
) -> None:
    assert (receivers_of(text), co_units_of(text)) == (receivers, co_units)
    assert all(name in text for name in [*receivers_of(text), *co_units_of(text)])


def test_a_cycle_that_is_printed_goes_before_the_usual_one() -> None:
    assert propose("市水利局", "每月报送移民安置情况").cycle == "monthly"
    assert propose("市水利局", "每半年分析一次移民安置形势").cycle == "half-yearly"
    assert propose("市水利局", "制定年度工作计划").cycle == "yearly"


def test_the_command_gives_a_line_an_act_with_its_exact_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# a note\n# another\n" + FOUNDING
    file = tmp_path / "notice.txt"
    file.write_text(text, encoding="utf-8")
    assert run(["work", "propose", "--document", str(file), "--code", "SK", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines
    assert [one["start"] for one in lines] == sorted(one["start"] for one in lines)
    for one in lines:
        assert one["text"] == text[one["start"] : one["end"]]
        assert one["id"].startswith("SK-")
        assert one["founds"] is True
        assert all(name in text for name in [*one["receivers"], *one["co_units"]])
    by_unit = {(one["unit"], one["pattern"]) for one in lines}
    assert ("市财政局", "plan") in by_unit
    assert ("市民政局", "case") in by_unit
