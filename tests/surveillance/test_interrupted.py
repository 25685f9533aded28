"""A check whose worker ended: the page does not call it running, and the next worker takes it up again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from cast import AT, Cast
from lianxi.core.refusals import Conflict
from lianxi.surveillance.actions.checking import keep_refusal, take_up_checks
from lianxi.surveillance.models import Batch
from lianxi.surveillance.queries.batches import view_check
from lianxi.surveillance.store.files import check_dir
from lianxi.tables.staging import alone, is_held
from surveillance.intake_stages import MEASURED, received, rows, write_csv

LATER = AT + timedelta(hours=1)


@pytest.fixture
def waiting(cast: Cast, tmp_path: Path) -> Batch:
    batch = received(cast, "measurements", write_csv(tmp_path / "m.csv", rows(MEASURED)))
    folder = check_dir(batch.conference_id, batch.pk)
    folder.mkdir(parents=True, exist_ok=True)
    # What a check that was killed leaves behind.
    (folder / ".lock").touch()
    (folder / "progress.json").write_text('{"step": "核对各列", "share": 0.4, "rows": 7}')
    return batch


def _queued() -> list[int]:
    return [one.args_kwargs["args"][0] for one in DBTaskResult.objects.all()]


def test_a_page_shows_progress_only_while_the_lock_is_held(waiting: Batch) -> None:
    assert (view_check(waiting).is_running, view_check(waiting).progress) == (False, {})
    with alone(check_dir(waiting.conference_id, waiting.pk)):
        assert view_check(waiting).is_running
        assert view_check(waiting).progress["share"] == 0.4
    assert not view_check(waiting).is_running


def test_a_check_that_nobody_is_at_is_queued_anew(waiting: Batch) -> None:
    assert take_up_checks(AT) == 0
    assert take_up_checks(LATER) == 1
    assert _queued() == [waiting.pk]


def test_one_that_runs_or_was_refused_is_left_alone(waiting: Batch) -> None:
    with alone(check_dir(waiting.conference_id, waiting.pk)):
        assert take_up_checks(LATER) == 0
    keep_refusal(waiting, "没有编号。")
    assert take_up_checks(LATER) == 0
    keep_refusal(waiting, "")
    assert take_up_checks(LATER) == 1


def test_to_look_at_a_lock_does_not_take_it(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    with alone(tmp_path):
        assert is_held(tmp_path)
        with pytest.raises(Conflict), alone(tmp_path):
            pass
        assert is_held(tmp_path)
    assert not is_held(tmp_path)
