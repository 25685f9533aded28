"""Pages of meetings: the list, planning, and one meeting from its notice to its minutes."""

import re
from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from lianxi.bodies.queries import find_rule
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import Actor
from lianxi.core.words import CHINA, date_with_weekday, day_of, moment_text
from lianxi.core.workdays import count_workdays, day_off_name
from lianxi.meetings.queries import (
    MeetingPage,
    get_meeting_page,
    list_meetings,
    list_topic_pool,
)
from lianxi.meetings.queries.choices import Member, list_clause_groups, list_members
from lianxi.meetings.queries.records import find_meeting
from lianxi.meetings.rows import AgendaItemRow, AttendanceRow, DecisionRow, MeetingRow, MeetingUnitRow
from lianxi.meetings.rules.attaching import of_meeting
from lianxi.meetings.rules.decisions import Fault, faults_of
from lianxi.meetings.rules.machines import (
    CYCLES,
    DECISION_KINDS,
    MEETING,
    MEETING_KINDS,
    MEETING_SCOPES,
    MINUTES,
    RESULTS,
    ROLES,
)
from lianxi.meetings.rules.reckoned import binding_of, facts_of_meeting
from lianxi.papers.attaching import list_attachments
from lianxi.web.meetings.shapes import (
    SittingsAttendanceLine,
    SittingsCourse,
    SittingsDecisionView,
    SittingsItemView,
    SittingsListLine,
)
from lianxi.web.meetings.stages import stages_of
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.offers import Offer, actor_of, drafts_under, offers, speaks
from lianxi.web.shared.pages import clause_view, conference_of, own_record, record_url, seated, timeline
from lianxi.web.shared.shapes import PagesWordsView
from lianxi.web.shared.tables import offered

HISTORY = 12
# Working days before a meeting under which the page says that it is near; for notice alone, nothing is refused.
SHORT_NOTICE = 3
UNIT_ROLES = {code: label for code, label in ROLES.items() if code != "guest"}


@seated
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Show meetings to come and meetings held."""
    own = conference_of(request)
    coming, past = list_meetings(own, ended=False), list_meetings(own, ended=True)
    context = {
        "title": "会议",
        "coming": [_list_row(meeting) for meeting in coming],
        "past": [_list_row(meeting) for meeting in past],
        "can": offers(actor_of(request), "meetings.meeting.plan"),
        "files": offered(request, "/meetings/export"),
    }
    return render(request, "meetings/list.html", context)


def _list_row(meeting: MeetingRow) -> SittingsListLine:
    minutes = getattr(meeting, "minutes", None)
    return {
        "meeting": meeting,
        "when": f"{date_with_weekday(day_of(meeting.starts_at))} {meeting.starts_at.astimezone(CHINA):%H:%M}",
        "kind": MEETING_KINDS[meeting.kind],
        "scope": MEETING_SCOPES[meeting.scope],
        "state": MEETING.labels[meeting.state],
        "minutes": minutes,
        "minutes_state": MINUTES.labels[minutes.state] if minutes else "",
    }


def _called_from(request: HttpRequest, usual: dict[str, str]) -> dict[str, str]:
    """Fill a meeting's name where another record's page calls it; else what the last meeting proposes."""
    title = request.GET.get("title", "")[:200]
    return {**usual, "title": title, "kind": "special"} if title else usual


def _as_last_time(own: int, today: date) -> dict[str, str]:
    """Propose the next number of the year, and what the last meeting of all units was like: its kind and place."""
    held = [one for one in list_meetings(own, ended=True) if one.state == "held" and one.scope == "all"]
    number = 1 + sum(day_of(one.starts_at).year == today.year for one in held)
    figure = "一二三四五六七八九十"[number - 1] if number <= 10 else str(number)
    title = f"{today.year}年第{figure}次全体会议"
    if not held:
        return {"title": title}
    return {"title": title, "kind": held[0].kind, "place": held[0].place, "as_last": held[0].title}


@seated
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Show the form that plans a meeting."""
    origin = request.GET.get("origin", "")[:120]
    # What was typed for another meeting must not stand in one that a record calls.
    key = f"meeting-{re.sub(r'[^a-z0-9]+', '-', origin)}" if origin else "meeting-new"
    own, today = conference_of(request), day_of(timezone.now())
    usual = _called_from(request, _as_last_time(own, today))
    context = {
        "title": "筹备会议",
        "can": offers(actor_of(request), "meetings.meeting.plan"),
        "kinds": MEETING_KINDS.items(),
        "members": list_members(own, today),
        "pool": list_topic_pool(own),
        "as_last": usual.get("as_last", ""),
        "draft_key": key,
        "draft": {**usual, **find_draft(request, key)},
        "origin": origin,
    }
    return render(request, "meetings/new.html", context)


