"""Pages that lay two documents side by side, and the files that take a document or a comparison away."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _

from lianxi.bodies.rows import ConferenceRow
from lianxi.law import exports
from lianxi.law.comparing import ABOUT_LABELS, RELATION_LABELS, Comparison, Row, compare, read_side
from lianxi.law.comparing.model import Counterpart
from lianxi.law.queries import draft_of, find_own_version, heads_of, list_versions, versions_by_id
from lianxi.law.reading import Reading
from lianxi.law.rules import VERSION
from lianxi.law.shipped import SHIPPED, load_shipped
from lianxi.web.law.shapes import ComparingCounts, ComparingOtherView, ComparingRowView
from lianxi.web.shared.lights import acting, short_citation
from lianxi.web.shared.pages import seated

Span = tuple[int, int]
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
DOCUMENT_FILES: dict[str, Callable[[Reading], bytes]] = {
    "json": exports.instrument_json,
    "csv": exports.instrument_csv,
    "docx": exports.instrument_docx,
}
COMPARISON_FILES: dict[str, Callable[[Comparison, Sequence[Row], Sequence[Row]], bytes]] = {
    "csv": exports.comparison_csv,
    "docx": exports.comparison_docx,
}
ABSENT = ("none", "none_unit")


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that can be compared: a stored version by its number in the store, a shipped text by its code."""

    value: str
    label: str
    code: str
    version_id: int | None = None

    def url(self, span: Span) -> str:
        """Give the address of a span in the source; a shipped text has no page of its own."""
        if self.version_id is None:
            return ""
        return f"{reverse('document', args=[self.version_id])}?at={span[0]}-{span[1]}#s{span[0]}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words; `marked` where the other side reads otherwise or has nothing."""

    text: str
    marked: bool


def choices_of(conference: ConferenceRow) -> list[Choice]:
    """List what may be compared: the conference's versions, then shipped texts not among them."""
    versions = list_versions(conference)
    heads = heads_of(versions)
    stored = [
        Choice(
            str(v.pk),
            _("%(title)s（%(code)s 第 %(number)s 版，%(state)s）")
            % {
                "title": heads[v.pk].title or _("（无标题）"),
                "code": v.instrument.code,
                "number": v.number,
                "state": VERSION.labels[v.state],
            },
            v.instrument.code,
            v.pk,
        )
        for v in sorted(versions, key=lambda v: (v.state != "adopted", v.instrument.code, -v.number))
    ]
    own = {choice.code for choice in stored}
    shipped = [Choice(code, _shipped_label(code), code) for code in SHIPPED if code not in own]
    return stored + shipped


@lru_cache(maxsize=len(SHIPPED))
def _shipped_reading(code: str) -> Reading:
    return load_shipped(code)


def _shipped_label(code: str) -> str:
    return _("%(title)s（随附文本，只供比较）") % {"title": _shipped_reading(code).title or code}


def _chosen(choices: Sequence[Choice], query: QueryDict) -> tuple[Choice | None, Choice | None]:
    """Give both sides: what the address asks for, else the first text and the first other one."""
    by_value = {choice.value: choice for choice in choices}
    for name in ("a", "b"):
        if query.get(name) and query[name] not in by_value:
            raise Http404(_("没有这份文件，或它不属于本联席会议。"))
    left = by_value.get(query.get("a", "")) or (choices[0] if choices else None)
    other = next((choice for choice in choices if choice != left), None)
    return left, by_value.get(query.get("b", "")) or other


