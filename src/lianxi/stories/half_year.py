"""Half a year of a played conference: topics, a meeting whose consent is open, obligations with every light, an
accident followed to its closing report."""

import base64
from datetime import datetime, timedelta
from typing import Any

from lianxi.bodies.actions import propose_member_change
from lianxi.bodies.models import Conference
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import SeatKind, timer_of
from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import is_workday
from lianxi.ledger.actions import (
    add_evidence,
    draft_circular,
    enter_obligation,
    hand_back,
    issue_circular,
    issue_due_slips,
    issue_looked,
    merge_obligation,
    receive_slip,
    return_obligation,
    show_circular,
    waive_part,
)
from lianxi.ledger.models import Circular, Obligation, Slip
from lianxi.ledger.queries.slips import find_turns, ladder_on
from lianxi.ledger.rules.slips import TO_CONVENER
from lianxi.meetings.actions import ask_opinions, enter_assigned_topic, issue_minutes, raise_objection
from lianxi.meetings.facts import present_revision
from lianxi.meetings.models import Minutes
from lianxi.papers.files import Upload
from lianxi.stories.accident import follow_accident
from lianxi.stories.checked import check_together
from lianxi.stories.founding import found_shipped
from lianxi.stories.locality import delegate, found_district, take_on
from lianxi.stories.matters import (
    ATTENDING,
    acute_poisoning,
    dust_inspection,
    insurance_coverage,
    patient_aid,
    project_sharing,
    training_week,
)
from lianxi.stories.monitoring import find_and_warn, find_today
from lianxi.stories.patients import protect_patients
from lianxi.stories.projected import bring_projects
from lianxi.stories.published import publish
from lianxi.stories.story import Story
from lianxi.stories.supervised import supervise
from lianxi.stories.worked import carry_out

# A white dot, standing for a photo.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)


def play_half_year(now: datetime | None = None, *, with_district: bool = False) -> Conference:
    """Found a demonstration conference and play it up to `now`, today by default.

    With a district it gets a made-up conference below it, and delegates to it.
    """
    now = now or datetime.now(CHINA)
    start = (now - timedelta(days=183)).replace(hour=9, minute=0, second=0, microsecond=0)
    story = Story(found_shipped("QZ", start, is_demo=True), start)
    _first_meeting(story, now)
    _work(story)
    planned = _assign(story)
    _circular(story)
    _share(story, *planned)
    if with_district:
        _delegate(story)
    carry_out(story)
    protect_patients(story)
    check_together(story)
    story.at = max(story.at, _workday_before(now - timedelta(days=24), 9))
    find_and_warn(story)
    _remind(story)
    story.at = max(story.at, _workday_before(now - timedelta(days=22), 9))
    follow_accident(story)
    supervise(story)
    bring_projects(story)
    publish(story)
    _second_meeting(story, now)
    _remind(story)
    _today(story)
    find_today(story)
    return story.conference


def _first_meeting(story: Story, now: datetime) -> None:
    today = day_of(now)
    matters = [
        dust_inspection(today, 90),
        project_sharing(today, 2),
        patient_aid(today, -5),
        acute_poisoning(today, -40),
        insurance_coverage(today, -60),
    ]
    topics = [story.propose(matter) for matter in matters]
    story.wait_days(3)
    title = f"{story.at.year}年第一次全体会议"
    meeting = story.call(title, "regular", topics, starts_at=story.later(7))
    if meeting.notice is not None:
        story.receive(meeting.notice, ATTENDING)
    story.wait_days(7)
    story.attend(meeting, ATTENDING, substitute="市总工会")
    minutes = story.circulate(story.decide(meeting, matters))
    story.wait_days(1)
    story.consent(minutes, ATTENDING)
    story.wait(hours=3)
    paper = issue_minutes(story.convener, story.at, minutes_id=minutes.pk)
    story.wait(hours=2)
    story.receive(paper, ATTENDING)


