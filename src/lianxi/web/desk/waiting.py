"""What waits for an acting seat, by when and why, gathered from all rooms for the workbench."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import rule_values, seats_needing_care
from lianxi.clocks.queries import calendar_now
from lianxi.clocks.wording import due_words
from lianxi.core.actors import CONVENERS, UNIT_SPEAKERS, Actor, SeatKind
from lianxi.core.basis import ADMINISTRATIVE, Basis
from lianxi.core.words import day_of
from lianxi.law.queries import Words, find_words_of
from lianxi.ledger.queries import Waiting, list_waiting
from lianxi.ledger.queries.handovers import count_desk
from lianxi.ledger.rules import Cutoffs, LightReading, cutoffs, read_light
from lianxi.meetings.models import Meeting, MeetingUnit, Opinion, Topic
from lianxi.meetings.queries_in_consent import InConsent, minutes_in_consent
from lianxi.meetings.rules.consent import OBJECTED, STALE
from lianxi.meetings.rules.machines import OPEN_TOPICS, TOPIC_KINDS
from lianxi.papers.queries import list_at_desk
from lianxi.web.shared.lights import LAMPS, short_citation
from lianxi.web.shared.middleware import SeatedRequest

LIMIT = 100
# Of the ledger's matters the nearest ones; who wants more has the ledger itself, in pages.
NEAREST = 50
STEPS = {
    "planned": ("印发会议通知", "会议在筹备中"),
    "called": ("开始会议", "已到开会时间"),
    "in_progress": ("记录并结束会议", "会议正在进行"),
    "held": ("起草纪要", "会议已结束，还没有纪要"),
}
RULES = ("near_due_days", "serious_overdue_days", "silent_consent", "papers_apart")
# What a paper under way waits for: the step, why it is the seat's, and how it reads where another seat must act.
PAPER_STEPS = {
    "draft": ("修改文稿并送核稿", "你起草的文稿还没有送核稿", ""),
    "review": ("核稿", "文稿已送核稿", "等核稿"),
    "signing": ("签发公文", "核稿已通过，由办公室主任或召集人签发", "等签发"),
    "signed": ("给公文编号", "已签发，待编号", ""),
    "numbered": ("印发公文", "已编号，待印发", ""),
    "issued": ("发送公文", "已印发，待发送给收文单位", ""),
    "sent": ("公文归档", "收文单位都已签收", "等签收公文"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits, as parts/task_row.html shows it; `mine` is False where another seat must act."""

    what: str
    title: str
    url: str
    why_me: str
    day: date | None = None
    derivation: Mapping[str, Any] | None = None
    light: str = ""
    light_words: str = ""
    why: str = ""
    cited: Basis = ADMINISTRATIVE
    basis: str = ""
    basis_url: str = ""
    mine: bool = True

    @property
    def due(self) -> str:
        return due_words(self.day, self.derivation, "")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk it is, on which day, with the rules that set lights and silence."""

    conference: Conference
    actor: Actor
    day: date
    limits: Cutoffs
    silent: bool
    papers_apart: bool = True

    def task(
        self, what: str, title: str, url: str, why_me: str, day: date | None = None, **more: Any
    ) -> Task:
        """Return a task with the light of its due date."""
        return Task(
            what, title, url, why_me, day, **_lit(read_light("issued", day, self.limits), day), **more
        )


def _lit(reading: LightReading | None, day: date | None) -> dict[str, Any]:
    if reading is None or reading.light is None or day is None:
        return {}
    return {"light": LAMPS[reading.light], "light_words": reading.label, "why": reading.sentence}


def desk_of(request: SeatedRequest) -> Desk:
    """Lay out the desk of the acting seat, today."""
    if request.tenure is None:
        raise Http404
    conference, day = request.tenure.conference, day_of(timezone.now())
    rules = rule_values(conference, RULES, day)
    limits = cutoffs(day, int(rules["near_due_days"]), int(rules["serious_overdue_days"]), calendar_now())
    silent, apart = (rules[code] == "on" for code in ("silent_consent", "papers_apart"))
    return Desk(conference, request.actor, day, limits, silent, apart)


@dataclass(frozen=True, slots=True)
class Tasks:
    """What waits, the nearest day first; `rest_url` leads to the ledger's matters beyond the nearest ones."""

    rows: tuple[Task, ...]
    rest_url: str = ""


