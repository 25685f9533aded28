"""A demonstration server and browser seats for the walks; screenshots go to out/."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from browser.counting import Steps
from browser.walking import Walk

ROOT = Path(__file__).parents[2]
OUT = ROOT / "out"


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `lianxi serve --demo`, the very command of `make demo`; or of one that is served already."""
    if address := os.environ.get("LIANXI_SERVED"):
        yield address
        return
    with served(tmp_path_factory.mktemp("server") / "log", "/demo", "--demo") as address:
        yield address


@contextmanager
def served(log: Path, first: str, *options: str, data: Path | None = None) -> Iterator[str]:
    """Run `lianxi serve` until the block ends, its words in a file; the block begins when the page `first` answers."""
    port = _port()
    code = "from lianxi.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", *options, "--port", str(port)]
    own = {"LIANXI_DATA": str(data)} if data else {}
    with log.open("w") as file:
        server = subprocess.Popen(command, stdout=file, stderr=file, env=os.environ | own, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}{first}", server, log)
        yield address
    finally:
        subprocess.run(["pkill", "-TERM", "-P", str(server.pid)], check=False)
        server.terminate()
        server.wait(timeout=20)


def _wait_for(page: str, server: subprocess.Popen[bytes], log: Path) -> None:
    # The half year is played first: a minute and a half of one core, which may be shared.
    for _ in range(3000):
        if server.poll() is not None:
            pytest.fail(f"the server stopped: {log.read_text()}")
        try:
            urllib.request.urlopen(page, timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which makes no connections of its own."""
    path = shutil.which("chromium") or "/usr/bin/chromium"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    # Playwright keeps a loop running in this thread, where Django would refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=flags)
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Seat:
    """A person in a seat, in a browser of their own; every page must load without errors or outside requests."""

    def __init__(self, context: BrowserContext, address: str, name: str, of: str = "") -> None:
        self.context, self.address, self.name, self.of = context, address, name, of
        self.steps = Steps()
        self.steps.listen(context)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        # The browser shows a PDF with parts of its own.
        known = (address, "data:", "chrome-extension://", "chrome://")
        self.page.on("request", lambda r: None if r.url.startswith(known) else self.faults.append(r.url))

    def enter(self) -> "Seat":
        """Signs in through the demonstration's page of this seat."""
        self.page.goto(f"{self.address}/demo")
        seats = self.page.locator(f"main h2:has-text('{self.of}') + ul" if self.of else "main ul")
        seats.get_by_role("link", name=self.name, exact=True).click()
        self.page.get_by_role("button", name="进入").click()
        self.page.wait_for_url(f"{self.address}/")
        return self

    def open(self, path: str) -> Page:
        """Opens a page of the installation; anything but 200 fails."""
        response = self.page.goto(f"{self.address}{path}")
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"
        return self.page

    def submit(self, action: str, near: str = "", button: str = "", /, **fields: object) -> Page:
        """Fills the form of an action as a person would (opening what folds it) and sends it.

        `near` narrows to the form that contains this CSS, `button` names the button to press.
        """
        form = self.page.locator(f"form[action='/do/{action}']")
        if near:
            form = form.filter(has=self.page.locator(near))
        form = form.first
        form.wait_for(state="attached")
        form.evaluate(
            "f => { for (let d = f.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }"
        )
        for name, value in fields.items():
            _fill(form, name, value)
        press = (
            form.get_by_role("button", name=button).first
            if button
            else form.locator("button:not([type=button])").last
        )
        asked = form.get_attribute("data-confirm") or press.get_attribute("data-confirm")
        if asked:
            press.click()
            press = self.page.locator("dialog#ask[open] [data-ask-yes]")
        # Every form answers with a page; what comes next must not read the one that is leaving.
        with self.page.expect_navigation(wait_until="load"):
            press.click()
        return self.page

    def follow(self, link: Locator) -> Page:
        """Follows a link and waits for the page it leads to."""
        with self.page.expect_navigation(wait_until="load"):
            link.click()
        return self.page

    def done(self, words: str) -> None:
        """The page says that it was done, in these words."""
        self.page.get_by_text(words).first.wait_for()

    def shot(self, name: str) -> None:
        """Leaves a screenshot of the whole page in out/."""
        OUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUT / f"{name}.png", full_page=True)

    def printed(self, name: str) -> list[str]:
        """Leaves the page as a browser prints it on A4 in out/, and returns its sheets as text."""
        OUT.mkdir(exist_ok=True)
        path = OUT / f"{name}.pdf"
        self.page.pdf(path=str(path), format="A4", print_background=True)
        return [sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(path)]


def _fill(form: Locator, name: str, value: object) -> None:
    """Fills a field as a person would: choices by the words beside them, or by their value."""
    field = form.locator(f"[name='{name}']:not([type=hidden])")
    kind = field.first.evaluate("e => e.type || e.tagName")
    if kind in ("checkbox", "radio"):
        for one in value if isinstance(value, list | tuple) else [value]:
            by_value = form.locator(f"[name='{name}'][value='{'on' if one is True else one}']")
            (by_value if by_value.count() else form.get_by_label(str(one), exact=True)).first.check()
    elif kind.startswith("select"):
        options = field.first.locator("option").all_inner_texts()
        by_label = [text for text in options if text.strip() == str(value)]
        field.first.select_option(label=by_label[0]) if by_label else field.first.select_option(str(value))
    elif kind == "file":
        field.first.set_input_files(str(value))
    else:
        field.first.fill(str(value))


@pytest.fixture
def seats(browser: Browser, demo_server: str) -> Iterator[dict[str, Seat]]:
    """Browsers of the seats that walk the procedure; the liaison is on a phone."""
    wide, phone = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
    names = {
        "office": ("市卫健委·办公室主任", wide),
        "convener": ("市卫健委·召集人", wide),
        "liaison": ("市住建局·办公室成员", phone),
        "member": ("市住建局·成员", phone),
        "union": ("市总工会·成员", wide),
    }
    opened = {}
    for key, (name, size) in names.items():
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
        opened[key] = Seat(context, demo_server, name).enter()
    yield opened
    faults = {key: seat.faults for key, seat in opened.items() if seat.faults}
    for seat in opened.values():
        seat.context.close()
    assert faults == {}


class Walks:
    """Gives each seat that walks a browser of its own, all of one width."""

    def __init__(self, browser: Browser, address: str, width: int) -> None:
        self.browser, self.address, self.width = browser, address, width
        self.made: list[Walk] = []

    def __call__(self, name: str, of: str = "") -> Walk:
        size: Any = {"width": self.width, "height": 800}
        context = self.browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        # A click that finds nothing fails at once, with the page in the report.
        context.set_default_timeout(15_000)
        self.made.append(Walk(Seat(context, self.address, name, of).enter(), self.width))
        return self.made[-1]

    @property
    def clicks(self) -> int:
        """Return what all of them clicked."""
        return sum(one.clicks for one in self.made)


@pytest.fixture
def walks(browser: Browser, demo_server: str, request: pytest.FixtureRequest) -> Iterator[Walks]:
    """Give walks of one width; no page of theirs may fail, ask elsewhere or report an error."""
    found = Walks(browser, demo_server, request.param)
    yield found
    faults = {one.seat.name: one.seat.faults for one in found.made if one.seat.faults}
    for one in found.made:
        one.seat.context.close()
    assert faults == {}
