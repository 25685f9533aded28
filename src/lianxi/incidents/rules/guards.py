"""What an incident needs before its next step: facts loaded once, one sentence for each thing that is missing."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lianxi.core.actors import Actor
from lianxi.core.refusals import NotPermitted, Refusal
from lianxi.incidents.rules.machines import INCIDENT

LONGEST_REPORT = 4000
# From so many cases or deaths on the law names a province as investigator (卫生部令第25号第三条, S2).
CASES, DEATHS = 10, 1


class NotReady(Refusal):
    """Something that this step needs has not been entered yet."""

    code: ClassVar[str] = "not_ready"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides over an incident's next step.

    `hurt` counts the ill and the severely injured; `unanswered` are reports of law that nobody has noted or
    explained, in words; `open_letters` and `open_follow_ups` are numbers; `writer` is (seat, person).
    """

    state: str
    hurt: int = 0
    dead: int = 0
    danger: str = ""
    division: str = ""
    union_told: bool = False
    union_reason: str = ""
    union_part: str = ""
    unanswered: tuple[str, ...] = ()
    open_measures: tuple[str, ...] = ()
    open_letters: int = 0
    follow_ups: int = 0
    open_follow_ups: int = 0
    nothing_to_follow: str = ""
    report: str = ""
    writer: tuple[int | None, int | None] = (None, None)


def opening(facts: Facts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for somebody ill, dead or in real danger, and a place known to the county."""
    if refusal := _state("open", facts):
        return refusal
    if not facts.division:
        return _needs(
            "地点还不知道到县（市、区）。", "请在“事件要素”里选择地区。", "地点知道到县级方可立为事件"
        )
    if facts.hurt + facts.dead == 0 and not facts.danger:
        return _needs(
            "没有人发病、死亡，也没有写明现实危险。",
            "请先登记人数，或在“事件要素”里写明现实危险；都没有的，请排除或移交。",
            "有发病、死亡或现实危险方可立为事件",
        )
    return None


def investigating(facts: Facts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for the union's part in the inquiry, or the reason why it had none."""
    return _state("investigate", facts) or _union_part(facts)


def concluding(facts: Facts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for every report of law to be answered or explained, and for measures lifted or listed."""
    if refusal := _state("conclude", facts):
        return refusal
    if facts.unanswered:
        return _needs(
            f"还有 {len(facts.unanswered)} 项法定报告没有登记已报，也没有说明：{'；'.join(facts.unanswered[:3])}。",
            "请逐项登记报告情况，或说明原因。",
            "响应结束前，法定报告须逐项有着落",
        )
    if facts.open_measures:
        return _needs(
            f"还有措施没有解除，也没有列明：{'、'.join(facts.open_measures[:3])}。",
            "请登记解除，或写明继续执行到什么时候。",
            "响应结束前，措施须已解除或列明",
        )
    return _union_told(facts)


def following(facts: Facts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask that every recommendation has become something, or that there is none, in words."""
    if refusal := _state("follow", facts):
        return refusal
    if not facts.follow_ups and not facts.nothing_to_follow:
        return _needs(
            "还没有列出后续工作。",
            "请把每条建议列入台账、转出或写明不属本会议；确无后续的，写明理由。",
            "每条建议都要有着落",
        )
    return None


def closing(facts: Facts, actor: Actor, _day: date) -> Refusal | None:
    """Ask for the report, two seats and two people, answered letters, and an outcome of every follow-up."""
    if refusal := _state("close", facts):
        return refusal
    if not facts.report.strip():
        return _needs("还没有结案报告。", "请先起草结案报告。", "结案须有结案报告")
    if refusal := second_reader(facts.writer, actor):
        return refusal
    if facts.open_letters:
        return _needs(
            f"有 {facts.open_letters} 份工会文书没有答复。",
            "请登记答复，或说明没有答复的原因。",
            "工会法第二十七条",
        )
    if facts.open_follow_ups:
        return _needs(
            f"有 {facts.open_follow_ups} 项后续工作没有结果。",
            "请逐项写明：已落实、未采纳（理由）或已替代。",
            "每项后续工作都要有结果",
        )
    return _union_told(facts) or _union_part(facts)


def is_with_province(ill: int, dead: int) -> bool:
    """Tell whether the numbers are those from which the law names a province as investigator."""
    return ill >= CASES or dead >= DEATHS


def second_reader(writer: tuple[int | None, int | None], actor: Actor) -> Refusal | None:
    """Refuse who wrote the closing report and would confirm it too: two seats, two people."""
    if actor.seat_id == writer[0] or actor.person_id == writer[1]:
        return NotPermitted(
            "结案报告是由你起草的，不能由你确认结案。",
            rule="结案报告的起草和确认由两个席位、两个人办理",
            next_step="请办公室主任席位的另一人确认；报告可由办公室其他席位重新起草。",
        )
    return None


def second_seat(entered_by: tuple[int | None, int | None], actor: Actor) -> Refusal | None:
    """Refuse who entered a lower count and would confirm it too: two seats, two people."""
    if actor.seat_id == entered_by[0] or actor.person_id == entered_by[1]:
        return NotPermitted(
            "这次人数是由你登记的，调低须由另一席位、另一人确认。",
            rule="人数上调即时有效，下调由另一席位确认",
            next_step="请办公室另一席位确认；确认之前仍按原人数判断。",
        )
    return None


def _union_told(facts: Facts) -> Refusal | None:
    if facts.union_told or facts.union_reason:
        return None
    return _needs(
        "工会没有得到告知，也没有写明理由。", "请告知工会，或在“说明”里写明理由。", "工会法第二十七条"
    )


def _union_part(facts: Facts) -> Refusal | None:
    if facts.union_part or facts.union_reason:
        return None
    return _needs(
        "没有记下工会参加调查的情况。",
        "请在“说明”里写明工会怎样参加，或没有参加的理由。",
        "工会法第二十七条：事故的调查处理必须有工会参加",
    )


def _state(verb: str, facts: Facts) -> Refusal | None:
    return INCIDENT.refusal(f"incidents.incident.{verb}", facts.state)


def _needs(message: str, next_step: str, rule: str) -> Refusal:
    return NotReady(message, rule=rule, next_step=next_step)
