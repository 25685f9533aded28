"""Recognition (核实意见): asked, four facts from their keepers, signed by the unit of the ruling, contested, revoked."""

from datetime import date
from typing import Annotated

from lianxi.bodies.facts import of_conference
from lianxi.bodies.models import Conference, Unit
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS, Actor
from lianxi.core.fields import Choice, Day, One, OneUnit
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, itself, on
from lianxi.law.models import Ruling
from lianxi.papers.issuing import draw_number
from lianxi.protection.actions.checks import TOKEN, chosen, past_day, token_of, unit_of
from lianxi.protection.actions.lists import note_outcomes
from lianxi.protection.models import ListRow, Recognition, RecognitionFact, RecognitionSigner
from lianxi.protection.queries.lists import signer_of, unit_of_line
from lianxi.protection.rules.judged import contradiction, missing_facts, past_insurance
from lianxi.protection.rules.lists import GONE_WORDS
from lianxi.protection.rules.machines import CAUSES, FACTS, NAMING, RECOGNITION, RESULTS
from lianxi.protection.sight import line_of_actor
from lianxi.register.queries import list_areas

REGISTER = "核实"
RULE = "由谁核实没有条文写明：办公室裁定并经该单位同意后，由该单位出具核实意见"


def _no_signer() -> Refusal:
    return BadInput(
        "还没有写明由哪个单位出具核实意见。",
        rule=RULE,
        next_step="请办公室作出裁定，在“核实单位”里写明并请该单位同意。",
    )


@action("protection.signer.name", "写明核实单位", who=OFFICE, rule=RULE)
def name_signer(
    act: Act, *, unit_id: Annotated[int, OneUnit("核实单位")], ruling_id: Annotated[int, One("职责裁定")]
) -> RecognitionSigner:
    """Name the unit that signs recognitions on a ruling that says so. Raises BadInput for another unit."""
    if unit_id not in member_unit_ids(act.chain, day_of(act.at)):
        raise BadInput("不是成员单位。", next_step="请选择成员单位。")
    ruling = act.get(Ruling, ruling_id)
    if unit_id not in {one.get("unit") for one in ruling.answering}:
        raise BadInput("这份裁定没有写明由该单位负责。", rule=RULE, next_step="请选择写明该单位的裁定。")
    for other in RecognitionSigner.objects.filter(conference_id=act.chain, state="named"):
        act.move_as("protection.signer.end", other, NAMING)
    row = RecognitionSigner(conference_id=act.chain, unit_id=unit_id, ruling=ruling, named_at=act.at)
    row.state = NAMING.initial
    act.create(row)
    act.notify("办公室裁定由你单位出具核实意见，请确认是否同意", about=row, unit=unit_id)
    return row


def _named_unit(row: RecognitionSigner, actor: Actor, _day: date) -> Refusal | None:
    if actor.unit_id == row.unit_id:
        return None
    return NotPermitted("由被写明的单位自己同意。", rule=RULE, next_step="请由该单位的席位办理。")


@action(
    "protection.signer.agree",
    "同意出具核实意见",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(RecognitionSigner, "signer_id", stands(NAMING, "protection.signer.agree"), _named_unit),
)
def agree_signer(act: Act, *, signer_id: Annotated[int, One("核实单位")]) -> RecognitionSigner:
    """Agree to sign recognitions; the one who signed before signs no new ones."""
    row = act.lock(RecognitionSigner, signer_id)
    for other in RecognitionSigner.objects.filter(conference_id=act.chain, state="agreed"):
        act.move_as("protection.signer.end", other, NAMING)
    return act.move(row, NAMING, agreed_at=act.at)


@action(
    "protection.signer.end",
    "停用核实单位",
    who=OFFICE,
    rule=RULE,
    deciding=on(RecognitionSigner, "signer_id", stands(NAMING, "protection.signer.end")),
)
def end_signer(act: Act, *, signer_id: Annotated[int, One("核实单位")]) -> RecognitionSigner:
    """End the naming of a unit; what it signed stands."""
    return act.move(act.lock(RecognitionSigner, signer_id), NAMING)


