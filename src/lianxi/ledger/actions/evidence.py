"""Typed evidence: a unit adds a piece, the office says which types an obligation asks for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Choices, Day, File, One, Words
from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import by_seat, cite_tracking, require_own_part, require_running, tell_units
from lianxi.ledger.actions.parts import require_part_at_work
from lianxi.ledger.actions.referring import find_record
from lianxi.ledger.models import Evidence, Obligation, ProgressFile, Verification
from lianxi.ledger.rules import OBLIGATION, SHORT_KINDS, Stated, check_kinds, missing_kinds, typed_details
from lianxi.papers.files import Upload, store_file

REPORT = "ledger.progress.report"


class EvidenceMissing(Refusal):
    """A type of evidence that was asked for is not there."""

    code = "evidence_missing"


@action("ledger.evidence.add", "添加佐证", who=UNIT_SPEAKERS, rule="由承办单位提供")
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
    part = require_own_part(act, obligation)
    if part is None:
        OBLIGATION.step(REPORT, obligation.state)
    else:
        require_running(obligation)
        require_part_at_work(part)
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


@action("ledger.evidence.require", "指定佐证类型", who=OFFICE, rule="由办公室指定")
def require_evidence(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    reason: Annotated[str, Words("理由", 300)],
    kinds: Annotated[Sequence[str], Choices("佐证类型")] = (),
) -> Obligation:
    """Set which types of evidence closing needs, with the reason; none leaves it to words."""
    obligation = act.lock(Obligation, obligation_id)
    require_running(obligation)
    wanted = check_kinds(kinds)
    act.remark = filled(reason, "理由", 300)
    cite_tracking(act, obligation)
    names = "、".join(SHORT_KINDS[kind] for kind in wanted) or "不限类型"
    tell_units(act, obligation, f"事项{obligation.number}办结须有的佐证：{names}")
    return act.change(obligation, evidence_kinds=wanted)


def require_kinds(obligation: Obligation, *, has_files: bool = False) -> None:
    """Refuse closing while a type asked for is missing in this round.

    Files attached to a report count as documents. Raises EvidenceMissing.
    """
    since = round_start(obligation)
    rows = Evidence.objects.filter(obligation=obligation)
    given = set((rows.filter(at__gt=since) if since else rows).values_list("kind", flat=True))
    if "document" in obligation.evidence_kinds and (has_files or has_files_this_round(obligation)):
        given.add("document")
    lacking = missing_kinds(obligation.evidence_kinds, given)
    if lacking:
        raise EvidenceMissing(
            f"还缺佐证：{'、'.join(SHORT_KINDS[kind] for kind in lacking)}。",
            rule="办结须有所要求类型的佐证",
            next_step="请承办单位添加佐证；类型要求不合适的，请办公室写明理由改定。",
        )


def round_start(obligation: Obligation) -> datetime | None:
    """Return when the present round began: the last pass of a recurring obligation."""
    passed = Verification.objects.filter(obligation=obligation, result="pass").order_by("pk")
    return passed.values_list("at", flat=True).last()


def has_files_this_round(obligation: Obligation) -> bool:
    """Tell whether a report of this round carries a file."""
    files = ProgressFile.objects.filter(progress__obligation=obligation)
    since = round_start(obligation)
    return (files.filter(progress__at__gt=since) if since else files).exists()
