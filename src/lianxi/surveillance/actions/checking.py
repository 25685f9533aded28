"""The check of a batch: begun by who sent its file and done by the worker, or where somebody waits for it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django_tasks import task

from lianxi.bodies.models import Tenure
from lianxi.bodies.queries import actor_for, in_force
from lianxi.core.actors import Actor, Door, DoorKind, SeatKind
from lianxi.core.ending import is_asked_to_end
from lianxi.core.refusals import Conflict, NotPermitted, Refusal
from lianxi.core.words import day_of
from lianxi.surveillance.actions import check_batch
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.models import Batch
from lianxi.surveillance.store.files import REFUSED, check_dir, incoming_dir, sweep_orphans
from lianxi.tables.staging import is_held, stage, stage_file

# Who asked for a check, in its folder: a check that is taken up again is still theirs.
ASKED = "asked.json"
# A task just queued is taken within seconds.
PATIENCE = timedelta(minutes=2)


def keep_upload(conference_id: int, chunks: Iterable[bytes]) -> str:
    """Keep an upload until it is received as a batch; give its SHA-256, by which the act names it."""
    return stage(incoming_dir(conference_id), chunks)[0]


def keep_file(conference_id: int, path: Path) -> str:
    """Keep a file of this machine as `keep_upload` does."""
    return stage_file(incoming_dir(conference_id), path)[0]


def check_here(
    batch: Batch, actor: Actor, *, memory: str, report: Callable[[str, float], None] | None = None
) -> Batch:
    """Check a batch while its sender waits, and record the result. A refusal is kept for its page, and raised."""
    now = timezone.now()
    try:
        run_check(batch, day_of(now), memory=memory, report=report)
    except Refusal as refusal:
        keep_refusal(batch, refusal.sentence())
        raise
    return check_batch(actor, timezone.now(), batch_id=batch.pk)


def stop_check(batch: Batch, actor: Actor, day: date) -> None:
    """Ask a running check to stop; it leaves nothing behind. Raises the refusal that the record of it would."""
    if refusal := check_batch.available(batch, actor, day):
        raise refusal
    folder = check_dir(batch.conference_id, batch.pk)
    if batch.state == "received" and folder.exists():
        (folder / "cancel").touch()


def ask_check(batch: Batch, actor: Actor, at: datetime) -> None:
    """Have a batch checked by the worker in the name of who asks.

    Raises the refusal that the record of the check would.
    """
    if refusal := check_batch.available(batch, actor, day_of(at)):
        raise refusal
    path = check_dir(batch.conference_id, batch.pk) / ASKED
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(json.dumps(asdict(actor), ensure_ascii=False), encoding="utf-8")
    check_in_background.enqueue(batch.pk)


@task()  # type: ignore[untyped-decorator,unused-ignore]
def check_in_background(batch_id: int) -> None:
    """Check a batch and record the result from the seat that asked for it.

    A refusal is kept for the page; a batch that is gone or no longer waits is left alone.
    """
    batch = Batch.objects.filter(pk=batch_id, state__in=("received", "checked")).first()
    if batch is None:
        return
    now = timezone.now()
    keep_refusal(batch, "")
    try:
        actor = _asker(batch, now)
        run_check(batch, day_of(now))
        check_batch(actor, now, batch_id=batch.pk)
        keep_refusal(batch, "")
    except Conflict:
        # Somebody else checks it, applied it or gave it up meanwhile: the page shows what came of that.
        return
    except Refusal as refusal:
        keep_refusal(batch, refusal.sentence())
    except Exception:
        if is_asked_to_end():  # no defect: the daily look queues it again
            raise
        keep_refusal(batch, "核对时程序出错，没有保存任何数据。请管理员查看服务的输出，再重新核对。")
        raise


def take_up_checks(at: datetime) -> int:
    """Queue anew the checks that wait and that nobody is at: a stop of the worker took their task away.

    Gives how many. One that was refused or stopped waits for a person.
    """
    waiting = Batch.objects.filter(state="received", received_at__lte=at - PATIENCE).order_by("pk")
    lost = [
        row.pk
        for row in waiting.only("pk", "conference_id")
        if not is_held(folder := check_dir(row.conference_id, row.pk)) and not (folder / REFUSED).exists()
    ]
    for pk in lost:
        check_in_background.enqueue(pk)
    return len(lost)


def keep_refusal(batch: Batch, sentence: str) -> None:
    """Keep why a check was refused for the batch's page; an empty sentence removes it."""
    path = check_dir(batch.conference_id, batch.pk) / REFUSED
    if sentence:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(sentence, ensure_ascii=False), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def _asker(batch: Batch, now: datetime) -> Actor:
    """Return who asked for a batch's check, as the worker acts for them; who submitted it where nobody is noted."""
    path = check_dir(batch.conference_id, batch.pk) / ASKED
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return replace(_submitter(batch, now), door=Door(DoorKind.WORKER))
    door = Door(DoorKind.WORKER, told.pop("door")["session"])
    return Actor(**{**told, "kind": SeatKind(told["kind"])}, door=door)


def _submitter(batch: Batch, now: datetime) -> Actor:
    held = Tenure.objects.filter(in_force(day_of(now)), seat_id=batch.seat_id or 0).select_related(
        "seat__unit"
    )
    tenure = held.first()
    if tenure is None:
        raise NotPermitted(
            "提交这一批次的席位现在没有人。", rule="数据由在任席位提交", next_step="请由在任人员重新提交。"
        )
    return actor_for(tenure)


def sweep_stores(_at: datetime) -> int:
    """Remove files that belong to no batch, in every conference; gives how many folders."""
    conferences = Batch.objects.order_by().values_list("conference_id", flat=True).distinct()
    return sum(len(sweep_orphans(conference)) for conference in conferences)