def _work(story: Story) -> None:
    dust, sharing, aid, dangers, insurance = Obligation.objects.filter(conference=story.conference).order_by(
        "pk"
    )
    story.wait_days(2)
    for obligation in (dust, sharing, aid, insurance):
        story.acknowledge(obligation)
    story.wait_days(40)
    story.report(dust, "已检查在建项目86个，督促整改问题41项，正在复查。", done=False, file="检查进展表.txt")
    story.finish_parts(insurance, "已配合提供重点行业会员企业名单，本单位部分完成。")
    story.report(
        insurance,
        "已核查重点行业用人单位312家，参保276家，其余已责令参保。",
        done=True,
        file="参保核查表.txt",
    )
    story.wait_days(3)
    story.verify(insurance)
    story.finish_parts(aid, "已提供医疗保障和诊断数据，本单位部分完成。")
    story.report(aid, "摸底初步完成。", done=True, file="摸底情况报告.txt")
    story.wait_days(2)
    return_obligation(
        story.office, story.at, obligation_id=aid.pk, reason="名册缺少县（市、区）分布，请补充。"
    )
    story.acknowledge(dangers)


def _assign(story: Story) -> tuple[Obligation, Obligation, Obligation]:
    """Enter matters assigned from above: two of one kind, and one that its unit will hand back."""
    due = day_of(story.at) + timedelta(days=150)

    def entered(title: str, lead: str, **values: Any) -> Obligation:
        given = {"origin": "assignment", "source_label": "市人民政府督办通知", "due_on": due, **values}
        unit = story.unit(lead).pk
        return enter_obligation(story.office, story.at, title=title, text=title, lead_unit_id=unit, **given)

    first = entered("建筑工地粉尘危害情况统计", "市应急局")
    second = entered("在建工地粉尘危害治理进展汇总", "市住建局", evidence_kinds=("table", "photo"))
    third = entered("建筑行业用人单位职业病危害监督检查情况汇总", "市发改委")
    return first, second, third


def _share(story: Story, first: Obligation, second: Obligation, third: Obligation) -> None:
    """Merge what is one matter by the circular that said so; a unit hands back what is not its own."""
    story.wait_days(1)
    circular = Circular.objects.filter(conference=story.conference).latest("pk")
    merge_obligation(
        story.office,
        story.at,
        obligation_id=first.pk,
        into_id=second.pk,
        reason="与住建部门牵头的汇总为同一件事，通报要求合并办理",
        decision=circular.paper.number if circular.paper else "",
    )
    story.wait_days(1)
    hand_back(
        story.speaker("市发改委"),
        story.at,
        obligation_id=third.pk,
        named_unit_id=story.unit("市住建局").pk,
        clause="QZ-3-11-2",
        reason="对建筑行业用人单位职业病防治工作的指导、检查写在住建部门的职责里，我委没有这项职责。",
    )


def _delegate(story: Story) -> None:
    """Give two matters to the district's conference: one it takes on and reports, one still waits there."""
    district = found_district(story.conference, story)
    story.wait_days(1)
    dust = Obligation.objects.filter(conference=story.conference, lead_unit__name="市住建局").earliest("pk")
    taken = delegate(story, district.conference, dust, "请检查辖区全部在建工地，按周反馈。")
    mine = Obligation.objects.filter(conference=story.conference, lead_unit__name="市应急局")
    open_one = mine.filter(closed_at__isnull=True).earliest("pk")
    delegate(story, district.conference, open_one, "请核对辖区内的用人单位并报送名单。")
    district.at = story.at + timedelta(hours=2)
    take_on(district, taken)


def _remind(story: Story) -> None:
    """Let the system remind as every morning, and the office send what it has looked at; their units sign for it."""
    issue_due_slips(timer_of(story.conference.pk), story.at)
    day, calendar = story.at.date(), calendar_now()
    turns = find_turns(story.conference.pk, ladder_on(story.conference.pk, day).steps, day, calendar)
    # A letter leaves on a working day only.
    if turns and is_workday(day, calendar):
        issue_looked(story.office, story.at, obligation_ids=tuple(turn.row.pk for turn in turns))
    story.wait(hours=1)
    waiting = Slip.objects.filter(conference=story.conference, received_at__isnull=True)
    waiting = waiting.exclude(label=TO_CONVENER)
    for slip in waiting.select_related("unit").order_by("pk"):
        receive_slip(story.speaker(slip.unit.name), story.at, slip_id=slip.pk)


