"""A group accident of the played conference, from a hospital's call to its closing report."""

from datetime import timedelta

from lianxi.core.actors import SeatKind
from lianxi.core.words import day_of
from lianxi.incidents.actions import (
    add_follow_up,
    amend_incident,
    answer_letter,
    called,
    close_incident,
    conclude,
    enter_call,
    enter_count,
    enter_letter,
    explain,
    finish_follow_up,
    follow,
    form_group,
    lift_measure,
    note_measure,
    note_telling,
    open_incident,
    receive_telling,
    send_tellings,
    set_duty_phone,
    write_report,
)
from lianxi.incidents.models import Incident, Telling
from lianxi.incidents.queries.documents import draft_report
from lianxi.incidents.queries.grading import duties_of, load_whole
from lianxi.incidents.queries.lists import propose_units
from lianxi.ledger.actions import verify_obligation
from lianxi.ledger.models import Obligation
from lianxi.stories.story import Story

# Invented, as everything here; the numbers belong to nobody (000).
PHONES = (
    ("市委市政府总值班室", "值班室", "duty_office", "0595-00000001", "0595-00000001"),
    ("晋江市卫生健康局", "应急办", "county_health", "0595-00000002", "0595-00000003"),
    ("晋江市疾病预防控制中心", "值班室", "cdc", "0595-00000004", "0595-00000005"),
    ("晋江市示例医院", "总值班", "hospital", "0595-00000006", "0595-00000006"),
    ("市应急局", "指挥中心", "", "0595-00000007", "0595-00000008"),
    ("市总工会", "办公室", "", "0595-00000009", "0595-00000010"),
)
FOLLOWED = (
    ("对同类制鞋企业开展专项检查，结果报办公室", "市卫健委", "QZ-3-01-4"),
    ("跟踪用人单位整改，代表职工监督防范措施落实", "市总工会", "QZ-3-16-1"),
    ("做好受伤职工的工伤认定和待遇", "市人社局", "QZ-3-09-3"),
)


def follow_accident(story: Story) -> Incident:
    """Play the accident: the call, the event, two counts, tellings, a group, a letter, the closing."""
    for ordinal, (body, post, code, day_phone, night_phone) in enumerate(PHONES):
        set_duty_phone(
            story.office, story.at, body=body, post=post, call_code=code, ordinal=ordinal,
            day_phone=day_phone, night_phone=night_phone,
        )  # fmt: skip
    incident = _call(story)
    _tell(story, incident)
    _respond(story, incident)
    _count_again(story, incident)
    _conclude(story, incident)
    _close(story, incident)
    return Incident.objects.get(pk=incident.pk)


def _call(story: Story) -> Incident:
    staff = story.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
    incident = enter_call(
        staff,
        story.at,
        source_kind="hospital",
        told_at=story.at - timedelta(minutes=5),
        told_by="晋江市示例医院急诊科值班医师",
        place="晋江市陈埭镇某制鞋厂成型车间",
        content="收治五名成型车间工人，头晕、乏力，疑似胶粘剂中毒，其中一人较重，厂里已停工。",
        already="none",
        division="晋江市",
        kind="acute_poisoning",
        ill=5,
        dead=0,
        cause="疑似胶粘剂中 1,2-二氯乙烷",
        measures="工厂已自行停工，患者已收治",
        callback="0595-00000006",
    )
    story.say("市卫健委登记医院来电：五人疑似中毒", "QZ-4-3")
    story.wait(minutes=10)
    for code, whom in (("county_health", "晋江市卫生健康局"), ("cdc", "晋江市疾病预防控制中心")):
        note_telling(staff, story.at, incident_id=incident.pk, whom_kind=code, whom=whom, receiver="应急值班")
    story.wait(minutes=10)
    amend_incident(
        staff,
        story.at,
        incident_id=incident.pk,
        title="晋江市疑似急性职业中毒事件",
        kind="acute_poisoning",
        division="晋江市",
        place="晋江市陈埭镇某制鞋厂成型车间",
        employer="晋江市示例鞋业有限公司",
        hazard="1,2-二氯乙烷",
        occurred_at=story.at - timedelta(hours=3),
        is_industrial=True,
    )
    incident = open_incident(staff, story.at, incident_id=incident.pk)
    story.say(f"立为事件 {incident.number}", "QZ-1-05")
    return incident


def _tell(story: Story, incident: Incident) -> None:
    staff = story.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
    units = propose_units(incident, day_of(story.at))
    send_tellings(staff, story.at, incident_id=incident.pk, units=[one.key for one in units])
    story.say(f"告知 {'、'.join(one.name for one in units)}", "QZ-4-3")
    story.wait(minutes=12)
    tellings = Telling.objects.filter(incident=incident, unit__isnull=False).select_related("unit")
    for row in tellings.order_by("pk"):
        if "应急" not in row.whom:
            receive_telling(story.speaker(row.whom), story.at, telling_id=row.pk)
    story.wait(minutes=25)
    for row in tellings.filter(received_at=None).order_by("pk"):
        called(staff, story.at, telling_id=row.pk, receiver="指挥中心值班员")


