"""Half a year of a played conference: topics, a meeting whose consent is open, obligations with every light."""

from datetime import datetime, timedelta

from lianxi.bodies.actions import propose_member_change
from lianxi.bodies.models import Conference
from lianxi.cli.founding import found_shipped
from lianxi.cli.matters import (
    ATTENDING,
    acute_poisoning,
    dust_inspection,
    insurance_coverage,
    patient_aid,
    project_sharing,
    training_week,
)
from lianxi.cli.story import Story
from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import is_workday
from lianxi.ledger.actions import draft_circular, issue_circular, return_obligation, show_circular
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import ask_opinions, enter_assigned_topic, issue_minutes, raise_objection
from lianxi.meetings.facts import present_revision
from lianxi.meetings.models import Minutes


def play_half_year(now: datetime | None = None) -> Conference:
    """This function will found a demonstration conference and play it up to `now`, today by default."""
    now = now or datetime.now(CHINA)
    start = (now - timedelta(days=183)).replace(hour=9, minute=0, second=0, microsecond=0)
    story = Story(found_shipped("QZ", start, is_demo=True), start)
    _first_meeting(story, now)
    _work(story)
    _circular(story)
    _second_meeting(story, now)
    _today(story)
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
    story.report(
        insurance,
        "已核查重点行业用人单位312家，参保276家，其余已责令参保。",
        done=True,
        file="参保核查表.txt",
    )
    story.wait_days(3)
    story.verify(insurance)
    story.report(aid, "摸底初步完成。", done=True, file="摸底情况报告.txt")
    story.wait_days(2)
    return_obligation(
        story.office, story.at, obligation_id=aid.pk, reason="名册缺少县（市、区）分布，请补充。"
    )
    story.acknowledge(dangers)


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
    due = day_of(story.at) + timedelta(days=5)
    units = tuple(story.unit(name).pk for name in ("市发改委", "市卫健委", "市人社局"))
    ask_opinions(story.office, story.at, topic_id=topic.pk, unit_ids=units, due_on=due)
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
