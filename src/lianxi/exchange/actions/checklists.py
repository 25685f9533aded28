"""Checklists: entered from a table, each point linked to what is here already; units are asked for nothing again."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import short_enough
from lianxi.core.fields import Day, File, One, Words
from lianxi.core.refusals import BadInput
from lianxi.exchange.actions.entering import plain
from lianxi.exchange.checklist_sheet import read_checklist
from lianxi.exchange.models import Checklist, ChecklistPoint, PointLink
from lianxi.exchange.rules.handling import linked
from lianxi.exchange.rules.payload import read_table
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.journal.sight import sights_of
from lianxi.ledger.actions.referring import find_record
from lianxi.papers.files import Upload

_RULE = "迎检目录由办公室整理"
MOST_POINTS = 300


@action("exchange.checklist.enter", "登记迎检目录", who=OFFICE, rule=_RULE)
def enter_checklist(
    act: Act,
    *,
    title: Annotated[str, Words("标题", 200)],
    table: Annotated[str, Words("要点（从表格复制粘贴，首行为列名：序号、要点）")],
    from_body: Annotated[str, Words("来自", 120)] = "",
    due_on: Annotated[date | None, Day("备齐期限")] = None,
) -> Checklist:
    """Enter a list of points from a pasted table: the column named 要点 (else the last one), 序号 where there is one.

    Raises BadInput for a table without points or with too many.
    """
    read = read_table(table)
    if not read:
        raise BadInput("没有要点。", next_step="请从表格中连同列名一起复制后粘贴。")
    names = [field["name"] for field in read["fields"]]
    words = names.index("要点") if "要点" in names else len(names) - 1
    numbers = names.index("序号") if "序号" in names else None
    points = [(row[numbers] if numbers is not None else "", row[words]) for row in read["rows"] if row[words]]
    return _store(act, points, title=title, from_body=from_body, due_on=due_on)


@action("exchange.checklist.upload", "从表格导入迎检目录", who=OFFICE, rule=_RULE)
def upload_checklist(
    act: Act,
    *,
    title: Annotated[str, Words("标题", 200)],
    file: Annotated[Upload, File("要点表格")],
    from_body: Annotated[str, Words("来自", 120)] = "",
    due_on: Annotated[date | None, Day("备齐期限")] = None,
) -> Checklist:
    """Enter a list of points from a spreadsheet with a column 要点 (or 内容, 指标), and 序号 where there is one.

    Raises BadInput for a file that is no such table, without points or with too many.
    """
    points = act.read(read_checklist, file.name, file.content)
    return _store(act, points, title=title, from_body=from_body, due_on=due_on)


def _store(
    act: Act, points: Sequence[tuple[str, str]], *, title: str, from_body: str, due_on: date | None
) -> Checklist:
    if not 0 < len(points) <= MOST_POINTS:
        raise BadInput(f"要点须有 1 到 {MOST_POINTS} 条，现有 {len(points)} 条。")
    row = Checklist(conference_id=act.chain, due_on=due_on, by=act.actor.label, at=act.at)
    row.title, row.from_body = (
        plain(act, title, "标题", 200),
        plain(act, from_body, "来自", 120, needed=False),
    )
    act.create(row)
    for place, (number, text) in enumerate(points, 1):
        one = ChecklistPoint(conference_id=act.chain, checklist=row, place=place)
        one.number = short_enough(number, "序号", 20) or str(place)
        one.text = plain(act, text, f"第 {place} 条要点", 1000)
        act.create(one)
    return row


@action("exchange.checklist.link", "关联迎检材料", who=OFFICE, rule=_RULE)
def link_point(
    act: Act,
    *,
    point_id: Annotated[int, One("迎检要点")],
    record: Annotated[str, Words("记录（事项编号、公文文号等）", 120)],
) -> PointLink:
    """Link a point to a record that is here: a matter, a paper, a sending, by its number or its name.

    Raises BadInput for what is not in this conference's journal, not open to the seat, or linked already.
    """
    point = act.lock(ChecklistPoint, point_id)
    found = find_record(act, record)
    if not sights_of(act.actor, [found.record])[found.record].is_whole:
        raise BadInput("没有这条记录。", next_step="请填写事项编号或公文文号。")
    if PointLink.objects.filter(point=point, record=found.record, is_dropped=False).exists():
        raise BadInput(f"“{found.label[:60]}”已经关联。", next_step="无需再关联。")
    row = PointLink(conference_id=act.chain, point=point, record=found.record, label=found.label)
    row.by, row.at = act.actor.label, act.at
    return act.create(row)


@action(
    "exchange.checklist.unlink",
    "移除迎检材料",
    who=OFFICE,
    rule=_RULE,
    deciding=on(PointLink, "link_id", linked),
)
def unlink_point(act: Act, *, link_id: Annotated[int, One("迎检材料")]) -> PointLink:
    """Take a record off a point."""
    return act.change(act.lock(PointLink, link_id), is_dropped=True)


@action("exchange.checklist.note", "写明要点情况", who=OFFICE, rule=_RULE)
def note_point(
    act: Act, *, point_id: Annotated[int, One("迎检要点")], note: Annotated[str, Words("说明", 500)]
) -> ChecklistPoint:
    """Say of a point what no record answers: 本系统不收集, or where it is held."""
    return act.change(act.lock(ChecklistPoint, point_id), note=plain(act, note, "说明", 500))
