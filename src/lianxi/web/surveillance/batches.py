"""Pages of surveillance data: the batches, sending a file, its check row by row, an employer's data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from lianxi.core.refusals import Refusal
from lianxi.core.small_numbers import few
from lianxi.core.words import moment_text
from lianxi.hazards.limits import METRICS, hazards
from lianxi.surveillance.actions import check_batch, receive_batch
from lianxi.surveillance.actions.checking import ask_check, keep_upload, stop_check
from lianxi.surveillance.queries.batches import PAGE, count_in_force, find_batch, list_batches, view_check
from lianxi.surveillance.queries.deciding import batch_facts
from lianxi.surveillance.rows import BatchRow
from lianxi.surveillance.rules.diseases import disease_names
from lianxi.surveillance.rules.machines import BATCH
from lianxi.surveillance.rules.steps import own_batch
from lianxi.surveillance.rules.streams import STREAMS
from lianxi.surveillance.words import COLUMN_LABELS, STATE_WORDS
from lianxi.tables.headings import known_headings
from lianxi.web.shared.door import refused
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, sees_all, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import own_record, seated, timeline
from lianxi.web.surveillance.shapes import BatchesCounts, BatchesLine, BatchesSample

ACTIONS = ("apply", "discard", "withdraw", "receive")
MARKS = {"error": "✕", "new": "＋", "changed": "≠", "same": "＝", "twin": "≡", "warning": "△"}
COUNT_WORDS = {**STATE_WORDS, "warning": "有提示"}
# Columns of a sample that tell a row to people, of whatever stream.
SHOWN = ("employer", "hazard", "disease", "metric", "value", "unit", "conclusion", "status", "workers")
SHOWN_DAYS = ("sampled_on", "examined_on", "noted_on", "declared_on")


CONCLUSION_WORDS = {
    "normal": "目前未见异常",
    "suspected": "疑似职业病",
    "contraindication": "职业禁忌证",
    "recheck": "复查",
    "other": "其他疾病或异常",
}
STATUS_WORDS = {"suspected": "疑似职业病", "diagnosed": "确诊"}


@require_safe
@seated
def batches(request: HttpRequest) -> HttpResponse:
    """Show what data are in force, the batches, and the form that sends a file."""
    conference, actor = acting(request)
    stream = request.GET.get("stream", "") if request.GET.get("stream") in STREAMS else ""
    before = request.GET.get("before", "")
    rows = list_batches(conference.pk, to=actor, stream=stream, before=number_of(before))
    totals = count_in_force(conference.pk)
    context = {
        "totals": [
            {"label": one.label, "n": n if sees_all(actor) else few(n)}
            for name, one in STREAMS.items()
            for n in (totals.get(name, 0),)
        ],
        "streams": [
            {"name": name, "label": one.label, "chosen": name == stream} for name, one in STREAMS.items()
        ],
        "rows": [_line(row) for row in rows],
        "older": rows[-1].pk if len(rows) == PAGE else None,
        "stream": stream,
        "layouts": [
            {"label": one.label, "known": "、".join(h for h, field in known_headings(one).items() if field)}
            for name, one in STREAMS.items()
        ],
        "can": offers(actor, "surveillance.batch.receive"),
    }
    return render(request, "surveillance/batches.html", context)


def _line(row: BatchRow) -> BatchesLine:
    return {
        "batch": row,
        "stream": STREAMS[row.stream].label,
        "state": BATCH.labels[row.state],
        "at": moment_text(row.received_at),
        "counts": _counts(row),
    }


def _counts(row: BatchRow) -> list[BatchesCounts]:
    return [
        {"label": label, "mark": MARKS[name], "n": row.counts.get(name, 0)}
        for name, label in COUNT_WORDS.items()
        if row.counts.get(name)
    ]


@require_POST
@seated
def send(request: HttpRequest) -> HttpResponse:
    """Keep an uploaded file, enter it as a batch through the action, and start its check."""
    conference, actor = acting(request)
    file = request.FILES.get("file")
    try:
        receive_batch.require(actor)
        given = {name: request.POST.get(name, "") for name in ("stream", "employer_code", "report_no", "on")}
        replaces = request.POST.get("replaces_id", "")
        batch = receive_batch(
            actor,
            timezone.now(),
            upload=keep_upload(conference.pk, file.chunks() if file else iter(())),
            name=(file.name if file else "") or "没有文件",
            replaces_id=number_of(replaces),
            **given,
        )
    except Refusal as refusal:
        return refused(request, receive_batch, refusal)
    ask_check(batch, actor, timezone.now())
    return HttpResponseRedirect(reverse("batch", args=[batch.pk]))


@require_safe
@seated
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one batch: its check under way, what it found row by row, and what can be done."""
    row = own_record(request, find_batch, pk)
    _conference, actor = acting(request)
    check, facts = view_check(row), batch_facts(row, today())
    counts = row.counts
    context = {
        **_line(row),
        "check": check,
        "share": round(100 * float(str(check.progress.get("share", 0)))),
        "notes": counts.get("notes", []),
        "rows": [_sample(one) for one in check.sample],
        "stores": counts.get("new", 0) + counts.get("changed", 0),
        "errors": counts.get("error", 0),
        "size": _size_words(row.source_bytes),
        "files": len(row.files),
        "defaults": "、".join(f"{COLUMN_LABELS.get(k, k)} {v}" for k, v in row.defaults.items()),
        "can": {
            **offers(actor, "surveillance.batch.receive"),
            **offers(actor, *(f"surveillance.batch.{name}" for name in ACTIONS), facts=facts),
        },
        # A batch that another unit submitted is not corrected by this seat.
        "not_own": own_batch(facts, actor, today()),
        "entries": timeline(actor, f"surveillance.batch:{row.pk}", of=row),
    }
    if request.headers.get("HX-Request"):
        # Once the check has ended, the sentence and the steps of the page follow it.
        ended = row.state != "received" or bool(check.refused)
        return render(request, "surveillance/_check.html", {**context, "swapped": ended})
    return render(request, "surveillance/batch.html", context)


