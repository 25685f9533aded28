"""Topics enter with their clause or from above, are put to units for opinions, and are answered upward."""

from datetime import date
from typing import Annotated, Any

from lianxi.bodies.models import Person, cited
from lianxi.bodies.queries import basis_of
from lianxi.clocks.queries import calendar_now, time_limit
from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS, SeatKind
from lianxi.core.due import derive
from lianxi.core.entries import filled, leader_words
from lianxi.core.fields import Choice, Day, One, Seen, Units, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, Conflict
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.law.citing import cite_clause
from lianxi.meetings.actions._checks import require_members
from lianxi.meetings.models import Opinion, Topic, TopicText
from lianxi.meetings.queries.documents import report_document
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.machines import OPINION, STANCES, TOPIC
from lianxi.papers.issuing import Addressee, issue_paper

TEXT_LIMIT = 20_000


class TextConflict(Conflict):
    """Two people revised the same topic; `theirs` is the text that stands, `seen_now` its number."""

    code = "topic_text_conflict"

    def __init__(self, theirs: str, seen_now: int) -> None:
        super().__init__(
            f"议题文本已改为第{seen_now}版，你的内容没有覆盖它。",
            rule="不得覆盖他人的改动",
            next_step="请对照合并后再提交；你写的内容还在。",
        )
        self.theirs, self.seen_now = theirs, seen_now


def _enter_topic(act: Act, topic: Topic, text: str) -> Topic:
    topic.conference_id, topic.raised_at = act.actor.conference_id or 0, act.at
    topic.state = TOPIC.initial
    act.create(topic)
    _add_text(act, topic, 1, text)
    return topic


def _add_text(act: Act, topic: Topic, number: int, text: str) -> None:
    row = TopicText(conference_id=topic.conference_id, topic=topic, number=number)
    row.text, row.at, row.by = filled(text, "内容", TEXT_LIMIT), act.at, act.actor.label
    act.create(row)


@action("meetings.topic.propose", "提出议题", who=UNIT_SPEAKERS)
def propose_topic(
    act: Act,
    *,
    title: Annotated[str, Words("议题", 200)],
    text: Annotated[str, Words("内容", 20_000)],
    clause: Annotated[str, Choice("依据条款")],
) -> Topic:
    """Put the own unit's topic to the office, on a clause of the founding document."""
    basis = cite_clause(act, clause)
    topic = Topic(
        kind="proposal", title=filled(title, "议题", 200), unit_id=act.actor.unit_id, **cited(basis)
    )
    _enter_topic(act, topic, text)
    act.notify(f"{act.actor.label}提出议题：{topic.title}", about=topic, office=True)
    return topic


@action("meetings.topic.enter_assigned", "登记交办事项或政策建议", who=OFFICE)
def enter_assigned_topic(
    act: Act,
    *,
    kind: Annotated[str, Choice("类别")],
    title: Annotated[str, Words("议题", 200)],
    text: Annotated[str, Words("内容", 20_000)],
    source_body: Annotated[str, Words("交办（上报）机关", 120)],
    clause: Annotated[str, Choice("依据条款")],
    answer_due_on: Annotated[date | None, Day("上报期限")] = None,
) -> Topic:
    """Enter a matter assigned from above (assigned) or a policy proposal (policy).

    Both are answered upward by a report; `source_body` is whom the report goes to.
    """
    if kind not in ("assigned", "policy"):
        raise BadInput("类别只能是交办事项或政策建议。")
    basis = cite_clause(act, clause)
    topic = Topic(kind=kind, title=filled(title, "议题", 200), **cited(basis))
    topic.source_body, topic.answer_due_on = filled(source_body, "交办（上报）机关", 120), answer_due_on
    return _enter_topic(act, topic, text)


@action(
    "meetings.topic.revise",
    "修改议题文本",
    who=UNIT_SPEAKERS | OFFICE,
    deciding=on(Topic, "topic_id", steps.revise_topic),
)
def revise_topic(
    act: Act,
    *,
    topic_id: Annotated[int, One("议题")],
    text: Annotated[str, Words("内容", 20_000)],
    seen: Annotated[int, Seen()],
) -> Topic:
    """Add a version of the text; opinions stay with the version they were given on.

    Raises Conflict when the text has a newer version than `seen`, and keeps both untouched.
    """
    topic = act.lock(Topic, topic_id)
    if topic.text_number != seen:
        raise TextConflict(topic.texts.get(number=topic.text_number).text, topic.text_number)
    number = topic.text_number + 1
    _add_text(act, topic, number, text)
    for opinion in Opinion.objects.filter(topic=topic):
        act.notify(f"议题文本已改为第{number}版：{topic.title}", about=topic, unit=opinion.unit_id)
    return act.change(topic, text_number=number)


def _require_text(topic: Topic, seen: int) -> None:
    if topic.text_number != seen:
        raise Conflict(
            f"议题文本已改为第{topic.text_number}版，你看的是第{seen}版。",
            rule="意见和修改都针对看过的文本",
            next_step="请看过新文本后再提交；你写的内容还在。",
        )


@action(
    "meetings.topic.accept",
    "受理议题",
    who=OFFICE,
    deciding=on(Topic, "topic_id", stands(TOPIC, "meetings.topic.accept")),
)
def accept_topic(act: Act, *, topic_id: Annotated[int, One("议题")]) -> Topic:
    """Take a topic into the pool from which agendas are built."""
    topic = act.move(act.lock(Topic, topic_id), TOPIC)
    if topic.unit_id:
        act.notify(f"议题已受理：{topic.title}", about=topic, unit=topic.unit_id)
    return topic


