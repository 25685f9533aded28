"""Merge the checks of five units at 2,000 firms over 26 weeks: visits saved, and the most that could be saved.

Firms are asked by one to five units in the shares .2, .3, .25, .15, .1; windows are 4–13 weeks; 8 % of the requests
cannot be served lawfully; teams suffice for `--teams` times what is asked. The bound is the best that firms allow taken one by one (fewest weeks that meet all
windows of a firm), which no plan under teams and caps can beat. Prints seconds, requests lost, share of the saving.

Run: python bench/merging.py [--firms 2000] [--seed 1] [--teams 1.3]
"""

import argparse
import os
import random
import time
from collections import defaultdict

from lianxi.inspections.rules.merging import Task, merge
from lianxi.inspections.rules.requests import Officer, Request, Subject

UNITS = {
    "市卫健委": "health",
    "市应急局": "emergency",
    "市人社局": "hr",
    "市生态环境局": "ecology",
    "市市场监管局": "market",
}
SHARES = (0.2, 0.3, 0.25, 0.15, 0.1)


def made(firms: int, seed: int, teams: float = 1.3) -> tuple[list[Request], dict[str, Subject]]:
    """Make the units and their requests."""
    dice = random.Random(seed)
    officers = tuple(Officer(f"o{n}", 52) for n in range(12))
    asked = firms * sum(n * share for n, share in enumerate(SHARES, 1)) / len(UNITS)
    week = int(asked * teams / 26) + 1
    units = {
        name: Subject(
            kind="enforcement",
            system=system,
            level="city",
            jurisdiction="all",
            cap=2,
            visits_per_week=week,
            officers=officers,
            used={},
        )
        for name, system in UNITS.items()
    }
    requests = []
    for firm in range(firms):
        for unit in dice.sample(list(UNITS), dice.choices(range(1, 6), SHARES)[0]):
            length = dice.randint(4, 13)
            first = dice.randint(1, 27 - length)
            lawful = dice.random() >= 0.08
            requests.append(
                Request(
                    id=f"r{len(requests):05}",
                    unit=unit,
                    firm=f"F{firm:04}",
                    item=f"{unit}事项",
                    window=(first, first + length - 1),
                    type=dice.choice(("日常", "日常", "专项", "个案")),
                    mode="现场",
                    published=lawful,
                    approved=True,
                    filed=True,
                )
            )
    return requests, units


def fewest(requests: list[Request]) -> int:
    """Return the fewest weeks that meet all windows of each firm: earliest ends first."""
    by_firm = defaultdict(list)
    for one in requests:
        by_firm[one.firm].append(one.window)
    count = 0
    for windows in by_firm.values():
        last = 0
        for first, end in sorted(windows, key=lambda window: window[1]):
            if first > last:
                count, last = count + 1, end
    return count


def main() -> None:
    """Print one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--teams", type=float, default=1.3)
    options = parser.parse_args()
    requests, units = made(options.firms, options.seed, options.teams)
    began, worked = time.perf_counter(), time.process_time()
    plan = merge(requests, Task(units, tuple(range(1, 27)), {}))
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    on_site = plan.screened.on_site
    most = plan.separate - fewest(on_site)
    lost = len(requests) - len(plan.screened.refused) - plan.scheduled - len(plan.waiting)
    print(f"firms {options.firms}, requests {len(requests)}, refused {len(plan.screened.refused)}")
    print(f"served {plan.scheduled}, waiting {len(plan.waiting)}, lost {lost}")
    print(
        f"visits {len(plan.visits)}, apart {plan.separate}, saved {plan.separate - len(plan.visits)} of at most {most}:"
        f" {(plan.separate - len(plan.visits)) / most:.1%}"
    )
    print(
        f"{seconds:.1f} s by the clock, {work:.1f} s of the processor, load {os.getloadavg()[0]:.1f}; limit 30 s"
    )


if __name__ == "__main__":
    main()
