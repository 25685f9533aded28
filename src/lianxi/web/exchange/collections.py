"""Pages of collections: the list, a new one, one with what came in; all files, the merged DOCX, the table of opinions."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.refusals import BadInput
from lianxi.core.words import moment_text, with_leader
from lianxi.exchange import actions
from lianxi.exchange.queries.bundling import bundle
from lianxi.exchange.queries.documents import HEADS, merged_document, opinion_document, opinion_rows
from lianxi.exchange.queries.lists import PAGE, list_collections
from lianxi.exchange.queries.pages import CollectionPage, get_collection_page
from lianxi.exchange.rows import ReplyRow
from lianxi.exchange.rules import COLLECTION, REPLY
from lianxi.exchange.rules.words import ADOPTIONS, COLLECTION_FORMS
from lianxi.papers.layout import render_docx
from lianxi.papers.rendering import DOCX, file_stem
from lianxi.web.exchange.parts import wanted_of
from lianxi.web.exchange.shapes import CollectionsFacts, CollectionsReply
from lianxi.web.papers.issued import attachment
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.listing import choices_of, due_view, may, pager
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import clause_view, seated, timeline
from lianxi.web.shared.tables import Column, named, offered, table_response

STATES = dict(COLLECTION.labels)
WIDTHS = (16, 20, 60, 10, 40)
# Rows for opinions that a form offers at first; a reply with more keeps them all.
BLANK_ROWS = 3


@require_safe
@seated
def collection_list(request: HttpRequest) -> HttpResponse:
    """List the collections that ask the own unit or that it asked for, or all that the seat sees."""
    actor = actor_of(request)
    wanted = wanted_of(request, {}, STATES)
    rows = list_collections(actor, wanted)
    found = list(rows[:PAGE])
    context = {
        "title": "征集",
        "rows": [
            {
                "row": row,
                "form": COLLECTION_FORMS.get(row.form, row.form),
                "state": COLLECTION.labels[row.state],
                "own": REPLY.labels[row.own] if row.own else "",
                "due": due_view(row.due_on, None, is_open=row.state == "open" and row.own != "given"),
            }
            for row in found
        ],
        "waiting": sum(row.own == "asked" and row.state == "open" for row in found),
        "wanted": wanted,
        "states": STATES.items(),
        "can": offers(actor, "exchange.collection.open"),
        "files": offered(request, "/collections/export"),
        "pager": pager(request, rows, PAGE),
    }
    return render(request, "collections/list.html", context)


@require_safe
@seated
def collection_new(request: HttpRequest) -> HttpResponse:
    """Take a new collection."""
    actor = actor_of(request)
    context = {
        "title": "发起征集",
        "offer": offers(actor, "exchange.collection.open")["exchange_collection_open"],
        "draft_key": "collection-new",
        "draft": find_draft(request, "collection-new"),
        **choices_of(request, actor),
    }
    return render(request, "collections/new.html", context)


def _page(request: HttpRequest, pk: int) -> CollectionPage:
    page = get_collection_page(actor_of(request), pk)
    if page is None:
        raise Http404("没有这次征集，或你的席位不能看。")
    return page


@require_safe
@seated
def collection_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a collection: who is missing, what each gave, opinions with what became of them, the own reply."""
    actor, page = actor_of(request), _page(request, pk)
    row, own = page.collection, page.own
    steps = may(
        row,
        actor,
        close=actions.close_collection,
        withdraw=actions.withdraw_collection,
        reopen=actions.reopen_collection,
        urge=actions.urge_missing,
    )
    if page.opinions:
        # What decides on an opinion is its collection: the first one answers for all that are listed.
        steps |= may(page.opinions[0], actor, judge=actions.judge_opinion)
    if own is not None:
        steps |= may(own, actor, give=actions.give_reply)
    context = {
        "title": row.title,
        "page": page,
        "row": row,
        "own": own,
        "steps": steps,
        "sees_all": page.is_whole,
        "state": COLLECTION.labels[row.state],
        "missing": [one.unit.name for one in page.replies if one.state == "asked"],
        "facts": _facts(page),
        "replies": [_reply(page, one) for one in page.replies],
        "opinions": [(one, ADOPTIONS.get(one.adoption, "待处理")) for one in page.opinions],
        "adoptions": ADOPTIONS,
        "record": f"exchange.collection:{pk}",
        "files": page.files.get(f"exchange.collection:{pk}", []),
        "own_rows": _own_rows(page),
        "key": f"collection-{pk}",
        "draft": find_draft(request, f"collection-{pk}"),
        "here": f"/collections/{pk}",
        "clause": clause_view(row.basis) if row.basis_clause else None,
        "entries": timeline(actor, f"exchange.collection:{pk}"),
    }
    return render(request, "collections/page.html", context)


