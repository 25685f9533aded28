"""Results as the line's own systems give them: a sheet, checked row by row against the visits, stored whole or not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import File, One
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.inspections.actions.finding import case_of
from lianxi.inspections.actions.refusing import refuse_rows
from lianxi.inspections.actions.visiting import result_fault
from lianxi.inspections.models import (
    CheckedPost,
    CheckPlan,
    CheckRequest,
    CheckSheet,
    EnforcementSubject,
    Finding,
    VisitPart,
)
from lianxi.inspections.queries.check_facts import on_asked
from lianxi.inspections.rules import check_guards as guards
from lianxi.inspections.rules.plans import FINDING, PART
from lianxi.inspections.rules.sheet_rows import RowFault
from lianxi.inspections.sheets import read_results
from lianxi.journal.acting import Act, action
from lianxi.papers.files import Upload, store_file

Row = tuple[str, dict[str, Any]]


@action(
    "inspections.plan.results",
    "导入检查结果",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_asked(guards.own, guards.in_force, guards.is_going),
)
def upload_results(
    act: Act,
    *,
    plan_id: Annotated[int, One("统筹检查安排")],
    subject_id: Annotated[int, One("检查主体")],
    file: Annotated[Upload, File("结果表")],
) -> CheckSheet:
    """Take a unit's results, exported from its own system: several rows of a visit are its posts and problems.

    A row of a result that stands already brings its rectification and re-check. Raises RowsRefused, whole or nothing.
    """
    told = act.read(read_results, file.name, file.content, day_of(act.at))
    plan = act.lock(CheckPlan, plan_id)
    subject = act.lock(EnforcementSubject, subject_id)
    if told.faults:
        raise refuse_rows(told.faults)
    if not told.rows:
        raise BadInput(f"“{file.name}”里没有一行结果。", next_step="没有问题的也写一行，结果填“合格”。")
    rows = VisitPart.objects.filter(visit__plan=plan, subject=subject).exclude(state="dropped")
    parts = {part.visit.number: part for part in rows.select_related("visit__plan", "subject").order_by("pk")}
    if faults := list(_faults(plan, parts, told.rows)):
        raise refuse_rows(faults)
    sheet = CheckSheet(
        conference_id=act.chain, plan=plan, subject=subject, kind="results", rows=len(told.rows)
    )
    sheet.file, sheet.notes = store_file(act, act.chain, file), list(told.notes)
    sheet.at, sheet.by = act.at, act.actor.label
    act.create(sheet)
    by_visit: dict[int, list[Row]] = defaultdict(list)
    for row in told.rows:
        by_visit[row[1]["visit_no"]].append(row)
    for number, own in by_visit.items():
        _take(act, parts[number], [values for _where, values in own])
    act.subject = f"inspections.checkplan:{plan.pk}"
    return sheet


def _faults(plan: CheckPlan, parts: Mapping[int, VisitPart], rows: Sequence[Row]) -> Iterator[RowFault]:
    """Name what does not fit the visits: no such visit, another firm, an item that was not to be checked."""
    items: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one in CheckRequest.objects.filter(plan=plan, visit__isnull=False):
        items[one.visit_id or 0, one.subject_id].add(one.item_code)
    results: dict[int, set[str]] = defaultdict(set)
    for where, values in rows:
        part = parts.get(values["visit_no"])
        if part is None:
            yield RowFault(where, f"安排里没有你单位参加的第 {values['visit_no']} 号检查。")
            continue
        results[values["visit_no"]].add(values["result"])
        told = [*_against_visit(part, values, items[part.visit_id, part.subject_id]), *_unmeasured(values)]
        yield from (RowFault(where, sentence) for sentence in told)
    for number, found in results.items():
        if "unchecked" in found and len(found) > 1:
            yield RowFault(f"第 {number} 号检查", "同一次检查不能又检又未检。")


def _against_visit(part: VisitPart, values: Mapping[str, Any], items: set[str]) -> Iterator[str]:
    """Say where a row does not fit the visit that it names."""
    code = values["firm_code"]
    if part.state == "not_done":
        yield "这次检查已登记未开展。"
    if fault := result_fault(part, values["checked_on"], values["reason"]):
        yield fault
    if code and part.visit.firm_code and code != part.visit.firm_code:
        yield f"统一社会信用代码与第 {part.visit.number} 号检查的企业不同。"
    if values["item_code"] and values["item_code"] not in items:
        yield f"事项“{values['item_code']}”不在这次检查的清单里。"


def _unmeasured(values: Mapping[str, Any]) -> Iterator[str]:
    """Say where a row's measure and its days do not fit together."""
    measure, is_put_right = values["measure"], values["rectified_on"] or values["rechecked_on"]
    faults = {
        "移送须选定单位和条款，请先不填措施，导入后在检查页面办理。": measure == "refer",
        "立案没有写案号。": measure == "file" and not values["case_no"],
        "责令改正没有写整改期限。": measure == "order" and values["term"] is None,
        "有整改或复查日期，没有责令改正或立案。": is_put_right and measure not in ("order", "file"),
        "有复查日期，没有整改日期。": values["rechecked_on"] and not values["rectified_on"],
    }
    yield from (sentence for sentence, is_so in faults.items() if is_so)