def _may_ask(conference: Conference, actor: Actor, _day: date) -> Refusal | None:
    signer = signer_of(conference.pk)
    if line_of_actor(actor) not in ("health", "hr") and (signer is None or signer.pk != actor.unit_id):
        return NotPermitted(
            "核实由卫生健康或人力资源社会保障单位提出。", rule=RULE, next_step="请由上述单位的席位办理。"
        )
    return _no_signer() if signer is None else None


def signing_unit(conference_id: int) -> Unit:
    """Return the unit that signs recognitions. Raises BadInput where none was named."""
    signer = signer_of(conference_id)
    if signer is None:
        raise _no_signer()
    return signer


@action(
    "protection.recognition.ask",
    "提出核实",
    who=UNIT_SPEAKERS,
    rule="由卫生健康或人力资源社会保障单位提出",
    deciding=Deciding(of_conference, itself, _may_ask),
)
def ask_recognition(
    act: Act,
    *,
    token: Annotated[str, TOKEN],
    area: Annotated[str, Choice("地区")],
    asked_on: Annotated[date | None, Day("提出日期")] = None,
) -> Recognition:
    """Ask whether a person's employer is gone; each fact is asked of its keeper. Raises BadInput where nobody signs."""
    own, signer = unit_of(act), signing_unit(act.chain)
    plain = token_of(token)
    if not ListRow.objects.filter(conference_id=act.chain, token=plain).exists():
        raise BadInput("这个代码不在任何名单里。", next_step="先送确诊人员名单，再提出核实。")
    if Recognition.objects.filter(conference_id=act.chain, token=plain).exclude(state="revoked").exists():
        raise BadInput("这个代码已有核实。", next_step="请打开已有的核实意见；有异议的，登记异议。")
    areas = [one.name for one in list_areas(act.chain, on=True)]
    chosen(area, dict.fromkeys(areas, ""), "地区")
    day = past_day(act, asked_on, "提出日期")
    number = draw_number(act, Conference.objects.get(pk=act.chain), REGISTER, day_of(act.at).year)
    row = Recognition(
        conference_id=act.chain,
        number=f"核实〔{day_of(act.at).year}〕{number}号",
        token=plain,
        area=area,
        asked_by=own,
        signer=signer,
        asked_on=day,
    )
    row.state = RECOGNITION.initial
    act.create(row)
    for code, (line, label, _words) in FACTS.items():
        keeper = unit_of_line(act.chain, line, day_of(act.at)) or signer
        fact = act.create(RecognitionFact(conference_id=act.chain, recognition=row, unit=keeper, code=code))
        act.notify(f"请提供{label}：{row.number}", about=fact, unit=keeper.pk)
    return row


def _keeper(fact: RecognitionFact, actor: Actor, _day: date) -> Refusal | None:
    if fact.recognition.state not in ("asked", "contested"):
        return RECOGNITION.refusal("protection.recognition.sign", fact.recognition.state)
    if actor.unit_id == fact.unit_id:
        return None
    return NotPermitted("这项事实由掌握它的单位提供。", rule=RULE, next_step="请由该单位的席位办理。")


@action(
    "protection.fact.state",
    "提供核实事实",
    who=UNIT_SPEAKERS,
    deciding=on(RecognitionFact, "fact_id", _keeper),
)
def state_fact(
    act: Act,
    *,
    fact_id: Annotated[int, One("核实事实")],
    word: Annotated[str, Choice("情况")],
    stated_on: Annotated[date | None, Day("日期")] = None,
) -> RecognitionFact:
    """State a fact by one of its words. Raises BadInput for another word."""
    row = act.lock(RecognitionFact, fact_id)
    _line, label, words = FACTS[row.code]
    opinion = row.recognition
    told = act.change(row, word=chosen(word, words, label), stated_on=past_day(act, stated_on, "日期"))
    if not missing_facts(facts_of(opinion)):
        act.notify(f"四项事实已齐，请核实：{opinion.number}", about=opinion, unit=opinion.signer_id)
    return told


def facts_of(row: Recognition) -> dict[str, str]:
    """Return the stated facts of a recognition by code."""
    return dict(row.facts.exclude(word="").values_list("code", "word"))


def _signer(row: Recognition, actor: Actor, _day: date) -> Refusal | None:
    if actor.unit_id == row.signer_id:
        return None
    return NotPermitted("核实意见由裁定写明的单位出具。", rule=RULE, next_step="请由该单位的席位办理。")


