"""Confirming the founding and setting the rules that no clause sets."""

from datetime import date
from typing import Annotated

from lianxi.bodies.facts import on_own_conference, own_rule, rule_facts
from lianxi.bodies.models import Conference, ConferenceRule, cited
from lianxi.bodies.queries import find_rule
from lianxi.bodies.rules import CONFIGURABLE, LETTERHEAD, choices_of, guards
from lianxi.core.actors import OFFICE, OPERATOR_ONLY, SeatKind
from lianxi.core.basis import ADMINISTRATIVE, Basis
from lianxi.core.fields import Choice, Inner, Words
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding


@action(
    "bodies.conference.confirm",
    "确认建立文件的读取结果",
    who=frozenset({SeatKind.OFFICE_DIRECTOR}),
    deciding=on_own_conference(guards.confirm_founding),
)
def confirm_founding(act: Act) -> Conference:
    """Mark the shipped reading as confirmed by the office; it was pending until now."""
    conference = act.lock(Conference, act.actor.conference_id or 0)
    return act.change(conference, confirmed_at=act.at)


@action(
    "bodies.rule.set",
    "设定工作规则",
    who=OFFICE | OPERATOR_ONLY,
    deciding=Deciding(own_rule, rule_facts, guards.set_rule),
)
def set_rule(
    act: Act,
    *,
    code: Annotated[str, Choice("规则")],
    value: Annotated[str, Words("取值", may_be_blank=True)],
    basis: Annotated[Basis, Inner("依据")] = ADMINISTRATIVE,
    clause_text: Annotated[str, Inner("条款原文")] = "",
) -> ConferenceRule:
    """End the configured rule in force and start one with the new value today.

    From another act, the clause of a further instrument (`basis`, `clause_text`) gives the value. Raises BadInput for a rule
    that a clause of a document sets: only another document changes that; NotPermitted for an operator who would set
    more than the letterhead.
    """
    if act.actor.kind is SeatKind.OPERATOR and code not in LETTERHEAD:
        raise NotPermitted(
            "运维管理员只能设定发文机关署名、标志和代字。",
            rule="其他工作规则由办公室设定",
            next_step="请办公室办理。",
        )
    if code not in CONFIGURABLE:
        raise BadInput(f"“{code}”不是可以设定的规则。", next_step="文件写明的规则只能随文件修订。")
    day, conference = day_of(act.at), act.lock(Conference, act.actor.conference_id or 0)
    present = find_rule(conference, code, day)
    _check_value(code, value)
    consent = find_rule(conference, "consent", day)
    if code == "silent_consent" and value == "on" and consent is not None and consent.source == "document":
        raise guards.silence_refused(consent.text)
    if present is not None:
        act.change(present, ends_before=day)
    rule = ConferenceRule(conference=conference, code=code, value=value.strip(), text=CONFIGURABLE[code][1])
    rule.source, rule.starts_on = "configured", day
    if basis.clause:
        rule.source, rule.text = "document", clause_text[:300]
        for name, column in cited(basis).items():
            setattr(rule, name, column)
    return act.create(rule)


def _check_value(code: str, value: str) -> None:
    choices = choices_of(code)
    if choices and value not in choices:
        raise BadInput(f"这条规则只能填 {' 或 '.join(reversed(choices))}。")
    if code.endswith(("_window", "_days")) and not _is_days(value.strip()):
        raise BadInput("天数请填 1 到 60 的整数。")
    if code.endswith("_day") and not _is_month_and_day(value.strip()):
        raise BadInput("截止日请填月和日，例如 07-20。")
    if code == "number_prefix" and not all("\u4e00" <= mark <= "\u9fff" for mark in value.strip()):
        raise BadInput("发文机关代字只能用汉字，例如“泉职防联”。")
    if len(value) > 40:
        raise BadInput("内容太长，请不超过 40 个字。")


def _is_days(text: str) -> bool:
    # Other digits than 0 to 9 count as digits too, and int() fails on some of them and on very long ones.
    return text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= 60


def _is_month_and_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(f"2025-{text}"))
    except ValueError:
        return False
