"""谁负责？依据哪一条？ — from a case in free words to the units that answer, and what can be made of it."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from lianxi.bodies.queries import list_memberships
from lianxi.bodies.rows import ConferenceRow, UnitRow
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.law.cases import CaseLaw, find_case_law, find_precedents, list_rulings
from lianxi.law.queries import find_words_of
from lianxi.law.routing import NOT_A_BASIS, Fact, Ruling, route_text
from lianxi.law.routing.contract import LONGEST_TEXT
from lianxi.ledger.rules import Origin, origin_labels
from lianxi.web.law.asking_answer import (
    hit_views,
    law_view,
    passed_views,
    precedent_views,
    rejected_views,
    ruling_view,
    sentence,
    tier_views,
)
from lianxi.web.law.asking_facts import SCOPES, Asked, group_facts, list_addable, list_questions, read_asked
from lianxi.web.law.documents import Piece, pieces_of
from lianxi.web.law.shapes import AskingAnswered, AskingMake, AskingRecord, Tier
from lianxi.web.shared.drafts import end_draft, find_draft
from lianxi.web.shared.lights import acting, short_citation, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated

DRAFT_KEY = "ask"
ACTIONS = (
    "meetings.topic.propose",
    "meetings.topic.enter_assigned",
    "ledger.obligation.enter",
    "law.ruling.record",
)
TITLE_LENGTH = 40
# Decisions of a meeting enter the ledger with its minutes only.
ENTERED = (Origin.ASSIGNMENT, Origin.STANDING, Origin.PROPOSAL)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form, and for a case told in it the answer; nothing of it is stored."""
    conference, actor = acting(request)
    law = find_case_law(conference)
    if "clear" in request.POST:
        end_draft(request)
    given = cast("Mapping[str, str]", {} if "clear" in request.POST else request.POST)
    asked = read_asked(given)
    context: dict[str, object] = {
        "draft_key": DRAFT_KEY,
        "text": asked.text,
        "law": law_view(law) if law else None,
    }
    if law is None or not asked.text:
        if request.method != "POST":
            context["text"] = find_draft(request, DRAFT_KEY).get("text", "")
        return render(request, "intake/ask.html", context)
    if len(asked.text) > LONGEST_TEXT:
        context["refusal"] = BadInput(
            f"案情超过 {LONGEST_TEXT} 字。", next_step="请摘出要判断的那一件事再试；原文还在下面。"
        )
        return render(request, "intake/ask.html", context, status=422)
    return render(request, "intake/ask.html", context | _answered(conference, actor, law, asked))


def _answered(conference: ConferenceRow, actor: Actor, law: CaseLaw, asked: Asked) -> AskingAnswered:
    """Give the page's answer: from the adopted document of the person's own conference, as of today."""
    day = today()
    ruling = route_text(law.instrument, asked.text, asked.confirmed(), on=day, scope=asked.scope)
    suggested = route_text(law.instrument, asked.text, on=day).facts
    units = [(row.unit, row.unit_id) for row in list_memberships(conference, day)]
    members = {name: pk for unit, pk in units for name in (unit.name, *(a.text for a in unit.aliases.all()))}
    questions = list_questions(asked, ruling, law.instrument)
    tiers = tier_views(ruling, law, members)
    sentence_ = sentence(ruling)
    shown = [fact for fact in ruling.facts if fact.dimension != "sign"]
    return {
        "asked": asked,
        "sentence": sentence_,
        "abstained": ruling.abstained,
        # Questions stand before an answer that waits for them, and after one that is clear without.
        "undecided": not any(a.tier == "established" for a in ruling.answers)
        or any(a.tier == "conditional" for a in ruling.answers),
        "tiers": tiers,
        "rejected": rejected_views(ruling.rejected, law),
        "questions": questions,
        "groups": group_facts(asked, ruling, suggested, questions),
        "source": _source(asked.text, suggested),
        "counts": _counts(shown),
        "addable": list_addable() if law.instrument.has_facets else [],
        "has_facets": law.instrument.has_facets,
        "scopes": [(scope, label, scope == asked.scope) for scope, label in SCOPES],
        "passed": passed_views(ruling.passed),
        "gate": ruling.gate,
        "hits": hit_views(law, asked.text),
        "not_a_basis": NOT_A_BASIS,
        "precedents": _precedents(conference, ruling),
        "reviewed": law.reviewed,
        "can": offers(actor, *ACTIONS),
        "make": _make(law, asked, tiers, sentence_, actor.unit_id),
        "record": _record(law, ruling, units, tiers),
    }