def _complete(row: Recognition, _actor: Actor, _day: date) -> Refusal | None:
    if missing := missing_facts(facts_of(row)):
        return BadInput(f"还缺：{'、'.join(missing)}。", rule=RULE, next_step="请掌握单位提供后再出具。")
    return None


@action(
    "protection.recognition.sign",
    "出具核实意见",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(
        Recognition, "recognition_id", stands(RECOGNITION, "protection.recognition.sign"), _signer, _complete
    ),
)
def sign_recognition(
    act: Act,
    *,
    recognition_id: Annotated[int, One("核实意见")],
    result: Annotated[str, Choice("核实结论", RESULTS)],
    signed_on: Annotated[date | None, Day("核实日期")] = None,
) -> Recognition:
    """Sign what the facts carry. Raises BadInput for a result they contradict, or that passes over the insurance."""
    row = act.lock(Recognition, recognition_id)
    facts = facts_of(row)
    if fault := contradiction(chosen(result, RESULTS, "核实结论"), facts):
        raise BadInput(
            f"{fault}。", rule=RULE, next_step="请照四项事实选择结论；事实有误的，请掌握单位改正。"
        )
    if result in GONE_WORDS and past_insurance(facts):
        raise BadInput(
            "已参保且劳动关系可以确认：先申请工伤认定，由基金支付，不转救助。",
            rule="先工伤保险，再用人单位，最后救助（社会保险法第四十一条、第四十二条）",
            next_step="请选“用人单位存在（退回工伤程序）”，由人社单位办理工伤认定和先行支付。"
            if facts.get("registration") == "exists"
            else "不出具核实意见，请人社单位直接办理工伤认定。",
        )
    day = past_day(act, signed_on, "核实日期", after=row.asked_on)
    act.notify(f"核实意见已出具：{row.number}", about=row, unit=row.asked_by_id)
    return act.move(row, RECOGNITION, result=result, signed_on=day, cause="")


def _parties(row: Recognition, actor: Actor, _day: date) -> Refusal | None:
    if actor.unit_id in (row.asked_by_id, row.signer_id):
        return None
    return NotPermitted("由提出或出具核实意见的单位登记。", rule=RULE, next_step="请由上述单位办理。")


@action(
    "protection.recognition.contest",
    "登记异议",
    who=UNIT_SPEAKERS,
    deciding=on(
        Recognition, "recognition_id", stands(RECOGNITION, "protection.recognition.contest"), _parties
    ),
)
def contest_recognition(
    act: Act,
    *,
    recognition_id: Annotated[int, One("核实意见")],
    cause: Annotated[str, Choice("原因", CAUSES)],
) -> Recognition:
    """Note that a recognition is contested: until it is signed again it opens no way to aid."""
    row = act.lock(Recognition, recognition_id)
    act.notify(f"核实意见有异议，请重新核实：{row.number}", about=row, unit=row.signer_id)
    return act.move(row, RECOGNITION, cause=chosen(cause, CAUSES, "原因"))


@action(
    "protection.recognition.revoke",
    "撤回核实意见",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(Recognition, "recognition_id", stands(RECOGNITION, "protection.recognition.revoke"), _signer),
)
def revoke_recognition(
    act: Act,
    *,
    recognition_id: Annotated[int, One("核实意见")],
    cause: Annotated[str, Choice("原因", CAUSES)],
) -> Recognition:
    """Revoke a recognition, as where the employer turned up again; open rows of aid lists are told so.

    What was granted in good faith stays: it is the county's matter.
    """
    row = act.lock(Recognition, recognition_id)
    rows = ListRow.objects.filter(
        conference_id=act.chain, token=row.token, list__kind__in=("L3", "L4"), ended_on=None, is_dropped=False
    )
    told = list(rows.select_related("list"))
    for one in told:
        act.notify(
            f"核实意见已撤回，请核对名单：{one.list.number}", about=one.list, unit=one.list.receiver_id
        )
    note_outcomes(act, [(one.pk, "revoked", day_of(act.at), "employer_found") for one in told])
    return act.move(row, RECOGNITION, cause=chosen(cause, CAUSES, "原因"), ended_on=day_of(act.at))
