"""Sampling re-checks: the office draws among what was closed, another seat looks again and records what it found."""

from datetime import date, datetime, time
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Day, Number, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import CHINA, day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.ledger.actions.checks import cite_tracking, co_unit_ids, tell_units
from lianxi.ledger.actions.entering import enter_obligation
from lianxi.ledger.facts import on_recheck
from lianxi.ledger.models import Obligation, Recheck, Sampling
from lianxi.ledger.rules import RECHECK
from lianxi.ledger.rules.sampling import LARGEST, draw_sample, population_mark


@action("ledger.sampling.draw", "抽取复核样本", who=OFFICE)
def draw_rechecks(
    act: Act,
    *,
    closed_from: Annotated[date, Day("办结自")],
    closed_before: Annotated[date, Day("办结至（不含这一天）")],
    size: Annotated[int, Number("抽取几项")],
    seed: Annotated[str, Words("种子", 60)],
) -> Sampling:
    """Draw a seeded sample among the obligations closed on these days, for re-check.

    The days must be past, so that the population no longer changes. Raises BadInput for nothing to draw.
    """
    if not closed_from < closed_before <= day_of(act.at):
        raise BadInput("抽查的期间须在今天之前，且起止有先后。", next_step="请改填起止日期。")
    if not 1 <= size <= LARGEST:
        raise BadInput(f"一次抽取 1 到 {LARGEST} 项。", next_step="请改填抽取的项数。")
    start, end = (datetime.combine(day, time(), CHINA) for day in (closed_from, closed_before))
    rows = Obligation.objects.filter(conference_id=act.chain, state="closed")
    rows = rows.filter(closed_at__gte=start, closed_at__lt=end)
    closed = dict(rows.values_list("number", "pk"))
    if not closed:
        raise BadInput("这段时间没有办结的事项。", next_step="请改填起止日期。")
    sampling = Sampling(conference_id=act.chain, closed_from=closed_from, closed_before=closed_before)
    sampling.seed, sampling.size = filled(seed, "种子", 60), size
    sampling.population, sampling.mark = len(closed), population_mark(list(closed))
    sampling.by, sampling.at = act.actor.label, act.at
    act.create(sampling)
    for place, number in enumerate(draw_sample(sampling.seed, closed, size), 1):
        row = Recheck(conference_id=act.chain, sampling=sampling, obligation_id=closed[number], place=place)
        row.state = RECHECK.initial
        act.create(row)
    return sampling


@action("ledger.recheck.pass", "复核通过", who=OFFICE, deciding=on_recheck("ledger.recheck.pass"))
def pass_recheck(
    act: Act, *, recheck_id: Annotated[int, One("抽查复核")], text: Annotated[str, Words("复核情况", 1000)]
) -> Recheck:
    """Record that a re-check found a closed obligation in order. Raises CannotRecheck."""
    row, obligation = _checkable(act, recheck_id)
    cite_tracking(act, obligation)
    told = {"text": filled(text, "复核情况", 1000), "seat_id": act.actor.seat_id}
    return act.move(row, RECHECK, by=act.actor.label, at=act.at, **told)


@action("ledger.recheck.fail", "复核不通过", who=OFFICE, deciding=on_recheck("ledger.recheck.fail"))
def fail_recheck(
    act: Act,
    *,
    recheck_id: Annotated[int, One("抽查复核")],
    text: Annotated[str, Words("问题", 1000)],
    due_on: Annotated[date, Day("整改期限")],
) -> Recheck:
    """Record what a re-check found wanting, and enter the putting right as a new obligation.

    The closed one is left as it was closed: what was true then stays readable. Raises CannotRecheck.
    """
    row, obligation = _checkable(act, recheck_id)
    told = filled(text, "复核情况", 1000)
    if due_on < day_of(act.at):
        raise BadInput("整改期限早于今天。", next_step="请填写今天或以后的日期。")
    follow = enter_obligation.within(
        act,
        title=f"复核整改：{obligation.title}"[:200],
        text=told,
        lead_unit_id=obligation.lead_unit_id,
        co_unit_ids=co_unit_ids(obligation),
        origin=obligation.origin,
        basis=obligation.basis,
        source=record_name(row),
        source_label=f"事项{obligation.number}抽查复核不通过",
        due_on=due_on,
        evidence_wanted=obligation.evidence_wanted,
        evidence_kinds=obligation.evidence_kinds,
    )
    tell_units(act, obligation, f"事项{obligation.number}抽查复核不通过，请按{follow.number}整改")
    values = {"text": told, "seat_id": act.actor.seat_id, "followed_by": follow}
    return act.move(row, RECHECK, by=act.actor.label, at=act.at, **values)


def _checkable(act: Act, recheck_id: int) -> tuple[Recheck, Obligation]:
    row = act.lock(Recheck, recheck_id)
    return row, act.get(Obligation, row.obligation_id)
