"""Returns: handed in, checked by the unit's other seat, nil in one tap, taken back, received, sent back."""

from collections.abc import Sequence
from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Files, One, Seen, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.ledger.actions.fulfilling import fulfil_obligation
from lianxi.papers.attaching import attach, list_attachments
from lianxi.papers.files import Upload
from lianxi.work.actions.sending import send_new_rows
from lianxi.work.facts import on_return
from lianxi.work.models import Return, Row
from lianxi.work.queries.knowing import known_for
from lianxi.work.queries.returns import check_mode, count_rows
from lianxi.work.rules import steps
from lianxi.work.rules.forms import Form, read_form
from lianxi.work.rules.machines import RETURN
from lianxi.work.rules.periods import period_words
from lianxi.work.rules.rows import key_words

OWN = "由责任单位报送"


@action("work.return.submit", "送本单位审核", who=UNIT_SPEAKERS, rule=OWN, deciding=on_return(steps.submit))
def submit_return(
    act: Act,
    *,
    return_id: Annotated[int, One("报送")],
    note: Annotated[str, Words("说明", 500)] = "",
    files: Annotated[Sequence[Upload], Files("附件")] = (),
) -> Return:
    """Give the return to another seat of the own unit. Raises as `hand_in_return` does."""
    row = act.lock(Return, return_id)
    _require_whole(act, row)
    attach(act, row, files)
    act.move(
        row,
        RETURN,
        note=short_enough(note, "说明", 500),
        filled_seat_id=act.actor.seat_id,
        rows=count_rows(row),
    )
    act.notify(f"请审核{_called(row)}", about=row, unit=row.unit_id)
    return row


@action(
    "work.return.approve",
    "审核并报送",
    who=UNIT_SPEAKERS,
    rule="由本单位另一席位审核",
    deciding=on_return(steps.check),
)
def approve_return(act: Act, *, return_id: Annotated[int, One("报送")]) -> Return:
    """Check the own unit's return and hand it in."""
    row = act.lock(Return, return_id)
    _require_whole(act, row)
    act.move(
        row,
        RETURN,
        checked_at=act.at,
        checked_by=act.actor.label,
        handed_at=act.at,
        handed_by=act.actor.label,
        rows=count_rows(row),
        nil=False,
    )
    _came_in(act, row)
    return row


@action(
    "work.return.refuse",
    "退给填报人",
    who=UNIT_SPEAKERS,
    rule="由本单位另一席位审核",
    deciding=on_return(steps.check),
)
def refuse_return(
    act: Act, *, return_id: Annotated[int, One("报送")], reason: Annotated[str, Words("理由", 300)]
) -> Return:
    """Give the return back to who filled it in, within the unit."""
    row = act.lock(Return, return_id)
    act.move(row, RETURN, reason=filled(reason, "理由", 300))
    act.notify(f"{_called(row)}本单位审核未通过：{row.reason}"[:300], about=row, unit=row.unit_id)
    return row


@action("work.return.hand_in", "报送", who=UNIT_SPEAKERS, rule=OWN, deciding=on_return(steps.hand_in))
def hand_in_return(
    act: Act,
    *,
    return_id: Annotated[int, One("报送")],
    note: Annotated[str, Words("说明", 500)] = "",
    agreed_by: Annotated[str, Words("本单位哪位负责同志同意", 80)] = "",
    files: Annotated[Sequence[Upload], Files("附件")] = (),
    seen: Annotated[int | None, Seen()] = None,
) -> Return:
    """Hand in a return with its rows and files. Raises BadInput for rows the form does not take, or for nothing."""
    row = act.lock(Return, return_id)
    act.require_version(row, seen)
    _require_agreed(row, agreed_by)
    has_files = bool(files) or bool(list_attachments(act.actor, record_name(row)))
    if not count_rows(row) and not has_files and not note.strip():
        nil = "没有的，请报“本期无此类事项”。" if row.arrangement.nil_allowed else ""
        raise BadInput("还没有登记任何一行，也没有附件和说明。", next_step=f"请先登记。{nil}")
    _require_whole(act, row)
    attach(act, row, files)
    _hand_in(act, row, note, agreed_by, nil=False)
    return row


@action("work.return.nil", "报本期无此类事项", who=UNIT_SPEAKERS, rule=OWN, deciding=on_return(steps.nil))
def nil_return(act: Act, *, return_id: Annotated[int, One("报送")]) -> Return:
    """Say that nothing of the kind happened in the period: one tap, no reason, one record."""
    row = act.lock(Return, return_id)
    _hand_in(act, row, "", "", nil=True)
    return row


