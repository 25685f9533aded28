"""The form that enters an obligation into the ledger: its fields, with words and examples for each."""

from collections.abc import Mapping

from django import forms

from lianxi.bodies.rows import ConferenceRow
from lianxi.clocks.rules.limits import shipped_limits
from lianxi.ledger.rules import CYCLE_LABELS, EVIDENCE_KINDS
from lianxi.ledger.rules.clocks import LIMIT_CODES
from lianxi.meetings.queries.choices import list_clause_groups
from lianxi.web.shared.lights import short_citation

ORIGINS = (
    ("assignment", "党委政府交办：批示、督办件、来文要求办理的事项"),
    ("standing", "常规职责：建立文件写明、需要跟踪的职责（须选条款）"),
    ("proposal", "政策建议：拟向党委政府提出的建议"),
)
Choices = list[tuple[str, str | list[tuple[str, str]]]]
LIMITS = [(code, shipped_limits()[code].title) for code in LIMIT_CODES]


def clause_choices(conference: ConferenceRow) -> Choices:
    """List the clauses of the conference's own document, grouped by whom they oblige."""
    groups = [
        (group.label, [(code, short_citation(words)) for code, words in group.options])
        for group in list_clause_groups(conference)
    ]
    return [("", "不引用具体条款（按办公室跟踪督促职责登记）"), *groups]


class EnterForm(forms.Form):
    """What the office writes down once; the door hands the fields to the action as they are named here."""

    use_required_attribute = True
    title = forms.CharField(
        label="事项", max_length=200, help_text="一句话写明做什么，例如：完成在建工地粉尘危害排查"
    )
    text = forms.CharField(
        label="内容",
        required=False,
        help_text="来文原话或具体要求。",
        widget=forms.Textarea(attrs={"rows": 5, "class": "law"}),
    )
    origin = forms.ChoiceField(label="来源类别", choices=ORIGINS, widget=forms.RadioSelect)
    source_label = forms.CharField(
        label="来源", required=False, max_length=300, help_text="例如：市政府办公室督办件〔2026〕12号"
    )
    clause = forms.ChoiceField(label="依据条款", required=False, help_text="建立文件中对应的条款。")
    lead_unit_id = forms.ChoiceField(label="主办单位", help_text="对事项负总责，由它申请办结。")
    co_unit_ids = forms.MultipleChoiceField(
        label="协办单位", required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(
        label="办理时限",
        required=False,
        help_text="到这一天为止；没有时限的不亮灯。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    limit_code = forms.ChoiceField(
        label="或按时限规则计算",
        required=False,
        help_text="自登记当日起算；与上一项只填一项。规则见“时限规则”。",
    )
    cycle = forms.ChoiceField(
        label="周期",
        required=False,
        choices=tuple(CYCLE_LABELS.items()),
        help_text="每期核验通过后，自动转入下一期，时限顺延。",
    )
    evidence_wanted = forms.CharField(
        label="需要的材料", required=False, max_length=300, help_text="申请办结时须附上，例如：检查结果汇总表"
    )
    evidence_kinds = forms.MultipleChoiceField(
        label="佐证类型",
        required=False,
        choices=tuple(EVIDENCE_KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="选中的每一种都要有，才能核验通过；不选的按上面写的材料办理。",
    )
    answer_upward = forms.BooleanField(label="办结后须向上报告", required=False)
    upward_body = forms.CharField(
        label="报告对象", required=False, max_length=80, help_text="勾选了上一项的须填写，例如：市人民政府"
    )

    def __init__(self, *, units: list[tuple[int, str]], clauses: Choices, initial: Mapping[str, str]) -> None:
        super().__init__(initial={"origin": "assignment", "cycle": "once", **initial})
        names: Choices = [(str(pk), name) for pk, name in units]
        self._offer("lead_unit_id", [("", "请选择"), *names])
        self._offer("co_unit_ids", names)
        self._offer("clause", clauses)
        self._offer("limit_code", [("", "不按规则，日期如上"), *LIMITS])

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices
