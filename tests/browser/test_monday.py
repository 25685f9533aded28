"""Mondays of joint supervision and of merged checks: from the desk, by clicks alone, on a phone and at a desk."""

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page

from browser.conftest import OUT, Seat
from inspections.filing import PLAN, code_of, sheet
from lianxi.core.words import CHINA
from lianxi.inspections.rules.machines import REPORT_PARTS

pytestmark = pytest.mark.walk
MOST_OFFICE_CLICKS = 12
TODAY = datetime.now(CHINA).date()
UNITS = ("市卫健委", "市应急局", "市人社局")


class Walk:
    """A seat's walk: counts what a person clicks; filling a field is no click; nothing is ever wider than the window."""

    def __init__(self, browser: Browser, server: str, name: str, width: int) -> None:
        size: Any = {"width": width, "height": 800}
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        self.seat = Seat(context, server, name).enter()
        self.page: Page = self.seat.page
        self.clicks = 0

    def click(self, target: Locator, *, leads: bool = True) -> Page:
        self.clicks += 1
        if not leads:
            target.click()
            return self.page
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        return self.page

    def menu(self, name: str) -> None:
        menu = self.page.get_by_role("navigation", name="主菜单")
        if self.page.viewport_size and self.page.viewport_size["width"] < 700:
            self.click(menu.locator("summary"), leads=False)
            self.click(menu.locator(".drawer-list").get_by_role("link", name=name, exact=True))
        else:
            self.click(menu.get_by_role("link", name=name, exact=True).first)

    def task(self, kind: str, title: str) -> None:
        """From the desk to what waits there."""
        self.page.goto(f"{self.seat.address}/")
        row = self.page.locator(".row-task").filter(has_text=kind).filter(has_text=title).first
        self.click(row.locator("a").first)

    def open(self, words: str) -> None:
        folded = self.page.locator("details:not([open]) > summary").filter(has_text=words)
        if folded.count():
            self.click(folded.first, leads=False)

    def send(self, action: str, button: str, **fields: str) -> Page:
        form = self.page.locator(f"form[action='/do/{action}']").first
        for name, value in fields.items():
            field = form.locator(f"[name={name}]:not([type=hidden])").first
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            elif value == "on":
                field.check()
            else:
                field.fill(value)
        return self.click(form.get_by_role("button", name=button, exact=True).first)


@pytest.fixture
def walks(browser: Browser, demo_server: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    made: list[Walk] = []

    def walk(name: str) -> Walk:
        made.append(Walk(browser, demo_server, name, request.param))
        return made[-1]

    walk.width = request.param  # type: ignore[attr-defined]
    yield walk
    faults = {one.seat.name: one.seat.faults for one in made if one.seat.faults}
    for one in made:
        one.seat.context.close()
    assert faults == {}


BOTH = pytest.mark.parametrize("walks", [375, 1280], indirect=True, ids=["phone", "desk"])


def _file(tmp_path: Path, name: str, headings: tuple[str, ...], rows: list[list[object]]) -> str:
    path = tmp_path / name
    path.write_bytes(sheet(headings, rows, name).content)
    return str(path)


def _printed(walk: Walk, name: str) -> list[str]:
    """The pages that a browser prints on A4, as text; the file is left in out/."""
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{name}.pdf"
    walk.page.pdf(path=str(path), format="A4", print_background=True)
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path)]