@seated
def meeting_past(request: HttpRequest) -> HttpResponse:
    """Show the form that enters a meeting held before."""
    context = {
        "title": "补登以往会议",
        "can": offers(actor_of(request), "meetings.meeting.enter_past"),
        "kinds": MEETING_KINDS.items(),
        "members": list_members(conference_of(request), day_of(timezone.now())),
    }
    return render(request, "meetings/past.html", context)


# ---- one meeting ----


@seated
def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting: agenda, units called, attendance, outcomes, decisions, what is next."""
    meeting = own_record(request, find_meeting, pk)
    actor, page, day = actor_of(request), get_meeting_page(meeting), day_of(timezone.now())
    can = _offers(actor, meeting, page)
    sitting, attend = can["item_record_outcome"].ok, can["attendance_record"].ok
    wanted = sitting or attend or can["meeting_change_units"].ok
    members = list_members(meeting.conference_id, day) if wanted else []
    drafts = drafts_under(request, f"meeting-{pk}-") if sitting else {}
    own = next((row for row in page.called if row.unit_id == actor.unit_id and speaks(actor)), None)
    context = {
        "title": meeting.title,
        "meeting": meeting,
        "minutes": getattr(meeting, "minutes", None),
        "own": own,
        "lead": _lead(meeting, page, own),
        "notes": _notes(meeting, day),
        "facts": _facts(meeting, page),
        "items": [_item_view(item, meeting, drafts) for item in page.items],
        "called": page.called,
        "signed": page.signed,
        "attendance": _attendance_rows(page, members),
        "guests": [row for row in page.attendances if row.role == "guest"],
        "roles": UNIT_ROLES.items(),
        "results": RESULTS.items(),
        "kinds": DECISION_KINDS.items(),
        "cycles": CYCLES.items(),
        "members": members,
        "unnoted": _unnoted(page),
        "uncalled": _uncalled(page, members),
        "uninvited": _uninvited(page, members),
        "pool": list_topic_pool(meeting.conference_id) if can["agenda_add"].ok else [],
        "groups": list_clause_groups(meeting.conference) if sitting else [],
        "sitting": sitting,
        "attend": attend,
        "office": actor.is_office,
        "agenda_open": can["agenda_add"].ok,
        "reorder": can["agenda_arrange"].ok,
        "here": f"/meetings/{pk}",
        "can": can,
        "course": _course(meeting),
        "stages": stages_of(meeting, getattr(meeting, "minutes", None)),
        "clause": None if sitting else _chair_clause(meeting, day),
        "files": list_attachments(actor, f"meetings.meeting:{pk}"),
        "writers": of_meeting(meeting.state),
        "entries": timeline(actor, *_records(meeting, page), of=meeting)[:HISTORY],
        "more_url": f"/journal?record=meetings.meeting:{pk}",
    }
    return render(request, "meetings/page.html", context)


def _records(meeting: MeetingRow, page: MeetingPage) -> list[str]:
    rows = [f"{row._meta.label_lower}:{row.pk}" for row in (*page.items, *page.decisions)]
    return [f"meetings.meeting:{meeting.pk}", *rows]


def _offers(actor: Actor, meeting: MeetingRow, page: MeetingPage) -> dict[str, Offer]:
    facts = facts_of_meeting(meeting, page.items, is_attended=bool(page.present_units()))
    steps = [f"meeting.{step}" for step in ("call", "open", "close", "cancel", "agree", "change_units")]
    steps += ["minutes.draft", "agenda.add", "agenda.fill", "agenda.arrange", "attendance.record"]
    steps += ["item.record_outcome", "meeting.move", "notice.note_replies"]
    return offers(actor, *[f"meetings.{step}" for step in steps], record=meeting, facts=facts)


def _chair_clause(meeting: MeetingRow, day: date) -> PagesWordsView | None:
    rule = find_rule(meeting.conference_id, "chair", day)
    return clause_view(rule.basis) if rule is not None else None


def _lead(meeting: MeetingRow, page: MeetingPage, own: MeetingUnitRow | None) -> dict[str, str]:
    if meeting.state == "called" and own is not None and not own.reply:
        return {"plain": f"定于{moment_text(meeting.starts_at)}召开；", "strong": "等你单位回复参会人员。"}
    return {"plain": _state_lead(meeting, page), "strong": ""}


def _state_lead(meeting: MeetingRow, page: MeetingPage) -> str:
    items, called, present = len(page.items), len(page.called), len(page.present_units())
    minutes = getattr(meeting, "minutes", None)
    if meeting.state == "planned" and not items:
        return "正在筹备：议程还是空的，列入议题后可以印发通知。"
    sentences = {
        "planned": f"正在筹备：{items} 项议程、{called} 个单位，印发通知后各单位签收。",
        "called": f"定于{moment_text(meeting.starts_at)}召开；{called} 个单位中 {page.replied} 个已回复参会人员。",
        "in_progress": f"会议进行中：{items} 项议程中 {page.concluded} 项已有结果，到会 {present} 个单位。",
        "held": f"会议已结束：到会 {present} 个单位，议定 {len(page.decisions)} 项；"
        + (f"纪要{MINUTES.labels[minutes.state]}。" if minutes else "等办公室起草纪要。"),
        "cancelled": "会议已取消，议题退回待列入议程。",
    }
    return sentences[meeting.state]


def _notes(meeting: MeetingRow, day: date) -> list[str]:
    """Say of a meeting to come that its day is off, or that it is near."""
    if meeting.state not in ("planned", "called"):
        return []
    on = day_of(meeting.starts_at)
    off, left = day_off_name(on, calendar_now()), count_workdays(day, on, calendar_now())
    notes = [f"开会日是休息日（{off}）。"] if off else []
    return notes + ([f"距开会只有 {left} 个工作日。"] if left < SHORT_NOTICE else [])


def _origin(meeting: MeetingRow) -> list[Fact]:
    if not meeting.origin:
        return []
    return [{"label": "来由", "value": meeting.origin_label, "url": record_url(meeting.origin)}]


def _facts(meeting: MeetingRow, page: MeetingPage) -> list[Fact]:
    notice = meeting.notice
    start = f"{date_with_weekday(day_of(meeting.starts_at))} {meeting.starts_at.astimezone(CHINA):%H:%M}"
    return [
        {"label": "状态", "value": MEETING.labels[meeting.state]},
        {"label": "时间", "value": start},
        {"label": "类别", "value": f"{MEETING_KINDS[meeting.kind]}，{MEETING_SCOPES[meeting.scope]}"},
        {"label": "地点", "value": meeting.place},
        *_origin(meeting),
        *_agreed(meeting),
        {
            "label": "通知",
            "value": notice.number if notice else "未印发",
            "url": f"/papers/{notice.pk}" if notice else "",
        },
        {"label": "到会", "value": f"{len(page.present_units())} 个单位" if page.attendances else "未登记"},
    ]


def _agreed(meeting: MeetingRow) -> list[Fact]:
    if meeting.agreed_at is None:
        return []
    return [{"label": "同意召开", "value": f"{meeting.agreed_by}，{moment_text(meeting.agreed_at)}"}]


def _course(meeting: MeetingRow) -> SittingsCourse:
    """Return the hours entered of a meeting in words, and the beginning its form proposes."""
    until = f"至{meeting.ended_at.astimezone(CHINA):%H:%M}" if meeting.ended_at else ""
    return {
        "hours": f"{moment_text(meeting.began_at)}{until}" if meeting.began_at else "",
        "began": meeting.began_at or meeting.starts_at,
    }


def _item_view(
    item: AgendaItemRow, meeting: MeetingRow, drafts: Mapping[str, Mapping[str, str]]
) -> SittingsItemView:
    key = f"meeting-{meeting.pk}-outcome-{item.pk}"
    decision_key = f"meeting-{meeting.pk}-decision-{item.pk}"
    standing = {"text": item.outcome, "result": item.result, "seen": str(item.outcome_number)}
    return {
        "item": item,
        "key": key,
        # A draft keeps the version it was typed on, so that an outdated one meets the merge page.
        "form": standing | dict(drafts.get(key, {})),
        "decision_key": decision_key,
        "decision": _decision_draft(drafts.get(decision_key, {})),
        "result": RESULTS[item.result],
        "decisions": [_decision_view(decision) for decision in getattr(item, "standing", ())],
    }


def _decision_draft(fields: Mapping[str, str]) -> Mapping[str, object]:
    return {**fields, "lead_unit_id": number_of(fields.get("lead_unit_id", ""))}


def _decision_view(decision: DecisionRow) -> SittingsDecisionView:
    row = {"key": f"d{decision.pk}", "text": decision.text, "binding": binding_of(decision)}
    # The fault about an empty text belongs to whole minutes, not to one decision.
    faults: list[Fault] = [fault for fault in faults_of([row]) if fault.key]
    return {
        "row": decision,
        "kind": DECISION_KINDS[decision.kind],
        "co_units": [one.unit.name for one in decision.co_units.all()],
        "co_ids": [one.unit_id for one in decision.co_units.all()],
        "cycle": CYCLES[decision.cycle],
        "faults": faults,
    }


def _attendance_rows(page: MeetingPage, members: list[Member]) -> list[SittingsAttendanceLine]:
    known = {row.unit_id: row for row in page.attendances if row.unit_id is not None}
    called = {row.unit_id: row for row in page.called}
    if not members:
        return [_attendance_row(row.organ, row, None, None) for row in known.values()]
    wanted = [one for one in members if one.unit_id in known or one.unit_id in called]
    return [_attendance_row(one.name, known.get(one.unit_id), one, called.get(one.unit_id)) for one in wanted]


def _attendance_row(
    name: str, row: AttendanceRow | None, member: Member | None, called: MeetingUnitRow | None
) -> SittingsAttendanceLine:
    person, post = (row.person_name, row.title) if row else expected(member, called.reply if called else "")
    return {
        "unit": name,
        "unit_id": member.unit_id if member else 0,
        "row": row,
        "role": ROLES[row.role] if row else "",
        "reply": called.reply if called else "",
        "person": person,
        "post": post,
        "from_item": row.from_item if row else 1,
        "until_item": row.until_item if row else None,
        "stands_for": row.stands_for if row else "",
    }


def expected(member: Member | None, reply: str) -> tuple[str, str]:
    """Return name and title of who is expected: the member, unless the unit replied that another comes."""
    if member is None or (reply and not (member.holder and member.holder in reply)):
        return reply[:80], ""
    return member.holder, member.title


def _uncalled(page: MeetingPage, members: list[Member]) -> list[Member]:
    called = {row.unit_id for row in page.called}
    return [one for one in members if one.unit_id not in called]


def _unnoted(page: MeetingPage) -> list[str]:
    """List the units called whose attendance nobody recorded yet."""
    known = {row.unit_id for row in page.attendances}
    return [row.unit.name for row in page.called if row.unit_id not in known]


def _uninvited(page: MeetingPage, members: list[Member]) -> list[Member]:
    known = {row.unit_id for row in page.attendances}
    return [one for one in _uncalled(page, members) if one.unit_id not in known]


urlpatterns: list[URLPattern] = [
    path("meetings", meeting_list, name="meetings"),
    path("meetings/past", meeting_past, name="meeting-past"),
    path("meetings/new", meeting_new, name="meeting-new"),
    path("meetings/<int:pk>", meeting_page, name="meeting"),
]
