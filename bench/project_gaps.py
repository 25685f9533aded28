"""Measures the run that finds gaps: many projects, planted gaps of every kind, against a recount in SQL.

    python bench/project_gaps.py [projects] [gaps] [seed]      (a database of its own: DATABASE_URL, LIANXI_DATA)

Prints how many gaps are missing and how many are false, compared whole: unit, clause, first day, level.
"""

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import django

django.setup()
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from django.core.management import call_command

from lianxi.core.actors import timer_of
from lianxi.core.words import CHINA
from lianxi.journal.acting import Act
from lianxi.projects.actions import find_project_gaps
from lianxi.projects.models import ProjectGap
from lianxi.stories.founding import found_shipped
from projects.planting import DAY, planted, recount

ROUNDS = 3


def main() -> None:
    """Plant, run, recount, print."""
    size, gaps, seed = (int(one) for one in (*sys.argv[1:], *("20000", "2000", "1")[len(sys.argv) - 1 :]))
    call_command("migrate", verbosity=0)
    at = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=CHINA)
    conference = found_shipped("QZ", at - timedelta(days=1), is_demo=True)
    timer, made = timer_of(conference.pk), planted(conference.pk, size, gaps, seed)
    act = Act(actor=timer, at=at, action="projects.list.gather", chain=conference.pk)
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
