"""The union's letters under its own number, and measures that authorities took: noted here, never ordered."""

from datetime import date, datetime
from typing import Annotated, Any

from lianxi.bodies.queries import member_unit_ids
from lianxi.clocks.queries import calendar_now, time_limits
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.due import derive, due_on_date
from lianxi.core.fields import Choice, Day, Flag, Moment, One, OneUnit, Words
from lianxi.core.guards import Guard
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.incidents.actions.entering import ENTERING, entered, words_of
from lianxi.incidents.facts import on_event, on_row
from lianxi.incidents.models import Incident, Measure, UnionLetter
from lianxi.incidents.queries.entries import letter_facts, measure_facts
from lianxi.incidents.rules import noted, steps
from lianxi.incidents.rules.lists import LetterItem, letter_items
from lianxi.incidents.rules.machines import ANSWERS, LETTER
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding

LETTERS = {one.code: one.title for one in letter_items(date(2026, 12, 1))}


@action(
    "incidents.letter.enter",
    "登记工会文书",
    who=UNIT_SPEAKERS,
    rule="工会文书由总工会的席位登记",
    deciding=on_event(steps.of_union, steps.entering),
)
def enter_letter(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    kind: Annotated[str, Choice("文书", LETTERS)],
    number: Annotated[str, Words("工会文号", 60)],
    whom: Annotated[str, Words("收文单位", 120)],
    text: Annotated[str, Words("主要内容", 600)],
    unit_id: Annotated[int | None, OneUnit("收文的成员单位")] = None,
    at: Annotated[datetime | None, Moment("送达时间")] = None,
    due_on: Annotated[date | None, Day("答复期限（文书写明的）")] = None,
    is_shared: Annotated[bool, Flag("向成员单位公开")] = False,
    paper: Annotated[str, Words("补登凭据", 200)] = "",
) -> UnionLetter:
    """Enter a letter of the union with the day by which it is answered. Raises BadInput."""
    incident = act.get(Incident, incident_id)
    if unit_id is not None and unit_id not in member_unit_ids(act.chain, day_of(act.at)):
        raise BadInput("所选的单位不是本联席会议的成员单位。", next_step="外单位写在“收文单位”。")
    item = next((one for one in letter_items(day_of(act.at)) if one.code == kind), None)
    if item is None:
        raise BadInput("请从列出的选项中选择文书。", next_step=f"可选：{'、'.join(LETTERS.values())}。")
    times = entered(act, at, paper, "送达时间")
    row = UnionLetter(
        incident=incident,
        kind=kind,
        number=words_of(act, number, "工会文号", 60, needed=True),
        whom=words_of(act, whom, "收文单位", 120, needed=True),
        unit_id=unit_id,
        text=words_of(act, text, "主要内容", 600, needed=True),
        is_shared=is_shared,
        **_due(act, item, times["happened_at"], due_on),
        **times,
    )
    row.state = LETTER.initial
    act.create(row)
    if unit_id is not None:
        act.notify(f"工会{item.title}：{incident.title}", about=incident, unit=unit_id)
    return row


def _due(act: Act, item: LetterItem, served: datetime, due_on: date | None) -> dict[str, Any]:
    """Give the day of the answer: as the letter says, else by the limit in force, else none."""
    if due_on is not None:
        if due_on < day_of(served):
            raise BadInput("答复期限早于送达日。", next_step="请核对两个日期。")
        derived = due_on_date(due_on, rule="文书写明的期限", source=item.title)
        return {"due_on": due_on, "due_derivation": derived.as_dict()}
    limit = time_limits(act.chain, (item.limit,), day_of(served)).get(item.limit) if item.limit else None
    if limit is None:
        return {}
    derived = derive(limit, day_of(served), calendar_now(exact=True))
    return {"due_on": derived.due_on, "due_derivation": derived.as_dict()}


def _on(guard: Guard) -> Deciding:
    return on_row(UnionLetter, "letter_id", letter_facts, guard)


