"""One run over a conference's data: rules on what is new since the last run, findings stored in acts of bounded size.

Nothing is written here: the acts do. A run that is killed leaves whole acts; the next one finds the same and
stores what is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lianxi.bodies.models import Conference
from lianxi.core.actors import timer_of
from lianxi.core.words import day_of
from lianxi.register.queries import list_employers
from lianxi.surveillance.actions.detecting import RunFacts, record_run
from lianxi.surveillance.models import DetectionRun
from lianxi.surveillance.queries.areas import area_hash
from lianxi.surveillance.queries.centroids import centroid_hash
from lianxi.surveillance.queries.looking import Look, look_whole, namer
from lianxi.surveillance.queries.signal_rules import rules_on
from lianxi.surveillance.queries.signals import data_hashes
from lianxi.surveillance.rules.signal_rules import COUNTED, Rule
from lianxi.surveillance.rules.weeks import week_number
from lianxi.surveillance.running.found import Found, Silent
from lianxi.surveillance.running.overdue import DUE_RULES
from lianxi.surveillance.running.rows import ROW_RULES
from lianxi.surveillance.running.series import find_rises
from lianxi.surveillance.store import open_store
from lianxi.surveillance.store.files import batches_in_force

# So many findings in one act: the conference's chain is held for less than a second.
AT_ONCE = 100


@dataclass
class Run:
    """What one run did; `raised` is 0 and `skipped` is true where nothing was new."""

    skipped: bool = False
    found: int = 0
    raised: int = 0
    unchanged: int = 0
    silent: list[Silent] = field(default_factory=list)


def run_everywhere(at: datetime) -> int:
    """Run detection for every conference that has data; gives how many signals were raised."""
    begun = Conference.objects.filter(starts_on__lte=day_of(at)).order_by("pk").values_list("pk", flat=True)
    return sum(run_detection(pk, at).raised for pk in begun)


def run_detection(conference_id: int, at: datetime) -> Run:
    """Run the rules in force at a moment over what is new, and store what they find.

    Asked again over the same data, rules and day it does nothing.
    """
    day, batches = day_of(at), batches_in_force(conference_id)
    last = DetectionRun.objects.filter(conference_id=conference_id).order_by("-pk").first()
    if last is None and not batches:
        return Run(skipped=True)
    rules = rules_on(conference_id, day)
    now = RunFacts(
        day=day,
        batches=tuple(sorted(batches)),
        rules={code: rule.revision for code, rule in rules.items() if rule.on},
        data_sha256=data_hashes(conference_id) | centroid_hash(conference_id) | area_hash(conference_id),
    )
    if last is not None and _same(last, now):
        return Run(skipped=True)
    found, silent = _find(conference_id, list(rules.values()), now, last)
    return _store(conference_id, at, found, silent, now)


def _same(last: DetectionRun, now: RunFacts) -> bool:
    known = (last.day, tuple(last.batches), last.rules, last.data_sha256)
    return known == (now.day, now.batches, now.rules, now.data_sha256)


def _find(
    conference_id: int, rules: Sequence[Rule], now: RunFacts, last: DetectionRun | None
) -> tuple[list[Found], list[Silent]]:
    seen = frozenset(last.batches) if last else frozenset()
    names = {code: name for code, name, _, _ in list_employers(conference_id)}
    con = open_store(conference_id)
    found: list[Found] = []
    silent: list[Silent] = []
    for rule in rules:
        if not rule.on:
            silent.append(Silent(rule.code, _why_off(rule)))
            continue
        is_new_rule = last is None or last.rules.get(rule.code) != rule.revision
        new = None if is_new_rule else frozenset(now.batches) - seen
        look = Look(con, now.day, namer(names), new)
        if rule.kind == "row" and (is_new_rule or new):
            found += ROW_RULES[rule.code](look, rule)
        elif rule.kind == "due":
            found += DUE_RULES[rule.code](look, rule)
    if _series_due(now, last):
        look = look_whole(conference_id, now.day, con, names)
        rises, why = find_rises(look, [rule for rule in rules if rule.kind in COUNTED and rule.on])
        found, silent = found + rises, silent + why
    elif last is not None:
        # Nothing was judged anew: what was said of the series still holds.
        counted = {"", *(rule.code for rule in rules if rule.kind in COUNTED)}
        silent += [Silent(one["rule"], one["why"]) for one in last.silent if one["rule"] in counted]
    return found, silent


def _why_off(rule: Rule) -> str:
    return (
        f"“{rule.title}”没有启用：{rule.needs}" if rule.revision == 1 else f"“{rule.title}”已由办公室停用。"
    )


def _series_due(now: RunFacts, last: DetectionRun | None) -> bool:
    """Series are judged again with other data, rules or centers or a new week; not every day."""
    if last is None or week_number(last.day) != week_number(now.day):
        return True
    return (tuple(last.batches), last.rules, last.data_sha256) != (now.batches, now.rules, now.data_sha256)


def _store(conference_id: int, at: datetime, found: list[Found], silent: list[Silent], now: RunFacts) -> Run:
    run = Run(found=len(found), silent=silent)
    groups = list(_groups(found))
    for place, group in enumerate(groups, 1):
        ends = place == len(groups)
        facts = now.ended(run.found, run.raised, run.unchanged, silent) if ends else None
        raised, unchanged = record_run(timer_of(conference_id), at, found=group, facts=now, ends=facts)
        run.raised, run.unchanged = run.raised + raised, run.unchanged + unchanged
    return run


def _groups(found: list[Found]) -> Iterator[list[Found]]:
    # An empty run is recorded too: it says what was looked at.
    yield from [found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE)] or [[]]
