"""Work points of a year: entered, imported, finished by their unit, carried over; and the half-year page's question."""

import io
from datetime import datetime, timedelta

import pytest
import xlsxwriter

from cast import AT, Cast
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, WrongState
from lianxi.core.words import CHINA
from lianxi.journal.replay import verify_rows
from lianxi.papers.files import Upload
from lianxi.work.actions import answer_half, carry_points, enter_point, finish_task, upload_points
from lianxi.work.models import HalfAnswer, PointTask, WorkPoint
from lianxi.work.queries.points import HEADINGS

TASKS = ("市住建局|1|检查在建工地", "市人社局|第三季度|核查参保", "  ")
LATER = AT + timedelta(days=3)


def entered(cast: Cast, number: str = "1", tasks: tuple[str, ...] = TASKS) -> WorkPoint:
    told = {"year": 2026, "number": number, "text": "开展粉尘危害专项治理", "clause": "QZ-3-11-2"}
    return enter_point(cast.staff, AT, **told, tasks=tasks)


def sheet(rows: list[tuple[object, ...]]) -> Upload:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet()
    for number, cells in enumerate([tuple(heads[0] for heads in HEADINGS.values()), *rows]):
        page.write_row(number, 0, cells)
    book.close()
    return Upload("要点.xlsx", file.getvalue())


def test_a_point_is_broken_into_tasks_by_unit_and_quarter(cast: Cast) -> None:
    point = entered(cast)
    assert point.basis.clause == "QZ-3-11-2"
    told = PointTask.objects.order_by("pk").values_list("unit__name", "quarter", "text", "state")
    assert list(told) == [
        ("市住建局", 1, "检查在建工地", "open"),
        ("市人社局", 3, "核查参保", "open"),
    ]
    with pytest.raises(BadInput, match="已有编号"):
        entered(cast)


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        (("市住建局|5|检查",), "没有写全"),
        (("市住建局|1",), "没有写全"),
        (("市水利局|1|检查",), "不是成员单位"),
        ((), "还没有分解任务"),
    ],
)
def test_a_task_that_is_none_is_refused_and_nothing_is_stored(
    cast: Cast, tasks: tuple[str, ...], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        entered(cast, tasks=tasks)
    assert not WorkPoint.objects.exists()


def test_a_sheet_brings_points_whole_or_not_at_all(cast: Cast) -> None:
    good = [
        ("1", "专项治理", "QZ-3-11-2", "市住建局", 2, "检查工地"),
        ("1", "专项治理", "QZ-3-11-2", "市总工会", "第四季度", "职工培训"),
        ("2", "通报", "QZ-4-4", "市卫健委", 4, "印发通报"),
    ]
    with pytest.raises(BadInput, match="第 3 行的季度"):
        upload_points(cast.staff, AT, year=2026, file=sheet([good[0], (*good[1][:4], "春", "培训")]))
    with pytest.raises(BadInput, match="第 2 行缺任务"):
        upload_points(cast.staff, AT, year=2026, file=sheet([(*good[0][:5], "")]))
    assert not WorkPoint.objects.exists()
    made = upload_points(cast.staff, AT, year=2026, file=sheet(good))
    assert [(one.number, one.tasks.count()) for one in made] == [("1", 2), ("2", 1)]
    assert list(verify_rows()) == []


def test_a_unit_finishes_its_own_task_once(cast: Cast) -> None:
    entered(cast)
    task = PointTask.objects.get(unit=cast.unit("市住建局"))
    with pytest.raises((NotPermitted, NotFound)):
        finish_task(cast.member("市人社局"), LATER, task_id=task.pk, told="已检查")
    done = finish_task(cast.liaison("市住建局"), LATER, task_id=task.pk, told="检查 86 个工地")
    assert (done.state, done.told) == ("done", "检查 86 个工地")
    with pytest.raises(WrongState):
        finish_task(cast.liaison("市住建局"), LATER, task_id=task.pk, told="再报")


def test_what_is_unfinished_goes_on_in_the_next_year(cast: Cast) -> None:
    point = entered(cast)
    finish_task(cast.liaison("市住建局"), LATER, task_id=PointTask.objects.get(quarter=1).pk, told="完成")
    (new,) = carry_points(cast.staff, LATER, year=2026)
    assert (new.year, new.number, new.text, new.basis) == (2027, "转1", point.text, point.basis)
    old = PointTask.objects.get(point=point, quarter=3)
    assert (old.state, old.carried_to) == ("carried", PointTask.objects.get(point=new))
    with pytest.raises(BadInput, match="没有未完成"):
        carry_points(cast.staff, LATER, year=2026)


def test_the_question_of_the_half_year_is_answered_by_one_tap_and_may_be_put_right(cast: Cast) -> None:
    own = cast.liaison("市住建局")
    said = answer_half(own, AT, period="2026H1")
    assert said.text == ""
    again = answer_half(own, LATER, period="2026H1", text="隧道施工粉尘标准不一")
    assert (again.pk, again.text, HalfAnswer.objects.count()) == (said.pk, "隧道施工粉尘标准不一", 1)
    answer_half(own, AT, period="2025H2")
    for period in ("2026H2", "2025H1", "2026", "nix"):
        with pytest.raises(BadInput):
            answer_half(own, AT, period=period)
    january = datetime(2027, 1, 5, 9, tzinfo=CHINA)
    assert answer_half(own, january, period="2026H2").period == "2026H2"
    assert list(verify_rows()) == []
