"""How information becomes public and is withdrawn again: tables of steps, who may take them, what must be answered first.

No Django, no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lianxi.core.actors import Actor
from lianxi.core.guards import Guard, each, stands
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.transitions import Machine, Transition
from lianxi.publishing.scanning import Found

# Why something is not made public, in the order of 政府信息公开条例 (the articles were not read: 设定，待确认).
GROUNDS = {
    "secret": "国家秘密",
    "forbidden": "法律、行政法规禁止公开",
    "safety": "可能危及国家安全、公共安全、经济安全、社会稳定",
    "third_party": "涉及商业秘密、个人隐私，第三方不同意公开",
    "internal": "内部事务信息",
    "process": "讨论记录、过程稿等过程性信息",
    "other": "其他（写明理由）",
}
# Why something public is taken back; a penalty that fell away has its day by law, the others by the rule of the house.
WITHDRAWALS = {
    "penalty": "行政处罚决定被变更、撤销、确认违法或者无效",
    "personal": "含有不应公开的个人信息、商业秘密",
    "wrong": "内容有误",
    "outdated": "内容失效",
    "other": "其他（写明理由）",
}
WITHDRAW_LIMITS = {"penalty": "enforcement.withdraw_publication"}
WITHDRAW_LIMIT, ACTIVE_LIMIT, OPINION_LIMIT = (
    "publication.withdraw",
    "publication.active",
    "publication.agency_opinion",
)
# More places in one text than this are a list of names or numbers (设定，待确认).
MOST = 200
STANCES = {"agree": "同意公开", "object": "不同意公开"}


class PublicationState(StrEnum):
    """Where a piece of information stands on its way to the public."""

    DRAFT = "draft"
    REVIEW = "review"
    CLEARED = "cleared"
    PUBLISHED = "published"
    RECALLED = "recalled"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    DROPPED = "dropped"


PUBLICATION = Machine(
    name="publication",
    label="信息发布",
    states=PublicationState,
    labels={
        "draft": "拟稿",
        "review": "待审查",
        "cleared": "待发布",
        "published": "已发布",
        "recalled": "待撤回",
        "withdrawn": "已撤回",
        "refused": "不予公开",
        "dropped": "已放弃",
    },
    initial="draft",
    rows=(
        Transition("publishing.publication.revise", ("draft",), "draft", "拟稿单位"),
        Transition("publishing.publication.submit", ("draft",), "review", "拟稿单位"),
        Transition("publishing.publication.return", ("review",), "draft", "写明理由"),
        Transition(
            "publishing.publication.clear", ("review",), "cleared", "拟稿人以外的人，逐处答复扫描结果"
        ),
        Transition("publishing.publication.refuse", ("review",), "refused", "写明依据"),
        Transition("publishing.publication.reopen", ("cleared",), "draft", "发布前发现问题，写明理由"),
        Transition("publishing.publication.publish", ("cleared",), "published", "登记网站、网址和日期"),
        Transition("publishing.publication.recall", ("published",), "recalled", "写明情形和理由"),
        Transition("publishing.publication.withdraw", ("recalled",), "withdrawn", "登记撤回日期"),
        Transition("publishing.publication.drop", ("draft",), "dropped"),
    ),
)


class OpinionState(StrEnum):
    """Where the opinion of a unit that made the information too stands."""

    ASKED = "asked"
    GIVEN = "given"


OPINION = Machine(
    name="publication_opinion",
    label="公开意见",
    states=OpinionState,
    labels={"asked": "待答复", "given": "已答复"},
    initial="asked",
    # A unit may answer anew until the text is cleared: an objection is lifted by its own hand alone.
    rows=(
        Transition("publishing.opinion.answer", ("asked", "given"), "given", "由被征求的单位答复"),
        Transition("publishing.publication.submit", ("asked", "given"), "asked", "每次送审重新征求"),
    ),
)


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """What decides on a unit's opinion; `whole` is the state of the publication."""

    state: str
    unit_id: int
    unit: str
    whole: str
    stance: str = ""
    due_on: date | None = None

    def is_open(self, day: date) -> bool:
        """Tell whether an answer is still waited for: after the day silence is no objection (条例第三十四条)."""
        return self.state == "asked" and (self.due_on is None or day <= self.due_on)


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """What decides on a publication: where it stands, whose it is, which persons wrote in it, what was said to it."""

    state: str
    unit_id: int
    unit: str
    drafted_seat_id: int | None
    writers: tuple[int, ...] = ()
    opinions: tuple[OpinionFacts, ...] = ()


