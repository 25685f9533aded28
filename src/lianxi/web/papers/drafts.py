"""Pages of papers under way: the list of drafts, the form, and one draft with its steps, preview and comparison."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from lianxi.core.actors import UNIT_SPEAKERS, Actor, SeatKind
from lianxi.core.refusals import BadInput
from lianxi.core.words import long_date, moment_text
from lianxi.ledger.queries.reports import recount, report_of
from lianxi.ledger.rules.reports import LENGTH_RULE, MOST_CHARACTERS
from lianxi.meetings.queries.choices import list_clause_groups
from lianxi.papers.actions import draft_paper, revise_draft
from lianxi.papers.drafting import attachments_of, draft_document
from lianxi.papers.facts import draft_facts
from lianxi.papers.files import Upload, read_file
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.kinds import drafted_kinds
from lianxi.papers.layout import OfficialDocument, Stage, check, render_docx
from lianxi.papers.letterhead import letterhead_of
from lianxi.papers.members import look_at_notice
from lianxi.papers.pdf import render_pdf
from lianxi.papers.queries import find_paper_draft, list_drafts
from lianxi.papers.rendering import DOCX, file_stem
from lianxi.papers.rows import PaperDraftRow
from lianxi.papers.rules import DRAFT, RETENTIONS
from lianxi.register.queries import list_areas
from lianxi.register.rules.areas import area_organ
from lianxi.web.papers.issued import attachment, inline_pdf
from lianxi.web.shared.compare import Change, compare_texts
from lianxi.web.shared.cutting import cut
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.lights import acting, member_units, today
from lianxi.web.shared.offers import offer, offers
from lianxi.web.shared.pages import clause_view, own_record, seated, timeline

STEPS = (
    *("revise", "submit", "put_up", "approve", "return", "sign", "number", "issue", "send", "file"),
    *("upload", "withdraw_upload", "attach", "detach", "void"),
)
# What each state waits for, as the page's first sentence says it.
WAITS = {
    "draft": "改好后送核稿。",
    "review": "等办公室核稿。",
    "signing": "等办公室主任或召集人签发。",
    "signed": "等办公室编号。",
    "numbered": "字号已定，等办公室印发。",
    "issued": "等办公室发送给收文单位。",
    "sent": "收文单位逐一签收后归档。",
    "archived": "已办结。",
    "voided": "不再办理；已取的字号在登记簿里登记为作废。",
}
# The same of a unit's own paper: nobody else has it in hand.
OWN_WAITS = {
    "draft": "改好后送本单位负责同志签发。",
    "signing": "等本单位负责同志签发。",
    "signed": "等填写本单位办公系统给的字号。",
    "numbered": "字号已定，等印发。",
    "issued": "等发送给收文单位。",
}
WAY = ("draft", "review", "signing", "signed", "numbered", "issued", "sent", "archived")
MOST = 200
KINDS = {code: kind.drafted for code, kind in drafted_kinds().items()}


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the papers under way, then those that have gone out."""
    _conference, actor = acting(request)
    found, told = cut(list_drafts(actor, MOST + 1), MOST)
    lines = [
        {
            "row": one,
            "kind": KINDS[one.kind],
            "state": DRAFT.labels[one.state],
            "number": one.paper.number if one.paper else "",
            "ended": one.state in ("sent", "archived", "voided"),
        }
        for one in found
    ]
    context = {
        "title": "公文起草",
        "open": [line for line in lines if not line["ended"]],
        "ended": [line for line in lines if line["ended"]],
        "new": offer(actor, draft_paper),
        "cut": told,
    }
    return render(request, "papers/drafts.html", context)


@require_safe
@seated
def new(request: HttpRequest) -> HttpResponse:
    """Show the form that drafts a paper."""
    conference, actor = acting(request)
    typed = find_draft(request, "paper-new")
    context = {
        "title": "起草公文",
        "action": offer(actor, draft_paper),
        "key": "paper-new",
        "kinds": KINDS.items(),
        "values": typed,
        "units": [(pk, name, False, False) for pk, name in member_units(conference, today())],
        "groups": list_clause_groups(conference, ""),
        "areas": _areas(conference.pk),
        "both": actor.is_office and actor.kind in UNIT_SPEAKERS,
        "own_only": not actor.is_office,
        "next": "/papers/drafts/{id}",
        "back": "/papers/drafts",
    }
    return render(request, "papers/draft_form.html", context)


@require_safe
@seated
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form that changes a draft; it names the version that was read."""
    conference, actor = acting(request)
    draft = own_record(request, find_paper_draft, pk)
    key = f"paper-{pk}-{draft.version}"
    chosen = {(row["unit_id"], row["mode"]) for row in draft.addressees}
    stored = {
        "title": draft.title,
        "text": draft.text,
        "note": draft.note,
        "outside": _outside(draft, "main"),
        "outside_copies": _outside(draft, "copy"),
    }
    context = {
        "title": f"修改：{draft.title}",
        "draft": draft,
        "action": offer(actor, revise_draft, draft),
        "key": key,
        "values": stored | find_draft(request, key),
        "units": [
            (unit, name, (unit, "main") in chosen, (unit, "copy") in chosen)
            for unit, name in member_units(conference, today())
        ],
        "areas": _areas(conference.pk),
        "next": f"/papers/drafts/{pk}",
        "back": f"/papers/drafts/{pk}",
    }
    return render(request, "papers/draft_form.html", context)


def _areas(conference_id: int) -> list[str]:
    return [area_organ(one.name, one.kind) for one in list_areas(conference_id, on=True)]


def _outside(draft: PaperDraftRow, mode: str) -> str:
    rows = draft.addressees
    return "\n".join(row["name"] for row in rows if row["mode"] == mode and row["unit_id"] is None)


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft: where it stands, what can be done, how it prints, what an upload changed."""
    _conference, actor = acting(request)
    draft = own_record(request, find_paper_draft, pk)
    is_open = draft.paper is None and draft.state != "voided"
    document, fault = _document(draft)
    context = {
        "title": draft.title,
        "report": _report(draft),
        "members": look_at_notice(draft.pk, draft.text, today()),
        "draft": draft,
        "kind": KINDS[draft.kind],
        "state": DRAFT.labels[draft.state],
        "waits": (OWN_WAITS if draft.unit_id else {}).get(draft.state, WAITS[draft.state]),
        "way": [
            (DRAFT.labels[one], one == draft.state, _passed(one, draft.state))
            for one in WAY
            if one != "review" or draft.unit_id is None
        ],
        "is_member": actor.kind is SeatKind.MEMBER,
        "facts": _facts(draft),
        "can": _can(actor, draft),
        "retentions": RETENTIONS.items(),
        "attachments": attachments_of(draft),
        "is_open": is_open,
        "fault": fault,
        "findings": check(document) if document is not None and is_open else (),
        "changes": _changes(draft, document),
        "here": f"/papers/drafts/{pk}",
        "clause": clause_view(draft.basis),
        "entries": timeline(actor, f"papers.paperdraft:{draft.pk}", of=draft),
    }
    return render(request, "papers/draft.html", context)


def _report(draft: PaperDraftRow) -> dict[str, object] | None:
    """Give what a half-year or yearly report is checked by: its period, its length, its figures counted again."""
    report = report_of(draft.pk)
    if report is None:
        return None
    length = len("".join(draft.text.split()))
    return {
        "first": long_date(report.first_on),
        "last": long_date(report.last_on),
        "at": moment_text(report.counted_at),
        "length": length,
        "limit": (MOST_CHARACTERS, LENGTH_RULE) if length > MOST_CHARACTERS else None,
        "figures": recount(report, draft.text, timezone.now()),
    }


def _passed(state: str, now: str) -> bool:
    return now in WAY and WAY.index(state) < WAY.index(now)


def _document(draft: PaperDraftRow) -> tuple[OfficialDocument | None, str]:
    try:
        return draft_document(draft, today()), ""
    except BadInput as bad:
        return None, bad.message