def _circular(story: Story) -> None:
    story.wait_days(10)
    circular = draft_circular(story.office, story.at, as_of=story.at)
    show_circular(story.office, story.at, circular_id=circular.pk)
    story.wait_days(7)
    issue_circular(story.office, story.at, circular_id=circular.pk)


def _workday_before(moment: datetime, hour: int) -> datetime:
    moment = moment.replace(hour=hour, minute=0, second=0, microsecond=0)
    while not is_workday(moment.date()):
        moment -= timedelta(days=1)
    return moment


def _second_meeting(story: Story, now: datetime) -> None:
    story.at = max(story.at, _workday_before(now - timedelta(days=12), 9))
    sitting = _workday_before(now - timedelta(days=3), 15)
    today = day_of(now)
    matters = [acute_poisoning(today, 45), dust_inspection(today, 60), training_week(today)]
    topics = [story.propose(matter) for matter in matters]
    title = f"{story.at.year}年第二次全体会议"
    meeting = story.call(title, "regular", topics, starts_at=sitting)
    if meeting.notice is not None:
        story.receive(meeting.notice, ATTENDING[:6])
    story.at = sitting
    story.attend(meeting, ATTENDING, late="市医保局", substitute="市总工会")
    minutes = story.circulate(story.decide(meeting, matters))
    # Not moved on to a working day: the story must not overtake today.
    story.wait(hours=19)
    story.consent(minutes, ATTENDING[:5])
    _object(story, minutes)


def _object(story: Story, minutes: Minutes) -> None:
    key = next(p["key"] for p in present_revision(minutes).paragraphs if p["key"].startswith("d"))
    raise_objection(
        story.actor_of_member("市应急局"),
        story.at,
        minutes_id=minutes.pk,
        paragraph=key,
        text="抄送清单涉及县级数据，期限内汇总有困难，建议分两步完成。",
    )


def _today(story: Story) -> None:
    story.wait(hours=4)
    topic = story.propose(project_sharing(day_of(story.at), 30))
    units = tuple(story.unit(name).pk for name in ("市发改委", "市卫健委", "市人社局"))
    ask_opinions(story.office, story.at, topic_id=topic.pk, unit_ids=units)
    enter_assigned_topic(
        story.office,
        story.at,
        kind="assigned",
        title="尘肺病患者救助情况",
        text="请研究全市尘肺病患者救助情况并报告。",
        source_body="市人民政府",
        clause="QZ-1-02",
        answer_due_on=day_of(story.at) + timedelta(days=20),
    )
    dust = Obligation.objects.filter(conference=story.conference, lead_unit__name="市住建局").earliest("pk")
    story.finish_parts(dust, "已参加联合检查，本单位部分完成。", leaving=("市总工会",))
    union = dust.counit_set.get(unit__name="市总工会")
    deputy = story.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
    reason = "检查已由市卫健委、市住建局联合完成，工会另行组织职工监督"
    waive_part(deputy, story.at, part_id=union.pk, reason=reason)
    add_evidence(
        story.speaker("市住建局"),
        story.at,
        obligation_id=dust.pk,
        kind="photo",
        title="湿式作业整改后",
        file=Upload("整改后.png", DOT, "image/png"),
        place="丰泽区某在建工地",
        taken_on=day_of(story.at) - timedelta(days=1),
    )
    story.report(dust, "专项检查基本完成，复查合格率96%，申请办结。", done=True, file="检查结果表.txt")
    liaison = story.speaker("市科技局")
    propose_member_change(
        liaison,
        story.at,
        seat_id=liaison.seat_id or 0,
        person_name="市科技局·办公室成员（继任）",
        title="副科长",
        reason="工作变动",
    )
