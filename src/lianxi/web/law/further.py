"""The page of a further instrument: its approval, the values its clauses give, the changes an amendment orders."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.queries import list_rules
from lianxi.bodies.rules import CONFIGURABLE
from lianxi.clocks.rules.limits import shipped_limits
from lianxi.core.limits import UNIT_LABELS
from lianxi.core.words import long_date
from lianxi.law.actions import approve_further, end_further, give_limit, give_rule, take_change
from lianxi.law.queries import find_further, head_of
from lianxi.law.rows import FurtherInstrumentRow
from lianxi.law.rules import FURTHER, SUBJECTS
from lianxi.meetings.queries.choices import list_clauses
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated, timeline
from lianxi.web.shared.rule_words import RULE_LABELS, value_words

CHANGES = {"add": "增加成员单位", "remove": "退出成员单位", "rename": "更名", "person": "人员调整"}


@require_safe
@seated
def further(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a further instrument with what can be done with it now."""
    conference, actor = acting(request)
    row = find_further(conference.pk, pk)
    if row is None:
        raise Http404("没有这份文件，或它不属于本联席会议。")
    code, in_force = row.instrument_version.instrument.code, row.state == "in_force"
    given = [one for one in list_rules(conference, today()) if one.basis_instrument == code]
    context = {
        "title": str(row),
        "row": row,
        "state": FURTHER.labels[row.state],
        "facts": _facts(row),
        "approve": offer(actor, approve_further, record=row) if row.state == "waiting" else None,
        "end": offer(actor, end_further, record=row) if row.state != "ended" else None,
        "rule": offer(actor, give_rule, record=row) if in_force else None,
        "limit": offer(actor, give_limit, record=row) if in_force else None,
        "clauses": [option for _kind, _unit, option in list_clauses(code, row.instrument_version.number)],
        "rules": [(name, RULE_LABELS[name]) for name in CONFIGURABLE],
        "limits": [(one.code, one.title) for one in shipped_limits().values() if one.ends_before is None],
        "units": list(UNIT_LABELS.items()),
        "given": [
            (RULE_LABELS.get(one.code, one.code), value_words(one.code, one.value), one.text) for one in given
        ],
        "changes": _changes(row),
        "take": offer(actor, take_change, record=row) if in_force else None,
        "today": today().isoformat(),
        "here": f"/documents/further/{pk}",
        "entries": timeline(actor, f"law.furtherinstrument:{pk}"),
    }
    return render(request, "documents/further.html", context)


def _facts(row: FurtherInstrumentRow) -> list[dict[str, object]]:
    head, since = head_of(row.instrument_version), row.instrument_version.holds_from
    approval = (
        f"{row.approved_by}，{row.approval_number}，{long_date(row.approved_on)}" if row.approved_on else ""
    )
    return [
        {"label": "事由", "value": SUBJECTS[row.subject]},
        {"label": "发文机关", "value": head.issuer},
        {"label": "文号", "value": head.doc_number},
        {"label": "施行日期", "value": long_date(since) if since else ""},
        {"label": "批准", "value": approval or "待批准：登记批准以前，条款不能引用。"},
        {"label": "采用", "value": row.adopted_by},
        {"label": "停用", "value": f"{long_date(row.ended_on)}：{row.reason}" if row.ended_on else ""},
    ]


def _changes(row: FurtherInstrumentRow) -> list[dict[str, object]]:
    taken = {one["place"]: one for one in row.taken}
    found = []
    for place, one in enumerate(row.instrument_version.reading.get("changes") or []):
        what = f"{one['name']}→{one['to']}" if one.get("to") else one["name"]
        told = "、".join(filter(None, (one.get("role"), one.get("title"))))
        done = taken.get(place)
        found.append(
            {
                "place": place,
                "kind": CHANGES.get(one["kind"], one["kind"]),
                "what": f"{what}（{told}）" if told else what,
                "at": f"{one['start']}-{one['end']}",
                "start": one["start"],
                "done": f"{done['on']}，{done['by']}" if done else "",
                "person": one["kind"] == "person",
            }
        )
    return found


urlpatterns: list[URLPattern] = [path("documents/further/<int:pk>", further, name="further")]