def _size_words(size: int) -> str:
    return f"{size / 1024**2:,.1f} MB" if size >= 1024**2 else f"{size / 1024:,.1f} KB"


def _sample(row: dict[str, Any]) -> BatchesSample:
    day = next((row[name] for name in SHOWN_DAYS if row.get(name)), "")
    facts = [fact_words(name, row[name]) for name in SHOWN[1:] if row.get(name) not in (None, "")]
    words = row.get("sentences") or ([row["said"]] if row["state"] == "changed" and row.get("said") else [])
    return {
        "line": row["row"],
        "mark": MARKS[row["state"]],
        "state": STATE_WORDS[row["state"]],
        "facts": " ".join(facts),
        "employer": row.get("employer") or "",
        "day": day,
        "words": "；".join(words),
    }


def fact_words(name: str, value: object) -> str:
    """Write a stored value for people: codes of hazards, metrics, diseases by their names."""
    text = str(value)
    if name == "hazard":
        return "、".join(
            hazards()[code].name if code in hazards() else code.removeprefix("x:") for code in text.split(";")
        )
    if name == "metric":
        return METRICS[text].name if text in METRICS else text
    if name == "disease":
        return disease_names().get(text, text.removeprefix("x:"))
    return {**CONCLUSION_WORDS, **STATUS_WORDS}.get(text, text)


@require_POST
@seated
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a batch's check anew; nothing is recorded until it is done."""
    row, (_conference, actor) = own_record(request, find_batch, pk), acting(request)
    try:
        if row.state in ("received", "checked"):
            ask_check(row, actor, timezone.now())
    except Refusal as refusal:
        return refused(request, check_batch, refusal)
    return HttpResponseRedirect(reverse("batch", args=[row.pk]))


@require_POST
@seated
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a running check to stop; it leaves nothing behind."""
    row, (_conference, actor) = own_record(request, find_batch, pk), acting(request)
    try:
        stop_check(row, actor, today())
    except Refusal as refusal:
        return refused(request, check_batch, refusal)
    return HttpResponseRedirect(reverse("batch", args=[row.pk]))


@require_safe
@seated
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the row-level report of a batch's check."""
    row = own_record(request, find_batch, pk)
    found = view_check(row).report
    if found is None:
        raise Http404("这一批次没有逐行报告，或已随撤销清理。")
    answer = StreamingHttpResponse(_blocks(found), content_type="text/csv; charset=utf-8")
    name = f"逐行报告-批次{row.pk}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", answer)


def _blocks(found: Path) -> Iterator[bytes]:
    with found.open("rb") as file:
        while block := file.read(1 << 16):
            yield block


urlpatterns: list[URLPattern] = [
    path("surveillance", batches, name="batches"),
    path("surveillance/send", send, name="batch-send"),
    path("surveillance/batches/<int:pk>", batch, name="batch"),
    path("surveillance/batches/<int:pk>/check", again, name="batch-check"),
    path("surveillance/batches/<int:pk>/stop", stop, name="batch-stop"),
    path("surveillance/batches/<int:pk>/report", report, name="batch-report"),
]
