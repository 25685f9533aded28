"""An objection at its paragraph, adopted in one form, and a second consent that shows only what changed: two seats."""

import re

import pytest

from browser.conftest import Walks
from browser.walking import WIDTHS

pytestmark = pytest.mark.browser
# Two units that have not spoken yet: a walk each, since one installation serves both.
UNITS = {375: "市总工会", 1280: "市医保局"}


@WIDTHS
def test_an_objection_is_raised_adopted_and_consented_to(walks: Walks) -> None:
    """A unit objects below the paragraph; the office changes text and day and replies at once; one paragraph is read."""
    unit = UNITS[walks.width]
    union, office = walks(f"{unit}·成员"), walks("市卫健委·办公室主任")
    union.task("会签", "全体会议")
    address = union.page.url
    paragraph = union.page.locator(".para").filter(has_text=re.compile("粉尘危害专项检查.*检查结果")).first
    place = re.search(r"第 (\d+) 段", paragraph.inner_text())
    assert place
    union.click(paragraph.locator("summary", has_text="对这一段提异议"), leads=False)
    form = paragraph.locator("form[action='/do/meetings.objection.raise']")
    form.locator("textarea").fill("春节前后在建工地停工，期限建议顺延。")
    union.shot(f"objection-raise-{union.width}")
    union.click(form.get_by_role("button", name="提出异议"))
    assert f"对第 {place[1]} 段" in union.text()

    office.page.goto(address)
    own = office.page.locator(".row-task").filter(has_text="期限建议顺延")
    office.click(own.locator("summary", has_text=f"采纳，修改第 {place[1]} 段"), leads=False)
    form = own.locator("form[action='/do/meetings.objection.adopt']")
    words = form.locator("textarea[name=text]")
    assert form.locator("textarea[name=reply]").input_value() == f"采纳你单位意见，第 {place[1]} 段已作修改。"
    day = form.locator("input[name=due_on]")
    began = day.input_value()
    year, month, date_ = map(int, began.split("-"))
    new = f"{year + 1}-{month:02d}-{date_:02d}"
    text = words.input_value().replace(f"{year}年{month}月{date_}日", f"{year + 1}年{month}月{date_}日")
    words.fill(text)
    day.fill(new)
    office.shot(f"objection-adopt-{office.width}")
    office.click(form.get_by_role("button", name="采纳并答复"))
    assert f"已采纳：第 {place[1]} 段已改" in office.text()

    union.page.goto(address)
    assert f"只有第 {place[1]} 段变了" in union.text()
    shown = union.page.locator(".paras > .para")
    assert shown.count() == 1
    assert f"{year + 1}年" in shown.locator("ins").first.inner_text() + shown.inner_text()
    rest = union.page.locator(".para-rest")
    assert rest.count() >= 1
    assert not rest.first.locator(".para").first.is_visible()
    union.shot(f"objection-second-{union.width}")
    union.click(rest.first.locator("summary").first, leads=False)
    assert rest.first.locator(".para").first.is_visible()
    union.click(union.page.get_by_role("button", name="同意这一版"))
    consent = union.page.locator("tr").filter(
        has=union.page.locator("th", has_text=re.compile(rf"^\s*{unit}"))
    )
    assert "✓ 同意" in " ".join(consent.last.inner_text().split())
