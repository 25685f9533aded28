"""Monday: a hospital calls, five poisoned at a shoe factory; from the desk, by clicks alone, at both widths."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from browser.conftest import Seat

pytestmark = pytest.mark.browser
MOST_CLICKS = 16


@pytest.fixture
def office(browser: Browser, demo_server: str, request: pytest.FixtureRequest) -> Iterator[Seat]:
    size = {"width": request.param, "height": 800}
    context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    yield Seat(context, demo_server, "市卫健委·办公室主任").enter()
    context.close()


class Walk:
    """Counts what a person clicks; filling a field is no click."""

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

    def to_the_call(self) -> Locator:
        menu = self.page.get_by_role("navigation", name="主菜单")
        if self.page.viewport_size and self.page.viewport_size["width"] < 700:
            self.click(menu.locator("summary"), leads=False)
            self.click(menu.locator(".drawer-list").get_by_role("link", name="事件", exact=True))
        else:
            self.click(menu.get_by_role("link", name="事件", exact=True).first)
        self.click(self.page.get_by_role("link", name="登记来电"))
        return self.page.locator("form[action='/do/incidents.call.enter']")


@pytest.mark.parametrize("office", [360, 1280], indirect=True, ids=["phone", "desk"])
def test_the_hospital_calls(office: Seat) -> None:
    walk = Walk(office)
    form, page = walk.to_the_call(), office.page
    form.locator("[name=already]").select_option("none")
    form.locator("[name=source_kind]").select_option("hospital")
    form.locator("[name=place]").fill("晋江市陈埭镇某制鞋厂")
    form.locator("[name=content]").fill("收治五名工人，头晕、乏力，疑似胶粘剂中毒。")
    walk.click(page.get_by_text("还知道什么"), leads=False)
    form.locator("[name=ill]").fill("5")
    form.locator("[name=division]").select_option("晋江市")
    form.locator("[name=kind]").select_option("acute_poisoning")
    walk.click(form.get_by_role("button", name="保存").last)
    asked = page.locator("#asked tr")
    for body in ("县级卫生健康主管部门", "疾病预防控制机构"):
        walk.click(asked.filter(has_text=body).first.get_by_role("button", name="已电话告知"))
    walk.click(page.get_by_role("button", name="立为事件"))
    assert "6 小时" in page.locator("#due").inner_text()
    walk.click(page.get_by_role("button", name="告知各单位"))
    walk.click(page.locator("#told tr").filter(has_text="市应急局").get_by_role("button", name="电话已告知"))
    walk.click(page.locator("#groups summary").first, leads=False)
    walk.click(page.locator("#groups form").first.get_by_role("button", name="成立工作组"))
    assert "市卫健委牵头；市总工会（工会）" in page.locator("#groups").inner_text()
    walk.click(page.locator("#counts summary").filter(has_text="续报人数"), leads=False)
    form = page.locator("form[action='/do/incidents.count.enter']")
    form.locator("[name=ill]").fill("11")
    form.locator("[name=source]").fill("晋江市卫生健康局")
    walk.click(form.get_by_role("button", name="登记人数"))
    assert "省级调查" in page.locator("#grades").inner_text()
    walk.click(page.get_by_role("link", name="接报单（打印）"))
    assert walk.clicks <= MOST_CLICKS
    office.shot(f"incident-{page.viewport_size['width'] if page.viewport_size else 0}")
    assert office.faults == []
