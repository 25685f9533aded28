"""Several workers take the same timers at the same moment: each slip once, numbers without gaps, nothing lost.

On PostgreSQL the workers are threads with connections of their own, on SQLite processes of their own.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections

from cast import Cast, found_cast
from ledger.steps import acknowledged, at, entered
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import issue_slip, report_progress
from lianxi.ledger.daily import issue_slips
from lianxi.ledger.models import Obligation, Slip
from lianxi.papers.models import NumberRegister

DUE = date(2026, 3, 13)
MOMENT = "2026-03-10T09:00"
SET_UP = """
import os, sys
sys.path[:0] = {paths!r}
os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from datetime import date
from cast import found_cast
from ledger.steps import entered
cast = found_cast()
for _ in range(40):
    entered(cast, due_on=date(2026, 3, 13))
"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    if connection.vendor != "postgresql":
        pytest.skip("concurrent connections need PostgreSQL: make test-pg")
    return found_cast()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_six_workers_and_two_people_on_postgresql(cast: Cast, round_: int) -> None:
    rows = [acknowledged(cast, entered(cast, due_on=DUE)) for _ in range(30)]
    staff, lead, barrier = cast.staff, cast.member("市住建局"), Barrier(8)

    def at_once(n: int) -> None:
        try:
            barrier.wait()
            if n == 0:
                issue_slip(staff, at(8), obligation_id=rows[round_].pk, step=1, reason="市领导批示")
            elif n == 1:
                report_progress(lead, at(8), obligation_id=rows[5].pk, text="正在办理。")
            else:
                issue_slips(at(8))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(at_once, range(8)))
    issue_slips(at(8))  # what was held by somebody at that moment comes with the next run
    assert sorted(Slip.objects.values_list("sequence", flat=True)) == list(range(1, Slip.objects.count() + 1))
    assert NumberRegister.objects.get(prefix__endswith="督办").last == Slip.objects.count()
    assert set(Slip.objects.values_list("obligation", flat=True)) == set(
        Obligation.objects.values_list("pk", flat=True)
    )
    urged = Slip.objects.filter(step=0).values_list("obligation", flat=True)
    assert len(urged) == len(set(urged)) >= 29
    assert list(verify_chains()) == []


@pytest.mark.processes
def test_four_workers_on_sqlite(tmp_path: Path) -> None:
    left = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LIANXI_DEMO")}
    env = {**left, "LIANXI_DATA": str(tmp_path)}
    tests = str(Path(__file__).parents[1])
    subprocess.run([sys.executable, "-c", SET_UP.format(paths=[tests])], env=env, check=True)
    code = "from lianxi.cli import main; main()"
    command = [sys.executable, "-c", code, "daily", "--at", MOMENT]
    workers = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    told = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0, 0], told
    lines = [line for out, _ in told for line in out.splitlines() if line.startswith("签发到日的提醒单")]
    assert len(lines) == 4, told
    assert sum(int(line.split("：")[1].split()[0]) for line in lines) == 40, told
    verified = subprocess.run(
        [sys.executable, "-c", code, "journal", "verify"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stderr
