"""Reads of batches: the list, how far a check has come, what it found."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianxi.bodies.queries.own import own
from lianxi.core.actors import Actor
from lianxi.journal.sight import seen_by
from lianxi.surveillance.models import Batch
from lianxi.surveillance.store.files import REFUSED, check_dir
from lianxi.tables.progress import read_progress
from lianxi.tables.staging import is_held

PAGE = 50


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check as a page shows it: progress while it runs, why it was refused, a sample of its rows, its report.

    `is_running` is whether a process is at it now: what an ended one left of its progress is no progress.
    """

    progress: dict[str, object]
    refused: str
    sample: list[dict[str, Any]]
    report: Path | None
    is_running: bool


def list_batches(
    conference_id: int, *, to: Actor | None = None, stream: str = "", before: int | None = None
) -> list[Batch]:
    """List the batches that the seat `to` sees, newest first, PAGE at a time, below the number `before`."""
    rows = seen_by(to, Batch.objects.filter(conference_id=conference_id)).defer("files")
    if stream:
        rows = rows.filter(stream=stream)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows[:PAGE])


def count_in_force(conference_id: int) -> dict[str, int]:
    """Count the rows that batches in force brought, by stream."""
    found: dict[str, int] = {}
    rows = Batch.objects.filter(conference_id=conference_id, state="applied").values_list("stream", "counts")
    for stream, counts in rows:
        found[stream] = found.get(stream, 0) + int(counts.get("new", 0))
    return found


def view_check(batch: Batch) -> CheckView:
    """Read what a batch's check left for the page."""
    folder = check_dir(batch.conference_id, batch.pk)
    report = folder / "report.csv"
    refused, sample = _read(folder / REFUSED), _read(folder / "sample.json")
    is_running = batch.state == "received" and is_held(folder)
    return CheckView(
        progress=read_progress(folder) if is_running and refused is None else {},
        refused=str(refused or ""),
        sample=sample if isinstance(sample, list) else [],
        report=report if report.exists() else None,
        is_running=is_running,
    )


def _read(path: Path) -> object:
    try:
        found: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def find_batch(actor: Actor, pk: int) -> Batch | None:
    """Find a batch of a conference with the one it replaces."""
    return own(Batch, actor, pk, "replaces")


def list_all_batches() -> list[Batch]:
    """List the batches of all conferences, each conference's newest first."""
    return list(Batch.objects.select_related("conference").order_by("conference_id", "-pk"))
