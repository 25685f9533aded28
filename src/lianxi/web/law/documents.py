"""Pages of documents: instruments and their versions, the source beside its clauses, reading a new document."""

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxi.bodies.queries.own import find_founded
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.words import long_date, moment_text
from lianxi.law.actions import adopt_further, adopt_version, discard_version, draft_version
from lianxi.law.corrections import Draft
from lianxi.law.founding import PlanOptions, plan_from
from lianxi.law.queries import (
    draft_of,
    find_own_version,
    head_of,
    heads_of,
    list_further,
    list_versions,
    open_parts,
    succession_banners,
)
from lianxi.law.reading import Unreadable, extract
from lianxi.law.rows import ClauseRow, InstrumentVersionRow
from lianxi.law.rules import FURTHER, KIND_LABELS, ROLE_LABELS, SUBJECTS, VERSION, VERSION_KINDS, VersionKind
from lianxi.papers.files import MAX_BYTES
from lianxi.web.law.shapes import DocumentsClauseLine, DocumentsFacts, DocumentsFindings, DocumentsLeftOver
from lianxi.web.shared.drafts import end_draft, find_draft
from lianxi.web.shared.lights import acting, short_citation
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated

DRAFT_KEY = "document-new"
# Only after this refusal may a person say that the text founds a conference all the same.
FOUNDS_NONE = "没有读到建立联席会议"
EMPTY_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source; `span` pairs it with an act's record, `anchor` is its place on the page."""

    text: str
    span: str = ""
    marked: bool = False
    anchor: str = ""


def pieces_of(
    text: str, start: int, spans: Iterable[tuple[int, int]], mark: tuple[int, int] | None = None
) -> list[Piece]:
    """Cut a stretch of the source at the given spans and at the marked words."""
    end, inner = start + len(text), sorted(spans)
    cuts = {start, end, *(min(max(cut, start), end) for span in inner for cut in span)}
    if mark is not None:
        cuts |= {cut for cut in mark if start < cut < end}
    places = sorted(cuts)
    pieces = []
    for left, right in pairwise(places):
        own = next((f"{a}-{b}" for a, b in inner if a <= left and right <= b), "")
        lit = mark is not None and mark[0] <= left and right <= mark[1]
        anchor = f"s{left}" if lit and mark is not None and left == mark[0] != start else ""
        pieces.append(Piece(text[left - start : right - start], own, lit, anchor))
    return pieces


def clause_row(clause: ClauseRow, mark: tuple[int, int] | None = None) -> DocumentsClauseLine:
    """Return a clause with its acts (which must be loaded) for the page that shows both sides."""
    acts = list(clause.acts.all())
    return {
        "clause": clause,
        "start": clause.start,
        "kind": KIND_LABELS.get(clause.kind, clause.kind),
        "span": f"{clause.start}-{clause.end}",
        "short": short_citation(clause.citation) or clause.code,
        "pieces": pieces_of(clause.text, clause.start, [(act.start, act.end) for act in acts], mark),
        "acts": [
            {
                "code": act.code,
                # One act that is the whole clause would only repeat it.
                "text": act.text if len(acts) > 1 else "",
                "span": f"{act.start}-{act.end}",
                "roles": "、".join(ROLE_LABELS.get(role, role) for role in act.roles),
            }
            for act in acts
        ],
    }


@seated
def documents(request: HttpRequest) -> HttpResponse:
    """List the founding documents and their versions with their state."""
    conference, actor = acting(request)
    versions = list_versions(conference)
    heads = heads_of(versions)
    rows = [
        {
            "version": version,
            "head": heads[version.pk],
            "kind": VERSION_KINDS[version.kind],
            "state": VERSION.labels[version.state],
            "open": open_parts(version),
            "issued": _day_words(heads[version.pk].issued_on),
            "since": _day_words(version.holds_from),
            "adopted": moment_text(version.adopted_at) if version.adopted_at else "",
        }
        for version in versions
    ]
    waiting = sum(version.state == VERSION.initial for version in versions)
    further = [
        {
            "pk": one.pk,
            "title": str(one),
            "subject": SUBJECTS[one.subject],
            "state": FURTHER.labels[one.state],
        }
        for one in list_further(conference.pk)
    ]
    context = {"rows": rows, "waiting": waiting, "draft": offer(actor, draft_version), "further": further}
    return render(request, "documents/list.html", context)


