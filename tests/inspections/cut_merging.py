"""Calls in, merges and hands over a plan in a child that is killed at a random point, again and again; then goes on.

Run as a program with a data folder of its own in LIANXI_DATA, a seed and how often: prints a line per attempt with
what was acknowledged, what was there after the kill, and what the next worker and the seats made of it.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
sys.path.insert(0, str(Path(__file__).parents[1]))

import django

django.setup()

from django.core.management import call_command
from django.db import connections

from cast import AT, Cast, found_cast
from inspections.filing import Filed, ask, filed
from lianxi.bodies.models import Conference
from lianxi.inspections.actions import agree_plan, hand_over_plan, merge_as_ordered, merge_plan
from lianxi.inspections.models import (
    CheckPlan,
    CheckRequest,
    CheckSheet,
    EnforcementSubject,
    MergeOrder,
    PlanUnit,
    Visit,
    VisitPart,
)
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_chains

DATABASE = Path(str(connections["default"].settings_dict["NAME"]))
FIRMS = 60


def use(path: Path) -> None:
    connections.close_all()
    connections["default"].settings_dict["NAME"] = str(path)


def course(cast: Cast) -> list[tuple[Callable[[], object], Callable[[], bool]]]:
    """The steps from the call to the handing over, each with how the tables tell that it was done."""
    plan = CheckPlan.objects.get()
    made = Filed(plan, {one.body: one for one in EnforcementSubject.objects.all()})

    def upload(unit: str, first: int) -> None:
        made.upload(cast, unit, *(ask(firm) for firm in range(first, first + FIRMS)))

    def agree(unit: str) -> None:
        agree_plan(cast.member(unit), AT, plan_id=plan.pk, subject_id=made.subjects[unit].pk)

    def answered(unit: str) -> bool:
        return PlanUnit.objects.filter(subject__body=unit, answered_at__isnull=False).exists()

    def agreed(unit: str) -> bool:
        return PlanUnit.objects.filter(subject__body=unit, agreed_at__isnull=False).exists()

    return [
        (lambda: upload("市卫健委", 1), lambda: answered("市卫健委")),
        (lambda: upload("市人社局", 30), lambda: answered("市人社局")),
        (lambda: made.nil(cast, "市住建局"), lambda: answered("市住建局")),
        (lambda: merge_plan(cast.staff, AT, plan_id=plan.pk), MergeOrder.objects.exists),
        (lambda: merge_as_ordered(AT), MergeOrder.objects.filter(state="made").exists),
        (lambda: agree("市卫健委"), lambda: agreed("市卫健委")),
        (lambda: agree("市人社局"), lambda: agreed("市人社局")),
        (lambda: hand_over_plan(cast.staff, AT, plan_id=plan.pk, paper="函1号"),
         CheckPlan.objects.filter(state="handed_over").exists),
    ]  # fmt: skip


def child(cast: Cast, path: Path, pipe: int) -> None:
    use(path)
    os.write(pipe, b"s")
    for step, _is_done in course(cast):
        step()
        os.write(pipe, b"a")
    os._exit(0)


def faults() -> list[str]:
    """What no stop may leave: a sheet without its rows, a merge without its visits, a visit without its parts."""
    found = [f"sheet {one.pk}" for one in CheckSheet.objects.all()
             if CheckRequest.objects.filter(sheet=one).count() != one.rows]  # fmt: skip
    plan, placed = CheckPlan.objects.get(), CheckRequest.objects.exclude(placed="").count()
    is_merged = MergeOrder.objects.filter(state="made").exists()
    whole = (plan.round, placed > 0, Visit.objects.exists(), VisitPart.objects.exists())
    if whole != ((1, True, True, True) if is_merged else (0, False, False, False)):
        found.append(f"merge {whole}")
    if placed not in (0, 2 * FIRMS):
        found.append(f"placed {placed}")
    if CheckRequest.objects.filter(placed="scheduled", visit=None).exists():
        found.append("scheduled without a visit")
    if VisitPart.objects.count() != len(
        set(CheckRequest.objects.exclude(visit=None).values_list("visit", "subject"))
    ):
        found.append("parts and requests differ")
    return found + [str(one) for one in verify_chains()]


def attempt(cast: Cast, number: int, delay: float | None) -> dict[str, object]:
    path = DATABASE.with_name(f"cut{number}.sqlite3")
    use(DATABASE)
    connections.close_all()
    shutil.copy(DATABASE, path)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(cast, path, writer)
    os.close(writer)
    os.read(reader, 1)
    started = time.perf_counter()
    if delay is not None:
        time.sleep(delay)
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    took, acknowledged = time.perf_counter() - started, len(os.read(reader, 100))
    os.close(reader)
    use(path)
    steps = course(cast)
    done = [is_done() for _step, is_done in steps]
    told = {"acknowledged": acknowledged, "done": done, "faults": faults(), "seconds": took}
    for (step, _is_done), was in zip(steps, done, strict=True):
        if not was:
            step()
    state, visits = CheckPlan.objects.get().state, Visit.objects.count()
    return {
        **told,
        "state": state,
        "visits": visits,
        "later_faults": faults(),
        "entries": Entry.objects.count(),
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    cast = found_cast()
    filed(cast)
    cast = Cast(Conference.objects.get())
    draw = random.Random(int(sys.argv[1]))
    whole = attempt(cast, 0, None)
    seconds = float(str(whole["seconds"]))
    rows = [
        attempt(cast, number, draw.uniform(0, seconds * 1.1)) for number in range(1, int(sys.argv[2]) + 1)
    ]
    print(json.dumps({"whole": whole, "attempts": rows}))


if __name__ == "__main__":
    main()
