"""What the acting seat may do and see now: offers of actions with reasons, lights of days, drafts under way."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone

from lianxi.bodies.queries.own import get_conference
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS, Actor, describe
from lianxi.core.words import day_of
from lianxi.core.workdays import count_workdays
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.drafts import list_drafts
from lianxi.ledger.rules import Cutoffs
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.pages import conference_of

GROUPS = {
    OFFICE: "办公室",
    CONVENERS: "召集人",
    UNIT_SPEAKERS: "成员单位",
    OFFICE | CONVENERS: "办公室或召集人",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether the acting seat can do something now; `reason` says why not, `next_step` what to do instead."""

    id: str
    title: str
    ok: bool
    reason: str = ""
    next_step: str = ""


def actor_of(request: HttpRequest) -> Actor:
    """Return the seat the person acts from."""
    return cast("SeatedRequest", request).actor


def conference_row(request: HttpRequest) -> ConferenceRow:
    """Return the conference of the acting seat, already loaded with its tenure."""
    tenure = cast("SeatedRequest", request).tenure
    return tenure.conference if tenure is not None else get_conference(conference_of(request))


def offer(actor: Actor, action: Action[..., Any], record: object = None, *, facts: object = None) -> Offer:
    """Tell whether the seat may do an act on a record today, as the action's own guard answers.

    Without a record it tells whether the seat does such acts at all. `facts` are those of the record where the page
    has loaded them.
    """
    if actor.kind not in action.who:
        who = GROUPS.get(action.who) or describe(action.who)
        return Offer(action.id, action.title, False, action.rule or f"{action.title}由{who}办理")
    asked = record is not None or facts is not None
    refusal = action.hindered(record, actor, day_of(timezone.now()), facts=facts) if asked else None
    if refusal is None:
        return Offer(action.id, action.title, True)
    return Offer(action.id, action.title, False, refusal.message.removesuffix("。"), refusal.next_step)


def offers(actor: Actor, *ids: str, record: object = None, facts: object = None) -> dict[str, Offer]:
    """Tell for each action whether the seat may do it on a record; keys read like topic_accept."""
    load_catalogue()
    return {
        id_.removeprefix("meetings.").replace(".", "_"): offer(actor, catalogue[id_], record, facts=facts)
        for id_ in ids
    }


def may_enter_signed(actor: Actor, act: str, record: object) -> bool:
    """Tell whether the office's seat may enter an act on a record from its signed paper today (登记签批)."""
    load_catalogue()
    return actor.is_office and catalogue[act].hindered(record, actor, day_of(timezone.now())) is None


def speaks(actor: Actor) -> bool:
    """Tell whether the acting seat speaks for its unit."""
    return actor.kind in UNIT_SPEAKERS


def clock(due_on: date | None, at: Cutoffs) -> dict[str, str]:
    """Return the light of a day something is due, for parts/lamp.html."""
    if due_on is None:
        return {}
    if due_on < at.today:
        late = count_workdays(due_on, at.today, at.calendar)
        return {"light": "late", "words": f"逾期 {late} 个工作日"}
    left = count_workdays(at.today, due_on, at.calendar)
    words = "今天到期" if due_on == at.today else f"还有 {left} 个工作日"
    return {"light": "near" if due_on < at.near_before else "normal", "words": words}


def drafts_under(request: HttpRequest, prefix: str) -> dict[str, dict[str, str]]:
    """Return all drafts of the person whose form key starts with `prefix`, in one query."""
    return list_drafts(request.user.pk or 0, prefix)
