"""What a reader should look at: counts that disagree, gaps in numbers, ambiguous words, text left over."""

from __future__ import annotations

import re

from lianxi.law.reading.model import (
    ClauseText,
    ConferenceText,
    Finding,
    Reading,
    RosterLine,
    Severity,
    Span,
    UnitText,
)
from lianxi.law.reading.owners import OWNERS
from lianxi.law.reading.rosters import Roster


def finding(code: str, severity: Severity, message: str, span: Span | None = None) -> Finding:
    """Give a finding, with a span where the text has one."""
    return Finding(code, severity, message, span.start if span else None, span.end if span else None)


def unit_findings(
    units: tuple[UnitText, ...],
    stated: int | None,
    duties: dict[str, tuple[int, ...]],
    roster: tuple[RosterLine, ...],
) -> list[Finding]:
    """Compare units stated, listed, with duties and in the roster."""
    found: list[Finding] = []
    listed = [unit.name for unit in units]
    members = set(listed)
    if not listed:
        return found
    seated = {line.unit for line in roster if line.unit}
    said = f"文中写明{stated}个，" if stated is not None else "文中未写明个数，"
    found.append(
        finding(
            "unit_counts",
            "info",
            f"成员单位{said}列名{len(listed)}个，有职责的{len(duties)}个，名单{len(roster)}人。",
        )
    )
    if stated is not None and stated != len(listed):
        found.append(
            finding(
                "unit_count_differs",
                "warning",
                f"文中写明成员单位{stated}个，实际列名{len(listed)}个，请核对。",
            )
        )
    if duties:
        missing = [name for name in listed if name not in duties]
        extra = [name for name in duties if name not in members]
        found += _names_finding("unit_without_duties", "列名但没有写职责的成员单位：", missing)
        found += _names_finding("duties_without_unit", "写了职责但不在成员单位名单中的：", extra)
    if roster and seated:
        found += _names_finding(
            "unit_without_person", "成员名单中没有人员的成员单位：", [n for n in listed if n not in seated]
        )
    return found


def _names_finding(code: str, lead: str, names: list[str]) -> list[Finding]:
    return [finding(code, "warning", f"{lead}{'、'.join(names)}。")] if names else []


def number_findings(duties: dict[str, tuple[int, ...]]) -> list[Finding]:
    """Report units whose duty numbers do not run 1, 2, 3 …"""
    found = []
    for unit, numbers in duties.items():
        counted = [number for number in numbers if number]
        if counted and counted != list(range(1, len(counted) + 1)):
            said = "、".join(str(number) for number in counted)
            found.append(
                finding(
                    "numbers_not_continuous", "warning", f"{unit}的职责编号不连续（{said}），请核对原文。"
                )
            )
    return found


def seat_findings(ambiguous: list[Span]) -> list[Finding]:
    """Report seats where one each or one in all is open; they are read as one each."""
    return [
        finding(
            "seat_count_ambiguous",
            "warning",
            "此处几个单位之后只写了一次人数，未说明是各若干名还是共若干名；现按各若干名读取，请确认。",
            span,
        )
        for span in ambiguous
    ]


def clause_findings(clauses: tuple[ClauseText, ...]) -> list[Finding]:
    """Report words that leave a role or a partner open."""
    found: list[Finding] = []
    for clause in clauses:
        for act in clause.acts:
            span = Span(act.start, act.end)
            if re.search(r"参与或(?:者)?组织|组织或(?:者)?参与", act.text):
                found.append(
                    finding("role_open", "warning", "“参与或组织”没有说明是牵头还是参与，角色待确认。", span)
                )
            if any(re.search(r"有关|相关|等部门|等.*单位", name) for name in act.co_units):
                found.append(
                    finding(
                        "open_reference",
                        "info",
                        "此处只写有关部门，没有写明是哪些单位，保持原文不作推定。",
                        span,
                    )
                )
    return found


def leftover_findings(text: str, spans: list[Span]) -> list[Finding]:
    """Report stretches of the text that were not made into records."""
    return [
        finding("leftover", "info", f"这一段没有读成条款：“{text[span.start : span.end][:30]}”。", span)
        for span in spans
        if re.search(r"[\u4e00-\u9fffA-Za-z]|\d{4}", text[span.start : span.end])
    ]


def list_findings(lists: list[tuple[Span, str, int]]) -> list[Finding]:
    """Report lists of bodies that were not taken for the members, with whose they are."""
    return [
        finding(
            "other_list",
            "info",
            f"此处另有一份{count}个单位的名单，属于{OWNERS[owner]}，没有读作成员单位。"
            if owner in OWNERS
            else f"此处另有一份{count}个单位的名单，没有读作成员单位，请核对。",
            span,
        )
        for span, owner, count in lists
    ]


def roster_findings(roster: Roster) -> list[Finding]:
    """Report seats printed as vacant and people listed for another body."""
    vacant = [
        finding("seat_vacant", "info", "此处席位空缺或待定，没有读出人员。", Span(start, end))
        for start, end in roster.vacant
    ]
    others = [
        finding(
            "other_roster",
            "info",
            f"此处的人员属于{OWNERS.get(owner, '其他机构')}，没有读入成员名单。",
            Span(start, end),
        )
        for start, end, owner in roster.others
    ]
    return vacant + others


def conference_findings(conferences: tuple[ConferenceText, ...]) -> list[Finding]:
    """Report that a notice founds several conferences, with the part of each further one."""
    return [
        finding(
            "second_conference",
            "warning",
            f"这份文件还建立了“{one.name}”（成员单位{len(one.units)}个），与“{conferences[0].name}”分别读取。",
            Span(one.start, one.end),
        )
        for one in conferences[1:]
    ]


def length_findings(length: int, limit: int) -> list[Finding]:
    """Report that a text is longer than what is read."""
    if length <= limit:
        return []
    said = f"文件有{length}个字，只读了前{limit}个字，其余没有读取；请只保留建立联席会议的那一份文件后再试。"
    return [finding("too_long", "warning", said, Span(limit, length))]


def date_findings(spans: list[Span], reading: Reading) -> list[Finding]:
    """Report dates of the document that no calendar has (2月30日)."""
    return [
        finding(
            "date_impossible",
            "warning",
            f"“{reading.text[one.start : one.end]}”不是日历上有的日期，没有读作成文日期，请核对原文。",
            one,
        )
        for one in spans
    ]


def page_date_findings(spans: list[Span], reading: Reading) -> list[Finding]:
    """Report the date of a web page that was not taken for the document's: its number is of another year."""
    return [
        finding(
            "page_date",
            "warning",
            f"“{reading.text[one.start : one.end]}”是网页上的日期，年份和文号不同，没有读作成文日期，请核对原文。",
            one,
        )
        for one in spans
    ]
