"""Monday: the month's diagnosed persons from the desk of health to labour's signature and outcomes, by clicks, at both widths."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from browser.conftest import Walks
from browser.walking import WIDTHS, Walk
from lianxi.core.words import CHINA

pytestmark = pytest.mark.browser
MOST_CLICKS = 12
YESTERDAY = (datetime.now(CHINA).date() - timedelta(days=1)).isoformat()


def _answers(path: Path, tokens: list[str]) -> Path:
    rows = [("人员代码", "办理情况", "办理日期", "理由")]
    rows += [(one, "已申请", YESTERDAY, "") for one in tokens[:-1]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*rows, (tokens[-1], "转其他名单", YESTERDAY, "用人单位不存在")])
    return path


def _choose(walk: Walk, action: str, named: Path) -> None:
    """The browser reckons the sum of the named file, which stays on this computer."""
    walk.page.locator(f"form[action='/do/{action}'] [data-hash-into]").set_input_files(named)
    walk.page.wait_for_function("document.querySelector('[name=sha256]').value.length === 64")


@WIDTHS
def test_the_months_diagnosed_persons(walks: Walks, tmp_path: Path) -> None:
    health, labour = walks("市卫健委·成员"), walks("市人社局·成员")
    named = tmp_path / "名册.csv"
    named.write_text("姓名与代码只在两个单位", encoding="utf-8")
    tokens = _send(health, named, tmp_path)
    assert health.clicks <= MOST_CLICKS
    _labour(labour, tokens, named, tmp_path)
    print(f"\npatients {walks.width}: health {health.clicks} clicks, labour {labour.clicks}")
    assert labour.clicks <= MOST_CLICKS
    health.page.reload()
    health.shot("patients-list")
    health.menu("病人保障")
    for words in ("未办结人员清单", "核实意见", "数据核对", "分地区", "人员并档", "影响评估和告知"):
        health.click(
            health.page.locator("main nav[aria-label=病人保障]").get_by_role("link", name=words).first
        )
        health.shot(f"patients-{words}")


def _send(health: Walk, named: Path, folder: Path) -> list[str]:
    """Health draws codes, hands in the sheet that bears nothing but them, and sends; the codes are returned."""
    page = health.page
    health.menu("病人保障")
    health.shot("patients")
    health.click(page.get_by_role("link", name="新建名单"))
    health.click(page.get_by_role("button", name="新建名单"))
    page.locator("#n").fill("4")
    with page.expect_download() as told:
        health.click(page.get_by_role("button", name="下载代码"), leads=False)
    drawn = Path(told.value.path()).read_text(encoding="utf-8-sig").splitlines()[1:]
    tokens = [line.split(",")[0] for line in drawn]
    filled = folder / "代码表.csv"
    lines = ["人员代码,地区,诊断日期", *(f"{one},晋江市,{YESTERDAY}" for one in tokens)]
    filled.write_text("\n".join(lines), encoding="utf-8")
    form = page.locator("form[action='/do/protection.list.fill']")
    form.locator("input[type=file]").set_input_files(filled)
    health.click(form.get_by_role("button", name="上传"))
    _choose(health, "protection.list.send", named)
    health.shot("patients-send")
    health.send("protection.list.send", "送出")
    assert "已送出" in health.text()
    return tokens


def _labour(walk: Walk, tokens: list[str], named: Path, folder: Path) -> None:
    """Labour signs for the list from its desk, and enters what became of its persons by sheet."""
    walk.task("签收名单", "确诊人员名单")
    form = walk.page.locator("form[action='/do/protection.list.receive']")
    form.locator("[name=count]").fill(str(len(tokens)))
    _choose(walk, "protection.list.receive", named)
    walk.click(form.get_by_role("button", name="签收", exact=True))
    form = walk.page.locator("form[action='/do/protection.row.answer_sheet']")
    form.locator("input[type=file]").set_input_files(_answers(folder / "办理.csv", tokens))
    walk.click(form.get_by_role("button", name="导入"))
    assert "转其他名单" in walk.text()
    walk.shot("patients-answered")
