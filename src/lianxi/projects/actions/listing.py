"""Lists: sent by the unit whose they are, looked at, entered with the bad rows left out and named; returns gathered."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from lianxi.bodies.facts import of_conference
from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS
from lianxi.core.fields import Choice, File, One
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding, itself, on
from lianxi.papers.files import Upload, read_file, store_file
from lianxi.projects.actions.entering import add_projects, change_projects, conference_of, source_of
from lianxi.projects.models import ProjectList
from lianxi.projects.queries.facts import giver_refusal, gives_lists, own_list, unit_for
from lianxi.projects.queries.gathering import Gathered, read_returns
from lianxi.projects.queries.planning import ListPlan, plan_list, projects_by_key
from lianxi.projects.queries.reading import area_pairs, read_list
from lianxi.projects.rules.data import SHARING
from lianxi.projects.rules.lists import LIST_KINDS
from lianxi.projects.rules.machines import LIST

RULE = "清单由提供单位按条款送来，办公室可代为登记"
# Sentences kept with a list; the file itself holds all rows.
KEPT = 2_000
KIND_WORDS = {code: one.label for code, one in LIST_KINDS.items()}


@action(
    "projects.list.send",
    "送来项目清单",
    who=UNIT_SPEAKERS | OFFICE,
    rule=RULE,
    deciding=Deciding(of_conference, itself, gives_lists),
)
def send_list(
    act: Act,
    *,
    kind: Annotated[str, Choice("清单", KIND_WORDS)],
    file: Annotated[Upload, File("清单（XLSX 或 CSV）")],
) -> ProjectList:
    """Keep a list and say row by row what entering it would do; nothing enters the register yet.

    Raises BadInput for no such table, NotPermitted for a list that is another unit's.
    """
    if kind not in LIST_KINDS:
        raise BadInput("请选择是哪一种清单。", next_step=f"可选：{'、'.join(KIND_WORDS.values())}。")
    conference, day = conference_of(act), day_of(act.at)
    if refusal := giver_refusal(conference, act.actor, LIST_KINDS[kind].givers, day):
        raise refusal
    told = act.read(read_list, kind, file.name, file.content, areas=area_pairs(act.chain), day=day)
    plan = plan_list(act.chain, kind, told, day)
    if not told.rows and not told.refused:
        raise BadInput(f"“{file.name}”里没有填写任何一行。", next_step="请核对文件后重新上传。")
    row = ProjectList(conference_id=act.chain, kind=kind, name=file.name[-200:], state=LIST.initial)
    row.unit_id = _giver(act, conference, kind)
    row.file = store_file(act, act.chain, file)
    row.sent_at, row.sent_by = act.at, act.actor.label
    _note(row, plan)
    act.create(row)
    act.subject = record_name(row)
    if not act.actor.is_office:
        act.notify(
            f"{act.actor.label}送来{KIND_WORDS[kind]}：{row.name}，请核对列入"[:300], about=row, office=True
        )
    return row


def _giver(act: Act, conference: Any, kind: str) -> int:
    """Return whose list it is: the own unit, or for the office the unit that the document names."""
    if not act.actor.is_office:
        return act.actor.unit_id or 0
    units = (
        unit_for(conference, conference.instrument, one, day_of(act.at)) for one in LIST_KINDS[kind].givers
    )
    return next((one.pk for one in units if one), act.actor.unit_id or 0)


def _note(row: ProjectList, plan: ListPlan) -> None:
    row.counts = plan.counts
    row.refused = [asdict(one) for one in plan.refused[:KEPT]]
    row.notes = [*plan.notes[:KEPT]]


@action(
    "projects.list.enter",
    "列入项目清单",
    who=UNIT_SPEAKERS | OFFICE,
    rule=RULE,
    deciding=on(ProjectList, "list_id", stands(LIST, "projects.list.enter"), own_list),
)
def enter_list(act: Act, *, list_id: Annotated[int, One("项目清单")]) -> ProjectList:
    """Enter a list: new projects, and what changes of known ones; rows with faults stay out and are named.

    Raises BadInput where no row is left, NotPermitted for a list that is another unit's.
    """
    row = act.lock(ProjectList, list_id)
    day = day_of(act.at)
    conference_of(act, hold=True)
    if row.file is None:
        raise BadInput("这张清单没有文件，不能再列入。", next_step="请重新送来清单。")
    content = read_file(row.file)
    told = act.read(read_list, row.kind, row.name, content, areas=area_pairs(act.chain), day=day)
    projects_by_key(act.chain, [key for _where, key, _values in told.rows], hold=True)
    plan = plan_list(act.chain, row.kind, told, day)
    if not plan.new and not plan.changed and not plan.same:
        raise BadInput("清单里没有一行可以列入。", next_step="请按逐行说明改正后重新送来。")
    add_projects(act, plan.new, row.kind, source_of(row))
    change_projects(act, plan.changed, source_of(row))
    act.subject = record_name(row)
    return act.move(
        row, LIST, counts=plan.counts, refused=[asdict(one) for one in plan.refused[:KEPT]], entered_at=act.at,
        entered_by=act.actor.label,
    )  # fmt: skip


@action(
    "projects.list.drop",
    "放弃项目清单",
    who=UNIT_SPEAKERS | OFFICE,
    rule=RULE,
    deciding=on(ProjectList, "list_id", stands(LIST, "projects.list.drop"), own_list),
)
def drop_list(act: Act, *, list_id: Annotated[int, One("项目清单")]) -> ProjectList:
    """Put a list aside that has not been entered."""
    return act.move(act.lock(ProjectList, list_id), LIST)


@action("projects.list.gather", "列入各单位报送的项目", who=OFFICE | TIMER_ONLY)
def gather_returns(act: Act) -> Sequence[ProjectList]:
    """Enter what the industry office entered under its own clause and is not yet here; nothing is typed twice.

    A row with a fault stays out and is named to the unit. Raises BadInput where nothing is new.
    """
    conference, day = conference_of(act, hold=True), day_of(act.at)
    found: Gathered | None = read_returns(conference, day)
    unit = unit_for(conference, conference.instrument, SHARING, day)
    if found is None or unit is None:
        raise BadInput("没有新报送的项目。", next_step="请市工信局在履职页登记立项、核准文件。")
    plan = plan_list(act.chain, "approvals", found.told, day)
    row = ProjectList(
        conference_id=act.chain, kind="approvals", name=found.name, state=LIST.initial, unit=unit, sent_at=act.at,
        sent_by=act.actor.label,
    )  # fmt: skip
    _note(row, plan)
    act.create(row)
    add_projects(act, plan.new, "return", source_of(row))
    change_projects(act, plan.changed, source_of(row))
    act.move_as("projects.list.enter", row, LIST, entered_at=act.at, entered_by=act.actor.label)
    act.subject = record_name(row)
    if plan.refused:
        act.notify(f"有 {len(plan.refused)} 行没有列入项目清单，请看逐行说明", about=row, unit=unit.pk)
    return [row]
