"""How an obligation's page offers the steps of the ledger: buttons, links to forms, and reasons where not now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from lianxi.core.actors import Actor
from lianxi.core.words import long_date
from lianxi.ledger import actions
from lianxi.ledger.actions.steps import Step, list_steps, open_handbacks, own_part
from lianxi.ledger.queries import ObligationPage
from lianxi.ledger.rows import ExtensionRow
from lianxi.ledger.rules import ENDED, WORKING


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to do: a button that posts `action`, or a link to the form of `step`; or why it cannot be done.

    `waits` says in words what the matter waits for this seat to do. `href` leads to where a leader's signature on
    paper is entered for an act that this seat cannot do itself.
    """

    label: str
    step: str = ""
    action: str = ""
    fields: tuple[tuple[str, object], ...] = ()
    confirm: str = ""
    done: str = ""
    why_not: str = ""
    waits: str = ""
    href: str = ""


def list_offers(actor: Actor, page: ObligationPage, day: date) -> list[Offer]:
    """List what a seat can do with an obligation on a day, what waits for it first."""
    steps = {step.action: step for step in list_steps(page, actor, day)}
    found = [
        offer
        for id_, show in _SHOWN.items()
        if steps[id_].is_theirs
        for offer in show(steps[id_], page, actor)
    ]
    return found or [Offer("", why_not=_only_reads(steps, page, actor))]


def open_extension(page: ObligationPage) -> ExtensionRow | None:
    """Return the request for a later date that waits for an answer, if any."""
    return next((one for one in page.extensions if one.state == "asked"), None)


def _only_reads(steps: dict[str, Step], page: ObligationPage, actor: Actor) -> str:
    if page.obligation.state in ENDED:
        return f"事项已是“{page.state_label}”，不再办理；需要继续办理的，请办公室另行登记。"
    units = (page.obligation.lead_unit, *page.co_units)
    if actor.unit_id in {unit.pk for unit in units}:
        return steps[actions.report_progress.id].why_not
    names = "、".join(unit.name for unit in units)
    return f"这项由{names}承办，由办公室核验；你现在的席位可以查看。"


def _signed(label: str, act: str, pk: int, actor: Actor) -> list[Offer]:
    """Offer the office to enter what a leader signed on paper."""
    return [Offer(label, href=reverse("signed-new", args=[act, pk]))] if actor.is_office else []


def _acknowledge(step: Step, page: ObligationPage, _actor: Actor) -> list[Offer]:
    fields = (("obligation_id", page.obligation.pk),)
    offer = Offer("签收", action=step.action, fields=fields, done="已签收。", waits="签收")
    return [] if step.why_not else [offer]


def _report(step: Step, page: ObligationPage, actor: Actor) -> list[Offer]:
    if page.obligation.state in ENDED:
        return []
    own = own_part(page, actor)
    if step.why_not and own is not None:
        return [Offer("反馈", why_not=step.why_not)]
    if step.why_not:
        # The table's sentence is general; on these two states the page can say whom to wait for.
        early = {
            "issued": f"{page.obligation.lead_unit.name}签收后才能反馈。",
            "submitted": "已申请办结，等待核验；退回后可以再反馈。",
        }
        return [Offer("反馈", why_not=early.get(page.obligation.state, step.why_not))]
    label = "补办并反馈" if page.obligation.state == "returned" and own is None else "反馈进展"
    waits = "完成本单位的协办部分" if own else "办理并反馈"
    return [Offer(label, step="report", waits=waits), Offer("添加佐证", step="evidence")]


def _verify(step: Step, page: ObligationPage, actor: Actor) -> list[Offer]:
    row = page.obligation
    if row.state in ENDED:
        return []
    if step.why_not:
        early = f"{row.lead_unit.name}申请办结后才能核验。" if row.state in WORKING else ""
        lacks = row.state == "submitted" and bool(page.open_parts or page.missing_evidence)
        told = step.why_not if lacks else f"{step.why_not}{_next(step)}"
        sent_back = [Offer("退回补办", step="verify")] if lacks else []
        on_paper = []
        if row.state == "submitted" and not lacks:
            on_paper = _signed("登记核对签批", step.action, row.pk, actor)
        return [Offer("核验", why_not=early or told), *sent_back, *on_paper]
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


def _next(step: Step) -> str:
    return step.refusal.next_step if step.refusal else ""