def _source(text: str, facts: tuple[Fact, ...]) -> list[Piece]:
    """Cut the case's text at the words that gave a fact; marks of its manner are internal and stay unmarked."""
    spans = {
        (f.start, f.end)
        for f in facts
        if f.basis == "text" and f.dimension != "sign" and f.start is not None and f.end is not None
    }
    return list(pieces_of(text, 0, sorted(spans)))


def _counts(facts: list[Fact]) -> dict[str, int]:
    own = sum(fact.basis == "confirmed" for fact in facts)
    return {"all": len(facts), "confirmed": own, "suggested": len(facts) - own}


def _precedents(conference: ConferenceRow, ruling: Ruling) -> Sequence[Mapping[str, object]]:
    near = find_precedents(ruling.facts, list_rulings(conference.pk))
    return precedent_views(near, find_words_of(one.ruling.basis for one in near))


def _make(law: CaseLaw, asked: Asked, tiers: Sequence[Tier], said: str, own_unit: int | None) -> AskingMake:
    """Give what a topic or an obligation starts from: the clauses that answer, the own unit's first, and words."""
    units = [unit for tier in tiers for unit in tier["units"]]
    units.sort(key=lambda unit: (unit["tier"] == "general", unit["id"] is None or unit["id"] != own_unit))
    clauses = {act["clause"]: f"{unit['name']}　{act['cite']}" for unit in units for act in unit["acts"]}
    return {
        "clauses": list(clauses.items()),
        "title": _title(asked.text),
        "text": f"{asked.text}\n\n对照{law_view(law)['title']}（{law.code} 第 {law.number} 版）：{said}",
        "origins": [(code, label) for code, label in origin_labels().items() if code in ENTERED],
    }


def _title(text: str) -> str:
    """Give the first sentence of a case as the title that the person may change."""
    first = text
    for mark in "。；！？\n":
        first = first.partition(mark)[0]
    first = "".join(first.split())
    return f"{first[:TITLE_LENGTH]}…" if len(first) > TITLE_LENGTH else first


def _record(
    law: CaseLaw, ruling: Ruling, units: Sequence[tuple[UnitRow, int]], tiers: Sequence[Tier]
) -> AskingRecord:
    """Give what the form of a ruling starts from: the facts, all member units, the document's clauses."""
    answered = {unit["name"] for tier in tiers for unit in tier["units"] if tier["tier"] != "general"}
    weighed = answered | {one.unit for one in ruling.rejected}
    first = [a.clause for a in ruling.answers]
    clauses = {a.clause: a.unit for a in law.instrument.acts}
    order = [*dict.fromkeys(first), *(code for code in clauses if code not in first)]
    facts = [f for f in ruling.facts if f.dimension != "sign"]
    return {
        "facts": [f"{f.dimension}:{f.code}:{f.state}" for f in facts],
        "members": [
            {"unit_id": pk, "name": unit.name, "weighed": _names(unit) & weighed} for unit, pk in units
        ],
        "clauses": [
            (code, f"{clauses[code]}　{short_citation(law.citations.get(code, code))}") for code in order
        ],
    }


def _names(unit: UnitRow) -> set[str]:
    return {unit.name, *(alias.text for alias in unit.aliases.all())}


@require_safe
@seated
def rulings(request: HttpRequest) -> HttpResponse:
    """List the office's rulings on disputed competence, the latest first."""
    conference, actor = acting(request)
    rows = list_rulings(conference.pk)
    words = find_words_of(row.basis for row in rows)
    shown = [ruling_view(row, words.get(row.basis)) for row in rows]
    context = {"rulings": shown, "can": offers(actor, "law.ruling.record")}
    return render(request, "intake/rulings.html", context)


urlpatterns: list[URLPattern] = [
    path("ask", ask, name="ask"),
    path("ask/rulings", rulings, name="ask-rulings"),
]
