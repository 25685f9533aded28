"""The form that puts one value of a draft right: filled with what was read, handed to the door as it is named."""

from dataclasses import dataclass

from django import forms

from lianxi.bodies.rules import SUCCESSION_LABELS
from lianxi.core.actors import SEAT_LABELS, SeatKind
from lianxi.law.corrections import Draft
from lianxi.law.rules import CORRECTABLE, DOCUMENT_RULES

REASON_HELP = "例如：对照原文第二部分，读取时漏了一个单位"
WORDS_HELP = "从左边原文照抄，用来标明出处；留空则自动查找"
# The kinds of seat a document can give, in its own order.
KINDS = (
    SeatKind.CONVENER,
    SeatKind.DEPUTY_CONVENER,
    SeatKind.MEMBER,
    SeatKind.OFFICE_DIRECTOR,
    SeatKind.OFFICE_DEPUTY,
    SeatKind.OFFICE_MEMBER,
)


def _reason() -> forms.CharField:
    return forms.CharField(label="更正理由", max_length=300, help_text=REASON_HELP)


def _words() -> forms.CharField:
    return forms.CharField(label="原文", required=False, max_length=300, help_text=WORDS_HELP)


class FieldForm(forms.Form):
    """Another value for a field of the head; empty where the document is silent."""

    use_required_attribute = True
    value = forms.CharField(label="更正为", required=False, help_text="文件没有写明的，留空。")
    reason = _reason()


class UnitForm(forms.Form):
    """A member unit: its name and the other forms in which the text prints it."""

    use_required_attribute = True
    name = forms.CharField(label="单位名称", max_length=80)
    aliases = forms.CharField(
        label="又称", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="用顿号分开"
    )
    words = _words()
    reason = _reason()


class SeatForm(forms.Form):
    """A line of the roster or a seat of the office."""

    use_required_attribute = True
    kind = forms.ChoiceField(label="席位", choices=[(kind.value, SEAT_LABELS[kind]) for kind in KINDS])
    unit = forms.CharField(label="单位", max_length=80)
    person = forms.CharField(
        label="姓名", required=False, max_length=80, help_text="文件没有写姓名的，留空。"
    )
    title = forms.CharField(label="职务", required=False, max_length=120)
    words = _words()
    reason = _reason()


class RuleForm(forms.Form):
    """A rule of procedure and the words it rests on."""

    use_required_attribute = True
    code = forms.ChoiceField(label="规则", choices=list(DOCUMENT_RULES.items()))
    value = forms.CharField(
        label="更正为", required=False, help_text="文件没有这条规则的，留空。会签填 attending_units 或 none。"
    )
    words = _words()
    reason = _reason()


class SayingForm(forms.Form):
    """How people say what a clause is about."""

    use_required_attribute = True
    words = forms.CharField(
        label="口头说法",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="群众来信来电里怎么说这件事，用顿号分开，例如：老板跑了、不给结账。留空即去掉。",
    )
    reason = _reason()


class ReformForm(forms.Form):
    """A reform of a unit: what it did, from when, and by which document."""

    use_required_attribute = True
    from_unit = forms.CharField(label="原单位", max_length=80, help_text="名称或文件里的写法，例如：卫健委")
    kind = forms.ChoiceField(label="沿革", choices=list(SUCCESSION_LABELS.items()))
    to_unit = forms.CharField(label="承接单位", max_length=80)
    effective_on = forms.DateField(label="生效日期", widget=forms.DateInput(attrs={"type": "date"}))
    basis_text = forms.CharField(label="依据", max_length=300, help_text="例如：机构改革方案的文号和条款")
    note = forms.CharField(
        label="涉及职责", required=False, max_length=300, help_text="职责划转的须写明条款编号或职责原文。"
    )


@dataclass(frozen=True, slots=True)
class Edit:
    """The form now open: its title, the action it goes to, hidden fields, and how to drop the value."""

    key: str
    title: str
    action: str
    form: forms.Form
    hidden: dict[str, str]
    drop: str = ""
    drop_fields: tuple[tuple[str, str], ...] = ()


def edit_of(key: str, draft: Draft) -> Edit | None:
    """Return the form for a value of the draft (field:title, unit:…, seat:r3, rule:chair), or None."""
    kind, _, place = key.partition(":")
    make = {"field": _field, "unit": _unit, "seat": _seat, "rule": _rule, "saying": _saying}.get(kind)
    return make(key, place, draft) if make else None


def _field(key: str, place: str, draft: Draft) -> Edit | None:
    if place not in CORRECTABLE:
        return None
    form = FieldForm(initial={"value": getattr(draft.reading, place) or ""})
    if place == "date":
        form.fields["value"].widget = forms.DateInput(attrs={"type": "date"})
    return Edit(key, f"更正{CORRECTABLE[place][0]}", "law.draft.correct", form, {"field": place})


def _unit(key: str, place: str, draft: Draft) -> Edit | None:
    if not place:
        return Edit(key, "补充成员单位", "law.draft.put_unit", UnitForm(), {})
    unit = next((one for one in draft.reading.units if one.name == place), None)
    if unit is None:
        return None
    form = UnitForm(initial={"name": unit.name, "aliases": "、".join(unit.aliases)})
    drop = (("name", unit.name),)
    return Edit(
        key, f"更正{unit.name}", "law.draft.put_unit", form, {"was": place}, "law.draft.drop_unit", drop
    )


def _seat(key: str, place: str, draft: Draft) -> Edit | None:
    if not place:
        return Edit(key, "补充席位", "law.draft.put_seat", SeatForm(initial={"kind": "member"}), {})
    seat = next((one for one in draft.seats if one.place == place), None)
    if seat is None:
        return None
    initial: dict[str, object] = {"kind": seat.kind.value, "unit": seat.unit or "", "person": seat.person}
    form = SeatForm(initial=initial | {"title": seat.title})
    drop = (("place", place),)
    title = f"更正{SEAT_LABELS[seat.kind]}{seat.person}"
    return Edit(key, title, "law.draft.put_seat", form, {"place": place}, "law.draft.drop_seat", drop)


def _rule(key: str, place: str, draft: Draft) -> Edit | None:
    if not place:
        return Edit(key, "补充规则", "law.draft.put_rule", RuleForm(), {})
    if place not in DOCUMENT_RULES:
        return None
    rule = next((one for one in draft.reading.rules if one.code == place), None)
    form = RuleForm(initial={"code": place, "value": rule.value if rule else ""})
    return Edit(key, f"更正{DOCUMENT_RULES[place]}", "law.draft.put_rule", form, {})


def _saying(key: str, place: str, draft: Draft) -> Edit | None:
    clause = next((one for one in draft.reading.clauses if one.id == place), None)
    if clause is None:
        return None
    form = SayingForm(initial={"words": "、".join(draft.sayings.get(place, ()))})
    title = f"{clause.unit or place}的口头说法"
    return Edit(key, title, "law.draft.put_saying", form, {"clause": place})