@action(
    "incidents.letter.answer",
    "登记对工会文书的答复",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=_on(noted.answer_letter),
)
def answer_letter(
    act: Act,
    *,
    letter_id: Annotated[int, One("工会文书")],
    answer: Annotated[str, Choice("答复", ANSWERS)],
    text: Annotated[str, Words("答复内容（不采纳的写理由）", 600)] = "",
    at: Annotated[datetime | None, Moment("答复时间")] = None,
    paper: Annotated[str, Words("补登凭据", 200)] = "",
) -> UnionLetter:
    """Enter the answer to a letter: by its addressee, the union, or the office. Refusing asks for a reason."""
    row = act.get(UnionLetter, letter_id)
    if answer not in ANSWERS:
        raise BadInput("请选择答复。", next_step=f"可选：{'、'.join(ANSWERS.values())}。")
    said = words_of(act, text, "答复内容", 600, needed=answer == "refused")
    times = entered(act, at, paper, "答复时间")
    if times["happened_at"] < row.happened_at:
        raise BadInput("答复早于送达。", next_step="请核对两个时间。")
    return act.move(row, LETTER, answer=answer, answer_text=said, answered_at=times["happened_at"])


@action(
    "incidents.letter.explain",
    "说明没有答复的原因",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=_on(noted.explain_letter),
)
def explain_letter(
    act: Act, *, letter_id: Annotated[int, One("工会文书")], text: Annotated[str, Words("原因", 600)]
) -> UnionLetter:
    """Write down why a letter had no answer."""
    row = act.get(UnionLetter, letter_id)
    return act.move(row, LETTER, answer_text=words_of(act, text, "原因", 600, needed=True))


@action("incidents.measure.note", "记录措施", who=ENTERING, deciding=on_event(steps.entering))
def note_measure(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    authority: Annotated[str, Words("采取措施的机关", 120)],
    what: Annotated[str, Words("措施（暂停作业、封存、控制现场、撤离、停产）", 200)],
    law: Annotated[str, Words("依据", 120)] = "",
    at: Annotated[datetime | None, Moment("采取时间")] = None,
    paper: Annotated[str, Words("补登凭据", 200)] = "",
) -> Measure:
    """Note a measure that an authority took by its own power. Raises BadInput for one of the conference."""
    incident = act.get(Incident, incident_id)
    whose = words_of(act, authority, "采取措施的机关", 120, needed=True)
    if "联席会议" in whose:
        raise BadInput(
            "联席会议没有采取措施的职权。",
            next_step="请填写依法采取措施的机关。",
            rule="职业病防治法第六十四条：措施由卫生行政部门采取",
        )
    row = Measure(incident=incident, authority=whose, **entered(act, at, paper, "采取时间"))
    row.what = words_of(act, what, "措施", 200, needed=True)
    row.law = words_of(act, law, "依据", 120)
    return act.create(row)


@action(
    "incidents.measure.lift",
    "登记措施解除",
    who=ENTERING,
    deciding=on_row(Measure, "measure_id", measure_facts, noted.of_running, noted.of_party, noted.unlifted),
)
def lift_measure(
    act: Act,
    *,
    measure_id: Annotated[int, One("措施")],
    at: Annotated[datetime | None, Moment("解除时间")] = None,
    listed: Annotated[str, Words("没有解除的，继续执行到何时", 300)] = "",
) -> Measure:
    """Note that a measure was lifted, or until when it goes on."""
    row = act.get(Measure, measure_id)
    if said := words_of(act, listed, "继续执行的说明", 300):
        if at is not None:
            raise BadInput(
                "解除时间和继续执行的说明只能填写一项。",
                next_step="已经解除的，只填解除时间；没有解除的，只写执行到何时。",
            )
        return act.change(row, listed=said)
    times = entered(act, at, row.paper_ref or "原措施记录", "解除时间")
    if times["happened_at"] < row.happened_at:
        raise BadInput("解除早于采取。", next_step="请核对两个时间。")
    return act.change(row, lifted_at=times["happened_at"])
