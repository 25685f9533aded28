"""axe-core (WCAG 2.2 AA and best practice) over one page of every kind that links lead to, on a phone and at a desk."""

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from browser.conftest import OUT, Seat

pytestmark = pytest.mark.browser
# Links that give a file, a feed or another seat, and no page of this one.
NO_PAGE = re.compile(
    r"^/(?:demo|files|feeds|static|i/|l/|out)|\.(?:xlsx|docx|pdf|zip|ics|csv|json|jsonl|svg|png)$"
    r"|/(?:pdf|docx|xlsx|export|template|download|original|picture)(?:/|$)"
)
# One page of each kind: an address with another number is the same kind.
NUMBER = re.compile(r"\d[\dA-Z-]*|(?<=/figures/)[^/]+")
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def walk(seat: Seat) -> Iterator[tuple[str, int, str]]:
    """Open the first page of every kind, breadth first from the desk: its address, the answer, the page that led there."""
    waiting, kinds, led = deque(["/"]), {"/"}, {"/": ""}
    while waiting:
        path = waiting.popleft()
        response = seat.page.goto(f"{seat.address}{path}")
        assert response is not None
        yield path, response.status, led[path]
        hrefs = seat.page.evaluate(
            "[...document.querySelectorAll('a[href]:not([download])')].map(a => a.getAttribute('href'))"
        )
        for href in hrefs:
            parts = urlsplit(urljoin(f"{seat.address}{path}", href))
            kind = NUMBER.sub("N", parts.path)
            if (
                f"{parts.scheme}://{parts.netloc}" == seat.address
                and kind not in kinds
                and not NO_PAGE.search(parts.path)
            ):
                kinds.add(kind)
                address = parts.path + (f"?{parts.query}" if parts.query else "")
                led[address] = path
                waiting.append(address)


@pytest.mark.parametrize(
    ("name", "width", "least"),
    [("市卫健委·办公室主任", 375, 100), ("市卫健委·办公室主任", 1280, 100), ("市人社局·成员", 375, 60)],
    ids=["office-phone", "office-desk", "unit-phone"],
)
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, demo_server: str, name: str, width: int, least: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    seat, axe, found, seen = Seat(context, demo_server, name).enter(), Axe(), [], 0
    for path, status, led in walk(seat):
        seen += 1
        if status != 200:
            found.append(f"{path}: answers {status}, a link on {led}")
            continue
        for fault in axe.run(seat.page, options=RULES).response["violations"]:
            nodes = "; ".join(node["html"][:90] for node in fault["nodes"][:2])
            found.append(f"{path}: {fault['id']} ({len(fault['nodes'])}) {nodes}")
    context.close()
    print(f"\naxe, {name}, {width} px: {seen} pages, {len(found)} findings")
    OUT.mkdir(exist_ok=True)
    (OUT / f"axe-{width}-{name}.txt").write_text("\n".join(found))
    assert found == []
    assert seen >= least, "links lead to more kinds of page than these"
