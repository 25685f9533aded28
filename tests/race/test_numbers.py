"""Numbers drawn, voided and used at the same moment: none twice, none missing, on both databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from cast import AT, Cast, found_cast
from lianxi.core.refusals import Refusal
from lianxi.journal.verify import verify_chains
from lianxi.papers.actions import number_draft, void_numbers
from lianxi.papers.models import PaperDraft, VoidNumber
from lianxi.papers.register import list_register
from meetings.stages import called_meeting
from papers.paths import signed
from race.test_same_moment import at_once

SET_UP = """
import os, sys
sys.path[:0] = {paths!r}
os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from cast import found_cast
from papers.paths import signed
cast = found_cast()
print(cast.staff.seat_id)
for _ in range(6):
    signed(cast)
"""
READ_BACK = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
import django; django.setup()
from lianxi.papers.models import PaperDraft
print(sorted(PaperDraft.objects.values_list("sequence", flat=True)))
"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    if connection.vendor != "postgresql":
        pytest.skip("concurrent connections need PostgreSQL: make test-pg")
    return found_cast()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_drafts_and_four_voidings_on_postgresql(cast: Cast) -> None:
    drafts = [signed(cast).pk for _ in range(8)]
    staff = cast.staff
    calls = [lambda pk=pk: number_draft(staff, AT, draft_id=pk) for pk in drafts]  # type: ignore[misc]
    voids = [lambda: void_numbers(staff, AT, kind="letter", count=2, reason="纸上用过")] * 4
    outcomes = at_once(*calls, *voids)
    assert not [one for one in outcomes if isinstance(one, Refusal)]
    used = set(PaperDraft.objects.values_list("sequence", flat=True))
    voided = set(VoidNumber.objects.values_list("sequence", flat=True))
    assert (len(used), len(voided)) == (8, 8)
    assert used | voided == set(range(1, 17))
    lines = [line for line in list_register(cast.conference.pk, 2026) if line.prefix == "泉职防联函"]
    assert [line.sequence for line in lines] == list(range(1, 17))
    assert not [line for line in lines if line.standing == "missing"]
    assert list(verify_chains()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_draft_numbered_ten_times_at_once_has_one_number(cast: Cast) -> None:
    called_meeting(cast)
    draft = signed(cast).pk
    staff = cast.staff
    outcomes = at_once(*[lambda: number_draft(staff, AT, draft_id=draft)] * 10)
    assert len([one for one in outcomes if not isinstance(one, Refusal)]) == 1
    lines = [line for line in list_register(cast.conference.pk, 2026) if line.prefix == "泉职防联函"]
    assert [(line.sequence, line.standing) for line in lines] == [(1, "held")]


@pytest.mark.processes
def test_six_processes_on_sqlite(tmp_path: Path) -> None:
    left = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LIANXI_DEMO")}
    env = {**left, "LIANXI_DATA": str(tmp_path)}
    paths = [str(Path(__file__).parents[1])]
    made = subprocess.run(
        [sys.executable, "-c", SET_UP.format(paths=paths)],
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    seat = made.stdout.split()[0]
    code = "from lianxi.cli import main; main()"
    workers = [
        subprocess.Popen(
            [
                *(sys.executable, "-c", code, "do", "papers.draft.number"),
                *("--seat", seat, "--set", f"draft_id={pk}"),
            ],
            env=env,
            stderr=subprocess.PIPE,
            text=True,
        )
        for pk in range(1, 7)
    ]
    told = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 6, told
    read = subprocess.run(
        [sys.executable, "-c", READ_BACK], env=env, check=True, capture_output=True, text=True
    )
    assert read.stdout.strip() == "[1, 2, 3, 4, 5, 6]"