def _readings(*sides: Choice) -> list[Reading]:
    ids = [side.version_id for side in sides if side.version_id is not None]
    # With what reviewers put right: the words and spans stay, units may be theirs.
    stored = {pk: draft_of(version).reading for pk, version in versions_by_id(ids).items()}
    return [
        _shipped_reading(side.code) if side.version_id is None else stored[side.version_id] for side in sides
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison as the filters show it; `back` are the other side's duties without counterpart."""

    comparison: Comparison
    unit: str
    relation: str
    rows: tuple[Row, ...]
    back: tuple[Row, ...]


def _shown(left: Choice, right: Choice, query: QueryDict) -> Shown:
    comparison = compare(*(read_side(reading) for reading in _readings(left, right)))
    unit, relation = query.get("unit", ""), query.get("relation", "")
    rows = (r for r in comparison.rows if unit in ("", r.duty.unit) and relation in ("", r.relation))
    back = [row for row in comparison.back if row.relation in ABSENT] if not (unit or relation) else []
    return Shown(comparison, unit, relation, tuple(rows), tuple(back))


@seated
def compare_documents(request: HttpRequest) -> HttpResponse:
    """Show what one document says beside another, duty by duty."""
    conference, _actor = acting(request)
    choices = choices_of(conference)
    left, right = _chosen(choices, request.GET)
    context: dict[str, object] = {"choices": choices, "a": left, "b": right}
    if left is None or right is None or left == right:
        return render(request, "comparing/show.html", context)
    shown = _shown(left, right, request.GET)
    context |= _counts(shown.comparison) | _addresses(left, right, shown) | _names(left, right, shown)
    context |= {
        "comparison": shown.comparison,
        "shown": shown,
        "rows": [_row_view(row, left, right) for row in shown.rows],
        "back": [_row_view(row, right, left) for row in shown.back],
        "relations": list(RELATION_LABELS.items()),
        "changes": [one for row in shown.rows for one in _change_views(row, left, right)],
    }
    return render(request, "comparing/show.html", context)


def _names(left: Choice, right: Choice, shown: Shown) -> dict[str, str]:
    """Name both sides by their titles; two versions of one document by what tells them apart."""
    if left.code == right.code:
        return {"left": left.label, "right": right.label}
    return {"left": f"《{shown.comparison.left.title}》", "right": f"《{shown.comparison.right.title}》"}


def _counts(comparison: Comparison) -> ComparingCounts:
    """Give the figures of the sentence at the top, each with the relation it counts."""
    number = Counter(row.relation for row in comparison.rows)
    counted = [(code, label, number[code]) for code, label in RELATION_LABELS.items() if number[code]]
    found = [one for one in counted if one[0] not in ABSENT]
    return {
        "total": len(comparison.rows),
        "answered": sum(one[2] for one in found),
        "found": found,
        "absent": [one for one in counted if one[0] in ABSENT],
    }


def _addresses(left: Choice, right: Choice, shown: Shown) -> dict[str, str]:
    """Give the query of this pair, without the filters and with them."""
    pair = {"a": left.value, "b": right.value}
    kept = {name: value for name, value in (("unit", shown.unit), ("relation", shown.relation)) if value}
    return {"query": urlencode(pair), "kept": urlencode(pair | kept)}


def _row_view(row: Row, own: Choice, other: Choice) -> ComparingRowView:
    duty = row.duty
    return {
        "row": row,
        "absent": row.relation in ABSENT,
        "label": RELATION_LABELS[row.relation],
        "short": short_citation(duty.citation),
        "url": own.url((duty.start, duty.end)),
        "pieces": _pieces(duty.words, duty.start, _marks(row)),
        "why": {"sentence": row.why, "steps": [one.sentence for one in row.differences]},
        "others": [_other_view(one, other) for one in {c.act_id: c for c in row.counterparts}.values()],
    }


def _change_views(row: Row, own: Choice, other: Choice) -> list[dict[str, str]]:
    """Give the lines of the table of changes: the kind of each change of a duty, and where it stands on both sides."""
    return [
        {
            "unit": row.duty.unit,
            "short": short_citation(row.duty.citation),
            "kind": ABOUT_LABELS[one.about],
            "sentence": one.sentence.partition("：")[2] or one.sentence,
            "own": own.url(one.left) if one.left else "",
            "other": other.url(one.right) if one.right else "",
        }
        for one in row.differences
    ]


def _other_view(one: Counterpart, other: Choice) -> ComparingOtherView:
    span = (one.words[0].start, one.words[-1].end) if one.words else (0, 0)
    return {
        "unit": one.unit,
        "act": one.act_id,
        "citation": one.citation,
        "short": short_citation(one.citation),
        "url": other.url(span),
        "pieces": [Piece(part.text, part.differs) for part in one.words],
    }


def _marks(row: Row) -> list[Span]:
    """Return the spans to mark in a duty's own words: what reads otherwise, and the acts that have no counterpart."""
    marks: dict[str, list[Span]] = {}
    for one in row.counterparts:
        marks.setdefault(one.own_act, [(part.start, part.end) for part in one.own_words if part.differs])
    absent = [one.left for one in row.differences if one.about == "absent" and one.left is not None]
    return [*(span for spans in marks.values() for span in spans), *absent]


def _pieces(words: str, start: int, marks: Iterable[Span]) -> list[Piece]:
    pieces, place = [], start
    for first, last in sorted(marks):
        pieces += [Piece(words[place - start : first - start], False)] if first > place else []
        pieces.append(Piece(words[first - start : last - start], True))
        place = last
    return [*pieces, Piece(words[place - start :], False)]


def _file(body: bytes, name: str, fmt: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=TYPES[fmt])
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{fmt}") or ""
    return answer


@seated
def export_comparison(request: HttpRequest, fmt: str) -> HttpResponse:
    """Return the comparison as the filters show it, as a table."""
    conference, _actor = acting(request)
    left, right = _chosen(choices_of(conference), request.GET)
    if fmt not in COMPARISON_FILES or left is None or right is None or left == right:
        raise Http404(_("没有这样的对照表。"))
    shown = _shown(left, right, request.GET)
    body = COMPARISON_FILES[fmt](shown.comparison, shown.rows, shown.back)
    return _file(body, f"{left.code}-{right.code}-对照", fmt)


@seated
def export_document(request: HttpRequest, version_id: int, fmt: str) -> HttpResponse:
    """Return a version's clauses and acts as a file."""
    conference, _actor = acting(request)
    version = find_own_version(conference, version_id)
    if version is None or fmt not in DOCUMENT_FILES:
        raise Http404(_("没有这份文件，或它不属于本联席会议。"))
    name = f"{version.instrument.code}-第{version.number}版"
    return _file(DOCUMENT_FILES[fmt](draft_of(version).reading), name, fmt)


urlpatterns = [
    path("documents/compare", compare_documents, name="compare-documents"),
    path("documents/compare/export.<str:fmt>", export_comparison, name="comparison-export"),
    path("documents/<int:version_id>/export.<str:fmt>", export_document, name="document-export"),
]
