"""The whole procedure once: from topics to an issued minute, obligations and a circular, with files."""

from datetime import datetime, timedelta
from pathlib import Path

from lianxi.bodies.actions import confirm_founding, confirm_member_change, propose_member_change
from lianxi.bodies.models import Conference
from lianxi.core.words import day_of
from lianxi.ledger.actions import draft_circular, issue_circular, show_circular
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import (
    ask_opinions,
    correct_minutes,
    give_consent,
    give_opinion,
    issue_minutes,
    raise_objection,
    reply_to_objection,
    revise_paragraph,
)
from lianxi.meetings.facts import present_revision
from lianxi.meetings.models import Minutes, Topic
from lianxi.meetings.queries.extracts import find_extract
from lianxi.papers.files import read_file
from lianxi.papers.layout import from_dict
from lianxi.papers.models import Paper
from lianxi.papers.ofd import render_ofd
from lianxi.papers.pdf import render_pdf
from lianxi.papers.rendering import render_files
from lianxi.stories.locality import delegate, found_district, take_on
from lianxi.stories.matters import ATTENDING, dust_inspection, insurance_coverage, training_week
from lianxi.stories.story import Matter, Say, Story


def play_procedure(conference: Conference, start: datetime, say: Say, target: Path) -> None:
    """Play steps 1 to 9 and write the issued papers into `target`."""
    story = Story(conference, start, say)
    say(f"依据建立文件成立{conference.name}：16 个成员单位、席位和规则各有条款", "QZ-2-1")
    confirm_founding(story.office, story.at)
    say("办公室确认读取结果", "QZ-2-5")
    _change_member(story)
    matters = [
        dust_inspection(day_of(start), 120),
        insurance_coverage(day_of(start), 40),
        training_week(day_of(start)),
    ]
    topics = [story.propose(matter) for matter in matters]
    _ask_opinion(story, topics[0])
    minutes = _hold_meeting(story, topics, matters)
    _agree(story, minutes)
    paper = _issue(story, minutes)
    _follow_up(story)
    _delegate(story)
    _circulate(story)
    _write(target, story, paper)


def _change_member(story: Story) -> None:
    liaison = story.speaker("市住建局")
    change = propose_member_change(
        liaison,
        story.at,
        seat_id=liaison.seat_id or 0,
        person_name="市住建局·办公室成员（继任）",
        title="科长",
        reason="工作变动",
    )
    story.say("市住建局提出成员调整", "QZ-2-4")
    story.wait(hours=2)
    confirm_member_change(
        story.convener, story.at, change_id=change.pk, effective_on=day_of(story.at) + timedelta(days=1)
    )
    story.say("联席会议确定成员调整，自次日起；此前的公文仍用原姓名和职务", "QZ-2-4")
    story.wait_days(1)


def _ask_opinion(story: Story, topic: Topic) -> None:
    due = day_of(story.at) + timedelta(days=7)
    unit = story.unit("市总工会")
    (asked,) = ask_opinions(story.office, story.at, topic_id=topic.pk, unit_ids=(unit.pk,), due_on=due)
    story.say("办公室就议题征求市总工会书面意见", "QZ-4-3")
    story.wait_days(2)
    actor = story.speaker("市总工会")
    give_opinion(
        actor, story.at, opinion_id=asked.pk, stance="amend", text="建议邀请职工代表参加检查。", seen=1
    )
    story.say("市总工会答复意见，意见与所看文本的版本一同保存", "QZ-4-3")


def _hold_meeting(story: Story, topics: list[Topic], matters: list[Matter]) -> Minutes:
    title = f"{day_of(story.at).year}年第一次全体会议"
    meeting = story.call(title, "regular", topics, starts_at=story.later(5))
    if meeting.notice is not None:
        story.receive(meeting.notice, ATTENDING)
    story.say(f"{len(ATTENDING)} 个单位签收会议通知", "QZ-4-2")
    story.wait_days(5)
    story.attend(meeting, ATTENDING, late="市医保局", substitute="市总工会")
    return story.decide(meeting, matters)


