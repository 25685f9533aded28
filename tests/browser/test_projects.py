"""Monday: the industry office's list has come; from the desk by clicks alone to a sent table of gaps, at both widths."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from browser.conftest import Seat

pytestmark = pytest.mark.walk
MOST_CLICKS = 12


@pytest.fixture
def office(browser: Browser, demo_server: str, request: pytest.FixtureRequest) -> Iterator[Seat]:
    size = {"width": request.param, "height": 800}
    context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    yield Seat(context, demo_server, "市卫健委·办公室主任").enter()
    context.close()


class Walk:
    """Counts what a person clicks; every page must fit its window."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.page, self.clicks = seat, seat.page, 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url

    def shot(self, name: str) -> None:
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        self.seat.shot(f"projects-{name}-{width}")


@pytest.mark.parametrize("office", [1280, 375], indirect=True, ids=["desk", "phone"])
def test_the_list_of_the_month(office: Seat) -> None:
    walk, page = Walk(office), office.page
    if page.viewport_size and page.viewport_size["width"] > 700:
        walk.click(page.get_by_role("link", name="项目清单已到").first)
        walk.click(page.get_by_role("link", name="本月立项核准").first)
        walk.shot("list")
        assert "不是 20 位数字加 4 个短横" in page.inner_text("main")
        walk.click(page.get_by_role("button", name="列入登记册"))
        walk.click(page.get_by_role("link", name="按地区看未落实环节"))
        walk.click(page.get_by_role("button", name="重新查一遍"))
        walk.shot("areas")
        walk.click(page.get_by_role("link", name="晋江市", exact=True))
        walk.shot("register")
        walk.click(page.get_by_role("link", name="年产 200 万双鞋生产线").first)
        assert "未见职业病危害预评价评审记录" in page.inner_text("main")
        walk.shot("project")
        walk.click(page.locator("a[href='/projects']:visible").first)
        walk.click(page.get_by_role("link", name="按地区").first)
        walk.click(page.locator("tr", has_text="晋江市").get_by_role("button", name="转办"))
        walk.shot("sent")
    else:
        walk.click(page.get_by_role("link", name="个备案项目").first)
        walk.shot("filings")
        walk.click(page.locator("a[href='/projects']:visible").first)
        walk.shot("register")
        walk.click(page.get_by_role("link", name="石材加工扩建").first)
        walk.shot("project")
        walk.click(page.locator("a[href='/projects']:visible").first)
        walk.click(page.get_by_role("link", name="按地区").first)
        walk.shot("areas")
        walk.click(page.get_by_role("button", name="清单").last)
    assert walk.clicks <= MOST_CLICKS
    assert office.faults == []
