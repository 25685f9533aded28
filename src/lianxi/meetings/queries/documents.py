"""The official documents of meetings: notice, minutes, an extract for each unit, corrigendum, report upward.

Organ and mark come from the letterhead: of notice, corrigendum and report when they are issued.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianxi.bodies.queries import list_memberships, rule_value
from lianxi.clocks.words import short_due
from lianxi.core.words import CHINA, long_date, moment_text
from lianxi.ledger.models import Obligation
from lianxi.ledger.rules import OBLIGATION, WORKING
from lianxi.meetings.models import AgendaItem, Attendance, Meeting, Minutes, Topic
from lianxi.meetings.rules.kinds import CORRIGENDUM, EXTRACT, MINUTES
from lianxi.meetings.rules.machines import CYCLES, ROLES
from lianxi.meetings.rules.reckoned import standing
from lianxi.meetings.rules.sending import names_of
from lianxi.papers.kinds import NOTICE, REPORT
from lianxi.papers.layout import Attendance as AttendanceList
from lianxi.papers.layout import (
    Block,
    Emphasis,
    Heading,
    OfficialDocument,
    Paragraph,
    Span,
    Table,
    from_dict,
    heading_label,
)
from lianxi.papers.letterhead import letterhead_of
from lianxi.papers.models import Paper

OPEN_DECISIONS = "未办结议定事项一览表"
Paragraphs = Sequence[Mapping[str, object]]


def notice_document(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    units: tuple[str, ...],
    day: date,
    open_decisions: Sequence[Obligation] = (),
) -> OfficialDocument:
    """Draw the notice of a meeting: when, where, what, how to answer, and what is still open."""
    body: list[Block] = [
        Paragraph(
            f"{'经召集人同意，' if meeting.agreed_at else ''}定于{moment_text(meeting.starts_at)}在{meeting.place}"
            f"召开{meeting.title}。现将有关事项通知如下："
        ),
        Heading(1, f"{heading_label(1, 1)}会议议程"),
        *[Paragraph(f"{item.ordinal}.{item.title}{_told_of(item)}") for item in items],
        Heading(1, f"{heading_label(1, 2)}参会单位"),
        Paragraph(f"{'、'.join(units)}。"),
        Heading(1, f"{heading_label(1, 3)}有关要求"),
        Paragraph("请各单位收到通知后签收，并回复参会人员姓名、职务；不能到会的请注明代为出席人员。"),
    ]
    if open_decisions:
        told = (
            f"截至{long_date(day)}，会议议定事项中有{len(open_decisions)}项没有办结，列表如下，供会议研究。"
        )
        heading = Heading(1, f"{heading_label(1, 4)}{OPEN_DECISIONS}")
        body += [heading, Paragraph(told), _open_table(open_decisions, day), Paragraph("特此通知。")]
    return OfficialDocument(
        kind=NOTICE,
        title=f"关于召开{meeting.title}的通知",
        issued_on=day,
        recipients=units,
        body=tuple(body),
        refs=(f"meetings.meeting:{meeting.pk}",),
    )


def moved_document(
    meeting: Meeting, to: tuple[datetime, str], reason: str, units: tuple[str, ...], day: date
) -> OfficialDocument:
    """Draw the notice that a meeting is held at another time and place (`to`) than the units were told."""
    starts_at, place = to
    number = f"（{meeting.notice.number}）" if meeting.notice else ""
    told = (
        f"原定于{moment_text(meeting.starts_at)}在{meeting.place}召开的{meeting.title}{number}，因{reason}，"
        f"改于{moment_text(starts_at)}在{place}召开，议程和参会单位不变。"
    )
    asked = "请各单位收到通知后签收，并重新回复参会人员姓名、职务；不能到会的请注明代为出席人员。"
    return OfficialDocument(
        kind=NOTICE,
        title=f"关于{meeting.title}改期的通知",
        issued_on=day,
        recipients=units,
        body=(Paragraph(told), Paragraph(asked), Paragraph("特此通知。")),
        refs=(f"meetings.meeting:{meeting.pk}",),
    )


def _told_of(item: AgendaItem) -> str:
    """Write who reports on an item and for how long, as far as it was set."""
    said = [
        f"汇报：{item.reporter}" if item.reporter else "",
        f"约{item.lasts}分钟" if item.lasts else "",
    ]
    return f"（{'，'.join(part for part in said if part)}）" if any(said) else ""


def _open_table(rows: Sequence[Obligation], day: date) -> Table:
    lines = tuple(
        (
            row.number,
            row.title,
            row.lead_unit.name,
            short_due(row.due_on, row.due_derivation, "未定"),
            OBLIGATION.labels[row.state] + ("（逾期）" if is_late(row, day) else ""),
        )
        for row in rows
    )
    refs = tuple(f"ledger.obligation:{row.pk}" for row in rows)
    return Table(("编号", "议定事项", "主办单位", "时限", "状态"), lines, (22, 60, 28, 30, 26), refs=refs)


def is_late(row: Obligation, day: date) -> bool:
    """Tell whether an open decision's clock has run out; what waits for verification is not late."""
    return row.state in WORKING and row.due_on is not None and row.due_on < day


