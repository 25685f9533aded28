"""Rules that raise signals: switched or set from a day on, as new rows; the rows before them stay as they held."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, Flag, Lines, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.surveillance.models import SignalRule
from lianxi.surveillance.queries.signal_rules import as_rule
from lianxi.surveillance.rules.signal_rules import CONFIGURED, Rule, shipped_rules, with_values


@action("surveillance.rule.set", "设定预警规则", who=OFFICE, rule="预警规则由办公室设定，待确认")
def set_signal_rule(
    act: Act,
    *,
    code: Annotated[str, Choice("规则")],
    on: Annotated[bool, Flag("状态")],
    reason: Annotated[str, Words("理由", 300)],
    values: Annotated[Sequence[str], Lines("参数", 40)] = (),
    starts_on: Annotated[date | None, Day("起用")] = None,
) -> SignalRule:
    """End a rule as it holds and start it anew, on or off, with `values` written name=value.

    From `starts_on`, today by default. Raises BadInput for an unknown rule or value, a day that has passed, or a
    rule whose data do not exist.
    """
    # Rules of a conference change one at a time: what is in force is read under this lock.
    act.lock(Conference, act.actor.conference_id or 0)
    act.subject = ""
    shipped = shipped_rules().get(code)
    if shipped is None:
        raise BadInput("没有这条预警规则。", next_step="请从规则列表中选择。")
    day = starts_on or day_of(act.at)
    if day < day_of(act.at):
        raise BadInput(f"{long_date(day)}已经过去，规则不能追溯更改。", next_step="请填写今天或以后的日期。")
    if on and not shipped.stream:
        raise BadInput(f"“{shipped.title}”还不能启用：{shipped.needs}。", next_step="有了这类数据后再启用。")
    present, rule = _present(act, shipped)
    values_set = with_values(rule, tuple(values))
    if (on, values_set) == (rule.on, rule.parameters):
        raise BadInput("与现行的规则相同，没有可以设定的。", next_step="请改动启用或参数后再提交。")
    if present.starts_on is not None and day < present.starts_on:
        raise BadInput(
            f"已有一版自{long_date(present.starts_on)}起施行。", next_step="请填写不早于它的日期。"
        )
    act.change(present, ends_before=day)
    row = SignalRule(conference_id=act.chain, code=code, revision=rule.revision + 1, on=on)
    row.parameters, row.source, row.confidence = values_set, shipped.source, CONFIGURED
    row.starts_on, row.set_by, row.reason = day, act.actor.label, filled(reason, "理由", 300)
    return act.create(row)


def _present(act: Act, shipped: Rule) -> tuple[SignalRule, Rule]:
    """Give the row in force; the shipped one is first written down as it held, so that its history stays."""
    rows = SignalRule.objects.filter(conference_id=act.chain, code=shipped.code)
    found: SignalRule | None = rows.filter(ends_before__isnull=True).first()
    if found is None:
        found = act.create(
            SignalRule(
                conference_id=act.chain,
                code=shipped.code,
                revision=1,
                on=shipped.on,
                parameters=shipped.parameters,
                source=shipped.source,
                confidence=shipped.confidence,
                set_by="随附",
            )
        )
        return found, shipped
    return found, as_rule(found)
