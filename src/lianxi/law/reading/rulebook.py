"""Coded rules of the conference's working order, each with the words it rests on."""

from __future__ import annotations

import re

from lianxi.law.reading.found import Found
from lianxi.law.reading.page import Page

_PRINTED: tuple[tuple[str, str], ...] = (
    ("chair", r"由(?P<v>[^，。；由\n]{2,24})主持"),
    ("convening", r"由(?P<v>[^，。；由\n]{2,30})(?:召集|组织召开|负责召集)(?=[，。；])"),
    (
        "report_to",
        r"(?:抄报|报告|呈报|报送|向|报)(?P<v>[^，。；\n]{0,12}(?:政府|党中央|国务院|[省市县区州]委)"
        r"(?:、[^，。；\n]{1,10}|办公室|办公厅)?)(?:报告)?(?=[，。；]|$)",
    ),
    (
        "member_change",
        r"(?P<v>(?:联席会议)?成员(?:和[\u4e00-\u9fff]{2,8})?(?:因|如|发生|需)"
        r"[^。；\n]*(?:变动|调整|变化|变更)[^。；\n]*)",
    ),
    ("unit_change", r"(?P<v>(?:联席会议)?[^。；，\n]{0,20}(?:调整|增加|增减)[^。；，\n]{0,6}(?:成员单位|单位)[^。；\n]*)"),
    ("unit_change", r"(?P<v>联席会议可[^。；，\n]{0,20}调整成员单位)"),
    ("office_work", r"(?P<v>(?:承担|负责)(?:联席会议)?(?:的)?(?:日常|具体)工作)"),
    ("tracking", r"(?P<v>(?:加强)?(?:对)?[^。；，\n]{0,20}(?:跟踪|督促|督办|督查)[^。；，\n]{0,12}(?:落实|检查|执行))"),
    ("circular", r"(?P<v>(?:及时)?(?:定期)?向(?:各)?(?:成员单位|单位|部门)[^。；，\n]{0,4}通报[^。；，\n]*)"),
    ("liaison", r"(?P<v>[^。；，\n]{0,20}(?:联络员)[^。；，\n]{0,24})"),
    ("invite", r"(?P<v>(?:必要时|根据需要|视情)[^。；，\n]{0,6}(?:邀请|请)[^。；，\n]*参加)"),
)  # fmt: skip
_CONSENT = re.compile(
    r"(?:经|征得)(?:与会|参会|出席|到会|有关|各)*(?:成员)?单位(?:负责人|负责同志)?(?:审核|会签|协商)?(?:一致)?同意"
)


def find_rules(page: Page, minutes: Found | None) -> list[Found]:
    """Give the coded rules that the text states; `rule` holds the code, `value` the printed words or a code."""
    rules: list[Found] = []
    for code, pattern in _PRINTED:
        match = re.search(pattern, page.flat)
        if match and all(one.rule != code for one in rules):
            rules.append(Found(page.cut(*match.span("v")), *match.span("v"), code))
    if minutes:
        consent = _CONSENT.search(page.flat, minutes.start, minutes.end)
        span = consent.span() if consent else (minutes.start, minutes.end)
        rules.append(Found("attending_units" if consent else "none", *span, "consent"))
    return rules