def attendance_lists(rows: Sequence[Attendance], names: Mapping[str, str]) -> tuple[AttendanceList, ...]:
    """Group attendance into 出席 (substitutes, late and early ones marked), 请假, 缺席, 列席."""
    groups = {"出席": ("member", "substitute"), "请假": ("leave",), "缺席": ("absent",), "列席": ("guest",)}
    lists = []
    for label, roles in groups.items():
        entries = tuple(_attendee(row, names) for row in rows if row.role in roles)
        if entries:
            lists.append(AttendanceList(label, entries))
    return tuple(lists)


def _attendee(row: Attendance, names: Mapping[str, str]) -> str:
    person = " ".join(part for part in (row.person_name, row.title) if part)
    text = f"{row.organ} {person}".strip()
    notes = (
        [f"代{row.stands_for}出席" if row.stands_for else names[row.role]] if row.role == "substitute" else []
    )
    notes += [f"第{row.from_item}项起到会"] if row.from_item > 1 else []
    notes += [f"至第{row.until_item}项"] if row.until_item is not None else []
    return f"{text}（{'，'.join(notes)}）" if notes else text


@dataclass(frozen=True, slots=True)
class MinutesParts:
    """What minutes are drawn from: their paragraphs as stored, attendance, and whom they go to in each way."""

    meeting: Meeting
    paragraphs: Paragraphs
    attendance: tuple[AttendanceList, ...]
    recipients: tuple[str, ...]
    copies_up: tuple[str, ...]
    copies: tuple[str, ...] = ()


def minutes_parts(minutes: Minutes, paragraphs: list[dict[str, Any]], day: date) -> MinutesParts:
    """Gather what a revision of minutes is drawn from on a day: members and government first, then whom it names."""
    units = [row.unit.name for row in list_memberships(minutes.conference, day)]
    up = rule_value(minutes.conference, "report_to", day)
    return MinutesParts(
        meeting=minutes.meeting,
        paragraphs=standing(paragraphs),
        attendance=attendance_lists(list(minutes.meeting.attendances.order_by("pk")), ROLES),
        recipients=tuple(dict.fromkeys([*units, *names_of(paragraphs, "main")])),
        copies_up=tuple(dict.fromkeys([*([up] if up else []), *names_of(paragraphs, "up")])),
        copies=names_of(paragraphs, "copy"),
    )


def minutes_document(parts: MinutesParts, day: date) -> OfficialDocument:
    """Draw the minutes as they are issued, under the letterhead of the day."""
    document = OfficialDocument(
        kind=MINUTES,
        title=f"{parts.meeting.title}纪要",
        issued_on=day,
        body=tuple(block for p in parts.paragraphs for block in _with_terms(p)),
        attendance=parts.attendance,
        recipients=parts.recipients,
        copies_up=parts.copies_up,
        copies=parts.copies,
        refs=(f"meetings.meeting:{parts.meeting.pk}",),
    )
    return letterhead_of(parts.meeting.conference, day).put_on(document)


def _with_terms(paragraph: Mapping[str, object]) -> Iterator[Paragraph]:
    """Return a paragraph and, behind a decision, the terms that the units consent to."""
    refs = (f"paragraph:{paragraph['key']}",)
    yield Paragraph(str(paragraph["text"]), refs=refs)
    if terms := terms_line(paragraph.get("binding")):
        yield Paragraph(terms, (Span(0, len(terms), Emphasis.KAI),), refs)


def terms_line(binding: object) -> str:
    """Write what a decision binds as minutes print it behind its text; empty where nothing is bound."""
    if not isinstance(binding, Mapping):
        return ""
    if binding["kind"] != "task":
        word = {"unit_join": "增加成员单位", "unit_leave": "退出的成员单位"}[binding["kind"]]
        return f"（{word}：{binding['unit_name']}；自{_printed_day(binding['effective_on'])}起）"
    due = _printed_day(binding["due_on"])
    parts = [
        f"牵头单位：{binding['lead'] or '未定'}",
        f"配合单位：{'、'.join(binding['co_units'])}" if binding["co_units"] else "",
        f"完成期限：{due}"
        if binding["cycle"] == "once"
        else f"{CYCLES[binding['cycle']]}办理，首次期限：{due}",
        f"佐证：{binding['evidence']}" if binding["evidence"] else "",
    ]
    return f"（{'；'.join(part for part in parts if part)}）"


