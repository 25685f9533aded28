"""What waits of projects: for the office lists, rulings and gaps to send; for the health line what it has to judge."""

from collections.abc import Iterator

from lianxi.core.desk import Desk, Task
from lianxi.projects.queries.lists import count_waiting
from lianxi.projects.sight import is_health


def list_tasks(desk: Desk) -> Iterator[Task]:
    """List the bundles that wait; a seat outside the office sees them only where its unit judges."""
    if not desk.actor.is_office and not (desk.speaks and is_health(desk.actor)):
        return
    told = count_waiting(desk.conference_id)
    if desk.actor.is_office:
        if told.lists:
            yield Task("核对列入", f"{told.lists} 张项目清单已到", "/projects/lists", "核对后列入登记册")
        if told.unsent:
            yield Task("合并转办", f"{told.unsent} 个未落实环节", "/projects/areas", "按地区转责任单位")
        if told.filings:
            yield Task("裁定", f"{told.filings} 个备案项目", "/projects/filings", "条款只写明立项、核准")
    if told.matches:
        yield Task(
            "确认", f"{told.matches} 对项目和用人单位", "/projects/matches", "名称和地点相近，由人确认"
        )
    if told.unjudged and not desk.actor.is_office:
        yield Task(
            "判断",
            f"{told.unjudged} 个项目",
            "/projects?ask=open",
            "是否可能产生职业病危害；含按行业推定的",
        )
