"""Monday: a hospital calls, five poisoned at a shoe factory; from the desk, by clicks alone, at both widths."""

import pytest
from playwright.sync_api import Locator

from browser.conftest import Walks
from browser.walking import WIDTHS, Walk

pytestmark = pytest.mark.browser
MOST_CLICKS = 16


def _to_the_call(walk: Walk) -> Locator:
    walk.menu("事件")
    walk.click(walk.page.get_by_role("link", name="登记来电"))
    return walk.page.locator("form[action='/do/incidents.call.enter']")


@WIDTHS
def test_the_hospital_calls(walks: Walks) -> None:
    walk = walks("市卫健委·办公室主任")
    form, page = _to_the_call(walk), walk.page
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
    print(f"\nincident {walks.width}: {walk.clicks} clicks")
    walk.shot("incident")
