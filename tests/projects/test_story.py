"""The demonstration's projects: lists entered, a gap followed to its answer, one list that waits on the office's desk."""

import pytest
from django.utils import timezone

from lianxi.core.desk import Desk
from lianxi.core.words import day_of
from lianxi.exchange.models import Receipt
from lianxi.ledger.holding import holders
from lianxi.projects.models import Project, ProjectGap, ProjectList
from lianxi.projects.waiting import list_tasks
from lianxi.stories.projected import bring_projects
from lianxi.stories.story import Story
from projects.making import founded


@pytest.fixture
def played(db: None) -> Story:
    story = founded(at=timezone.now())
    bring_projects(story)
    return story


def test_a_gap_is_followed_to_its_answer_and_closes_by_the_date(played: Story) -> None:
    assert Project.objects.count() == 5
    closed = ProjectGap.objects.get(closed_on__isnull=False)
    assert (closed.gap, closed.project.area) == ("no_pre_evaluation", "南安市")
    assert closed.closed_by.startswith("预评价评审")
    assert Receipt.objects.get(sending=closed.sending).outcome == "handled"
    # The 备案 project waits for the ruling, the data centre was judged harmless: neither lacks anything.
    assert set(ProjectGap.objects.values_list("project__code", flat=True).distinct()) == {
        one.code for one in Project.objects.filter(code__endswith="01")
    } | {one.code for one in Project.objects.filter(code__endswith="03")}


def test_the_desk_of_the_office_leads_to_what_waits(played: Story) -> None:
    desk = Desk(played.conference.pk, played.office, played.at, {})
    told = {task.kind: task.title for task in list_tasks(desk)}
    assert told == {"核对列入": "1 张项目清单已到", "合并转办": "2 个未落实环节", "裁定": "1 个备案项目"}
    waiting = ProjectList.objects.get(state="checked")
    assert (waiting.counts["new"], len(waiting.refused)) == (1, 1)
    education = Desk(played.conference.pk, played.speaker("市教育局"), played.at, {})
    assert list(list_tasks(education)) == []


def test_the_figures_of_the_mechanism_count_from_these_records(played: Story) -> None:
    day, own = day_of(played.at), played.conference.pk
    first, last = day.replace(month=1, day=1), day.replace(month=12, day=31)
    told = {
        name: int(count(own, 0, first, last).value)
        for name, count in holders().items()
        if name.startswith("projects.")
    }
    assert told == {
        "projects.permitted": 3, "projects.evaluated": 2, "projects.producing": 0, "projects.accepted_producing": 0,
        "projects.accepted": 0, "projects.declared": 0, "projects.gaps_stood": 4, "projects.gaps_closed": 1,
        "projects.imported": 0, "projects.imported_hazardous": 0, "projects.approvals": 3, "projects.approvals_in_time": 0,
    }  # fmt: skip
