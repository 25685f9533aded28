"""What became of a person of a list: one word and a day by the unit that did it, one by one or by sheet."""

from datetime import date
from typing import Annotated, Any

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.fields import Choice, Day, One, Passing
from lianxi.core.guards import each
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, holding_part, itself, on
from lianxi.ledger.actions.fulfilling import fulfil_obligation
from lianxi.papers.files import Upload
from lianxi.protection.actions.checks import (
    came_back,
    chosen,
    has_returns,
    of_receiver,
    of_sender,
    past_day,
    received,
    row_received,
    row_receiver,
    row_sender,
)
from lianxi.protection.actions.lists import note_outcomes
from lianxi.protection.models import ListRow, PersonList
from lianxi.protection.queries.clocks import clocks_on
from lianxi.protection.rules.lists import (
    ANSWERS,
    REASONS,
    RECEIVED,
    REFUSED,
    RETURNED,
    SENT,
    WORDS,
    is_end,
    may_follow,
    wants_reason,
)
from lianxi.protection.rules.sheets import SAID, SheetRows, read_answers
from lianxi.protection.rules.timing import Clocks

OF_ROW = holding_part(ListRow, "row_id", PersonList, "list_id")
# Nobody waits for a row any more.
DONE: dict[str, Any] = {"due_on": None, "due_rule": "", "listed_on": None, "is_hard": False}
RULE = "名单内每人有办理情况和日期；不予认定、不予纳入的由办理单位书面告知本人"


@action(
    "protection.row.answer",
    "登记办理情况",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=Deciding(OF_ROW, itself, each(row_receiver, row_received)),
)
def answer_row(
    act: Act,
    *,
    row_id: Annotated[int, One("名单人员")],
    word: Annotated[str, Choice("办理情况", ANSWERS)],
    word_on: Annotated[date | None, Day("办理日期")] = None,
    reason: Annotated[str, Choice("理由", REASONS)] = "",
    received_on: Annotated[date | None, Day("决定送达日期（不予认定、不予纳入的）")] = None,
) -> ListRow:
    """Give a row its word. Raises BadInput for one that cannot follow, for the future and for days before the diagnosis."""
    row = act.lock(ListRow, row_id)
    chosen(word, ANSWERS, "办理情况")
    chosen(reason, REASONS, "理由")
    given: dict[str, Any] = {"word": word, "word_on": past_day(act, word_on, "办理日期"), "reason": reason}
    given["received_on"] = past_day(act, received_on, "决定送达日期") if received_on else None
    if fault := row_fault(row, given):
        raise BadInput(f"{fault}。", rule=RULE, next_step="请核对办理情况和日期。")
    clocks = clocks_on(act.chain, day_of(act.at))
    changed = act.change(row, **answered(clocks, given))
    note_outcomes(act, [(row.pk, word, given["word_on"], reason)])
    fulfil(act, row.list)
    return changed


def row_fault(row: ListRow, given: dict[str, Any]) -> str:
    """Say why a row cannot be given a word on a day; empty where it can."""
    word, day = given["word"], given["word_on"]
    if row.is_dropped or row.list.state != "received":
        return "名单还没有签收，或已收回"
    if not may_follow(row.word, word):
        return f"现在是“{WORDS[row.word]}”，不能再写“{WORDS[word]}”"
    if row.since_on and day < row.since_on:
        return "办理日期早于诊断日期"
    if day < row.word_on and row.word != RECEIVED:
        return f"办理日期早于上一次办理（{WORDS[row.word]}）的日期"
    if wants_reason(word) and not given.get("reason"):
        return f"“{WORDS[word]}”没有写理由"
    received = given.get("received_on")
    if received and (word != REFUSED or received < day):
        return "决定送达日期只在不予认定、不予纳入时填写，且不早于办理日期"
    return ""


def answered(clocks: Clocks, given: dict[str, Any]) -> dict[str, Any]:
    """Return a row's columns once it has a word: its clock, its remedy, its end."""
    word, day = given["word"], given["word_on"]
    return {
        "word": word,
        "word_on": day,
        "reason": given.get("reason") or "",
        # Where the day of service is not known, the earliest day counts: no remedy is offered too long.
        "received_on": (given.get("received_on") or day) if word == REFUSED else None,
        "ended_on": day if is_end(word) else None,
        "listed_on": None,
        "is_hard": False,
        **clocks.of_word(word, day),
        **clocks.remedy(word, given.get("received_on") or day),
    }


@action(
    "protection.row.answer_sheet",
    "上传办理情况表",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(PersonList, "list_id", of_receiver, received),
)
def answer_sheet(
    act: Act,
    *,
    list_id: Annotated[int, One("人员名单")],
    file: Annotated[Upload, Passing("办理情况表")],
) -> int:
    """Give the rows of a sheet their words, all or none, and say how many. Raises BadInput naming rows of the sheet."""
    row = act.lock(PersonList, list_id)
    told: SheetRows = act.read(read_answers, file.name, file.content, today=day_of(act.at))
    known = {one.token: one for one in row.rows.filter(is_dropped=False).select_related("list")}
    faults = list(told.faults)
    pairs: list[tuple[ListRow, dict[str, Any]]] = []
    clocks = clocks_on(act.chain, day_of(act.at))
    for number, given in [] if faults else told.rows:
        one = known.get(given["token"])
        fault = "这个代码不在本名单里" if one is None else row_fault(one, given)
        if fault:
            faults.append(f"第 {number} 行：{fault}。")
        elif one is not None:
            pairs.append((one, answered(clocks, given)))
    if faults:
        more = f"……共 {len(faults)} 处。" if len(faults) > SAID else ""
        raise BadInput(
            f"有 {len(faults)} 处不能存入：{''.join(faults[:SAID])}{more}",
            rule="一张表整体存入，有错的一行也不存",
            next_step="请改正后重新上传；没有存入任何内容。",
        )
    count = act.change_batch(pairs)
    note_outcomes(act, [(one.pk, new["word"], new["word_on"], new["reason"]) for one, new in pairs])
    fulfil(act, row)
    return count


def fulfil(act: Act, row: PersonList) -> None:
    """End the ledger's matter of a list once every person on it has a first outcome."""
    if row.obligation is None or row.rows.filter(is_dropped=False, word__in=(SENT, RECEIVED)).exists():
        return
    fulfil_obligation.within(act, obligation=row.obligation, text=f"{row.number}每人都有了办理情况")


@action(
    "protection.row.confirm",
    "确认退回",
    who=UNIT_SPEAKERS,
    rule="退回的人员由送出单位确认后才算办结",
    deciding=Deciding(OF_ROW, itself, each(row_sender, came_back)),
)
def confirm_return(act: Act, *, row_id: Annotated[int, One("名单人员")]) -> ListRow:
    """Confirm what came back (not ours, not found, died, moved): only then it is an end."""
    row = act.lock(ListRow, row_id)
    return act.change(row, ended_on=day_of(act.at), **DONE)


@action(
    "protection.list.confirm_returns",
    "确认全部退回",
    who=UNIT_SPEAKERS,
    rule="退回的人员由送出单位确认后才算办结",
    deciding=on(PersonList, "list_id", of_sender, has_returns),
)
def confirm_returns(act: Act, *, list_id: Annotated[int, One("人员名单")]) -> int:
    """Confirm all rows of a list that came back, and give how many."""
    row = act.lock(PersonList, list_id)
    rows = list(row.rows.filter(word__in=RETURNED, ended_on=None, is_dropped=False))
    return act.change_batch([(one, {"ended_on": day_of(act.at), **DONE}) for one in rows])
