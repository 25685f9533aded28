"""Work points of a year: entered or imported, broken into tasks per unit and quarter, finished, carried over."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from lianxi.bodies.models import cited
from lianxi.bodies.queries import find_unit, member_unit_ids
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, File, Lines, Number, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding, itself, on
from lianxi.law.citing import cite_clause
from lianxi.papers.files import Upload
from lianxi.work.facts import left_tasks
from lianxi.work.models import PointTask, WorkPoint
from lianxi.work.queries.points import PointLine, read_points
from lianxi.work.rules.machines import POINT_TASK
from lianxi.work.rules.points import RULE, carry, finish

YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Asked:
    """A task before it is stored: unit (name), quarter (1 to 4) and what is to be done."""

    unit: str
    quarter: int
    text: str


@action("work.point.enter", "登记工作要点", who=OFFICE, rule=RULE)
def enter_point(
    act: Act,
    *,
    year: Annotated[int, Number("年度")],
    number: Annotated[str, Words("编号", 20)],
    text: Annotated[str, Words("要点", 500)],
    clause: Annotated[str, Choice("依据条款")],
    tasks: Annotated[Sequence[str], Lines("任务", 400)],
) -> WorkPoint:
    """Enter a work point with its tasks, each written `单位|季度|任务`. Raises BadInput naming the line."""
    told = [read_task(line, place) for place, line in enumerate(filter(str.strip, tasks), 1)]
    return _store(act, _year(year), [(number, text, clause, told)])[0]


@action("work.point.upload", "导入工作要点", who=OFFICE, rule=RULE)
def upload_points(
    act: Act,
    *,
    year: Annotated[int, Number("年度")],
    file: Annotated[Upload, File("要点分解表")],
) -> Sequence[WorkPoint]:
    """Store the points of a sheet (编号、要点、依据条款、承担单位、季度、任务), whole or not at all.

    Lines of one number are one point. Raises BadInput naming the rows.
    """
    lines: Sequence[PointLine] = act.read(read_points, file.name, file.content)
    by_number: dict[str, list[PointLine]] = defaultdict(list)
    for line in lines:
        by_number[line.number].append(line)
    given = [
        (number, own[0].text, own[0].clause, [Asked(one.unit, one.quarter, one.task) for one in own])
        for number, own in by_number.items()
    ]
    return _store(act, _year(year), given)


def read_task(line: str, place: int) -> Asked:
    """Read a task written `单位|季度|任务`. Raises BadInput naming its place."""
    unit, quarter, *rest = (part.strip() for part in f"{line}||".split("|"))
    digit = quarter.removeprefix("第").removesuffix("季度").translate(str.maketrans("一二三四", "1234"))
    text = rest[0] if rest else ""
    if not unit or digit not in ("1", "2", "3", "4") or not text:
        raise BadInput(
            f"第 {place} 项任务“{line[:40]}”没有写全。", next_step="请写成：单位|季度|任务，季度写 1 到 4。"
        )
    return Asked(unit, int(digit), text[:300])


def _year(year: int) -> int:
    if year not in YEARS:
        raise BadInput("年度不对。", next_step="请写四位年份。")
    return year


def _store(act: Act, year: int, given: Iterable[tuple[str, str, str, Sequence[Asked]]]) -> list[WorkPoint]:
    made, members = [], member_unit_ids(act.chain, day_of(act.at))
    there = set(WorkPoint.objects.filter(conference_id=act.chain, year=year).values_list("number", flat=True))
    for number, text, clause, tasks in given:
        label = filled(number, "编号", 20)
        if label in there:
            raise BadInput(f"{year}年已有编号为“{label}”的要点。", next_step="请换一个编号。")
        if not tasks:
            raise BadInput(f"要点“{label}”还没有分解任务。", next_step="请至少写一项任务。")
        point = WorkPoint(conference_id=act.chain, year=year, number=label, at=act.at, by=act.actor.label)
        point.text = filled(text, "要点", 500)
        for name, value in cited(cite_clause(act, clause)).items():
            setattr(point, name, value)
        act.create(point)
        act.create_many([_task(act, point, one, members) for one in tasks])
        made.append(point)
    if not made:
        raise BadInput("表里没有一项要点。", next_step="请按表样填写后重新导入。")
    return made


def _task(act: Act, point: WorkPoint, one: Asked, members: frozenset[int]) -> PointTask:
    unit = find_unit(act.chain, one.unit, day_of(act.at))
    if unit is None or unit.pk not in members:
        raise BadInput(f"“{one.unit}”不是成员单位。", next_step="请写单位的全称或通用简称。")
    return PointTask(
        conference_id=act.chain,
        point=point,
        unit=unit,
        quarter=one.quarter,
        text=filled(one.text, "任务", 300),
        state=POINT_TASK.initial,
    )


@action(
    "work.task.finish",
    "填报任务完成",
    who=UNIT_SPEAKERS,
    rule=RULE,
    deciding=on(PointTask, "task_id", finish),
)
def finish_task(
    act: Act, *, task_id: Annotated[int, One("要点任务")], told: Annotated[str, Words("完成情况", 500)]
) -> PointTask:
    """Say that the own unit's task is done and what came of it. Raises NotPermitted, WrongState."""
    row = act.lock(PointTask, task_id)
    return act.move(
        row, POINT_TASK, told=filled(told, "完成情况", 500), done_at=act.at, done_by=act.actor.label
    )


@action(
    "work.point.carry",
    "未完成的要点转入下年",
    who=OFFICE,
    rule=RULE,
    deciding=Deciding(left_tasks, itself, carry),
)
def carry_points(act: Act, *, year: Annotated[int, Number("年度")]) -> Sequence[WorkPoint]:
    """Carry the unfinished tasks of a year over: each point goes on in the next year with what is left of it.

    Raises BadInput where the next year has a point of the same number already.
    """
    made: dict[int, WorkPoint] = {}
    for task in left_tasks(act, {"year": year}):
        if task.point_id not in made:
            made[task.point_id] = act.create(_next_year(act, task.point))
        new = PointTask(conference_id=act.chain, point=made[task.point_id], unit_id=task.unit_id)
        new.quarter, new.text, new.state = 1, task.text, POINT_TASK.initial
        act.create(new)
        act.move(task, POINT_TASK, carried_to=new)
    act.subject = record_name(next(iter(made.values())))
    return list(made.values())


def _next_year(act: Act, old: WorkPoint) -> WorkPoint:
    number = f"转{old.number}"[:20]
    there = WorkPoint.objects.filter(conference_id=act.chain, year=old.year + 1, number=number)
    if there.exists():
        raise BadInput(f"{old.year + 1}年已有编号为“{number}”的要点。", next_step="请先改编号再转入。")
    new = WorkPoint(conference_id=act.chain, year=old.year + 1, number=number, text=old.text)
    for name, value in cited(old.basis).items():
        setattr(new, name, value)
    new.at, new.by = act.at, act.actor.label
    return new
