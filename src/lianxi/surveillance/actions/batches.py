"""Batches: received, checked, applied or discarded, withdrawn. Heavy work is done before these acts, not in them."""

import contextlib
import json
from pathlib import Path
from typing import Annotated, Any

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import Choice, Flag, One, Words
from lianxi.core.refusals import BadInput, Conflict
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.register.actions import meet_employers, meet_institutions
from lianxi.register.actions.employers import MetEmployer
from lianxi.register.vault import WrittenPart, enter_part, withdraw_part
from lianxi.surveillance.facts import on_batch
from lianxi.surveillance.intake.checking import base_of
from lianxi.surveillance.models import Batch
from lianxi.surveillance.queries.deciding import batch_facts
from lianxi.surveillance.rules.machines import BATCH
from lianxi.surveillance.rules.steps import own_batch
from lianxi.surveillance.rules.streams import STREAMS, Stream
from lianxi.surveillance.store.files import check_dir, forget_check, incoming_path
from lianxi.tables.opening import kind_of
from lianxi.tables.staging import alone

INTAKE = OFFICE | UNIT_SPEAKERS
# While a batch is so, its files may be written anew.
OPEN = ("received", "checked")
_RULE = "监测数据由办公室和成员单位的工作席位提交"


@action("surveillance.batch.receive", "提交监测数据文件", who=INTAKE, rule=_RULE)
def receive_batch(
    act: Act,
    *,
    stream: Annotated[str, Choice("数据类别")],
    upload: Annotated[str, Choice("数据文件")],
    name: Annotated[str, Words("文件名", 200)],
    employer_code: Annotated[str, Words("用人单位统一社会信用代码", 18)] = "",
    report_no: Annotated[str, Words("报告编号", 60)] = "",
    on: Annotated[str, Words("日期", 10)] = "",
    replaces_id: Annotated[int | None, One("更正的批次")] = None,
) -> Batch:
    """Enter a staged file (`intake.staging`; `upload` is its SHA-256) as a batch to check.

    `employer_code`, `report_no` and `on` (a date) are values for the whole file where it has no such column;
    `replaces_id` is an applied batch that this one will take the place of. Raises BadInput for an unknown stream
    or file, or one that is no table.
    """
    if stream not in STREAMS:
        raise BadInput("没有这类监测数据。", next_step=f"可选：{'、'.join(STREAMS)}。")
    conference_id = act.actor.conference_id or 0
    path = incoming_path(conference_id, upload)
    if not path.exists():
        raise BadInput("没有找到上传的文件。", next_step="请重新上传。")
    kind_of(path, name)
    replaced = act.lock(Batch, replaces_id) if replaces_id else None
    if replaced and (replaced.stream != stream or replaced.state != "applied"):
        raise BadInput("要更正的批次不是同类的已入库批次。", next_step="请从批次列表中选择。")
    if replaced and (refusal := own_batch(batch_facts(replaced, day_of(act.at)), act.actor, day_of(act.at))):
        raise refusal
    return act.create(
        Batch(
            conference_id=conference_id,
            stream=stream,
            source_name=Path(name.replace("\\", "/")).name[-200:],
            source_sha256=upload,
            source_bytes=path.stat().st_size,
            defaults=_defaults(STREAMS[stream], employer_code, report_no, on),
            seat_id=act.actor.seat_id,
            received_at=act.at,
            state=BATCH.initial,
            replaces=replaced,
        )
    )


def _defaults(stream: Stream, employer_code: str, report_no: str, on: str) -> dict[str, str]:
    day = stream.day if stream.day in stream.fields else "diagnosed_on"
    given = {"employer_code": employer_code, "report_no": report_no, day: on}
    return {
        field: value.strip() for field, value in given.items() if value.strip() and field in stream.fields
    }


@action(
    "surveillance.batch.check",
    "记录监测数据核对结果",
    who=INTAKE,
    rule=_RULE,
    deciding=on_batch("surveillance.batch.check", own_batch),
)
def check_batch(act: Act, *, batch_id: Annotated[int, One("数据批次")]) -> Batch:
    """Record the result of the batch's check (`intake.checking.run_check`). The submitting unit or the office may."""
    batch = act.lock(Batch, batch_id)
    result = _kept(batch, "result.json")
    if result is None:
        raise BadInput("这一批次还没有核对完。", next_step="请等核对完成，或重新核对。")
    values = {name: result[name] for name in ("counts", "files", "content_sha256", "base")}
    counts = {**result["counts"], "notes": result["notes"]}
    return act.move(batch, BATCH, **{**values, "counts": counts}, checked_at=act.at)


