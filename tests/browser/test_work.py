"""A third conference: its office makes a form of six fields with a receiver, an outcome and a figure; two units use it."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from law.office import sit
from lianxi.bodies.models import Conference, Seat, Tenure
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.words import day_of
from lianxi.exchange.models import Receipt
from lianxi.law.queries import list_duty_clauses
from lianxi.stories.founding import found_text
from lianxi.work.models import Arrangement, Return
from web.signing_in import seated

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAGES = Path(__file__).parent.parent / "law" / "routing" / "data" / "others" / "wages.txt"
MOST_CLICKS, PHONE, DESK = 40, 375, 1280
# Label, kind, choices or unit, needed, tells rows apart.
FIELDS = (
    ("用人单位", "enterprise", "", True, True),
    ("检查日期", "date", "", True, False),
    ("欠薪人数", "whole", "人", True, False),
    ("处理", "choice", "已支付、未支付", False, False),
    ("金额", "money", "万元", False, False),
    ("说明", "text", "", False, False),
)


class Person:
    """Somebody at a screen; each press, choice and tick is a click, typing is none."""

    def __init__(self, context: BrowserContext, address: str, actor: Actor) -> None:
        client = seated(Client(), actor)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
        self.page: Page = context.new_page()
        self.address, self.clicks, self.faults = address, 0, list[str]()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, path: str) -> Page:
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        return self.page

    def press(self, target: Locator) -> Page:
        self.clicks += 1
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        return self.page

    def tick(self, target: Locator) -> None:
        self.clicks += 1
        target.check()

    def choose(self, target: Locator, value: str) -> None:
        self.clicks += 1
        target.select_option(value)


class Town:
    """The third conference and who sits in it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.conference: Conference = found_text("LC", WAGES.read_text(encoding="utf-8"), timezone.now())
        self.opened: list[BrowserContext] = []

    def person(self, kind: SeatKind, unit: str = "", width: int = DESK) -> Person:
        rows = Tenure.objects.filter(conference=self.conference, seat__kind=kind, ends_before__isnull=True)
        rows = rows.filter(seat__unit__name=unit) if unit else rows
        held = rows.select_related("seat__unit").order_by("pk").first()
        actor = actor_for(held) if held is not None else self._sit(kind, unit)
        context = self.browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN")
        self.opened.append(context)
        return Person(context, self.address, actor)

    def _sit(self, kind: SeatKind, unit: str) -> Actor:
        """Let somebody take a seat that the document leaves without a name."""
        rows = Seat.objects.filter(conference=self.conference, kind=kind)
        seat = (rows.filter(unit__name=unit) if unit else rows).select_related("unit").earliest("pk")
        return sit(self.conference, kind, seat.unit.name, f"{seat.unit.name}某")


@pytest.fixture
def town(browser: Browser, live_server: object) -> Iterator[Town]:
    made = Town(browser, str(live_server))
    yield made
    for context in made.opened:
        context.close()


def _make(office: Person, clause: str, doer: str, taker: str) -> Arrangement:
    page = office.open("/work/arrangements/new")
    office.choose(page.locator("#clause"), clause)
    page.locator("[name=title]").fill("欠薪检查")
    office.choose(page.locator("[name=cycle]"), "half-yearly")
    office.choose(page.locator("[name=pattern]"), "check")
    for name, unit in (("unit_ids", doer), ("receiver_ids", taker)):
        label = page.locator("label").filter(has_text=unit).filter(has=page.locator(f"[name={name}]"))
        office.tick(label.first.locator("input"))
    for place, (label, kind, more, needed, tells) in enumerate(FIELDS, 1):
        page.locator(f"[name=field_{place}_label]").fill(label)
        if kind != "text":
            office.choose(page.locator(f"[name=field_{place}_kind]"), kind)
        page.locator(f"[name=field_{place}_more]").fill(more)
        for mark, is_on in (("required", needed), ("key", tells)):
            if is_on:
                office.tick(page.locator(f"[name=field_{place}_{mark}]"))
    page.locator("[name=answer_1_label]").fill("处理情况")
    page.locator("[name=figure_1]").fill("支付率|计数|处理=已支付|占")
    office.press(page.get_by_role("button", name="保存为建议"))
    office.press(page.get_by_role("button", name="启用", exact=True))
    return Arrangement.objects.latest("pk")


