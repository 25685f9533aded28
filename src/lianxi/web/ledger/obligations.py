"""Pages of one obligation: its record with what can be done, and one form page for each step that takes words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Unpack

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.refusals import NotFound
from lianxi.core.words import long_date, moment_text, with_leader
from lianxi.ledger.actions import issue_slip
from lianxi.ledger.queries import ObligationPage, get_obligation_page
from lianxi.ledger.queries.attaching import of_obligation
from lianxi.ledger.queries.records import list_successors
from lianxi.ledger.queries.slips import slip_summary
from lianxi.ledger.rows import ExtensionRow, ObligationRow, ProgressRow, VerificationRow
from lianxi.ledger.rules import EXTENSION, OBLIGATION, SHORT_KINDS, WORKING
from lianxi.ledger.rules.slips import SLIP
from lianxi.papers.attaching import list_attachments
from lianxi.papers.queries import list_issued_since
from lianxi.web.ledger.delegations import delegation_rows
from lianxi.web.ledger.obligation_offers import Offer, list_offers, open_extension
from lianxi.web.ledger.obligation_shares import (
    SHARED,
    evidence_rows,
    handback_rows,
    shared_context,
    unit_rows,
)
from lianxi.web.ledger.shapes import Event, EventParts
from lianxi.web.shared.cutting import cut
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.lights import acting, due_view, due_words, own_light, today
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import clause_view, conference_of, record_url, seated, timeline

STEPS = {
    "report": "反馈办理情况",
    "extend": "申请延期",
    "verify": "核验办理情况",
    "extension": "答复延期申请",
    "supersede": "替代、并入或撤销",
    "evidence": "添加佐证",
    "kinds": "指定佐证类型",
    "part": "协办部分",
    "handback": "退回（不属本单位职责）",
    "handback-answer": "答复退回",
    "rule": "裁定退回",
    "delegate": "交办下级联席会议",
    "answer": "向上报送报告",
    "pause": "暂停时限",
}
CANDIDATES = 10
DECISIONS = 20
CHAIN_UP = {"supersede": "被替代为", "merge": "并入了"}
CHAIN_DOWN = {"supersede": "替代了", "merge": "并入的事项"}


def read_page(request: HttpRequest, pk: int) -> ObligationPage:
    """Read what an obligation's pages show; another conference's is missing."""
    try:
        actor = actor_of(request)
        return get_obligation_page(conference_of(request), pk, today(), to=actor, **slip_summary(actor))
    except NotFound as missing:
        raise Http404(missing.message) from missing


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an obligation: who owes it by when and why, what happened, what can be done."""
    _conference, actor = acting(request)
    page = read_page(request, pk)
    offers = list_offers(actor, page, today())
    lit = own_light(actor, page.obligation, [unit.pk for unit in page.co_units])
    context = {
        "page": page,
        "row": page.obligation,
        "due": due_view(page.obligation, page.reading, lit=lit),
        "lit": lit,
        "offers": offers,
        "waiting": next((offer.waits for offer in offers if offer.waits), ""),
        "facts": _facts(page, lit=lit),
        "units": unit_rows(page, actor),
        "evidence": evidence_rows(page),
        "handbacks": handback_rows(page),
        "delegations": delegation_rows(page, actor),
        "events": list_events(page),
        "slip_words": SLIP.labels.get(getattr(page.obligation, "slip_state", None) or "", ""),
        "may_slip": actor.kind in issue_slip.who and page.obligation.state in WORKING,
        "clause": clause_view(page.obligation.basis),
        "files": list_attachments(actor, f"ledger.obligation:{page.obligation.pk}"),
        "writers": of_obligation(
            page.obligation.state, page.obligation.lead_unit_id, [unit.pk for unit in page.co_units]
        ),
        "entries": timeline(actor, f"ledger.obligation:{page.obligation.pk}", of=page.obligation),
    }
    return render(request, "ledger/record.html", context)