def _answer_extension(step: Step, page: ObligationPage, actor: Actor) -> list[Offer]:
    asked = open_extension(page)
    if asked is None:
        return []
    if step.why_not:
        why = Offer("答复延期", why_not=f"{step.why_not}请由召集人或其他单位的办公室席位答复。")
        on_paper = _signed("登记同意延期签批", actions.grant_extension.id, asked.pk, actor)
        return [why, *on_paper, *_signed("登记不同意延期签批", actions.refuse_extension.id, asked.pk, actor)]
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


def _answer_upward(step: Step, page: ObligationPage, _actor: Actor) -> list[Offer]:
    row = page.obligation
    if not step.why_not:
        return [Offer(f"向{row.upward_body}报送报告", step="answer", waits="报送报告")]
    waits = row.answer_upward and row.passed_at is None and row.state not in ENDED
    return [Offer("报送报告", why_not=step.why_not)] if waits else []


def _extend(step: Step, page: ObligationPage, _actor: Actor) -> list[Offer]:
    if not step.why_not:
        return [Offer("申请延期", step="extend")]
    running = page.obligation.due_on is not None and page.obligation.state in WORKING
    return [Offer("申请延期", why_not=step.why_not)] if running else []


def _pause(step: Step, _page: ObligationPage, _actor: Actor) -> list[Offer]:
    return [] if step.why_not else [Offer("暂停时限", step="pause")]


def _supersede(step: Step, _page: ObligationPage, _actor: Actor) -> list[Offer]:
    return [] if step.why_not else [Offer("替代、并入或撤销", step="supersede")]


def _kinds(step: Step, _page: ObligationPage, _actor: Actor) -> list[Offer]:
    return [] if step.why_not else [Offer("指定佐证类型", step="kinds")]


def _delegate(step: Step, _page: ObligationPage, _actor: Actor) -> list[Offer]:
    return [] if step.why_not else [Offer("交办下级", step="delegate")]


def _hand_back(step: Step, _page: ObligationPage, _actor: Actor) -> list[Offer]:
    return [] if step.why_not else [Offer("退回（不属本单位职责）", step="handback")]


def _accept(step: Step, page: ObligationPage, actor: Actor) -> list[Offer]:
    if step.why_not:
        return []
    back = next(one for one in open_handbacks(page) if one.named_unit_id == actor.unit_id)
    accept = Offer(
        "接收",
        action=step.action,
        fields=(("handback_id", back.pk),),
        confirm=f"接收后，事项{page.obligation.number}改由你单位承办，须另行签收。确定接收？",
        done="已接收，请签收。",
        waits=f"答复{back.unit.name}的退回",
    )
    return [accept, Offer("不接收", step="handback-answer")]


def _withdraw(step: Step, page: ObligationPage, actor: Actor) -> list[Offer]:
    if step.why_not:
        return []
    back = next(one for one in open_handbacks(page) if one.unit_id == actor.unit_id)
    return [Offer("撤回退回", action=step.action, fields=(("handback_id", back.pk),), done="已撤回。")]


def _rule(step: Step, page: ObligationPage, actor: Actor) -> list[Offer]:
    waiting = open_handbacks(page)
    if not waiting:
        return []
    second = any(one.state == "with_office" for one in waiting)
    if step.why_not:
        on_paper = _signed("登记裁定签批", step.action, waiting[0].pk, actor)
        return [Offer("裁定退回", why_not=step.why_not), *on_paper]
    return [Offer("裁定退回", step="rule", waits="裁定退回" if second else "")]


# What waits for a seat stands before what it may also do.
_SHOWN: dict[str, Callable[[Step, ObligationPage, Actor], list[Offer]]] = {
    actions.acknowledge_obligation.id: _acknowledge,
    actions.report_progress.id: _report,
    actions.verify_obligation.id: _verify,
    actions.grant_extension.id: _answer_extension,
    actions.accept_handback.id: _accept,
    actions.rule_handback.id: _rule,
    actions.withdraw_handback.id: _withdraw,
    actions.answer_upward.id: _answer_upward,
    actions.ask_extension.id: _extend,
    actions.hand_back.id: _hand_back,
    actions.require_evidence.id: _kinds,
    actions.offer_delegation.id: _delegate,
    actions.supersede_obligation.id: _supersede,
    actions.pause_clock.id: _pause,
}