def test_a_form_is_made_in_few_clicks_and_used_by_two_units(town: Town, tmp_path: Path) -> None:
    clauses = list_duty_clauses(town.conference.instrument, town.conference.instrument_version)
    units = list(dict.fromkeys(one.unit for one in clauses))
    doer, taker = units[0], units[1]
    clause = next(one.code for one in clauses if one.unit == doer)
    office = town.person(SeatKind.OFFICE_DIRECTOR)
    row = _make(office, clause, doer, taker)
    assert office.clicks <= MOST_CLICKS
    _fill_and_hand_in(town.person(SeatKind.MEMBER, doer), row, tmp_path)
    _sign_and_answer(town.person(SeatKind.MEMBER, taker, PHONE))
    owed = Return.objects.get(line=row)
    page = office.open(f"/work/returns/{owed.pk}")
    office.press(page.get_by_role("button", name="接收", exact=True))
    unit = owed.unit_id
    shown = office.open(f"/work/units/{unit}").locator("main").inner_text()
    assert "支付率" in shown
    assert "50%" in shown
    sent = Receipt.objects.latest("pk").sending_id
    assert "已支付一家" in office.open(f"/exchange/{sent}").locator("main").inner_text()
    assert office.faults == []


def _fill_and_hand_in(unit: Person, row: Arrangement, folder: Path) -> None:
    owed = Return.objects.get(line=row)
    page = unit.open(f"/work/arrangements/{row.pk}/rows?period={owed.period}")
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载表样").click()
    blank = Path(coming.value.path()).read_bytes()
    day = day_of(timezone.now()).isoformat()
    good = [("甲厂", day, 3, "已支付", 1.5, ""), ("乙厂", day, 2, "未支付", "", "")]
    wrong = [good[0], ("丙厂", day, "许多", "赖账", "", "")]
    page.locator("[name=file]").set_input_files(_filled(blank, wrong, folder / "错.xlsx"))
    unit.press(page.get_by_role("button", name="上传", exact=True))
    said = page.locator("main").inner_text()
    assert "逐行说明" in said
    assert "第 3 行" in said
    page.locator("[name=file]").set_input_files(_filled(blank, good, folder / "对.xlsx"))
    unit.press(page.get_by_role("button", name="上传", exact=True))
    page = unit.open(f"/work/returns/{owed.pk}")
    unit.press(page.locator("form[action='/do/work.return.hand_in']").get_by_role("button", name="报送"))
    assert unit.faults == []


def _filled(blank: bytes, rows: list[tuple[object, ...]], path: Path) -> str:
    book = load_workbook(io.BytesIO(blank))
    for place, cells in enumerate(rows, 2):
        for column, value in enumerate(cells, 1):
            book.worksheets[0].cell(row=place, column=column, value=value or None)
    book.save(path)
    return str(path)


def _sign_and_answer(unit: Person) -> None:
    """Two taps each on a phone: the task on the desk, then the button."""
    page = unit.open("/")
    unit.press(page.locator("main").get_by_role("link", name="欠薪检查").first)
    unit.press(page.get_by_role("button", name="签收", exact=True))
    assert unit.clicks == 2
    page.locator("label", has_text="已处理").click()
    page.locator("[name='answers.f1']").fill("已支付一家")
    unit.press(page.locator("form[action='/do/exchange.receipt.answer']").get_by_role("button", name="反馈"))
    # The choice of the outcome was the first of its two taps.
    assert unit.clicks == 3
    assert unit.faults == []
