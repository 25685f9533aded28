"""What waits for an acting seat, by when and why, gathered from all rooms for the workbench."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import rule_values, seats_needing_care
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import CONVENERS, UNIT_SPEAKERS, Actor, SeatKind
from lianxi.core.basis import ADMINISTRATIVE, Basis
from lianxi.core.words import date_with_weekday, day_of
from lianxi.law.queries import Words, find_words_of
from lianxi.ledger.queries import Waiting, list_waiting_for_office, list_waiting_for_unit
from lianxi.ledger.rules import Cutoffs, LightReading, cutoffs, read_light
from lianxi.meetings.models import (
    Attendance,
    Consent,
    Meeting,
    MeetingUnit,
    Minutes,
    Objection,
    Opinion,
    Revision,
    Topic,
)
from lianxi.meetings.rules.consent import (
    OBJECTED,
    STALE,
    Dissent,
    Facts,
    Paragraph,
    Presence,
    Table,
    Word,
    consent_table,
)
from lianxi.meetings.rules.machines import PRESENT, TOPIC_KINDS
from lianxi.papers.models import Recipient
from lianxi.web.lights import LAMPS, short_citation
from lianxi.web.middleware import SeatedRequest

LIMIT = 100
OPEN_TOPICS = ("submitted", "accepted", "on_agenda")
STEPS = {
    "planned": ("印发会议通知", "会议在筹备中"),
    "called": ("开始会议", "已到开会时间"),
    "in_progress": ("记录并结束会议", "会议正在进行"),
    "held": ("起草纪要", "会议已结束，还没有纪要"),
}
RULES = ("near_due_days", "serious_overdue_days", "silent_consent")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits, as parts/task_row.html shows it; `mine` is False where another seat must act."""

    what: str
    title: str
    url: str
    why_me: str
    day: date | None = None
    light: str = ""
    light_words: str = ""
    why: str = ""
    cited: Basis = ADMINISTRATIVE
    basis: str = ""
    basis_url: str = ""
    mine: bool = True

    @property
    def due(self) -> str:
        return date_with_weekday(self.day) if self.day else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk it is, on which day, with the rules that set lights and silence."""

    conference: Conference
    actor: Actor
    day: date
    limits: Cutoffs
    silent: bool

    def task(
        self, what: str, title: str, url: str, why_me: str, day: date | None = None, **more: Any
    ) -> Task:
        """This function will give a task with the light of its due date."""
        return Task(
            what, title, url, why_me, day, **_lit(read_light("issued", day, self.limits), day), **more
        )


def _lit(reading: LightReading | None, day: date | None) -> dict[str, Any]:
    if reading is None or reading.light is None or day is None:
        return {}
    return {"light": LAMPS[reading.light], "light_words": reading.label, "why": reading.sentence}


@dataclass(frozen=True, slots=True)
class InConsent:
    """Minutes that are with the units: who has agreed to what, and the objections that are not closed."""

    minutes: Minutes
    table: Table
    objections: list[Objection]


def desk_of(request: SeatedRequest) -> Desk:
    """This function will lay out the desk of the acting seat, today."""
    if request.tenure is None:
        raise Http404
    conference, day = request.tenure.conference, day_of(timezone.now())
    rules = rule_values(conference, RULES, day)
    limits = cutoffs(day, int(rules["near_due_days"]), int(rules["serious_overdue_days"]), calendar_now())
    return Desk(conference, request.actor, day, limits, rules["silent_consent"] == "on")


def list_tasks(desk: Desk) -> list[Task]:
    """This function will list everything that waits for the seat, the nearest day first, with its clauses."""
    tasks = sorted(_tasks(desk), key=lambda task: (task.day is None, task.day or desk.day))
    words = find_words_of(task.cited for task in tasks)
    return [_citing(task, words.get(task.cited)) for task in tasks]


def _citing(task: Task, words: Words | None) -> Task:
    if words is None:
        return task
    url = f"/documents/{words.version_id}?at={words.start}-{words.end}#s{words.start}"
    return replace(task, basis=short_citation(words.citation), basis_url=url)


def _tasks(desk: Desk) -> Iterator[Task]:
    kind = desk.actor.kind
    consents = _in_consent(desk)
    if kind in UNIT_SPEAKERS and desk.actor.unit_id is not None:
        yield from _opinions(desk)
        yield from _notices_and_papers(desk)
        yield from _consents_of_unit(desk, consents)
        yield from (
            _of_ledger(w) for w in list_waiting_for_unit(desk.conference, desk.actor.unit_id, desk.day)
        )
    if desk.actor.is_office:
        yield from _topics(desk)
        yield from _meetings(desk)
        yield from _consents_of_office(desk, consents)
        waiting = list_waiting_for_office(desk.conference, desk.day, desk.actor.unit_id)
        yield from (_of_ledger(w) for w in waiting)
    if kind in CONVENERS:
        yield from _for_convener(desk, consents)
    if desk.actor.is_office or kind in CONVENERS:
        yield from _seats(desk)


# ---- for a unit ----


def _opinions(desk: Desk) -> Iterator[Task]:
    own = {"conference": desk.conference, "unit_id": desk.actor.unit_id or 0, "state": "asked"}
    rows = (
        Opinion.objects.filter(topic__state__in=OPEN_TOPICS, **own).select_related("topic").order_by("due_on")
    )
    for row in rows[:LIMIT]:
        topic = row.topic
        why = "办公室征求你单位的书面意见"
        yield desk.task("答复意见", topic.title, f"/topics/{topic.pk}", why, row.due_on, cited=topic.basis)


def _notices_and_papers(desk: Desk) -> Iterator[Task]:
    unit = desk.actor.unit_id or 0
    called = MeetingUnit.objects.filter(
        conference=desk.conference, unit_id=unit, meeting__state="called", reply=""
    )
    notices = set()
    for row in called.select_related("meeting").order_by("meeting__starts_at")[:LIMIT]:
        notices.add(row.meeting.notice_id)
        day = day_of(row.meeting.starts_at)
        yield desk.task(
            "签收并回复参会人员", row.meeting.title, f"/meetings/{row.meeting_id}", "通知你单位参会", day
        )
    papers = Recipient.objects.filter(conference=desk.conference, unit_id=unit, received_at__isnull=True)
    for paper in papers.select_related("paper").defer("paper__document").order_by("paper__issued_at")[:LIMIT]:
        # A notice that still waits for its answer is signed for with the answer.
        if paper.paper_id not in notices:
            title = f"{paper.paper.number} {paper.paper.title}"
            yield desk.task("签收公文", title, f"/papers/{paper.paper_id}", "公文发给你单位")


def _consents_of_unit(desk: Desk, consents: list[InConsent]) -> Iterator[Task]:
    unit = desk.actor.unit_id or 0
    for one in consents:
        if unit not in one.table.waiting():
            continue
        statuses = {one.table.cells[key, unit] for key in one.table.keys_of(unit)}
        own = [objection for objection in one.objections if objection.unit_id == unit]
        if OBJECTED in statuses and any(objection.state == "open" for objection in own):
            yield _consent_task(desk, one, "等办公室答复异议", "你单位提出的异议还没有答复", mine=False)
        elif OBJECTED in statuses:
            yield _consent_task(desk, one, "看答复后表态", "办公室已答复你单位的异议")
        elif STALE in statuses:
            yield _consent_task(desk, one, "重新表态", "你单位同意过的段落有改动")
        else:
            yield _consent_task(desk, one, "会签纪要", "你单位到会，须表态")


def _consent_task(desk: Desk, one: InConsent, what: str, why: str, *, mine: bool = True) -> Task:
    minutes = one.minutes
    title = f"{minutes.meeting.title}纪要（第 {minutes.revision} 版）"
    return desk.task(what, title, f"/minutes/{minutes.pk}", why, minutes.consent_due_on, mine=mine)


# ---- for the office ----


def _topics(desk: Desk) -> Iterator[Task]:
    late = Q(opinions__state="asked", opinions__due_on__lt=desk.day)
    rows = Topic.objects.filter(conference=desk.conference).annotate(late=Count("opinions", filter=late))
    upward = Q(state="settled", kind__in=("assigned", "policy"))
    wanted = Q(state="submitted") | upward | Q(late__gt=0, state__in=OPEN_TOPICS)
    for topic in rows.filter(wanted).order_by("pk")[:LIMIT]:
        url, basis = f"/topics/{topic.pk}", topic.basis
        if topic.state == "submitted":
            yield desk.task("受理议题", topic.title, url, f"{TOPIC_KINDS[topic.kind]}待受理", cited=basis)
        if topic.state == "settled":
            mine = desk.actor.kind is SeatKind.OFFICE_DIRECTOR
            yield desk.task(
                "上报办理情况", topic.title, url, "已议定，须向交办机关报告", topic.answer_due_on, mine=mine
            )
        if topic.late:
            yield desk.task("催收意见", topic.title, url, f"{topic.late} 个单位逾期没有答复", cited=basis)


def _meetings(desk: Desk) -> Iterator[Task]:
    due = Q(state__in=("planned", "in_progress")) | Q(state="called", starts_at__lte=timezone.now())
    unwritten = Q(state="held") & (Q(minutes__isnull=True) | Q(minutes__state="drafting"))
    rows = Meeting.objects.filter(due | unwritten, conference=desk.conference).select_related("minutes")
    for meeting in rows.order_by("starts_at")[:LIMIT]:
        minutes = getattr(meeting, "minutes", None)
        if minutes is not None:
            title = f"{meeting.title}纪要"
            yield desk.task("定稿送会签", title, f"/minutes/{minutes.pk}", "纪要在起草中")
            continue
        what, why = STEPS[meeting.state]
        day = day_of(meeting.starts_at) if meeting.state == "planned" else None
        yield desk.task(what, meeting.title, f"/meetings/{meeting.pk}", why, day)


def _consents_of_office(desk: Desk, consents: list[InConsent]) -> Iterator[Task]:
    for one in consents:
        asked = sum(objection.state == "open" for objection in one.objections)
        waiting = len(one.table.waiting())
        if asked:
            yield _consent_task(desk, one, "答复异议", f"{asked} 项异议待答复")
        elif one.table.complete():
            yield _consent_task(desk, one, "等召集人签发", "到会单位都已同意，可以印发", mine=False)
        else:
            yield _consent_task(desk, one, "等单位会签", f"还差 {waiting} 个单位", mine=False)


def _for_convener(desk: Desk, consents: list[InConsent]) -> Iterator[Task]:
    for one in consents:
        if one.table.complete():
            yield _consent_task(desk, one, "签发纪要", "到会单位都已同意，由召集人签发")
    upward = Topic.objects.filter(
        conference=desk.conference, state="settled", kind__in=("assigned", "policy")
    )
    for topic in upward.order_by("answer_due_on", "pk")[:LIMIT]:
        why = "已议定，须向交办机关报告"
        yield desk.task("上报办理情况", topic.title, f"/topics/{topic.pk}", why, topic.answer_due_on)


def _seats(desk: Desk) -> Iterator[Task]:
    vacant, asked = seats_needing_care(desk.conference.pk, desk.day)
    decides = desk.actor.kind in CONVENERS
    for seat in asked:
        what, why = (
            ("确定成员调整", "成员调整由联席会议确定") if decides else ("等召集人确定", "单位已提出成员调整")
        )
        yield desk.task(what, seat.label, "/conference#changes", why, mine=decides)
    if desk.actor.kind is not SeatKind.OFFICE_DIRECTOR:
        return
    if desk.conference.confirmed_at is None:
        yield desk.task("待办公室确认", "建立文件的读取结果", "/conference", "由办公室主任对照原文确认")
    if vacant:
        names = "、".join(seat.label for seat in vacant[:3]) + ("等" if len(vacant) > 3 else "")
        yield desk.task(
            "邀请就任", f"{len(vacant)} 个席位空缺（{names}）", "/conference#seats", "空缺席位的事没有人办"
        )


# ---- from the ledger and the minutes ----


def _of_ledger(waiting: Waiting) -> Task:
    row = waiting.obligation
    if row is None:
        return Task(waiting.what, "数字与台账一致即可印发", f"/circulars/{waiting.record_id}", waiting.why)
    return Task(
        waiting.what,
        f"{row.number} {row.title}",
        f"/ledger/{row.pk}",
        waiting.blocked or waiting.why,
        row.due_on,
        cited=row.basis,
        mine=not waiting.blocked,
        **_lit(waiting.reading, row.due_on),
    )


def _in_consent(desk: Desk) -> list[InConsent]:
    """Load all minutes that are with the units at once: four look-ups however many there are."""
    text = Revision.objects.filter(minutes=OuterRef("pk"), number=OuterRef("revision")).values("paragraphs")[
        :1
    ]
    rows = Minutes.objects.filter(conference=desk.conference, state="in_consent").select_related("meeting")
    found = list(rows.annotate(paragraphs=Subquery(text)).order_by("pk"))
    if not found:
        return []
    present, words, dissents = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in Attendance.objects.filter(
        meeting__in=[m.meeting_id for m in found], role__in=PRESENT, unit__isnull=False
    ):
        present[row.meeting_id].append(Presence(row.unit_id or 0, row.from_item, row.until_item))
    for word in Consent.objects.filter(minutes__in=found):
        words[word.minutes_id].append(Word(word.unit_id, word.stance, word.hashes, word.at))
    for dissent in Objection.objects.filter(minutes__in=found).exclude(state="closed"):
        dissents[dissent.minutes_id].append(dissent)
    return [
        InConsent(m, _table(desk, m, present[m.meeting_id], words[m.pk], dissents[m.pk]), dissents[m.pk])
        for m in found
    ]


def _table(
    desk: Desk, minutes: Any, present: list[Presence], words: list[Word], dissents: list[Objection]
) -> Table:
    passed = minutes.consent_due_on is not None and desk.day > minutes.consent_due_on
    facts = Facts(
        paragraphs=[Paragraph(p["key"], p["hash"], p["item"]) for p in minutes.paragraphs],
        presences=present,
        words=words,
        dissents=[Dissent(o.unit_id, o.paragraph, o.at) for o in dissents],
        silence_counts=desk.silent and passed,
    )
    return consent_table(facts)
