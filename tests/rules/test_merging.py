"""Merged plans against every possible plan: small cases drawn at random, solved by trying everything."""

import random
from itertools import product

import pytest

from lianxi.inspections.rules.merging import ONE_SOLVE, Plan, Task, fewest_visits, merge
from lianxi.inspections.rules.requests import Officer, Request, Subject

TEAM = (Officer("o1", 52), Officer("o2", 52))


def _drawn(seed: int) -> tuple[list[Request], Task]:
    dice = random.Random(seed)
    units = {
        name: Subject(
            kind="enforcement",
            system=system,
            level=level,
            jurisdiction="all",
            cap=dice.randint(1, 2),
            visits_per_week=dice.randint(1, 2),
            officers=TEAM,
            used={"F1": dice.randint(0, 1)},
        )
        for name, system, level in (("甲局", "a", "city"), ("乙局", "b", "city"), ("丙局", "a", "county"))
    }
    requests = []
    for number in range(dice.randint(2, 5)):
        first = dice.randint(1, 4)
        requests.append(
            Request(
                id=f"r{number}",
                unit=dice.choice(list(units)),
                firm=dice.choice(("F1", "F2")),
                item=f"项{number}",
                window=(first, dice.randint(first, 4)),
                type=dice.choice(("日常", "个案", "复查")),
                mode="现场",
                published=True,
                approved=True,
                filed=True,
            )
        )
    left = {("a", firm): dice.randint(0, 3) for firm in ("F1", "F2")} if dice.random() < 0.5 else {}
    return requests, Task(units, (1, 2, 3, 4), {}, left)


def _holds(requests: list[Request], weeks: tuple[int, ...], task: Task) -> bool:
    given = [(one, week) for one, week in zip(requests, weeks, strict=True) if week]
    for one, week in given:
        unit = task.units[one.unit]
        if (
            len({other.firm for other, at in given if other.unit == one.unit and at == week})
            > unit.visits_per_week
        ):
            return False
        if not one.is_counted:
            continue
        counted = [(other, at) for other, at in given if other.is_counted and other.firm == one.firm]
        if len({at for other, at in counted if other.unit == one.unit}) > unit.left(one.firm):
            return False
        line = {(other.unit, at) for other, at in counted if task.units[other.unit].system == unit.system}
        if len(line) > task.system_left.get((unit.system, one.firm), 99):
            return False
    return True


def _best(requests: list[Request], task: Task) -> tuple[int, int]:
    choices = [
        (0, *(week for week in task.weeks if one.window[0] <= week <= one.window[1])) for one in requests
    ]
    best = (0, 0)
    for weeks in product(*choices):
        served = sum(1 for week in weeks if week)
        visits = len({(one.firm, week) for one, week in zip(requests, weeks, strict=True) if week})
        if (served, -visits) > best and _holds(requests, weeks, task):
            best = (served, -visits)
    return best


def _sized(plan: Plan) -> tuple[int, int]:
    return plan.scheduled, -len(plan.visits)


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_no_plan_serves_more_or_enters_less(first: int) -> None:
    for seed in range(first, first + 20):
        requests, task = _drawn(seed)
        plan = merge(requests, task)
        assert _sized(plan) == _best(plan.screened.on_site, task), seed
        weeks = {id_: visit.week for visit in plan.visits for id_ in visit.requests}
        assert _holds(
            plan.screened.on_site, tuple(weeks.get(one.id, 0) for one in plan.screened.on_site), task
        )
        lost = {one.id for one in requests} - set(weeks) - set(plan.waiting) - set(plan.screened.refused)
        assert lost == set()


def _many(seed: int, teams: int) -> tuple[list[Request], Task]:
    """Draw 120 firms asked by one to four units over ten weeks; a unit's teams go to so many firms a week."""
    dice = random.Random(seed)
    names = ("甲局", "乙局", "丙局", "丁局")
    units = {
        name: Subject(kind="enforcement", system=name, level="city", jurisdiction="all", cap=2,
                      visits_per_week=teams, officers=TEAM)
        for name in names
    }  # fmt: skip
    requests = []
    for firm in range(120):
        for unit in dice.sample(names, dice.randint(1, 4)):
            first = dice.randint(1, 7)
            requests.append(
                Request(id=f"r{len(requests)}", unit=unit, firm=f"F{firm}", item="项", window=(first, first + 3),
                        type=dice.choice(("日常", "个案")), mode="现场", published=True, approved=True, filed=True)
            )  # fmt: skip
    return requests, Task(units, tuple(range(1, 11)))


@pytest.mark.parametrize(("teams", "share"), [(12, 0.95), (9, 0.8), (4, 0)])
def test_a_large_plan_keeps_the_rules_and_comes_near_the_bound(teams: int, share: float) -> None:
    for seed in range(3):
        requests, task = _many(seed, teams)
        assert len(requests) > ONE_SOLVE
        plan = merge(requests, task)
        weeks = {id_: visit.week for visit in plan.visits for id_ in visit.requests}
        assert _holds(requests, tuple(weeks.get(one.id, 0) for one in requests), task)
        assert {one.id for one in requests} == set(weeks) | set(plan.waiting)
        # Where teams are too few, all of them go out every week in which somebody asks for them.
        if not share:
            assert plan.waiting
            assert len(weeks) == 4 * 10 * teams
            continue
        options = {one.id: range(one.window[0], one.window[1] + 1) for one in requests}
        assert not plan.waiting
        saved = plan.separate - len(plan.visits)
        assert saved >= share * (plan.separate - fewest_visits(requests, options))


def test_the_steps_alone_keep_the_rules_and_never_beat_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianxi.inspections.rules.merging.ONE_SOLVE", 0)
    reached = 0
    for seed in range(200):
        requests, task = _drawn(seed)
        plan = merge(requests, task)
        kept, best = plan.screened.on_site, _best(plan.screened.on_site, task)
        weeks = {id_: visit.week for visit in plan.visits for id_ in visit.requests}
        assert _holds(kept, tuple(weeks.get(one.id, 0) for one in kept), task), seed
        assert _sized(plan) <= best, seed
        reached += _sized(plan) == best
    assert reached >= 180