def _facts(page: ObligationPage, *, lit: bool) -> list[Fact]:
    row, due = page.obligation, due_view(page.obligation, page.reading, lit=lit)
    source_url = record_url(row.source) if row.source else ""
    facts: list[Fact] = [
        {"label": "状态", "value": page.state_label},
        {
            "label": "办理时限",
            "value": due["due"],
            "light": due["light"],
            "light_words": due["light_words"],
            "why": due["why"],
            "url": due["why_url"],
        },
        {"label": "严重逾期起", "value": due["serious"]},
        *([Fact(label="逾期后约定办结", value=long_date(row.agreed_on))] if row.agreed_on else []),
        {"label": "主办", "value": row.lead_unit.name},
        {"label": "协办", "value": "、".join(unit.name for unit in page.co_units)},
        {"label": "来源", "value": row.source_label or page.origin_label, "url": source_url},
        {"label": "来源类别", "value": page.origin_label},
        {"label": "需要的材料", "value": _wanted(row)},
        {"label": "周期", "value": page.cycle_label},
        *_upward(row),
        *_periods(page),
        *_chain(page),
        {"label": "登记时间", "value": moment_text(row.created_at)},
    ]
    # A light belongs to the clock; once that has stopped the state says everything.
    return [{**fact, "light": ""} if page.reading.light is None else fact for fact in facts]


def _wanted(row: ObligationRow) -> str:
    kinds = "、".join(SHORT_KINDS[kind] for kind in row.evidence_kinds)
    return "；".join(one for one in (row.evidence_wanted, f"类型：{kinds}" if kinds else "") if one)


def _upward(row: ObligationRow) -> Iterable[Fact]:
    if row.answer_upward:
        told, url = f"须向{row.upward_body}报告", ""
        if row.answer_paper is not None:
            told = f"已向{row.upward_body}报告（{row.answer_paper.number}）"
            url = record_url(f"papers.paper:{row.answer_paper.pk}")
        yield {"label": "向上报告", "value": told, "url": url}


def _periods(page: ObligationPage) -> Iterable[Fact]:
    row = page.obligation
    if row.next_period is not None:
        yield {"label": "下一期", "value": str(row.next_period), "url": f"/ledger/{row.next_period_id}"}
    for one in page.last_periods:
        yield {
            "label": "上一期",
            "value": f"{one}（{OBLIGATION.labels[one.state]}）",
            "url": f"/ledger/{one.pk}",
        }


def _chain(page: ObligationPage) -> Iterable[Fact]:
    for one in page.absorbed:
        yield {
            "label": CHAIN_DOWN[one.kind],
            "value": str(one.obligation),
            "url": f"/ledger/{one.obligation_id}",
        }
    ending = page.ending
    if ending is None:
        return
    if ending.into is not None:
        yield {"label": CHAIN_UP[ending.kind], "value": str(ending.into), "url": f"/ledger/{ending.into_id}"}
    yield {"label": "依据的决定", "value": ending.label, "url": record_url(ending.record)}
    yield {"label": "终止理由", "value": f"{ending.reason}（{ending.by}，{moment_text(ending.at)}）"}


def list_events(page: ObligationPage) -> list[Event]:
    """Tell what was reported, asked and answered on an obligation, the latest first."""
    events = [_reported(one) for one in page.progress]
    events += [_verified(one) for one in page.verifications]
    for asked in page.extensions:
        events += _extension_events(asked)
    return sorted(events, key=lambda event: event["moment"], reverse=True)


def _event(moment: datetime, what: str, by: str, text: str = "", **more: Unpack[EventParts]) -> Event:
    return {
        "moment": moment,
        "at": moment_text(moment),
        "iso": moment.isoformat(),
        "what": what,
        "by": by,
        "text": text,
        "light": "",
        **more,
    }


