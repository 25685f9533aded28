"""A seat's walk: from the desk, by clicks alone, at one width; what is clicked is counted, no page is wider than its window."""

import unicodedata
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page

if TYPE_CHECKING:
    from browser.conftest import Seat

WIDTHS = pytest.mark.parametrize("walks", [375, 1280], indirect=True, ids=["phone", "desk"])


class Walk:
    """Counts what a person clicks, the way back to the desk too; filling a field or choosing in it is no click."""

    def __init__(self, seat: "Seat", width: int) -> None:
        self.seat, self.page, self.width, self.clicks = seat, seat.page, width, 0

    def click(self, target: Locator, *, leads: bool = True) -> Page:
        """Click what leads to another page, or stays on this one; a confirmation asked for is one more click."""
        self.clicks += 1
        if leads and target.get_attribute("data-confirm"):
            target.click()
            target, self.clicks = self.page.locator("dialog#ask[open] [data-ask-yes]"), self.clicks + 1
        if not leads:
            target.click()
            return self.page
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        return self.page

    def menu(self, name: str) -> None:
        """Go to a room by the menu: at the left on a desk, in the drawer of a phone."""
        menu = self.page.get_by_role("navigation", name="主菜单")
        if self.width < 700:
            self.click(menu.locator(".drawer > summary"), leads=False)
            self.click(menu.locator(".drawer-list").get_by_role("link", name=name, exact=True))
            return
        link = menu.get_by_role("link", name=name, exact=True).first
        if not link.is_visible():
            self.click(menu.locator(".tucked > summary"), leads=False)
        self.click(link)

    def task(self, kind: str, title: str) -> None:
        """Go to what waits at the desk; who stands there already looks again."""
        if self.page.url.rstrip("/") == self.seat.address:
            self.page.reload()
        else:
            self.click(self.page.locator("a.top-name"))
        row = self.page.locator(".row-task").filter(has_text=kind).filter(has_text=title).first
        self.click(row.locator("a").first)

    def open(self, words: str) -> None:
        """Open what is folded under these words."""
        folded = self.page.locator("main details:not([open]) > summary").filter(has_text=words)
        if folded.count():
            self.click(folded.first, leads=False)

    def send(self, action: str, button: str, **fields: str) -> Page:
        """Fill the first form of an action and press its button."""
        form = self.page.locator(f"form[action='/do/{action}']").first
        for name, value in fields.items():
            field = form.locator(f"[name={name}]:not([type=hidden])").first
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            elif value == "on":
                field.check()
            else:
                field.fill(value)
        return self.click(form.get_by_role("button", name=button, exact=True).first)

    def text(self, place: str = "main") -> str:
        """Return what stands in a place of the page."""
        return self.page.locator(place).first.inner_text()

    def shot(self, name: str) -> None:
        """Leave a picture of the whole page in out/."""
        self.seat.shot(f"{name}-{self.width}")

    def printed(self, name: str) -> list[str]:
        """Return the pages that the browser prints on A4, as text; the file is left in out/."""
        return self.seat.printed(f"{name}-{self.width}")


def plain(text: str) -> str:
    """Without blanks, and with radicals as the characters they stand for."""
    return "".join(unicodedata.normalize("NFKC", text).split())