def _take(act: Act, part: VisitPart, rows: Sequence[dict[str, Any]]) -> None:
    results = {values["result"] for values in rows}
    result = next(word for word in ("problem", "pass", "unchecked") if word in results)
    first = rows[0]
    if part.state != "done":
        own = {"checked_on": first["checked_on"], "record_no": first["record_no"], "reason": first["reason"]}
        act.move(part, PART, result=result, entered_from="sheet", entered_by=act.actor.label, **own)
    elif part.result != result and result == "problem":
        act.change(part, result=result)
    for values in rows:
        finding = _finding(act, part, values) if values["fact"] else None
        if values["post"]:
            _post(act, part, finding, values)


def _finding(act: Act, part: VisitPart, values: Mapping[str, Any]) -> Finding:
    same = part.findings.filter(number=values["finding_no"], fact=values["fact"])
    row: Finding | None = same.order_by("pk").first()
    if row is None:
        row = Finding(conference_id=act.chain, part=part, number=values["finding_no"], item_code=values["item_code"],
                      fact=values["fact"], at=act.at, by=act.actor.label, state=FINDING.initial)  # fmt: skip
        act.create(row)
    for verb, own in _steps(row, values):
        act.move_as(f"inspections.finding.{verb}", row, FINDING, **own)
    told = f"{values['penalty']}{'，公开' + values['published_on'].isoformat() if values['published_on'] else ''}"
    return act.change(row, penalty=told[:200]) if told and told != row.penalty else row


def _steps(row: Finding, values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the steps that a row of results brings a finding on, in their order; each is decided as it stands then."""
    case, again = values["case_no"], values["again"]
    if values["measure"] == "order" and row.state == "found":
        yield "order", {"measure": "order", "term": values["term"], "order_no": case}
    if values["measure"] == "file" and row.state in ("found", "ordered"):
        yield "file", {"measure": "file", "term": values["term"] or row.term, **case_of(row, case)}
    if values["measure"] == "advise" and row.state == "found":
        yield "advise", {"measure": "advise"}
    if values["rectified_on"] and row.state in ("ordered", "filed"):
        yield "rectify", {"rectified_on": values["rectified_on"]}
    if values["rechecked_on"] and row.state == "rectified":
        is_over = again is not None and again > values["limit"]
        yield (
            "recheck",
            {"rechecked_on": values["rechecked_on"], "recheck_result": "problem" if is_over else "pass"},
        )


def _post(act: Act, part: VisitPart, finding: Finding | None, values: Mapping[str, Any]) -> None:
    if values["limit"] is None:
        return
    row = part.posts.filter(post=values["post"], hazard=values["hazard"]).order_by("pk").first()
    if row is None:
        own = {name: values[name] for name in ("post", "hazard", "measured", "limit", "again")}
        act.create(CheckedPost(conference_id=act.chain, part=part, finding=finding, **own))
    elif values["again"] is not None and row.again is None:
        act.change(row, again=values["again"])