def _facts(page: CollectionPage) -> list[CollectionsFacts]:
    row = page.collection
    due = due_view(row.due_on, None, is_open=row.state == "open")
    told: CollectionsFacts = {"label": "已报", "value": f"{page.given} / {len(page.replies)} 个单位"}
    return [
        {"label": "发起", "value": f"{row.by}　{moment_text(row.at)}"},
        {"label": "形式", "value": COLLECTION_FORMS.get(row.form, row.form)},
        {
            "label": "报送期限",
            "value": due["words"],
            "light": due["lamp"].get("light", ""),
            "light_words": due["lamp"].get("words", ""),
        },
        *([told] if page.is_whole else []),
    ]


def _reply(page: CollectionPage, row: ReplyRow) -> CollectionsReply:
    return {
        "row": row,
        "state": "无意见" if row.is_nil else REPLY.labels[row.state],
        "by": f"{with_leader(row.given_by, row.unit_leader)}　{moment_text(row.given_at)}"
        if row.given_at
        else "",
        "opinions": page.opinions_of(row),
        "record": f"exchange.reply:{row.pk}",
        "files": page.files.get(f"exchange.reply:{row.pk}", []),
    }


def _own_rows(page: CollectionPage) -> list[tuple[str, str]]:
    """Return the rows of the own form: what was given, and some blank ones."""
    if page.own is None:
        return []
    given = [(one.passage, one.text) for one in page.opinions_of(page.own)]
    return [*given, *[("", "")] * BLANK_ROWS]


# ---- as files ----


@require_safe
@seated
def all_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Send all that was given in one ZIP."""
    page = _page(request, pk)
    try:
        package = bundle(page)
    except BadInput as refusal:
        messages.error(request, refusal.sentence())
        return HttpResponseRedirect(f"/collections/{pk}")
    name = f"{file_stem(page.collection.title)}.zip"
    return cast("HttpResponse", FileResponse(package, as_attachment=True, filename=name))


@require_safe
@seated
def merged(request: HttpRequest, pk: int) -> HttpResponse:
    """Send all texts in one DOCX, in the order of the units."""
    page = _page(request, pk)
    document = merged_document(page)
    return attachment(render_docx(document), f"{file_stem(document.title)}.docx", DOCX)


@require_safe
@seated
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the table of opinions as XLSX, CSV, or (form=docx) as a document."""
    page = _page(request, pk)
    if request.GET.get("form") == "docx":
        document = opinion_document(page)
        return attachment(render_docx(document), f"{file_stem(document.title)}.docx", DOCX)
    columns = [Column(head, width) for head, width in zip(HEADS, WIDTHS, strict=True)]
    return table_response(request, named("意见汇总表"), columns, opinion_rows(page))


urlpatterns: list[URLPattern] = [
    path("collections", collection_list, name="collections"),
    path("collections/new", collection_new, name="collection-new"),
    path("collections/<int:pk>", collection_page, name="collection"),
    path("collections/<int:pk>/files.zip", all_files, name="collection-files"),
    path("collections/<int:pk>/merged.docx", merged, name="collection-merged"),
    path("collections/<int:pk>/opinions", opinions, name="collection-opinions"),
]
