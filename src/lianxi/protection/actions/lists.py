"""A list from its draft to the receiver's signature: tokens by sheet, count and check sum of the file outside."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.facts import of_conference
from lianxi.bodies.models import Conference
from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.fields import Choice, Day, Flag, Number, One, Passing, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, itself, on
from lianxi.ledger.actions.fulfilling import fulfil_obligation
from lianxi.papers.files import Upload
from lianxi.papers.issuing import draw_number
from lianxi.protection.actions.checks import (
    chosen,
    has_open_rows,
    of_receiver,
    of_sender,
    past_day,
    sends_lists,
    sha_of,
    unit_of,
)
from lianxi.protection.actions.filling import cells_of, faults_of, month_end
from lianxi.protection.models import ImpactAssessment, ListRow, PersonList, Recognition, RowOutcome
from lianxi.protection.queries.clocks import clocks_on
from lianxi.protection.queries.lists import doubled, kinds_sent_by, unit_of_line, waiting_to_hand_on
from lianxi.protection.rules.lists import (
    FLOWS,
    GONE_WORDS,
    KINDS,
    MONTHLY,
    RECEIVED,
    RULE_MONTHLY,
    SENT,
    WAYS,
)
from lianxi.protection.rules.machines import LIST
from lianxi.protection.rules.sheets import SAID, SheetRows, read_list
from lianxi.register.queries import list_areas

REGISTER = "名单"
RULE = "名单里只有人员代码；写着姓名的名册由两个单位在本系统之外移交"
COLUMNS = (
    *("conference_id", "list_id", "token", "area", "since_on", "cause", "household", "household_mark"),
    *("word", "word_on", "last_day", "due_on", "due_rule"),
)
DRAFTING = (stands(LIST, "protection.list.send"), of_sender)


@action(
    "protection.list.draft",
    "新建名单",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=Deciding(of_conference, itself, sends_lists),
)
def draft_list(
    act: Act,
    *,
    kind: Annotated[str, Choice("名单", KINDS)],
    month: Annotated[str, Choice("所属月份")],
    is_stock: Annotated[bool, Flag("以前的存量一次带入")] = False,
) -> PersonList:
    """Begin a list to the unit of its line. Raises NotPermitted for another sender, BadInput where nobody receives it."""
    chosen(kind, FLOWS, "名单")
    day = day_of(act.at)
    if kind not in kinds_sent_by(act.actor, day):
        raise NotPermitted(
            f"你单位不送{KINDS[kind]}。", rule="每种名单只有一个方向", next_step="请由送出单位的席位新建。"
        )
    receiver = unit_of_line(act.chain, FLOWS[kind].receiver, day)
    if receiver is None:
        raise BadInput(
            "还没有接收这种名单的单位。",
            rule="由谁核实没有条文写明，以办公室裁定并经该单位同意为准",
            next_step="请办公室先在“核实单位”里写明并请该单位同意；没有这个成员单位的，不用送。",
        )
    if receiver.pk == act.actor.unit_id:
        raise BadInput("接收单位就是你单位，不用送名单。", next_step="请直接办理核实意见。")
    sequence = draw_number(act, Conference.objects.get(pk=act.chain), REGISTER, day.year)
    row = PersonList(
        conference_id=act.chain,
        kind=kind,
        month=_month(month, day),
        is_stock=is_stock,
        sender=unit_of(act),
        receiver=receiver,
        year=day.year,
        sequence=sequence,
        number=f"名单〔{day.year}〕{sequence}号",
        drafted_at=act.at,
    )
    row.state = LIST.initial
    return act.create(row)


def _month(text: str, day: date) -> str:
    try:
        told = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadInput("所属月份不是一个月份。", next_step="请照“2026-11”的样式选择。") from None
    if told > day:
        raise BadInput("所属月份还没有开始。", next_step="请选择本月或以前的月份。")
    return f"{told:%Y-%m}"


@action(
    "protection.list.fill",
    "上传代码表",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(PersonList, "list_id", *DRAFTING),
)
def fill_list(
    act: Act,
    *,
    list_id: Annotated[int, One("人员名单")],
    file: Annotated[Upload, Passing("代码表")],
) -> Sequence[int]:
    """Put the rows of a sheet of tokens on a draft, all or none. Raises BadInput naming rows, never what stands in them."""
    row = act.lock(PersonList, list_id)
    areas = tuple(one.name for one in list_areas(act.chain, on=True))
    told: SheetRows = act.read(
        read_list, file.name, file.content, kind=row.kind, areas=areas, today=day_of(act.at)
    )
    faults = [*told.faults, *faults_of(act, row, told)]
    if faults:
        more = f"……共 {len(faults)} 处。" if len(faults) > SAID else ""
        raise BadInput(
            f"有 {len(faults)} 处不能存入：{''.join(faults[:SAID])}{more}",
            rule="一张表整体存入，有错的一行也不存",
            next_step="请改正、去掉重复的行后重新上传；没有存入任何内容。",
        )
    made = act.create_rows(ListRow, COLUMNS, list(cells_of(act, row, told)))
    if row.kind == MONTHLY:
        act.change(row, due_on=clocks_on(act.chain, day_of(act.at)).due(RULE_MONTHLY, month_end(row.month)))
    return made


@action(
    "protection.list.take_over",
    "带入转出人员",
    who=UNIT_SPEAKERS,
    deciding=on(PersonList, "list_id", *DRAFTING),
)
def take_over(act: Act, *, list_id: Annotated[int, One("人员名单")]) -> Sequence[int]:
    """Put the unit's own rows that go on to another list on this draft, with their tokens.

    To aid go those with a recognition in force alone. Raises BadInput where there is none.
    """
    row = act.lock(PersonList, list_id)
    known = {
        one.token: one.result
        for one in Recognition.objects.filter(conference_id=act.chain, state="signed").order_by("pk")
        if one.result in GONE_WORDS
    }
    taken = set(row.rows.values_list("token", flat=True))
    rows = list(waiting_to_hand_on(act.actor).select_related("list").order_by("pk"))
    if row.kind in ("L3", "L4"):
        rows = [one for one in rows if one.token in known]
    else:
        rows = [one for one in rows if one.token not in known]
    other = doubled(act.chain, row.kind, [one.token for one in rows], row.pk)
    fresh = {one.token: one for one in rows if one.token not in taken and one.token not in other}
    if not fresh:
        raise BadInput(
            "没有可以带入的人员。", next_step="先把人员登记为“转其他名单”；转救助的，须先有核实意见。"
        )
    day = day_of(act.at)
    made = [
        (
            act.chain,
            row.pk,
            token,
            one.area,
            None,
            known.get(token, ""),
            None,
            None,
            SENT,
            day,
            None,
            None,
            "",
        )
        for token, one in fresh.items()
    ]
    ids = act.create_rows(ListRow, COLUMNS, made)
    act.change_batch([(one, {"next_id": pk}) for one, pk in zip(fresh.values(), ids, strict=True)])
    return ids


@action("protection.list.drop", "去掉一行", who=UNIT_SPEAKERS, deciding=on(PersonList, "list_id", *DRAFTING))
def drop_row(
    act: Act, *, list_id: Annotated[int, One("人员名单")], row_id: Annotated[int, One("名单人员")]
) -> ListRow:
    """Take a row off a draft: its token is emptied, and it counts nowhere. Raises BadInput for a row of another list."""
    row = act.lock(ListRow, row_id)
    if row.list_id != list_id or row.is_dropped:
        raise BadInput("这一行不在这份名单里。", next_step="请刷新页面。")
    for source in row.sources.all():
        act.change(source, next=None)
    gone = {"token": "", "since_on": None, "last_day": None, "ended_on": day_of(act.at)}
    return act.change(row, is_dropped=True, **gone)


@action(
    "protection.list.send",
    "送出名单",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(PersonList, "list_id", stands(LIST, "protection.list.send"), of_sender),
)
def send_list(
    act: Act,
    *,
    list_id: Annotated[int, One("人员名单")],
    way: Annotated[str, Choice("移交方式", WAYS)],
    count: Annotated[int, Number("名册人数")],
    sha256: Annotated[str, Words("名册文件校验值（SHA-256）", 80)] = "",
    sent_on: Annotated[date | None, Day("送出日期")] = None,
) -> PersonList:
    """Send a list: the file goes outside, its count and check sum here. Raises BadInput where the counts differ."""
    row = act.lock(PersonList, list_id)
    day = past_day(act, sent_on, "送出日期")
    if not assessed(act.chain, row.sender_id, row.kind, day):
        raise BadInput(
            "你单位还没有登记这种名单的个人信息保护影响评估。",
            rule="个人信息保护法第五十五条：处理敏感个人信息前应当评估，第五十六条：记录至少保存三年",
            next_step="请先在“影响评估”里登记，再送出。",
        )
    rows = list(row.rows.filter(is_dropped=False))
    if not rows:
        raise BadInput("名单里没有人。", next_step="没有人员的月份不用送名单；有的，请先上传代码表。")
    if count != len(rows):
        raise BadInput(
            f"名册是 {count} 人，这里是 {len(rows)} 行。", next_step="请核对名册和代码表，人数一致再送。"
        )
    given: dict[str, Any] = {
        "way": chosen(way, WAYS, "移交方式"),
        "sha256": sha_of(sha256) if way != "paper" or sha256 else "",
    }
    clocks = clocks_on(act.chain, day)
    due = clocks.of_word(SENT, day)
    fresh = {"word": SENT, "word_on": day, "listed_on": None, "is_hard": False, **due}
    act.change_batch([(one, fresh) for one in rows])
    if row.obligation is not None:
        # The matter was that the list had not been sent; whether it is answered is another one.
        fulfil_obligation.within(act, obligation=row.obligation, text=f"{row.number}已送出")
        given["obligation"] = None
    act.notify(f"请签收{FLOWS[row.kind].title}：{row.number}", about=row, unit=row.receiver_id)
    return act.move(row, LIST, count=count, sent_on=day, due_on=due["due_on"], **given)


def assessed(conference_id: int, unit_id: int, kind: str, day: date) -> bool:
    """Tell whether a unit assessed the impact of a kind of list before a day."""
    rows = ImpactAssessment.objects.filter(conference_id=conference_id, unit_id=unit_id, done_on__lte=day)
    return any(kind in one.kinds for one in rows)


@action(
    "protection.list.receive",
    "签收名单",
    who=UNIT_SPEAKERS,
    deciding=on(PersonList, "list_id", stands(LIST, "protection.list.receive"), of_receiver),
)
def receive_list(
    act: Act,
    *,
    list_id: Annotated[int, One("人员名单")],
    count: Annotated[int, Number("清点人数")],
    sha256: Annotated[str, Words("收到的名册文件校验值（SHA-256）", 80)] = "",
    received_on: Annotated[date | None, Day("签收日期")] = None,
) -> PersonList:
    """Sign for a list whose count and check sum agree. Raises BadInput where they do not: it stays open."""
    row = act.lock(PersonList, list_id)
    day = past_day(act, received_on, "签收日期", after=row.sent_on)
    if count != row.count:
        raise BadInput(
            f"移交单是 {row.count} 人，清点是 {count} 人，没有签收。",
            rule="人数一致方可签收",
            next_step="请重新清点；仍不一致的，点“人数不符”，由送出单位核对。",
        )
    if row.sha256 and sha_of(sha256) != row.sha256:
        raise BadInput(
            "收到的文件与送出的不是同一个文件，没有签收。",
            rule="文件校验值一致方可签收",
            next_step="请核对文件；送错的，请送出单位收回。",
        )
    rows = list(row.rows.filter(is_dropped=False))
    clocks = clocks_on(act.chain, day)
    values = {"word": RECEIVED, "word_on": day, "listed_on": None, **clocks.of_word(RECEIVED, day)}
    act.change_batch([(one, values) for one in rows])
    note_outcomes(act, [(one.pk, RECEIVED, day, "") for one in rows])
    sources = list(ListRow.objects.filter(next__in=rows))
    if sources:
        # Handed on and received: nobody waits for them on their former list.
        done = {"due_on": None, "due_rule": "", "listed_on": None, "is_hard": False}
        act.change_batch([(one, done) for one in sources])
    return act.move(row, LIST, received_on=day, claimed=None)


def note_outcomes(act: Act, told: Sequence[tuple[int, str, date, str]]) -> None:
    """Keep what rows were given: (row, word, day, reason)."""
    names = ("conference_id", "row_id", "word", "happened_on", "entered_at", "reason", "unit_id")
    rows = [(act.chain, pk, word, day, act.at, reason, act.actor.unit_id) for pk, word, day, reason in told]
    act.create_rows(RowOutcome, names, rows)


@action(
    "protection.list.dispute",
    "人数不符",
    who=UNIT_SPEAKERS,
    deciding=on(PersonList, "list_id", stands(LIST, "protection.list.receive"), of_receiver),
)
def dispute_list(
    act: Act, *, list_id: Annotated[int, One("人员名单")], count: Annotated[int, Number("清点人数")]
) -> PersonList:
    """Note that the receiver counted otherwise; the list stays open until the two agree."""
    row = act.lock(PersonList, list_id)
    if count == row.count or count < 0:
        raise BadInput("清点人数与移交单相同，或小于 0。", next_step="相同的请直接签收。")
    act.notify(f"清点人数与移交单不符，请核对：{row.number}", about=row, unit=row.sender_id)
    return act.change(row, claimed=count)


@action(
    "protection.list.withdraw",
    "收回名单",
    who=UNIT_SPEAKERS,
    deciding=on(PersonList, "list_id", stands(LIST, "protection.list.withdraw"), of_sender),
)
def withdraw_list(act: Act, *, list_id: Annotated[int, One("人员名单")]) -> PersonList:
    """Take back a list that was sent wrongly: the receiver is asked to delete its file and to confirm it.

    What was sent to the wrong unit is a breach of its own duty (个人信息保护法第五十七条): the day stays on record.
    Raises BadInput once the receiver has acted on a row.
    """
    row = act.lock(PersonList, list_id)
    if row.rows.filter(is_dropped=False).exclude(word__in=(SENT, RECEIVED)).exists():
        raise BadInput("接收单位已经办理，不能收回。", next_step="请由接收单位逐行写“不属于本单位”退回。")
    for source in ListRow.objects.filter(next__list=row):
        act.change(source, next=None)
    gone = {
        "token": "",
        "since_on": None,
        "last_day": None,
        "due_on": None,
        "due_rule": "",
        "ended_on": day_of(act.at),
    }
    act.change_batch([(one, {**gone, "listed_on": None}) for one in row.rows.all()])
    act.notify(f"名单送错，请删除收到的名册并确认：{row.number}", about=row, unit=row.receiver_id)
    return act.move(row, LIST, withdrawn_on=day_of(act.at))


@action(
    "protection.list.confirm_deleted",
    "确认已删除",
    who=UNIT_SPEAKERS,
    deciding=on(PersonList, "list_id", stands(LIST, "protection.list.confirm_deleted"), of_receiver),
)
def confirm_deleted(act: Act, *, list_id: Annotated[int, One("人员名单")]) -> PersonList:
    """Confirm that the named file of a list taken back was deleted."""
    row = act.lock(PersonList, list_id)
    act.notify(f"接收单位已删除收回的名册：{row.number}", about=row, unit=row.sender_id)
    return act.move(row, LIST, deleted_on=day_of(act.at))


@action(
    "protection.list.remind",
    "提醒接收单位",
    who=UNIT_SPEAKERS,
    deciding=on(PersonList, "list_id", of_sender, has_open_rows),
)
def remind_list(act: Act, *, list_id: Annotated[int, One("人员名单")]) -> PersonList:
    """Remind the receiver of what is open on a list, by a number alone."""
    row = act.lock(PersonList, list_id)
    act.notify(f"名单还有未办结的人员，请办理：{row.number}", about=row, unit=row.receiver_id)
    return row
