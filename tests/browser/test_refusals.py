"""What is refused is said at its form: the page stays, with all that was typed and the files that were chosen."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from browser.conftest import Walks
from browser.walking import Walk

pytestmark = pytest.mark.browser
OFFICE = "市卫健委·办公室主任"
MARKUP = "一、总体情况\n<p>本期办结三项。</p>"


def _expected(walk: Walk, refusals: int) -> None:
    """Take the browser's own lines about refused requests out of the faults; there are as many as refusals."""
    told = [one for one in walk.seat.faults if "422" in one]
    assert len(told) == refusals
    walk.seat.faults[:] = [one for one in walk.seat.faults if one not in told]


def _filled(walk: Walk, text: str) -> None:
    form = walk.page.locator("form[action='/do/papers.draft.enter']")
    form.locator("[name=kind]").select_option("report")
    form.locator("[name=title]").fill("关于防治工作情况的报告")
    form.locator("[name=text]").fill(text)


@pytest.mark.parametrize("walks", [1280], indirect=True)
def test_a_refused_form_stays_and_is_put_right_in_place(walks: Walks) -> None:
    walk = walks(OFFICE)
    page = walk.page
    page.goto(f"{walk.seat.address}/papers/drafts/new")
    _filled(walk, MARKUP)
    form = page.locator("form[action='/do/papers.draft.enter']")
    send = form.locator("button:not([type=button])").last
    send.click()
    refusal = page.locator("main .refusal")
    expect(refusal).to_contain_text("网页代码")
    expect(refusal).to_be_focused()
    assert page.url.endswith("/papers/drafts/new")
    assert form.locator("[name=text]").input_value() == MARKUP
    assert form.locator("[name=kind]").input_value() == "report"
    # A second refusal takes the place of the first.
    form.locator("[name=title]").fill("关于防治工作情况的报告（二）")
    send.click()
    expect(refusal).to_have_count(1)
    expect(refusal).to_be_focused()
    form.locator("[name=text]").fill("一、总体情况\n本期办结三项。")
    with page.expect_navigation(wait_until="load"):
        send.click()
    assert "/papers/drafts/" in page.url
    expect(page.locator("main")).to_contain_text("关于防治工作情况的报告（二）")
    expect(page.locator("main .refusal")).to_have_count(0)
    _expected(walk, 2)


@pytest.mark.parametrize("walks", [375], indirect=True)
def test_a_chosen_file_stays_chosen(walks: Walks, tmp_path: Path) -> None:
    walk = walks(OFFICE)
    page = walk.page
    page.goto(f"{walk.seat.address}/papers/drafts/new")
    _filled(walk, "一、总体情况\n本期办结两项。")
    with page.expect_navigation(wait_until="load"):
        page.locator("form[action='/do/papers.draft.enter'] button:not([type=button])").last.click()
    there = page.url
    bad, good = tmp_path / "清单.exe", tmp_path / "清单.txt"
    bad.write_bytes(b"MZ")
    good.write_text("一项。", encoding="utf-8")
    form = page.locator("form[action='/do/papers.draft.attach']")
    form.locator("[name=title]").fill("办结清单")
    form.locator("input[type=file]").set_input_files(str(bad))
    form.locator("button:not([type=button])").last.click()
    expect(page.locator("main .refusal")).to_be_visible()
    assert page.url == there
    assert form.locator("[name=title]").input_value() == "办结清单"
    assert form.locator("input[type=file]").evaluate("e => e.files[0].name") == "清单.exe"
    form.locator("input[type=file]").set_input_files(str(good))
    with page.expect_navigation(wait_until="load"):
        form.locator("button:not([type=button])").last.click()
    expect(page.locator("main")).to_contain_text("办结清单")
    _expected(walk, 1)


@pytest.mark.parametrize("walks", [1280], indirect=True)
def test_what_a_gateway_gave_up_on_is_said_and_never_sent_twice(walks: Walks) -> None:
    walk = walks(OFFICE)
    page = walk.page
    page.goto(f"{walk.seat.address}/papers/drafts/new")
    text = "一、总体情况\n本期办结四项。"
    _filled(walk, text)
    sent: list[str] = []

    def gave_up(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=504, content_type="text/html", body="<html><body><h1>504</h1></body></html>")

    page.route("**/do/**", gave_up)
    form = page.locator("form[action='/do/papers.draft.enter']")
    form.locator("button:not([type=button])").last.click()
    expect(page.get_by_text("没有送达").first).to_be_visible()
    assert len(sent) == 1
    assert page.url.endswith("/papers/drafts/new")
    assert form.locator("[name=text]").input_value() == text
    # Said by the person again, it is sent again.
    form.locator("button:not([type=button])").last.click()
    expect(page.get_by_text("没有送达").first).to_be_visible()
    page.wait_for_timeout(300)
    assert len(sent) == 2
    walk.seat.faults[:] = [one for one in walk.seat.faults if "504" not in one]


@pytest.mark.parametrize("walks", [1280], indirect=True)
def test_without_scripts_the_refusal_has_a_page_of_its_own(
    browser: Browser, demo_server: str, walks: Walks
) -> None:
    state = walks(OFFICE).seat.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{demo_server}/papers/drafts/new")
    form = page.locator("form[action='/do/papers.draft.enter']")
    form.locator("[name=kind]").select_option("report")
    form.locator("[name=title]").fill("关于防治工作情况的报告")
    form.locator("[name=text]").fill(MARKUP)
    form.locator("button:not([type=button])").last.click()
    page.wait_for_load_state()
    assert "/do/papers.draft.enter" in page.url
    expect(page.locator("main")).to_contain_text("网页代码")
    context.close()
