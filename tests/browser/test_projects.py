"""Monday: the industry office's list has come; from the desk by clicks alone to a sent table of gaps, at both widths."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from browser.conftest import Walks
from browser.walking import WIDTHS, Walk
from lianxi.core.words import CHINA
from lianxi.projects.rules.lists import COLUMNS

pytestmark = pytest.mark.browser
MOST_CLICKS = 12
TODAY = datetime.now(CHINA).date()


def _list(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([COLUMNS[column][0] for column in rows[0]])
        writer.writerows([list(row.values()) for row in rows])
    return path


def _send(walk: Walk, kind: str, file: Path) -> None:
    """A unit uploads its list of the month, which waits for the office."""
    walk.menu("项目")
    walk.click(walk.page.get_by_role("link", name="项目清单", exact=True))
    form = walk.page.locator("form[action='/do/projects.list.send']")
    form.locator("[name=kind]").select_option(label=kind)
    form.locator("[name=file]").set_input_files(file)
    walk.click(form.get_by_role("button", name="上传核对"))
    assert walk.clicks <= MOST_CLICKS


def _enter(office: Walk, file: str) -> None:
    """The office opens a list that has come and takes its rows into the register."""
    office.click(office.page.get_by_role("link", name=file).first)
    office.shot(f"projects-list-{file}")
    office.click(office.page.get_by_role("button", name="列入登记册"))


@WIDTHS
def test_the_list_of_the_month(walks: Walks, tmp_path: Path) -> None:
    approved, begun = TODAY - timedelta(days=40), TODAY - timedelta(days=3)
    code, name = f"{approved:%y%m}-350582-04-02-{walks.width:06d}", f"发泡车间{walks.width}（示例）"
    row = {
        "code": code, "name": name, "builder": f"某鞋材公司{walks.width}（示例）", "area": "晋江市", "industry": "C195",
        "kind": "核准", "approver": "泉州市工业和信息化局", "level": "市", "approved_on": approved.isoformat(),
        "place": "晋江市某镇某园区",
    }  # fmt: skip
    approvals = _list(tmp_path / f"十月核准{walks.width}.csv", [row, {**row, "code": "2603-1"}])
    permits = _list(tmp_path / f"十月许可{walks.width}.csv", [{"code": code, "permit_on": begun.isoformat()}])
    _send(walks("市工信局·成员"), "立项、核准文件", approvals)
    _send(walks("市住建局·成员"), "施工许可、竣工", permits)
    office = walks("市卫健委·办公室主任")
    page = office.page
    office.task("核对列入", "项目清单已到")
    _enter(office, approvals.stem)
    assert "不是 20 位数字加 4 个短横" in office.text()
    office.click(page.get_by_role("link", name="项目清单", exact=True))
    _enter(office, permits.stem)
    office.click(page.get_by_role("link", name="按地区看未落实环节"))
    office.click(page.get_by_role("button", name="重新查一遍"))
    office.shot("projects-areas")
    office.click(page.get_by_role("link", name="晋江市", exact=True))
    office.shot("projects-register")
    office.click(page.get_by_role("link", name=name))
    assert "未见职业病危害预评价评审记录" in office.text()
    office.shot("projects-project")
    page.go_back()
    page.go_back()
    office.click(page.locator("tr", has_text="晋江市").get_by_role("button", name="转办").first)
    assert name in office.text()
    office.shot("projects-sent")
    print(f"\nprojects {walks.width}: " + ", ".join(f"{one.seat.name} {one.clicks}" for one in walks.made))
    assert office.clicks <= MOST_CLICKS
    _look_on(office)


def _look_on(office: Walk) -> None:
    """What the Monday leaves: the filings that wait for a ruling, and the month's list to be sent out."""
    office.task("裁定", "个备案项目")
    office.shot("projects-filings")
    office.menu("项目")
    office.click(office.page.get_by_role("link", name="按地区").first)
    office.click(office.page.get_by_role("button", name="清单").last)