def _day_words(day: date | None) -> str:
    return long_date(day) if day else ""


@seated
def document(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show a version: the source on the left, what was read from it beside each clause."""
    conference, actor = acting(request)
    version = find_own_version(conference, version_id)
    if version is None:
        raise Http404("没有这份文件，或它不属于本联席会议。")
    unit, kind, mark = request.GET.get("unit", ""), request.GET.get("kind", ""), _mark(request)
    clauses = list(version.clauses.all())
    shown = [c for c in clauses if unit in ("", c.unit) and kind in ("", c.kind)]
    filtered = bool(unit or kind)
    rows = [clause_row(c, mark) for c in shown] if filtered else _whole_text(version, clauses, mark)
    context = {
        "version": version,
        "title": head_of(version).title or _("（无标题）"),
        "facts": _facts(version),
        "state": VERSION.labels[version.state],
        "open": open_parts(version),
        "banners": succession_banners(version),
        "rows": rows,
        "total": len(clauses),
        "shown": len(shown),
        "units": list(dict.fromkeys(c.unit for c in clauses if c.unit)),
        "kinds": [(k, KIND_LABELS.get(k, k)) for k in dict.fromkeys(c.kind for c in clauses)],
        "unit": unit,
        "kind": kind,
        "filtered": filtered,
        "findings": _findings(version),
        "discard": offer(actor, discard_version, version),
    }
    if version.state == VERSION.initial:
        context |= adoption_of(version, draft_of(version), conference, actor)
    return render(request, "documents/show.html", context)


def adoption_of(
    version: InstrumentVersionRow, draft: Draft, conference: ConferenceRow, actor: Actor
) -> dict[str, object]:
    """Offer a draft's adoption, and say what it does: found a conference or renew one."""
    if version.kind == VersionKind.FURTHER:
        return {
            "adopt": offer(actor, adopt_further, record=version),
            "effect": "采用后作为本联席会议的其他文件，登记批准后条款可以引用。",
            "question": "采用后这一版不再更改。确定采用？",
            "said": "",
            "subjects": list(SUBJECTS.items()),
        }
    options = PlanOptions(version.number, version.holds_from or date.min)
    plan, said = plan_from(draft, options), ""
    if version.follows is None:
        words = {"name": plan.name, "units": len(plan.units)}
        effect = _("采用后建立“%(name)s”，%(units)s 个成员单位。") % words
        said = _(
            "已采用，建立了“%(name)s”。请安装人员运行 lianxi office-link，为它的办公室主任生成登录链接。"
        )
        said %= words
    elif version.kind == VersionKind.ERRATUM:
        effect = _("采用后“%(name)s”只按勘误改动的地方调整。") % {"name": conference.name}
    else:
        effect = _("采用后“%(name)s”从施行日期起按这一版办理，单位、人员、规则有变的随之调整。")
        effect %= {"name": conference.name}
    question = effect + _("这一版采用后不再更改。已对照原文审阅？")
    return {
        "adopt": offer(actor, adopt_version, version),
        "effect": effect,
        "question": question,
        "said": said,
    }


def _whole_text(
    version: InstrumentVersionRow, clauses: Sequence[ClauseRow], mark: tuple[int, int] | None
) -> Sequence[Mapping[str, object]]:
    """Give the text from its first word to its last: clauses in their place, and what no record took between.

    Words on a clause's own line before it, such as its number, stand before the clause.
    """
    text, place = version.text, 0
    rows: list[Mapping[str, object]] = []
    for clause in clauses:
        line = max(text.rfind("\n", place, clause.start) + 1, place)
        rows.append(_left_over(text, place, line, mark))
        rows.append({**clause_row(clause, mark), "lead": text[line : clause.start].strip()})
        place = max(place, clause.end)
    rows.append(_left_over(text, place, len(text), mark))
    return [row for row in rows if row["pieces"]]


def _left_over(text: str, start: int, end: int, mark: tuple[int, int] | None) -> DocumentsLeftOver:
    words = text[start:end].rstrip()
    start += len(words) - len(words.lstrip())
    pieces = pieces_of(words.lstrip(), start, (), mark) if words else []
    # Empty lines say nothing here and would push the records apart.
    return {
        "clause": None,
        "start": start,
        "pieces": [replace(piece, text=EMPTY_LINES.sub("\n", piece.text)) for piece in pieces],
    }


def _mark(request: HttpRequest) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{1,7})-(\d{1,7})", request.GET.get("at", ""))
    return (int(found[1]), int(found[2])) if found and int(found[1]) < int(found[2]) else None


