"""The whole chain on an empty server: from the founding document to the circular, from the desk, without typed addresses.

Each row is a task of the office's day. Clicks and fields are counted by a listener in the pages, seconds are those in
which the machine answered. Addresses are opened only where somebody hands them over: the one-time links.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page

from browser.conftest import OUT, Seat, served
from browser.walking import Walk
from lianxi.core.words import CHINA

pytestmark = pytest.mark.walk
DESK, PHONE = 1280, 375
PASSWORD = "chain-walk-only-27"
# What was measured (docs/walk.md); how the invited take their seats is apart, per person.
MOST_CLICKS, MOST_FIELDS = 129, 31
# Everybody's own way into the house, counted apart.
APART = ("1b", "3b")
DIRECTOR, CONVENER = "市卫健委·办公室主任", "市卫健委·召集人"
LIAISON, UNION = "市住建局·办公室成员", "市总工会·成员"
CONSENTING = (LIAISON, UNION, "市卫健委·成员", "市应急局·成员", "市人社局·成员")
PRESENT = tuple(one.split("·")[0] for one in CONSENTING)
MEETING = "第一次全体会议"
TOPICS = ("隧道施工粉尘防护", "制鞋行业防毒措施", "女职工劳动保护检查")
DONE = datetime.now(CHINA).date() + timedelta(days=60)
BY = f"于{DONE.year}年{DONE.month}月{DONE.day}日前"
SENTENCES = (
    f"由市住建局牵头，{BY}完成隧道施工粉尘防护要求。",
    f"由市应急局牵头，市卫健委配合，{BY}完成制鞋行业防毒措施检查。",
    "由市总工会牵头，市人社局配合，完成女职工劳动保护检查。",
)


class Pace(Walk):
    """A walk whose pages are timed; steps are what the listener in the pages heard."""

    seconds = 0.0
    # The task whose desk was opened already: going back to it within the same task is a click.
    at, opened, returns = "", "", 0

    def task(self, kind: str, title: str) -> None:
        """Take a task from the desk, to which signing in leads; a way back within the same task is a click."""
        if self.opened != self.at:
            self.returns += self.page.url.rstrip("/") != self.seat.address
            self.page.goto(f"{self.seat.address}/")
            self.opened = self.at
        super().task(kind, title)

    def click(self, target: Locator, *, leads: bool = True) -> Page:
        """Click, and take the seconds until the next page is there."""
        began = time.monotonic()
        try:
            return super().click(target, leads=leads)
        finally:
            self.seconds += time.monotonic() - began

    def press(self, action: str, button: str = "") -> Page:
        """Press the button of an act's first form on the page, and say yes where the page asks."""
        form = self.page.locator(f"form[action='/do/{action}']").first
        own = (
            form.get_by_role("button", name=button, exact=True)
            if button
            else form.locator("button:not([type=button])")
        )
        if form.get_attribute("data-confirm"):
            own.last.click()
            return self.click(self.page.locator("dialog#ask[open] [data-ask-yes]"))
        return self.click(own.last)


@dataclass(frozen=True)
class Row:
    """One task: its number and words, what it took before, what it takes now, the machine's seconds."""

    number: str
    words: str
    before: tuple[int, int]
    now: tuple[int, int]
    seconds: float


class Chain:
    """Everybody who walks, and what each task took."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.browser, self.address, self.folder = browser, address, folder
        self.people: dict[str, Pace] = {}
        self.rows: list[Row] = []

    def __getitem__(self, name: str) -> Pace:
        return self.people[name]

    def accept(self, name: str, link: str, login: str, width: int = DESK) -> Pace:
        """Open the link that was handed over, and take the seat."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(15_000)
        walk = self.people[name] = Pace(Seat(context, self.address, name), width)
        walk.page.goto(link)
        if walk.page.locator("#id_name:not([type=hidden])").count():
            walk.page.locator("#id_name").fill("周启明")
        for field, value in (("login", login), ("password", PASSWORD), ("again", PASSWORD)):
            walk.page.locator(f"#id_{field}").fill(value)
        walk.click(walk.page.get_by_role("button", name="开通账号并就任"))
        return walk

    def taken(self) -> tuple[int, int, float]:
        """Return clicks, fields and seconds of all so far."""
        walks = list(self.people.values())
        clicks = sum(one.seat.steps.clicks for one in walks)
        return clicks, sum(one.seat.steps.fields for one in walks), sum(one.seconds for one in walks)

    @contextmanager
    def row(self, number: str, words: str, clicks: int, fields: int) -> Iterator[None]:
        """Note what a task took."""
        for one in self.people.values():
            one.at = number
        began = self.taken()
        yield
        ended = self.taken()
        now = (ended[0] - began[0], ended[1] - began[1])
        self.rows.append(Row(number, words, (clicks, fields), now, ended[2] - began[2]))
        print(self.line(self.rows[-1]), flush=True)

    @staticmethod
    def line(row: Row) -> str:
        """Return a row of the table."""
        return f"| {row.number} | {row.words} | {row.before[0]} / {row.before[1]} | {row.now[0]} / {row.now[1]} | {row.seconds:.1f} |"


