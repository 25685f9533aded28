"""Pages of publications: the list, a new one, one with its review, its package; the list as a file."""

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import linebreaksbr
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.core.words import long_date
from lianxi.papers.rendering import file_stem
from lianxi.publishing import actions
from lianxi.publishing.queries import (
    OPEN,
    PAGE,
    PublicationPage,
    find_publication,
    get_publication_page,
    list_papers_to_publish,
    list_publications,
    package_of,
)
from lianxi.publishing.rows import PublicationOpinionRow, PublicationRow
from lianxi.publishing.rules import GROUNDS, OPINION, PUBLICATION, STANCES, WITHDRAWALS
from lianxi.web.papers.issued import attachment
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import today
from lianxi.web.shared.listing import choices_of, due_view, may, pager
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import clause_view, found, seated, timeline
from lianxi.web.shared.tables import Cells, Column, named, offered, table_response

MISSING = "没有这条信息发布，或你的席位不能看。"
# What is to be taken back is not handed out again.
PACKED = ("cleared", "published")
STATES = {"open": "未办结", **PUBLICATION.labels}
COLUMNS = (
    Column("编号", 8),
    Column("标题", 44),
    Column("拟稿单位", 18),
    Column("状态", 10),
    Column("信息形成日期", 14, is_day=True),
    Column("公开期限", 12, is_day=True),
    Column("发布日期", 12, is_day=True),
    Column("发布网站", 20),
    Column("网址", 40),
    Column("撤回日期", 12, is_day=True),
)


def _wanted(request: HttpRequest) -> dict[str, str]:
    state, before = request.GET.get("state", ""), number_of(request.GET.get("before", ""))
    return {
        "q": request.GET.get("q", "").strip()[:80],
        "state": state if state in STATES else "",
        "before": str(before or ""),
    }


@require_safe
@seated
def publication_list(request: HttpRequest) -> HttpResponse:
    """List the publications that the seat sees."""
    actor, wanted = actor_of(request), _wanted(request)
    rows = list(list_publications(actor, wanted)[: PAGE + 1])
    context = {
        "title": "信息发布",
        "rows": [_line(row) for row in rows[:PAGE]],
        "wanted": wanted,
        "states": STATES,
        "can": offers(actor, "publishing.publication.draft")["publishing_publication_draft"],
        "files": offered(request, "/publications/export"),
        "pager": pager(request, rows, PAGE),
    }
    return render(request, "publishing/list.html", context)


def _line(row: PublicationRow) -> dict[str, object]:
    late = row.state == "recalled"
    return {
        "row": row,
        "state": PUBLICATION.labels[row.state],
        "due": due_view(
            row.withdraw_due_on if late else row.due_on,
            row.withdraw_derivation if late else row.due_derivation,
            is_open=row.state in OPEN,
        ),
    }


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the list as it is filtered as XLSX or CSV."""
    rows = list_publications(actor_of(request), _wanted(request))
    return table_response(request, named("信息发布"), COLUMNS, _cells(rows.iterator(500)))


def _cells(rows: Iterator[PublicationRow]) -> Iterator[Cells]:
    for row in rows:
        yield (
            row.pk,
            row.title,
            row.unit.name,
            PUBLICATION.labels[row.state],
            row.formed_on,
            row.due_on,
            row.published_on,
            row.site,
            row.address,
            row.withdrawn_on,
        )


@require_safe
@seated
def publication_new(request: HttpRequest) -> HttpResponse:
    """Take a new draft."""
    actor = actor_of(request)
    context = {
        "title": "拟发布信息",
        "offer": offers(actor, "publishing.publication.draft")["publishing_publication_draft"],
        "draft_key": "publication-new",
        "draft": find_draft(request, "publication-new"),
        "papers": list_papers_to_publish(actor),
        "paper": request.GET.get("paper", ""),
        "today": today(),
        **choices_of(request, actor),
    }
    return render(request, "publishing/new.html", context)


@require_safe
@seated
def publication_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a publication: its text, what was found in it, what units say, what can be done."""
    actor = actor_of(request)
    page = found(get_publication_page(actor, pk, today()), MISSING)
    row = page.row
    own = next((one for one in page.opinions if one.unit_id == actor.unit_id), None)
    context = {
        "title": row.title,
        "row": row,
        "state": PUBLICATION.labels[row.state],
        "facts": _facts(page),
        "findings": page.findings,
        "text": _marked(page.pieces),
        "opinions": [_opinion(one, row) for one in page.opinions],
        "own": own,
        "answers": own is not None and may(own, actor, answer=actions.answer_opinion)["answer"],
        "stances": STANCES,
        "clear": offers(actor, "publishing.publication.clear", record=row)["publishing_publication_clear"],
        "steps": _steps(row, actor),
        "packed": row.state in PACKED,
        "today": today(),
        "here": f"/publications/{pk}",
        "clause": clause_view(row.basis) if row.basis_clause else None,
        "entries": timeline(actor, f"publishing.publication:{pk}"),
    }
    return render(request, "publishing/page.html", context)


