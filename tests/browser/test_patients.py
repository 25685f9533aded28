"""Monday: the month's diagnosed persons from the desk of health to labour's signature and outcomes, by clicks, at both widths."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from browser.conftest import Seat

pytestmark = pytest.mark.walk
MOST_CLICKS = 12


@pytest.fixture
def seats(browser: Browser, demo_server: str, request: pytest.FixtureRequest) -> Iterator[dict[str, Seat]]:
    size = {"width": request.param, "height": 800}
    contexts = [
        browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
        for _seat in range(2)
    ]
    names = ("市卫健委·成员", "市人社局·成员")
    yield {name: Seat(one, demo_server, name).enter() for name, one in zip(names, contexts, strict=True)}
    for one in contexts:
        one.close()


class Walk:
    """Counts what a person clicks; filling a field or choosing a file is no click."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.page, self.clicks = seat, seat.page, 0

    def click(self, target: Locator, *, leads: bool = True) -> Page:
        self.clicks += 1
        if not leads:
            target.click()
            return self.page
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        return self.page

    def to_the_room(self) -> None:
        menu = self.page.get_by_role("navigation", name="主菜单")
        if self.page.viewport_size and self.page.viewport_size["width"] < 700:
            self.click(menu.locator("summary"), leads=False)
            self.click(menu.locator(".drawer-list").get_by_role("link", name="病人保障", exact=True))
        else:
            self.click(menu.get_by_role("link", name="病人保障", exact=True).first)


def _answers(path: Path, tokens: list[str], day: str) -> Path:
    rows = [("人员代码", "办理情况", "办理日期", "理由")]
    rows += [(one, "已申请", day, "") for one in tokens[:-1]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*rows, (tokens[-1], "转其他名单", day, "用人单位不存在")])
    return path


@pytest.mark.parametrize("seats", [375, 1280], indirect=True, ids=["phone", "desk"])
def test_the_months_diagnosed_persons(seats: dict[str, Seat], tmp_path: Path) -> None:
    health, labour = (Walk(one) for one in seats.values())
    page, width = health.page, (health.page.viewport_size or {}).get("width", 0)
    named = tmp_path / "名册.csv"
    named.write_text("姓名与代码只在两个单位", encoding="utf-8")
    health.to_the_room()
    health.seat.shot(f"patients-{width}")
    health.click(page.get_by_role("link", name="新建名单"))
    health.click(page.get_by_role("button", name="新建名单"))
    page.locator("#n").fill("4")
    with page.expect_download() as told:
        health.click(page.get_by_role("button", name="下载代码"), leads=False)
    drawn = Path(told.value.path()).read_text(encoding="utf-8-sig").splitlines()[1:]
    tokens = [line.split(",")[0] for line in drawn]
    day = page.evaluate("new Date(Date.now() - 864e5).toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})")
    filled = tmp_path / "代码表.csv"
    lines = ["人员代码,地区,诊断日期", *(f"{one},晋江市,{day}" for one in tokens)]
    filled.write_text("\n".join(lines), encoding="utf-8")
    form = page.locator("form[action='/do/protection.list.fill']")
    form.locator("input[type=file]").set_input_files(filled)
    health.click(form.get_by_role("button", name="上传"))
    form = page.locator("form[action='/do/protection.list.send']")
    form.locator("[data-hash-into]").set_input_files(named)
    page.wait_for_function("document.querySelector('[name=sha256]').value.length === 64")
    health.seat.shot(f"patients-send-{width}")
    health.click(form.get_by_role("button", name="送出"))
    assert "已送出" in page.locator("main").inner_text()
    assert health.clicks <= MOST_CLICKS
    _labour(labour, tokens, named, tmp_path, day)
    page.reload()
    health.seat.shot(f"patients-list-{width}")
    for one in ("unfinished", "recognitions", "checks", "areas", "pairs", "settings"):
        health.seat.open(f"/patients/{one}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), one
        health.seat.shot(f"patients-{one}-{width}")
    assert health.seat.faults == labour.seat.faults == []


def _labour(walk: Walk, tokens: list[str], named: Path, folder: Path, day: str) -> None:
    """Sign for the list from the desk, and enter what became of its persons by sheet."""
    page = walk.page
    page.reload()
    walk.click(page.get_by_role("link", name="确诊人员名单").first)
    form = page.locator("form[action='/do/protection.list.receive']")
    form.locator("[name=count]").fill(str(len(tokens)))
    form.locator("[data-hash-into]").set_input_files(named)
    page.wait_for_function("document.querySelector('[name=sha256]').value.length === 64")
    walk.click(form.get_by_role("button", name="签收", exact=True))
    form = page.locator("form[action='/do/protection.row.answer_sheet']")
    form.locator("input[type=file]").set_input_files(_answers(folder / "办理.csv", tokens, day))
    walk.click(form.get_by_role("button", name="导入"))
    assert "转其他名单" in page.locator("main").inner_text()
    walk.seat.shot(f"patients-answered-{(page.viewport_size or {}).get('width', 0)}")
    assert walk.clicks <= MOST_CLICKS
