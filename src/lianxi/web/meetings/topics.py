"""Pages of topics: the list, a proposal, one topic with its versions and opinions; and comparison of texts."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from lianxi.clocks.queries import calendar_now, time_limit
from lianxi.clocks.words import due_words
from lianxi.core.actors import Actor
from lianxi.core.due import derive, from_dict, settled
from lianxi.core.words import date_with_weekday, day_of, moment_text, with_leader
from lianxi.ledger.rules import Cutoffs
from lianxi.meetings.queries import (
    LIST_SIZE,
    TopicFilter,
    TopicPage,
    count_topics,
    get_topic_page,
    list_topics,
)
from lianxi.meetings.queries.choices import list_clause_groups, list_members
from lianxi.meetings.queries.records import find_topic
from lianxi.meetings.rows import OpinionRow, TopicRow, TopicTextRow
from lianxi.meetings.rules.attaching import of_opinion, of_topic
from lianxi.meetings.rules.machines import MEETING, OPINION, STANCES, TOPIC, TOPIC_KINDS
from lianxi.papers.attaching import attachments_of
from lianxi.papers.rows import Files
from lianxi.web.meetings.shapes import TopicsListLine, TopicsOpinionView, TopicsVersion
from lianxi.web.shared.compare import compare_texts
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import usual_limits
from lianxi.web.shared.offers import (
    Offer,
    actor_of,
    clock,
    conference_row,
    drafts_under,
    may_enter_signed,
    offers,
    speaks,
)
from lianxi.web.shared.pages import clause_view, conference_of, own_record, seated, timeline
from lianxi.web.shared.shapes import PagesWordsView
from lianxi.web.shared.tables import offered

OPEN = ("submitted", "accepted", "on_agenda")
TOPIC_STEPS = ("accept", "decline", "withdraw", "answer_upward", "revise")

# ---- the list and a new topic ----


def topic_filter(request: HttpRequest) -> TopicFilter:
    """Read the filters of the list from an address; what it does not know counts as empty."""
    get = request.GET
    return TopicFilter(
        kind=get.get("kind", "") if get.get("kind", "") in TOPIC_KINDS else "",
        state=get.get("state", "") if get.get("state", "") in TOPIC.labels else "",
        unit_id=number_of(get.get("unit", "")),
        words=get.get("q", "").strip()[:80],
        before=number_of(get.get("before", "")),
    )


@seated
def topic_list(request: HttpRequest) -> HttpResponse:
    """List topics by state, filtered by kind, state, unit and words."""
    own, day, get = conference_of(request), day_of(timezone.now()), request.GET
    wanted = topic_filter(request)
    actor = actor_of(request)
    rows, counts = list_topics(own, wanted, to=actor), count_topics(own, to=actor)
    more = rows[LIST_SIZE - 1].pk if len(rows) > LIST_SIZE else None
    limits = usual_limits(day)
    shown = [_list_row(topic, limits) for topic in rows[:LIST_SIZE]]
    groups = [
        (label, [row for row in shown if row["state"] == state]) for state, label in TOPIC.labels.items()
    ]
    query = {key: value for key, value in get.items() if key != "before" and value}
    context = {
        "title": "议题",
        "counts": counts,
        "groups": [(label, group) for label, group in groups if group],
        "wanted": wanted,
        "kinds": TOPIC_KINDS.items(),
        "states": [(state, label, counts[state]) for state, label in TOPIC.labels.items()],
        "members": list_members(own, day),
        "files": offered(request, "/topics/export"),
        "pager": {
            "summary": f"本页 {len(shown)} 条",
            "next_url": f"/topics?{urlencode({**query, 'before': more})}" if more else "",
            "prev_url": f"/topics?{urlencode(query)}" if wanted.before else "",
        },
        "can": offers(actor_of(request), "meetings.topic.propose", "meetings.topic.enter_assigned"),
        "acts": [("meetings.topic.accept", "受理所选")] if actor.is_office else [],
    }
    return render(request, "topics/list.html", context)


def _list_row(topic: TopicRow, at: Cutoffs) -> TopicsListLine:
    running = topic.answer_due_on is not None and topic.state not in ("answered", "declined", "withdrawn")
    return {
        "topic": topic,
        "state": topic.state,
        "kind": TOPIC_KINDS[topic.kind],
        "waiting": getattr(topic, "waiting", 0) if topic.state in OPEN else 0,
        "from": topic.unit.name if topic.unit else topic.source_body,
        "lamp": clock(topic.answer_due_on, at) if running else {},
        "due": date_with_weekday(topic.answer_due_on) if topic.answer_due_on else "",
    }


@seated
def topic_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a unit's proposal, or of a matter assigned from above."""
    assigned = request.GET.get("kind", "") == "assigned"
    actor, conference = actor_of(request), conference_row(request)
    offer = offers(actor, "meetings.topic.propose", "meetings.topic.enter_assigned")
    key = "topic-assigned" if assigned else "topic-proposal"
    names = {one.unit_id: one.name for one in list_members(conference.pk, day_of(timezone.now()))}
    context = {
        "title": "登记交办事项或政策建议" if assigned else "提出议题",
        "assigned": assigned,
        "offer": offer["topic_enter_assigned" if assigned else "topic_propose"],
        "other": offer["topic_propose" if assigned else "topic_enter_assigned"],
        "kinds": [(code, label) for code, label in TOPIC_KINDS.items() if code != "proposal"],
        "groups": list_clause_groups(conference, "" if assigned else names.get(actor.unit_id or 0, "")),
        "draft_key": key,
        "draft": find_draft(request, key),
    }
    return render(request, "topics/new.html", context)


