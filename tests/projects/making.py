"""A conference founded from the shipped document and lists that the tests of projects are made with."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from lianxi.bodies.models import Tenure
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.words import CHINA
from lianxi.papers.files import Upload
from lianxi.projects.actions import enter_list, send_list
from lianxi.projects.models import Project, ProjectList
from lianxi.projects.rules.lists import COLUMNS
from lianxi.stories.founding import found_shipped
from lianxi.stories.story import Story

AT = datetime(2026, 4, 20, 9, 0, tzinfo=CHINA)
CODE = "2603-350582-04-02-123456"
ROW = {
    "code": CODE,
    "name": "年产 200 万双鞋生产线",
    "builder": "晋江某鞋业有限公司",
    "area": "晋江市",
    "industry": "C195",
    "kind": "核准",
    "approver": "泉州市工业和信息化局",
    "level": "市",
    "approved_on": "2026-03-02",
}


def founded(code: str = "QZ", at: datetime = AT) -> Story:
    """Found the shipped conference with its areas."""
    return Story(found_shipped(code, at - timedelta(days=1), is_demo=True), at)


def office_of(story: Story) -> Actor:
    """Give the office's director, in whichever unit it sits."""
    rows = Tenure.objects.filter(conference=story.conference, seat__kind=SeatKind.OFFICE_DIRECTOR)
    return actor_for(rows.select_related("seat__unit").get())


def sheet(rows: Sequence[Mapping[str, str]], name: str = "清单.csv") -> Upload:
    """Write rows by column of the register as the CSV that a person sends."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([COLUMNS[column][0] for column in columns])
    writer.writerows([[row.get(column, "") for column in columns] for row in rows])
    return Upload(name, file.getvalue().encode())


def sent(story: Story, kind: str, rows: Sequence[Mapping[str, str]], unit: str = "") -> ProjectList:
    """Send a list from a unit, or from the office."""
    actor = story.speaker(unit) if unit else office_of(story)
    return send_list(actor, story.at, kind=kind, file=sheet(rows))


def entered(story: Story, kind: str, rows: Sequence[Mapping[str, str]], unit: str = "") -> ProjectList:
    """Send a list and enter it by the office."""
    row = sent(story, kind, rows, unit)
    return enter_list(office_of(story), story.at, list_id=row.pk)


def project(code: str = CODE) -> Project:
    """Give a project by its code."""
    return Project.objects.get(code=code)


__all__ = ["AT", "CODE", "ROW", "entered", "founded", "office_of", "project", "sent", "sheet"]