def _printed_day(day: str | None) -> str:
    return long_date(date.fromisoformat(day)) if day else "未定"


def extract_document(meeting: Meeting, paper: Paper, unit: str, paragraphs: Paragraphs) -> OfficialDocument:
    """Draw a unit's extract: the paragraphs of the issued minutes that bind it.

    Corrigenda issued since are named right after the lead; the paragraphs, organ and mark stay as they were issued.
    """
    issued = from_dict(paper.document)
    rows = tuple(_task_row(p, unit) for p in paragraphs if p.get("binding"))
    lead = Paragraph(f"现将《{paper.title}》（{paper.number}）中涉及你单位的议定事项摘编如下，请认真落实。")
    texts = tuple(Paragraph(str(p["text"]), refs=(f"paragraph:{p['key']}",)) for p in paragraphs)
    table = (Table(("议定事项", "承担", "期限", "佐证"), rows, (60, 22, 34, 40)),) if rows else ()
    return OfficialDocument(
        kind=EXTRACT,
        title=f"{meeting.title}纪要摘编",
        mark=issued.mark,
        issued_on=issued.issued_on,
        recipients=(unit,),
        body=(lead, *_corrections(paper), *texts, *table),
        signed_by=issued.signed_by,
        printed_by=issued.printed_by,
        demonstration=issued.demonstration,
        refs=(f"papers.paper:{paper.pk}",),
    )


def _corrections(paper: Paper) -> Iterator[Paragraph]:
    for corrigendum in paper.corrigenda.order_by("pk"):
        said = str(corrigendum.document["body"][0]["text"])
        said = said.removeprefix(f"《{paper.title}》（{paper.number}）中").removesuffix("其余内容不变。")
        refs = (f"papers.paper:{corrigendum.pk}",)
        yield Paragraph(f"本纪要已由{corrigendum.number}更正：{said}", refs=refs)


def _task_row(paragraph: Mapping[str, object], unit: str) -> tuple[str, ...]:
    binding = paragraph["binding"]
    assert isinstance(binding, dict)  # noqa: S101 - stored by our own drafting
    part = "牵头" if binding["lead"] == unit else "配合"
    due = long_date(date.fromisoformat(binding["due_on"])) if binding["due_on"] else "长期"
    return str(binding["task"]), part, due, binding["evidence"] or "—"


def corrigendum_document(paper: Paper, wrong: str, right: str, day: date) -> OfficialDocument:
    """Draw a numbered correction of an issued paper, which itself stays as it is and goes to the same."""
    named = list(paper.recipients.order_by("pk").values_list("mode", "name"))
    return OfficialDocument(
        kind=CORRIGENDUM,
        title=f"关于更正《{paper.title}》的通知",
        issued_on=day,
        recipients=tuple(name for mode, name in named if mode == "main"),
        copies_up=tuple(name for mode, name in named if mode == "up"),
        copies=tuple(name for mode, name in named if mode == "copy"),
        body=(
            Paragraph(f"《{paper.title}》（{paper.number}）中“{wrong}”，更正为“{right}”。其余内容不变。"),
            Paragraph("特此更正。"),
        ),
        refs=(f"papers.paper:{paper.pk}",),
    )


def report_document(topic: Topic, text: str, day: date, signer: str) -> OfficialDocument:
    """Draw the report that answers an assigned matter upward; `signer` is a person's name."""
    paragraphs = tuple(Paragraph(line.strip()) for line in text.splitlines() if line.strip())
    return OfficialDocument(
        kind=REPORT,
        title=f"关于{topic.title}的报告",
        issued_on=day,
        signer=signer,
        recipients=(topic.source_body,),
        body=(*paragraphs, Paragraph("特此报告。")),
        refs=(f"meetings.topic:{topic.pk}",),
    )


def agenda_line(meeting: Meeting) -> str:
    """Write when, where and under whom a meeting was held, as far as it was entered: the minutes' first sentence."""
    until = f"至{meeting.ended_at.astimezone(CHINA):%H:%M}" if meeting.ended_at else ""
    held = f"{moment_text(meeting.began_at)}{until}，" if meeting.began_at else ""
    led = f"，会议由{meeting.chair_title}{meeting.chair}主持" if meeting.chair else ""
    return f"{held}在{meeting.place}召开{meeting.title}{led}。"
