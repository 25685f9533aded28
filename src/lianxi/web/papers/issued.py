"""Pages of papers: the register, one paper with its receipts and extracts, and downloads of stored files."""

import mimetypes
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header

from lianxi.bodies.queries import unit_names
from lianxi.core.actors import Actor
from lianxi.core.basis import Basis
from lianxi.core.papers import Form
from lianxi.core.rooms import paper_kinds
from lianxi.core.words import date_with_weekday, day_of, moment_text
from lianxi.journal.reading import read_history
from lianxi.meetings.queries import binds, find_minutes_of, issued_paragraphs
from lianxi.meetings.queries.extracts import find_extract, obligations_of
from lianxi.meetings.rows import MinutesRow
from lianxi.meetings.rules.kinds import MINUTES
from lianxi.papers.files import read_file
from lianxi.papers.layout import OfficialDocument, from_dict, render_docx
from lianxi.papers.ofd import render_ofd
from lianxi.papers.pdf import render_pdf
from lianxi.papers.queries import (
    PAGE,
    PaperFilter,
    PaperPage,
    find_file,
    find_paper,
    get_paper_page,
    list_papers,
    list_years,
)
from lianxi.papers.rendering import DOCX, OFD
from lianxi.papers.rows import PaperRow, RecipientRow, StoredFileRow
from lianxi.web.papers.shapes import IssuedListLine, IssuedRecipientLine
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.offers import actor_of, offers, speaks
from lianxi.web.shared.pages import clause_view, conference_of, own_record, record_url, seated, timeline
from lianxi.web.shared.shapes import PagesWordsView
from lianxi.web.shared.tables import offered

MODES = {"main": "主送", "up": "抄报", "copy": "抄送"}
KINDS = {kind.code: kind.label for kind in paper_kinds().values() if kind.form is not Form.EXTRACT}


def attachment(content: bytes, name: str, media_type: str = "") -> HttpResponse:
    """Send bytes to be saved under a safe name, never opened as a page of ours."""
    safe = "".join("_" if ch in '\\/:*?"<>|' else ch for ch in name if unicodedata.category(ch)[0] != "C")
    known = media_type or mimetypes.guess_type(safe)[0] or "application/octet-stream"
    response = HttpResponse(content, content_type=known)
    response["Content-Disposition"] = content_disposition_header(True, safe or "file") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


# ---- the register ----


def paper_filter(request: HttpRequest) -> PaperFilter:
    """Read the filters of the register from an address; what it does not know counts as empty."""
    actor, get = actor_of(request), request.GET
    unsigned = get.get("mine") == "1" and speaks(actor)
    return PaperFilter(
        kind=get.get("kind", "") if get.get("kind", "") in KINDS else "",
        year=number_of(get.get("year", "")),
        words=get.get("q", "").strip()[:80],
        unit_id=actor.unit_id if unsigned else None,
        before=number_of(get.get("before", "")),
    )


@seated
def paper_list(request: HttpRequest) -> HttpResponse:
    """List issued papers, filtered by kind, year and words, or what waits for a receipt."""
    own, actor, get = conference_of(request), actor_of(request), request.GET
    wanted = paper_filter(request)
    unsigned = wanted.unit_id is not None
    rows = list_papers(own, wanted, to=actor)
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    query = {key: value for key, value in get.items() if key != "before" and value}
    context = {
        "title": "公文",
        "rows": [_list_row(paper) for paper in rows[:PAGE]],
        "acts": [("papers.recipient.receive", "签收所选")] if unsigned else [],
        "wanted": wanted,
        "unsigned": unsigned,
        "speaks": speaks(actor),
        "kinds": KINDS.items(),
        "years": list_years(own),
        "files": offered(request, "/papers/export"),
        "pager": {
            "summary": f"本页 {len(rows[:PAGE])} 件",
            "next_url": f"/papers?{urlencode({**query, 'before': more})}" if more else "",
            "prev_url": f"/papers?{urlencode(query)}" if wanted.before else "",
        },
    }
    return render(request, "papers/list.html", context)


def _list_row(paper: PaperRow) -> IssuedListLine:
    return {
        "paper": paper,
        "kind": KINDS.get(paper.kind, paper.kind),
        "day": date_with_weekday(day_of(paper.issued_at)),
    }


# ---- one paper ----