def _marked(pieces: Iterable[tuple[str, str]]) -> SafeString:
    """Give the text with what was found in it marked, its line breaks kept."""
    told = (
        format_html('<mark title="{}">{}</mark>', kind, words) if kind else linebreaksbr(words)
        for words, kind in pieces
    )
    return format_html_join("", "{}", ((one,) for one in told))


def _steps(row: PublicationRow, actor: Actor) -> dict[str, bool]:
    return may(
        row,
        actor,
        revise=actions.revise_publication,
        submit=actions.submit_publication,
        back=actions.return_publication,
        refuse=actions.refuse_publication,
        reopen=actions.reopen_publication,
        publish=actions.publish_publication,
        recall=actions.recall_publication,
        withdraw=actions.withdraw_publication,
        drop=actions.drop_publication,
    )


def _opinion(row: PublicationOpinionRow, whole: PublicationRow) -> dict[str, object]:
    if whole.state == "draft" and not row.stance:
        return {"row": row, "words": "送审时征求", "due": {"words": "", "lamp": {}}}
    given = STANCES.get(row.stance, "")
    over = not given and row.due_on < today()
    return {
        "row": row,
        "words": given or ("逾期未答复，视为同意" if over else OPINION.labels[row.state]),
        "due": due_view(row.due_on, row.due_derivation, is_open=not given),
    }


def _facts(page: PublicationPage) -> list[Fact]:
    row = page.row
    due = due_view(row.due_on, row.due_derivation, is_open=row.state in ("draft", "review", "cleared"))
    told: list[Fact] = [
        {"label": "拟稿", "value": f"{row.unit.name}　{row.by}"},
        {"label": "信息形成", "value": long_date(row.formed_on)},
        {
            "label": "公开期限",
            "value": due["words"],
            "light": due["lamp"].get("light", ""),
            "light_words": due["lamp"].get("words", ""),
        },
    ]
    if row.paper:
        told.append({"label": "公文", "value": row.paper.number, "url": f"/papers/{row.paper_id}"})
    if row.cleared_on:
        told.append({"label": "审查", "value": f"{row.reviewer}　{long_date(row.cleared_on)}"})
    if row.published_on:
        early = "（先于审查）" if row.early_reason else ""
        told.append({"label": "发布", "value": f"{row.site}　{long_date(row.published_on)}{early}"})
        told.append({"label": "网址", "value": row.address})
    if row.early_reason:
        told.append({"label": "先于审查发布的情况", "value": row.early_reason})
    if row.ground:
        told.append({"label": "不予公开", "value": GROUNDS.get(row.ground, row.ground)})
    if row.withdrawal:
        late = due_view(row.withdraw_due_on, row.withdraw_derivation, is_open=row.state == "recalled")
        told.append({"label": "撤回情形", "value": WITHDRAWALS.get(row.withdrawal, row.withdrawal)})
        told.append(
            {
                "label": "撤回期限",
                "value": late["words"],
                "light": late["lamp"].get("light", ""),
                "light_words": late["lamp"].get("words", ""),
            }
        )
    if row.withdrawn_on:
        told.append({"label": "撤回", "value": long_date(row.withdrawn_on)})
    return told


@require_safe
@seated
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the package of a cleared text: HTML, PDF, JSON and their sums."""
    row = found(find_publication(actor_of(request), pk), MISSING)
    if row.state not in PACKED:
        raise Http404("审查通过后才有发布包。")
    try:
        content = package_of(row)
    except BadInput as error:
        messages.error(request, error.sentence())
        return HttpResponseRedirect(f"/publications/{pk}")
    return attachment(content, f"发布包-{file_stem(row.title)}.zip", "application/zip")


urlpatterns: list[URLPattern] = [
    path("publications", publication_list, name="publications"),
    path("publications/export", export, name="publications-export"),
    path("publications/new", publication_new, name="publication-new"),
    path("publications/<int:pk>", publication_page, name="publication"),
    path("publications/<int:pk>/package", package, name="publication-package"),
]
