"""A conference of another subject is founded through the pages alone: document, review, adoption, meeting, case, duties.

Nobody wrote a line for it: the document is one of those with which the reader is measured, about telephone fraud.
"""

import re
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from browser.conftest import Seat
from lianxi.core.words import CHINA

pytestmark = pytest.mark.walk
ROOT = Path(__file__).parents[1]
DOCUMENT = next((ROOT / "law" / "reading" / "data" / "whole").glob("76_*.txt"))
# Words of the shipped subject, which may stand nowhere on a page of another.
OTHER_SUBJECT = re.compile("职业病|粉尘|尘肺|职业健康")
MOST_CLICKS = 30


class Walk:
    """One seat at work: counts clicks and the time the machine took to answer them."""

    clicks, seconds = 0, 0.0

    def __init__(self, browser: Browser, address: str, name: str, width: int = 1280) -> None:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
        self.seat = Seat(context, address, name).enter()
        self.page: Page = self.seat.page

    def click(self, target: Locator) -> Page:
        """Click what leads to another page; the confirmation it may ask for is one more click."""
        Walk.clicks += 1
        began = time.perf_counter()
        asked = target.get_attribute("data-confirm")
        if asked:
            target.click()
            target, Walk.clicks = self.page.locator("dialog#ask[open] [data-ask-yes]"), Walk.clicks + 1
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        Walk.seconds += time.perf_counter() - began
        return self.page

    def open(self, path: str) -> Page:
        Walk.clicks += 1
        began = time.perf_counter()
        page = self.seat.open(path)
        Walk.seconds += time.perf_counter() - began
        return page

    def speaks_of_its_own_subject(self) -> None:
        assert OTHER_SUBJECT.search(self.page.locator("main").inner_text()) is None, self.page.url

    def close(self) -> None:
        self.seat.context.close()
        assert self.seat.faults == []


def test_a_conference_of_another_subject_is_founded_and_works(browser: Browser, demo_server: str) -> None:
    drafts = Walk(browser, demo_server, "市卫健委·办公室主任")
    page = drafts.open("/documents/new")
    page.locator("#code").fill("YLFZ")
    page.locator("#file").set_input_files(str(DOCUMENT))
    drafts.click(page.get_by_role("button", name="读取", exact=True))
    version = re.search(r"/documents/(\d+)", page.url)
    assert version, page.url
    drafts.seat.shot("third-1-review")
    drafts.speaks_of_its_own_subject()
    assert "县公安局" in page.locator("main").inner_text()
    drafts.close()

    adopts = Walk(browser, demo_server, "市人社局·办公室副主任")
    page = adopts.open(f"/documents/{version[1]}/review")
    adopts.click(page.locator("form[action='/do/law.version.adopt'] button").last)
    adopts.seat.shot("third-2-adopted")
    adopts.close()

    office = Walk(browser, demo_server, "县公安局·办公室主任")
    office.seat.shot("third-3-desk")
    page = office.open("/meetings/new")
    start = (datetime.now(CHINA) + timedelta(days=2)).strftime("%Y-%m-%dT09:00")
    form = page.locator("form[action='/do/meetings.meeting.plan']")
    form.locator("[name=title]").fill("第一次全体会议")
    form.locator("[name=starts_at]").fill(start)
    form.locator("[name=place]").fill("县公安局会议室")
    office.click(form.get_by_role("button").last)
    office.seat.shot("third-4-meeting")
    office.speaks_of_its_own_subject()

    page = office.open("/ask")
    page.locator("textarea").first.fill("老人在银行被骗转账八万元，银行说款项已经转走，能不能止付？")
    office.click(page.locator("main form").filter(has=page.locator("textarea")).get_by_role("button").first)
    office.seat.shot("third-5-case")
    office.speaks_of_its_own_subject()
    assert "县公安局" in page.locator("main").inner_text()

    page = office.open("/work/arrangements")
    office.click(page.locator("form[action='/do/work.arrangement.propose'] button"))
    office.seat.shot("third-6-duties")
    assert "组织媒体开展反诈公益宣传" in page.locator("main").inner_text()
    office.speaks_of_its_own_subject()
    office.close()
    print(f"\nthird conference: {Walk.clicks} clicks, {Walk.seconds:.1f} s of the machine")
    assert Walk.clicks <= MOST_CLICKS
