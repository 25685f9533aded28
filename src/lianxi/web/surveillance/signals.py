"""Pages of signals: the list with the share that meets 7-1-7, one signal with its picture and steps, the rules."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.clocks.words import short_due
from lianxi.core.actors import CONVENERS, Actor
from lianxi.core.words import date_with_weekday, long_date, moment_text
from lianxi.law.queries import citation_of
from lianxi.ledger.rules import OBLIGATION
from lianxi.surveillance.actions import monitor_signal, verify_signal
from lianxi.surveillance.queries.deciding import signal_facts
from lianxi.surveillance.queries.explaining import explain_signal
from lianxi.surveillance.queries.persons import persons_of
from lianxi.surveillance.queries.routed import TIER_LABELS, questions_with_values, route_signal
from lianxi.surveillance.queries.signal_rules import rules_on
from lianxi.surveillance.queries.signals import (
    PAGE,
    SignalFilter,
    count_unjudged,
    earlier_signals,
    find_signal,
    latest_run,
    list_mergeable,
    list_signals,
    list_steps,
    open_by_employer,
    responses,
    share_met,
    times_of,
    told_units,
    withdrawn_batches,
)
from lianxi.surveillance.rows import SignalRow, SignalStepRow, WarnedUnitRow
from lianxi.surveillance.rules.machines import (
    DISMISSALS,
    INVESTIGATION_LABELS,
    LEVEL_LABELS,
    MANAGEMENT_LABELS,
    NATURE_LABELS,
    RISK_LABELS,
    SIGNAL,
    SIGNAL_ENDED,
)
from lianxi.surveillance.rules.signal_rules import CONFIDENCE, KINDS, PARAMETERS, Rule, shipped_rules
from lianxi.surveillance.rules.timeliness import SOURCE, stages
from lianxi.surveillance.words import REASON_WORDS, default_title
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, short_citation, today
from lianxi.web.shared.offers import Offer, offers
from lianxi.web.shared.pages import conference_of, seated, timeline
from lianxi.web.shared.tables import offered
from lianxi.web.surveillance.pictures import draw
from lianxi.web.surveillance.shapes import (
    SignalsAxes,
    SignalsEarlier,
    SignalsLine,
    SignalsRouting,
    SignalsRule,
    SignalsStep,
    SignalsTold,
)

STEPS = (
    *(
        f"surveillance.signal.{name}"
        for name in ("verify", "want_data", "dismiss", "merge", "assess", "monitor")
    ),
    "surveillance.warning.issue",
    *(f"surveillance.signal.{name}" for name in ("check", "close", "return", "reopen")),
)
# What is done with several ticked signals at once.
MANY = (
    (verify_signal, "核实所选"),
    (monitor_signal, "继续观察所选"),
)
STEP_WORDS = {
    "verified": "核实属实",
    "dismissed": "排除",
    "data_wanted": "要求补充数据",
    "merged": "并入另一信号",
    "assessed": "评估",
    "monitored": "继续观察",
    "warned": "签发预警",
    "effective": "核查：有效",
    "ineffective": "核查：未见效",
    "closed": "结案",
    "returned": "退回继续处置",
    "reopened": "重新核实",
}


def signal_filter(given: QueryDict) -> SignalFilter:
    """Read the filters of the list from an address; what is no state or rule filters nothing."""
    return SignalFilter(
        state=given.get("state", "") if given.get("state") in SIGNAL.labels else "",
        rule=given.get("rule", "") if given.get("rule") in shipped_rules() else "",
        employer=given.get("employer", "")[:18],
        open_only=given.get("open") == "1",
        before=number_of(given.get("before", "")),
    )


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the signals a seat may see, the newest first, with filters and the share that meets 7-1-7."""
    _conference, actor = acting(request)
    given = request.GET
    wanted = signal_filter(given)
    rows = list_signals(actor, wanted)
    kept = {name: given[name] for name in ("state", "rule", "employer", "open") if given.get(name)}
    run = latest_run(conference_of(request))
    waiting = count_unjudged(actor)
    context = {
        "rows": [_row(one) for one in rows[:PAGE]],
        "wanted": wanted,
        "states": SIGNAL.labels.items(),
        "rules": [(code, rule.title) for code, rule in shipped_rules().items()],
        "waiting": waiting,
        "sees_all": sees_all(actor),
        "share": share_met(actor, today()).words,
        "share_source": SOURCE,
        "run": run,
        "run_at": moment_text(run.at) if run else "",
        "silent": [one["why"] for one in run.silent] if run else [],
        "files": offered(request, "/signals/export"),
        "next_url": f"?{urlencode({**kept, 'before': rows[PAGE - 1].pk})}" if len(rows) > PAGE else "",
        "employers": open_by_employer(actor) if sees_all(actor) else [],
        "acts": [(one.id, words) for one, words in MANY if actor.kind in one.who],
    }
    return render(request, "signals/list.html", context)


