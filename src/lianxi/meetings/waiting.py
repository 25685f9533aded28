"""What waits on topics, meetings and minutes, and the days they put into a seat's calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from lianxi.core.actors import CONVENERS, SeatKind
from lianxi.core.desk import MOST, Alarm, Desk, FeedEntry, Rest, Task
from lianxi.core.words import CHINA, day_of
from lianxi.journal.acting import record_name
from lianxi.meetings.models import Meeting, MeetingUnit, Opinion, Revision, Topic
from lianxi.meetings.queries import list_asked, list_coming
from lianxi.meetings.queries.in_consent import InConsent, consents_of, minutes_in_consent
from lianxi.meetings.rules.consent import OBJECTED, STALE
from lianxi.meetings.rules.machines import OPEN_TOPICS, TOPIC_KINDS

STEPS = {
    "planned": ("印发会议通知", "会议在筹备中"),
    "called": ("开始会议", "已到开会时间"),
    "in_progress": ("记录并结束会议", "会议正在进行"),
    "held": ("起草纪要", "会议已结束，还没有纪要"),
}
UPWARD = Q(state="settled", kind__in=("assigned", "policy"))
# Programs that read feeds keep what is past; a month back is enough to see what was missed.
BACK, LASTS = timedelta(days=31), timedelta(hours=2)


def list_tasks(desk: Desk) -> Iterator[Task | Rest | Alarm]:
    """List what waits for a seat: consent, opinions and replies of its unit, the office's steps, signatures."""
    office, convenes = desk.actor.is_office, desk.actor.kind in CONVENERS
    if not (desk.speaks or office or convenes):
        return
    meetings = _open_meetings(desk)
    for one in consents_of(_in_consent(meetings), desk.day, desk.is_on("silent_consent")):
        if desk.speaks:
            yield from _for_unit(desk, one)
        if office:
            yield from _for_office(one)
        if convenes and one.table.complete():
            yield replace(_consent("签发纪要", one, "到会单位都已同意，由召集人签发"), first=True)
    yield from _topics(desk)
    for meeting in meetings[:MOST]:
        yield from _of_meeting(desk, meeting)
    if len(meetings) > MOST:
        yield Rest("会议", "/meetings")


def _consent(kind: str, one: InConsent, why: str, *, mine: bool = True) -> Task:
    minutes = one.minutes
    title = f"{minutes.meeting.title}纪要（第 {minutes.revision} 版）"
    stored = minutes.consent_derivation
    return Task(kind, title, f"/minutes/{minutes.pk}", why, minutes.consent_due_on, stored, mine=mine)


def _for_unit(desk: Desk, one: InConsent) -> Iterator[Task]:
    unit = desk.actor.unit_id or 0
    if unit not in one.table.waiting():
        return
    statuses = {one.table.cells[key, unit] for key in one.table.keys_of(unit)}
    own = [objection for objection in one.objections if objection.unit_id == unit]
    if OBJECTED in statuses and any(objection.state == "open" for objection in own):
        yield _consent("等办公室答复异议", one, "你单位提出的异议还没有答复", mine=False)
    elif OBJECTED in statuses:
        yield _consent("看答复后表态", one, "办公室已答复你单位的异议")
    elif STALE in statuses:
        yield _consent("重新表态", one, "你单位同意过的段落有改动")
    else:
        yield _consent("会签纪要", one, "你单位到会，须表态")


def _for_office(one: InConsent) -> Iterator[Task | Alarm]:
    yield _step_of_office(one)
    if left := len(one.table.waiting()):
        yield Alarm(f"家没有会签：{one.minutes.meeting.title}纪要", f"/minutes/{one.minutes.pk}", left)


def _step_of_office(one: InConsent) -> Task:
    asked = sum(objection.state == "open" for objection in one.objections)
    if asked:
        return _consent("答复异议", one, f"{asked} 项异议待答复")
    if one.table.complete():
        return _consent("等召集人签发", one, "到会单位都已同意，可以印发", mine=False)
    return _consent("等单位会签", one, f"还差 {len(one.table.waiting())} 个单位", mine=False)


# ---- topics ----


def _topics(desk: Desk) -> Iterator[Task | Rest]:
    """Return what waits on topics: the unit's own opinion, the office's steps, the report upward."""
    asked = Opinion.objects.filter(topic=OuterRef("pk"), state="asked")
    own = asked.filter(unit_id=desk.actor.unit_id or 0) if desk.speaks else asked.none()
    late = asked.filter(due_on__lt=desk.day).order_by().values("topic").annotate(n=Count("pk")).values("n")
    rows = Topic.objects.filter(conference_id=desk.conference_id).annotate(
        own_asked=Exists(own),
        own_due_on=Subquery(own.values("due_on")[:1]),
        own_derivation=Subquery(own.values("due_derivation")[:1]),
        late=Coalesce(Subquery(late), 0),
    )
    wanted = Q(own_asked=True, state__in=OPEN_TOPICS)
    if desk.actor.is_office:
        wanted |= UPWARD | Q(state__in=("submitted", "accepted")) | Q(late__gt=0, state__in=OPEN_TOPICS)
    elif desk.actor.kind in CONVENERS:
        wanted |= UPWARD
    found = list(rows.filter(wanted).order_by("pk")[: MOST + 1])
    pool = [topic for topic in found if topic.state == "accepted" and topic.kind != "assigned"]
    if pool and desk.actor.is_office:
        title = f"{len(pool)} 件已受理的议题等列入议程"
        yield Task("筹备会议", title, "/meetings/new", "受理后由办公室列入会议议程")
    for topic in found[:MOST]:
        yield from _steps(desk, topic)
    if len(found) > MOST:
        yield Rest("议题", "/topics")


