"""What the units do: acknowledge an obligation and report on it, with files; the lead asks for closing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.entries import filled, leader_words, short_enough
from lianxi.core.fields import Files, Flag, One, Words
from lianxi.core.refusals import BadInput, Refusal
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import by_seat, cite_tracking, own_part, unit_name
from lianxi.ledger.actions.evidence import has_files_this_round
from lianxi.ledger.actions.slips import answer_slips
from lianxi.ledger.facts import on_obligation, step_facts
from lianxi.ledger.models import Acknowledgement, CoUnit, Handback, Obligation, Progress, ProgressFile
from lianxi.ledger.rules import CO_PART, HANDBACK_OPEN, OBLIGATION, steps
from lianxi.papers.files import Upload, store_file

REPORT = "ledger.progress.report"


@action(
    "ledger.obligation.acknowledge",
    "签收事项",
    who=UNIT_SPEAKERS,
    rule="由承办单位签收",
    deciding=on_obligation(steps.acknowledge),
)
def acknowledge_obligation(act: Act, *, obligation_id: Annotated[int, One("事项")]) -> Acknowledgement:
    """Note that the own unit has received the obligation; its work starts with it.

    Raises NotYourObligation, CannotAcknowledge, ObligationEnded.
    """
    obligation = act.lock(Obligation, obligation_id)
    part = own_part(act, obligation)
    row = act.create(Acknowledgement(**by_seat(act, obligation)))
    if part is None:
        act.move(obligation, OBLIGATION)
    else:
        act.move(part, CO_PART, acknowledged_at=act.at)
    cite_tracking(act, obligation)
    act.notify(f"{act.actor.label}已签收事项{obligation.number}", about=obligation, office=True)
    return row


class CannotReportProgress(Refusal):
    """The report lacks something, or it is not this unit's turn to report."""

    code = "cannot_report_progress"


@action(
    REPORT, "反馈办理情况", who=UNIT_SPEAKERS, rule="由承办单位反馈", deciding=on_obligation(steps.report)
)
def report_progress(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    text: Annotated[str, Words("办理情况", 4000)],
    files: Annotated[Sequence[Upload], Files("材料")] = (),
    done: Annotated[bool, Flag("办完了吗")] = False,
    without_files: Annotated[str, Words("没有材料的原因", 300)] = "",
    unit_leader: Annotated[str, Words("经本单位哪位负责同志（职务）同意", 110)] = "",
) -> Progress:
    """Store the own unit's report with its files.

    With `done` the lead asks the office to close, once every co-unit's part is finished or waived and the
    evidence asked for is there; a co-unit says that its own part is finished. Where evidence is wanted
    in words only, a file of this round or `without_files` must stand for it. Raises NotYourObligation,
    CannotReportProgress, PartsMissing, EvidenceMissing, WrongState.
    """
    obligation = act.lock(Obligation, obligation_id)
    part = own_part(act, obligation)
    row = Progress(
        **by_seat(act, obligation), done=done and part is None, part_done=done and part is not None
    )
    row.text = filled(text, "办理情况", 4000)
    row.without_files = short_enough(without_files, "未附材料的说明", 300)
    row.unit_leader = leader_words(unit_leader)
    if done:
        _require_undisputed(act, obligation)
    if row.done:
        _require_complete(obligation, bool(files), row.without_files)
    act.create(row)
    _attach(act, row, files)
    _move(act, obligation, part, row)
    cite_tracking(act, obligation)
    _tell(act, obligation, row)
    return row


def _move(act: Act, obligation: Obligation, part: CoUnit | None, row: Progress) -> None:
    if part is not None and row.part_done:
        act.move(part, CO_PART, finished_at=act.at)
    if row.done:
        act.move(obligation, OBLIGATION, last_reported_at=act.at)
    else:
        act.change(obligation, last_reported_at=act.at)
    answer_slips(act, obligation)


def _attach(act: Act, row: Progress, files: Sequence[Upload]) -> None:
    if len(files) > 20:
        raise BadInput("一次最多附 20 个文件。", next_step="请打成压缩包，或分次反馈。")
    for upload in files:
        stored = store_file(act, row.conference_id, upload)
        act.create(ProgressFile(conference_id=row.conference_id, progress=row, file=stored))


def _tell(act: Act, obligation: Obligation, row: Progress) -> None:
    what = "申请办结" if row.done else "完成了本单位部分" if row.part_done else "反馈了办理情况"
    title = f"{act.actor.label}{what}：事项{obligation.number}"
    act.notify(title, about=obligation, office=True)
    if act.actor.unit_id != obligation.lead_unit_id:
        act.notify(title, about=obligation, unit=obligation.lead_unit_id)


def _require_undisputed(act: Act, obligation: Obligation) -> None:
    open_ones = Handback.objects.filter(obligation=obligation, unit_id=act.actor.unit_id or 0)
    if open_ones.filter(state__in=HANDBACK_OPEN).exists():
        raise CannotReportProgress(
            "你单位退回了这项，还没有结果。",
            rule="退回期间不能报告办完",
            next_step="请先撤回退回，再报告办完；或等待接收、裁定的结果。",
        )


def _require_complete(obligation: Obligation, has_files: bool, without_files: str) -> None:
    """Refuse a request for closing that the office could not pass: files of this report count as documents."""
    facts = step_facts(obligation)
    lacking = tuple(kind for kind in facts.missing if kind != "document" or not has_files)
    if refusal := steps.parts_in(facts) or steps.evidence_in(replace(facts, missing=lacking)):
        raise refusal
    if obligation.evidence_kinds:
        return
    if not obligation.evidence_wanted or has_files or without_files or has_files_this_round(obligation):
        return
    raise CannotReportProgress(
        f"申请办结须附材料：{obligation.evidence_wanted}。",
        rule="办结须有登记时要求的材料",
        next_step=f"请{unit_name(obligation.lead_unit_id)}附上材料；确实没有的，请写明未附材料的原因。",
    )