def sees_all(actor: Actor) -> bool:
    """Tell whether a seat sees every signal: office and conveners."""
    return actor.is_office or actor.kind in CONVENERS


def _row(one: SignalRow) -> SignalsLine:
    return {
        "pick": one.pk,
        "url": f"/signals/{one.pk}",
        "sentence": one.sentence,
        "rule": one.rule_title,
        "happened": long_date(one.happened_on),
        "detected": long_date(one.detected_at.date()),
        "state": SIGNAL.labels[one.state],
        "risk": RISK_LABELS[one.risk],
        "is_open": one.state not in SIGNAL_ENDED,
        "repeats": one.repeats_id,
    }


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a signal: the sentence, its picture, why it was raised, what was done, and the next steps."""
    conference, actor = acting(request)
    signal = find_signal(actor, pk)
    if signal is None:
        raise Http404("没有这个信号，或它没有发给你单位。")
    whole = sees_all(actor)
    told = told_units(signal) if signal.warned_at else []
    may = offers(actor, *STEPS, facts=signal_facts(signal, today()))
    context = {
        "signal": signal,
        "state": SIGNAL.labels[signal.state],
        "picture": draw(signal.picture),
        "facts": _facts(signal),
        "axes": _axes(signal),
        "reckoning": explain_signal(signal),
        "reasons": [REASON_WORDS.get(code, code) for code in signal.reasons],
        "withdrawn": withdrawn_batches(signal),
        "persons": persons_of(signal) if actor.is_office else [],
        "earlier": [_earlier(one) for one in earlier_signals(signal)] if signal.repeats_id and whole else [],
        "times": stages(times_of(signal, responses([signal.pk]).get(signal.pk) if told else None), today()),
        "share_source": SOURCE,
        "told": [_told(one) for one in told],
        "steps": [_step(one) for one in list_steps(signal.pk)] if whole else [],
        "entries": timeline(actor, f"surveillance.signal:{signal.pk}") if whole else [],
        "may": {name.removeprefix("surveillance_"): one for name, one in may.items()},
        "acts": any(one.ok for one in may.values()),
        **_forms(signal, may),
    }
    if may["surveillance_warning_issue"].ok or may["surveillance_signal_assess"].ok:
        context |= _routing(conference, signal)
    return render(request, "signals/page.html", context)


def _facts(signal: SignalRow) -> list[Fact]:
    figures = [
        ("观测值", signal.observed),
        ("预期值", signal.expected),
        ("界限", signal.bound),
    ]
    rule = shipped_rules().get(signal.rule)
    words = "；".join(f"{PARAMETERS[name][0]}：{value:g}" for name, value in signal.parameters.items())
    version = "随附" if signal.rule_revision == 1 else f"第{signal.rule_revision}版"
    return [
        {"label": "规则", "value": f"{signal.rule_title}（{version}）", "url": "/signals/rules"},
        {"label": "参数", "value": words},
        {"label": "出处", "value": f"{rule.source}（{CONFIDENCE[rule.confidence]}）" if rule else ""},
        *[
            Fact(label=label, value=f"{value:g} {signal.unit}")
            for label, value in figures
            if value is not None
        ],
        {"label": "强度", "value": f"{signal.score:.2f}" if signal.score is not None else ""},
        {"label": "发生", "value": date_with_weekday(signal.happened_on)},
        {"label": "发现", "value": moment_text(signal.detected_at)},
        {"label": "涉及数据", "value": _data_words(signal)},
        {"label": "数据校验", "value": signal.data_sha256},
    ]


def _data_words(signal: SignalRow) -> str:
    batches = "、".join(str(one) for one in sorted({int(batch) for batch, _ in signal.rows}))
    return f"{signal.count}条，批次{batches}" if batches else f"{signal.count}条"


def _axes(signal: SignalRow) -> list[SignalsAxes]:
    return [
        {"label": "性质", "value": NATURE_LABELS[signal.nature]},
        {"label": "调查", "value": INVESTIGATION_LABELS[signal.investigation]},
        {"label": "风险", "value": RISK_LABELS[signal.risk]},
        {"label": "处置", "value": MANAGEMENT_LABELS[signal.management]},
    ]


def _earlier(one: SignalRow) -> SignalsEarlier:
    last = next(
        (step for step in reversed(list(one.steps.all())) if step.kind in ("dismissed", "closed")), None
    )
    why = "、".join(DISMISSALS.get(code, code) for code in last.reasons) if last else ""
    return {
        "url": f"/signals/{one.pk}",
        "at": moment_text(one.detected_at),
        "sentence": one.sentence,
        "state": SIGNAL.labels[one.state],
        "why": "：".join(part for part in (why, last.text if last else "") if part),
    }


def _told(row: WarnedUnitRow) -> SignalsTold:
    paper, obligation = row.warning.paper, row.obligation
    return {
        "unit": row.unit.name,
        "clause": short_citation(citation_of(row.basis)),
        "level": LEVEL_LABELS[row.warning.level],
        "paper": str(paper.number) if paper else "",
        "paper_url": f"/papers/{paper.pk}" if paper else "",
        "obligation": obligation.number,
        "obligation_url": f"/ledger/{obligation.pk}",
        "state": OBLIGATION.labels[obligation.state],
        "due": short_due(obligation.due_on, obligation.due_derivation),
    }


def _step(one: SignalStepRow) -> SignalsStep:
    reasons = "、".join(DISMISSALS.get(code, code) for code in one.reasons)
    later = one.details.get("later", {}).get("sentence", "")
    told = "；".join(one.details.get("told", []))
    return {
        "label": STEP_WORDS.get(one.kind, one.kind),
        "at": moment_text(one.at),
        "by": one.by,
        "text": one.text,
        "more": "；".join(part for part in (reasons, later, told) if part),
    }


def _forms(signal: SignalRow, may: dict[str, Offer]) -> Mapping[str, object]:
    found: dict[str, object] = {
        "dismissals": DISMISSALS.items(),
        "risks": [(code, label) for code, label in RISK_LABELS.items() if code != "open"],
        "levels": LEVEL_LABELS.items(),
        "default_title": default_title(signal),
    }
    if may["surveillance_signal_merge"].ok:
        found["others"] = list_mergeable(signal.conference_id, signal.pk, signal.employer)
    return found


def _routing(conference: ConferenceRow, signal: SignalRow) -> SignalsRouting:
    routed = route_signal(conference, signal)
    return {
        "named": [
            {
                "key": f"{one.unit.pk}:{one.clause}",
                "unit": one.unit.name,
                "citation": one.citation,
                "text": one.text,
                "url": one.url,
                "tier": TIER_LABELS[one.tier],
                "firm": one.is_firm,
            }
            for one in routed.named
        ],
        "questions": questions_with_values(routed.questions),
        "missing": routed.missing,
    }


@require_safe
@seated
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in force, where each comes from and how surely, with the form that sets one."""
    conference, actor = acting(request)
    if not sees_all(actor):
        raise Http404("预警规则由办公室设定和查看。")
    found = rules_on(conference.pk, today())
    context = {
        "rules": [_rule(one) for one in found.values()],
        "on": sum(one.on for one in found.values()),
        "may": offers(actor, "surveillance.rule.set")["surveillance_rule_set"],
    }
    return render(request, "signals/rules.html", context)


def _rule(one: Rule) -> SignalsRule:
    return {
        "rule": one,
        "kind": KINDS[one.kind],
        "sure": CONFIDENCE[one.confidence],
        "may_run": bool(shipped_rules()[one.code].stream),
        "parameters": [
            {"name": name, "label": PARAMETERS[name][0], "value": f"{value:g}"}
            for name, value in one.parameters.items()
        ],
    }


urlpatterns: list[URLPattern] = [
    path("signals", index, name="signals"),
    path("signals/rules", rules, name="signal_rules"),
    path("signals/<int:pk>", record, name="signal"),
]