def list_tasks(desk: Desk) -> Tasks:
    """List what waits for the seat, with its clauses: of the ledger the NEAREST matters."""
    ledger = _waiting_on_ledger(desk)
    tasks = sorted(_tasks(desk, ledger), key=lambda task: (task.day is None, task.day or desk.day))
    words = find_words_of(task.cited for task in tasks)
    whole = "/ledger" if desk.actor.is_office else f"/ledger?unit={desk.actor.unit_id}"
    rows = (_citing(task, words.get(task.cited)) for task in tasks)
    return Tasks(tuple(rows), whole if len(ledger) >= NEAREST else "")


def _citing(task: Task, words: Words | None) -> Task:
    if words is None:
        return task
    url = f"/documents/{words.version_id}?at={words.start}-{words.end}#s{words.start}"
    return replace(task, basis=short_citation(words.citation), basis_url=url)


def _waiting_on_ledger(desk: Desk) -> list[Waiting]:
    actor = desk.actor
    speaks = _speaks(actor)
    if not speaks and not actor.is_office:
        return []
    return list_waiting(
        desk.conference, desk.limits, actor.unit_id, speaks=speaks, office=actor.is_office, size=NEAREST
    )


def _speaks(actor: Actor) -> bool:
    return actor.kind in UNIT_SPEAKERS and actor.unit_id is not None


def _tasks(desk: Desk, ledger: list[Waiting]) -> Iterator[Task]:
    kind = desk.actor.kind
    consents = minutes_in_consent(desk.conference, desk.day, desk.silent)
    speaks = _speaks(desk.actor)
    if speaks:
        yield from _consents_of_unit(desk, consents)
    if desk.actor.is_office:
        yield from _consents_of_office(desk, consents)
    if speaks or desk.actor.is_office:
        yield from _topics(desk, speaks)
        meetings = _open_meetings(desk, speaks)
        yield from _meetings(desk, meetings)
        yield from _papers(desk, speaks, {row.notice_id for row in meetings if row.unanswered})
        yield from (_of_ledger(one) for one in ledger)
        yield from _of_counts(desk)
    if kind in CONVENERS:
        yield from _for_convener(desk, consents)
        yield from _papers(desk, False, set())
    if desk.actor.is_office or kind in CONVENERS:
        yield from _seats(desk)


# ---- for a unit ----


def _papers(desk: Desk, speaks: bool, notices: set[int | None]) -> Iterator[Task]:
    """What the unit has to sign for, and papers under way: the seat's own step, another's, or receipts awaited."""
    found = list_at_desk(desk.conference.pk, desk.actor, speaks=speaks, apart=desk.papers_apart, limit=LIMIT)
    for one in found:
        if not one.state:
            # A notice that still waits for its answer is signed for with the answer.
            if one.record not in notices:
                yield desk.task("签收公文", one.title, f"/papers/{one.record}", "公文发给你单位")
            continue
        what, why, other = PAPER_STEPS[one.state]
        why = f"还差 {one.unsigned} 个单位签收" if one.unsigned else why
        yield desk.task(
            what if one.mine else other, one.title, f"/papers/drafts/{one.record}", why, mine=one.mine
        )


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
    stored = minutes.consent_derivation
    return desk.task(
        what, title, f"/minutes/{minutes.pk}", why, minutes.consent_due_on, mine=mine, derivation=stored
    )


# ---- for the office ----


def _topics(desk: Desk, speaks: bool) -> Iterator[Task]:
    """What waits on topics: the unit's own opinion where the seat speaks, the office's steps where it is one."""
    asked = Opinion.objects.filter(topic=OuterRef("pk"), state="asked")
    own = asked.filter(unit_id=desk.actor.unit_id or 0) if speaks else asked.none()
    late = asked.filter(due_on__lt=desk.day).order_by().values("topic").annotate(n=Count("pk")).values("n")
    rows = Topic.objects.filter(conference=desk.conference).annotate(
        own_asked=Exists(own),
        own_due_on=Subquery(own.values("due_on")[:1]),
        own_derivation=Subquery(own.values("due_derivation")[:1]),
        late=Coalesce(Subquery(late), 0),
    )
    wanted = Q(own_asked=True, state__in=OPEN_TOPICS)
    if desk.actor.is_office:
        upward = Q(state="settled", kind__in=("assigned", "policy"))
        wanted |= Q(state="submitted") | upward | Q(late__gt=0, state__in=OPEN_TOPICS)
    for topic in rows.filter(wanted).order_by("pk")[:LIMIT]:
        url = f"/topics/{topic.pk}"
        if topic.own_asked:
            why = "办公室征求你单位的书面意见"
            stored = topic.own_derivation
            yield desk.task(
                "答复意见", topic.title, url, why, topic.own_due_on, cited=topic.basis, derivation=stored
            )
        if desk.actor.is_office:
            yield from _office_steps(desk, topic, url)


