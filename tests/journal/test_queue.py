"""A task whose worker was killed goes back into the queue; one that is being done is left alone."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cast import Cast
from lianxi.journal.queue import give_back_lost, hold_place, one_at_a_time, worker_name
from web.signing_in import seated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def _running(worker: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [1], "kwargs": {}},
        task_path="lianxi.surveillance.actions.checking.check_in_background",
        worker_ids=[worker],
        started_at=timezone.now(),
        priority=0,
        backend_name="default",
        exception_class_path="",
        traceback="",
        return_value=None,
    )


def test_what_a_worker_holds_is_left_alone() -> None:
    place = hold_place()
    row = _running(worker_name())
    assert give_back_lost() == 0
    row.refresh_from_db()
    assert row.status == "RUNNING"
    place.close()


def test_what_nobody_holds_any_more_is_ready_again() -> None:
    hold_place().close()
    row = _running(worker_name())
    assert give_back_lost() == 1
    row.refresh_from_db()
    assert (row.status, row.started_at) == ("READY", None)
    assert give_back_lost() == 0


def test_a_killed_process_lets_go_of_its_place(tmp_path: Path) -> None:
    code = (
        "import os, sys; from django.conf import settings; settings.configure(DATA_DIR=sys.argv[1])\n"
        "from lianxi.journal.queue import hold_place, worker_name\n"
        "place = hold_place(); print(worker_name(), flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    row = _running(child.stdout.readline().strip())
    assert give_back_lost() == 0
    child.kill()
    child.communicate()
    assert give_back_lost() == 1
    row.refresh_from_db()
    assert row.status == "READY"


def test_a_worker_of_another_machine_is_not_judged_from_here() -> None:
    _running("lianxi-another-machine-7")
    assert give_back_lost() == 0


def test_the_pages_verify_one_at_a_time_and_say_so(cast: Cast) -> None:
    client = seated(Client(), cast.director)
    with one_at_a_time("verify"):
        answer = client.post("/journal/verify")
    assert answer.status_code == 503
    assert "已经有一次验证正在进行" in answer.content.decode()
    assert "日志完整" in client.post("/journal/verify").content.decode()
