"""What the units do: acknowledge an obligation and report on it, with files."""

from collections.abc import Sequence

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.entries import filled, short_enough
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import cite_tracking, co_unit_ids, require_running, unit_name
from lianxi.ledger.actions.slips import answer_slips
from lianxi.ledger.models import Acknowledgement, CoUnit, Obligation, Progress, ProgressFile, Verification
from lianxi.ledger.rules import OBLIGATION
from lianxi.papers.files import Upload, store_file

REPORT = "ledger.progress.report"


class NotYourObligation(NotPermitted):
    """The obligation is neither led by the actor's unit nor does the unit take part in it."""

    code = "not_your_obligation"


class CannotAcknowledge(Refusal):
    """The unit has acknowledged already."""

    code = "cannot_acknowledge_obligation"


@action("ledger.obligation.acknowledge", "签收事项", who=UNIT_SPEAKERS, rule="由承办单位签收")
def acknowledge_obligation(act: Act, *, obligation_id: int) -> Acknowledgement:
    """This function will note that the own unit has received the obligation; the lead's word starts the work.

    Raises NotYourObligation, CannotAcknowledge, ObligationEnded.
    """
    obligation = act.lock(Obligation, obligation_id)
    _require_own_part(act, obligation)
    require_running(obligation)
    rows = Acknowledgement.objects.filter(obligation=obligation, unit_id=act.actor.unit_id or 0)
    if rows.exists():
        raise CannotAcknowledge(
            "你单位已经签收过这项。", rule="每个单位签收一次", next_step="无需重复签收，可直接反馈办理情况。"
        )
    row = Acknowledgement(**_by(act, obligation))
    act.create(row)
    if act.actor.unit_id == obligation.lead_unit_id:
        act.move(obligation, OBLIGATION)
    for part in CoUnit.objects.filter(obligation=obligation, unit_id=row.unit_id):
        act.change(part, acknowledged_at=act.at)
    cite_tracking(act, obligation)
    act.notify(f"{act.actor.label}已签收事项{obligation.number}", about=obligation, office=True)
    return row


class CannotReportProgress(Refusal):
    """The report lacks something, or it is not this unit's turn to report."""

    code = "cannot_report_progress"


@action(REPORT, "反馈办理情况", who=UNIT_SPEAKERS, rule="由承办单位反馈")
def report_progress(
    act: Act,
    *,
    obligation_id: int,
    text: str,
    files: Sequence[Upload] = (),
    done: bool = False,
    without_files: str = "",
) -> Progress:
    """This function will store the own unit's report with its files; `done` asks the office to close.

    Only the lead unit asks for closing. Where evidence is wanted, a file of this round or the words of
    `without_files` must stand for it. Raises NotYourObligation, CannotReportProgress, WrongState.
    """
    obligation = act.lock(Obligation, obligation_id)
    _require_own_part(act, obligation)
    OBLIGATION.step(REPORT, obligation.state)
    _require_acknowledged(act, obligation)
    row = Progress(**_by(act, obligation), done=done)
    row.text = filled(text, "办理情况", 4000)
    row.without_files = short_enough(without_files, "未附材料的说明", 300)
    if done:
        _require_closable(act, obligation, bool(files), row.without_files)
    act.create(row)
    _attach(act, row, files)
    if done:
        act.move(obligation, OBLIGATION, last_reported_at=act.at)
    else:
        act.change(obligation, last_reported_at=act.at)
    answer_slips(act, obligation)
    cite_tracking(act, obligation)
    _tell(act, obligation, done)
    return row


def _attach(act: Act, row: Progress, files: Sequence[Upload]) -> None:
    if len(files) > 20:
        raise BadInput("一次最多附 20 个文件。", next_step="请打成压缩包，或分次反馈。")
    for upload in files:
        stored = store_file(act, row.conference_id, upload)
        act.create(ProgressFile(conference_id=row.conference_id, progress=row, file=stored))


def _tell(act: Act, obligation: Obligation, done: bool) -> None:
    what = "申请办结" if done else "反馈了办理情况"
    title = f"{act.actor.label}{what}：事项{obligation.number}"
    act.notify(title, about=obligation, office=True)
    if act.actor.unit_id != obligation.lead_unit_id:
        act.notify(title, about=obligation, unit=obligation.lead_unit_id)


def _by(act: Act, obligation: Obligation) -> dict[str, object]:
    return {
        "conference_id": obligation.conference_id,
        "obligation": obligation,
        "unit_id": act.actor.unit_id,
        "seat_id": act.actor.seat_id,
        "by": act.actor.label,
        "at": act.at,
    }


def _require_own_part(act: Act, obligation: Obligation) -> None:
    if act.actor.unit_id not in (obligation.lead_unit_id, *co_unit_ids(obligation)):
        lead = unit_name(obligation.lead_unit_id)
        raise NotYourObligation(
            f"事项{obligation.number}由{lead}主办，你单位不是主办或协办单位。",
            rule="成员单位只办理本单位承办的事项",
            next_step=f"请由{lead}或协办单位办理；认为应由你单位承办的，请告知办公室。",
        )


def _require_acknowledged(act: Act, obligation: Obligation) -> None:
    rows = Acknowledgement.objects.filter(obligation=obligation, unit_id=act.actor.unit_id or 0)
    if not rows.exists():
        raise CannotReportProgress(
            "你单位还没有签收这项。", rule="先签收，后反馈", next_step="请先签收，再反馈办理情况。"
        )


def _require_closable(act: Act, obligation: Obligation, has_files: bool, without_files: str) -> None:
    if act.actor.unit_id != obligation.lead_unit_id:
        raise CannotReportProgress(
            "申请办结由主办单位提出。",
            rule="主办单位对事项负总责",
            next_step=f"请先反馈本单位的办理情况，由{unit_name(obligation.lead_unit_id)}申请办结。",
        )
    if not obligation.evidence_wanted or has_files or without_files or _has_files_this_round(obligation):
        return
    raise CannotReportProgress(
        f"申请办结须附材料：{obligation.evidence_wanted}。",
        rule="办结须有登记时要求的材料",
        next_step="请附上材料；确实没有的，请写明未附材料的原因。",
    )


def _has_files_this_round(obligation: Obligation) -> bool:
    files = ProgressFile.objects.filter(progress__obligation=obligation)
    last = Verification.objects.filter(obligation=obligation, result="pass").order_by("pk").last()
    if last is not None:
        files = files.filter(progress__pk__gt=last.progress_id)
    return files.exists()
