"""How an obligation's page offers the steps of the ledger: buttons, links to forms, and reasons where not now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.words import long_date
from lianxi.ledger import actions
from lianxi.ledger.models import Extension
from lianxi.ledger.queries import ObligationPage
from lianxi.ledger.rules import ENDED, WORKING
from lianxi.ledger.steps import Step, list_steps


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to do: a button that posts `action`, or a link to the form of `step`; or why it cannot be done.

    `waits` says in words what the matter waits for this seat to do.
    """

    label: str
    step: str = ""
    action: str = ""
    fields: tuple[tuple[str, object], ...] = ()
    confirm: str = ""
    done: str = ""
    why_not: str = ""
    waits: str = ""


def list_offers(actor: Actor, page: ObligationPage, day: date) -> list[Offer]:
    """This function will list what a seat can do with an obligation on a day, what waits for it first."""
    steps = {step.action: step for step in list_steps(page, actor, day)}
    found = [
        offer for id_, show in _SHOWN.items() if steps[id_].is_theirs for offer in show(steps[id_], page)
    ]
    if actor.unit_id != page.obligation.lead_unit_id:
        # A co-unit may report, but it is the lead unit whose report everybody waits for.
        found = [replace(offer, waits="") if offer.step == "report" else offer for offer in found]
    return found or [Offer("", why_not=_only_reads(steps, page, actor))]


def open_extension(page: ObligationPage) -> Extension | None:
    """This function will give the request for a later date that waits for an answer, if any."""
    return next((one for one in page.extensions if one.state == "asked"), None)


def _only_reads(steps: dict[str, Step], page: ObligationPage, actor: Actor) -> str:
    if page.obligation.state in ENDED:
        return f"事项已是“{page.state_label}”，不再办理；需要继续办理的，请办公室另行登记。"
    units = (page.obligation.lead_unit, *page.co_units)
    if actor.unit_id in {unit.pk for unit in units}:
        return steps[actions.report_progress.id].why_not
    names = "、".join(unit.name for unit in units)
    return f"这项由{names}承办，由办公室核验；你现在的席位可以查看。"


def _acknowledge(step: Step, page: ObligationPage) -> list[Offer]:
    fields = (("obligation_id", page.obligation.pk),)
    offer = Offer("签收", action=step.action, fields=fields, done="已签收。", waits="签收")
    return [] if step.why_not else [offer]


def _report(step: Step, page: ObligationPage) -> list[Offer]:
    if page.obligation.state in ENDED:
        return []
    if step.why_not:
        # The table's sentence is general; on these two states the page can say whom to wait for.
        early = {
            "issued": f"{page.obligation.lead_unit.name}签收后才能反馈。",
            "submitted": "已申请办结，等待核验；退回后可以再反馈。",
        }
        return [Offer("反馈", why_not=early.get(page.obligation.state, step.why_not))]
    label = "补办并反馈" if page.obligation.state == "returned" else "反馈进展"
    return [Offer(label, step="report", waits="办理并反馈")]


def _verify(step: Step, page: ObligationPage) -> list[Offer]:
    row = page.obligation
    if row.state in ENDED:
        return []
    if step.why_not:
        early = f"{row.lead_unit.name}申请办结后才能核验。" if row.state in WORKING else ""
        return [Offer("核验", why_not=early or f"{step.why_not}请由其他单位的办公室席位核验。")]
    again = row.cycle != "once"
    passed = Offer(
        "本期核验通过" if again else "核验通过",
        action=step.action,
        fields=(("obligation_id", row.pk),),
        confirm=f"核验通过后，事项{row.number}{'转入下一期' if again else '办结'}。确定通过？",
        done="已核验通过，转入下一期。" if again else "已核验通过，事项办结。",
        waits="核验",
    )
    return [passed, Offer("退回补办", step="verify")]


def _answer_extension(step: Step, page: ObligationPage) -> list[Offer]:
    asked = open_extension(page)
    if asked is None:
        return []
    if step.why_not:
        return [Offer("答复延期", why_not=f"{step.why_not}请由召集人或其他单位的办公室席位答复。")]
    until = long_date(asked.asked_on)
    what = "同意办至" if asked.late else "同意延至"
    told = f"时限由{long_date(asked.due_on)}延至{until}"
    if asked.late:
        told = f"约定{until}前办结，仍按原时限{long_date(asked.due_on)}计算"
    grant = Offer(
        f"{what}{until}",
        action=step.action,
        fields=(("extension_id", asked.pk),),
        confirm=f"{told}，并通知承办单位。确定同意？",
        done=f"已同意：{told}。",
        waits="答复延期申请",
    )
    return [grant, Offer("另定日期或不同意", step="extension")]


def _answer_upward(step: Step, page: ObligationPage) -> list[Offer]:
    row = page.obligation
    if not step.why_not:
        return [Offer(f"向{row.upward_body}报送报告", step="answer", waits="报送报告")]
    waits = row.answer_upward and row.passed_at is None and row.state not in ENDED
    return [Offer("报送报告", why_not=step.why_not)] if waits else []


def _extend(step: Step, page: ObligationPage) -> list[Offer]:
    if not step.why_not:
        return [Offer("申请延期", step="extend")]
    running = page.obligation.due_on is not None and page.obligation.state in WORKING
    return [Offer("申请延期", why_not=step.why_not)] if running else []


def _pause(step: Step, _page: ObligationPage) -> list[Offer]:
    return [] if step.why_not else [Offer("暂停时限", step="pause")]


def _supersede(step: Step, _page: ObligationPage) -> list[Offer]:
    return [] if step.why_not else [Offer("以新事项替代", step="supersede")]


# What waits for a seat stands before what it may also do.
_SHOWN: dict[str, Callable[[Step, ObligationPage], list[Offer]]] = {
    actions.acknowledge_obligation.id: _acknowledge,
    actions.report_progress.id: _report,
    actions.verify_obligation.id: _verify,
    actions.grant_extension.id: _answer_extension,
    actions.answer_upward.id: _answer_upward,
    actions.ask_extension.id: _extend,
    actions.supersede_obligation.id: _supersede,
    actions.pause_clock.id: _pause,
}
