"""Two wishes for supervision in the demonstration: one under a full designation, one refused for want of it."""

from datetime import timedelta

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.words import day_of, long_date
from lianxi.inspections.actions import (
    add_item,
    add_to_team,
    announce,
    ask_supervision,
    begin_on_site,
    begin_rectifying,
    check_rectified,
    close_supervision,
    conclude_supervision,
    enter_mandate,
    finish_item,
    give_word,
    plan_supervision,
    propose_result,
    read_mandate,
    report_supervision,
    take_result,
    use_other_form,
    want_mandate,
)
from lianxi.inspections.models import Supervision
from lianxi.inspections.rules.machines import REPORT_PARTS
from lianxi.stories.story import Story


def supervise(story: Story) -> Supervision:
    """Play both: a note of a deputy mayor without scope or term, and a designation by the government."""
    _without_mandate(story)
    return _with_mandate(story)


def _without_mandate(story: Story) -> None:
    row = ask_supervision(
        story.office, story.at, title="制鞋行业防毒措施落实", target="county_department",
        object_name="晋江市有关部门", trigger="vice_mayor_note", paper="副市长批示（示例）",
    )  # fmt: skip
    want_mandate(story.office, story.at, supervision_id=row.pk, paper="请示〔示例〕1号")
    story.say("副市长批示没有写明范围、职责、期限，请示市政府指定", "QZ-1-03")
    story.wait(hours=6)
    use_other_form(
        story.office, story.at, supervision_id=row.pk, where="没有指定，由办公室跟踪督促成员单位（台账）"
    )


def _with_mandate(story: Story) -> Supervision:
    deputy = story.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
    row = ask_supervision(
        deputy, story.at, title="急性职业中毒事件处置和整改", target="county_government",
        object_name="晋江市人民政府", trigger="government_decision", paper="市政府常务会议纪要（示例）",
        investigation="province",
    )  # fmt: skip
    today = day_of(story.at)
    mandate = enter_mandate(
        deputy, story.at, supervision_id=row.pk, source="government_decision", paper="泉政办督〔示例〕2号，秘书长",
        unit_id=story.unit("市卫健委").pk, matter="事件处置和整改", scope="晋江市", duties="听取汇报、查阅材料、座谈",
        starts_on=today, ends_on=today + timedelta(days=10),
    )  # fmt: skip
    read_mandate(story.office, story.at, mandate_id=mandate.pk)
    own, lead = row.pk, story.speaker("市卫健委")
    team = [
        add_to_team(
            lead, story.at, supervision_id=own, role=role, unit_id=story.unit(unit).pk, no_interest=True
        )
        for role, unit in (("leader", "市卫健委"), ("invited", "市总工会"))
    ]
    plan_supervision(
        lead, story.at, supervision_id=own, plan="听取汇报，查阅材料，座谈；组长由市卫健委分管负责同志担任。",
        first_day=today, last_day=today + timedelta(days=2),
    )  # fmt: skip
    text = f"商请于{long_date(today)}前准备有关材料"
    announce(lead, story.at, supervision_id=own, text=text, paper="泉卫健函〔示例〕3号")
    story.wait(hours=3)
    begin_on_site(lead, story.at, supervision_id=own, where="晋江市人民政府会议室，听取汇报")
    report = "\n".join(f"{part}\n（示例）有关情况已核实。" for part in REPORT_PARTS)
    report_supervision(lead, story.at, supervision_id=own, text=report)
    give_word(lead, story.at, team_id=team[0].pk, word="signed")
    union = story.speaker("市总工会")
    give_word(
        union, story.at, team_id=team[1].pk, word="dissent", dissent="职工防护培训的评价偏高，请写明缺口。"
    )
    conclude_supervision(
        lead, story.at, supervision_id=own, text="处置及时；信息互通和值班衔接需改进。",
        approved_by="泉政函〔示例〕4号", served_on=day_of(story.at),
    )  # fmt: skip
    item = add_item(
        story.office, story.at, supervision_id=own, text="商请完善夜间值班衔接", body="晋江市人民政府"
    )
    begin_rectifying(lead, story.at, supervision_id=own)
    story.wait(hours=2)
    finish_item(lead, story.at, item_id=item.pk, outcome="来函说明已完善（示例）")
    _propose(story, lead, own)
    closed = close_supervision(story.office, story.at, supervision_id=own, paper="泉卫健〔示例〕5号")
    story.say("联合督查按市政府指定开展并办结", "QZ-1-03")
    return closed


def _propose(story: Story, lead: Actor, own: int) -> None:
    """Play the check, a proposal and the answer of the government's office."""
    check_rectified(lead, story.at, supervision_id=own, paper="核查单（示例）")
    proposed = propose_result(
        lead, story.at, supervision_id=own, kind="reform", body="市人民政府办公室", paper="泉卫健〔示例〕4号",
        text="建议完善急性中毒信息互通和夜间值班衔接的办法。",
    )  # fmt: skip
    take_result(lead, story.at, result_id=proposed.pk, answer="市政府办公室复函：纳入应急预案修订（示例）")
