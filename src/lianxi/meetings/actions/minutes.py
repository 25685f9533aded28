"""Minutes are drafted from agenda and outcomes, revised paragraph by paragraph, and sent for consent."""

from datetime import date
from typing import Annotated, Any

from lianxi.bodies.queries import basis_of
from lianxi.clocks.queries import calendar_now, time_limit
from lianxi.core.actors import OFFICE
from lianxi.core.due import derive
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, One, Seen, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, Conflict
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.meetings.facts import circulate_facts, decisions_of, on_meeting, presences_of, present_revision
from lianxi.meetings.models import Decision, Meeting, Minutes, Revision
from lianxi.meetings.queries.documents import agenda_line, terms_line
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.consent import paragraph_hash, required_units
from lianxi.meetings.rules.machines import MINUTES
from lianxi.meetings.rules.reckoned import binding_of, standing
from lianxi.meetings.rules.sending import names_of, refuse_row
from lianxi.papers.issuing import refuse_orders
from lianxi.papers.layout import chinese_numeral

Paragraph = dict[str, Any]


class ParagraphConflict(Conflict):
    """Two people changed the same paragraph; `theirs` is the text that stands, `seen_now` its mark for a merged save."""

    code = "paragraph_conflict"

    def __init__(self, theirs: str, seen_now: str) -> None:
        super().__init__(
            "这一段刚刚被别人改过，你的内容没有覆盖它。",
            rule="不得覆盖他人的改动",
            next_step="请对照合并后再保存；你写的内容还在。",
        )
        self.theirs, self.seen_now = theirs, seen_now


def paragraph_row(key: str, text: str, item: int | None, binding: Paragraph | None = None) -> Paragraph:
    """Return a paragraph as a revision stores it, with the hash that consent is bound to."""
    row: Paragraph = {"key": key, "text": text, "item": item, "binding": binding}
    return row | {"hash": paragraph_hash(text, binding)}


@action("meetings.minutes.draft", "起草纪要", who=OFFICE, deciding=on_meeting(steps.draft_minutes))
def draft_minutes(act: Act, *, meeting_id: Annotated[int, One("会议")]) -> Minutes:
    """Draft the minutes of a held meeting from its agenda, outcomes and decisions."""
    meeting = act.lock(Meeting, meeting_id)
    minutes = Minutes(conference_id=meeting.conference_id, meeting=meeting, state=MINUTES.initial)
    act.create(minutes)
    act.subject = f"meetings.minutes:{minutes.pk}"
    act.cite(basis_of(meeting.conference_id, "minutes_rule", day_of(act.at)))
    _enter_revision(act, minutes, 1, _first_paragraphs(meeting), "由议程和议定情况生成")
    return minutes


def _first_paragraphs(meeting: Meeting) -> list[Paragraph]:
    rows = [paragraph_row("p0", agenda_line(meeting), None)]
    decisions = decisions_of(meeting)
    for item in meeting.items.filter(ordinal__gt=0):
        numeral = chinese_numeral(item.ordinal)
        text = item.outcome or ("本项议题未议定，转入下次会议。" if item.result == "carried" else item.title)
        rows.append(paragraph_row(f"i{item.pk}", f"{numeral}、{text}", item.ordinal))
        rows += [
            paragraph_row(f"d{decision.pk}", decision.text, item.ordinal, binding_of(decision))
            for decision in decisions
            if decision.item_id == item.pk
        ]
    return rows


def _enter_revision(
    act: Act, minutes: Minutes, number: int, paragraphs: list[Paragraph], reason: str
) -> None:
    row = Revision(conference_id=minutes.conference_id, minutes=minutes, number=number, paragraphs=paragraphs)
    row.reason, row.at, row.by = reason[:300], act.at, act.actor.label
    act.create(row)


