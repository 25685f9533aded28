"""Two tokens that are one person, from a day until a day; or that are known not to be. No row is moved or rewritten."""

from datetime import date
from typing import Annotated

from lianxi.core.actors import UNIT_SPEAKERS, Actor
from lianxi.core.fields import Choice, Day, One
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.protection.actions.checks import TOKEN, chosen, past_day, token_of, unit_of
from lianxi.protection.models import PersonLink
from lianxi.protection.queries.pairs import entered_on, held_by, may_pair
from lianxi.protection.rules.machines import PAIR, PAIR_KINDS

RULE = "只有两边的行都在手上的单位知道是不是同一人；并档不改任何一行，结束后回到原样"


@action("protection.pair.propose", "提出人员并档", who=UNIT_SPEAKERS, rule=RULE)
def propose_pair(
    act: Act,
    *,
    a: Annotated[str, TOKEN],
    b: Annotated[str, TOKEN],
    kind: Annotated[str, Choice("关系", PAIR_KINDS)] = "same",
    from_on: Annotated[date | None, Day("起")] = None,
) -> PersonLink:
    """Propose that two tokens are one person, or are not; another seat of the unit confirms. Raises BadInput.

    A link to itself, before both exist, within a ring, or against a record that they are not one adds nothing: refused.
    """
    one, other = sorted((token_of(a), token_of(b)))
    chosen(kind, PAIR_KINDS, "关系")
    if one == other:
        raise BadInput("是同一个代码。", next_step="请填写两个不同的代码。")
    if not held_by(act.actor, (one, other)):
        raise BadInput(
            "两个代码不都在你单位送出或签收的名单里。", rule=RULE, next_step="请由同时掌握两行的单位提出。"
        )
    day = past_day(act, from_on, "起始日期", after=entered_on(act.chain, (one, other)))
    if fault := may_pair(act.chain, kind, one, other):
        raise BadInput(f"{fault}。", rule=RULE, next_step="请核对已有的并档记录。")
    row = PersonLink(
        conference_id=act.chain, kind=kind, a=one, b=other, unit=unit_of(act), from_on=day,
        proposed_at=act.at, seat_id=act.actor.seat_id, person_id=act.actor.person_id,
    )  # fmt: skip
    row.state = PAIR.initial
    act.create(row)
    act.notify("请另一席位确认人员并档", about=row, unit=act.actor.unit_id)
    return row


def _own(row: PersonLink, actor: Actor, _day: date) -> Refusal | None:
    if actor.unit_id == row.unit_id:
        return None
    return NotPermitted("由提出的单位办理。", rule=RULE, next_step="请由该单位的席位办理。")


def _second(row: PersonLink, actor: Actor, _day: date) -> Refusal | None:
    if actor.seat_id == row.seat_id or actor.person_id == row.person_id:
        return NotPermitted(
            "是由你提出的，不能由你确认。",
            rule="提出和确认由两个席位、两个人办理",
            next_step="请本单位另一席位确认。",
        )
    return None


@action(
    "protection.pair.confirm",
    "确认人员并档",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(PersonLink, "pair_id", stands(PAIR, "protection.pair.confirm"), _own, _second),
)
def confirm_pair(act: Act, *, pair_id: Annotated[int, One("人员并档")]) -> PersonLink:
    """Confirm a pair from another seat. Raises BadInput where something came between."""
    row = act.lock(PersonLink, pair_id)
    if fault := may_pair(act.chain, row.kind, row.a, row.b):
        raise BadInput(f"{fault}。", rule=RULE, next_step="请核对已有的并档记录。")
    return act.move(row, PAIR)


@action(
    "protection.pair.end",
    "结束人员并档",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(PersonLink, "pair_id", stands(PAIR, "protection.pair.end"), _own),
)
def end_pair(
    act: Act,
    *,
    pair_id: Annotated[int, One("人员并档")],
    until_on: Annotated[date | None, Day("止")] = None,
) -> PersonLink:
    """End a pair from a day on; earlier days keep what was believed then."""
    row = act.lock(PersonLink, pair_id)
    return act.move(
        row, PAIR, until_on=past_day(act, until_on or day_of(act.at), "结束日期", after=row.from_on)
    )