@seated
def paper_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issued paper: recipients with receipts, its text, corrections and extracts."""
    paper = own_record(request, find_paper, pk)
    actor, page = actor_of(request), get_paper_page(paper)
    minutes = find_minutes_of(paper) if paper.kind == MINUTES.code else None
    mine = next((row for row in page.recipients if row.unit_id == actor.unit_id and speaks(actor)), None)
    context = {
        "title": paper.title,
        "paper": paper,
        "kind": KINDS.get(paper.kind, paper.kind),
        "lead": _lead(page, mine),
        "facts": _facts(paper),
        "proof": _proof(paper),
        "rows": [_recipient_row(row) for row in page.recipients],
        "received": sum(row.received_at is not None for row in page.recipients),
        "mine": mine,
        "body": paper.document.get("body", []),
        "signed_by": paper.document.get("signed_by", []),
        "corrections": page.corrections,
        "extracts": _extracts(page, minutes, actor) if minutes is not None else [],
        "can": offers(actor, "papers.recipient.receive", record=mine)
        | offers(actor, "papers.recipient.note_receipt"),
        "here": f"/papers/{pk}",
        "clause": _clause(actor, paper),
        "entries": timeline(actor, *_records(paper, page), of=paper),
    }
    return render(request, "papers/page.html", context)


def _records(paper: PaperRow, page: PaperPage) -> list[str]:
    return [f"papers.paper:{paper.pk}", *[f"papers.recipient:{row.pk}" for row in page.recipients]]


def _clause(actor: Actor, paper: PaperRow) -> PagesWordsView | None:
    """Return the clause the issue rested on, as the journal holds it."""
    lines = read_history(actor, f"papers.paper:{paper.pk}")
    bases = lines[-1].bases if lines else ()
    return next((clause_view(Basis(**basis)) for basis in bases if basis["clause"]), None)


def _lead(page: PaperPage, mine: RecipientRow | None) -> dict[str, str]:
    signed = sum(row.received_at is not None for row in page.recipients)
    plain = f"{len(page.recipients)} 个收文单位中 {signed} 个已签收"
    if mine is not None and mine.received_at is None:
        return {"plain": f"{plain}；", "strong": "等你单位签收。"}
    return {"plain": f"{plain}。", "strong": ""}


def _facts(paper: PaperRow) -> list[Fact]:
    facts: list[Fact] = [
        {"label": "发文字号", "value": paper.number},
        {"label": "文种", "value": KINDS.get(paper.kind, paper.kind)},
        {"label": "印发时间", "value": moment_text(paper.issued_at)},
        {"label": "签发", "value": paper.issued_by},
        {"label": "来源", "value": "看原记录", "url": record_url(paper.subject)},
        *([] if paper.pdf else [Fact(label="PDF", value="没有 PDF")]),
        *([] if paper.ofd else [Fact(label="OFD", value=_why_no_ofd(paper))]),
    ]
    if paper.corrects is not None:
        url = f"/papers/{paper.corrects.pk}"
        facts.append({"label": "更正", "value": paper.corrects.number, "url": url})
    return facts


def _why_no_ofd(paper: PaperRow) -> str:
    """Say why no OFD was kept with a paper, and what its page offers instead."""
    if paper.pdf is None:
        return "没有 OFD（没有 PDF 可以生成）"
    if paper.source != "model":
        return "没有 OFD（所附 PDF 不能照原样生成，或印发时还没有留存 OFD）"
    return "印发时没有留存；下载的由留存的 PDF 生成，没有校验值，不带印章"


def _proof(paper: PaperRow) -> list[Fact]:
    """Return the numbers by which the files can be proved unchanged."""
    kept = (("DOCX", paper.file), ("PDF", paper.pdf), ("OFD", paper.ofd))
    return [fact for name, file in kept if file is not None for fact in _hashes(name, file)]


def _hashes(name: str, file: StoredFileRow) -> list[Fact]:
    return [
        {"label": f"{name} SHA-256", "value": file.sha256},
        {"label": f"{name} SM3", "value": file.sm3 or "登记时没有计算"},
    ]


def _recipient_row(row: RecipientRow) -> IssuedRecipientLine:
    return {
        "row": row,
        "mode": MODES.get(row.mode, row.mode),
        "at": moment_text(row.received_at) if row.received_at else "",
        "outside": row.unit_id is None,
    }


def _extracts(page: PaperPage, minutes: MinutesRow, actor: Actor) -> Sequence[Mapping[str, object]]:
    """Return the units that the issued minutes bind, the acting unit first, with the words that bind each."""
    paragraphs = issued_paragraphs(minutes)
    matters = obligations_of(p["binding"]["decision"] for p in paragraphs if p.get("binding"))
    found = []
    for row in page.recipients:
        bound = binds(paragraphs, row.name) if row.unit_id is not None else []
        if bound:
            found.append(
                {
                    "unit_id": row.unit_id,
                    "unit": row.name,
                    "own": row.unit_id == actor.unit_id,
                    "tasks": [_task(row.name, p["binding"], matters) for p in bound],
                }
            )
    return sorted(found, key=lambda one: not one["own"])


def _task(unit: str, binding: Mapping[str, Any], matters: Mapping[int, int]) -> tuple[str, str, int | None]:
    """Return a unit's part in a decision, the decision's words and its matter in the ledger."""
    part = "牵头" if binding["lead"] == unit else "配合"
    return part, binding["task"], matters.get(binding["decision"])


def inline_pdf(content: bytes, name: str) -> HttpResponse:
    """Send a PDF to be shown in the page, under a name should it be saved."""
    response = attachment(content, name, "application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name.replace("/", "／")) or "inline"
    return response


@seated
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issued paper as the PDF kept; set from its frozen text where none was kept."""
    paper = own_record(request, find_paper, pk)
    if paper.pdf is not None:
        return stored_file(request, paper.pdf, inline=True)
    if paper.source != "model":
        raise Http404("这份公文的正式文本是 DOCX，没有 PDF。")
    try:
        content = render_pdf(from_dict(paper.document))
    except ValueError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(f"/papers/{pk}")
    return inline_pdf(content, f"{paper.title}.pdf")


