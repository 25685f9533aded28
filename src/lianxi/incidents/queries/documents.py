"""The closing report: drafted from what was entered, written over by people, issued under fixed headings."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from lianxi.core.words import CHINA, day_of, long_date, moment_text
from lianxi.incidents.kinds import INCIDENT_REPORT
from lianxi.incidents.models import FollowUp, Incident, IncidentStep, Measure, UnionLetter
from lianxi.incidents.queries.grading import Whole, duties_of, totals_now
from lianxi.incidents.rules.guards import LONGEST_REPORT
from lianxi.incidents.rules.lists import letter_items
from lianxi.incidents.rules.machines import ANSWERS, FOLLOW_UP, KINDS, LETTER
from lianxi.incidents.words import ACTORS
from lianxi.papers.layout import Block, Heading, OfficialDocument, Paragraph

HEADINGS = (
    "一、事件经过",
    "二、逐日人数",
    "三、法定报告情况",
    "四、采取的措施",
    "五、调查结论",
    "六、工会意见",
    "七、教训和建议",
    "八、后续工作",
)
_HEADING = re.compile(r"^[一二三四五六七八]、")
_NONE = "无登记。"


def draft_report(whole: Whole, now: datetime) -> str:
    """Draft the closing report from what was entered; what a person must write stands in brackets.

    It names no employer and no person, and is cut to the longest report with a word that says so.
    """
    parts = (
        _course(whole),
        _days(whole),
        _reports(whole, now),
        _measures(whole),
        _result(whole),
        _union(whole),
        ["（请填写教训和建议。）"],
        _follow_ups(whole),
    )
    lines: list[str] = []
    for heading, found in zip(HEADINGS, parts, strict=True):
        lines += [heading, *(list(found) or [_NONE])]
    text = "\n".join(lines)
    if len(text) <= LONGEST_REPORT:
        return text
    cut = "\n（以上按登记起草，超过篇幅的部分没有列入，请核对后补写。）"
    return text[: LONGEST_REPORT - len(cut)] + cut


def missing_headings(text: str) -> list[str]:
    """Name the fixed headings that a report lacks."""
    lines = {line.strip() for line in text.splitlines()}
    return [heading for heading in HEADINGS if heading not in lines]


def report_document(incident: Incident, recipients: tuple[str, ...]) -> OfficialDocument:
    """Build the closing report as a paper."""
    lines = (one.strip() for one in incident.report.splitlines())
    body: list[Block] = [
        Heading(1, line) if _HEADING.match(line) else Paragraph(line) for line in lines if line
    ]
    return OfficialDocument(
        kind=INCIDENT_REPORT,
        title=f"关于{incident.title}的结案报告",
        recipients=recipients,
        body=tuple(body),
        refs=(f"incidents.incident:{incident.pk}",),
    )


def _course(whole: Whole) -> Iterator[str]:
    incident = whole.incident
    when = moment_text(whole.occurred_at) if whole.occurred_at else "发生时间不详"
    yield f"{when}，{incident.division or '地区不详'}发生{KINDS[incident.kind]}事件。{moment_text(whole.told_at)}接报。"
    yield from _steps(whole, exclude=("amended", "explained", "settled", "group_ended"))


def _steps(whole: Whole, exclude: Iterable[str]) -> Iterator[str]:
    rows = IncidentStep.objects.filter(incident__in=whole.ids).exclude(kind__in=exclude)
    for row in rows.order_by("happened_at", "pk"):
        yield f"{moment_text(row.happened_at)} {row.text}{'（补登）' if row.is_late else ''}。"


def _days(whole: Whole) -> Iterator[str]:
    by_day = {day_of(one.tally.at): one.totals for one in whole.effective()}
    for day, totals in by_day.items():
        more = f"，其他重伤 {totals['severe_other']} 人" if totals["severe_other"] else ""
        yield f"{long_date(day)}：发病 {totals['ill']} 人（含死亡 {totals['dead']} 人）{more}。"
    others = sum(row.other_deaths for row in whole.counts[-1:])
    if others:
        yield f"另有其他原因死亡 {others} 人，不计入。"


def _reports(whole: Whole, now: datetime) -> Iterator[str]:
    for row in duties_of(whole, now):
        at = f"{row.told.at.astimezone(CHINA):%m月%d日 %H:%M}" if row.told else ""
        yield f"{ACTORS.get(row.actor, row.actor)}向{row.to}：{at}{row.words}（{row.source}）。"


def _measures(whole: Whole) -> Iterator[str]:
    for row in Measure.objects.filter(incident__in=whole.ids).order_by("happened_at", "pk"):
        until = f"{moment_text(row.lifted_at)}解除" if row.lifted_at else row.listed or "尚未解除"
        yield f"{moment_text(row.happened_at)} {row.authority}{row.what}，{until}。"


def _result(whole: Whole) -> Iterator[str]:
    rows = IncidentStep.objects.filter(incident__in=whole.ids, kind__in=("investigated", "passed_up"))
    for row in rows.order_by("happened_at", "pk"):
        yield f"{row.text}（{row.paper_ref}）。"


def _union(whole: Whole) -> Iterator[str]:
    incident = whole.incident
    if incident.union_part or incident.union_reason:
        yield f"{incident.union_part or incident.union_reason}。"
    for row in UnionLetter.objects.filter(incident__in=whole.ids).order_by("happened_at", "pk"):
        titles = {one.code: one.title for one in letter_items(day_of(row.happened_at))}
        answer = ANSWERS.get(row.answer, LETTER.labels[row.state])
        yield f"{titles.get(row.kind, row.kind)}（{row.number}）：{answer}。"


def _follow_ups(whole: Whole) -> Iterator[str]:
    for row in (
        FollowUp.objects.filter(incident__in=whole.ids).select_related("unit", "obligation").order_by("pk")
    ):
        whom = row.unit.name if row.unit else row.body
        number = f"（台账{row.obligation.number}）" if row.obligation else ""
        # What is not this conference's was carried out by nobody here.
        stands = row.outcome if row.way == "not_ours" else FOLLOW_UP.labels[row.state]
        yield f"{row.text}——{whom}{number}：{stands}。"
    if whole.incident.nothing_to_follow:
        yield f"{whole.incident.nothing_to_follow}。"


def summary(whole: Whole) -> str:
    """Say an incident's numbers in one sentence."""
    totals = totals_now(whole)
    return f"发病 {totals['ill']} 人（含死亡 {totals['dead']} 人）"