def _agree(story: Story, minutes: Minutes) -> None:
    minutes = story.circulate(minutes)
    story.wait_days(1, 10)
    key = next(p["key"] for p in present_revision(minutes).paragraphs if p["key"].startswith("d"))
    objector = story.actor_of_member("市住建局")
    objection = raise_objection(
        objector, story.at, minutes_id=minutes.pk, paragraph=key, text="应写明检查覆盖全部在建项目。"
    )
    story.say("市住建局对一段提出异议：应写明检查范围", "QZ-4-1")
    story.consent(minutes, [unit for unit in ATTENDING if unit != "市住建局"])
    story.wait(hours=3)
    own = next(p for p in present_revision(minutes).paragraphs if p["key"] == key)
    text = own["text"].replace("专项检查，", "专项检查，覆盖全部在建项目，")
    revise_paragraph(
        story.office,
        story.at,
        minutes_id=minutes.pk,
        key=key,
        text=text,
        seen=own["hash"],
        reason="采纳市住建局异议",
    )
    reply_to_objection(
        story.office, story.at, objection_id=objection.pk, reply="已采纳，写明覆盖全部在建项目。"
    )
    story.say("办公室采纳并答复；只有这一段的同意作废，请与会单位重新表态", "QZ-4-1")
    story.wait(hours=5)
    story.consent(minutes, ATTENDING[:-1])
    minutes.refresh_from_db()
    give_consent(
        story.actor_of_member("市总工会"),
        story.at,
        minutes_id=minutes.pk,
        revision=minutes.revision,
        stance="reserve",
        reservation="建议同时检查噪声危害。",
    )
    story.say("市总工会同意印发并保留意见，意见记录在案", "QZ-4-1")


def _issue(story: Story, minutes: Minutes) -> Paper:
    story.wait(hours=1)
    paper = issue_minutes(story.convener, story.at, minutes_id=minutes.pk)
    story.say(f"召集人签发，印发{paper.number}，抄报市人民政府；议定事项转为台账事项", "QZ-4-1")
    story.wait(hours=1)
    story.receive(paper, ATTENDING)
    story.say(f"{len(ATTENDING)} 个单位签收纪要", "QZ-4-2")
    correction = correct_minutes(
        story.convener, story.at, minutes_id=minutes.pk, wrong="三楼会议室", right="四楼会议室"
    )
    story.say(f"纪要印发后不可更改，以{correction.number}更正", "QZ-4-1")
    return paper


def _follow_up(story: Story) -> None:
    first, second = Obligation.objects.filter(conference=story.conference).order_by("pk")
    story.wait_days(1)
    story.acknowledge(first)
    story.acknowledge(second)
    story.wait_days(20)
    story.report(first, "已检查在建项目86个，督促整改问题41项，继续推进。", done=False, file="检查进展表.txt")
    story.finish_parts(second, "已配合提供会员企业名单，本单位部分完成。")
    story.report(
        second, "已核查重点行业用人单位312家，参保276家，其余已责令参保。", done=True, file="参保核查表.txt"
    )
    story.wait_days(2)
    story.verify(second)


def _circulate(story: Story) -> None:
    story.wait(hours=2)
    circular = draft_circular(story.office, story.at, as_of=story.at)
    story.say("办公室按台账起草通报，每个数字都连着记录", "QZ-4-4")
    show_circular(story.office, story.at, circular_id=circular.pk)
    story.wait_days(7)
    circular = issue_circular(story.office, story.at, circular_id=circular.pk)
    story.say(f"印发{circular.paper.number if circular.paper else ''}", "QZ-4-4")


def _delegate(story: Story) -> None:
    """Give a running matter to a district's conference; what it does stands in a chain of its own."""
    running = Obligation.objects.filter(conference=story.conference, closed_at__isnull=True)
    district = found_district(story.conference, story)
    offer = delegate(story, district.conference, running.earliest("pk"), "请检查辖区全部在建工地，按周反馈。")
    district.at = story.at + timedelta(minutes=30)
    take_on(district, offer)
    story.say(f"{district.conference.short_name}接收为本级事项；责任仍在本联席会议的承办单位", "QZ-4-4")


def _write(target: Path, story: Story, minutes_paper: Paper) -> None:
    for paper in Paper.objects.filter(conference=story.conference).select_related("file"):
        (target / f"{paper.number}.docx").write_bytes(read_file(paper.file))
        pdf = render_pdf(from_dict(paper.document))
        (target / f"{paper.number}.pdf").write_bytes(pdf)
        (target / f"{paper.number}.ofd").write_bytes(render_ofd(pdf))
    for unit in ATTENDING:
        extract = find_extract(minutes_paper, unit)
        if extract is not None:
            stem, files = f"{minutes_paper.number}-摘编-{unit}", render_files(extract)
            (target / f"{stem}.docx").write_bytes(files.docx)
            (target / f"{stem}.pdf").write_bytes(files.pdf)
            (target / f"{stem}.ofd").write_bytes(files.ofd)