@action(
    "meetings.topic.decline",
    "不予受理议题",
    who=OFFICE,
    deciding=on(Topic, "topic_id", stands(TOPIC, "meetings.topic.decline")),
)
def decline_topic(
    act: Act, *, topic_id: Annotated[int, One("议题")], answer: Annotated[str, Words("不予受理的理由", 300)]
) -> Topic:
    """Decline a topic with the reason, told to the unit that raised it."""
    topic = act.move(act.lock(Topic, topic_id), TOPIC, answer=filled(answer, "理由"))
    if topic.unit_id:
        act.notify(f"议题未受理：{topic.title}", about=topic, unit=topic.unit_id)
    return topic


@action(
    "meetings.topic.withdraw",
    "撤回议题",
    who=UNIT_SPEAKERS,
    deciding=on(Topic, "topic_id", steps.own_unit, stands(TOPIC, "meetings.topic.withdraw")),
)
def withdraw_topic(act: Act, *, topic_id: Annotated[int, One("议题")]) -> Topic:
    """Take back the own unit's topic while no agenda holds it."""
    return act.move(act.lock(Topic, topic_id), TOPIC)


@action(
    "meetings.opinion.ask", "征求书面意见", who=OFFICE, deciding=on(Topic, "topic_id", steps.ask_opinions)
)
def ask_opinions(
    act: Act,
    *,
    topic_id: Annotated[int, One("议题")],
    unit_ids: Annotated[tuple[int, ...], Units("征求意见的单位")],
    due_on: Annotated[date | None, Day("答复期限")] = None,
) -> list[Opinion]:
    """Ask units for a written opinion by a day; a unit that answered may be asked again.

    Without `due_on` the conference's configured window in working days applies.
    """
    topic = act.lock(Topic, topic_id)
    day = day_of(act.at)
    if due_on is not None and due_on < day:
        raise BadInput("答复期限不能早于今天。")
    if not unit_ids:
        raise BadInput("请至少选择一个单位。")
    require_members(topic.conference_id, unit_ids, day)
    until, stored = _window(topic.conference_id, due_on, day)
    asked = []
    for unit_id in dict.fromkeys(unit_ids):
        row = Opinion.objects.filter(topic=topic, unit_id=unit_id).first()
        if row is None:
            row = Opinion(conference_id=topic.conference_id, topic=topic, unit_id=unit_id)
            row.due_on, row.due_derivation = until, stored
            row.state, row.asked_at = OPINION.initial, act.at
            act.create(row)
        elif row.state == "given":
            act.move(row, OPINION, due_on=until, due_derivation=stored, asked_at=act.at)
        asked.append(row)
        act.notify(f"请就议题提出书面意见：{topic.title}", about=topic, unit=unit_id)
    return asked


def _window(conference_id: int, due_on: date | None, day: date) -> tuple[date, dict[str, Any] | None]:
    """Give the day named, or the one that the rule counts with how it came out."""
    if due_on is not None:
        return due_on, None
    derived = derive(time_limit(conference_id, "opinion_window", day), day, calendar_now(exact=True))
    return derived.due_on, derived.as_dict()


@action(
    "meetings.opinion.give",
    "答复书面意见",
    who=UNIT_SPEAKERS,
    deciding=on(Opinion, "opinion_id", steps.own_unit, stands(OPINION, "meetings.opinion.give")),
)
def give_opinion(
    act: Act,
    *,
    opinion_id: Annotated[int, One("书面意见")],
    stance: Annotated[str, Choice("意见")],
    text: Annotated[str, Words("修改意见或理由", 20_000, may_be_blank=True)],
    seen: Annotated[int, Seen()],
    unit_leader: Annotated[str, Words("经本单位哪位负责同志（职务）同意", 110)] = "",
) -> Opinion:
    """Record the own unit's opinion together with the text version it was given on."""
    opinion = act.lock(Opinion, opinion_id)
    topic = act.lock(Topic, opinion.topic_id)
    if stance not in STANCES:
        raise BadInput("请选择同意、修改后同意、不同意或无意见。")
    if stance in ("amend", "oppose"):
        filled(text, "修改意见或理由", TEXT_LIMIT)
    _require_text(topic, seen)
    act.notify(f"{act.actor.label}已答复意见：{topic.title}", about=topic, office=True)
    return act.move(
        opinion,
        OPINION,
        stance=stance,
        text=text.strip(),
        text_number=seen,
        given_at=act.at,
        given_by=act.actor.label,
        unit_leader=leader_words(unit_leader),
    )


@action(
    "meetings.topic.answer_upward",
    "上报办理情况",
    who=CONVENERS | {SeatKind.OFFICE_DIRECTOR},
    deciding=on(Topic, "topic_id", steps.answer_upward),
)
def answer_topic_upward(
    act: Act, *, topic_id: Annotated[int, One("议题")], text: Annotated[str, Words("上报内容", 20_000)]
) -> Topic:
    """Answer an assigned matter or policy proposal by a numbered report to its body.

    An assigned matter needs no meeting once it is accepted; a policy proposal is settled by one first.
    """
    topic = act.lock(Topic, topic_id)
    day = day_of(act.at)
    signer = Person.objects.get(pk=act.actor.person_id or 0).name
    document = report_document(topic, filled(text, "报告正文", TEXT_LIMIT), day, signer)
    paper = issue_paper(
        act,
        document=document,
        about=topic,
        addressees=(Addressee(topic.source_body),),
        basis=topic.basis if topic.basis_clause else basis_of(topic.conference_id, "report_to", day),
    )
    return act.move(topic, TOPIC, report=paper)
