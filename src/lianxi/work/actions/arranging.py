"""Arrangements: proposed from a document's acts or made by the office, switched on, ended, replaced by a new version."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from django.db.models import Q

from lianxi.bodies.models import Conference, Unit, cited
from lianxi.bodies.queries import find_unit, member_unit_ids, unit_names
from lianxi.core.actors import OFFICE
from lianxi.core.basis import Basis
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Flag, Lines, One, OneUnit, Several, Units, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding, on
from lianxi.law.citing import cite_clause
from lianxi.law.models import ClauseAct
from lianxi.work.actions.opening import open_for
from lianxi.work.facts import chosen, each_facts, starting
from lianxi.work.models import Arrangement, Party, Return
from lianxi.work.planning import plans_of
from lianxi.work.queries.arrangements import acts_of, needs_of
from lianxi.work.rules import filling
from lianxi.work.rules.figures import figures_data
from lianxi.work.rules.forms import as_data, named_after, read_form
from lianxi.work.rules.machines import ARRANGEMENT, OPEN, RETURN, ArrangementState
from lianxi.work.rules.making import read_own
from lianxi.work.rules.periods import CYCLE_LABELS
from lianxi.work.rules.plans import PATTERN_LABELS, Plan, PlannedParty
from lianxi.work.rules.sharing import SHARE_LABELS, VIA_LABELS, check_sharing, may_say

RULE = "办公室负责跟踪督促"
# The step of the table, also where a clause asks for it (cycles).
REVISE = "work.arrangement.revise"
REVISING = on(Arrangement, "arrangement_id", stands(ARRANGEMENT, REVISE))
# Names under which a document means the conference itself or its office.
CONFERENCE = frozenset({"", "联席会议", "联席会议办公室", "办公室", "各成员单位"})


@action("work.arrangement.propose", "生成履职安排建议", who=OFFICE, rule=RULE)
def propose_arrangements(act: Act) -> Sequence[Arrangement]:
    """Propose how each act of the adopted document is carried out, for acts not yet here. Nothing is switched on.

    An act of a body that is no member unit today is left out. Raises BadInput where nothing is new.
    """
    conference = Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    there = set(Arrangement.objects.filter(conference=conference).values_list("act", flat=True))
    acts = [one for one in acts_of(conference) if one.code not in there]
    made: list[tuple[Arrangement, Plan]] = []
    for ordinal, (one, plan) in enumerate(plans_of(conference.instrument, acts), len(there) + 1):
        unit = find_unit(conference, plan.unit, day_of(act.at))
        if unit is None and plan.unit not in CONFERENCE:
            continue
        row = planned(act, plan, unit.pk if unit else None, one.text.replace("\n", ""))
        _set_basis(row, conference, one)
        row.ordinal = ordinal
        made.append((row, plan))
    if not made:
        raise BadInput(
            "没有新的职责事项要生成安排。", rule="每项职责只生成一次", next_step="请直接启用或改版已有的。"
        )
    act.create_batch([row for row, _plan in made])
    parties = [party for row, plan in made for party in _parties(act, row, plan)]
    if parties:
        act.create_batch(parties)
    act.subject = record_name(conference)
    return [row for row, _plan in made]


def _set_basis(row: Arrangement, conference: Conference, one: ClauseAct) -> None:
    basis = Basis(conference.instrument, conference.instrument_version, one.clause.code, one.start, one.end)
    for name, value in cited(basis).items():
        setattr(row, name, value)


def planned(act: Act, plan: Plan, unit_id: int | None, words: str) -> Arrangement:
    """Make the unsaved arrangement of a plan, proposed by the acting seat now."""
    entered_by = find_unit(act.chain, plan.entered_by, day_of(act.at)) if plan.entered_by else None
    return Arrangement(
        conference_id=act.chain,
        act=plan.act,
        unit_id=unit_id,
        pattern=plan.pattern,
        title=plan.title,
        words=words,
        trigger=plan.trigger[:300],
        form=as_data(plan.form),
        cycle=plan.cycle,
        returns=plan.returns,
        nil_allowed=plan.nil_allowed,
        nil_words=plan.nil_words[:200],
        answer=as_data(plan.answer),
        answer_days=plan.answer_days,
        figures=figures_data(plan.figures),
        limits=list(plan.limits),
        note=plan.note[:300],
        suggested=list(plan.suggested),
        level=plan.level,
        entered_by=entered_by,
        by_area=plan.by_area,
        starts=plan.starts,
        plain=plan.plain,
        origin=plan.origin,
        state=ARRANGEMENT.initial,
        made_at=act.at,
        made_by=act.actor.label,
    )


def _parties(act: Act, row: Arrangement, plan: Plan) -> Iterable[Party]:
    for one in plan.parties or (PlannedParty("doer", plan.unit),):
        unit = find_unit(act.chain, one.unit or one.words, day_of(act.at))
        # A receiver that is the unit itself (its own county line) is no other unit.
        if one.role != "doer" and unit is not None and unit.pk == row.unit_id:
            continue
        if one.role == "doer" and unit is None:
            continue
        yield Party(
            conference_id=act.chain,
            arrangement=row,
            role=one.role,
            unit=unit,
            words=(one.words or one.unit)[:120],
            printed=one.printed,
            fields=list(one.fields),
            part=one.part[:200],
        )


@action("work.arrangement.make", "自定履职安排", who=OFFICE, rule=RULE)
def make_arrangement(
    act: Act,
    *,
    clause: Annotated[str, Choice("依据条款")],
    title: Annotated[str, Words("名称", 120)],
    unit_ids: Annotated[Sequence[int], Units("报送单位")],
    fields: Annotated[Sequence[str], Lines("栏目", 600)],
    cycle: Annotated[str, Choice("周期", CYCLE_LABELS)],
    pattern: Annotated[str, Choice("办理方式", PATTERN_LABELS)] = "register",
    receiver_ids: Annotated[Sequence[int], Units("接收单位")] = (),
    answers: Annotated[Sequence[str], Lines("反馈栏目", 600)] = (),
    figures: Annotated[Sequence[str], Lines("指标", 300)] = (),
    nil_allowed: Annotated[bool, Flag("可报“本期无此类事项”")] = False,
) -> Arrangement:
    """Make an arrangement for a clause, of fields the office writes itself; it is proposed until it is switched on.

    A field is written `名称|类型|选项一、选项二|必填|区分` (see rules.making). Raises BadInput naming the field.
    """
    basis = cite_clause(act, clause)
    members = member_unit_ids(act.chain, day_of(act.at))
    if not unit_ids or not {*unit_ids, *receiver_ids} <= members:
        raise BadInput("报送、接收单位须是当日的成员单位，报送单位至少一个。", next_step="请重新选择单位。")
    names = unit_names([*unit_ids, *receiver_ids])
    parties = [PlannedParty("doer", names[pk]) for pk in dict.fromkeys(unit_ids)]
    parties += [
        PlannedParty("receiver", names[pk]) for pk in dict.fromkeys(receiver_ids) if pk not in unit_ids
    ]
    plan = read_own(
        act=f"{basis.clause}#自定",
        title=filled(title, "名称", 120),
        pattern=pattern,
        cycle=cycle,
        fields=fields,
        answers=answers,
        figures=figures,
        parties=parties,
        nil_allowed=nil_allowed,
    )
    only = unit_ids[0] if len(set(unit_ids)) == 1 else None
    row = planned(act, plan, only, "")
    for name, value in cited(basis).items():
        setattr(row, name, value)
    act.create(row)
    act.create_many(list(_parties(act, row, plan)))
    return row


@action(
    "work.arrangement.switch_on",
    "启用履职安排",
    who=OFFICE,
    rule=RULE,
    deciding=Deciding(chosen, each_facts, filling.switch_on),
)
def switch_on(
    act: Act, *, arrangement_ids: Annotated[Sequence[int], Several("履职安排")]
) -> Sequence[Arrangement]:
    """Carry out arrangements from today: the units' first returns are opened for the present period.

    Raises BadInput for one that names no unit and asks for returns.
    """
    if not arrangement_ids:
        raise BadInput("没有选中安排。", next_step="请勾选要启用的安排。")
    return _switch_on(act, chosen(act, {"arrangement_ids": arrangement_ids}))


@action(
    "work.arrangement.start",
    "启用起步范围",
    who=OFFICE,
    rule=RULE,
    deciding=Deciding(starting, each_facts, filling.start),
)
def start_set(act: Act) -> Sequence[Arrangement]:
    """Switch on every arrangement of the starting set that is still proposed. Raises BadInput where none is."""
    return _switch_on(act, starting(act, {}))


def _switch_on(act: Act, rows: list[Arrangement]) -> list[Arrangement]:
    day = day_of(act.at)
    for row in rows:
        act.cite(row.basis)
    act.move_batch([(row, {"starts_on": day}) for row in rows], ARRANGEMENT)
    open_for(act, rows, day)
    act.subject = record_name(rows[0])
    for unit_id in sorted(needs_of(rows)):
        act.notify("履职安排已启用，请看本单位职责页", about=rows[0], unit=unit_id)
    return rows


@action(
    "work.arrangement.share",
    "写明共享属性和送达方式",
    who=OFFICE,
    rule=RULE,
    deciding=on(Arrangement, "arrangement_id", may_say),
)
def set_sharing(
    act: Act,
    *,
    arrangement_id: Annotated[int, One("履职安排")],
    share: Annotated[str, Choice("共享属性", SHARE_LABELS)],
    via: Annotated[str, Choice("送达方式", VIA_LABELS)],
    ground: Annotated[str, Words("有条件、不予共享的依据", 200)] = "",
) -> Arrangement:
    """Say how far what is entered may be shared, by which way it goes, and on what ground it may not.

    The class of a version is set once; another one comes with a new version. Raises BadInput, WrongState.
    """
    row = act.lock(Arrangement, arrangement_id)
    check_sharing(share, ground, via)
    act.cite(row.basis)
    return act.change(row, share=share, via=via, share_ground=short_enough(ground, "依据", 200))


@action(
    "work.arrangement.end",
    "停用履职安排",
    who=OFFICE,
    rule=RULE,
    deciding=on(Arrangement, "arrangement_id", stands(ARRANGEMENT, "work.arrangement.end")),
)
def end_arrangement(
    act: Act,
    *,
    arrangement_id: Annotated[int, One("履职安排")],
    reason: Annotated[str, Words("理由", 300)],
) -> Arrangement:
    """End an arrangement from today: what has not been handed in is no longer wanted. Rows and returns stay."""
    row = act.lock(Arrangement, arrangement_id)
    why = filled(reason, "理由", 300)
    act.move(row, ARRANGEMENT, ends_before=day_of(act.at), ended_why=why)
    left = list(Return.objects.select_for_update().filter(line_id=row.line_id, state__in=OPEN))
    if left:
        act.move_batch([(one, {"reason": f"安排已停用：{why}"[:300]}) for one in left], RETURN)
    act.cite(row.basis)
    return row


@action(REVISE, "改版履职安排", who=OFFICE, rule=RULE, deciding=REVISING)
def revise_arrangement(
    act: Act,
    *,
    arrangement_id: Annotated[int, One("履职安排")],
    reason: Annotated[str, Words("理由", 300)],
    title: Annotated[str, Words("名称", 120)] = "",
    fields: Annotated[Sequence[str], Lines("栏目", 600)] = (),
    cycle: Annotated[str, Choice("周期", CYCLE_LABELS)] = "",
    unit_id: Annotated[int | None, OneUnit("报送单位")] = None,
    receiver_ids: Annotated[Sequence[int], Units("接收单位")] = (),
) -> Arrangement:
    """Put a new version in the place of an arrangement: what is not given stays as it was.

    One that is on goes on with the new version: its rows stay, returns not handed in ask for the new form.
    Raises BadInput, WrongState.
    """
    old = act.lock(Arrangement, arrangement_id)
    if not (title or fields or cycle or unit_id or receiver_ids):
        raise BadInput("没有改任何内容。", next_step="请填写要改的栏目、周期或单位。")
    was_on = old.state == ArrangementState.ON
    new = _copy(act, old)
    if title:
        new.title = short_enough(title, "名称", 120)
    if fields or cycle:
        _reform(new, fields, cycle)
    new.unit_id = unit_id or new.unit_id
    act.remark = filled(reason, "理由", 300)
    act.move_as(REVISE, old, ARRANGEMENT, replaced_at=act.at, ended_why=act.remark)
    act.create(new)
    act.create_many(list(_parties_again(act, old, new, unit_id, receiver_ids)))
    if was_on:
        act.move_as("work.arrangement.switch_on", new, ARRANGEMENT, starts_on=day_of(act.at))
        _hand_over(act, old, new)
        open_for(act, [new], day_of(act.at))
    act.cite(new.basis)
    return new


def _copy(act: Act, old: Arrangement) -> Arrangement:
    kept = {
        one.attname: getattr(old, one.attname)
        for one in Arrangement._meta.concrete_fields
        if one.attname not in ("id", "version", "state")
    }
    new = Arrangement(**kept)
    new.state = ARRANGEMENT.initial
    new.first_id, new.replaces, new.form_version = old.line_id, old, old.form_version + 1
    new.share = new.share_ground = new.via = ""
    new.made_at, new.made_by, new.starts_on, new.origin = act.at, act.actor.label, None, "own"
    return new


def _reform(new: Arrangement, fields: Sequence[str], cycle: str) -> None:
    plan = read_own(
        act=new.act,
        title=new.title,
        pattern=new.pattern,
        cycle=cycle or new.cycle,
        fields=fields or ("占位",),
        answers=(),
        figures=(),
        parties=(),
        nil_allowed=new.nil_allowed,
    )
    if fields:
        line = Arrangement.objects.filter(Q(pk=new.first_id) | Q(first_id=new.first_id)).order_by("-pk")
        new.form = as_data(named_after(plan.form, [read_form(one.form) for one in line]))
        new.figures, new.level = [], plan.level
    if cycle:
        # The clause that gave the old cycle does not give this one.
        new.cycle, new.returns, new.cycle_basis = cycle, plan.returns, ""


def _parties_again(
    act: Act, old: Arrangement, new: Arrangement, unit_id: int | None, receiver_ids: Sequence[int]
) -> Iterable[Party]:
    """Give the parties of a new version; receivers that the clause names stay, whoever is chosen beside them."""
    named = dict(_units(act, [*receiver_ids, *filter(None, (unit_id,))]))
    chosen = {"doer": [unit_id] if unit_id else [], "receiver": list(receiver_ids)}
    kept = [one for one in old.parties.order_by("pk") if not chosen.get(one.role) or one.printed]
    for one in kept:
        yield Party(
            conference_id=act.chain,
            arrangement=new,
            role=one.role,
            unit_id=one.unit_id,
            words=one.words,
            printed=one.printed,
            fields=_still(new, one.fields),
            part=one.part,
        )
    there = {(one.role, one.unit_id) for one in kept}
    for role, ids in chosen.items():
        for pk in dict.fromkeys(filter(None, ids)):
            if (role, pk) not in there:
                yield Party(
                    conference_id=act.chain, arrangement=new, role=role, unit_id=pk, words=named[pk].name
                )


def _still(new: Arrangement, names: Sequence[str]) -> list[str]:
    there = {one["name"] for one in new.form.get("fields", ())}
    return [one for one in names if one in there]


def _units(act: Act, ids: Sequence[int]) -> Iterable[tuple[int, Unit]]:
    members = member_unit_ids(act.chain, day_of(act.at))
    if not set(ids) <= members:
        raise BadInput("单位须是当日的成员单位。", next_step="请重新选择单位。")
    return Unit.objects.in_bulk(list(ids)).items()


def _hand_over(act: Act, old: Arrangement, new: Arrangement) -> None:
    """Let open returns of the line ask for the new form; those of units no longer named are not wanted."""
    doers = set(new.parties.filter(role="doer").values_list("unit_id", flat=True))
    left = list(Return.objects.select_for_update().filter(line_id=old.line_id, state__in=OPEN))
    staying = [(one, {"arrangement": new}) for one in left if one.unit_id in doers]
    if staying:
        act.change_batch(staying)
    for one in left:
        if one.unit_id not in doers:
            act.move_as("work.arrangement.end", one, RETURN, reason="改由其他单位报送，不再需要")
