"""Collections (征集): one ask to many, what each gives or that it has nothing, what became of every opinion."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.bodies.models import Membership, cited
from lianxi.bodies.queries import in_force
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.entries import filled, leader_words, short_enough
from lianxi.core.fields import Choice, Day, Files, Flag, Lines, One, Units, Words
from lianxi.core.guards import each, stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.exchange.actions.entering import plain, require_later, require_receivers
from lianxi.exchange.facts import on_collection, on_opinion, on_reply, on_urging
from lianxi.exchange.models import CollectedOpinion, Collection, Reply
from lianxi.exchange.rules import COLLECTION, REPLY, collecting
from lianxi.exchange.rules.words import ADOPTIONS, COLLECTION_FORMS
from lianxi.journal.acting import Act, action
from lianxi.law.citing import cite_clause
from lianxi.papers.attaching import attach, attachments_of
from lianxi.papers.files import Upload

BOTH = UNIT_SPEAKERS | OFFICE
MOST_OPINIONS = 100


@action("exchange.collection.open", "发起征集", who=BOTH)
def open_collection(
    act: Act,
    *,
    title: Annotated[str, Words("标题", 200)],
    form: Annotated[str, Choice("形式", COLLECTION_FORMS)],
    due_on: Annotated[date, Day("报送期限")],
    unit_ids: Annotated[Sequence[int], Units("征集单位")] = (),
    to_all: Annotated[bool, Flag("所有成员单位")] = False,
    text: Annotated[str, Words("要求", 4000, may_be_blank=True)] = "",
    clause: Annotated[str, Choice("依据条款")] = "",
    files: Annotated[Sequence[Upload], Files("附件")] = (),
) -> Collection:
    """Ask all or chosen units for a text, a file or opinions by a day, in the printed order of the units."""
    if form not in COLLECTION_FORMS:
        raise BadInput("形式不在可选范围内。")
    require_later(act, due_on, "报送期限")
    basis = cite_clause(act, clause) if clause else ADMINISTRATIVE
    rows = Membership.objects.filter(in_force(day_of(act.at)), conference_id=act.chain)
    order = list(rows.order_by("ordinal").values_list("unit_id", flat=True))
    wanted = set(order if to_all else unit_ids)
    if not act.actor.is_office:
        wanted.discard(act.actor.unit_id or 0)
    asked = require_receivers(
        act, [*(one for one in order if one in wanted), *sorted(wanted - set(order))], own=True
    )
    row = Collection(conference_id=act.chain, unit_id=act.actor.unit_id or 0, form=form, **cited(basis))
    row.title, row.text = plain(act, title, "标题", 200), plain(act, text, "要求", 4000, needed=False)
    row.due_on, row.by, row.at = due_on, act.actor.label, act.at
    row.by_office = act.actor.is_office
    row.state = COLLECTION.initial
    act.create(row)
    attach(act, row, files)
    for place, unit_id in enumerate(asked, 1):
        act.create(Reply(conference_id=act.chain, collection=row, unit_id=unit_id, ordinal=place))
        act.notify(f"请于{long_date(due_on)}前报送：{row.title}"[:300], about=row, unit=unit_id)
    return row


@action(
    "exchange.reply.give",
    "报送",
    who=UNIT_SPEAKERS,
    rule="由征集的单位报送",
    deciding=on_reply(collecting.give),
)
def give_reply(
    act: Act,
    *,
    reply_id: Annotated[int, One("征集反馈")],
    text: Annotated[str, Words("文字", 20_000, may_be_blank=True)] = "",
    files: Annotated[Sequence[Upload], Files("附件")] = (),
    passages: Annotated[Sequence[str], Lines("条款", 200)] = (),
    opinions: Annotated[Sequence[str], Lines("意见", 4000)] = (),
    nil: Annotated[bool, Flag("无意见")] = False,
    unit_leader: Annotated[str, Words("经本单位哪位负责同志（职务）同意", 110)] = "",
) -> Reply:
    """Give the own unit's text, files or opinions, or say that it has none; given again it takes the former's place.

    Raises BadInput where nothing is given and 无意见 is not said, or where both are.
    """
    row = act.lock(Reply, reply_id)
    told = plain(act, text, "文字", 20_000, needed=False)
    given = _opinions(act, passages, opinions)
    kept = bool(attachments_of(act.actor, (f"exchange.reply:{row.pk}",)))
    if nil and (told or files or given):
        raise BadInput("选了“无意见”，又填写了内容。", next_step="请二者取一。")
    if not (nil or told or files or given or kept):
        raise BadInput("还没有填写内容或附上文件。", next_step="没有意见的，请点“无意见”。")
    for old in CollectedOpinion.objects.filter(reply=row, is_dropped=False):
        act.change(old, is_dropped=True)
    own = {"conference_id": act.chain, "reply": row}
    for place, (passage, words) in enumerate(given, 1):
        act.create(CollectedOpinion(**own, place=place, passage=passage, text=words))
    attach(act, row, files)
    who = leader_words(unit_leader)
    title = f"{act.actor.label}{'无意见' if nil else '已报送'}：{row.collection.title}"
    act.notify(title[:300], about=row.collection, unit=row.collection.unit_id)
    values = {"is_nil": nil, "text": told, "unit_leader": who}
    return act.move(row, REPLY, given_at=act.at, given_by=act.actor.label, **values)


def _opinions(act: Act, passages: Sequence[str], opinions: Sequence[str]) -> list[tuple[str, str]]:
    if len(opinions) > MOST_OPINIONS:
        raise BadInput(f"一次最多写 {MOST_OPINIONS} 条意见。", next_step="请合并，或作为文件附上。")
    found = []
    for number, words in enumerate(opinions):
        if not words.strip():
            continue
        passage = passages[number] if number < len(passages) else ""
        found.append(
            (
                short_enough(passage, "条款", 200) or "总体意见",
                plain(act, words, f"第 {number + 1} 条意见", 4000),
            )
        )
    return found


@action(
    "exchange.opinion.judge",
    "处理意见",
    who=BOTH,
    rule="由征集单位处理",
    deciding=on_opinion(collecting.judge),
)
def judge_opinion(
    act: Act,
    *,
    opinion_id: Annotated[int, One("征集意见")],
    adoption: Annotated[str, Choice("采纳", ADOPTIONS)],
    reason: Annotated[str, Words("理由", 500)] = "",
) -> CollectedOpinion:
    """Say whether an opinion was adopted; one that was not, or in part, needs its reason."""
    row = act.lock(CollectedOpinion, opinion_id)
    if adoption not in ADOPTIONS:
        raise BadInput("请选择采纳、部分采纳或未采纳。")
    why = plain(act, reason, "理由", 500, needed=adoption != "adopted")
    return act.change(row, adoption=adoption, reason=why, judged_by=act.actor.label, judged_at=act.at)


@action(
    "exchange.collection.close",
    "截止征集",
    who=BOTH,
    rule="由征集单位截止",
    deciding=on_collection(each(collecting.run, stands(COLLECTION, "exchange.collection.close"))),
)
def close_collection(act: Act, *, collection_id: Annotated[int, One("征集")]) -> Collection:
    """End a collection; who has not given stays named as missing."""
    row = act.lock(Collection, collection_id)
    missing = Reply.objects.filter(collection=row, state="asked").count()
    act.remark = f"未报 {missing} 个单位" if missing else "各单位都已报送"
    return act.move(row, COLLECTION, closed_at=act.at)


@action(
    "exchange.collection.reopen",
    "重新开放征集",
    who=BOTH,
    rule="由征集单位开放",
    deciding=on_collection(each(collecting.run, stands(COLLECTION, "exchange.collection.reopen"))),
)
def reopen_collection(
    act: Act,
    *,
    collection_id: Annotated[int, One("征集")],
    due_on: Annotated[date, Day("报送期限")],
) -> Collection:
    """Open a closed collection again, until a day."""
    row = act.lock(Collection, collection_id)
    require_later(act, due_on, "报送期限")
    for reply in Reply.objects.filter(collection=row, state="asked"):
        act.notify(
            f"重新开放，请于{long_date(due_on)}前报送：{row.title}"[:300], about=row, unit=reply.unit_id
        )
        act.change(reply, reminded_on=None)
    return act.move(row, COLLECTION, closed_at=None, due_on=due_on)


@action(
    "exchange.collection.withdraw",
    "撤回征集",
    who=BOTH,
    rule="由征集单位撤回",
    deciding=on_collection(each(collecting.run, stands(COLLECTION, "exchange.collection.withdraw"))),
)
def withdraw_collection(
    act: Act, *, collection_id: Annotated[int, One("征集")], reason: Annotated[str, Words("撤回理由", 300)]
) -> Collection:
    """Take a collection back with the reason; what was given stays in the record."""
    row = act.lock(Collection, collection_id)
    told = filled(reason, "撤回理由", 300)
    for reply in Reply.objects.filter(collection=row):
        act.notify(f"征集已撤回：{row.title}"[:300], about=row, unit=reply.unit_id)
    return act.move(row, COLLECTION, reason=told, closed_at=act.at)


@action(
    "exchange.reply.urge",
    "提醒未报单位",
    who=BOTH,
    rule="由征集单位提醒",
    deciding=on_urging(collecting.urge),
)
def urge_missing(act: Act, *, collection_id: Annotated[int, One("征集")]) -> int:
    """Remind every unit that has not given yet; give how many."""
    row, day = act.lock(Collection, collection_id), day_of(act.at)
    missing = list(Reply.objects.filter(collection=row, state="asked"))
    for reply in missing:
        act.change(reply, reminded_on=day)
        act.notify(f"请于{long_date(row.due_on)}前报送：{row.title}"[:300], about=row, unit=reply.unit_id)
    return len(missing)
