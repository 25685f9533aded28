"""What happens to a publication: drafted, reviewed, cleared word for word, published by the site, withdrawn."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.models import cited
from lianxi.bodies.queries import member_unit_ids, unit_names
from lianxi.clocks.queries import calendar_now, time_limit
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.due import derive
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Day, One, Seen, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.journal.patients import refuse_patients
from lianxi.law.citing import cite_clause
from lianxi.papers.models import Paper
from lianxi.papers.wording import blocks_of
from lianxi.publishing import rules
from lianxi.publishing.facts import content_hash, on_opinion, on_publication
from lianxi.publishing.models import Publication, PublicationOpinion
from lianxi.publishing.papers import text_of
from lianxi.publishing.rules import GROUNDS, OPINION, PUBLICATION, STANCES, WITHDRAWALS
from lianxi.publishing.scanning import Found, scan

BOTH = UNIT_SPEAKERS | OFFICE
LONGEST = 20_000
TAKE = Annotated[int, One("信息发布")]


def _limit(act: Act, code: str, day: date) -> tuple[date, dict[str, Any]]:
    derived = derive(time_limit(act.chain, code, day), day, calendar_now(exact=True))
    return derived.due_on, derived.as_dict()


def _take(act: Act, publication_id: int, seen: int | None = None) -> Publication:
    row = act.lock(Publication, publication_id)
    act.require_version(row, seen)
    return row


def _past(act: Act, day: date, label: str) -> date:
    if day > day_of(act.at):
        raise BadInput(f"{label}{long_date(day)}还没有到。", next_step="请填写今天或以前的日期。")
    return day


def _words(act: Act, title: str, text: str) -> dict[str, str]:
    """Return title and text as they are kept. Raises BadInput for what cannot be printed and for a patient's name.

    A browser sends CR LF where it was given LF: the words are the same.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = {"title": filled(title, "标题", 200), "text": filled(text, "正文", LONGEST)}
    blocks_of(kept["text"])
    refuse_patients("信息发布", kept.values(), day_of(act.at))
    return kept


def _hands(act: Act, writers: Sequence[int]) -> list[int]:
    """Return the persons who had a hand in the words, with the one who acts."""
    own = () if act.actor.person_id is None else (act.actor.person_id,)
    return sorted({*writers, *own})


def _co_units(act: Act, unit_ids: Sequence[int], own: int) -> list[int]:
    wanted = [one for one in dict.fromkeys(unit_ids) if one != own]
    if strange := set(wanted) - member_unit_ids(act.chain, day_of(act.at)):
        names = "、".join(unit_names(strange).values()) or "所选单位"
        raise BadInput(f"{names}当日不是成员单位。", next_step="请从成员单位中选择。")
    return wanted


@action("publishing.publication.draft", "拟稿（信息发布）", who=BOTH)
def draft_publication(
    act: Act,
    *,
    formed_on: Annotated[date, Day("信息形成日期")],
    title: Annotated[str, Words("标题", 200, may_be_blank=True)] = "",
    text: Annotated[str, Words("正文", LONGEST, may_be_blank=True)] = "",
    paper_id: Annotated[int | None, One("公文")] = None,
    unit_ids: Annotated[Sequence[int], Units("共同制作单位")] = (),
    clause: Annotated[str, Choice("依据条款")] = "",
) -> Publication:
    """Draft a piece of information for the public, typed or from an issued paper, whose words it then has."""
    basis = cite_clause(act, clause) if clause else ADMINISTRATIVE
    row = Publication(conference_id=act.chain, unit_id=act.actor.unit_id or 0, **cited(basis))
    if paper_id is not None:
        row.paper = act.get(Paper, paper_id)
        title, text = title or row.paper.title, text_of(row.paper)
    words = _words(act, title, text)
    row.title, row.text = words["title"], words["text"]
    row.formed_on = _past(act, formed_on, "信息形成日期")
    row.due_on, row.due_derivation = _limit(act, rules.ACTIVE_LIMIT, formed_on)
    row.drafted_seat_id, row.by, row.at = act.actor.seat_id, act.actor.label, act.at
    row.writers = _hands(act, [])
    row.state = PUBLICATION.initial
    act.create(row)
    for unit_id in _co_units(act, unit_ids, row.unit_id):
        asked = PublicationOpinion(conference_id=act.chain, publication=row, unit_id=unit_id)
        asked.due_on, asked.due_derivation = _limit(act, rules.OPINION_LIMIT, day_of(act.at))
        act.create(asked)
    return row