def _reported(one: ProgressRow) -> Event:
    files = [
        {"name": row.file.name, "url": f"/files/{row.file_id}", "size": row.file.size}
        for row in one.files.all()
    ]
    told: EventParts = {"files": files, "without_files": one.without_files}
    what = "申请办结" if one.done else "完成本单位部分" if one.part_done else "反馈进展"
    return _event(one.at, what, with_leader(one.by, one.unit_leader), one.text, **told)


def _verified(one: VerificationRow) -> Event:
    if one.result == "pass":
        return _event(one.at, "核验通过", one.by, one.reason, light="done")
    return _event(one.at, "退回补办", one.by, one.reason, light="late")


def _extension_events(one: ExtensionRow) -> list[Event]:
    late = "逾期后" if one.late else ""
    asked = f"{late}申请由{long_date(one.due_on)}延至{long_date(one.asked_on)}"
    told = f"{one.reason}（目前进展：{one.progress}）" if one.progress else one.reason
    events = [_event(one.at, asked, one.by, told)]
    if one.answered_at is not None:
        what = f"{EXTENSION.labels[one.state]}延期" if one.state != "lapsed" else "延期申请失效"
        until = "约定办至" if one.late else "时限延至"
        what += f"，{until}{long_date(one.granted_on)}" if one.granted_on else ""
        events.append(_event(one.answered_at, what, one.answered_by, one.answer))
    return events


@require_safe
@seated
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Show the form of one step, or why the acting seat cannot take it now."""
    if name not in STEPS:
        raise Http404
    _conference, actor = acting(request)
    page = read_page(request, pk)
    offers = list_offers(actor, page, today())
    key = f"ledger-{pk}-{name}"
    context = {
        "page": page,
        "row": page.obligation,
        "due": due_view(page.obligation, page.reading),
        "title": STEPS[name],
        "form_of": f"ledger/step_{name}.html",
        "key": key,
        "draft": find_draft(request, key),
        "is_lead": actor.unit_id == page.obligation.lead_unit_id,
        "offered": any(offer.step == name for offer in offers),
        "why_not": _reasons(offers),
        "judges": name == "verify",
        "asked": open_extension(page),
        "events": list_events(page)[:3],
        "clause": clause_view(page.obligation.basis),
        **_of_step(request, page, name),
    }
    return render(request, "ledger/step.html", context)


def _reasons(offers: list[Offer]) -> list[str]:
    return [offer.why_not for offer in offers if offer.why_not]


def _of_step(request: HttpRequest, page: ObligationPage, name: str) -> Mapping[str, object]:
    """Give what only this step's form shows."""
    row = page.obligation
    if name == "supersede":
        words = request.GET.get("q", "")
        found, told = _candidates(request, row)
        since = list_issued_since(actor_of(request), row.created_at, DECISIONS + 1)
        decisions, told_decisions = cut(since, DECISIONS)
        cuts = {"cut": told, "cut_decisions": told_decisions}
        return {"candidates": found, "decisions": decisions, "words": words, **cuts}
    if name in SHARED:
        return shared_context(request, page, name)
    if name == "answer":
        done = [one.text for one in page.progress if one.done]
        return {
            "proposed": done[-1] if done else "",
            "proposed_title": f"关于{row.title[:100]}办理情况的报告",
        }
    if name == "pause":
        limit = page.derivation.limit if page.derivation else None
        return {"limit": limit, "why_url": f"/ledger/{row.pk}/due"}
    late = row.due_on is not None and row.due_on <= today()
    return {"due_words": due_words(row) if row.due_on else "", "late": late}


def _candidates(request: HttpRequest, row: ObligationRow) -> tuple[list[ObligationRow], str]:
    """List running obligations that can take this one's place: of its lead unit, or found by the words typed."""
    words = request.GET.get("q", "").strip()[:60]
    found = list_successors(actor_of(request), row.pk, row.lead_unit_id, words, CANDIDATES + 1)
    return cut(found, CANDIDATES, "时限最近的")


urlpatterns: list[URLPattern] = [
    path("ledger/<int:pk>", record, name="obligation"),
    path("ledger/<int:pk>/<slug:name>", step, name="obligation_step"),
]