@pytest.fixture
def chain(browser: Browser, tmp_path: Path) -> Iterator[Chain]:
    """Serve an empty data folder as `make run` does; no page of anybody may report an error."""
    data = tmp_path / "data"
    data.mkdir()
    with served(tmp_path / "log", "/sign-in", data=data) as address:
        found = Chain(browser, address, data)
        try:
            yield found
        finally:
            faults = {name: one.seat.faults for name, one in found.people.items() if one.seat.faults}
            for name, one in found.people.items():
                one.seat.shot(f"chain-last-{name}")
                one.seat.context.close()
    assert faults == {}


def _first_links(chain: Chain) -> dict[str, str]:
    """Ask the server for the first links, as who installs it does."""
    code = "from lianxi.cli import main; main()"
    told = subprocess.run(
        [sys.executable, "-c", code, "office-link"],
        env=os.environ | {"LIANXI_DATA": str(chain.folder)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return dict(re.findall(r"\t(\S+)\t(/invited/\S+)", told))


def _found(chain: Chain) -> None:
    links = _first_links(chain)
    with chain.row("1", "接受链接（主任）", 1, 4):
        office = chain.accept(DIRECTOR, chain.address + links[DIRECTOR], "zhuren")
    with chain.row("1b", "接受链接（召集人）", 0, 0):
        chain.accept(CONVENER, chain.address + links[CONVENER], "zhaojiren")
    with chain.row("2", "确认建立文件", 3, 0):
        office.task("待办公室确认", "建立文件")
        office.press("bodies.conference.confirm")


def _invite(chain: Chain) -> None:
    office, convener = chain[DIRECTOR], chain[CONVENER]
    with chain.row("3", "邀请（全部席位）", 14, 6):
        office.task("邀请就任", "空缺")
        with office.page.expect_download() as coming:
            office.page.get_by_role("link", name="XLSX").click()
        path = chain.folder / "邀请.xlsx"
        _name_all(Path(coming.value.path()), path)
        office.page.locator("#table").set_input_files(str(path))
        office.click(office.page.get_by_role("button", name="按表格填写"))
        office.click(office.page.get_by_role("button", name="发起邀请").first)
        convener.task("放行邀请", "席位的邀请")
        convener.click(convener.page.get_by_role("button", name="全选"), leads=False)
        convener.click(convener.page.get_by_role("button", name="放行所选"))
    slips = _slips(convener.page) | _slips(office.page)
    with chain.row("3b", f"被邀请的 {len(CONSENTING)} 人就任", 0, 0):
        for place, name in enumerate(CONSENTING):
            chain.accept(name, slips[name], f"renyuan-{place}", PHONE if name in (LIAISON, UNION) else DESK)


def _name_all(blank: Path, path: Path) -> None:
    """Fill in who takes the vacant seats, in the sheet that the page gave."""
    book = load_workbook(BytesIO(blank.read_bytes()))
    sheet = book.worksheets[0]
    for place, row in enumerate(sheet.iter_rows(min_row=2)):
        if not row[2].value:
            row[2].value, row[3].value = f"示例{place}", "科长"
    book.save(path)


def _slips(page: Page) -> dict[str, str]:
    """Read which link opens which seat from the slips that are handed over."""
    found = {}
    for slip in page.locator(".slip").all():
        seat = slip.locator("h2").inner_text().split("　")[0].strip()
        found[seat] = slip.locator("dd.user-select-all").inner_text().strip()
    return found


def _change_member(chain: Chain) -> None:
    liaison, convener = chain[LIAISON], chain[CONVENER]
    with chain.row("4", "提出成员调整（375 px）", 6, 3):
        liaison.menu("单位席位")
        liaison.click(liaison.page.locator("main").get_by_role("link", name="提出成员调整").first)
        for words, value in (("姓名", "示例新"), ("职务", "副局长")):
            liaison.page.get_by_label(f"市住建局·成员新任人员{words}").fill(value)
        liaison.page.locator("main [name=reason]").fill("原成员工作变动")
        liaison.click(liaison.page.get_by_role("button", name="提出成员调整", exact=True))
    with chain.row("4b", "确定成员调整（召集人）", 2, 0):
        convener.task("确定成员调整", "市住建局")
        convener.press("bodies.member_change.confirm")


def _topics(chain: Chain) -> None:
    office, liaison, union = chain[DIRECTOR], chain[LIAISON], chain[UNION]
    with chain.row("5", "提出三件议题（375 px）", 6, 9):
        for title in TOPICS:
            if title == TOPICS[0]:
                liaison.menu("议题")
                liaison.click(liaison.page.get_by_role("link", name="提出议题"))
            else:
                liaison.click(liaison.page.get_by_role("link", name="再提一件议题"))
            form = liaison.page.locator("form[action='/do/meetings.topic.propose']")
            clause = form.locator("[name=clause] option").nth(1).get_attribute("value") or ""
            text = f"{title}有薄弱环节，建议会议明确要求。"
            liaison.send("meetings.topic.propose", "提出议题", title=title, clause=clause, text=text)
    with chain.row("6", "受理三件", 6, 0):
        office.menu("议题")
        office.click(office.page.get_by_role("button", name="全选"), leads=False)
        office.click(office.page.locator("button[formaction*='meetings.topic.accept']"))
        office.click(office.page.locator("main button.btn-primary"))
    with chain.row("7", "征求意见", 5, 0):
        office.click(office.page.get_by_role("link", name=TOPICS[0]))
        form = office.page.locator("form[action='/do/meetings.opinion.ask']")
        for unit in ("市总工会", "市应急局", "市人社局"):
            form.get_by_label(unit, exact=True).check()
        office.press("meetings.opinion.ask")
    with chain.row("8", "答复意见（375 px）", 3, 1):
        union.task("答复意见", TOPICS[0])
        union.page.locator("#stance-amend").check()
        union.send("meetings.opinion.give", "答复意见", text="建议增加职工代表参与。")


def _call(chain: Chain) -> None:
    office, convener, liaison = chain[DIRECTOR], chain[CONVENER], chain[LIAISON]
    with chain.row("9", "筹备会议，四项议程", 14, 4):
        office.task("筹备会议", "议题等列入议程")
        form = office.page.locator("form[action='/do/meetings.meeting.plan']")
        form.get_by_role("button", name="全选").first.click()
        start = (datetime.now(CHINA) + timedelta(days=1)).strftime("%Y-%m-%dT09:00")
        fields = {"starts_at": start, "place": "市政府第二会议室"}
        office.send("meetings.meeting.plan", "建立会议", **fields, titles="通报建立联席会议的情况")
    with chain.row("10", "会议通知", 2, 0):
        convener.task("同意召开会议", MEETING)
        convener.press("meetings.meeting.agree")
        office.task("印发会议通知", MEETING)
        office.press("meetings.meeting.call")
    with chain.row("11", "回执（375 px）", 2, 1):
        liaison.task("签收并回复参会人员", MEETING)
        liaison.send("meetings.notice.reply", "签收并回复", reply="张科长参加")


def _meet(chain: Chain) -> None:
    office = chain[DIRECTOR]
    with chain.row("12", "开会、登记到会", 32, 0):
        office.task("等单位回执", MEETING)
        office.press("meetings.meeting.open")
        sheet = office.page.locator("form[action='/do/meetings.attendance.record_sheet']")
        for unit in PRESENT:
            row = sheet.locator("tr").filter(
                has=office.page.get_by_role("rowheader", name=re.compile(f"^{unit}"))
            )
            row.get_by_label("成员出席").check()
        office.press("meetings.attendance.record_sheet", "保存到会登记表")
    with chain.row("12b", "四项议定情况、三项议定事项", 27, 13):
        for place in range(4):
            form = office.page.locator("form[action='/do/meetings.item.record_outcome']").nth(place)
            if place < len(SENTENCES):
                form.locator("[name=decisions]").fill(SENTENCES[place])
            else:
                form.locator("[name=text]").fill("会议听取了建立联席会议情况的通报。")
                form.locator("[name=result]").select_option("noted")
            office.click(form.get_by_role("button", name="保存议定情况"))
        office.press("meetings.meeting.close")


def _draft(chain: Chain) -> None:
    office = chain[DIRECTOR]
    with chain.row("13", "起草纪要，补一处，改一处", 9, 3):
        office.press("meetings.minutes.draft")
        gap = (
            office.page.locator("tr[id^='decision-']")
            .filter(has=office.page.locator(".consent-objected"))
            .first
        )
        office.click(gap.locator("summary", has_text="修改承办要求"), leads=False)
        gap.locator("[name=due_on]").fill(DONE.isoformat())
        office.click(gap.get_by_role("button", name="保存承办要求"))
        para = office.page.locator(".para").filter(has_text="会议听取了建立联席会议情况的通报").first
        office.click(para.locator("summary", has_text="修改这一段").first, leads=False)
        para.locator("[name=text]").first.fill("会议听取了办公室关于建立联席会议情况的通报。")
        office.click(para.get_by_role("button", name="保存这一段"))


def _consent(walk: Pace, kind: str) -> None:
    walk.task(kind, f"{MEETING}纪要")
    form = walk.page.locator("form[action='/do/meetings.consent.give']").first
    if walk.seat.name == LIAISON:
        # The page asks who of the unit's leaders agreed, where somebody else than the member signs.
        form.locator("[name=unit_leader]").fill("副局长")
    walk.click(form.get_by_role("button", name="同意这一版"))


def _agree(chain: Chain) -> None:
    office, union = chain[DIRECTOR], chain[UNION]
    with chain.row("14", "送会签，四家同意", 12, 0):
        office.open("送与会单位会签")
        office.press("meetings.minutes.circulate", "送会签")
        for name in CONSENTING:
            if name != UNION:
                _consent(chain[name], "会签纪要")
    with chain.row("15", "异议、采纳、五家再同意", 16, 3):
        union.task("会签纪要", f"{MEETING}纪要")
        para = union.page.locator(".para").filter(has_text="女职工劳动保护检查").last
        union.click(para.locator("summary", has_text="对这一段提异议"), leads=False)
        para.locator("form[action='/do/meetings.objection.raise'] textarea").fill("请写明检查的范围。")
        union.click(para.get_by_role("button", name="提出异议"))
        office.task("答复异议", f"{MEETING}纪要")
        office.open("采纳，修改第")
        words = office.page.locator("form[action='/do/meetings.objection.adopt'] textarea[name=text]")
        office.send(
            "meetings.objection.adopt", "采纳并答复", text=f"{words.input_value()}范围为全部制鞋企业。"
        )
        _consent(union, "看答复后表态")
        for name in CONSENTING:
            if name != UNION:
                _consent(chain[name], "重新表态")
    convener = chain[CONVENER]
    with chain.row("16", "签发（召集人）", 3, 0):
        convener.task("签发纪要", f"{MEETING}纪要")
        convener.press("meetings.minutes.issue")


def _do(chain: Chain) -> None:
    office, liaison = chain[DIRECTOR], chain[LIAISON]
    evidence = chain.folder / "防护要求.txt"
    evidence.write_text("隧道施工粉尘防护要求", encoding="utf-8")
    with chain.row("17", "签收、带附件申请办结（375 px）", 6, 1):
        liaison.task("签收公文", MEETING)
        liaison.press("papers.recipient.receive")
        own = liaison.page.locator(".row-task.chosen")
        liaison.click(own.get_by_role("link", name="在台账中看").first)
        liaison.press("ledger.obligation.acknowledge")
        liaison.click(liaison.page.get_by_role("link", name="反馈进展").first)
        form = liaison.page.locator("form[action='/do/ledger.progress.report']")
        form.locator("[name=files]").set_input_files(str(evidence))
        form.locator("[name=done][value=on]").check()
        form.locator("[name=unit_leader]").fill("副局长")
        liaison.send("ledger.progress.report", "提交反馈", text="防护要求已印发，申请办结。")
    with chain.row("18", "核验", 3, 0):
        office.task("核验", "隧道施工粉尘防护")
        office.press("ledger.obligation.verify")
    with chain.row("19", "通报", 7, 1):
        office.menu("台账")
        office.click(office.page.locator("main").get_by_role("link", name="通报").first)
        office.press("ledger.circular.draft")
        office.press("ledger.circular.show")
        office.page.locator("form[action='/do/ledger.circular.issue'] [name=reason]").fill("会议要求年内通报")
        office.press("ledger.circular.issue")
    office.seat.done("通报〔")


def test_the_whole_chain_from_founding_to_circular(chain: Chain) -> None:
    """The conference is founded, peopled, meets, agrees, issues, does what it agreed, and tells so."""
    for part in (_found, _invite, _change_member, _topics, _call, _meet, _draft, _agree, _do):
        part(chain)
    own = [row for row in chain.rows if row.number not in APART]
    clicks, fields = sum(row.now[0] for row in own), sum(row.now[1] for row in own)
    everybody = chain.taken()
    lines = [chain.line(row) for row in chain.rows]
    lines.append(f"| | 合计（不含 {'、'.join(APART)}） | | {clicks} / {fields} | |")
    returns = sum(one.returns for one in chain.people.values())
    lines.append(f"| | 另：回工作台 {returns} 次 | | | |")
    lines.append(f"| | 合计 | | {everybody[0]} / {everybody[1]} | {everybody[2]:.1f} |")
    OUT.mkdir(exist_ok=True)
    (OUT / "chain.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[-3:]))
    assert clicks <= MOST_CLICKS
    assert fields <= MOST_FIELDS
