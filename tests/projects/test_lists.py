"""Lists enter the register row by row: good rows in, bad ones named, known codes updated, nothing lost."""

from datetime import date

import pytest
from django.test import Client

from lianxi.core.refusals import BadInput, NotPermitted, WrongState
from lianxi.journal.verify import verify_chains, verify_places
from lianxi.papers.files import Upload
from lianxi.papers.models import StoredFile
from lianxi.projects.actions import drop_list, enter_date, enter_list, send_list
from lianxi.projects.models import Project, ProjectFact, ProjectList
from lianxi.stories.story import Story
from projects.making import CODE, ROW, entered, founded, project, sent, sheet

OLD = "2019-350582-19-03-012345"


@pytest.fixture
def story(db: None) -> Story:
    return founded()


def test_a_list_is_looked_at_before_it_enters(story: Story) -> None:
    row = sent(story, "approvals", [ROW], "市工信局")
    assert Project.objects.count() == 0
    assert row.counts["new"] == 1
    enter_list(story.office, story.at, list_id=row.pk)
    found = project()
    assert (found.area, found.level, found.approver) == ("晋江市", "city", "工信")
    assert found.shared_on == date(2026, 4, 20)
    told = ProjectFact.objects.get(project=found, fact="approved_on")
    assert (told.day, told.came_by_id, told.unit.name if told.unit else "") == (
        date(2026, 3, 2),
        row.pk,
        "市工信局",
    )


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("code", "2603-350582-04-02-12345", "不是 20 位数字加 4 个短横"),
        ("code", "2513-350582-04-02-123456", "既不是年月"),
        ("code", "2103-350582-04-02-123456", ""),
        ("code", "2612-350582-04-02-123456", "还没有到"),
        ("builder_code", "91350582MA0000000A", "校验位不符"),
        ("industry", "某行业", "不在国民经济行业分类里"),
        ("approved_on", "3月2日", "不是一个日期"),
        ("approved_on", "2026-05-01", "还没有到"),
        ("kind", "许可", "请填审批、核准或备案"),
        ("name", "", "没有填写项目名称"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_by_its_place_and_the_others_enter(
    story: Story, column: str, value: str, words: str
) -> None:
    bad = {**ROW, "code": "2603-350582-04-02-999999", column: value}
    row = entered(story, "public", [ROW, bad])
    if not words:
        assert row.refused == []
        return
    assert [(one["where"], words in one["sentence"]) for one in row.refused] == [("第 3 行", True)]
    assert Project.objects.count() == 1


@pytest.mark.parametrize("column", ["content", "联系电话"])
def test_a_list_with_a_persons_number_is_refused_whole_and_nothing_is_kept(story: Story, column: str) -> None:
    text = f"项目代码,项目名称,建设单位,{'建设内容' if column == 'content' else column}\n{CODE},项目,某公司,138 0013 8000\n"
    before = StoredFile.objects.count()
    with pytest.raises(BadInput, match="第 2 行第 4 列有手机号码；整张清单没有留存") as told:
        send_list(story.office, story.at, kind="public", file=Upload("清单.csv", text.encode()))
    assert "138" not in told.value.message
    assert (StoredFile.objects.count(), ProjectList.objects.count()) == (before, 0)


def test_a_file_named_after_a_persons_number_is_not_kept(story: Story) -> None:
    with pytest.raises(BadInput, match="文件名里有身份证号"):
        send_list(story.office, story.at, kind="public", file=sheet([ROW], "11010519491231002X.csv"))


def test_both_forms_of_code_and_none_are_taken(story: Story) -> None:
    none = {**ROW, "code": "无码", "place": "陈埭镇某工业园 8 号"}
    full = {**ROW, "code": "２６０３－350582－04－02－123457"}
    row = entered(story, "public", [{**ROW, "code": OLD}, none, full])
    assert row.refused == []
    assert set(Project.objects.values_list("code", flat=True)) == {OLD, "", "2603-350582-04-02-123457"}
    assert row.counts["no_code"] == 1


def test_a_double_is_refused_and_a_second_list_updates(story: Story) -> None:
    row = entered(story, "public", [ROW, ROW])
    assert "第 2 行" in row.refused[0]["sentence"]
    again = entered(story, "public", [{**ROW, "name": "年产 300 万双鞋生产线"}])
    assert (again.counts["new"], again.counts["changed"]) == (0, 1)
    assert project().name == "年产 300 万双鞋生产线"
    same = entered(story, "public", [{**ROW, "name": "年产 300 万双鞋生产线"}])
    assert same.counts["same"] == 1


def test_dates_come_to_known_projects_alone_and_former_values_stay(story: Story) -> None:
    entered(story, "public", [ROW])
    row = entered(
        story, "permits", [{"code": CODE, "permit_on": "2026-03-20"}, {"code": OLD, "permit_on": "2026-03-20"}], "市住建局"
    )  # fmt: skip
    assert "请先列入" in row.refused[0]["sentence"]
    assert project().permit_on == date(2026, 3, 20)
    entered(story, "permits", [{"code": CODE, "permit_on": "2026-03-22"}], "市住建局")
    last = ProjectFact.objects.filter(project=project(), fact="permit_on").order_by("pk").last()
    assert last is not None
    assert (last.former, last.day) == ("2026-03-20", date(2026, 3, 22))
    assert "更正" in last.reason


def test_a_date_is_corrected_only_with_a_reason_and_never_cleared(story: Story) -> None:
    entered(story, "public", [ROW])
    health, pk = story.speaker("市卫健委"), project().pk
    first = {"project_id": pk, "fact": "pre_evaluation_on", "day": date(2026, 3, 1)}
    # A reason that nothing keeps is refused, not dropped.
    with pytest.raises(BadInput, match="没有要更正的"):
        enter_date(health, story.at, **first, reason="原件日期看错")
    enter_date(health, story.at, **first, paper="评审意见 3 号")
    with pytest.raises(BadInput, match="更正理由"):
        enter_date(health, story.at, project_id=pk, fact="pre_evaluation_on", day=date(2026, 3, 9))
    enter_date(
        health, story.at, project_id=pk, fact="pre_evaluation_on", day=date(2026, 3, 9), reason="原件日期看错"
    )
    assert list(ProjectFact.objects.filter(fact="pre_evaluation_on").values_list("former", "day")) == [
        ("", date(2026, 3, 1)),
        ("2026-03-01", date(2026, 3, 9)),
    ]
    # A list whose cell is blank leaves the date as it is.
    entered(
        story, "nodes", [{"code": CODE, "pre_evaluation_on": "", "acceptance_on": "2026-04-01"}], "市卫健委"
    )
    assert project().pre_evaluation_on == date(2026, 3, 9)


def test_a_list_is_its_units(story: Story) -> None:
    with pytest.raises(NotPermitted, match="不由你单位提供"):
        sent(story, "approvals", [ROW], "市住建局")
    with pytest.raises(NotPermitted):
        send_list(story.speaker("市教育局"), story.at, kind="public", file=sheet([ROW]))
    entered(story, "public", [ROW])
    with pytest.raises(NotPermitted):
        enter_date(
            story.speaker("市工信局"),
            story.at,
            project_id=project().pk,
            fact="acceptance_on",
            day=date(2026, 4, 1),
        )


def test_a_dropped_list_does_not_enter(story: Story) -> None:
    row = sent(story, "public", [ROW])
    drop_list(story.office, story.at, list_id=row.pk)
    with pytest.raises(WrongState):
        enter_list(story.office, story.at, list_id=row.pk)


def test_a_person_who_builds_is_not_named(story: Story) -> None:
    entered(story, "public", [{**ROW, "builder": "王小明"}])
    assert project().builder == "个体"


@pytest.mark.parametrize("name", ["清单.csv", "清单.xlsx"])
def test_no_table_is_refused_whole(story: Story, name: str) -> None:
    with pytest.raises(BadInput):
        send_list(story.office, story.at, kind="public", file=Upload(name, b"not a table"))
    assert Project.objects.count() == 0


def test_the_journal_holds_what_entered(story: Story) -> None:
    entered(story, "public", [ROW])
    assert list(verify_chains()) == []
    assert list(verify_places()) == []


def test_pages_answer_and_hide_from_who_has_no_part(story: Story) -> None:
    from web.signing_in import seated

    row = entered(story, "public", [ROW])
    own, other = (seated(Client(), story.speaker(unit)) for unit in ("市卫健委", "市教育局"))
    pk = project().pk
    for page in ("/projects", f"/projects/{pk}", "/projects/lists", f"/projects/lists/{row.pk}", "/projects/areas",
                 "/projects/matches", "/projects/filings", "/projects/export?form=xlsx", "/projects/areas/export"):  # fmt: skip
        answer = own.get(page)
        assert answer.status_code == 200, page
        if answer.streaming:
            assert b"".join(answer.streaming_content)  # type: ignore[arg-type]
    assert other.get(f"/projects/{pk}").status_code == 404
    assert ROW["name"] not in other.get("/projects").content.decode()