def _respond(story: Story, incident: Incident) -> None:
    units = [story.unit(name).pk for name in ("市应急局", "市人社局")]
    form_group(
        story.office,
        story.at,
        incident_id=incident.pk,
        kind="first_response",
        lead_unit_id=story.unit("市卫健委").pk,
        basis_kind="law",
        basis="law_37",
        unit_ids=units,
    )
    own = incident.pk
    note_measure(
        story.office, story.at, authority="晋江市卫生健康局", what="封存胶粘剂，暂停成型作业",
        law="职业病防治法第六十四条", incident_id=own,
    )  # fmt: skip
    story.wait(minutes=40)
    enter_letter(
        story.speaker("市总工会"), story.at, kind="evacuate", number="泉工函〔示例〕1号", whom="涉事用人单位",
        text="建议立即组织成型车间人员撤离，查明毒物前不得恢复作业。", is_shared=True, incident_id=own,
    )  # fmt: skip


def _count_again(story: Story, incident: Incident) -> None:
    """In the afternoon there are eleven: the grade turns, what the law asks is made and noted."""
    story.wait(hours=4)
    liaison = story.speaker("市卫健委")
    own = incident.pk
    enter_count(
        liaison, story.at, as_of=story.at, ill=11, source="晋江市卫生健康局", entered_for="晋江市卫生健康局",
        exposed=46, incident_id=own,
    )  # fmt: skip
    story.say("续报：发病十一人，等级随之变化", "QZ-4-3")
    story.wait(minutes=15)
    staff = story.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
    for row in duties_of(load_whole(Incident.objects.get(pk=incident.pk)), story.at):
        if row.told is None:
            note_telling(
                staff, story.at, whom_kind="superior", actor="由责任单位自行报告", whom=row.to[:120],
                channel="network", proof="来电确认已按本系统渠道上报", duty=row.code, incident_id=own,
            )  # fmt: skip


def _conclude(story: Story, incident: Incident) -> None:
    own = incident.pk
    story.wait_days(6, 10)
    letter = incident.unionletter_set.get()
    answer_letter(
        story.speaker("市总工会"), story.at, letter_id=letter.pk, answer="adopted", text="已撤离并停止作业。"
    )
    for row in incident.measure_set.filter(lifted_at=None):
        lift_measure(story.office, story.at, measure_id=row.pk)
    # Whoever knew later brought its own duties: none stays without a word.
    for row in duties_of(load_whole(Incident.objects.get(pk=incident.pk)), story.at):
        if row.told is None:
            note_telling(
                story.office, story.at, whom_kind="other", duty=row.code, explained=True,
                proof="有关机关自行报告，本会议未收到凭据", incident_id=own,
            )  # fmt: skip
    union = "市总工会派员参加省级调查组，意见已采纳"
    explain(story.office, story.at, what="union_part", text=union, incident_id=own)
    conclude(
        story.office, story.at, text="晋江市人民政府宣布应急响应终止，患者均好转，措施已解除", incident_id=own
    )
    for text, unit, clause in FOLLOWED:
        add_follow_up(
            story.office, story.at, text=text, way="obligation", unit_id=story.unit(unit).pk, clause=clause,
            due_on=day_of(story.at) + timedelta(days=20), incident_id=own,
        )  # fmt: skip
    follow(story.office, story.at, incident_id=own)
    story.say("转入跟踪：三项后续工作列入台账", "QZ-4-4")


def _close(story: Story, incident: Incident) -> None:
    for row in incident.followup_set.select_related("obligation").order_by("pk"):
        obligation = Obligation.objects.get(pk=row.obligation_id or 0)
        story.wait(hours=1)
        story.acknowledge(obligation)
        story.report(obligation, "已完成，情况附后。", done=True)
        # Nobody verifies what the own unit leads.
        other = story.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
        verifier = other if obligation.lead_unit.name == "市卫健委" else story.office
        verify_obligation(verifier, story.at, obligation_id=obligation.pk)
        finish_follow_up(story.office, story.at, follow_up_id=row.pk, outcome="已落实，台账已办结")
    staff = story.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
    whole = load_whole(Incident.objects.get(pk=incident.pk))
    text = draft_report(whole, story.at).replace(
        "（请填写教训和建议。）", "胶粘剂成分不明、通风不足；建议同类企业使用前查验成分并加强通风。"
    )
    write_report(staff, story.at, incident_id=incident.pk, text=text)
    story.wait(hours=1)
    close_incident(story.office, story.at, incident_id=incident.pk)
    story.say("结案报告由办公室主任确认印发", "QZ-4-4")
