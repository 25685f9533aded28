"""What waits on signals and batches of data, and the day by which units must be told of a signal."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from lianxi.core.actors import CONVENERS, SeatKind
from lianxi.core.desk import MOST, Alarm, Desk, FeedEntry, Rest, Task
from lianxi.core.words import day_of
from lianxi.journal.acting import record_name
from lianxi.surveillance.models import Batch, Signal, SignalStep, WarnedUnit
from lianxi.surveillance.rules.machines import BatchState, SignalState
from lianxi.surveillance.rules.timeliness import SOURCE, TELL

WARNERS = CONVENERS | {SeatKind.OFFICE_DIRECTOR}
# Until a warning or an end: the units that answer have not been told.
UNTOLD = (SignalState.RAISED, SignalState.DATA_WANTED, SignalState.VERIFIED, SignalState.ASSESSED)
_BY_OFFICE = {
    SignalState.RAISED: ("核实信号", "规则发现的新信号，待办公室核实"),
    SignalState.DATA_WANTED: ("补充数据后核实", "已要求补充数据，待核实"),
    SignalState.VERIFIED: ("评估信号的风险", "已核实属实，待评估"),
}
_OF_BATCH = {
    BatchState.RECEIVED: ("核对数据批次", "数据已收到，还没有核对"),
    BatchState.CHECKED: ("数据批次入库或放弃", "已核对，还没有入库"),
}
_COLUMNS = ("what", "record", "words", "stands", "since", "owed", "seat", "person")


def list_tasks(desk: Desk) -> Iterator[Task | Rest | Alarm]:
    """List what waits on signals for the office and the conveners, and batches under way for the office.

    What a warned unit owes is an obligation, and waits with the ledger.
    """
    if not desk.actor.is_office and desk.actor.kind not in CONVENERS:
        return
    rows = _signals(desk).values(*_COLUMNS)
    if desk.actor.is_office:
        rows = rows.union(_batches(desk).values(*_COLUMNS), all=True)
    found = list(rows.order_by("what", "record")[: MOST + 1])
    for row in found[:MOST]:
        task = _of_signal(desk, row) if row["what"] == "signal" else _of_batch(row)
        if task is not None:
            yield task
    raised = sum(row["what"] == "signal" and row["stands"] in _BY_OFFICE for row in found)
    if raised and desk.actor.is_office:
        more = "个以上信号待核实、评估" if len(found) > MOST else "个信号待核实、评估"
        yield Alarm(more, "/signals?open=1", raised)
    if len(found) > MOST:
        yield Rest("预警", "/signals?open=1")


def _signals(desk: Desk) -> QuerySet[Any]:
    states: tuple[SignalState, ...] = (*UNTOLD, SignalState.WARNED, SignalState.CLOSING)
    if not desk.actor.is_office:
        states = (SignalState.ASSESSED, SignalState.CLOSING)
    check = SignalStep.objects.filter(signal=OuterRef("pk"), kind="effective").order_by("-pk")
    running = WarnedUnit.objects.filter(warning__signal=OuterRef("pk"), obligation__closed_at__isnull=True)
    found: QuerySet[Any] = Signal.objects.filter(conference_id=desk.conference_id, state__in=states).annotate(
        what=Value("signal", TextField()),
        record=F("pk"),
        words=Cast("sentence", TextField()),
        stands=Cast("state", CharField()),
        since=F("detected_at"),
        owed=Exists(running),
        seat=Subquery(check.values("seat_id")[:1]),
        person=Subquery(check.values("person_id")[:1]),
    )
    return found


def _batches(desk: Desk) -> QuerySet[Any]:
    nobody = Value(None, BigIntegerField(null=True))
    rows = Batch.objects.filter(conference_id=desk.conference_id, state__in=tuple(_OF_BATCH)).order_by()
    found: QuerySet[Any] = rows.annotate(
        what=Value("batch", TextField()),
        record=F("pk"),
        words=Cast("source_name", TextField()),
        stands=Cast("state", CharField()),
        since=F("received_at"),
        owed=Value(False),
        seat=nobody,
        person=nobody,
    )
    return found


def _of_batch(row: dict[str, Any]) -> Task:
    what, why = _OF_BATCH[BatchState(row["stands"])]
    return Task(what, row["words"], f"/surveillance/batches/{row['record']}", why)


def _of_signal(desk: Desk, row: dict[str, Any]) -> Task | None:
    """Give the step a signal waits for; the day is that of telling the units, by 7-1-7."""
    state, url, title = SignalState(row["stands"]), f"/signals/{row['record']}", row["words"]
    due_on = tell_by(day_of(row["since"]))
    if state in _BY_OFFICE:
        what, why = _BY_OFFICE[state]
        return Task(what, title, url, why, due_on)
    if state is SignalState.ASSESSED:
        if desk.actor.kind in WARNERS:
            return Task("签发预警", title, url, "已评估，由办公室主任或召集人签发", due_on)
        return Task("等签发预警", title, url, "已评估，由办公室主任或召集人签发", due_on, mine=False)
    if state is SignalState.CLOSING:
        checker = desk.actor.seat_id == row["seat"] or desk.actor.person_id == row["person"]
        if checker:
            return Task("等另一席位结案", title, url, "处置效果是由你核查的", mine=False)
        return Task("信号结案", title, url, "处置效果已核查，由另一席位、另一人结案")
    if row["owed"]:
        return Task("等责任单位处置", title, url, "已预警，责任单位的事项在办", mine=False)
    return Task("核查处置效果", title, url, "责任单位的事项都已办结")


def tell_by(detected: date) -> date:
    """Return the day by which the units that answer for a signal should be told."""
    return detected + timedelta(days=TELL)


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List for office and conveners the days by which units must be told of the signals that are open."""
    if not desk.actor.is_office and desk.actor.kind not in CONVENERS:
        return
    rows = Signal.objects.filter(conference_id=desk.conference_id, state__in=UNTOLD)
    for row in rows.only("pk", "version", "sentence", "detected_at").order_by("-pk")[:MOST]:
        own, due_on = (record_name(row), row.version), tell_by(day_of(row.detected_at))
        yield FeedEntry(*own, f"/signals/{row.pk}", "告知责任单位", row.sentence, due_on, why=SOURCE)
