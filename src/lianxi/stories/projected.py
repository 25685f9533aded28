"""Construction projects in the demonstration: lists come in, one gap is sent, answered and closes by its date."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from lianxi.core.words import day_of
from lianxi.exchange.actions import answer_receipt, sign_receipt
from lianxi.exchange.models import Receipt
from lianxi.papers.files import Upload
from lianxi.projects.actions import (
    enter_date,
    enter_list,
    find_project_gaps,
    judge_projects,
    send_gaps,
    send_list,
)
from lianxi.projects.models import Project
from lianxi.projects.rules.lists import COLUMNS
from lianxi.stories.story import Story

# Days before the story's day at which things happened; codes and names are made up.
PROJECTS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("000101", "年产 200 万双鞋生产线（示例）", "某鞋业有限公司（示例）", "晋江市", "C195", "核准"),
    ("000102", "化工原料技术改造（示例）", "某化工有限公司（示例）", "泉港区", "C261", "核准"),
    ("000103", "石材加工扩建（示例）", "某石材有限公司（示例）", "南安市", "C303", "核准"),
    ("000104", "数据中心（示例）", "某信息科技有限公司（示例）", "丰泽区", "I654", "核准"),
    ("000105", "陶瓷生产线（示例）", "某陶瓷有限公司（示例）", "德化县", "C307", "备案"),
)  # fmt: skip


def bring_projects(story: Story) -> None:
    """Play the industry office's list, permits, a judgement, one table of gaps to its answer, and a list that waits."""
    today = day_of(story.at)
    approved, begun = today - timedelta(days=60), today - timedelta(days=12)
    rows = [
        {
            "code": _code(serial, approved), "name": name, "builder": builder, "area": area, "industry": industry,
            "kind": kind, "approver": "泉州市工业和信息化局", "level": "市", "approved_on": approved.isoformat(),
            "place": f"{area}某镇某园区",
        }
        for serial, name, builder, area, industry, kind in PROJECTS
    ]  # fmt: skip
    told = send_list(story.speaker("市工信局"), story.at, kind="approvals", file=_sheet("立项核准.csv", rows))
    enter_list(story.office, story.at, list_id=told.pk)
    permits = [
        {"code": _code(serial, approved), "permit_on": begun.isoformat()}
        for serial in ("000101", "000102", "000103")
    ]
    told = send_list(
        story.speaker("市住建局"), story.at, kind="permits", file=_sheet("施工许可.csv", permits)
    )
    enter_list(story.office, story.at, list_id=told.pk)
    health = story.speaker("市卫健委")
    for name in ("pre_evaluation_on", "design_review_on"):
        enter_date(
            health, story.at, project_id=_project(story, "000102").pk, fact=name, day=begun - timedelta(days=9),
            paper="评审意见（示例）",
        )  # fmt: skip
    judge_projects(
        health, story.at, project_ids=[_project(story, "000104").pk], hazard="no", ground="no_factor",
        reason="机房建设，无目录内危害因素（示例）",
    )  # fmt: skip
    find_project_gaps(story.office, story.at)
    _follow(story)
    waiting = [
        {**rows[0], "code": _code("000106", approved), "name": "鞋材发泡车间（示例）"},
        {**rows[0], "code": "2603-1"},
    ]
    send_list(story.speaker("市工信局"), story.at, kind="approvals", file=_sheet("本月立项核准.csv", waiting))


def _follow(story: Story) -> None:
    """Send one area's gaps, have health sign and answer, and let one close by the date that was found."""
    unit = story.unit("市卫健委")
    sent = send_gaps(story.office, story.at, unit_id=unit.pk, area="南安市")
    health, receipt = story.speaker("市卫健委"), Receipt.objects.get(sending=sent)
    story.wait(hours=2)
    sign_receipt(health, story.at, receipt_id=receipt.pk)
    found = day_of(story.at) - timedelta(days=20)
    enter_date(
        health, story.at, project_id=_project(story, "000103").pk, fact="pre_evaluation_on", day=found,
        paper="预评价评审意见（示例）",
    )  # fmt: skip
    answer_receipt(
        health, story.at, receipt_id=receipt.pk, outcome="handled",
        text="预评价已评审，日期已补填；设计评审已通知县级卫健部门了解情况。",
    )  # fmt: skip
    find_project_gaps(story.office, story.at)
    story.say("项目开工未见预评价记录，转卫健委核对，已补填", "QZ-3-01-4")


def _code(serial: str, approved: date) -> str:
    return f"{approved:%y%m}-350582-04-02-{serial}"


def _project(story: Story, serial: str) -> Project:
    return Project.objects.get(conference=story.conference, code__endswith=serial)


def _sheet(name: str, rows: Sequence[Mapping[str, str]]) -> Upload:
    columns = list(rows[0])
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([COLUMNS[column][0] for column in columns])
    writer.writerows([[row[column] for column in columns] for row in rows])
    return Upload(name, file.getvalue().encode())
