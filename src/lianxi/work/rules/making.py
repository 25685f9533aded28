"""An office's own arrangement, from the lines its page sends: fields, figures, parties."""

import re
from collections.abc import Sequence

from lianxi.core.refusals import BadInput
from lianxi.work.rules.figures import COUNT, SUM, Condition, Count, Figure
from lianxi.work.rules.forms import CODE_LISTS, KIND_LABELS, NUMBERS, Field, Form, Kind, check_form
from lianxi.work.rules.periods import RETURNS_OF
from lianxi.work.rules.plans import Plan, PlannedParty, check_plan

_KINDS = {label: Kind(code) for code, label in KIND_LABELS.items()} | {str(kind): kind for kind in Kind}
_SPLIT = re.compile(r"[、,，;；]")
REQUIRED, KEY, PERSONAL = "必填", "区分", "个人信息"


def read_own(
    *,
    act: str,
    title: str,
    pattern: str,
    cycle: str,
    fields: Sequence[str],
    answers: Sequence[str],
    figures: Sequence[str],
    parties: Sequence[PlannedParty],
    nil_allowed: bool,
) -> Plan:
    """Read a plan as an office writes it. Raises BadInput naming the line that is wrong.

    A field is `名称|类型|选项或单位|必填 区分`, a figure `名称|计数` or `名称|合计|栏目`, with `|栏目=值` where only
    some rows count and `|占` where it is a rate over all rows.
    """
    form = own_form(fields, continues=pattern == "register")
    if not form.fields:
        raise BadInput("还没有栏目。", next_step="请至少写一个栏目。")
    plan = Plan(
        act=act,
        unit="",
        pattern=pattern,
        title=title,
        form=form,
        cycle=cycle,
        returns=RETURNS_OF.get(cycle, 0) or int(nil_allowed),
        nil_allowed=nil_allowed,
        parties=tuple(parties),
        answer=own_form(answers),
        answer_days=None,
        level=level_of(form),
        figures=tuple(own_figure(line, form) for line in figures if line.strip()),
        origin="own",
    )
    check_plan(plan)
    return plan


def level_of(form: Form) -> str:
    """Say who may see the rows of a form: what names persons only its unit, what names employers the units named."""
    kinds = {one.kind for one in form.fields}
    if Kind.TOKEN in kinds or any(one.sight for one in form.fields):
        return "personal"
    return "named" if kinds & {Kind.ENTERPRISE, Kind.PROJECT} else "members"


def own_form(lines: Sequence[str], *, continues: bool = False) -> Form:
    """Read the fields of a form. Raises BadInput naming the line."""
    fields = tuple(own_field(line, place) for place, line in enumerate(filter(str.strip, lines), 1))
    if continues and fields and not any(one.key for one in fields):
        # A list kept true is told apart by its first column.
        first = fields[0]
        kept = {
            name: getattr(first, name)
            for name in ("name", "label", "kind", "unit", "options", "codes", "sight")
        }
        fields = (Field(**kept, required=True, key=True), *fields[1:])
    form = Form(fields, continues=continues)
    check_form(form)
    return form


def own_field(line: str, place: int) -> Field:
    """Read one field. Raises BadInput naming it."""
    label, kind_words, more, marks = (*(part.strip() for part in line.split("|")), "", "", "", "")[:4]
    if line.count("|") > 3:
        raise BadInput(
            f"第 {place} 个栏目“{line[:40]}”分成了四段以上。",
            next_step="请写作：名称|类型|选项或单位|必填 区分。",
        )
    kind = _KINDS.get(kind_words or "文字")
    if not label or kind is None:
        raise BadInput(
            f"第 {place} 个栏目“{line[:40]}”没有写清名称和类型。",
            next_step=f"类型请选：{'、'.join(KIND_LABELS.values())}。",
        )
    options = tuple(one.strip() for one in _SPLIT.split(more) if one.strip()) if kind is Kind.CHOICE else ()
    codes = next((code for code, words in CODE_LISTS.items() if more in (code, words)), "")
    return Field(
        f"f{place}",
        label,
        kind,
        unit=more if kind in NUMBERS else "",
        options=options,
        codes=codes if kind is Kind.CODE else "",
        required=REQUIRED in marks or KEY in marks,
        key=KEY in marks,
        sight="personal" if PERSONAL in marks or kind is Kind.TOKEN else "",
    )


def own_figure(line: str, form: Form) -> Figure:
    """Read one figure. Raises BadInput naming what is wrong."""
    label, measure, *rest = (part.strip() for part in [*line.split("|"), ""])
    by_label = {one.label: one for one in form.fields}
    field, where, is_rate = "", [], False
    for part in rest:
        name, equals, value = part.partition("=")
        if part == "占":
            is_rate = True
        elif equals and name in by_label:
            where.append(Condition(by_label[name].name, "is", value.strip()))
        elif part in by_label:
            field = by_label[part].name
        elif part:
            raise BadInput(f"指标“{label}”里的“{part}”不是本表的栏目。", next_step="请按栏目名称填写。")
    kind = {"计数": COUNT, "合计": SUM, "": COUNT}.get(measure)
    if kind is None or (kind == SUM and not field):
        raise BadInput(f"指标“{label}”请写“计数”，或“合计”加一个数字栏。")
    unit = "%" if is_rate else next((one.unit for one in form.fields if one.name == field), "") or "项"
    above = Count(label, measure=kind, field=field, where=tuple(where))
    below = Count(f"全部{label}", measure=kind, field=field) if is_rate else None
    return Figure(label, unit, above, below)