@seated
def paper_ofd(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the OFD of an issued paper; made from the PDF kept where the paper was issued before OFD were."""
    paper = own_record(request, find_paper, pk)
    if paper.ofd is not None:
        return stored_file(request, paper.ofd)
    if paper.source != "model" or paper.pdf is None:
        raise Http404("这份公文没有 OFD。")
    try:
        pdf = read_file(paper.pdf)
    except (ValueError, FileNotFoundError):
        return stored_file(request, paper.pdf)
    try:
        return attachment(render_ofd(pdf), f"{paper.title}.ofd", OFD)
    except ValueError as error:
        raise Http404("留存的 PDF 不能生成 OFD，请下载 PDF。") from error


@seated
def extract(request: HttpRequest, pk: int, unit_id: int, form: str) -> HttpResponse:
    """Return a unit's extract of issued minutes as DOCX or PDF, drawn from the frozen text."""
    paper = own_record(request, find_paper, pk)
    unit = unit_names([unit_id]).get(unit_id)
    document = find_extract(paper, unit) if unit is not None else None
    if document is None:
        raise Http404("这份公文里没有该单位承担的事项。")
    return drawn(document, f"{paper.title}摘编（{unit}）", form)


def drawn(document: OfficialDocument, stem: str, form: str) -> HttpResponse:
    """Send a document drawn now: as DOCX to be saved, or as PDF to be shown."""
    if form == "pdf":
        return inline_pdf(render_pdf(document), f"{stem}.pdf")
    return attachment(render_docx(document), f"{stem}.docx", DOCX)


@seated
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a stored file of the own conference, if it is still what was stored."""
    return stored_file(request, own_record(request, find_file, pk))


def stored_file(request: HttpRequest, row: StoredFileRow, *, inline: bool = False) -> HttpResponse:
    """Send a stored file, if it is still what was stored."""
    try:
        content = read_file(row)
    except (ValueError, FileNotFoundError):
        return render(request, "papers/damaged.html", {"title": "文件不能下载", "row": row}, status=500)
    return inline_pdf(content, row.name) if inline else attachment(content, row.name)


urlpatterns: list[URLPattern] = [
    path("papers", paper_list, name="papers"),
    path("papers/<int:pk>", paper_page, name="paper"),
    path("papers/<int:pk>/paper.pdf", paper_pdf, name="paper-pdf"),
    path("papers/<int:pk>/paper.ofd", paper_ofd, name="paper-ofd"),
    path("papers/<int:pk>/extract/<int:unit_id>.docx", extract, {"form": "docx"}, name="extract"),
    path("papers/<int:pk>/extract/<int:unit_id>.pdf", extract, {"form": "pdf"}, name="extract-pdf"),
    path("files/<int:pk>", download, name="file"),
]
