"""One batch of data in two hands: checked, applied and given up at the same moment; one wins, the other is told."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cast import AT, Cast, found_cast
from lianxi.core.refusals import Conflict, Refusal, WrongState
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_chains
from lianxi.surveillance.actions import apply_batch, check_batch, discard_batch
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.models import Batch
from lianxi.surveillance.queries.files import verify_files
from lianxi.surveillance.store.files import check_dir
from race.together import at_once
from surveillance.intake_stages import (
    MEASURED,
    TODAY,
    checked,
    in_force,
    received,
    rows,
    write_csv,
)

ROWS = rows(MEASURED, *({"岗位小类": f"岗{number}"} for number in range(200)))


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def _applied() -> int:
    return Entry.objects.filter(action="surveillance.batch.apply").count()


# ---- two connections ----


@pytest.fixture
def office(transactional_db: None) -> Cast:
    if connection.vendor != "postgresql":
        pytest.skip("concurrent connections need PostgreSQL: make test-pg")
    return found_cast()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_members_apply_one_batch(office: Cast, tmp_path: Path) -> None:
    batch = checked(office, "measurements", write_csv(tmp_path / "a.csv", ROWS))
    actors = (office.staff, office.director)
    outcomes = at_once(*[lambda a=a: apply_batch(a, AT, batch_id=batch.pk) for a in actors])  # type: ignore[misc]
    refused = [one for one in outcomes if isinstance(one, Refusal)]
    assert [type(one) for one in refused] == [WrongState]
    assert "数据批次现在是“已入库”" in refused[0].sentence()
    assert _applied() == 1
    assert len(in_force(office, "measurements", "row")) == 200
    assert list(verify_chains()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_applying_and_giving_up_never_both_win(office: Cast, tmp_path: Path, round_: int) -> None:
    batch = checked(office, "measurements", write_csv(tmp_path / "a.csv", ROWS))
    staff, director = office.staff, office.director
    outcomes = at_once(
        lambda: apply_batch(staff, AT, batch_id=batch.pk),
        lambda: discard_batch(director, AT, batch_id=batch.pk),
    )
    assert sum(isinstance(one, Refusal) for one in outcomes) == 1
    state = Batch.objects.get(pk=batch.pk).state
    assert len(in_force(office, "measurements", "row")) == (200 if state == "applied" else 0)
    assert verify_files(office.conference.pk) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_a_new_check_never_changes_what_is_applied(office: Cast, tmp_path: Path, round_: int) -> None:
    batch = checked(office, "measurements", write_csv(tmp_path / "a.csv", ROWS))
    staff = office.staff
    outcomes = at_once(lambda: apply_batch(staff, AT, batch_id=batch.pk), lambda: run_check(batch, TODAY))
    applied = Batch.objects.get(pk=batch.pk).state == "applied"
    # Either the batch was applied and the check kept off, or the check ran and the act was refused.
    assert applied == isinstance(outcomes[1], Conflict)
    assert applied != isinstance(outcomes[0], Conflict)
    assert len(in_force(office, "measurements", "row")) == (200 if applied else 0)
    assert verify_files(office.conference.pk) == []


# ---- one process in the middle of a check, on either database ----


def _while_checking(batch: Batch, during: Callable[[], object]) -> object:
    """Run a check and, in its middle, something else; gives the refusal of that or its result."""
    found: list[object] = []

    def once(step: str, _share: float) -> None:
        if step == "核对各列" and not found:
            try:
                found.append(during())
            except Refusal as refusal:
                found.append(refusal)

    run_check(batch, TODAY, report=once)
    return found[0]


def test_a_second_check_of_a_batch_is_kept_off(cast: Cast, tmp_path: Path) -> None:
    batch = received(cast, "measurements", write_csv(tmp_path / "a.csv", ROWS))
    second = _while_checking(batch, lambda: run_check(batch, TODAY))
    assert isinstance(second, Conflict)
    assert "正在核对" in second.sentence()
    check_batch(cast.staff, AT, batch_id=batch.pk)
    apply_batch(cast.staff, AT, batch_id=batch.pk)
    assert len(in_force(cast, "measurements", "row")) == 200


@pytest.mark.parametrize("act", [apply_batch, discard_batch])
def test_a_batch_under_check_is_neither_applied_nor_given_up(
    cast: Cast, tmp_path: Path, act: Callable[..., object]
) -> None:
    batch = checked(cast, "measurements", write_csv(tmp_path / "a.csv", ROWS))
    refused = _while_checking(batch, lambda: act(cast.director, AT, batch_id=batch.pk))
    assert isinstance(refused, Conflict)
    assert "请等核对完成，或先停止核对" in refused.sentence()
    assert Batch.objects.get(pk=batch.pk).state == "checked"
    assert in_force(cast, "measurements", "row") == []


@pytest.mark.parametrize(("act", "said"), [(apply_batch, "已入库"), (discard_batch, "已放弃")])
def test_what_was_decided_is_not_checked_again(
    cast: Cast, tmp_path: Path, act: Callable[..., object], said: str
) -> None:
    batch = checked(cast, "measurements", write_csv(tmp_path / "a.csv", ROWS))
    act(cast.staff, AT, batch_id=batch.pk)
    stored = in_force(cast, "measurements", "row")
    with pytest.raises(Conflict, match=said):
        run_check(batch, TODAY)
    assert in_force(cast, "measurements", "row") == stored


def test_files_of_a_later_check_are_not_applied_under_the_earlier_manifest(
    cast: Cast, tmp_path: Path
) -> None:
    batch = checked(cast, "measurements", write_csv(tmp_path / "a.csv", ROWS))
    # A later day's check found otherwise, and its process ended before it was recorded.
    path = check_dir(cast.conference.pk, batch.pk) / "result.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "content_sha256": "0" * 64}))
    with pytest.raises(Conflict, match="过时"):
        apply_batch(cast.staff, AT, batch_id=batch.pk)


# ---- two processes ----

SET_UP = """
import os, sys
sys.path[:0] = {paths!r}
os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
import django; django.setup()
from pathlib import Path
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from cast import found_cast
from surveillance.intake_stages import MEASURED, checked, rows, write_csv
cast = found_cast()
listed = rows(MEASURED, *({{"岗位小类": f"岗{{number}}"}} for number in range(200)))
batch = checked(cast, "measurements", write_csv(Path({folder!r}) / "a.csv", listed))
print(cast.staff.seat_id, cast.director.seat_id, batch.pk)
"""


@pytest.mark.processes
def test_two_processes_apply_one_batch_on_sqlite(tmp_path: Path) -> None:
    left = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LIANXI_DEMO")}
    env = {**left, "LIANXI_DATA": str(tmp_path)}
    paths, code = [str(Path(__file__).parents[1])], "from lianxi.cli import main; main()"
    script = SET_UP.format(paths=paths, folder=str(tmp_path))
    said = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    *seats, batch = said.stdout.split()
    do = [
        sys.executable,
        "-c",
        code,
        "do",
        "surveillance.batch.apply",
        "--set",
        f"batch_id={batch}",
        "--seat",
    ]
    both = [
        subprocess.Popen([*do, seat], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for seat in seats
    ]
    told = [one.communicate(timeout=120)[1] for one in both]
    assert sorted(one.returncode for one in both) == [0, 2], told
    refusal = told[[one.returncode for one in both].index(2)]
    assert "数据批次现在是“已入库”，不能这样做" in refusal
    assert "Traceback" not in refusal
    verified = subprocess.run(
        [sys.executable, "-c", code, "surveillance", "verify"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stdout) == (0, "数据文件与登记一致。\n")
