"""How an obligation ends other than by being done: replaced, merged or cancelled, by a later decision only."""

from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, One, Words
from lianxi.core.refusals import Refusal
from lianxi.core.words import moment_text
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import by_seat, cite_tracking, co_unit_ids, require_running, tell_units
from lianxi.ledger.actions.lapsing import lapse_open
from lianxi.ledger.actions.reassigning import take_part
from lianxi.ledger.actions.referring import Referred, find_record
from lianxi.ledger.facts import on_obligation
from lianxi.ledger.models import Ending, Obligation
from lianxi.ledger.rules import OBLIGATION, steps

# Records by which a conference decides; anything else is no decision to end a matter by.
DECIDES = ("meetings.decision", "meetings.minutes", "papers.paper", "law.ruling")


class CannotEndObligation(Refusal):
    """Nothing was decided later, or the other obligation cannot stand in this one's place."""

    code = "cannot_end_obligation"


class CannotSupersede(CannotEndObligation):
    """An obligation is superseded by another one under way, and by nothing else."""

    code = "cannot_supersede_obligation"


@action(
    "ledger.obligation.supersede", "以新事项替代原事项", who=OFFICE, deciding=on_obligation(steps.running)
)
def supersede_obligation(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    by_id: Annotated[int, One("替代的事项")],
    reason: Annotated[str, Words("理由", 300)],
    decision: Annotated[str, Choice("依据的决定")] = "",
) -> Obligation:
    """End an obligation because another one takes its place; the chain stays readable.

    `decision` is the later decision, a paper's number or a record's name; without it the decision that
    created the other obligation counts. Raises CannotSupersede where the other is the same, has ended or
    already stands in place of one, CannotEndObligation where nothing later was decided.
    """
    obligation, other = _two(act, obligation_id, by_id)
    if other.pk == obligation.pk or other.supersedes_id is not None:
        raise CannotSupersede(
            f"事项{other.number}不能替代事项{obligation.number}。",
            rule="一项只替代另外一项",
            next_step="请选择另一项尚未替代过其他事项的在办事项。",
        )
    decided = _later(act, obligation, decision or other.source)
    act.change(other, supersedes=obligation)
    _end(act, obligation, decided, reason, into=other)
    tell_units(act, obligation, f"事项{obligation.number}已由{other.number}替代：{obligation.title}")
    return obligation


@action("ledger.obligation.merge", "并入另一事项", who=OFFICE, deciding=on_obligation(steps.running))
def merge_obligation(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    into_id: Annotated[int, One("并入的事项")],
    reason: Annotated[str, Words("理由", 300)],
    decision: Annotated[str, Choice("依据的决定")] = "",
) -> Obligation:
    """End an obligation because another one takes it in, by a later decision.

    Its units go on as co-units of the other one, so that nobody's part is lost. Raises CannotEndObligation.
    """
    obligation, other = _two(act, obligation_id, into_id)
    if other.pk == obligation.pk:
        raise CannotEndObligation(
            f"事项{obligation.number}不能并入自己。",
            rule="一项并入另一项在办事项",
            next_step="请选择另一项在办事项。",
        )
    decided = _later(act, obligation, decision or other.source)
    for unit_id in (obligation.lead_unit_id, *co_unit_ids(obligation)):
        take_part.within(act, obligation=other, unit_id=unit_id)
    _end(act, obligation, decided, reason, into=other)
    for one in (obligation, other):
        tell_units(act, one, f"事项{obligation.number}已并入{other.number}：{other.title}")
    return obligation


@action("ledger.obligation.cancel", "撤销事项", who=OFFICE, deciding=on_obligation(steps.running))
def cancel_obligation(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    reason: Annotated[str, Words("理由", 300)],
    decision: Annotated[str, Choice("依据的决定")],
) -> Obligation:
    """End an obligation that a later decision did away with. Raises CannotEndObligation."""
    obligation = act.lock(Obligation, obligation_id)
    decided = _later(act, obligation, decision)
    _end(act, obligation, decided, reason, into=None)
    tell_units(act, obligation, f"事项{obligation.number}已撤销：{obligation.title}")
    return obligation


def _two(act: Act, obligation_id: int, other_id: int) -> tuple[Obligation, Obligation]:
    obligation = act.lock(Obligation, obligation_id)
    other = act.lock(Obligation, other_id)
    require_running(other)
    return obligation, other


def _later(act: Act, obligation: Obligation, named: str) -> Referred:
    """Find the decision by its name; it must be one, of this conference, and later than the obligation."""
    if not named.strip():
        raise CannotEndObligation(
            "没有写明依据哪个决定。",
            rule="事项只能由后来的决定替代、合并或撤销",
            next_step="请填写公文文号（如纪要、通报的文号）或选择会议决定。",
        )
    found = find_record(act, named)
    if found.record.partition(":")[0] not in DECIDES:
        raise CannotEndObligation(
            f"“{found.label}”不是决定。",
            rule="依据须是会议决定、纪要、公文或职责裁定",
            next_step="请填写决定这件事的公文文号。",
        )
    if found.since < obligation.created_at:
        raise CannotEndObligation(
            f"“{found.label}”作出于{moment_text(found.since)}，早于事项登记。",
            rule="事项只能由后来的决定替代、合并或撤销",
            next_step="请填写事项登记之后作出的决定。",
        )
    return found


def _end(act: Act, obligation: Obligation, decided: Referred, reason: str, into: Obligation | None) -> None:
    told = filled(reason, "理由", 300)
    row = Ending(**by_seat(act, obligation), kind=act.action.rpartition(".")[2], into=into)
    row.record, row.label, row.reason = decided.record, decided.label, told
    act.create(row)
    act.move(obligation, OBLIGATION, closed_at=act.at)
    lapse_open.within(act, obligation=obligation)
    act.remark = f"{told}（依据：{decided.label}）"
    cite_tracking(act, obligation)
