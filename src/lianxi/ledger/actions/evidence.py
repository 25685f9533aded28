"""Typed evidence: a unit adds a piece, the office says which types an obligation asks for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Choices, Day, File, One, Words
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import by_seat, cite_tracking, tell_units
from lianxi.ledger.actions.referring import find_record
from lianxi.ledger.facts import on_obligation
from lianxi.ledger.models import Evidence, Obligation, ProgressFile, Verification
from lianxi.ledger.rules import (
    SHORT_KINDS,
    Stated,
    check_kinds,
    steps,
    typed_details,
)
from lianxi.papers.files import Upload, store_file

REPORT = "ledger.progress.report"


@action(
    "ledger.evidence.add",
    "添加佐证",
    who=UNIT_SPEAKERS,
    rule="由承办单位提供",
    deciding=on_obligation(steps.report),
)
def add_evidence(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    kind: Annotated[str, Choice("佐证类型")],
    title: Annotated[str, Words("名称", 200)] = "",
    file: Annotated[Upload | None, File("文件")] = None,
    place: Annotated[str, Words("拍摄地点", 120)] = "",
    taken_on: Annotated[date | None, Day("拍摄日期")] = None,
    register: Annotated[str, Words("登记系统", 80)] = "",
    number: Annotated[str, Words("编号", 60)] = "",
    figures: Annotated[str, Words("数字表")] = "",
    record: Annotated[str, Words("已有记录", 120)] = "",
) -> Evidence:
    """Keep one piece of evidence of the own unit with the fields that its type needs.

    A photo states place and day, a table its figures (one “指标 数值 单位” a line) or a sheet, a number its
    register, a link a record of this conference. Raises BadInput, NotYourObligation, WrongState.
    """
    obligation = act.lock(Obligation, obligation_id)
    stated = Stated(kind, file.name if file else "", place, taken_on, register, number, figures, record)
    details, label = typed_details(stated, day_of(act.at)), title
    if kind == "link":
        found = find_record(act, record)
        details, label = {"record": found.record, "label": found.label}, title or found.label
    row = Evidence(**by_seat(act, obligation), kind=kind, details=details)
    row.title = short_enough(label, "名称", 200) or SHORT_KINDS[kind]
    if file is not None and kind in ("document", "table", "photo"):
        row.file = store_file(act, obligation.conference_id, file)
        row.title = row.title if title else row.file.name[:200]
    act.create(row)
    cite_tracking(act, obligation)
    return row


@action(
    "ledger.evidence.require",
    "指定佐证类型",
    who=OFFICE,
    rule="由办公室指定",
    deciding=on_obligation(steps.running),
)
def require_evidence(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    reason: Annotated[str, Words("理由", 300)],
    kinds: Annotated[Sequence[str], Choices("佐证类型")] = (),
) -> Obligation:
    """Set which types of evidence closing needs, with the reason; none leaves it to words."""
    obligation = act.lock(Obligation, obligation_id)
    wanted = check_kinds(kinds)
    act.remark = filled(reason, "理由", 300)
    cite_tracking(act, obligation)
    names = "、".join(SHORT_KINDS[kind] for kind in wanted) or "不限类型"
    tell_units(act, obligation, f"事项{obligation.number}办结须有的佐证：{names}")
    return act.change(obligation, evidence_kinds=wanted)


def round_start(obligation: Obligation) -> datetime | None:
    """Return when the present round began: the last pass of a recurring obligation."""
    passed = Verification.objects.filter(obligation=obligation, result="pass").order_by("pk")
    return passed.values_list("at", flat=True).last()


def has_files_this_round(obligation: Obligation) -> bool:
    """Tell whether a report of this round carries a file."""
    files = ProgressFile.objects.filter(progress__obligation=obligation)
    since = round_start(obligation)
    return (files.filter(progress__at__gt=since) if since else files).exists()