def _can(actor: Actor, draft: PaperDraftRow) -> Mapping[str, object]:
    ids = [f"papers.draft.{step}" for step in STEPS]
    found = offers(actor, *ids, facts=draft_facts(draft, today()))
    return {key.removeprefix("papers_draft_"): value for key, value in found.items()}


def _facts(draft: PaperDraftRow) -> list[Fact]:
    number = f"{draft.prefix}〔{draft.year}〕{draft.sequence}号" if draft.sequence else _number_to_come(draft)
    sent = {
        mode: "、".join(r["name"] for r in draft.addressees if r["mode"] == mode) for mode in ("main", "copy")
    }
    facts: list[Fact] = [
        {"label": "文种", "value": KINDS[draft.kind]},
        {"label": "行文单位", "value": draft.unit.name if draft.unit else "联席会议办公室"},
        {"label": "发文字号", "value": number},
        {"label": "主送", "value": sent["main"]},
        {"label": "抄送", "value": sent["copy"]},
        {"label": "起草", "value": f"{draft.drafted_by}，{moment_text(draft.drafted_at)}"},
        {"label": "核稿", "value": draft.reviewed_by},
        {"label": "签发", "value": _signed(draft)},
        {"label": "印章", "value": "落款处留出位置，由发文机关加盖；系统不绘制印章"},
    ]
    if draft.paper is not None:
        facts.append({"label": "公文", "value": "看公文和签收", "url": f"/papers/{draft.paper.pk}"})
    if draft.retention:
        facts.append({"label": "保管期限", "value": RETENTIONS[draft.retention]})
    return facts


def _number_to_come(draft: PaperDraftRow) -> str:
    """Say what the number will begin with, before the first one is drawn for good."""
    kind = drafted_kinds()[draft.kind]
    if kind.is_inner or draft.unit_id is not None:
        return "不编号" if kind.is_inner else "由本单位办公系统编号"
    head = letterhead_of(draft.conference, today())
    unset = "" if head.code else "；还没有设定发文机关代字，编号前请在“设置”里核对版头"
    return f"编号后取得，字头“{head.prefix_of(kind) or '（无）'}”{unset}"


def _signed(draft: PaperDraftRow) -> str:
    return f"{draft.signed_by} {draft.signer}，{long_date(draft.signed_on)}" if draft.signed_on else ""


def _changes(draft: PaperDraftRow, document: OfficialDocument | None) -> list[Change]:
    """Compare the uploaded text with the draft, both as their DOCX reads."""
    if draft.upload is None or document is None:
        return []
    try:
        own = docx_lines(open_docx(Upload("a.docx", render_docx(document))))
        theirs = docx_lines(open_docx(Upload("a.docx", read_file(draft.upload))))
    except (BadInput, ValueError, OSError):
        return []
    return compare_texts("\n".join(own), "\n".join(theirs))


@require_safe
@xframe_options_sameorigin
@seated
def preview(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Return a draft as it would print: a PDF marked 草稿, or the DOCX to be edited elsewhere.

    The DOCX bears no mark, so that it can come back as the text of record.
    """
    draft = own_record(request, find_paper_draft, pk)
    stem = file_stem(draft.title)
    try:
        if form == "docx":
            return attachment(render_docx(draft_document(draft, today(), Stage.FINAL)), f"{stem}.docx", DOCX)
        return inline_pdf(render_pdf(draft_document(draft, today())), f"{stem}（草稿）.pdf")
    except (BadInput, ValueError) as bad:
        raise Http404(str(bad)) from bad


urlpatterns: list[URLPattern] = [
    path("papers/drafts", index, name="paper-drafts"),
    path("papers/drafts/new", new, name="paper-draft-new"),
    path("papers/drafts/<int:pk>", record, name="paper-draft"),
    path("papers/drafts/<int:pk>/edit", edit, name="paper-draft-edit"),
    path("papers/drafts/<int:pk>/preview.pdf", preview, {"form": "pdf"}, name="paper-draft-pdf"),
    path("papers/drafts/<int:pk>/preview.docx", preview, {"form": "docx"}, name="paper-draft-docx"),
]
