"""A conference of another subject is founded through the pages alone: document, review, adoption, meeting, case, duties.

Nobody wrote a line for it: the document is one of those with which the reader is measured, about telephone fraud.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from browser.conftest import Walks
from browser.walking import WIDTHS, Walk
from lianxi.core.words import CHINA

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[1]
DOCUMENT = next((ROOT / "law" / "reading" / "data" / "whole").glob("76_*.txt"))
# Words of the shipped subject, which may stand nowhere on a page of another.
OTHER_SUBJECT = re.compile("职业病|粉尘|尘肺|职业健康")
MOST_CLICKS = 30


def _speaks_of_its_own_subject(walk: Walk) -> None:
    assert OTHER_SUBJECT.search(walk.text()) is None, walk.page.url


@WIDTHS
def test_a_conference_of_another_subject_is_founded_and_works(walks: Walks, tmp_path: Path) -> None:
    # Each width founds one of its own: the document of another county.
    county = {375: "云岭县", 1280: "云峰县"}[walks.width]
    document = tmp_path / "制度.txt"
    document.write_text(DOCUMENT.read_text(encoding="utf-8").replace("云岭县", county), encoding="utf-8")
    _adopt(walks, county, document)
    office = _of_its_office(walks, county)
    _meet(office)
    _route(office)
    _propose(office)
    print(
        f"\nthird conference {walks.width}: "
        + ", ".join(f"{one.seat.name} {one.clicks}" for one in walks.made)
    )
    assert walks.clicks <= MOST_CLICKS


def _adopt(walks: Walks, county: str, document: Path) -> None:
    """One seat of the office has the document read, another reviews the reading and adopts it."""
    drafts = walks("市卫健委·办公室主任")
    page = drafts.page
    drafts.menu("文件")
    drafts.click(page.get_by_role("link", name="读取新文件"))
    page.locator("#code").fill(f"YL{walks.width}")
    page.locator("#file").set_input_files(str(document))
    drafts.click(page.get_by_role("button", name="读取", exact=True))
    drafts.shot("third-1-review")
    _speaks_of_its_own_subject(drafts)
    assert "县公安局" in drafts.text()
    adopts = walks("市人社局·办公室副主任")
    adopts.menu("文件")
    row = adopts.page.locator("main tr").filter(has_text=county).first
    adopts.click(row.get_by_role("link").first)
    adopts.click(adopts.page.locator("form[action='/do/law.version.adopt'] button").last)
    adopts.shot("third-2-adopted")


def _of_its_office(walks: Walks, county: str) -> Walk:
    """The head of the new office enters its own desk."""
    office = walks("县公安局·办公室主任", county)
    assert county in office.text("a.top-name")
    office.shot("third-3-desk")
    return office


def _meet(office: Walk) -> None:
    """Call the first meeting."""
    office.menu("会议")
    office.click(office.page.get_by_role("link", name="筹备会议"))
    form = office.page.locator("form[action='/do/meetings.meeting.plan']")
    form.locator("[name=title]").fill("第一次全体会议")
    start = datetime.now(CHINA) + timedelta(days=2)
    form.locator("[name=starts_at]").fill(start.strftime("%Y-%m-%dT09:00"))
    form.locator("[name=place]").fill("县公安局会议室")
    office.click(form.get_by_role("button").last)
    office.shot("third-4-meeting")
    _speaks_of_its_own_subject(office)


def _route(office: Walk) -> None:
    """Ask who answers for a case that a person told."""
    office.menu("谁负责")
    page = office.page
    page.locator("main textarea").first.fill("老人在银行被骗转账八万元，银行说款项已经转走，能不能止付？")
    office.click(page.locator("main form").filter(has=page.locator("textarea")).get_by_role("button").first)
    office.shot("third-5-case")
    _speaks_of_its_own_subject(office)
    assert "县公安局" in office.text()


def _propose(office: Walk) -> None:
    """Have the arrangements of today proposed from the document's own words."""
    office.menu("履职")
    office.click(office.page.get_by_role("link", name="履职安排", exact=True))
    office.click(office.page.locator("form[action='/do/work.arrangement.propose'] button"))
    office.click(office.page.get_by_role("link", name="全部展开"))
    office.shot("third-6-duties")
    assert "组织媒体开展反诈公益宣传" in office.text()
    _speaks_of_its_own_subject(office)
