"""Every page at phone and desk width: no overflow, one heading, labels, keyboard; and without a network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser.conftest import Seat

pytestmark = pytest.mark.browser
PAGES = ("/", "/conference", "/settings", "/documents", "/documents/1", "/topics", "/topics/1", "/topics/new")
PAGES += (
    "/meetings",
    "/meetings/1",
    "/meetings/2",
    "/meetings/new",
    "/minutes/1",
    "/minutes/2",
    "/papers",
    "/papers/2",
)
PAGES += (
    "/ledger",
    "/ledger/1",
    "/ledger/new",
    "/circulars",
    "/circulars/1",
    "/journal",
    "/journal/5",
    "/notices",
)
PAGES += ("/account", "/conference/changes", "/conference/changes/1", "/conference/changes/new?unit=1")


@pytest.fixture
def office(browser: Browser, demo_server: str, request: pytest.FixtureRequest) -> Iterator[Seat]:
    size = {"width": request.param, "height": 800}
    context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    yield Seat(context, demo_server, "市卫健委·办公室主任").enter()
    context.close()


@pytest.mark.parametrize("office", [360, 1280], indirect=True, ids=["phone", "desk"])
def test_pages_fit_and_are_labelled(office: Seat) -> None:
    width = office.page.viewport_size["width"] if office.page.viewport_size else 0
    for path in PAGES:
        page = office.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("h1").count() == 1, path
        unlabelled = page.evaluate(
            """() => [...document.querySelectorAll('input:not([type=hidden]):not([type=submit]), select, textarea')]
               .filter(e => !(e.labels && e.labels.length) && !e.getAttribute('aria-label')
                            && !e.getAttribute('aria-labelledby'))
               .map(e => e.name || e.outerHTML.slice(0, 60))"""
        )
        assert unlabelled == [], (path, unlabelled)
        assert page.get_by_text("演示").first.is_visible(), path
    assert office.faults == []


@pytest.mark.parametrize("office", [1280], indirect=True, ids=["desk"])
def test_the_keyboard_reaches_the_work(office: Seat) -> None:
    page = office.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip().startswith("跳到")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url != f"{office.address}/"


@pytest.mark.parametrize("office", [1280], indirect=True, ids=["desk"])
def test_what_is_typed_survives_a_reload(office: Seat) -> None:
    page = office.open("/topics/new?kind=assigned")
    page.locator("textarea[name='text']").fill("写到一半的内容")
    page.get_by_text("已保存").first.wait_for()
    page.reload()
    assert page.locator("textarea[name='text']").input_value() == "写到一半的内容"
