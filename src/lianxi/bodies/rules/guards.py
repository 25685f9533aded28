"""Whether a seat may take a step on a conference, a seat or its holder now: one guard a step, over facts loaded once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from lianxi.bodies.rows import ConferenceRuleRow
from lianxi.bodies.rules import CARRIED, SUCCESSION_LABELS, UNIT_FILLED
from lianxi.core.actors import CONVENERS, UNIT_SPEAKERS, Actor, SeatKind
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal
from lianxi.core.words import long_date

# ---- the conference ----


class ConferenceFacts(Protocol):
    """What a conference's own columns decide."""

    @property
    def is_demo(self) -> bool: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def ends_before(self) -> date | None: ...


def mark_simulated(facts: ConferenceFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let only a demonstration be marked as simulated."""
    return None if facts.is_demo else BadInput("只有演示用的联席会议可以标明是模拟。")


def confirm_founding(facts: ConferenceFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the reading be confirmed once."""
    if facts.confirmed_at is None:
        return None
    return BadInput("读取结果已经确认过。", next_step="无需重复确认。")


def keep_conference(facts: ConferenceFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an end be taken back where one is entered."""
    return BadInput("没有登记撤销。") if facts.ends_before is None else None


@dataclass(frozen=True, slots=True)
class ByDocument:
    """Whether the document itself names the office's host, or the convener."""

    is_named: bool


def set_host(facts: ByDocument, _actor: Actor, _day: date) -> Refusal | None:
    """Let the host be set where the document is silent about it."""
    if not facts.is_named:
        return None
    return BadInput(
        "办公室所在单位由建立文件写明，不能在此更改。",
        next_step="文件修订后，请采用新版本；单位更名的，登记单位沿革。",
    )


def set_convener(facts: ByDocument, _actor: Actor, _day: date) -> Refusal | None:
    """Let a convener's seat be set where the document is silent about it."""
    if not facts.is_named:
        return None
    return BadInput(
        "召集人由建立文件写明，不能在此更改。",
        next_step="换人的，由所在单位提出成员调整；改由别的单位召集的，请采用新版本的文件。",
    )


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What decides on a rule: its code and present value, whether the document sets it, what it says of consent."""

    code: str
    value: str
    by_document: bool
    consent: str = ""


def facts_of_rule(code: str, row: ConferenceRuleRow | None, consent: ConferenceRuleRow | None) -> RuleFacts:
    """Give what decides on a rule from the rows in force."""
    said = consent.text if consent is not None and consent.source == "document" else ""
    by_document = row is not None and row.source == "document"
    return RuleFacts(code, row.value if row else "", by_document, said)


def set_rule(facts: RuleFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a rule be set that the document does not set; silence is no consent where it asks for consent."""
    if facts.by_document:
        return BadInput("这条规则由建立文件写明，不能在此更改。", next_step="文件修订后，请采用新版本。")
    if facts.code == "silent_consent" and facts.consent and facts.value != "on":
        return silence_refused(facts.consent)
    return None


def silence_refused(consent: str) -> BadInput:
    """Say that the document's own words on consent leave no room for silence."""
    return BadInput(
        f"建立文件写明“{consent}”，逾期未答复不能视为同意。",
        rule="建立文件对会签的规定",
        next_step="须先修订建立文件。",
    )


# ---- seats and their holders ----


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What decides on a seat: whether it is held, was ever held, and has a change waiting."""

    kind: str
    unit_id: int
    is_held: bool = False
    was_held: bool = False
    has_proposal: bool = False


def invite_holder(facts: SeatFacts, actor: Actor, _day: date) -> Refusal | None:
    """Refuse a link of the office for a vacant seat that was held before: it is filled as the document says."""
    by_document = facts.kind in {SeatKind.CONVENER, SeatKind.DEPUTY_CONVENER, SeatKind.MEMBER}
    if actor.kind is SeatKind.INSTALLER or facts.is_held or not (by_document and facts.was_held):
        return None
    return NotPermitted(
        "这个席位的继任人须先经联席会议确定。",
        rule="成员调整由所在单位提出，联席会议确定",
        next_step="请所在单位提出成员调整，确定后再发邀请链接。",
    )


def propose_change(facts: SeatFacts, actor: Actor, day: date) -> Refusal | None:
    """Let a unit propose who holds one of its own seats, one change at a time."""
    return own_unit(facts, actor, day) or enter_change(facts, actor, day)


def enter_change(facts: SeatFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a change be entered for a seat that units fill, one change at a time."""
    if SeatKind(facts.kind) not in UNIT_FILLED:
        return BadInput(
            "这个席位不由成员单位提出人选。", next_step="召集人、办公室主任按建立文件的规定担任。"
        )
    if facts.has_proposal:
        return BadInput("这个席位已有一项待确定的调整。", next_step="请先撤回原来的提议，再重新提出。")
    return None


def end_tenure(facts: SeatFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the office's director empty the working seats of the office, the conveners any seat that is held."""
    if actor.kind not in CONVENERS and facts.kind != SeatKind.OFFICE_STAFF:
        return NotPermitted(
            "办公室只能结束办公室工作人员的任期。",
            rule="成员调整由所在单位提出，联席会议确定",
            next_step="请所在单位提出成员调整；人已离任的，请召集人结束任期。",
        )
    return None if facts.is_held else BadInput("这个席位现在没有人。", next_step="可直接邀请继任者。")


class OfUnit(Protocol):
    """Facts of what belongs to a unit."""

    @property
    def unit_id(self) -> int: ...


def own_unit(facts: OfUnit, actor: Actor, _day: date) -> Refusal | None:
    """Refuse a seat of another unit."""
    if actor.unit_id == facts.unit_id:
        return None
    return NotPermitted(
        "只能办理本单位的事项。", rule="成员单位只代表本单位", next_step="请由该单位的成员或联络员办理。"
    )


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What decides on a proposed change: its seat's kind, and whether a convener is there to confirm it.

    `proposed` is the seat and the person that proposed or entered it; empty for rows that do not know it.
    """

    state: str
    unit_id: int
    kind: str
    has_convener: bool
    proposed: tuple[int | None, int | None] = (None, None)
    is_entered: bool = False
    has_letter: bool = False


def confirm_change(facts: ChangeFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the convener decide for the conference; while that very seat is empty, the office's director does."""
    if actor.kind in CONVENERS or (facts.kind == SeatKind.CONVENER and not facts.has_convener):
        return None
    return NotPermitted(
        "成员调整由召集人代表联席会议确定。",
        rule="成员调整由联席会议确定",
        next_step="请召集人办理；只有召集人席位空缺时，才由办公室主任确定召集人的继任。",
    )


def not_alone(facts: ChangeFacts, actor: Actor, _day: date) -> Refusal | None:
    """Refuse to let one hand make a change alone: nobody confirms what they entered, or proposed without a letter."""
    seat, person = facts.proposed
    is_own = (seat is not None and seat == actor.seat_id) or (
        person is not None and person == actor.person_id
    )
    if not is_own or (facts.has_letter and not facts.is_entered):
        return None
    what = "登记的来函" if facts.is_entered else "提出、又没有来函的成员调整"
    return NotPermitted(
        f"自己{what}，不能由自己确定。",
        rule="成员调整由所在单位提出，联席会议确定",
        next_step="请由另一位召集人确定，或撤回后由另一席位凭单位来函登记。",
    )


def withdraw_change(facts: ChangeFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the unit's speakers take back a change of their unit, and the office one that it entered itself."""
    if facts.is_entered and actor.is_office:
        return None
    if actor.kind in UNIT_SPEAKERS:
        return own_unit(facts, actor, day)
    return NotPermitted(
        "单位自己提出的成员调整，由该单位撤回。",
        rule="成员单位只代表本单位",
        next_step="请由该单位的成员或联络员撤回；办公室登记的来函才由办公室撤回。",
    )


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What decides on a one-time link: where it stands, and the unit of its seat."""

    state: str
    unit_id: int


def revoke_link(facts: LinkFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let a unit's speaker end only the links to its own unit's seats."""
    speaks = actor.kind in {SeatKind.MEMBER, SeatKind.OFFICE_MEMBER}
    if not speaks or facts.unit_id == actor.unit_id:
        return None
    return NotPermitted(
        "这是别的单位席位的邀请。",
        rule="单位只能作废本单位席位的邀请",
        next_step="请召集人或办公室办理。",
    )


@dataclass(frozen=True, slots=True)
class HolderFacts:
    """What decides for whom a seat may be stood in, and whose feed may end: its holders, and who has a feed of it."""

    holders: frozenset[int]
    feeds: frozenset[int] = frozenset()


def name_stand_in(facts: HolderFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the holder of a seat name who acts from it, not who only stands in."""
    if actor.person_id in facts.holders:
        return None
    return NotPermitted(
        "代办期间不能再指定或结束代办。",
        rule="代办由席位的现任人员指定和结束",
        next_step="请本人办理，或由办公室调整任期。",
    )


def revoke_feed(facts: HolderFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let a feed be ended where the person has one for the seat."""
    if actor.person_id in facts.feeds:
        return None
    return NotFound("你没有可停用的日历订阅。", rule="只能停用自己的订阅", next_step="无需办理。")


@dataclass(frozen=True, slots=True)
class StandInFacts:
    """What decides on a standing-in: the seat and person it is for, and the day before which it ends."""

    seat_id: int
    person_id: int
    ends_before: date


def end_stand_in(facts: StandInFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the holder end a standing-in while it lasts."""
    if actor.seat_id != facts.seat_id:
        return NotPermitted(
            "这不是你的代办。", rule="代办由席位的现任人员指定和结束", next_step="请本人办理。"
        )
    if refusal := name_stand_in(HolderFacts(frozenset({facts.person_id})), actor, day):
        return refusal
    return BadInput("这项代办已经结束。", next_step="无需办理。") if facts.ends_before <= day else None


# ---- reforms of units ----


@dataclass(frozen=True, slots=True)
class ReformFacts:
    """What decides whether a reform may be carried out; `follows` is the member that the new unit would follow."""

    kind: str
    effective_on: date
    carried_out_on: date | None
    from_unit: str
    to_unit: str
    follows: str


def carry_out(facts: ReformFacts, _actor: Actor, day: date) -> Refusal | None:
    """Let a new name or a merger be carried out once, from its day on, for a unit that is a member."""
    if facts.carried_out_on is not None:
        return BadInput(f"已于{long_date(facts.carried_out_on)}办理过。", next_step="无需重复办理。")
    if facts.kind not in CARRIED:
        return BadInput(
            f"“{SUCCESSION_LABELS.get(facts.kind, facts.kind)}”不能自动承接席位。",
            next_step="请由联席会议决定调整成员单位，或采用重新印发的文件。",
        )
    if facts.effective_on > day:
        return BadInput(f"这项沿革自{long_date(facts.effective_on)}起生效。", next_step="请到那天再办理。")
    if not facts.follows or facts.follows == facts.to_unit:
        return BadInput(f"“{facts.from_unit}”现在不是成员单位，没有席位可以承接。")
    return None
