"""Mondays of joint supervision and of merged checks: from the desk, by clicks alone, on a phone and at a desk."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from browser.conftest import Walks
from browser.walking import WIDTHS, Walk, plain
from inspections.filing import PLAN, code_of, sheet
from lianxi.core.words import CHINA
from lianxi.inspections.rules.machines import REPORT_PARTS

pytestmark = pytest.mark.browser
# The office alone in a plan, all seats together in a supervision; the way back to the desk counts.
MOST_CLICKS = {"plan": 14, "supervision": 20}
TODAY = datetime.now(CHINA).date()
UNITS = ("市卫健委", "市应急局", "市人社局")


def _file(tmp_path: Path, name: str, headings: tuple[str, ...], rows: list[list[object]]) -> str:
    path = tmp_path / name
    path.write_bytes(sheet(headings, rows, name).content)
    return str(path)


def _asked(firm: int, first: date, last: date, approval: str = "批1号") -> list[object]:
    own = [f"某鞋厂{firm}", code_of(firm), "晋江市", "", "A1", "日常"]
    return [*own, first, last, "", approval, "", "", None]


@WIDTHS
def test_three_units_check_together(walks: Walks, tmp_path: Path) -> None:
    title, base = f"制鞋行业检查{walks.width}", walks.width
    office = walks("市卫健委·办公室主任")
    first = TODAY - timedelta(days=TODAY.weekday())
    last = first + timedelta(days=11)
    office.menu("统筹检查")
    office.open("新建合并计划")
    days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    office.send("inspections.plan.open", "新建并商请各单位", title=title, **days)
    units = {name: walks(f"{name}·成员") for name in UNITS}
    for place, walk in enumerate(units.values()):
        rows = [_asked(base + number, first, last) for number in range(3 - place)]
        rows += [_asked(base + 9, first, last, "")] if not place else []
        _report(walk, title, _file(tmp_path, f"计划{place}.xlsx", PLAN, rows))
    _agree(office, units, title)
    _check(units["市卫健委"], f"某鞋厂{base}")
    office.click(office.page.get_by_role("link", name=title))
    office.click(office.page.get_by_role("link", name="前后对照"))
    assert "1/1（100.0%）" in office.text()
    office.shot("checks-outcome")
    print(f"\nplan {walks.width}: office {office.clicks} clicks, " + _told(units))
    assert office.clicks <= MOST_CLICKS["plan"]


def _told(units: dict[str, Walk]) -> str:
    return ", ".join(f"{name} {walk.clicks}" for name, walk in units.items())


def _report(walk: Walk, title: str, file: str) -> None:
    """A unit finds the request on its desk and answers it with its sheet."""
    walk.task("报送检查计划", title)
    form = walk.page.locator("form[action$='/upload']").first
    form.locator("[name=file]").set_input_files(file)
    walk.click(form.get_by_role("button", name="报送", exact=True))
    assert "已报" in walk.page.locator("#units").locator("xpath=following::table[1]").inner_text()


def _agree(office: Walk, units: dict[str, Walk], title: str) -> None:
    """The office merges, each unit agrees to its part, the arrangement is handed over and printed."""
    office.task("合并检查", title)
    office.send("inspections.plan.merge", "合并检查")
    # The worker merges; the page loads itself anew when it is done.
    office.page.locator(".lead", has_text="次进厂").wait_for(timeout=90_000)
    assert "没有经本单位负责人批准" in office.text("#requests")
    assert "3 次进厂" in office.text(".lead")
    office.shot("checks-plan")
    office.click(office.page.get_by_role("link", name="重叠", exact=True))
    office.shot("checks-overlaps")
    for walk in units.values():
        walk.task("确认检查安排", title)
        walk.send("inspections.plan.agree", "确认本单位的部分")
    office.task("交付检查安排", title)
    office.send("inspections.plan.hand_over", "交付", paper="泉卫健函〔2026〕7号")
    office.click(office.page.get_by_role("link", name="安排表（打印）"))
    office.shot("checks-arrangement")
    assert len(office.printed("checks-arrangement")) == 1


def _check(health: Walk, firm: str) -> None:
    """The lead approves its part, reports the result and enters what it found on the visit's sheet."""
    health.task("批准检查、定执法人员", firm)
    part = health.page.locator(".visit-part").filter(has_text="市卫健委")
    for box in part.locator("[name=officers]").all():
        box.check()
    health.send("inspections.part.approve", "登记批准", approval="批2号")
    health.send("inspections.part.enter", "报结果", result="problem", checked_on=TODAY.isoformat())
    health.open("登记问题")
    measured = {"post": "刷胶", "hazard": "苯", "measured": "5.2", "limit": "3"}
    health.send("inspections.finding.add", "登记问题", fact="刷胶岗位苯超标", **measured)
    health.shot("checks-visit")
    assert len(health.printed("checks-visit")) == 1
    health.click(health.page.get_by_role("link", name=firm).first)
    health.shot("checks-firm")


