"""Measures the run that finds gaps: many projects, planted gaps of every kind, against a recount in SQL.

    python bench/project_gaps.py [projects] [gaps] [seed] [--database sqlite | postgresql]

Prints how many gaps are missing and how many are false, compared whole: unit, clause, first day, level.
"""

import argparse
import time
from datetime import datetime, timedelta

from databases import database_option, fresh_database

ROUNDS = 3


def main() -> None:
    """Read what is asked and measure it on a fresh database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("projects", type=int, nargs="?", default=20_000)
    parser.add_argument("gaps", type=int, nargs="?", default=2_000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    database_option(parser)
    asked = parser.parse_args()
    with fresh_database(asked.database):
        print(asked.database)
        measure(asked.projects, asked.gaps, asked.seed)


def measure(size: int, gaps: int, seed: int) -> None:
    """Plant, run, recount, print."""
    from django.db import transaction

    from lianxi.core.actors import timer_of
    from lianxi.core.words import CHINA
    from lianxi.journal.acting import Act
    from lianxi.projects.actions import find_project_gaps
    from lianxi.projects.models import ProjectGap
    from lianxi.stories.founding import found_shipped
    from projects.planting import DAY, planted, recount

    at = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=CHINA)
    conference = found_shipped("QZ", at - timedelta(days=1), is_demo=True)
    timer, made = timer_of(conference.pk), planted(conference.pk, size, gaps, seed)
    act = Act(actor=timer, at=at, action="projects.list.gather", chain=conference.pk)
    with transaction.atomic():
        act.create_batch(made.projects)
    started, cpu = time.perf_counter(), time.process_time()
    new = find_project_gaps(timer, at)
    print(
        f"{size} projects: {len(new)} gaps in {time.perf_counter() - started:.1f} s ({time.process_time() - cpu:.1f} s CPU)"
    )
    rows = ProjectGap.objects.filter(closed_on__isnull=True).select_related("project", "unit")
    found = {
        (
            one.project.key,
            one.gap,
            one.since.isoformat(),
            one.unit.name if one.unit else "",
            one.clause,
            one.executes,
        )
        for one in rows
    }
    counted = recount(conference.pk)
    print(f"against SQL: {len(counted - found)} missing, {len(found - counted)} false")
    told = {one[:2] for one in found}
    print(f"against what was planted: {len(made.gaps - told)} missing, {len(told - made.gaps)} false")
    for _round in range(ROUNDS):
        started, cpu = time.perf_counter(), time.process_time()
        assert find_project_gaps(timer, at) == []
        print(
            f"run again, nothing new: {time.perf_counter() - started:.1f} s ({time.process_time() - cpu:.1f} s CPU)"
        )


if __name__ == "__main__":
    main()
