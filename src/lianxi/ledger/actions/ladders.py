"""The office sets the conference's ladder of slips: the rows in force end, new ones start."""

from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import in_force
from lianxi.core.actors import OFFICE
from lianxi.core.fields import Choice, Numbers
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.ledger.models import Rung
from lianxi.ledger.rules.slips import PROFILES, Step

MOST_DAYS = 60


@action("ledger.ladder.set", "设定催办阶梯", who=OFFICE)
def set_ladder(
    act: Act,
    *,
    profile: Annotated[str, Choice("催办阶梯")],
    workdays: Annotated[tuple[int, ...], Numbers("工作日")] = (),
) -> list[Rung]:
    """End the ladder in force and start another one today, with its working days.

    `workdays` are given in the order of the rungs, as positive numbers; without them the profile's own
    hold. Slips already issued keep the words and the day of their rung. Raises BadInput.
    """
    if profile not in PROFILES:
        raise BadInput("没有这种催办阶梯。", next_step=f"请从{'、'.join(PROFILES)}中选择。")
    steps, day = PROFILES[profile].steps, day_of(act.at)
    if workdays and len(workdays) != len(steps):
        raise BadInput(f"这种阶梯有{len(steps)}级，请逐级填写工作日数。")
    for days in workdays:
        if not 1 <= days <= MOST_DAYS:
            raise BadInput(f"工作日数请填 1 到 {MOST_DAYS} 的整数。")
    conference = act.lock(Conference, act.chain)
    for row in Rung.objects.filter(in_force(day), conference=conference):
        act.change(row, ends_before=day)
    days_of = zip(steps, workdays or [abs(one.workdays) for one in steps], strict=True)
    return [act.create(_rung(act, conference, profile, one, days)) for one, days in days_of]


def _rung(act: Act, conference: Conference, profile: str, one: Step, days: int) -> Rung:
    return Rung(
        conference=conference,
        profile=profile,
        step=one.step,
        label=one.label,
        anchor=one.anchor,
        workdays=-days if one.is_reminder else days,
        source="configured",
        set_by=act.actor.label,
        starts_on=day_of(act.at),
    )