def _facts(version: InstrumentVersionRow) -> list[DocumentsFacts]:
    own, code = head_of(version), version.instrument.code
    adopted = f"{version.adopted_by}，{moment_text(version.adopted_at)}" if version.adopted_at else "—"
    founded = find_founded(code, version.number)
    return [
        {"label": _("发文机关"), "value": own.issuer},
        {"label": _("文号"), "value": own.doc_number},
        {"label": _("成文日期"), "value": _day_words(own.issued_on)},
        {"label": _("施行日期"), "value": _day_words(version.holds_from)},
        {"label": _("版本"), "value": f"{code} 第 {version.number} 版（{VERSION_KINDS[version.kind]}）"},
        {"label": _("现行于"), "value": founded.name if founded else ""},
        {"label": _("读取"), "value": version.drafted_by},
        {"label": _("采用"), "value": adopted},
        {"label": _("校验值"), "value": f"{version.sha256[:16]}…"},
    ]


def _findings(version: InstrumentVersionRow) -> list[DocumentsFindings]:
    found = version.reading.get("findings", ())
    return [
        {
            "message": one["message"],
            "warning": one["severity"] == "warning",
            "url": f"?at={one['start']}-{one['end']}#s{one['start']}" if one["start"] is not None else "",
        }
        for one in found
    ]


@seated
@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request: HttpRequest) -> HttpResponse:
    """Take a pasted text or an uploaded file and have it read as a draft for review."""
    _conference, actor = acting(request)
    if request.method != "POST":
        return _new_page(request, find_draft(request, DRAFT_KEY))
    typed = {
        name: request.POST.get(name, "") for name in ("code", "text", "kind", "holds_from", "as_founding")
    }
    try:
        typed["text"] = _text_of(request)
        own = {"code": typed["code"], "text": typed["text"], "kind": typed["kind"]}
        day, founds = _day_of(typed["holds_from"]), typed["as_founding"] == "on"
        version = draft_version(actor, timezone.now(), **own, holds_from=day, as_founding=founds)
    except Refusal as refusal:
        return _new_page(request, typed, refusal)
    end_draft(request)
    return HttpResponseRedirect(reverse("review", args=[version.pk]))


def _new_page(request: HttpRequest, typed: dict[str, str], refusal: Refusal | None = None) -> HttpResponse:
    _conference, actor = acting(request)
    context = {
        "typed": typed,
        "refusal": refusal,
        "draft": offer(actor, draft_version),
        "draft_key": DRAFT_KEY,
        "kinds": list(VERSION_KINDS.items()),
        "insists": refusal and (FOUNDS_NONE in refusal.message or typed["as_founding"] == "on"),
    }
    return render(request, "documents/new.html", context, status=422 if refusal else 200)


def _day_of(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise BadInput("施行日期请填写成 2026-03-02 这样。") from None


def _text_of(request: HttpRequest) -> str:
    """Give the uploaded file's text, or the pasted one; browsers send pasted lines with two end marks."""
    upload = request.FILES.get("file")
    if upload is None:
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if not text.strip():
            raise BadInput("没有收到文字。", next_step="请粘贴文件全文，或选择一个文件。")
        return text
    if (upload.size or 0) > MAX_BYTES:
        raise BadInput("文件超过 20 MB。", next_step="建立文件一般只有几页，请确认选对了文件。")
    name = Path(str(upload.name).replace("\\", "/")).suffix[:10]
    with tempfile.TemporaryDirectory(prefix="lianxi-") as folder:
        kept = Path(folder) / f"document{name}"
        kept.write_bytes(upload.read())
        try:
            return extract(kept)
        except Unreadable as problem:
            raise BadInput(str(problem), next_step="请换一个文件，或把全文粘贴到下面。") from problem
        except UnicodeDecodeError as problem:
            raise BadInput(
                "这个文件里读不出文字。", next_step="请另存为文本后再试，或粘贴全文。"
            ) from problem


urlpatterns = [
    path("documents", documents, name="documents"),
    path("documents/new", new_document, name="document-new"),
    path("documents/<int:version_id>", document, name="document"),
]