# ---- one topic ----


@seated
def topic_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a topic: its text and versions, its clause, opinions, and what can be done."""
    topic = own_record(request, find_topic, pk)
    actor, day = actor_of(request), day_of(timezone.now())
    page = get_topic_page(topic, to=actor)
    mine = next((row for row in page.opinions if row.unit_id == actor.unit_id and speaks(actor)), None)
    old, new = _versions(request, page, mine)
    clause = clause_view(topic.basis)
    limits = usual_limits(day)
    can = _topic_offers(actor, topic)
    members = list_members(topic.conference_id, day) if can["opinion_ask"].ok else []
    files = attachments_of(actor, _records(topic, page))
    context = {
        "title": topic.title,
        "topic": topic,
        "lead": _lead(topic, page, mine),
        "facts": _facts(topic, page, limits, clause),
        "page": page,
        "old": old,
        "new": new,
        "changes": compare_texts(old.text, new.text) if old is not None else [],
        "plain": compare_texts(new.text, new.text),
        "versions": [_version(text) for text in reversed(page.texts)],
        "opinions": [_opinion_view(row, topic, limits) | _own_files(row, files) for row in page.opinions],
        "files": files.get(f"meetings.topic:{pk}", []),
        "writers": of_topic(topic.state, topic.unit_id),
        "meetings": [(item.meeting, MEETING.labels[item.meeting.state], item.ordinal) for item in page.items],
        "mine": mine,
        "stances": STANCES.items(),
        "can": can,
        "signed": may_enter_signed(actor, "meetings.topic.answer_upward", topic),
        "members": members,
        "window": _window(topic, day) if members else "",
        "drafts": _topic_drafts(request, pk),
        "here": f"/topics/{pk}",
        "pk_text": str(pk),
        "clause": clause,
        "entries": timeline(actor, *_records(topic, page), of=topic),
    }
    return render(request, "topics/page.html", context)


def _own_files(row: OpinionRow, files: Files) -> dict[str, object]:
    return {"files": files.get(f"meetings.opinion:{row.pk}", []), "writers": of_opinion(row.unit_id)}


def _records(topic: TopicRow, page: TopicPage) -> list[str]:
    opinions = [f"meetings.opinion:{row.pk}" for row in page.opinions]
    return [f"meetings.topic:{topic.pk}", f"meetings.topictext:{page.texts[0].pk}", *opinions]


def _versions(
    request: HttpRequest, page: TopicPage, mine: OpinionRow | None
) -> tuple[TopicTextRow | None, TopicTextRow]:
    """Return the two texts to compare: as asked for, else from what the acting unit answered on to the present one."""
    by_number = {text.number: text for text in page.texts}
    answered = mine.text_number if mine is not None and mine.state == "given" else 0
    old = by_number.get(number_of(request.GET.get("from", "")) or answered)
    new = by_number.get(number_of(request.GET.get("to", "")) or 0, page.present)
    return (old, new) if old is not None and old.number != new.number else (None, new)


def _version(text: TopicTextRow) -> TopicsVersion:
    return {"number": text.number, "at": moment_text(text.at), "by": text.by, "before": text.number - 1}


def _topic_offers(actor: Actor, topic: TopicRow) -> dict[str, Offer]:
    ids = [f"meetings.topic.{step}" for step in TOPIC_STEPS]
    return offers(actor, *ids, "meetings.opinion.ask", record=topic)


def _window(topic: TopicRow, day: date) -> str:
    """Say until when units would answer if they were asked today without a day."""
    limit = time_limit(topic.conference_id, "opinion_window", day)
    derived = derive(limit, day, calendar_now())
    return f"{limit.words}（{limit.source_words}），即{due_words(derived.due_on, derived.as_dict())}"


def _topic_drafts(request: HttpRequest, pk: int) -> dict[str, dict[str, str]]:
    prefix = f"topic-{pk}-"
    return {key.removeprefix(prefix): value for key, value in drafts_under(request, prefix).items()}


def _lead(topic: TopicRow, page: TopicPage, mine: OpinionRow | None) -> dict[str, str]:
    if mine is not None and mine.state == "asked" and topic.state in OPEN:
        return {
            "plain": "",
            "strong": f"等你单位在{due_words(mine.due_on, mine.due_derivation)}前答复书面意见。",
        }
    waiting = [row.unit.name for row in page.opinions if row.state == "asked"]
    if waiting and topic.state in OPEN:
        return {"plain": f"正在征求意见：等{'、'.join(waiting)}答复。", "strong": ""}
    if topic.state == "settled" and topic.kind != "proposal":
        return {"plain": "会议已议定，", "strong": f"还要向{topic.source_body}上报办理情况。"}
    return {"plain": _LEADS[topic.state], "strong": ""}


_LEADS = {
    "submitted": "等办公室受理。",
    "accepted": "已受理，等列入下一次会议的议程。",
    "on_agenda": "已列入会议议程。",
    "settled": "会议已议定，落实情况见台账。",
    "answered": "已以报告上报。",
    "declined": "办公室没有受理，理由见下。",
    "withdrawn": "提出单位已撤回。",
}


def _facts(topic: TopicRow, page: TopicPage, at: Cutoffs, clause: PagesWordsView | None) -> list[Fact]:
    facts: list[Fact] = [
        {"label": "状态", "value": TOPIC.labels[topic.state]},
        {"label": "类别", "value": TOPIC_KINDS[topic.kind]},
        {
            "label": "提出单位" if topic.unit else "交办机关",
            "value": topic.unit.name if topic.unit else topic.source_body,
        },
        {"label": "提出时间", "value": moment_text(topic.raised_at)},
        {"label": "文本", "value": f"第 {topic.text_number} 版，{moment_text(page.present.at)}"},
        {
            "label": "依据条款",
            "value": clause["cite"] if clause else topic.basis_clause,
            "url": clause["url"] if clause else "",
        },
    ]
    if topic.answer_due_on:
        lamp = clock(topic.answer_due_on, at) if topic.state not in ("answered", "declined") else {}
        light, words = lamp.get("light", ""), lamp.get("words", "")
        due = date_with_weekday(topic.answer_due_on)
        facts.append({"label": "上报期限", "value": due, "light": light, "light_words": words})
    if topic.report:
        facts.append({"label": "报告", "value": topic.report.number, "url": f"/papers/{topic.report.pk}"})
    if topic.answer:
        facts.append({"label": "未受理理由", "value": topic.answer})
    return facts


def _opinion_view(row: OpinionRow, topic: TopicRow, at: Cutoffs) -> TopicsOpinionView:
    given = row.state == "given"
    return {
        "row": row,
        "state": OPINION.labels[row.state],
        "stance": STANCES.get(row.stance, "") if given else "",
        "due": due_words(row.due_on, row.due_derivation),
        "why": _why(row),
        "lamp": _opinion_lamp(row, topic, at),
        "stale": given and row.text_number != topic.text_number,
        "at": moment_text(row.given_at) if row.given_at else "",
        "given_by": with_leader(row.given_by, row.unit_leader),
    }


def _why(row: OpinionRow) -> str:
    """Explain the day: how the rule counted it, or that the office named it."""
    if not row.due_derivation:
        return "由办公室在征求意见时写明的期限。"
    return settled(from_dict(row.due_derivation), calendar_now()).sentence()


def _opinion_lamp(row: OpinionRow, topic: TopicRow, at: Cutoffs) -> dict[str, str]:
    if row.state == "given":
        return {"light": "done", "words": "已答复"}
    return clock(row.due_on, at) if topic.state in OPEN else {"light": "done", "words": "未答复，议题已办结"}


urlpatterns: list[URLPattern] = [
    path("topics", topic_list, name="topics"),
    path("topics/new", topic_new, name="topic-new"),
    path("topics/<int:pk>", topic_page, name="topic"),
]