def own(facts: PublicationFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that drafted it, and the office, go on with it."""
    if actor.is_office or actor.unit_id == facts.unit_id:
        return None
    return NotPermitted(
        f"这条信息由{facts.unit}拟稿，你单位不能办理。",
        rule="由拟稿单位或办公室办理",
        next_step=f"请由{facts.unit}或办公室办理。",
    )


def apart(facts: PublicationFacts, actor: Actor, _day: date) -> Refusal | None:
    """Refuse a review by whoever had a hand in the words, from whichever seat."""
    by_seat = facts.drafted_seat_id is not None and actor.seat_id == facts.drafted_seat_id
    if not by_seat and actor.person_id not in facts.writers:
        return None
    return NotPermitted(
        "这条信息由你拟稿或者改过，不能由你审查。",
        rule="拟稿和审查由不同的人办理（设定，待确认）",
        next_step="请办公室另一位同志审查。",
    )


def heard(facts: PublicationFacts, _actor: Actor, day: date) -> Refusal | None:
    """Refuse to clear what a unit that made it objects to, or what one may still answer on."""
    against = [one.unit for one in facts.opinions if one.stance == "object"]
    if against:
        return BadInput(
            f"{'、'.join(against)}不同意公开。",
            rule="共同制作的信息，公开前征求其他机关意见（政府信息公开条例第三十四条）",
            next_step="请协商后由该单位改为同意，或者退回修改、不予公开。",
        )
    waiting = [one for one in facts.opinions if one.is_open(day)]
    if waiting:
        return BadInput(
            f"{'、'.join(one.unit for one in waiting)}还没有答复，期限未到。",
            rule="其他机关自收到征求意见书之日起15个工作日内答复，逾期不答复的视为同意（政府信息公开条例第三十四条）",
            next_step="请等答复，或期满后再办理。",
        )
    return None


def answers(facts: OpinionFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that was asked answer while the text is under review."""
    if actor.unit_id != facts.unit_id:
        return NotPermitted(
            "征求的不是你单位的意见。", rule="由被征求的单位答复", next_step=f"请由{facts.unit}答复。"
        )
    if facts.whole != "review":
        return BadInput("这条信息已不在审查，不再收意见。", next_step="请与办公室联系。")
    return None


def step(name: str) -> Guard:
    """Return the guard of one step of a publication."""
    action = f"publishing.publication.{name}"
    more = {"clear": (apart, heard), "return": (apart,), "refuse": (apart,)}
    return each(stands(PUBLICATION, action), own, *more.get(name, ()))


def require_ruled(findings: Sequence[Found], reason: str) -> None:
    """Require words on what the scan found. Raises BadInput that lists the places."""
    if findings and not reason.strip():
        told = "；".join(one.words for one in findings[:8])
        raise BadInput(
            f"扫描发现 {len(findings)} 处，没有说明为什么可以公开：{told}{'……' if len(findings) > 8 else ''}。",
            rule="发布前逐处核对扫描结果",
            next_step="请写明为什么可以公开（如：单位办公电话；处罚决定依法公开），或者退回修改。",
        )


def require_few(findings: Sequence[Found]) -> None:
    """Refuse a text with more places than anybody reads one by one. Raises BadInput."""
    if len(findings) > MOST:
        raise BadInput(
            f"扫描发现 {len(findings)} 处，超过 {MOST} 处，不能逐处核对。",
            rule="发布前逐处核对扫描结果",
            next_step="请去掉名单、电话一类内容，或者分成几条信息送审。",
        )


def require_address(address: str) -> None:
    """Require an address of the web. Raises BadInput."""
    if not address.startswith(("https://", "http://")) or len(address.split()) != 1 or "." not in address:
        raise BadInput(
            "网址应以 https:// 或 http:// 开头，中间没有空格。", next_step="请复制发布页的完整网址。"
        )


def withdraw_limit(kind: str) -> str:
    """Return the limit by which something is taken back."""
    return WITHDRAW_LIMITS.get(kind, WITHDRAW_LIMIT)