@WIDTHS
def test_the_mayor_wrote_a_note(walks: Walks) -> None:
    office, title = walks("市卫健委·办公室主任"), f"急性中毒处置{walks.width}"
    office.menu("督查")
    office.open("登记督查的要求")
    office.send(
        "inspections.supervision.ask", "登记", title=title, target="county_government", object_name=f"示例县人民政府{walks.width}",
        trigger="mayor_instruction", paper="市长批示（示例）",
    )  # fmt: skip
    said = office.text()
    assert "为什么是“跟踪督促”" in said
    assert "还缺：督查事项、督查范围、督查职责、督查期限" in said
    office.shot("supervision-why")
    _designate(office)
    other = walks("市总工会·办公室副主任")
    other.task("登记市政府的指定", title)
    other.send("inspections.supervision.mandate", "已核对原件")
    lead = walks("市卫健委·成员")
    _supervise(lead, title)
    assert "复核申请至" in lead.text()
    lead.shot("supervision")
    print(
        f"\nsupervision {walks.width}: office {office.clicks} clicks, second seat {other.clicks}, lead {lead.clicks}"
    )
    assert walks.clicks <= MOST_CLICKS["supervision"]


def _designate(office: Walk) -> None:
    """The office asks the government and enters the paper that comes back."""
    office.open("请示市政府指定")
    office.send("inspections.supervision.want_mandate", "请示指定", paper="请示〔示例〕2号")
    office.open("登记指定文件")
    units = office.page.locator("form[action='/do/inspections.mandate.enter'] [name=unit_id] option")
    unit = units.filter(has_text="市卫健委").first.get_attribute("value") or ""
    term = {"starts_on": TODAY.isoformat(), "ends_on": (TODAY + timedelta(days=9)).isoformat()}
    office.send(
        "inspections.mandate.enter", "登记指定", source="mayor_instruction", paper="泉政办督〔示例〕3号，市长", matter="处置和整改",
        scope="示例县", duties="听取汇报", unit_id=unit, **term,
    )  # fmt: skip


def _supervise(lead: Walk, title: str) -> None:
    """The lead goes from its desk through team, plan, notice, visit and report to the conclusion served."""
    today = TODAY.isoformat()
    lead.task("登记督查方案", title)
    lead.open("加入督查组")
    lead.send("inspections.team.add", "加入", role="invited", body="职业卫生专家一名", no_interest="on")
    days = {"first_day": today, "last_day": today}
    lead.send("inspections.supervision.plan", "登记督查方案", plan="听取汇报、查阅材料。", **days)
    told = {"text": "商请于今日前备好材料", "paper": "泉卫健函〔示例〕9号"}
    lead.send("inspections.supervision.announce", "登记督查通知", **told)
    lead.send("inspections.supervision.go", "登记开始实地督查", where="示例县人民政府，听取汇报")
    report = "\n".join(f"{part}\n内容。" for part in REPORT_PARTS)
    lead.send("inspections.supervision.report", "登记督查报告", text=report)
    said = {"text": "处置及时，值班衔接需改进。", "approved_by": "泉政函〔示例〕4号", "served_on": today}
    lead.send("inspections.supervision.conclude", "登记督查结论", **said)


@WIDTHS
def test_the_sheet_of_a_call_prints_on_one_page_as_it_is_seen(walks: Walks) -> None:
    office = walks("市卫健委·办公室主任")
    office.menu("事件")
    office.click(office.page.locator("main table a").first)
    office.click(office.page.get_by_role("link", name="接报单（打印）"))
    pages = office.printed("call-sheet")
    assert len(pages) == 1
    printed = plain(pages[0])
    lines = office.page.locator("main td, main dd, main dt, main h2").all_inner_texts()
    # Each cell's beginning stands on paper; buttons do not.
    shown = [line for line in lines if line.strip() and "已电话告知" not in line]
    assert [line for line in shown if plain(line)[:12] not in printed] == []


@WIDTHS
def test_the_demonstration_tells_an_accident_two_supervisions_and_a_plan(walks: Walks) -> None:
    office = walks("市卫健委·办公室主任")
    office.menu("事件")
    # Other walks call in accidents of the same name; that of the demonstration is the one that was closed.
    told = (
        office.page.locator("main tr").filter(has_text="晋江市疑似急性职业中毒事件").filter(has_text="已结案")
    )
    office.click(told.locator("a").first)
    assert "已结案" in office.text(".lead")
    assert "结案报告" in office.text("#closing")
    for title, state, mandate in (
        ("急性职业中毒事件处置和整改", "已办结", "泉政办督〔示例〕2号"),
        ("制鞋行业防毒措施落实", "改用别的形式", "没有登记指定。没有指定不得实地督查。"),
    ):
        office.menu("督查")
        office.click(office.page.get_by_role("link", name=title, exact=True))
        assert state in office.text(".lead")
        assert mandate in office.text()
    office.menu("统筹检查")
    office.click(office.page.get_by_role("link", name="制鞋箱包行业联合检查（示例）"))
    units = office.page.locator("#units").locator("xpath=following::table[1]").locator("tbody tr")
    assert units.count() == 3
    office.click(office.page.get_by_role("link", name="前后对照"))
    assert "达标岗位，复查后" in office.text()
    print(f"\ndemonstration {walks.width}: {office.clicks} clicks")