def revise(act: Act, minutes: Minutes, paragraphs: list[Paragraph], reason: str) -> Minutes:
    """Store the next revision; minutes out for consent tell the units of changed paragraphs.

    Raises BadInput where they go to a lower government and the text orders: they could not be issued.
    """
    refuse_orders(act, names_of(paragraphs, "main"), _printed(paragraphs))
    before = {p["key"]: p["hash"] for p in present_revision(minutes).paragraphs}
    number = minutes.revision + 1
    _enter_revision(act, minutes, number, paragraphs, reason)
    act.change(minutes, revision=number)
    changed = [p for p in paragraphs if before.get(p["key"]) != p["hash"]]
    if minutes.state == "in_consent" and changed:
        presences = presences_of(minutes.meeting)
        concerned = {unit for p in changed for unit in required_units(presences, p["item"])}
        for unit in sorted(concerned):
            act.notify(
                f"纪要第{number}版有改动，请重新表态：{minutes.meeting.title}", about=minutes, unit=unit
            )
    return minutes


def _printed(paragraphs: list[Paragraph]) -> str:
    return "\n".join(f"{p['text']}{terms_line(p['binding'])}" for p in standing(paragraphs))


def refresh_bindings(act: Act, minutes: Minutes, reason: str) -> None:
    """Bring the paragraphs' bindings to what the decisions now say, as a revision."""
    decisions = {f"d{decision.pk}": decision for decision in decisions_of(minutes.meeting)}
    rows = []
    for p in present_revision(minutes).paragraphs:
        if p["key"] in decisions:
            decision = decisions[p["key"]]
            rows.append(paragraph_row(p["key"], p["text"], p["item"], binding_of(decision)))
        elif not p["key"].startswith("d") or p.get("removed"):
            rows.append(p)
        else:
            rows += taken_out(minutes, p, "撤销议定事项")
    revise(act, minutes, rows, reason)


def taken_out(minutes: Minutes, own: Paragraph, word: str) -> list[Paragraph]:
    """Return what stays of a paragraph taken out: nothing, or, once units spoke, a row to agree to.

    A removal is an edit too: units that agreed to the text with the paragraph must agree to it without.
    """
    if not minutes.consents.exists() and not minutes.objections.exists():
        return []
    row = paragraph_row(own["key"], f"（{word}：{own['text']}）", own["item"])
    return [row | {"removed": True}]


@action(
    "meetings.paragraph.revise",
    "修改纪要段落",
    who=OFFICE,
    deciding=on(Minutes, "minutes_id", steps.editable),
)
def revise_paragraph(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    key: Annotated[str, Choice("段落")],
    text: Annotated[str, Words("段落文字", 20_000)],
    seen: Annotated[str, Seen()],
    reason: Annotated[str, Words("修改原因", 300)] = "",
) -> Minutes:
    """Change one paragraph if it is still the one that was seen (`seen` is its hash).

    Editors of different paragraphs never meet; of the same one, the later gets a ParagraphConflict with
    the standing text. A changed text voids the consents to this paragraph alone.
    """
    minutes = act.lock(Minutes, minutes_id)
    rows = list(present_revision(minutes).paragraphs)
    place = next((i for i, p in enumerate(rows) if p["key"] == key), None)
    if place is None:
        raise BadInput("这一段已被删去。", next_step="请刷新页面。")
    own, text = rows[place], filled(text, "段落内容", 20_000)
    refuse_row(own)
    if text == own["text"]:
        return minutes
    if own.get("removed"):
        raise BadInput("这一段已经删去，不能再改。", next_step="需要恢复的，请增加一段。")
    if own["hash"] != seen:
        raise ParagraphConflict(own["text"], own["hash"])
    rows[place] = paragraph_row(key, text, own["item"], reworded(act, own["binding"], text))
    return revise(act, minutes, rows, reason.strip() or f"修改第{place + 1}段")


def reworded(act: Act, binding: Paragraph | None, text: str) -> Paragraph | None:
    """Reword the decision with its paragraph: what units consent to is what the ledger will ask for."""
    if binding is None:
        return None
    decision = act.lock(Decision, binding["decision"])
    act.change(decision, text=filled(text, "议定事项", 2000))
    return binding_of(decision)


