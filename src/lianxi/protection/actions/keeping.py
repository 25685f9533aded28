"""The half-yearly check of two units, impact assessments: dates, numbers and words of lists."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.fields import Choice, Choices, Day, Number, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.protection.actions.checks import chosen, chosen_all, paper_of, past_day, unit_of
from lianxi.protection.models import ImpactAssessment, ListCheck
from lianxi.protection.queries.checks import half_of, sums_of, where_they_differ
from lianxi.protection.rules.lists import FLOWS, KINDS
from lianxi.protection.rules.machines import CHECK
from lianxi.protection.words import MEASURES, PURPOSES, RISKS

KEPT_YEARS = 3


@action(
    "protection.check.sign", "核对名单数目", who=UNIT_SPEAKERS, rule="送出＝办结＋在办，由两个单位各自核对"
)
def sign_check(
    act: Act,
    *,
    kind: Annotated[str, Choice("名单", KINDS)],
    half: Annotated[str, Choice("半年")],
    other_id: Annotated[int, OneUnit("对方单位")],
    counted: Annotated[int, Number("本单位登记的人数")],
) -> ListCheck:
    """Sign a half-year's sums from one of the two units; a difference of one stops it. Raises BadInput naming the lists."""
    chosen(kind, FLOWS, "名单")
    own, span = unit_of(act), half_of(half, day_of(act.at))
    found = sums_of(act.chain, kind, span, (own.pk, other_id))
    if found is None:
        raise BadInput("这半年两个单位之间没有这种名单。", next_step="没有名单的不用核对。")
    if wrong := where_they_differ(found):
        raise BadInput(
            f"数目不符：{'；'.join(wrong)}。",
            rule="送出＝办结＋在办，差一人也不能核对",
            next_step="请先核对这些名单。",
        )
    if counted != found.sent:
        raise BadInput(
            f"名单合计 {found.sent} 人，与你单位登记的人数不同；涉及{'、'.join(found.numbers)}。",
            rule="送出＝办结＋在办，差一人也不能核对",
            next_step="请与对方逐份核对人数。",
        )
    units = {"sender_id": found.sender_id, "receiver_id": found.receiver_id}
    row = ListCheck.objects.filter(conference_id=act.chain, kind=kind, half=half, **units).first()
    sums = {"sent": found.sent, "ended": found.ended, "open": found.open}
    if row is None:
        row = ListCheck(
            conference_id=act.chain, kind=kind, half=half, **units, **sums, signed_by=own, signed_at=act.at
        )
        row.state = CHECK.initial
        act.create(row)
        act.notify(f"请核对{FLOWS[kind].title}的数目（{half}）", about=row, unit=other_id)
        return row
    row = act.lock(ListCheck, row.pk)
    if row.signed_by_id == own.pk:
        raise BadInput("你单位已经核对，等对方核对。", next_step="无需办理。")
    return act.move(row, CHECK, closed_at=act.at, **sums)


@action("protection.impact.enter", "登记影响评估", who=UNIT_SPEAKERS, rule="由处理个人信息的单位自己评估")
def enter_assessment(
    act: Act,
    *,
    kinds: Annotated[Sequence[str], Choices("名单", KINDS)],
    purposes: Annotated[Sequence[str], Choices("处理目的", PURPOSES)],
    measures: Annotated[Sequence[str], Choices("保护措施", MEASURES)],
    risk: Annotated[str, Choice("影响和风险", RISKS)],
    paper: Annotated[str, Words("评估报告文号", 40)],
    done_on: Annotated[date, Day("评估日期")],
) -> ImpactAssessment:
    """Enter an assessment of the unit itself; it is kept three years (个人信息保护法第五十六条). Raises BadInput."""
    day = past_day(act, done_on, "评估日期")
    row = ImpactAssessment(
        conference_id=act.chain,
        unit=unit_of(act),
        kinds=chosen_all(kinds, KINDS, "名单"),
        purposes=chosen_all(purposes, PURPOSES, "处理目的"),
        measures=chosen_all(measures, MEASURES, "保护措施"),
        risk=chosen(risk, RISKS, "影响和风险"),
        paper=paper_of(paper),
        done_on=day,
        keep_until=_years_on(day, KEPT_YEARS),
        entered_at=act.at,
    )
    return act.create(row)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return date(day.year + years, 3, 1)
