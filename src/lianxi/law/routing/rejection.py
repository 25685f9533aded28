"""The nearest acts that do not answer, each with the words that shut it out, one per unit."""

from lianxi.law.routing.acts import Condition
from lianxi.law.routing.factbook import FactBook
from lianxi.law.routing.matching import Outcome, Verdict
from lianxi.law.routing.model import Fact, Instrument, Rejection
from lianxi.law.routing.vocabulary import MATTER, label_of, load_vocabulary

_SCOPES = ("sector", "ownership", "hazard", "population", "employer_status")


def list_rejections(instrument: Instrument, verdicts: list[Verdict], book: FactBook) -> tuple[Rejection, ...]:
    """Return, in printed order, the nearest rejected act of each unit that gives no definite answer."""
    answering = {v.act.unit for v in verdicts if v.tier in {"established", "conditional"}}
    found: dict[str, tuple[int, Rejection]] = {}
    for verdict in verdicts:
        if verdict.act.unit in answering or not verdict.against:
            continue
        near = _nearness(verdict, book)
        known = found.get(verdict.act.unit)
        if near and (known is None or near > known[0]):
            found[verdict.act.unit] = (near, _rejection(instrument, verdict))
    return tuple(rejection for _, rejection in found.values())


def _nearness(verdict: Verdict, book: FactBook) -> int:
    """Count what speaks for an act that is shut out; 0 keeps the far ones from the page.

    Only a case that speaks of a matter has near misses: without one every sector list would look near.
    """
    condition, outcome, facts = verdict.against[0]
    scopes = sum(met.condition.dimension in _SCOPES for met in verdict.met)
    if not book.true_facts(MATTER):
        return 0
    if any(c.dimension == MATTER for c, _, _ in verdict.against):
        return 1 if scopes and len(verdict.against) > 1 else 0
    if len(verdict.against) > 1 and not scopes:
        return 0
    is_near = outcome == "excluded" or any(f.state == "false" for f in facts) or _is_kin(condition, facts)
    return 2 + scopes if is_near else (1 if scopes else 0)


def _is_kin(condition: Condition, facts: tuple[Fact, ...]) -> bool:
    known = load_vocabulary()[condition.dimension]
    return any(known.is_kin(code, fact.code) for code in condition.codes for fact in facts)


def _rejection(instrument: Instrument, verdict: Verdict) -> Rejection:
    # The scope explains better than the matter why a near unit is not the one.
    condition, outcome, facts = min(verdict.against, key=lambda entry: entry[0].dimension == MATTER)
    why = _why(instrument, condition, outcome, facts)
    return Rejection(
        verdict.act.unit, verdict.act.clause, verdict.act.id, why, condition.start, condition.end
    )


def _why(instrument: Instrument, condition: Condition, outcome: Outcome, facts: tuple[Fact, ...]) -> str:
    stated = "、".join(
        dict.fromkeys(("不是" if f.state == "false" else "") + label_of(f.dimension, f.code) for f in facts)
    )
    if condition.start is None or condition.end is None:
        return f"{condition.inferred}；案情为{stated}"
    words = "".join(instrument.words(condition.start, condition.end).split())
    verb = "条文排除" if outcome == "excluded" else "条文限于"
    return f"{verb}“{words}”；案情为{stated}"
