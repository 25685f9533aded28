"""What a run found becomes signals: each once for its rule, subject and period; unchanged alerts are not repeated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.models import Conference
from lianxi.core.actors import TIMER_ONLY
from lianxi.core.fields import Inner
from lianxi.journal.acting import Act, action
from lianxi.surveillance.models import DetectionRun, Signal
from lianxi.surveillance.queries.signal_rules import rules_on
from lianxi.surveillance.rules.facts import facts_of
from lianxi.surveillance.rules.machines import SIGNAL, SIGNAL_ENDED
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.running.found import Found, Silent

# A finding of the first rule says nothing new where the second one found the same subject in the same period.
CONTAINED = {"half_limit_severe": "exceedance"}


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run looks at; with the counts of its end it is stored and tells the next run what is new."""

    day: date
    batches: tuple[int, ...]
    rules: dict[str, int]
    data_sha256: dict[str, str]
    found: int = 0
    raised: int = 0
    unchanged: int = 0
    silent: tuple[Silent, ...] = field(default=())

    def ended(self, found: int, raised: int, unchanged: int, silent: Iterable[Silent]) -> "RunFacts":
        """Return the facts of a run that comes to its end, with the counts of its acts before."""
        return RunFacts(
            self.day, self.batches, self.rules, self.data_sha256, found, raised, unchanged, tuple(silent)
        )


@action(
    "surveillance.run.record",
    "按预警规则发现信号",
    who=TIMER_ONLY,
    rule="信号由系统按办公室启用的规则发现",
)
def record_run(
    act: Act,
    *,
    found: Annotated[Sequence[Found], Inner("发现")] = (),
    facts: Annotated[RunFacts | None, Inner("运行情况")] = None,
    ends: Annotated[RunFacts | None, Inner("运行结果")] = None,
) -> tuple[int, int]:
    """Store findings that are new as signals, and at its end the run itself.

    Gives how many were raised and how many were known. Rules that were switched off meanwhile raise nothing.
    """
    # One run at a time in a conference: what is known is read under this lock.
    act.lock(Conference, act.actor.conference_id or 0)
    act.subject = ""
    raised = unchanged = 0
    if facts is not None and found:
        known = _known(act.chain, found)
        rules = rules_on(act.chain, facts.day)
        for one in found:
            rule = rules[one.rule]
            signal = _raise(act, one, rule, facts, known) if rule.on else None
            raised, unchanged = raised + (signal is not None), unchanged + (signal is None)
    if ends is not None:
        _end(act, ends, raised, unchanged)
    if raised:
        newest = known[found[0].rule, found[0].subject][0] if raised == 1 else None
        about = newest or Signal.objects.filter(conference_id=act.chain).latest("pk")
        act.notify(f"监测发现{raised}个新信号，请核实：{about.sentence}"[:300], about=about, office=True)
    return raised, unchanged


Known = dict[tuple[str, str], list[Signal]]


def _known(conference_id: int, found: Sequence[Found]) -> Known:
    rules = {one.rule for one in found} | {CONTAINED.get(one.rule, one.rule) for one in found}
    rows = Signal.objects.filter(
        conference_id=conference_id, rule__in=rules, subject__in={one.subject for one in found}
    )
    known: Known = {}
    for row in rows.order_by("-pk"):
        known.setdefault((row.rule, row.subject), []).append(row)
    return known


def _raise(act: Act, one: Found, rule: Rule, facts: RunFacts, known: Known) -> Signal | None:
    earlier = known.setdefault((one.rule, one.subject), [])
    if _is_known(one, earlier, known):
        return None
    last = earlier[0] if earlier else None
    reasons = [*one.reasons, *(["worse_than_before"] if last and _is_worse(one, last) else [])]
    signal = act.create(
        Signal(
            conference_id=act.chain,
            rule=one.rule,
            rule_title=rule.title,
            rule_revision=rule.revision,
            parameters=rule.parameters,
            subject=one.subject[:160],
            period=one.period,
            data_sha256=facts.data_sha256.get(rule.stream, facts.data_sha256.get("all", "")),
            reasons=reasons,
            facts=facts_of(one),
            detected_at=act.at,
            state=SIGNAL.initial,
            repeats=last,
            **_values(one),
        )
    )
    earlier.insert(0, signal)
    return signal


def _values(one: Found) -> dict[str, Any]:
    return {
        "sentence": one.words[:300],
        "division": one.division,
        "employer": one.employer,
        "industry": one.industry,
        "hazard": one.hazard[:100],
        "observed": one.observed,
        "expected": one.expected,
        "bound": one.bound,
        "score": one.score,
        "unit": one.unit,
        "count": one.count,
        "rows": [list(row) for row in one.rows],
        "picture": one.picture,
        "happened_on": one.happened_on,
    }


def _is_known(one: Found, earlier: Sequence[Signal], known: Known) -> bool:
    """Tell whether a finding says nothing new: the same period, a contained one, or no worse than an open signal."""
    if any(row.period == one.period for row in earlier):
        return True
    container = known.get((CONTAINED.get(one.rule, ""), one.subject), ())
    if any(row.period == one.period for row in container):
        return True
    return any(row.state not in SIGNAL_ENDED and not _is_worse(one, row) for row in earlier)


def _is_worse(one: Found, row: Signal) -> bool:
    return (one.score or 0.0) > (row.score or 0.0)


def _end(act: Act, ends: RunFacts, raised: int, unchanged: int) -> None:
    act.create(
        DetectionRun(
            conference_id=act.chain,
            at=act.at,
            day=ends.day,
            batches=list(ends.batches),
            rules=ends.rules,
            data_sha256=ends.data_sha256,
            found=ends.found,
            raised=ends.raised + raised,
            unchanged=ends.unchanged + unchanged,
            silent=[{"rule": one.rule, "why": one.why} for one in ends.silent],
        )
    )
