"""Pages of minutes: consent beside each paragraph, what hinders the issue, comparison of revisions, the draft paper."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from lianxi.bodies.rows import ConferenceRuleRow
from lianxi.clocks.words import due_words
from lianxi.core.actors import Actor
from lianxi.core.words import day_of, moment_text
from lianxi.ledger.rules import Cutoffs
from lianxi.meetings.actions import (
    adopt_objection,
    issue_minutes,
    reply_to_objection,
    revise_paragraph,
    withdraw_objection,
)
from lianxi.meetings.queries import (
    MinutesPage,
    Row,
    get_minutes_page,
    list_corrections,
)
from lianxi.meetings.queries.choices import Member, list_members
from lianxi.meetings.queries.joining import unit_changes_refused
from lianxi.meetings.queries.records import find_minutes, uploaded_of
from lianxi.meetings.rows import DecisionRow, MinutesRow, ObjectionRow
from lianxi.meetings.rules import kinds
from lianxi.meetings.rules.decisions import Fault, faults_of
from lianxi.meetings.rules.machines import CYCLES, DECISION_KINDS, MINUTES, OBJECTION, PRESENT
from lianxi.meetings.rules.sending import MEMBERS_ALONE, mark_of, names_of, sent_to
from lianxi.meetings.rules.steps import CirculateFacts, ConsentFacts, IssueFacts, ObjectionFacts
from lianxi.papers.register import next_number
from lianxi.web.meetings.consent import (
    consent_lead,
    consent_rows,
    own_consent,
    presence_words,
    seen_revision,
    tally,
)
from lianxi.web.meetings.paragraphs import adoption_of, list_paragraphs, runs_of
from lianxi.web.meetings.shapes import (
    MinutesAddress,
    MinutesDecision,
    MinutesObjection,
    MinutesRuleWhy,
    MinutesSilenceWhy,
    MinutesUnitsWhy,
    MinutesUpload,
)
from lianxi.web.meetings.stages import stages_of
from lianxi.web.shared.compare import paragraph_changes
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import usual_limits
from lianxi.web.shared.offers import Offer, actor_of, clock, drafts_under, may_enter_signed, offer, offers
from lianxi.web.shared.pages import clause_view, own_record, seated, timeline
from lianxi.web.shared.shapes import PagesWordsView

# The consents of many units would push the rest of the page out of sight; the journal holds them all.
HISTORY = 12


@seated
def minutes_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show minutes: who agreed to which words, what is still missing, and what to do now."""
    minutes = own_record(request, find_minutes, pk)
    day, actor = day_of(timezone.now()), actor_of(request)
    page = get_minutes_page(minutes, day)
    editing = offer(actor, revise_paragraph, minutes).ok
    faults = faults_of(page.paragraphs) if minutes.state != "issued" else []
    errors = [fault for fault in faults if fault.severity == "error"]
    unbound = "".join(fault.message for fault in errors)
    drafts = drafts_under(request, f"minutes-{pk}-")
    members = list_members(minutes.conference_id, day) if editing else []
    own = own_consent(page, actor)
    context = {
        "title": f"{minutes.meeting.title}纪要",
        "stages": stages_of(minutes.meeting, minutes),
        "stage": _stage(minutes),
        "minutes": minutes,
        "page": page,
        "asked_units": [(pk, name) for pk, name in page.names.items() if pk in page.table.units],
        "lead": consent_lead(page, actor),
        "facts": _facts(page, usual_limits(day)),
        "runs": runs_of(list_paragraphs(page, actor, faults, drafts), own),
        "seen": seen_revision(page, actor),
        "faults": faults,
        "errors": errors,
        "decisions": _decisions(page, faults, members),
        "rows": consent_rows(page),
        "tally": tally(page),
        "objections": [_objection(row, page, actor, drafts, members) for row in page.objections],
        "own": own,
        "can": _offers(actor, page, unbound, day),
        "signed": may_enter_signed(actor, "meetings.minutes.correct", minutes),
        "hindrance": issue_minutes.hindered(minutes, actor, day, facts=_issue(page, unbound)),
        "editing": editing,
        "upload": _upload(page, day) if editing else {},
        "address": _address(page) if editing else {},
        "members": members,
        "cycles": CYCLES.items(),
        "corrections": list_corrections(minutes),
        "drafts": {key.removeprefix(f"minutes-{pk}-"): value for key, value in drafts.items()},
        "key": f"minutes-{pk}-",
        "here": f"/minutes/{pk}",
        "clause": _clause(page.rules.get("consent")),
        "entries": timeline(actor, *_records(page), of=minutes)[:HISTORY],
        "more_url": f"/journal?record=meetings.minutes:{pk}",
    }
    return render(request, "minutes/page.html", context)


