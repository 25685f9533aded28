"""What an obligation's page shows of its units: who received, works and finished; evidence; handbacks."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest

from lianxi.bodies.queries.own import list_children
from lianxi.clocks.words import short_due
from lianxi.core.actors import OFFICE, Actor
from lianxi.core.words import moment_text
from lianxi.law.queries import find_words_of
from lianxi.law.routing import label_of
from lianxi.ledger.actions.handing_back import suggested_terms
from lianxi.ledger.queries import ObligationPage
from lianxi.ledger.rows import CoUnitRow, EvidenceRow, HandbackRow
from lianxi.ledger.rules import CO_PART, ENDED, EVIDENCE_KINDS, HANDBACK, HANDBACK_OPEN, SHORT_KINDS
from lianxi.web.ledger.entering import clause_choices
from lianxi.web.ledger.shapes import (
    ObligationSharesEvidenceRows,
    ObligationSharesHandbackContext,
    ObligationSharesHandbackRows,
    ObligationSharesPartContext,
)
from lianxi.web.shared.lights import acting, member_units, today
from lianxi.web.shared.pages import record_url, words_view

SHARED = ("delegate", "evidence", "kinds", "part", "handback", "handback-answer", "rule")
DONE = ("closed",)


def unit_rows(page: ObligationPage, actor: Actor) -> Sequence[Mapping[str, object]]:
    """Return a row per unit: received, at work, finished, each with its moment."""
    signed = {one.unit_id: one for one in page.acknowledgements}
    worked = {one.unit_id: one.at for one in page.progress}

    def line(unit_id: int, name: str, part: str) -> dict[str, str]:
        one = signed.get(unit_id)
        told = {"by": one.by, "signed": moment_text(one.at)} if one else {"by": "", "signed": ""}
        at = worked.get(unit_id)
        return {"unit": name, "part": part, "worked": moment_text(at) if at else "", "url": "", **told}

    row = page.obligation
    lead = line(row.lead_unit_id, row.lead_unit.name, "主办")
    lead |= {
        "signed": "" if row.state == "issued" else lead["signed"],
        "finished": "",
        "state": page.state_label,
    }
    if row.state in DONE and row.closed_at:
        lead["finished"] = moment_text(row.closed_at)
    judges = actor.kind in OFFICE and actor.unit_id != row.lead_unit_id and row.state not in ENDED
    return [lead, *(_part_row(line(p.unit_id, p.unit.name, "协办"), p, actor, judges) for p in page.parts)]


def _part_row(told: dict[str, str], part: CoUnitRow, actor: Actor, judges: bool) -> Mapping[str, object]:
    url, act = "", ""
    if judges and actor.unit_id != part.unit_id and part.state != "waived":
        url, act = f"/ledger/{part.obligation_id}/part?part={part.pk}", "免予配合"
        act = "退回这部分" if part.state == "finished" else act
    words = CO_PART.labels[part.state]
    if part.state == "waived":
        words = f"{words}：{part.waiver}"
    finished = moment_text(part.finished_at) if part.finished_at else ""
    signed = "" if part.state == "issued" else told["signed"]
    return told | {"state": words, "finished": finished, "signed": signed, "url": url, "act": act}


def evidence_rows(page: ObligationPage) -> list[ObligationSharesEvidenceRows]:
    """Return the evidence with its type and typed fields in words, the latest first."""
    return [
        {
            "kind": SHORT_KINDS[one.kind],
            "title": one.title,
            "unit": one.unit.name,
            "at": moment_text(one.at),
            "url": f"/files/{one.file_id}" if one.file_id else _link(one),
            "words": _words(one),
        }
        for one in reversed(page.evidence)
    ]


def _link(one: EvidenceRow) -> str:
    return record_url(str(one.details["record"])) if one.kind == "link" else ""


def _words(one: EvidenceRow) -> str:
    told = one.details
    if one.kind == "photo":
        year, month, day = str(told["taken_on"]).split("-")
        return f"{told['place']}，{int(year)}年{int(month)}月{int(day)}日拍摄"
    if one.kind == "table":
        return "；".join(f"{row['label']} {row['value']}{row['unit']}" for row in told["figures"])
    return f"{told['register']}，编号 {told['number']}" if one.kind == "number" else ""


def handback_rows(page: ObligationPage) -> list[ObligationSharesHandbackRows]:
    """Tell what units handed back, to whom, on which clause, and what became of it."""
    found = find_words_of(one.basis for one in page.handbacks)
    cited = {one.pk: words_view(found.get(one.basis)) for one in page.handbacks}
    return [
        {
            "who": one.unit.name,
            "named": one.named_unit.name,
            "clause": one.basis_clause,
            "cited": cited[one.pk],
            "reason": one.reason,
            "at": moment_text(one.at),
            "state": HANDBACK.labels[one.state],
            "open": one.state in HANDBACK_OPEN,
            "answer": one.answer,
            "answered_by": one.answered_by,
            "moved_to": one.moved_to.name if one.moved_to else "",
            "ruling": record_url(f"law.ruling:{one.ruling_id}") if one.ruling_id else "",
        }
        for one in page.handbacks
    ]


def shared_context(request: HttpRequest, page: ObligationPage, name: str) -> Mapping[str, object]:
    """Return what only one of these steps' forms shows. Raises Http404 for no such part."""
    if name == "evidence":
        return {"kinds": list(EVIDENCE_KINDS.items()), "lacking": _names(page.missing_evidence)}
    if name == "kinds":
        wanted = page.obligation.evidence_kinds
        return {"kinds": [(key, label, key in wanted) for key, label in EVIDENCE_KINDS.items()]}
    if name == "delegate":
        conference, _actor = acting(request)
        return {"below": list_children(conference.pk)}
    if name == "part":
        return _part_context(request, page)
    return _handback_context(request, page, name)


def _names(kinds: list[str]) -> str:
    return "、".join(SHORT_KINDS[kind] for kind in kinds)


def _part_context(request: HttpRequest, page: ObligationPage) -> ObligationSharesPartContext:
    asked = request.GET.get("part", "")
    _conference, actor = acting(request)
    part = next((one for one in page.parts if str(one.pk) == asked), None)
    if part is None:
        raise Http404("没有这个协办部分。")
    row = next(one for one in unit_rows(page, actor) if one["unit"] == part.unit.name)
    return {"part": part, "act": row["act"], "offered": bool(row["act"]), "part_words": row["state"]}


def _handback_context(
    request: HttpRequest, page: ObligationPage, name: str
) -> ObligationSharesHandbackContext:
    conference, actor = acting(request)
    units = member_units(conference, today())
    lead = page.obligation.lead_unit_id
    if name == "handback":
        units = [one for one in units if one[0] not in (actor.unit_id, lead)]
    waiting = [one for one in page.handbacks if one.state in HANDBACK_OPEN]
    back: HandbackRow | None = next(
        (one for one in waiting if name == "rule" or one.named_unit_id == actor.unit_id), None
    )
    text = f"{page.obligation.title}\n{page.obligation.text}"
    return {
        "units": units,
        "clauses": clause_choices(conference)[1:],
        "back": back,
        "due_words": short_due(page.obligation.due_on, page.obligation.due_derivation),
        "facts": [(term, _fact(term)) for term in suggested_terms(text)] if name == "rule" else [],
    }


def _fact(term: str) -> str:
    dimension, code, state = term.split(":")
    words = {"true": "是", "false": "不是", "unknown": "不清楚是不是"}
    return f"{words[state]}{label_of(dimension, code)}"
