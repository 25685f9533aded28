"""A planned arrangement: what a pack, the words of an act or an office says of how an act is carried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lianxi.core.refusals import BadInput
from lianxi.work.rules.figures import Figure, check_figures, read_figures
from lianxi.work.rules.forms import NO_FORM, Form, read_form
from lianxi.work.rules.periods import CYCLE_LABELS, RETURNS_LABELS

PATTERN_LABELS = {
    "flow": "送出",
    "register": "名册",
    "check": "检查",
    "plan": "规划文件",
    "conference": "会议规则",
    "case": "逐件办理",
    "event": "活动",
    "signal": "监测研判",
    "procedure": "处置程序",
    "letter": "函件",
}
LEVEL_LABELS = {
    "public": "公开",
    "members": "成员单位",
    "named": "有关单位",
    "personal": "仅经办（个人信息）",
}
ORIGIN_LABELS = {
    "pack": "逐条核对的建议",
    "derived": "按文字推得的建议，待核对",
    "own": "办公室自定",
    "carried": "由原职责跟踪转入",
}


@dataclass(frozen=True, slots=True)
class PlannedParty:
    """A unit or body named in a plan. `unit` is the member unit's name, empty where it is none."""

    role: str
    unit: str = ""
    words: str = ""
    printed: bool = False
    fields: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an act is to be carried out, before any row exists; see models.Arrangement for what the names mean."""

    act: str
    unit: str
    pattern: str
    title: str
    form: Form
    cycle: str
    returns: int = 0
    nil_words: str = ""
    nil_allowed: bool = False
    trigger: str = ""
    parties: tuple[PlannedParty, ...] = ()
    answer: Form = NO_FORM
    answer_days: int | None = None
    figures: tuple[Figure, ...] = ()
    limits: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    suggested: tuple[str, ...] = ()
    level: str = "members"
    entered_by: str = ""
    by_area: bool = False
    starts: bool = False
    plain: bool = False
    origin: str = "pack"

    @property
    def fields_a_year(self) -> int:
        """How many required fields a year it asks, where each return holds one row."""
        return self.returns * len(self.form.required)


def read_plan(told: Mapping[str, Any]) -> Plan:
    """Read a plan of a pack. Raises BadInput, KeyError for what is none."""
    parties = tuple(
        PlannedParty(**{**one, "fields": tuple(one.get("fields", ()))}) for one in told.get("parties", ())
    )
    plain = {name: value for name, value in told.items() if name not in _READ}
    plan = Plan(
        form=read_form(told.get("form", {})),
        answer=read_form(told.get("answer", {})),
        figures=read_figures(told.get("figures", ())),
        limits=tuple(told.get("limits", ())),
        suggested=tuple(told.get("suggested", ())),
        parties=parties,
        **plain,
    )
    check_plan(plan)
    return plan


_READ = ("form", "answer", "figures", "limits", "parties", "suggested")


def check_plan(plan: Plan) -> None:
    """Refuse a plan that cannot be carried out. Raises BadInput that says why."""
    if plan.pattern not in PATTERN_LABELS:
        raise BadInput("办理方式不在可选范围内。", next_step=f"请选：{'、'.join(PATTERN_LABELS.values())}。")
    if plan.cycle not in CYCLE_LABELS or plan.returns not in RETURNS_LABELS:
        raise BadInput("周期不在可选范围内。", next_step=f"请选：{'、'.join(CYCLE_LABELS.values())}。")
    if not plan.title.strip() or len(plan.title) > 120:
        raise BadInput("名称须有 1 到 120 个字。")
    check_figures(plan.figures, plan.form)
    names = {one.name for one in plan.form.fields}
    for party in plan.parties:
        if unknown := set(party.fields) - names:
            raise BadInput(f"给“{party.unit or party.words}”的栏目里有表中没有的：{'、'.join(unknown)}。")
