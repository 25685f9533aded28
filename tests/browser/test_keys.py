"""A security key from its first day on: added on the page, asked for at the next sign-in, missed when it is not there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from hardening.installation import Installation
from hardening.kills import Service

pytestmark = pytest.mark.browser
LOGIN, PASSWORD = "office-director", "correct-horse-battery-9"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installation whose director has a password; by a name, since keys know no numbers."""
    installation = Installation(tmp_path_factory.mktemp("keys") / "data")
    installation.set_up()
    service = Service(installation)
    yield f"http://localhost:{service.port}"
    service.end()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    found = context.new_page()
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    yield found
    context.close()
    assert faults == []


def plugged(page: Page) -> tuple[CDPSession, str]:
    """Plug a key into the browser that is always touched."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    return cdp, str(cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("main [name=login], main [name=username]").first.fill(LOGIN)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form").first.locator("button").first.click()
    page.wait_for_load_state()


def test_a_key_is_added_signs_in_and_is_missed(page: Page, address: str) -> None:
    cdp, key = plugged(page)
    sign_in(page, address)
    page.goto(f"{address}/account/second")
    form = page.locator("form[data-key=create]")
    form.locator("[name=name]").fill("蓝色密钥")
    form.locator("[name=password]").fill(PASSWORD)
    form.locator("button").click()
    expect(page.get_by_text("已添加。以后登录")).to_be_visible()
    expect(page.get_by_text("蓝色密钥")).to_be_visible()
    assert page.locator("main code").count() >= 5  # recovery codes, shown once
    page.context.clear_cookies()
    sign_in(page, address)
    assert page.url.endswith("/sign-in/second")
    page.get_by_role("button", name="用安全密钥登录").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    expect(page.locator("[data-signout]").first).to_be_attached()
    # Without the key nobody gets in, and the page says what to do.
    page.context.clear_cookies()
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    plugged(page)
    sign_in(page, address)
    page.get_by_role("button", name="用安全密钥登录").click()
    expect(page.get_by_role("alert")).to_contain_text("安全密钥没有答复")
    assert page.url.endswith("/sign-in/second")
