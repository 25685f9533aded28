"""Gaps told to the unit whose they are, bundled by area; the month's list to the units of the mechanism."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from lianxi.bodies.models import Unit
from lianxi.bodies.queries import member_unit_ids
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import OFFICE
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.due import due_after_workdays
from lianxi.core.fields import Choice, OneUnit, Words
from lianxi.core.limits import TO_CONFIRM
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.exchange.actions import send_out
from lianxi.exchange.models import Sending
from lianxi.exchange.rules.payload import MOST_ROWS
from lianxi.journal.acting import Act, action, record_name
from lianxi.law.citing import cite_clause
from lianxi.papers.downward import NEXT, RULE, find_orders
from lianxi.projects.actions.entering import conference_of
from lianxi.projects.models import ProjectGap
from lianxi.projects.queries.facts import facts_of, unit_for
from lianxi.projects.queries.lists import open_gaps
from lianxi.projects.queries.months import month_of, month_rows
from lianxi.projects.rules.data import INSURANCE, JUDGING, MECHANISM, PERMITS, PUBLISHING, SHARING, addresses
from lianxi.projects.rules.standing import JUDGED_HOW, judged_how
from lianxi.projects.rules.wording import gap_label, head_of

ANSWER_DAYS = 10
NO_AREA = "未归地区"
# Whom information about a county's projects is for, whoever passes it on.
COUNTIES = "各县（市、区）人民政府"
FIELDS = (
    ("code", "项目代码"), ("name", "项目名称"), ("builder", "建设单位"), ("gap", "未落实环节"), ("since", "起始日"),
    ("judged", "判断情况"), ("text", "说明"), ("clause", "条款"),
)  # fmt: skip
LEVELS = {"city": "市级批准的项目", "county": "县级批准的项目"}


@action("projects.gap.send", "合并转办未落实环节", who=OFFICE, rule="由办公室按条款转责任单位")
def send_gaps(
    act: Act,
    *,
    unit_id: Annotated[int, OneUnit("责任单位")],
    area: Annotated[str, Words("地区", 60, may_be_blank=True)] = "",
    executes: Annotated[str, Choice("办理层级", LEVELS)] = "city",
    note: Annotated[str, Words("补充说明", 500)] = "",
) -> Sending:
    """Send the gaps of an area to the unit whose they are by its clause, in one table.

    What a county approved goes as information for the county through the unit of the line: nothing is ordered and no
    answer is owed. Raises BadInput where nothing is open, or a note holds words that order.
    """
    conference = conference_of(act)
    if executes not in LEVELS:
        raise BadInput("请选择市级或县级批准的项目。")
    rows = list(
        open_gaps(act.chain, unit_id=unit_id, area=area, executes=executes).select_for_update(of=("self",))[
            :MOST_ROWS
        ]
    )
    if not rows:
        raise BadInput(
            "这个单位、地区没有待转办的未落实环节。", next_step="已转办的在等反馈；请看未落实环节列表。"
        )
    text = "\n".join(filter(None, (head_of(executes), note.strip())))
    if executes == "county":
        _require_no_orders(conference.region, text)
    sent = _send(act, unit_id, rows, area, text, is_owed=executes == "city")
    act.change_batch([(one, {"sending": sent}) for one in rows])
    act.subject = record_name(sent)
    return sent


def _send(
    act: Act, unit_id: int, rows: Sequence[ProjectGap], area: str, text: str, *, is_owed: bool
) -> Sending:
    """Send rows in one table; an answer is owed where the clause of the first one that has one makes it."""
    basis = next((one.basis for one in rows if one.basis.clause), ADMINISTRATIVE)
    due = due_after_workdays(
        day_of(act.at),
        ANSWER_DAYS,
        rule=f"送出后 {ANSWER_DAYS} 个工作日反馈",
        source=TO_CONFIRM,
        calendar=calendar_now(),
    )
    kind = "未落实环节" if is_owed else "情况告知"
    return send_out.within(
        act,
        kind="rows",
        title=f"{area or NO_AREA}“三同时”{kind}（{len(rows)} 项）",
        text=text,
        unit_ids=[unit_id],
        basis=basis,
        respond_by=due.due_on if is_owed else None,
        due_derivation=due.as_dict() if is_owed else None,
        binds=is_owed and bool(basis.clause),
        payload=_payload(rows),
        source=record_name(rows[0]),
    )


def _require_no_orders(region: str, text: str) -> None:
    if orders := find_orders(region, [COUNTIES], text):
        raise BadInput("".join(one.sentence() for one in orders), rule=RULE, next_step=NEXT)


def _payload(rows: Sequence[ProjectGap]) -> Mapping[str, Any]:
    cells = [
        [
            row.project.code or "无码", row.project.name, row.project.builder, gap_label(row.gap), row.since.isoformat(),
            JUDGED_HOW[judged_how(facts_of(row.project, "", row.since))], row.text, f"{row.unit_words} {row.clause}",
        ]
        for row in rows
    ]  # fmt: skip
    return {"fields": [{"name": name, "label": label} for name, label in FIELDS], "rows": cells}


@action("projects.month.send", "印发月度清单", who=OFFICE)
def send_month(
    act: Act,
    *,
    month: Annotated[str, Words("月份（例如 2026-04）", 7)],
    note: Annotated[str, Words("说明", 500)] = "",
) -> Sending:
    """Send the month's list to the units of the mechanism: projects newly listed, and counts by area.

    Raises BadInput for no month, or for one not begun.
    """
    conference, day = conference_of(act), day_of(act.at)
    first, last = month_of(month, day)
    told = month_rows(act.chain, first, last, day)
    members = member_unit_ids(act.chain, day)
    kinds = (JUDGING, SHARING, PUBLISHING, PERMITS, INSURANCE)
    found: list[Unit | None] = [unit_for(conference, conference.instrument, kind, day) for kind in kinds]
    receivers = sorted({one.pk for one in found if one and one.pk in members})
    if not receivers:
        raise BadInput("本联席会议的文件没有写明项目清单给哪些单位。", next_step="没有条款的，不印发清单。")
    address = addresses(conference.instrument).get(MECHANISM)
    sent = send_out.within(
        act,
        kind="rows" if told.rows else "note",
        title=f"{first.year}年{first.month}月“三同时”项目清单",
        text="\n".join(filter(None, (told.summary, note.strip()))),
        unit_ids=receivers,
        basis=cite_clause(act, address.clause) if address else ADMINISTRATIVE,
        payload=told.payload if told.rows else None,
        source=record_name(conference),
    )
    act.subject = record_name(sent)
    return sent