def _upload(page: MinutesPage, day: date) -> MinutesUpload:
    """Return the file of record, whether a later revision set it aside, and the number that it must bear."""
    minutes = page.minutes
    if minutes.upload is None:
        return {}
    holds = uploaded_of(minutes) is not None
    number = next_number(minutes.conference, kinds.MINUTES, day) if holds else ""
    return {"file": minutes.upload, "pdf": minutes.upload_pdf, "holds": holds, "number": number}


def _address(page: MinutesPage) -> MinutesAddress:
    """Return whom the minutes go to beside the members, as the form takes it, and whom it may add."""
    main, copies, up = ("\n".join(names_of(page.paragraphs, mode)) for mode in ("main", "copy", "up"))
    return {
        "main": main,
        "copies": copies,
        "up": up,
        "seen": mark_of(page.paragraphs),
        "guests": list(dict.fromkeys(row.organ for row in page.attendances if row.role == "guest")),
    }


def _stage(minutes: MinutesRow) -> str:
    if minutes.paper is not None:
        return minutes.paper.number
    word = "会签稿" if minutes.state == "in_consent" else "草稿"
    return f"{word} 第 {minutes.revision} 版"


def _clause(rule: ConferenceRuleRow | None) -> PagesWordsView | None:
    return clause_view(rule.basis) if rule is not None else None


def _records(page: MinutesPage) -> list[str]:
    rows = (*page.consents, *page.objections)
    return [f"meetings.minutes:{page.minutes.pk}", *[f"{row._meta.label_lower}:{row.pk}" for row in rows]]


def _offers(actor: Actor, page: MinutesPage, unbound: str, day: date) -> dict[str, Offer]:
    minutes = page.minutes
    attending = frozenset(row.unit_id for row in page.attendances if row.role in PRESENT and row.unit_id)
    says = ConsentFacts(minutes.state, attending)
    goes = CirculateFacts(minutes.state, unbound, unit_changes_refused(page.decisions.values(), day))
    steps = [f"minutes.{step}" for step in ("recall", "correct", "upload", "withdraw_upload")]
    steps += ["minutes.address", "consent.record_on_paper"]
    return {
        **offers(actor, *[f"meetings.{step}" for step in steps], record=minutes),
        **offers(actor, "meetings.minutes.circulate", facts=goes),
        **offers(actor, "meetings.consent.give", "meetings.objection.raise", facts=says),
        **offers(actor, "meetings.minutes.issue", facts=_issue(page, unbound)),
    }


def _issue(page: MinutesPage, unbound: str) -> IssueFacts:
    return IssueFacts(page.minutes.state, page.table, page.names, unbound)


def _facts(page: MinutesPage, at: Cutoffs) -> list[Fact]:
    minutes, rules = page.minutes, page.rules
    due: Fact = {"label": "会签期限", "value": "送会签时确定"}
    if minutes.consent_due_on:
        lamp = clock(minutes.consent_due_on, at) if minutes.state == "in_consent" else {}
        due = {
            "label": "会签期限",
            "value": due_words(minutes.consent_due_on, minutes.consent_derivation),
            "why": page.due_sentence,
            "light": lamp.get("light", ""),
            "light_words": lamp.get("words", ""),
        }
    chair, up = rules.get("chair"), rules.get("report_to")
    return [
        {"label": "状态", "value": MINUTES.labels[minutes.state]},
        due,
        {"label": "主持", "value": chair.value if chair else "召集人", "why": _rule_why(chair)},
        {"label": "应表态", "value": f"{len(page.table.units)} 个单位，按到会计算", "why": _units_why(page)},
        {"label": "印发后抄报", "value": up.value if up else "—", "why": _rule_why(up)},
        {"label": "印发范围", "value": _sent(page)},
        {"label": "默示同意", "value": _silence(page), "why": _silence_why(page)},
    ]


def _sent(page: MinutesPage) -> str:
    named = sent_to(page.paragraphs)
    return f"{MEMBERS_ALONE}，另发 {len(named)} 个单位（见正文末段）" if named else MEMBERS_ALONE


def _rule_why(rule: ConferenceRuleRow | None) -> MinutesRuleWhy | None:
    if rule is None:
        return None
    source = f"条款 {rule.basis_clause}" if rule.basis_clause else "本联席会议设定，待确认"
    return {"sentence": rule.text or rule.value, "cite": source}


def _units_why(page: MinutesPage) -> MinutesUnitsWhy:
    steps = [f"{row.organ}：{presence_words(row)}" for row in page.attendances]
    return {"sentence": "到会的单位对到会期间的议题表态；列席、请假、缺席的不表态。", "steps": steps}


