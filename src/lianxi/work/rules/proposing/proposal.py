"""How an act may be carried out: its pattern and by what that was decided, how often, for whom, with which fields."""

import re
from dataclasses import dataclass

from lianxi.work.rules.proposing.likeness import Likeness, shipped
from lianxi.work.rules.proposing.parties import co_units_of, receivers_of
from lianxi.work.rules.proposing.wording import rule_for

# The likeness must rank the words' pattern so high that nobody is asked.
SURE_RANK = 2
MOST_CHOICES = 3
RULE, SIMILAR, ASKED = "rule", "similar", "asked"
# A cycle that the act itself prints goes before what is usual; the first that is found decides.
CYCLES = (
    ("monthly", re.compile(r"每月|按月|月度")),
    ("quarterly", re.compile(r"每季|按季|季度")),
    ("half-yearly", re.compile(r"每半年|半年|定期")),
    ("five-yearly", re.compile(r"五年|中长期|国民经济和社会发展规划")),
    ("yearly", re.compile(r"每年|年度|按年")),
)
# Pattern → usual cycle, whether silence says nothing, and the fields of its plain form.
USUAL: dict[str, tuple[str, bool, tuple[str, ...]]] = {
    "flow": ("by-event", True, ("事项", "情况", "日期", "文件", "签收", "采用情况", "处理结果")),
    "register": ("yearly", True, ("名称", "所在地区", "状态", "缺项", "核对日期")),
    "check": ("half-yearly", True, ("对象", "日期", "检查单位", "事项", "问题", "处理", "复查")),
    "plan": ("yearly", True, ("名称", "期间", "文号", "日期", "是否写明", "章节", "文件")),
    "conference": ("by-event", False, ("席位", "会议", "内容", "意见", "决定")),
    "case": ("by-event", True, ("事由", "提出方", "承办单位", "各环节日期", "结果", "转送")),
    "event": ("by-event", True, ("名称", "形式", "日期", "地点", "主办单位", "参加单位", "人数")),
    "signal": ("half-yearly", False, ("数据期间", "计算结果", "研判", "措施")),
    "procedure": ("by-event", False, ("触发情形", "牵头单位及依据", "步骤", "发现", "结论", "整改")),
    "letter": ("by-event", True, ("文号", "收文单位", "请求", "发出日期", "答复日期", "采纳情况", "理由")),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal for one act; `pattern` is None where it must be asked outright.

    `by` says what decided: the words (`rule`: nobody is asked), the likeness (`similar`: asked, with a first choice),
    nothing (`asked`). Receivers and co-units are parts of the act's text. `basis` says it in a sentence.
    """

    pattern: str | None
    by: str
    choices: tuple[str, ...]
    cycle: str
    receivers: tuple[str, ...]
    co_units: tuple[str, ...]
    nil_return: bool
    fields: tuple[str, ...]
    basis: str


def propose(unit: str, text: str, model: Likeness | None = None) -> Proposal:
    """Propose how an act of a unit is carried out."""
    ranked = (model or shipped()).ranked(unit, text)
    rule = rule_for(unit, text)
    if rule is not None and rule.pattern in ranked[:SURE_RANK]:
        pattern, by, basis = rule.pattern, RULE, f"文字“{_words(rule.words, text)}”"
    elif rule is not None:
        pattern, by, basis = (
            rule.pattern,
            SIMILAR,
            f"文字“{_words(rule.words, text)}”，与相似职责不一致，须确认",
        )
    else:
        pattern, by, basis = ranked[0], SIMILAR, "与已审阅的相似职责接近，须确认"
    choices = tuple(dict.fromkeys((pattern, *ranked)))[:MOST_CHOICES]
    cycle, nil_return, fields = USUAL[pattern]
    if rule is not None and rule.pattern == pattern:
        cycle, nil_return = rule.cycle, rule.has_nil
    printed = next((name for name, words in CYCLES if words.search(text)), None)
    return Proposal(
        pattern,
        by,
        choices,
        printed or cycle,
        tuple(receivers_of(text)),
        tuple(co_units_of(text)),
        nil_return,
        fields,
        basis,
    )


def _words(words: re.Pattern[str], text: str) -> str:
    found = words.search(text.strip("。；;，, "))
    return found[0] if found else ""
