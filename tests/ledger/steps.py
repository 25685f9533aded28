"""Builders of the ledger's tests: each calls an action as one of the cast."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from cast import AT, Cast
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.basis import Basis
from lianxi.core.refusals import Refusal
from lianxi.journal.models import Entry
from lianxi.law.models import InstrumentVersion
from lianxi.ledger.actions import (
    acknowledge_obligation,
    draft_circular,
    enter_obligation,
    issue_circular,
    report_progress,
    verify_obligation,
)
from lianxi.ledger.models import CoUnit, Obligation, Progress
from lianxi.papers.files import Upload
from staging import staged

DUE = date(2026, 3, 20)
CLAUSE = Basis("QZ", 1, "QZ-3-5", 3, 20)
FILE = Upload("材料.txt", "已完成。".encode(), "text/plain")


def at(days: int = 0, hours: int = 0) -> datetime:
    """A moment after the fixed one; the fixed one is Monday 2 March 2026, 09:00 in China."""
    return (AT + timedelta(days=days, hours=hours)).astimezone(UTC)


def deputy(cast: Cast, unit: str) -> Actor:
    return cast.actor(SeatKind.OFFICE_DEPUTY, unit)


@staged
def entered(cast: Cast, lead: str = "市住建局", co: tuple[str, ...] = (), **values: Any) -> Obligation:
    given: dict[str, Any] = {
        "title": "完成在建工地粉尘危害排查",
        "text": "按照职责分工，完成全市在建工地粉尘危害排查。",
        "lead_unit_id": cast.unit(lead).pk,
        "co_unit_ids": tuple(cast.unit(name).pk for name in co),
        "basis": CLAUSE,
        "origin": "assignment",
        "source_label": "市政府领导批示",
        "due_on": DUE,
        **values,
    }
    moment = given.pop("moment", at())
    return enter_obligation(given.pop("actor", cast.director), moment, **given)


@staged
def acknowledged(cast: Cast, obligation: Obligation, moment: datetime | None = None) -> Obligation:
    acknowledge_obligation(_lead(cast, obligation), moment or at(1), obligation_id=obligation.pk)
    return fresh(obligation)


def submitted(cast: Cast, obligation: Obligation, moment: datetime | None = None) -> Progress:
    if fresh(obligation).state == "issued":
        acknowledged(cast, obligation)
    parts_in(cast, obligation, moment or at(2))
    given: dict[str, Any] = {"text": "排查已完成。", "done": True, "files": (FILE,)}
    return report_progress(_lead(cast, obligation), moment or at(2), obligation_id=obligation.pk, **given)


def parts_in(cast: Cast, obligation: Obligation, moment: datetime) -> None:
    """Every co-unit acknowledges and reports its own part as finished."""
    for part in CoUnit.objects.filter(obligation=obligation).select_related("unit"):
        actor = cast.member(part.unit.name)
        if part.state == "issued":
            acknowledge_obligation(actor, moment, obligation_id=obligation.pk)
        if part.state in ("issued", "working"):
            report_progress(actor, moment, obligation_id=obligation.pk, text="本单位部分已完成。", done=True)


@staged
def closed(cast: Cast, obligation: Obligation, moment: datetime | None = None) -> Obligation:
    submitted(cast, obligation)
    verify_obligation(cast.staff, moment or at(3), obligation_id=obligation.pk)
    return fresh(obligation)


def fresh(obligation: Obligation) -> Obligation:
    return Obligation.objects.get(pk=obligation.pk)


def _lead(cast: Cast, obligation: Obligation) -> Actor:
    return cast.member(obligation.lead_unit.name)


def adopted() -> None:
    """The cast's document counts as adopted: rulings cite nothing else."""
    QuerySet(InstrumentVersion).update(state="adopted")


def decided(cast: Cast, moment: datetime) -> str:
    """A paper issued at a moment, by its number: what a later decision can be named by."""
    circular = draft_circular(cast.director, moment, as_of=moment)
    paper = issue_circular(cast.director, moment, circular_id=circular.pk).paper
    assert paper is not None
    return paper.number


def journal(action: str) -> dict[str, Any]:
    entry = Entry.objects.filter(action=action).latest("seq")
    body: dict[str, Any] = json.loads(entry.body)
    return {**body, "subject": entry.subject}


def clauses(body: dict[str, Any]) -> set[str]:
    return {basis["clause"] for basis in body["basis"]}


def assert_explained(refusal: Refusal) -> None:
    assert refusal.code not in ("", "refused")
    assert refusal.message.endswith("。")
    assert refusal.rule
    assert refusal.next_step.endswith("。")