def _office_steps(desk: Desk, topic: Any, url: str) -> Iterator[Task]:
    basis = topic.basis
    if topic.state == "submitted":
        yield desk.task("受理议题", topic.title, url, f"{TOPIC_KINDS[topic.kind]}待受理", cited=basis)
    if topic.state == "settled":
        mine = desk.actor.kind is SeatKind.OFFICE_DIRECTOR
        yield desk.task(
            "上报办理情况", topic.title, url, "已议定，须向交办机关报告", topic.answer_due_on, mine=mine
        )
    if topic.late and topic.state in OPEN_TOPICS:
        yield desk.task("催收意见", topic.title, url, f"{topic.late} 个单位逾期没有答复", cited=basis)


def _open_meetings(desk: Desk, speaks: bool) -> list[Any]:
    """Read the meetings on which a step waits; `unanswered` where it is the unit's own reply."""
    called = MeetingUnit.objects.filter(meeting=OuterRef("pk"), unit_id=desk.actor.unit_id or 0, reply="")
    rows = Meeting.objects.filter(conference=desk.conference).select_related("minutes")
    wanted = Q(state="called", unanswered=True)
    if desk.actor.is_office:
        wanted |= Q(state__in=("planned", "in_progress")) | Q(state="called", starts_at__lte=timezone.now())
        wanted |= Q(state="held") & (Q(minutes__isnull=True) | Q(minutes__state="drafting"))
    rows = rows.annotate(unanswered=Exists(called if speaks else called.none()))
    return list(rows.filter(wanted).order_by("starts_at")[:LIMIT])


def _meetings(desk: Desk, meetings: list[Any]) -> Iterator[Task]:
    for meeting in meetings:
        url, title = f"/meetings/{meeting.pk}", meeting.title
        if meeting.unanswered and meeting.state == "called":
            yield desk.task("签收并回复参会人员", title, url, "通知你单位参会", day_of(meeting.starts_at))
        if not desk.actor.is_office or (meeting.state == "called" and meeting.starts_at > timezone.now()):
            continue
        minutes = getattr(meeting, "minutes", None)
        if minutes is not None:
            yield desk.task("定稿送会签", f"{title}纪要", f"/minutes/{minutes.pk}", "纪要在起草中")
            continue
        what, why = STEPS[meeting.state]
        yield desk.task(
            what, title, url, why, day_of(meeting.starts_at) if meeting.state == "planned" else None
        )


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


# ---- from the ledger ----


def _of_counts(desk: Desk) -> Iterator[Task]:
    """What waits by number: offers from above, re-checks, handovers; one look for all three."""
    counts = count_desk(desk.conference.pk, desk.actor, desk.day)
    if counts.drafts:
        one = counts.drafts == 1
        title = counts.draft_title if one else f"{counts.drafts} 份草稿"
        url = f"/circulars/{counts.draft_id}" if one else "/circulars"
        yield Task(f"印发通报：{title}", "数字与台账一致即可印发", url, "草稿待印发")
    if counts.offers:
        yield desk.task("接收上级交办", f"{counts.offers} 项交办", "/delegations", "上级办公室已交办")
    if counts.rechecks:
        yield desk.task(
            "抽查复核", f"{counts.rechecks} 项待复核", "/rechecks", "已抽取，等办公室另一席位复核"
        )
    if left := counts.unseen + counts.unsigned:
        yield desk.task("移交空缺席位的事项", f"{left} 项在办", "/handover", "席位空缺，没有人办")
    if counts.handovers:
        yield desk.task("接手移交的事项", f"{counts.handovers} 份交接", "/handover", "移交给你的席位")


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
        row.due_derivation,
        cited=row.basis,
        mine=not waiting.blocked,
        **_lit(waiting.reading, row.due_on),
    )