def _hand_in(act: Act, row: Return, note: str, agreed_by: str, *, nil: bool) -> None:
    act.move(
        row,
        RETURN,
        nil=nil,
        note=short_enough(note, "说明", 500),
        agreed_by=short_enough(agreed_by, "同意人", 80),
        filled_seat_id=act.actor.seat_id,
        handed_at=act.at,
        handed_by=act.actor.label,
        rows=count_rows(row),
    )
    _came_in(act, row)


def _came_in(act: Act, row: Return) -> None:
    """Cite, tell the office, and settle the matter that the silence had become."""
    act.cite(row.arrangement.basis)
    send_new_rows(act, row.arrangement, row.unit_id, (row.first_day, row.last_day))
    what = "本期无此类事项" if row.nil else f"{row.rows} 行"
    act.notify(f"{row.unit.name}已报送{_called(row)}：{what}"[:300], about=row, office=True)
    if row.obligation is not None:
        fulfil_obligation.within(act, obligation=row.obligation, text=f"已报送{_called(row)}：{what}")


def _called(row: Return) -> str:
    return f"{period_words(row.period)}“{row.arrangement.title}”"


def _require_agreed(row: Return, agreed_by: str) -> None:
    if check_mode(row.conference_id, row.unit_id) == steps.CheckMode.LEADER and not agreed_by.strip():
        raise BadInput(
            "没有写明经本单位哪位负责同志同意。",
            rule="本单位设定报送前须经负责同志同意",
            next_step="请填写同意人的职务、姓名。",
        )


def _require_whole(act: Act, row: Return) -> None:
    """Refuse rows that lack a field of the form in force: it may have been replaced since they were entered."""
    form = read_form(row.arrangement.form)
    stale = Row.objects.filter(line_id=row.line_id, unit_id=row.unit_id, until__isnull=True, removed=False)
    stale = stale.filter(about__gte=row.first_day, about__lte=row.last_day)
    stale = stale.exclude(form_version=row.arrangement.form_version)
    wrong = [(one, lacking) for one in stale.order_by("pk")[:1000] if (lacking := _lacking(form, one))]
    if not wrong:
        return
    known = known_for(act.chain, day_of(act.at))
    said = "；".join(
        f"{key_words(form, one.values, known) or one.pk}：缺{'、'.join(lacking)}"
        for one, lacking in wrong[:5]
    )
    raise BadInput(
        f"表样已改版，有 {len(wrong)} 行还缺新栏目：{said}。",
        rule="报送按现行表样",
        next_step="请补填这些行后再报送。",
    )


def _lacking(form: Form, row: Row) -> list[str]:
    return [one.label for one in form.required if row.values.get(one.name) in (None, "")]


@action("work.return.take_back", "撤回报送", who=UNIT_SPEAKERS, rule=OWN, deciding=on_return(steps.take_back))
def take_back_return(act: Act, *, return_id: Annotated[int, One("报送")]) -> Return:
    """Take a return back that nobody has received yet, to put it right."""
    row = act.lock(Return, return_id)
    act.move(row, RETURN, nil=False, handed_at=None, handed_by="", checked_at=None, checked_by="")
    act.notify(f"{row.unit.name}撤回了{_called(row)}", about=row, office=True)
    return row


@action("work.return.receive", "接收报送", who=OFFICE, deciding=on_return(steps.receive))
def receive_return(act: Act, *, return_id: Annotated[int, One("报送")]) -> Return:
    """Take a return as it is; from now on it changes only by being sent back."""
    row = act.lock(Return, return_id)
    act.move(row, RETURN, received_at=act.at)
    act.cite(row.arrangement.basis)
    return row


@action("work.return.send_back", "退回更正", who=OFFICE, deciding=on_return(steps.send_back))
def send_back_return(
    act: Act, *, return_id: Annotated[int, One("报送")], reason: Annotated[str, Words("哪里要改", 300)]
) -> Return:
    """Give a return back to be put right; what it was stays in the journal."""
    row = act.lock(Return, return_id)
    act.move(
        row, RETURN, reason=filled(reason, "哪里要改", 300), returned_at=act.at, received_at=None, nil=False
    )
    act.notify(f"请更正{_called(row)}：{row.reason}"[:300], about=row, unit=row.unit_id)
    return row