@action("publishing.publication.revise", "修改（信息发布）", who=BOTH, deciding=on_publication("revise"))
def revise_publication(
    act: Act,
    *,
    publication_id: TAKE,
    title: Annotated[str, Words("标题", 200)],
    text: Annotated[str, Words("正文", LONGEST)],
    seen: Annotated[int | None, Seen()] = None,
) -> Publication:
    """Change the words of a draft; those of an issued paper stay as they were issued."""
    row = _take(act, publication_id, seen)
    words = _words(act, title, text)
    if row.paper_id and words["text"] != row.text:
        raise BadInput(
            "正文取自已印发的公文，不能另改。", next_step="需要另外的文字的，请放弃这一条，不选公文重新拟稿。"
        )
    return act.move(
        row,
        PUBLICATION,
        drafted_seat_id=act.actor.seat_id,
        by=act.actor.label,
        writers=_hands(act, row.writers),
        **words,
    )


@action("publishing.publication.submit", "送审（信息发布）", who=BOTH, deciding=on_publication("submit"))
def submit_publication(
    act: Act, *, publication_id: TAKE, seen: Annotated[int | None, Seen()] = None
) -> Publication:
    """Send a draft to its review and ask the units that made it too; an answer of a former round is asked for anew.

    What the scan shows is kept with it, so that whoever clears it answers what the page showed.
    """
    row = _take(act, publication_id, seen)
    day = day_of(act.at)
    found = scan(f"{row.title}\n{row.text}", day)
    rules.require_few(found)
    for asked in row.opinions.order_by("pk"):
        due_on, derivation = _limit(act, rules.OPINION_LIMIT, day)
        act.move(asked, OPINION, stance="", said="", due_on=due_on, due_derivation=derivation)
        told = f"请于{long_date(due_on)}前答复是否同意公开：{row.title}"
        act.notify(told[:300], about=row, unit=asked.unit_id)
    act.notify(f"请审查拟发布的信息：{row.title}"[:300], about=row, office=True)
    findings = [one.as_dict() for one in found]
    return act.move(row, PUBLICATION, submitted_at=act.at, reason="", findings=findings)


@action("publishing.opinion.answer", "答复公开意见", who=UNIT_SPEAKERS, deciding=on_opinion())
def answer_opinion(
    act: Act,
    *,
    opinion_id: Annotated[int, One("公开意见")],
    stance: Annotated[str, Choice("意见", STANCES)],
    remarks: Annotated[str, Words("说明", 500)] = "",
) -> PublicationOpinion:
    """Say whether a unit agrees that what it made too is published; an objection names its reason."""
    row = act.lock(PublicationOpinion, opinion_id)
    if stance not in STANCES:
        raise BadInput("意见不在可选范围内。")
    words = filled(remarks, "不同意的理由", 500) if stance == "object" else short_enough(remarks, "说明", 500)
    row = act.move(row, OPINION, stance=stance, said=words, answered_by=act.actor.label, answered_at=act.at)
    if stance == "object":
        act.notify(
            f"{row.unit.name}不同意公开：{row.publication.title}"[:300], about=row.publication, office=True
        )
    return row


@action(
    "publishing.publication.return", "退回修改（信息发布）", who=OFFICE, deciding=on_publication("return")
)
def return_publication(
    act: Act, *, publication_id: TAKE, reason: Annotated[str, Words("退回理由", 500)]
) -> Publication:
    """Send a draft back with the reason."""
    return _back(act, _take(act, publication_id), reason, "退回理由")


@action("publishing.publication.clear", "审查通过（信息发布）", who=OFFICE, deciding=on_publication("clear"))
def clear_publication(
    act: Act,
    *,
    publication_id: TAKE,
    reviewer: Annotated[str, Words("发布审查人（单位、职务）", 120)],
    scan_reason: Annotated[str, Words("扫描结果的说明", 500)] = "",
    seen: Annotated[int | None, Seen()] = None,
) -> Publication:
    """Clear this very text: who reviewed it, and why each place that the scan found may stand."""
    row = _take(act, publication_id, seen)
    rules.require_ruled([Found(**one) for one in row.findings], scan_reason)
    act.notify(f"审查通过，请在网站发布后登记：{row.title}"[:300], about=row, unit=row.unit_id)
    return act.move(
        row,
        PUBLICATION,
        reviewer=filled(reviewer, "发布审查人", 120),
        cleared_by=act.actor.label,
        cleared_on=day_of(act.at),
        scan_reason=short_enough(scan_reason, "扫描结果的说明", 500),
        text_hash=content_hash(row.title, row.text),
    )


@action("publishing.publication.refuse", "不予公开", who=OFFICE, deciding=on_publication("refuse"))
def refuse_publication(
    act: Act,
    *,
    publication_id: TAKE,
    ground: Annotated[str, Choice("依据", GROUNDS)],
    reason: Annotated[str, Words("理由", 500, may_be_blank=True)] = "",
) -> Publication:
    """Decide that something is not made public, with its ground."""
    row = _take(act, publication_id)
    if ground not in GROUNDS:
        raise BadInput("依据不在可选范围内。")
    words = filled(reason, "理由", 500) if ground == "other" else short_enough(reason, "理由", 500)
    act.notify(f"不予公开（{GROUNDS[ground]}）：{row.title}"[:300], about=row, unit=row.unit_id)
    return act.move(row, PUBLICATION, ground=ground, reason=words)