def _plain(text: str) -> str:
    """Without blanks, and with radicals as the characters they stand for."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _asked(firm: int, first: date, last: date, approval: str = "批1号") -> list[object]:
    return [
        f"某鞋厂{firm}",
        code_of(firm),
        "晋江市",
        "",
        "A1",
        "日常",
        first,
        last,
        "",
        approval,
        "",
        "",
        None,
    ]


@BOTH
def test_three_units_check_together(walks: Any, tmp_path: Path) -> None:
    first = TODAY - timedelta(days=TODAY.weekday())
    last, title = first + timedelta(days=11), f"制鞋行业检查{walks.width}"
    base = 100 if walks.width < 700 else 200
    office = walks("市卫健委·办公室主任")
    office.menu("统筹检查")
    office.open("新建合并计划")
    office.send(
        "inspections.plan.open",
        "新建并商请各单位",
        title=title,
        first_day=first.isoformat(),
        last_day=last.isoformat(),
    )
    units = {name: walks(f"{name}·成员") for name in UNITS}
    for at, (name, walk) in enumerate(units.items()):
        walk.task("报送检查计划", title)
        rows = [_asked(base + number, first, last) for number in range(3 - at)]
        rows += [_asked(base + 9, first, last, "")] if not at else []
        form = walk.page.locator("form[action$='/upload']").first
        form.locator("[name=file]").set_input_files(_file(tmp_path, f"计划{at}.xlsx", PLAN, rows))
        walk.click(form.get_by_role("button", name="报送", exact=True))
        assert "已报" in walk.page.locator("#units").locator("xpath=following::table[1]").inner_text(), name
    office.task("合并检查", title)
    office.send("inspections.plan.merge", "合并检查")
    assert "没有经本单位负责人批准" in office.page.locator("#requests").inner_text()
    assert "3 次进厂" in office.page.locator(".lead").inner_text()
    office.seat.shot(f"checks-plan-{walks.width}")
    office.click(office.page.get_by_role("link", name="重叠", exact=True))
    office.seat.shot(f"checks-overlaps-{walks.width}")
    for walk in units.values():
        walk.task("确认检查安排", title)
        walk.send("inspections.plan.agree", "确认本单位的部分")
    office.task("交付检查安排", title)
    office.send("inspections.plan.hand_over", "交付", paper="泉卫健函〔2026〕7号")
    office.click(office.page.get_by_role("link", name="安排表（打印）"))
    office.seat.shot(f"checks-arrangement-{walks.width}")
    assert len(_printed(office, f"checks-arrangement-{walks.width}")) == 1
    health = units["市卫健委"]
    health.task("批准检查、定执法人员", f"某鞋厂{base}")
    part = health.page.locator(".visit-part").filter(has_text="市卫健委")
    for box in part.locator("[name=officers]").all():
        box.check()
    health.send("inspections.part.approve", "登记批准", approval="批2号")
    health.send("inspections.part.enter", "报结果", result="problem", checked_on=TODAY.isoformat())
    health.open("登记问题")
    health.send(
        "inspections.finding.add",
        "登记问题",
        fact="刷胶岗位苯超标",
        post="刷胶",
        hazard="苯",
        measured="5.2",
        limit="3",
    )
    health.seat.shot(f"checks-visit-{walks.width}")
    assert len(_printed(health, f"checks-visit-{walks.width}")) == 1
    health.click(health.page.get_by_role("link", name=f"某鞋厂{base}").first)
    health.seat.shot(f"checks-firm-{walks.width}")
    office.click(office.page.get_by_role("link", name=title))
    office.click(office.page.get_by_role("link", name="前后对照"))
    assert "1/1（100.0%）" in office.page.locator("main").inner_text()
    office.seat.shot(f"checks-outcome-{walks.width}")
    print(f"office {office.clicks} clicks, health {health.clicks}")
    assert office.clicks <= MOST_OFFICE_CLICKS + (1 if walks.width < 700 else 0)


@BOTH
def test_the_mayor_wrote_a_note(walks: Any) -> None:
    office, title = walks("市卫健委·办公室主任"), f"急性中毒处置{walks.width}"
    today = TODAY
    office.menu("督查")
    office.open("登记督查的要求")
    office.send(
        "inspections.supervision.ask", "登记", title=title, target="county_government", object_name=f"示例县人民政府{walks.width}",
        trigger="mayor_instruction", paper="市长批示（示例）",
    )  # fmt: skip
    said = office.page.locator("main").inner_text()
    assert "为什么是“跟踪督促”" in said
    assert "还缺：督查事项、督查范围、督查职责、督查期限" in said
    office.seat.shot(f"supervision-why-{walks.width}")
    office.open("请示市政府指定")
    office.send("inspections.supervision.want_mandate", "请示指定", paper="请示〔示例〕2号")
    office.open("登记指定文件")
    office.send(
        "inspections.mandate.enter", "登记指定", source="head_order", paper="泉政办督〔示例〕3号，市长", matter="处置和整改",
        scope="示例县", duties="听取汇报", starts_on=today.isoformat(), ends_on=(today + timedelta(days=9)).isoformat(),
        unit_id=office.page.locator("form[action='/do/inspections.mandate.enter'] [name=unit_id] option")
        .filter(has_text="市卫健委").first.get_attribute("value") or "",
    )  # fmt: skip
    other = walks("市总工会·办公室副主任")
    other.task("登记市政府的指定", title)
    other.send("inspections.supervision.mandate", "已核对原件")
    lead = walks("市卫健委·成员")
    lead.task("登记督查方案", title)
    lead.open("加入督查组")
    lead.send("inspections.team.add", "加入", role="invited", body="职业卫生专家一名", no_interest="on")
    days = {"first_day": today.isoformat(), "last_day": today.isoformat()}
    lead.send("inspections.supervision.plan", "登记督查方案", plan="听取汇报、查阅材料。", **days)
    lead.send(
        "inspections.supervision.announce",
        "登记督查通知",
        text="商请于今日前备好材料",
        paper="泉卫健函〔示例〕9号",
    )
    lead.send("inspections.supervision.go", "登记开始实地督查", where="示例县人民政府，听取汇报")
    lead.send(
        "inspections.supervision.report",
        "登记督查报告",
        text="\n".join(f"{part}\n内容。" for part in REPORT_PARTS),
    )
    lead.send(
        "inspections.supervision.conclude", "登记督查结论", text="处置及时，值班衔接需改进。", approved_by="泉政函〔示例〕4号",
        served_on=today.isoformat(),
    )  # fmt: skip
    assert "复核申请至" in lead.page.locator("main").inner_text()
    lead.seat.shot(f"supervision-{walks.width}")
    print(f"office {office.clicks} clicks, second seat {other.clicks}, lead {lead.clicks}")
    assert office.clicks + other.clicks + lead.clicks <= 20


@BOTH
def test_the_sheet_of_a_call_prints_on_one_page_as_it_is_seen(walks: Any) -> None:
    office = walks("市卫健委·办公室主任")
    office.menu("事件")
    office.click(office.page.locator("main table a").first)
    office.click(office.page.get_by_role("link", name="接报单（打印）"))
    pages = _printed(office, f"call-sheet-{walks.width}")
    assert len(pages) == 1
    printed = _plain(pages[0])
    lines = office.page.locator("main td, main dd, main dt, main h2").all_inner_texts()
    # Each cell's beginning stands on paper; buttons do not.
    shown = [line for line in lines if line.strip() and "已电话告知" not in line]
    assert [line for line in shown if _plain(line)[:12] not in printed] == []
