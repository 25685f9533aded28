"""The half-year page of a unit and the year's work points, as a unit and the office use them."""

from django.test import Client
from django.utils import timezone

from cast import Cast
from lianxi.core.words import day_of
from lianxi.work.models import HalfAnswer, PointTask, Return, WorkPoint
from lianxi.work.rules.periods import period_of
from web.signing_in import posts, seated, words
from work.making import running


def test_a_unit_answers_everything_of_its_half_year_on_one_page(cast: Cast) -> None:
    now = timezone.now()
    row, period = running(cast, now), period_of(day_of(now), 2).code
    unit = seated(Client(), cast.liaison("市住建局"))
    url = f"/work/half?period={period}"
    shown = unit.get(url)
    assert "行业检查" in words(shown)
    assert {"/do/work.half.answer", "/do/work.return.nil"} <= set(posts(shown))
    unit.post("/do/work.half.answer", {"period": period, "next": url})
    assert HalfAnswer.objects.get().text == ""
    owed = Return.objects.get(line_id=row.pk, period=period)
    unit.post("/do/work.return.nil", {"return_id": owed.pk, "next": url})
    assert "本期无此类事项" in words(unit.get(url))
    office = seated(Client(), cast.staff)
    own = cast.unit("市住建局").pk
    assert "行业检查" in words(office.get(f"{url}&unit={own}"))
    assert "/do/work.half.answer" not in posts(office.get(f"{url}&unit={own}"))
    # Another unit's page is not to be had by its number.
    other = seated(Client(), cast.member("市人社局"))
    assert "行业检查" not in words(other.get(f"{url}&unit={own}"))
    assert "不是半年" in words(unit.get("/work/half?period=2026Q1"))


def test_the_office_enters_points_and_a_unit_finishes_its_task(cast: Cast) -> None:
    office, year = seated(Client(), cast.staff), timezone.now().year
    url = f"/work/points?year={year}"
    assert "还没有登记工作要点" in words(office.get(url))
    told = {"year": year, "number": "1", "text": "专项治理", "clause": "QZ-3-11-2", "next": url}
    office.post("/do/work.point.enter", {**told, "tasks": ["市住建局|1|检查工地", "", ""]})
    assert WorkPoint.objects.get().number == "1"
    unit = seated(Client(), cast.liaison("市住建局"))
    task = PointTask.objects.get()
    unit.post("/do/work.task.finish", {"task_id": task.pk, "told": "检查 86 个工地", "next": url})
    assert "已完成" in words(unit.get(url))
    assert "检查86个工地" in words(office.get(url))
    assert office.get("/work/points/template").content.startswith(b"PK")
    assert office.get("/work/points?year=99999999999999999999").status_code == 200