@action("publishing.publication.reopen", "取回修改（信息发布）", who=BOTH, deciding=on_publication("reopen"))
def reopen_publication(
    act: Act, *, publication_id: TAKE, reason: Annotated[str, Words("取回理由", 500)]
) -> Publication:
    """Take a cleared text back before it is published; what was cleared no longer counts."""
    return _back(act, _take(act, publication_id), reason, "取回理由")


def _back(act: Act, row: Publication, reason: str, label: str) -> Publication:
    words = filled(reason, label, 500)
    act.notify(f"请修改后再送审：{row.title}（{words}）"[:300], about=row, unit=row.unit_id)
    empty: dict[str, Any] = {
        "reviewer": "",
        "cleared_by": "",
        "cleared_on": None,
        "findings": [],
        "scan_reason": "",
        "text_hash": "",
    }
    return act.move(row, PUBLICATION, reason=words, **empty)


@action("publishing.publication.publish", "登记发布", who=BOTH, deciding=on_publication("publish"))
def publish_publication(
    act: Act,
    *,
    publication_id: TAKE,
    site: Annotated[str, Words("发布网站", 120)],
    address: Annotated[str, Words("网址", 400)],
    published_on: Annotated[date, Day("发布日期")],
    early_reason: Annotated[str, Words("先于审查发布的情况", 500, may_be_blank=True)] = "",
) -> Publication:
    """Note where and when the site published the cleared text, with the true day also where that was before its review."""
    row = _take(act, publication_id)
    rules.require_address(address.strip())
    _past(act, published_on, "发布日期")
    is_early = row.cleared_on is not None and published_on < row.cleared_on
    if is_early and not early_reason.strip():
        raise BadInput(
            f"发布日期早于审查通过的日期（{long_date(row.cleared_on or published_on)}）。",
            rule="先审查、后发布",
            next_step="请核对日期；确已先行发布的，填真实日期，并在“先于审查发布的情况”里写明。",
        )
    if early_reason.strip() and not is_early:
        raise BadInput(
            "发布日期不早于审查通过的日期，写了“先于审查发布的情况”。",
            next_step="请核对发布日期；没有先行发布的，这一栏不填。",
        )
    return act.move(
        row,
        PUBLICATION,
        site=filled(site, "发布网站", 120),
        address=filled(address, "网址", 400),
        published_on=published_on,
        published_at=act.at,
        early_reason=short_enough(early_reason, "先于审查发布的情况", 500) if is_early else "",
    )


@action("publishing.publication.recall", "提出撤回", who=BOTH, deciding=on_publication("recall"))
def recall_publication(
    act: Act,
    *,
    publication_id: TAKE,
    withdrawal: Annotated[str, Choice("撤回情形", WITHDRAWALS)],
    known_on: Annotated[date, Day("知道或者作出决定的日期")],
    withdraw_reason: Annotated[str, Words("撤回理由", 500)],
) -> Publication:
    """Say that something public has to be taken back, from which day its limit counts."""
    row = _take(act, publication_id)
    if withdrawal not in WITHDRAWALS:
        raise BadInput("撤回情形不在可选范围内。")
    _past(act, known_on, "知道或者作出决定的日期")
    due_on, derivation = _limit(act, rules.withdraw_limit(withdrawal), known_on)
    told = f"请于{long_date(due_on)}前撤回：{row.title}"[:300]
    act.notify(told, about=row, unit=row.unit_id)
    act.notify(told, about=row, office=True)
    return act.move(
        row,
        PUBLICATION,
        withdrawal=withdrawal,
        withdraw_reason=filled(withdraw_reason, "撤回理由", 500),
        withdraw_due_on=due_on,
        withdraw_derivation=derivation,
    )


@action("publishing.publication.withdraw", "登记撤回", who=BOTH, deciding=on_publication("withdraw"))
def withdraw_publication(
    act: Act, *, publication_id: TAKE, withdrawn_on: Annotated[date, Day("撤回日期")]
) -> Publication:
    """Note the day on which the site took it back."""
    row = _take(act, publication_id)
    _past(act, withdrawn_on, "撤回日期")
    if row.published_on and withdrawn_on < row.published_on:
        raise BadInput("撤回日期早于发布日期。", next_step="请核对日期。")
    return act.move(row, PUBLICATION, withdrawn_on=withdrawn_on)


@action("publishing.publication.drop", "放弃（信息发布）", who=BOTH, deciding=on_publication("drop"))
def drop_publication(act: Act, *, publication_id: TAKE) -> Publication:
    """Give a draft up."""
    return act.move(_take(act, publication_id), PUBLICATION)