@action(
    "surveillance.batch.apply",
    "监测数据入库",
    who=INTAKE,
    rule=_RULE,
    deciding=on_batch("surveillance.batch.apply", own_batch, alone=True),
)
def apply_batch(
    act: Act,
    *,
    batch_id: Annotated[int, One("数据批次")],
    without_errors: Annotated[bool, Flag("只入库没有错误的")] = False,
) -> Batch:
    """Make a checked batch data, in one act with the withdrawal of the one it replaces.

    The submitting unit or the office may. Raises BadInput when rows have errors and leaving them out was not
    asked for, or nothing is left to store;
    Conflict when other batches came or went since the check.
    """
    batch = act.lock(Batch, batch_id)
    with _unmoved(batch):
        result = _current(batch)
    _require_sound(batch, without_errors)
    values: dict[str, Any] = {
        "applied_at": act.at,
        "reason": "有错误的行未入库" if batch.counts.get("error") else "",
    }
    if result and result["vault"]:
        values["vault_part_id"] = enter_part(act, batch.conference_id, WrittenPart(**result["vault"])).pk
    batch = act.move(batch, BATCH, **values)
    _meet(act, batch)
    if batch.replaces_id:
        _end(act, act.lock(Batch, batch.replaces_id), f"由批次 {batch.pk} 更正")
    return batch


def _unmoved(batch: Batch) -> contextlib.AbstractContextManager[None]:
    # A check that begins after this looks at the batch again, once the act that holds the row has ended.
    return (
        alone(check_dir(batch.conference_id, batch.pk)) if batch.state in OPEN else contextlib.nullcontext()
    )


def _current(batch: Batch) -> dict[str, Any] | None:
    """Give the result that was recorded, or refuse: other data came since, or the files are of another check."""
    result = _kept(batch, "result.json")
    if batch.state != "checked":
        return result
    if result is None or batch.base != base_of(batch) or result["content_sha256"] != batch.content_sha256:
        raise Conflict(
            "核对之后有别的批次入库或撤销，核对结果已经过时。",
            rule="入库前须与现有数据核对",
            next_step="请重新核对这一批次，再入库。",
        )
    return result


def _require_sound(batch: Batch, without_errors: bool) -> None:
    counts = batch.counts
    if counts.get("error") and not without_errors:
        raise BadInput(
            f"有 {counts['error']} 条错误，没有入库。",
            rule="有错误的数据不入库",
            next_step="请按逐行报告改正后重新提交；或选择“只入库没有错误的行”。",
        )
    if batch.state == "checked" and not counts.get("new") and not counts.get("changed"):
        raise BadInput(
            "没有新的或变更的数据可以入库。", rule="相同的数据不重复入库", next_step="可以放弃这一批次。"
        )


def _meet(act: Act, batch: Batch) -> None:
    met = _kept(batch, "employers.json") or {"employers": [], "kind": "", "institutions": []}
    meet_employers(act, batch.conference_id, [MetEmployer(*row) for row in met["employers"]])
    if met["kind"]:
        meet_institutions(act, batch.conference_id, met["kind"], met["institutions"])


@action(
    "surveillance.batch.withdraw",
    "撤销已入库的监测数据",
    who=OFFICE,
    rule="撤销已入库的数据由办公室办理",
    deciding=on_batch("surveillance.batch.withdraw", alone=True),
)
def withdraw_batch(
    act: Act, *, batch_id: Annotated[int, One("数据批次")], reason: Annotated[str, Words("理由", 300)]
) -> Batch:
    """Take an applied batch out of the data; earlier values it corrected are in view again."""
    if not reason.strip():
        raise BadInput("请写明撤销理由。", rule="撤销须说明理由")
    return _end(act, act.lock(Batch, batch_id), reason.strip())


def _end(act: Act, batch: Batch, reason: str) -> Batch:
    if batch.vault_part_id:
        withdraw_part(act, batch.vault_part_id, act.at)
    return act.move_as("surveillance.batch.withdraw", batch, BATCH, ended_at=act.at, reason=reason)


@action(
    "surveillance.batch.discard",
    "放弃未入库的监测数据",
    who=INTAKE,
    rule=_RULE,
    deciding=on_batch("surveillance.batch.discard", own_batch),
)
def discard_batch(act: Act, *, batch_id: Annotated[int, One("数据批次")]) -> Batch:
    """Give up a batch that was not applied. The submitting unit or the office may."""
    batch = act.lock(Batch, batch_id)
    with _unmoved(batch):
        batch = act.move(batch, BATCH, ended_at=act.at)
        forget_check(batch.conference_id, batch.pk)
    return batch


def _kept(batch: Batch, name: str) -> dict[str, Any] | None:
    path = check_dir(batch.conference_id, batch.pk) / name
    if not path.exists():
        return None
    found = dict(json.loads(path.read_text(encoding="utf-8")))
    # A folder brought back from a backup may hold the check of another file.
    return found if found["source"] == batch.source_sha256 else None