def _steps(desk: Desk, topic: Any) -> Iterator[Task]:
    url, basis, office = f"/topics/{topic.pk}", topic.basis, desk.actor.is_office
    if topic.own_asked:
        own = (topic.own_due_on, topic.own_derivation)
        yield Task("答复意见", topic.title, url, "办公室征求你单位的书面意见", *own, cited=basis)
    if topic.state == "submitted" and office:
        yield Task("受理议题", topic.title, url, f"{TOPIC_KINDS[topic.kind]}待受理", cited=basis)
    if topic.state == "settled":
        mine = desk.actor.kind in CONVENERS | {SeatKind.OFFICE_DIRECTOR}
        why = "已议定，须向交办机关报告"
        yield Task("上报办理情况", topic.title, url, why, topic.answer_due_on, mine=mine)
    if topic.late and topic.state in OPEN_TOPICS and office:
        yield Task("催收意见", topic.title, url, f"{topic.late} 个单位逾期没有答复", cited=basis)


# ---- meetings ----


def _open_meetings(desk: Desk) -> list[Any]:
    """Read the meetings on which a step waits or whose minutes are with the units, the nearest ones first.

    `unanswered` where it is the unit's own reply; `paragraphs` is the text of the minutes, where there are any.
    """
    called = MeetingUnit.objects.filter(meeting=OuterRef("pk"), unit_id=desk.actor.unit_id or 0, reply="")
    latest = Revision.objects.filter(minutes=OuterRef("minutes"), number=OuterRef("minutes__revision"))
    wanted = Q(minutes__state="in_consent") | Q(state="called", unanswered=True)
    if desk.actor.kind in CONVENERS:
        wanted |= Q(state="planned", agreed_at__isnull=True)
    if desk.actor.is_office:
        wanted |= Q(state__in=("planned", "called", "in_progress"))
        wanted |= Q(state="held") & (Q(minutes__isnull=True) | Q(minutes__state="drafting"))
    rows = Meeting.objects.filter(conference_id=desk.conference_id).select_related("minutes")
    rows = rows.annotate(
        unanswered=Exists(called if desk.speaks else called.none()),
        paragraphs=Subquery(latest.values("paragraphs")[:1]),
        units=Count("called", distinct=True),
        replied=Count("called", filter=~Q(called__reply=""), distinct=True),
    )
    return list(rows.filter(wanted).order_by("starts_at", "pk")[: MOST + 1])


def _in_consent(meetings: list[Any]) -> list[Any]:
    found = []
    for meeting in meetings:
        minutes = getattr(meeting, "minutes", None)
        if minutes is not None and minutes.state == "in_consent":
            minutes.meeting, minutes.paragraphs = meeting, meeting.paragraphs
            found.append(minutes)
    return found


def _of_meeting(desk: Desk, meeting: Any) -> Iterator[Task | Alarm]:
    url, title, day = f"/meetings/{meeting.pk}", meeting.title, day_of(meeting.starts_at)
    if meeting.unanswered and meeting.state == "called":
        notice = f"papers.paper:{meeting.notice_id}"
        yield Task("签收并回复参会人员", title, url, "通知你单位参会", day, covers=notice)
    if desk.actor.kind in CONVENERS and meeting.state == "planned" and not meeting.agreed_at:
        yield Task("同意召开会议", title, url, "办公室已筹备，由召集人召集", day, first=True)
    if not desk.actor.is_office:
        return
    if meeting.state in ("called", "in_progress") and day == desk.day:
        hour = f"{meeting.starts_at.astimezone(CHINA):%H:%M}"
        yield Alarm(f"今天 {hour} {title}，回执 {meeting.replied}/{meeting.units}", url)
    if meeting.state == "called" and meeting.starts_at > desk.at:
        yield Task("等单位回执", title, url, f"回执 {meeting.replied}/{meeting.units}", day, mine=False)
        return
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.state == "in_consent":
        return
    if minutes is not None:
        yield Task("定稿送会签", f"{title}纪要", f"/minutes/{minutes.pk}", "纪要在起草中")
        return
    what, why = STEPS[meeting.state]
    yield Task(what, title, url, why, day if meeting.state == "planned" else None)


# ---- the calendar ----


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the meetings to come, and the days until which the unit is asked for its opinion or its consent."""
    unit = desk.actor.unit_id or 0
    for row in list_coming(desk.conference_id, None if desk.actor.is_office else unit, desk.at - BACK):
        yield FeedEntry(
            record_name(row),
            row.version,
            f"/meetings/{row.pk}",
            "会议",
            row.title,
            starts_at=row.starts_at,
            ends_at=row.closed_at or row.starts_at + LASTS,
            place=row.place,
        )
    if desk.speaks:
        yield from _windows(desk, unit)


def _windows(desk: Desk, unit: int) -> Iterator[FeedEntry]:
    for row in list_asked(desk.conference_id, unit):
        own, due = (record_name(row), row.version), (row.due_on, row.due_derivation)
        yield FeedEntry(*own, f"/topics/{row.topic_id}", "书面意见", row.topic.title, *due)
    for one in minutes_in_consent(desk.conference_id, desk.day, desk.is_on("silent_consent")):
        minutes = one.minutes
        if minutes.consent_due_on is not None and unit in one.table.waiting():
            own, title = (record_name(minutes), minutes.version), f"{minutes.meeting.title}纪要"
            due = (minutes.consent_due_on, minutes.consent_derivation)
            yield FeedEntry(*own, f"/minutes/{minutes.pk}", "会签", title, *due)