def _silence(page: MinutesPage) -> str:
    rule = page.rules.get("silent_consent")
    return "适用：逾期未答复视为同意" if rule is not None and rule.value == "on" else "不适用"


def _silence_why(page: MinutesPage) -> MinutesSilenceWhy:
    silent, consent = page.rules.get("silent_consent"), page.rules.get("consent")
    if silent is not None and silent.value == "on":
        return {"sentence": "本联席会议的规则写明逾期未答复视为同意。", "cite": silent.text}
    words = consent.text if consent is not None else "经与会单位同意"
    cite = f"条款 {consent.basis_clause}" if consent is not None else ""
    return {"sentence": f"规则是“{words}”：没有答复不算同意。", "cite": cite}


# ---- decisions, consents, objections ----


def _decisions(
    page: MinutesPage, faults: Sequence[Fault], members: Sequence[Member]
) -> Sequence[Mapping[str, object]]:
    views: list[Mapping[str, object]] = []
    for p in page.paragraphs:
        if p["binding"]:
            helpers = p["binding"]["co_units"]
            views.append(
                {
                    **_decision(p["binding"], page.decisions.get(p["binding"]["decision"])),
                    "key": p["key"],
                    "faults": [fault for fault in faults if fault.key == p["key"]],
                    # The obligation takes the decision's own words; a reader must see where the text moved on.
                    "differs": p["text"] != p["binding"]["task"],
                    "text": p["text"],
                    "co_ids": [one.unit_id for one in members if one.name in helpers],
                }
            )
    return views


def _decision(binding: Row, row: DecisionRow | None) -> MinutesDecision:
    return {
        "binding": binding,
        "row": row,
        "obligation": getattr(row, "obligation_id", None),
        "kind": DECISION_KINDS[binding["kind"]],
        "cycle": CYCLES[binding["cycle"]],
        "due": binding["due_on"] or "",
        "from": binding["effective_on"] or "",
        "cite": getattr(row, "cite", "") or getattr(row, "basis_clause", ""),
        "cite_url": getattr(row, "cite_url", ""),
    }


def _objection(
    row: ObjectionRow,
    page: MinutesPage,
    actor: Actor,
    drafts: Mapping[str, Mapping[str, str]],
    members: Sequence[Member],
) -> MinutesObjection:
    facts = ObjectionFacts(row.state, page.minutes.state, row.unit_id)
    withdraw = offer(actor, withdraw_objection, facts=facts)
    key = f"minutes-{page.minutes.pk}-reply-{row.pk}"
    place = page.place_of(row.paragraph)
    return {
        "row": row,
        "place": f"第 {place} 段" if place else "已删去的段落",
        "state": OBJECTION.labels[row.state],
        "at": moment_text(row.at),
        "replied_at": moment_text(row.replied_at) if row.replied_at else "",
        "may_reply": offer(actor, reply_to_objection, facts=facts).ok,
        "may_withdraw": withdraw.ok,
        "withdraw": withdraw,
        "draft_key": key,
        "draft": drafts.get(key, {}),
        "adopt": adoption_of(row, page, drafts, members)
        if offer(actor, adopt_objection, facts=facts).ok and place
        else None,
    }


# ---- comparison and the draft paper ----


def _chosen(request: HttpRequest, name: str, default: int) -> int:
    found = number_of(request.GET.get(name, ""))
    return default if found is None else found


@seated
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare two revisions by paragraph: in line, or side by side with ?view=sides."""
    minutes = own_record(request, find_minutes, pk)
    page = get_minutes_page(minutes, day_of(timezone.now()))
    new = _chosen(request, "to", minutes.revision)
    old = _chosen(request, "from", max(1, new - 1))
    try:
        before, after = page.revision(old), page.revision(new)
    except KeyError as error:
        raise Http404("没有这一版。") from error
    changes = paragraph_changes(before.paragraphs, after.paragraphs)
    context = {
        "title": f"{minutes.meeting.title}纪要：版本对照",
        "minutes": minutes,
        "paragraphs": changes,
        "changed": sum(one.changed for one in changes),
        "sides": request.GET.get("view") == "sides",
        "old": old,
        "new": new,
        "old_label": f"第 {old} 版",
        "new_label": f"第 {new} 版",
        "revisions": page.revisions,
        "between": [row for row in page.revisions if min(old, new) < row.number <= max(old, new)],
    }
    return render(request, "minutes/compare.html", context)


urlpatterns: list[URLPattern] = [
    path("minutes/<int:pk>", minutes_page, name="minutes"),
    path("minutes/<int:pk>/compare", compare, name="minutes-compare"),
]