@action(
    "meetings.paragraph.add", "增加纪要段落", who=OFFICE, deciding=on(Minutes, "minutes_id", steps.editable)
)
def add_paragraph(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    after: Annotated[str, Choice("排在哪一段之后")],
    text: Annotated[str, Words("新段落", 20_000)],
) -> Minutes:
    """Add a paragraph after another one; it belongs to the same item."""
    minutes = act.lock(Minutes, minutes_id)
    rows = list(present_revision(minutes).paragraphs)
    place = next((i for i, p in enumerate(rows) if p["key"] == after), None)
    if place is None:
        raise BadInput("找不到前一段。", next_step="请刷新页面。")
    refuse_row(rows[place])
    key = f"a{minutes.revision + 1}"
    rows.insert(place + 1, paragraph_row(key, filled(text, "段落内容", 20_000), rows[place]["item"]))
    return revise(act, minutes, rows, f"在第{place + 1}段后增加一段")


@action(
    "meetings.paragraph.remove",
    "删去纪要段落",
    who=OFFICE,
    deciding=on(Minutes, "minutes_id", steps.editable),
)
def remove_paragraph(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    key: Annotated[str, Choice("段落")],
    reason: Annotated[str, Words("删去的理由", 300)],
) -> Minutes:
    """Take out a paragraph that binds nobody; earlier revisions keep it."""
    minutes = act.lock(Minutes, minutes_id)
    rows = list(present_revision(minutes).paragraphs)
    own = next((p for p in rows if p["key"] == key), None)
    if own is None:
        raise BadInput("这一段已被删去。")
    refuse_row(own)
    if own["binding"]:
        raise BadInput("议定事项不能直接删去。", next_step="请撤销该议定事项，并写明理由。")
    if own.get("removed"):
        raise BadInput("这一段已经删去。")
    place = rows.index(own)
    rows[place : place + 1] = taken_out(minutes, own, "删去一段")
    return revise(act, minutes, rows, filled(reason, "理由"))


@action(
    "meetings.minutes.circulate",
    "送与会单位会签",
    who=OFFICE,
    deciding=on(Minutes, "minutes_id", steps.circulate, facts=circulate_facts),
)
def circulate_minutes(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    due_on: Annotated[date | None, Day("会签期限")] = None,
) -> Minutes:
    """Send the minutes to every unit that attended, for consent by a day.

    Without `due_on` the conference's configured window in working days applies. Raises BindsNobody with
    every decision that has no lead or no day.
    """
    minutes, day = act.lock(Minutes, minutes_id), day_of(act.at)
    if due_on is not None and due_on < day:
        raise BadInput("会签期限不能早于今天。")
    derivation = None
    if due_on is None:
        derived = derive(
            time_limit(minutes.conference_id, "consent_window", day), day, calendar_now(exact=True)
        )
        due_on, derivation = derived.due_on, derived.as_dict()
    act.cite(basis_of(minutes.conference_id, "consent", day))
    act.move(minutes, MINUTES, consent_due_on=due_on, consent_derivation=derivation, circulated_at=act.at)
    for unit in sorted(required_units(presences_of(minutes.meeting), None)):
        act.notify(f"请会签纪要：{minutes.meeting.title}", about=minutes, unit=unit)
    return minutes


@action(
    "meetings.minutes.recall",
    "收回会签稿",
    who=OFFICE,
    deciding=on(Minutes, "minutes_id", stands(MINUTES, "meetings.minutes.recall")),
)
def recall_minutes(
    act: Act, *, minutes_id: Annotated[int, One("纪要")], reason: Annotated[str, Words("收回的理由", 300)]
) -> Minutes:
    """Take the minutes back for drafting; consents stay bound to the texts they saw."""
    act.remark = filled(reason, "理由")
    return act.move(act.lock(Minutes, minutes_id), MINUTES)
