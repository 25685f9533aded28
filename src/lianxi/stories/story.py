"""A played conference: the procedure step by step, through the same actions that the pages call.

The demonstration command and the half-year demonstration are both told with these verbs. Actors are
named by their seat.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lianxi.bodies.models import Conference, Tenure, Unit
from lianxi.bodies.queries import actor_for, find_unit, in_force
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import is_workday
from lianxi.ledger.actions import acknowledge_obligation, report_progress, verify_obligation
from lianxi.ledger.models import CoUnit, Obligation
from lianxi.meetings.actions import (
    accept_topic,
    add_agenda_item,
    call_meeting,
    circulate_minutes,
    close_meeting,
    draft_minutes,
    give_consent,
    open_meeting,
    plan_meeting,
    propose_topic,
    record_attendance,
    record_course,
    record_decision,
    record_outcome,
)
from lianxi.meetings.models import Meeting, Minutes, Topic
from lianxi.papers.actions import receive_paper
from lianxi.papers.files import Upload
from lianxi.papers.models import Paper

Say = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Task:
    """A decision to be recorded: text, lead, co-units, days until due from today, evidence, duty clause."""

    text: str
    lead: str
    co_units: tuple[str, ...]
    due_on: date
    evidence: str
    clause: str
    cycle: str = "once"


@dataclass(frozen=True, slots=True)
class Matter:
    """A topic with what comes of it at the meeting."""

    title: str
    unit: str
    clause: str
    text: str
    outcome: str
    tasks: tuple[Task, ...] = ()
    result: str = "settled"


@dataclass
class Story:
    """One conference being played; `at` is the story's present moment and only moves forward."""

    conference: Conference
    at: datetime
    say: Say = field(default=lambda _step, _clause: None)

    def wait(self, **spans: float) -> None:
        """Let time pass in the story."""
        self.at += timedelta(**spans)

    def later(self, days: int, hour: int = 9) -> datetime:
        """Return an hour of a later day, moved on to a working day."""
        moment = (self.at + timedelta(days=days)).astimezone(CHINA).replace(hour=hour, minute=0)
        while not is_workday(moment.date()):
            moment += timedelta(days=1)
        return moment

    def wait_days(self, days: int, hour: int = 9) -> None:
        """Go on to an hour of a later working day."""
        self.at = self.later(days, hour)

    def actor(self, kind: SeatKind, unit: str = "") -> Actor:
        """Return the actor in a seat of that kind and unit, of any unit where none is named."""
        held = Tenure.objects.filter(in_force(day_of(self.at)), conference=self.conference, seat__kind=kind)
        held = held.filter(seat__unit__name=unit) if unit else held
        return actor_for(held.select_related("seat__unit").earliest("seat__ordinal", "pk"))

    def speaker(self, unit: str) -> Actor:
        """Return the seat that does a unit's daily work: its liaison, else its member."""
        for kind in (SeatKind.OFFICE_MEMBER, SeatKind.OFFICE_DEPUTY):
            held = Tenure.objects.filter(conference=self.conference, seat__kind=kind, seat__unit__name=unit)
            if held.exists():
                return self.actor(kind, unit)
        return self.actor(SeatKind.MEMBER, unit)

    def actor_of_member(self, unit: str) -> Actor:
        """Return the seat of a unit's conference member."""
        return self.actor(SeatKind.MEMBER, unit)

    @property
    def office(self) -> Actor:
        return self.actor(SeatKind.OFFICE_DIRECTOR)

    @property
    def convener(self) -> Actor:
        return self.actor(SeatKind.CONVENER)

    def unit(self, name: str) -> Unit:
        """Return a member unit by its name or alias."""
        found = find_unit(self.conference, name, day_of(self.at))
        if found is None:
            raise LookupError(name)
        return found

    def propose(self, matter: Matter) -> Topic:
        """Put a matter to the office and have it accepted."""
        topic = propose_topic(
            self.speaker(matter.unit), self.at, title=matter.title, text=matter.text, clause=matter.clause
        )
        self.say(f"{matter.unit}提出议题“{matter.title}”", matter.clause)
        self.wait(minutes=20)
        return accept_topic(self.office, self.at, topic_id=topic.pk)

    def call(self, title: str, kind: str, topics: Sequence[Topic], *, starts_at: datetime) -> Meeting:
        """Plan a meeting on the topics and send its notice; units sign for it."""
        meeting = plan_meeting(
            self.office, self.at, kind=kind, title=title, starts_at=starts_at, place="市卫健委三楼会议室"
        )
        for topic in topics:
            add_agenda_item(self.office, self.at, meeting_id=meeting.pk, topic_id=topic.pk)
        meeting = call_meeting(self.office, self.at, meeting_id=meeting.pk)
        self.say(f"办公室印发会议通知（{meeting.notice.number if meeting.notice else ''}）", "QZ-4-1")
        return meeting

    def receive(self, paper: Paper, units: Sequence[str]) -> None:
        """Have units sign for a paper."""
        for unit in units:
            recipient = paper.recipients.get(unit=self.unit(unit))
            receive_paper(self.speaker(unit), self.at, recipient_id=recipient.pk)

    def attend(self, meeting: Meeting, units: Sequence[str], *, late: str = "", substitute: str = "") -> None:
        """Open the meeting with these units; one may be late, one sends a substitute."""
        open_meeting(self.office, self.at, meeting_id=meeting.pk)
        self.say("会议由召集人主持，会议开始", "QZ-4-1")
        chair = Tenure.objects.select_related("person").get(
            in_force(day_of(self.at)), conference=self.conference, seat_id=self.convener.seat_id
        )
        record_course(
            self.office,
            self.at,
            meeting_id=meeting.pk,
            chair=chair.person.name,
            chair_title="召集人",
            began_at=self.at,
        )
        for name in units:
            record_attendance(
                self.office,
                self.at,
                meeting_id=meeting.pk,
                unit_id=self.unit(name).pk,
                role="substitute" if name == substitute else "member",
                person_name=f"{name}代表",
                from_item=2 if name == late else 1,
            )
        self.say(f"登记到会：{len(units)} 个单位", "QZ-4-1")

    def decide(self, meeting: Meeting, matters: Sequence[Matter]) -> Minutes:
        """Write outcomes and decisions, close the meeting and draft its minutes."""
        for item, matter in zip(meeting.items.filter(ordinal__gt=0), matters, strict=True):
            record_outcome(
                self.office, self.at, item_id=item.pk, text=matter.outcome, result=matter.result, seen=0
            )
            for task in matter.tasks:
                self._record(item.pk, task)
        close_meeting(self.office, self.at, meeting_id=meeting.pk, absent=True)
        self.say("会议结束，逐项记录议定情况", "QZ-4-1")
        self.wait(hours=4)
        minutes = draft_minutes(self.office, self.at, meeting_id=meeting.pk)
        self.say("由议程和议定情况起草纪要", "QZ-4-1")
        return minutes

    def _record(self, item_id: int, task: Task) -> None:
        record_decision(
            self.office,
            self.at,
            item_id=item_id,
            text=task.text,
            lead_unit_id=self.unit(task.lead).pk,
            co_unit_ids=tuple(self.unit(name).pk for name in task.co_units),
            due_on=task.due_on,
            cycle=task.cycle,
            evidence_wanted=task.evidence,
            clause=task.clause,
        )

    def circulate(self, minutes: Minutes) -> Minutes:
        """Send the minutes to the attending units for consent."""
        minutes = circulate_minutes(self.office, self.at, minutes_id=minutes.pk)
        self.say(f"纪要送与会单位会签，期限 {minutes.consent_due_on}", "QZ-4-1")
        return minutes

    def consent(self, minutes: Minutes, units: Sequence[str]) -> None:
        """Have units agree to the present revision."""
        for unit in units:
            minutes.refresh_from_db()
            actor = self.actor(SeatKind.MEMBER, unit)
            give_consent(actor, self.at, minutes_id=minutes.pk, revision=minutes.revision)
        self.say(f"{len(units)} 个单位同意纪要第 {minutes.revision} 版", "QZ-4-1")

    def acknowledge(self, obligation: Obligation) -> None:
        """Have the lead and the co-units sign for an obligation."""
        names = [
            obligation.lead_unit.name,
            *CoUnit.objects.filter(obligation=obligation).values_list("unit__name", flat=True),
        ]
        for name in names:
            acknowledge_obligation(self.speaker(name), self.at, obligation_id=obligation.pk)
        self.say(f"{'、'.join(names)}签收事项 {obligation.number}", "QZ-4-2")

    def finish_parts(self, obligation: Obligation, text: str, *, leaving: Sequence[str] = ()) -> None:
        """Have the co-units report their own parts as finished, but those in `leaving`."""
        parts = CoUnit.objects.filter(obligation=obligation, state="working").exclude(unit__name__in=leaving)
        for name in parts.order_by("pk").values_list("unit__name", flat=True):
            actor = self.speaker(name)
            report_progress(actor, self.at, obligation_id=obligation.pk, text=text, done=True)
        self.say(f"协办单位完成事项 {obligation.number} 的本单位部分", "QZ-4-2")

    def report(self, obligation: Obligation, text: str, *, done: bool, file: str = "") -> None:
        """Have the lead report, with a file where one is named."""
        files = (Upload(file, f"{obligation.title}\n{text}\n".encode()),) if file else ()
        actor = self.speaker(obligation.lead_unit.name)
        report_progress(actor, self.at, obligation_id=obligation.pk, text=text, files=files, done=done)
        self.say(f"{actor.label}反馈事项 {obligation.number}{'，申请办结' if done else ''}", "QZ-4-2")

    def verify(self, obligation: Obligation) -> None:
        """Have the office verify and close an obligation."""
        verify_obligation(self.office, self.at, obligation_id=obligation.pk)
        self.say(f"办公室核验，事项 {obligation.number} 办结", "QZ-4-4")
